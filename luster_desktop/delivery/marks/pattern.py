"""The pattern that marks a picture: fixed frequencies of a tile that repeats, each with a phase of its own.

The tile repeats `PERIODS` times along the long edge of the picture it is put into, whatever its size. A part of the
frequencies, the anchor, is the same in every mark. The others are moved against it by eighths of a tile, to the right
and down: that says what the mark stands for. Both are found again by the phases alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

PERIODS = 8
"""Tiles along the long edge."""
SIDE = 128
"""Places along one side of a tile at which it is looked for."""

_INNER, _OUTER = 16, 46
"""Cycles in a tile: waves of 5.5 to 16 pixels at a long edge of 2048. Finer ones do not survive JPEG, coarser ones
would be seen on walls."""
_STEPS = 8
"""Places along one side of a tile by which the data may be moved against the anchor."""
_NAME = b"Luster's mark, 1"


@dataclass(frozen=True, slots=True)
class Waves:
    """Half of a set of frequencies; the other half mirrors it."""

    across: NDArray[np.int32]
    """Cycles in a tile, from 0 on."""
    down: NDArray[np.int32]
    """As `across`, from minus to plus."""
    phases: NDArray[np.float32]
    """In turns."""

    def moved(self, code: int) -> NDArray[np.float32]:
        """The phases when the set stands for `code`."""
        right, below = code % _STEPS, code // _STEPS
        return (self.phases - (self.across * right + self.down * below) / _STEPS).astype(np.float32)


@cache
def anchor() -> Waves:
    """Where the mark is: two thirds of its frequencies."""
    return _waves()[0]


@cache
def data() -> Waves:
    """What the mark says."""
    return _waves()[1]


def place(code: int) -> tuple[int, int]:
    """How far the data of `code` is moved against the anchor, down and to the right, in places of a tile."""
    step = SIDE // _STEPS
    return code // _STEPS * step, code % _STEPS * step


@cache
def tile(code: int, side: int) -> NDArray[np.float32]:
    """One tile of `side` by `side` values, with a mean square of 1."""
    spectrum = np.zeros((side, side // 2 + 1), np.complex64)
    for waves, phases in ((anchor(), anchor().phases), (data(), data().moved(code))):
        values = np.exp(2j * np.pi * phases)
        spectrum[waves.down % side, waves.across] = values
        alone = waves.across == 0  # there the transform wants both halves
        spectrum[-waves.down[alone] % side, 0] = values[alone].conj()
    drawn = np.fft.irfft2(spectrum, s=(side, side))
    made: NDArray[np.float32] = (drawn / np.sqrt(np.mean(drawn**2))).astype(np.float32)
    made.flags.writeable = False
    return made


def _waves() -> tuple[Waves, Waves]:
    across, down = (grid.ravel() for grid in np.meshgrid(np.arange(_OUTER + 1), np.arange(-_OUTER, _OUTER + 1)))
    radius = np.hypot(across, down)
    kept = (radius >= _INNER) & (radius <= _OUTER) & ((across > 0) | (down > 0))
    across, down = across[kept].astype(np.int32), down[kept].astype(np.int32)
    # From a hash: a generator of random numbers may draw others in its next version.
    drawn = np.frombuffer(hashlib.shake_256(_NAME).digest(4 * across.size), "<u2").reshape(2, -1)
    phases = (drawn[0] / 65536).astype(np.float32)
    anchors = drawn[1] % 3 > 0
    first, second = (Waves(across[part], down[part], phases[part]) for part in (anchors, ~anchors))
    return first, second
