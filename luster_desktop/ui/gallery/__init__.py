"""The shoot as a grid of photos."""
