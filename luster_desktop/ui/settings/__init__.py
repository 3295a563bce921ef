"""Preferences, shortcuts and what this app is."""
