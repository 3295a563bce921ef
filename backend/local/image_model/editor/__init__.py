"""A classical photo editor: pure functions from an RGB photo and an edit to the edited photo, OpenCV and NumPy only."""

from backend.local.image_model.editor.anchor import alike
from backend.local.image_model.editor.edits import Bright, Dusk, Edit, Lawn, Remove, Sky, carry_out

__all__ = ["Bright", "Dusk", "Edit", "Lawn", "Remove", "Sky", "alike", "carry_out"]
