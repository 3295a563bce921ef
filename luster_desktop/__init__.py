"""Luster on the photographer's computer."""
