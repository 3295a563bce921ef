"""Replace the open sky of a photo."""

from __future__ import annotations

import numpy as np

from backend.local.image_model.editor.raster import Plane, Rgb, decode, from_linear, mix, quantise
from backend.local.image_model.editor.skies import SkyKind, palette, render
from backend.local.image_model.editor.skymask import SkyMatte, find_sky


def replace_sky(image: Rgb, kind: SkyKind, rng: np.random.Generator) -> Rgb:
    """The photo under another sky; where it has no open sky, the photo itself."""
    matte = find_sky(image)
    if matte is None:
        return image
    height, width = image.shape[:2]
    sky = render(palette(kind), width, height, matte.horizon, rng)
    return merge(image, matte, sky, decode(matte.ground), rng)


def merge(image: Rgb, matte: SkyMatte, sky: Plane, ground: Plane, rng: np.random.Generator) -> Rgb:
    """Lay the sky behind the ground; where the matte is 0 the photo's own codes stay when the ground is unchanged."""
    alpha = matte.alpha[..., None]
    light = from_linear(mix(ground, sky, alpha))
    return quantise(light, rng)
