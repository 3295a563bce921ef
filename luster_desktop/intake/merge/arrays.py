"""Array shapes: pictures are H x W x 3 RGB, planes are H x W."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[Any]
"""H x W x 3, RGB, uint8 or uint16, in whatever colour space the camera wrote."""

Plane: TypeAlias = NDArray[np.float32]
"""H x W."""

Matrix: TypeAlias = NDArray[np.float64]
"""3 x 3, maps pixel centres (x, y, 1) of the reference to those of the frame."""


def white(picture: NDArray[Any]) -> float:
    """The value of a clipped pixel."""
    return 65535.0 if picture.dtype == np.uint16 else 255.0


def scaled(matrix: Matrix, factor: float) -> Matrix:
    """`matrix` for pictures that are `factor` times as large, where pixels are areas (corner at -0.5)."""
    to = np.array([[factor, 0, (factor - 1) / 2], [0, factor, (factor - 1) / 2], [0, 0, 1]])
    return to @ matrix @ np.linalg.inv(to)
