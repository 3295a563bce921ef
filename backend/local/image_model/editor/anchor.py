"""The sky of one photo, in the colours that it has in another."""

from __future__ import annotations

import numpy as np

from backend.local.image_model.editor.raster import Plane, Rgb, plane, quantise, to_float
from backend.local.image_model.editor.skymask import find_sky

TOP = 0.1
"""Share of a picture's rows that are its sky, at the top: enough for the colour of a sky."""


def alike(edited: Rgb, photo: Rgb, other: Rgb, rng: np.random.Generator) -> Rgb:
    """An edit of the photo whose sky has the mean colour of the sky in `other`; one without open sky stays as it is."""
    matte = find_sky(photo)
    if matte is None:
        return edited
    values = to_float(edited)
    inside = matte.alpha > 0.9
    shift = plane(_colour(to_float(other)) - np.median(values[inside], axis=0))
    return quantise(plane(np.clip(values + matte.alpha[..., None] * shift, 0, 1)), rng)


def _colour(picture: Plane) -> Plane:
    rows = picture[: max(1, round(TOP * picture.shape[0]))]
    return plane(np.median(rows.reshape(-1, 3), axis=0))
