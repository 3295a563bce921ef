"""Finishing that costs nothing: upright walls, neutral whites, straight lines. Each step measures, then may abstain."""
