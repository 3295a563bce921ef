"""Delivering in the window: whose rules hold, what is made, and whether it passes."""
