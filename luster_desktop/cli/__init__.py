"""Luster without a window."""
