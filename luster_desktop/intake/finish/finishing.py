"""All of it in one go: the lens, the tilt and the light are measured, and the pixels are resampled once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import cv2
import numpy as np

from luster_desktop.facts import Finishing, Match
from luster_desktop.intake.finish import tones, verticals, whites
from luster_desktop.intake.finish.lens import Optics, corrected, distortion
from luster_desktop.intake.finish.pixels import Floats, Pixels
from luster_desktop.intake.finish.verticals import Straightening, Tilt
from luster_desktop.intake.finish.whites import Balance

ALL = Finishing()
_STRIP = 256
_COARSE = 8


@dataclass(frozen=True, slots=True)
class Finished:
    """`pixels` are the photo's own array where nothing was done."""

    pixels: Pixels
    lens: bool = False
    tilt: Tilt | None = None
    balance: Balance | None = None
    kept: float = field(default=1.0)
    """Share of the photo's area that is left."""
    matched: bool = False


def finish(
    pixels: Pixels,
    *,
    wanted: Finishing = ALL,
    focal35: float | None = None,
    optics: Optics | None = None,
    match: Match | None = None,
) -> Finished:
    """Finish an upright photo. Each step that is not wanted, not needed or not sure leaves the photo as it is.

    `match` is what the photo's shoot has found for it; its whites are then those of the shoot, not its own. The lens is
    corrected only where the photo has the sensor's whole picture: pass no `optics` for a cropped one.
    """
    height, width = pixels.shape[:2]
    bent = distortion(optics, width, height) if wanted.lens and optics is not None else None
    straight = pixels if bent is None else _resampled(pixels, np.eye(3), bent, width, height, quick=True)
    tilt = verticals.tilt(straight, focal35) if wanted.verticals else None
    turn = verticals.straighten(width, height, tilt, focal35) if tilt is not None else None
    look = match if wanted.match else None
    found = _balance(pixels, look) if wanted.whites else None
    out = pixels
    if turn is not None or bent is not None:
        matrix, wide, high = (turn.matrix, turn.width, turn.height) if turn else (np.eye(3), width, height)
        out = _resampled(pixels, matrix, bent, wide, high)
    if look is not None:
        out = tones.apply(out, look)
    if found is not None:
        out = whites.apply(out, found)
    kept = turn.kept if turn else 1.0
    return Finished(out, bent is not None, turn.undone if turn else None, found, kept, matched=look is not None)


def _balance(pixels: Pixels, look: Match | None) -> Balance | None:
    return whites.balance(pixels) if look is None else whites.balance_of(look.white_red, look.white_blue)


def _resampled(
    pixels: Pixels, matrix: Floats, bent: Pixels | None, width: int, height: int, *, quick: bool = False
) -> Pixels:
    """`matrix` maps pixels of the result to the corrected photo, `bent` those to the photo as taken."""
    border = cv2.BORDER_REPLICATE
    how = cv2.INTER_LINEAR if quick else cv2.INTER_CUBIC
    if bent is None:
        flags = how | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpPerspective(pixels, matrix, (width, height), flags=flags, borderMode=border))
    out = np.empty((height, width, 3), pixels.dtype)

    def strip(top: int) -> None:
        bottom = min(top + _STRIP, height)
        rows = np.arange(top, bottom + _COARSE, _COARSE, dtype=np.float64)
        columns = np.arange(0, width + _COARSE, _COARSE, dtype=np.float64)
        grid = np.stack(np.meshgrid(columns, rows), axis=-1)
        there = cv2.perspectiveTransform(grid, matrix).astype(np.float32)
        places = corrected(there, bent)
        fine = np.stack(np.meshgrid(np.arange(width), np.arange(bottom - top)), axis=-1).astype(np.float32) / _COARSE
        at = cv2.remap(places, fine[..., 0], fine[..., 1], cv2.INTER_LINEAR)
        out[top:bottom] = cv2.remap(pixels, at[..., 0], at[..., 1], how, borderMode=border)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(strip, range(0, height, _STRIP)))
    return out


__all__ = ["Finished", "Straightening", "finish"]
