"""Exposures of one scene to one photo: alignment, ghosts, fusion. Works on arrays; `files` reads and writes them."""
