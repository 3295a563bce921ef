"""Marks that machines read: in the pixels, in the metadata, and signed."""
