"""Finding the mark again in a picture that was made smaller, compressed or cut.

The picture's spectrum is read at the multiples of a tile's frequency, for each size that a tile may have by now. There
only the phases count: turned back by those of the pattern they agree at one place of the tile if the mark is there,
and point anywhere if it is not.

A false alarm: the phases of the pattern were drawn evenly and each by itself, so for any picture that knows nothing of
them the sum of n cosines, in units of its standard deviation √(n/2), is above t with a probability of less than
exp(-t²/2). All sizes and places that are tried, about 10⁷, are above `ALARM` with less than 10⁷ · exp(-8.5²/2) < 10⁻⁸.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.delivery.items import Origin
from luster_desktop.delivery.marks import pattern
from luster_desktop.delivery.marks.invisible import CODES, Pixels

ALARM = 8.5
"""Standard deviations from which on the mark is there."""

EDGE = 1280
"""Long edge at which the picture is looked at."""
_SMALLEST, _LARGEST, _STEP = 0.7, 1.8, 1.0015
"""Of the long edge that the mark was put into, against that of the picture as it is: padded to less than 0.7, or cut
to less than 1/1.8, it is not looked for. In a step waves at the picture's edge move by a quarter of their length."""
_SURE = 5.0
"""Standard deviations of the data from which on they are believed; by chance they reach that in less than 1 in 100,000
marks."""
_CALM = 0.7
"""Detail below this, in steps of 255, is not made louder."""

Spectrum = NDArray[np.complex64]


@dataclass(frozen=True, slots=True)
class View:
    """A picture's spectrum: rows from the lowest frequency to the highest, columns from 0 on."""

    spectrum: Spectrum
    long: int
    """The long edge of the picture that it is of."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mark."""

    strength: float
    """In standard deviations of what chance does."""
    scale: float
    """The long edge that it was put into over that of the picture as it is."""
    origin: Origin | None
    """How the picture came about; None where that cannot be read."""


def found(pixels: Pixels) -> Found | None:
    """The mark in an RGB picture, or None where there is none."""
    best = strongest(seen(pixels))
    return best if best.strength >= ALARM else None


def seen(pixels: Pixels) -> View:
    """An RGB picture as the search looks at it."""
    detail = _detail(pixels)
    return View(_spectrum(detail), max(detail.shape))


@cache
def scales() -> tuple[float, ...]:
    """All that are tried."""
    number = int(np.log(_LARGEST / _SMALLEST) / np.log(_STEP)) + 1
    return tuple(float(_SMALLEST * _STEP**power) for power in range(number))


def strongest(view: View, tried: Sequence[float] | None = None) -> Found:
    """What looks most like the mark, be it one or not, at some scales or all."""
    best = max((fits(view, scale).max(), scale) for scale in tried or scales())
    surface = fits(view, best[1])
    row, column = np.unravel_index(int(surface.argmax()), surface.shape)
    origin = _origin(_phases(view, best[1]), (int(row), int(column)))
    return Found(float(best[0]), best[1], origin)


def fits(view: View, scale: float) -> NDArray[np.float32]:
    """How well the anchor fits at each place of a tile, in standard deviations of what chance does."""
    return _fits(_phases(view, scale), pattern.anchor())


def _origin(phases: Spectrum, at: tuple[int, int]) -> Origin | None:
    fits = _fits(phases, pattern.data())
    places = {origin: pattern.place(code) for origin, code in CODES.items()}
    values = {
        origin: float(fits[(at[0] + down) % pattern.SIDE, (at[1] + right) % pattern.SIDE])
        for origin, (down, right) in places.items()
    }
    best = max(values, key=lambda origin: values[origin])
    return best if values[best] >= _SURE else None


def _fits(phases: Spectrum, waves: pattern.Waves) -> NDArray[np.float32]:
    """How well these waves fit at each place of the tile, in standard deviations."""
    side = pattern.SIDE
    turned = phases[waves.down % side, waves.across] * _turns(waves is pattern.anchor())
    table = np.zeros((side, side // 2 + 1), np.complex64)
    table[waves.down % side, waves.across] = turned
    alone = waves.across == 0
    table[-waves.down[alone] % side, 0] = turned[alone].conj()
    # The transform sums both halves, and divides by the number of places.
    places = np.asarray(np.fft.irfft2(table, s=(side, side)), np.float32)
    return places * np.float32(side * side / 2 / np.sqrt(waves.phases.size / 2))


@cache
def _turns(anchor: bool) -> Spectrum:
    waves = pattern.anchor() if anchor else pattern.data()
    turns: Spectrum = np.exp(-2j * np.pi * waves.phases).astype(np.complex64)
    return turns


def _phases(view: View, scale: float) -> Spectrum:
    """The picture's phases at the multiples of the frequency of a tile of this scale."""
    spectrum, period = view.spectrum, view.long * scale / pattern.PERIODS
    waves = [pattern.anchor(), pattern.data()]
    across = np.concatenate([one.across for one in waves])
    down = np.concatenate([one.down for one in waves])
    rows, columns = spectrum.shape
    wide = 2 * (columns - 1)
    read = cv2.remap(
        spectrum.view(np.float32).reshape(rows, columns, 2),
        (across / period * wide).astype(np.float32).reshape(1, -1),
        (down / period * rows + rows // 2).astype(np.float32).reshape(1, -1),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
    ).reshape(-1, 2)
    values = read[:, 0] + 1j * read[:, 1]
    table = np.zeros((pattern.SIDE, pattern.SIDE // 2 + 1), np.complex64)
    table[down % pattern.SIDE, across] = values / np.maximum(np.abs(values), 1e-12)
    return table


def _spectrum(detail: NDArray[np.float32]) -> Spectrum:
    """With the picture's middle at the first place its phases change slowly: they can be read between places."""
    height, width = detail.shape
    rows, columns = (cv2.getOptimalDFTSize(2 * side + 1) for side in (height, width))
    rows, columns = rows + rows % 2, columns + columns % 2
    wide = np.zeros((rows, columns), np.float32)
    wide[:height, :width] = detail
    wide = np.roll(wide, (-(height // 2), -(width // 2)), (0, 1))
    return np.fft.fftshift(np.fft.rfft2(wide).astype(np.complex64), axes=0)


def _detail(pixels: Pixels) -> NDArray[np.float32]:
    """Fine detail of even loudness: what is loud in a picture says least about the mark."""
    height, width = pixels.shape[:2]
    scale = EDGE / max(width, height)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(pixels, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=how)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = grey - cv2.GaussianBlur(grey, (0, 0), 2.5)
    loud = np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), 6) + _CALM**2)
    made: NDArray[np.float32] = np.clip(detail / loud, -2, 2)
    return made
