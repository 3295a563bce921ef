"""Smooth displacement from scattered evidence: a thin plate under tension, by least squares (Terzopoulos 1986)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from .arrays import Floats

CELL = 16
"""Pixels between the places that are solved for; at first for every other one."""

STEPS, CLOSE = 40, 1e-4
"""Of conjugate gradients: at most so many, and the share of the first residual at which they end."""

TENSION = 2e-5
"""Against stiffness (per square pixel): what is far from all evidence levels off."""


def displacement(
    across: Floats, along: Floats, change: Floats, weight: Floats, size: tuple[int, int], stiffness: float
) -> Floats:
    """The smooth displacement that best explains a change along the gradient.

    An edge says nothing about a shift along itself: of slats and gutters only the part across them counts, and the
    rest comes from the surroundings. A plate bends where the evidence does; a local mean would lag behind.

    Parameters
    ----------
    across, along : (H, W) or (H, W, C) Floats
        The gradient in x and y, in levels per pixel; of C pictures where these were moved alike.
    change : (H, W) or (H, W, C) Floats
        Levels that the displacement is to explain.
    weight : (H, W) or (H, W, C) Floats
        0 to 1: how far each is believed.
    size : tuple of int
        (width, height) of what is returned.
    stiffness : float
        Of how much squared change (levels) per pixel a squared curvature (1 / pixel) is worth.

    Returns
    -------
    (height, width, 2) Floats
        (x, y) in pixels, so that `across` x + `along` y comes near to `change`.
    """
    gx, gy = across * weight, along * weight
    cells = (max(2, size[0] // CELL), max(2, size[1] // CELL))

    def averaged(a: Floats, b: Floats) -> Floats:
        product = a * b
        return cv2.resize(product if product.ndim == 2 else product.sum(axis=-1), cells, interpolation=cv2.INTER_AREA)

    with ThreadPoolExecutor(2) as pool:
        products = pool.map(averaged, (gx, gx, gy, gx, gy), (across, along, along, change, change))
        evidence = np.stack(list(products))
    moved: Floats = np.zeros((*evidence.shape[1:], 2), np.float32)
    for planes, cell in ((_halved(evidence), 2 * CELL), (evidence, CELL)):
        moved = cv2.resize(moved, planes.shape[:0:-1], interpolation=cv2.INTER_LINEAR)
        moved = _solved(planes, moved, stiffness / cell**4, TENSION * stiffness / cell**2)
    return cv2.resize(moved, size, interpolation=cv2.INTER_CUBIC)


def _halved(planes: Floats) -> Floats:
    size = (max(2, planes.shape[2] // 2), max(2, planes.shape[1] // 2))
    return np.stack([cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in planes])


def _solved(evidence: Floats, moved: Floats, stiffness: float, tension: float) -> Floats:
    """Conjugate gradients from `moved` (H x W x 2) on, each cell weighed by what its own evidence and place allow."""
    xx, xy, yy, x, y = evidence

    def pull(field: Floats) -> Floats:
        """What evidence and plate resist a displacement with."""
        u, v = cv2.split(field)
        bent = _laplacian(field)
        held = cv2.merge((xx * u + xy * v, xy * u + yy * v))
        return np.asarray(held + _laplacian(stiffness * bent - tension * field))

    rigid = 20 * stiffness + 4 * tension
    scale = 1 / ((xx + rigid) * (yy + rigid) - xy * xy)

    def eased(field: Floats) -> Floats:
        u, v = cv2.split(field)
        return np.asarray(cv2.merge((((yy + rigid) * u - xy * v) * scale, ((xx + rigid) * v - xy * u) * scale)))

    left = cv2.merge((x, y)) - pull(moved)
    way = ahead = eased(left)
    before = first = float((left * ahead).sum())
    for _ in range(STEPS):
        if before <= CLOSE**2 * first:
            break
        resisted = pull(way)
        length = before / float((way * resisted).sum())
        moved = moved + length * way
        left -= length * resisted
        ahead = eased(left)
        now = float((left * ahead).sum())
        way = ahead + now / before * way
        before = now
    return moved


def _laplacian(field: Floats) -> Floats:
    """Of a field that is mirrored at its border."""
    return cv2.Laplacian(field, cv2.CV_32F, borderType=cv2.BORDER_REFLECT)
