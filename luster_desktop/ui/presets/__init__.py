"""Choosing an edit, seeing its price, and ordering it."""
