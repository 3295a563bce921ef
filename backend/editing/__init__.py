"""Presets, the prompts made from them, and the image model that carries them out."""
