"""Finished photos to the user's folders."""
