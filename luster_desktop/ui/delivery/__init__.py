"""Handing photos over in the window: whose rules hold, what is made, whether it passes, and a link for others."""
