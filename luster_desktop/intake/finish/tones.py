"""The change of a photo's tones that matching makes: in the logarithm of odds, where neither black nor white moves.

With x for light from 0 to 1, the odds are x / (1 - x). A change of white balance or exposure adds to their logarithm, a
camera's curve stretches it; near black that is a gain and a gamma, near white it rolls off as a camera does. Such
changes follow upon one another as one of their kind, so a shoot's worth of them can be solved for at once.
"""

from __future__ import annotations

import cv2
import numpy as np

from luster_desktop.facts import Match
from luster_desktop.intake.finish.pixels import Floats, Pixels, display, linear, white

DARKEST, BRIGHTEST = 0.003, 0.985
"""Light beyond which a pixel tells nothing: noise, or clipped."""


def odds(light: Floats) -> Floats:
    """The logarithm of the odds of light from 0 to 1."""
    held = np.clip(light, DARKEST, BRIGHTEST)
    return np.asarray(np.log(held / (1 - held)))


def light(logarithm: Floats) -> Floats:
    """What `odds` undoes."""
    return np.asarray(1 / (1 + np.exp(-logarithm)))


def steepness(logarithm: Floats) -> Floats:
    """How much of what the eye sees, black to white, one step of the logarithm is worth."""
    here = light(logarithm)
    return np.asarray(display(here) * (1 - here) / 1.6)


def apply(pixels: Pixels, found: Match) -> Pixels:
    """A new picture with the photo's tones changed so."""
    top = white(pixels)
    level = linear((np.arange(top + 1) / top).astype(np.float32)).astype(np.float64)
    inner = np.log(level[1:-1] / (1 - level[1:-1]))
    out = np.empty_like(pixels)
    for channel, shift in enumerate((found.red, found.green, found.blue)):
        bent = np.concatenate([[0.0], light(found.contrast * inner + shift), [1.0]])
        table = np.rint(display(bent) * top).astype(pixels.dtype)
        if pixels.dtype == np.uint8:
            out[..., channel] = cv2.LUT(np.ascontiguousarray(pixels[..., channel]), table)
        else:
            np.take(table, pixels[..., channel], out=out[..., channel])
    return out
