"""Soft mattes: from a coverage at working size to one that follows the full-size original's own edges."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from . import guided, transforms
from .arrays import Floats, Pixels8, blend, disc, dot, one_way, over, times

FLOOR, CEILING = 0.04, 0.96

SIGMA, REACH = 2.0, 2
"""Working pixels: how far around what stands before a sky is averaged, and how far from its gaps that is used."""

ALONG = 8
"""Working pixels to each side over which an edge is evened."""

MARGIN = 8
"""Working pixels beyond which these have no effect."""


def edge_true(small: Pixels8, coverage: Floats, radius: int = 2, *, exact: bool = False) -> Floats:
    """Coverage as a function of the photo's colours, by the guided filter: with the photo's edges at any size.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    coverage : (H, W) Floats
        0 to 1.
    radius : int
        Working pixels that an edge of the photo may be from the coverage's own.
    exact : bool
        At working size the coverage is as given, and the photo's edges only refine it.

    Returns
    -------
    (4, H, W) Floats
        Coefficients: coverage = (r, g, b, 1) . map wherever they are enlarged to. All four are zero where no coverage
        is near, so that nothing there can change.
    """
    maps = np.zeros((4, *coverage.shape), np.float32)
    near = cv2.dilate((coverage > 0.05).astype(np.uint8), np.ones((9, 9), np.uint8))
    margin = 2 * radius

    def fill(top: int) -> None:
        rows = slice(max(0, top - margin), top + STRIP + margin)
        skip = top - rows.start
        guide = small[rows].astype(np.float32)
        fitted = _guided(guide, coverage[rows], radius)
        if exact:
            fitted[3] = coverage[rows] - sum(a * v for a, v in zip(fitted, cv2.split(guide), strict=False))
        strip = slice(top, top + STRIP)
        for plane, out in zip(fitted, maps, strict=True):
            out[strip] = plane[skip : skip + STRIP] * near[strip]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(fill, (top for top in range(0, len(near), STRIP) if near[top : top + STRIP].any())))
    return maps


PULL, STRIP = 40.0, 128


def _guided(guide: Floats, target: Floats, radius: int) -> list[Floats]:
    """The guided filter for one channel with a colour guide (He, Sun, Tang 2013): 4 planes of coefficients."""

    def mean(plane: Floats) -> Floats:
        return cv2.blur(plane, (2 * radius + 1, 2 * radius + 1), borderType=cv2.BORDER_REFLECT)

    guides = cv2.split(guide)
    middle, aimed = [mean(plane) for plane in guides], mean(target)
    covariance = [mean(guides[i] * guides[j]) - middle[i] * middle[j] for i, j in guided.PAIRS]
    cross = [mean(plane * target) - around * aimed for plane, around in zip(guides, middle, strict=True)]
    slopes = guided.slopes_of(covariance, cross, np.zeros((3, 1, 1), np.float32), PULL)
    return [mean(plane) for plane in (*slopes, guided.offset_of(slopes, middle, aimed))]


def before(small: Pixels8, coverage: Floats, thin: Floats, dark: Floats) -> Floats:
    """As `edge_true`, for something far and even (sky) with other things in front of it.

    Where its own colour and that of what stands before it are both known nearby and differ, the coverage of a pixel is
    its place between the two; so gaps in trees are as open as they are.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    coverage : (H, W) Floats
        0 to 1.
    thin : (H, W) Floats
        0 to 1: where what stands before the sky is as `dark`.
    dark : (H, W, 3) Floats
        Levels of 255.

    Returns
    -------
    (4, H, W) Floats
    """
    maps = edge_true(small, coverage, radius=4)
    shown = np.flatnonzero((coverage > 0.5).any(axis=1))
    if not shown.size:
        return maps
    rows = slice(max(0, shown[0] - MARGIN), shown[-1] + MARGIN)
    picture, part, coverage = small[rows].astype(np.float32), maps[:, rows], coverage[rows]
    behind = extend(picture, (coverage > 0.95).astype(np.float32))
    weight = np.asarray(np.square(np.square(1 - coverage)), np.float32)
    known = cv2.GaussianBlur(weight, (0, 0), SIGMA)
    front = over(cv2.GaussianBlur(times(picture, weight), (0, 0), SIGMA), known + 1e-4)
    length, between = _between(front, behind)
    trust = np.clip((length - 180) / 100, 0, 1) * np.clip(known * 20, 0, 1)
    # Further from the open sky a bright roof would pass for half a gap.
    trust *= cv2.GaussianBlur(cv2.dilate((coverage > 0.5).astype(np.float32), disc(REACH)), (0, 0), 0.7)
    part += trust * (between - part)
    if thin.any():
        length, between = _between(dark[rows], behind)
        part += thin[rows] * np.clip(length / 60 - 1, 0, 1) * (between - part)
    return maps


def _between(front: Floats, behind: Floats) -> tuple[Floats, Floats]:
    """How far two colours are apart, in levels, and the coefficients that tell a pixel's place between them."""
    way = behind - front
    length = dot(way, way)
    scaled = over(way, length + 1)
    return np.sqrt(length), np.stack((*cv2.split(scaled), -dot(front, scaled)))


def recoloured(small: Pixels8, answer: Floats, expected: Floats, rough: Floats, valid: Floats) -> Floats:
    """Coverage of a region that the answer recoloured: how far it went from the photo to what is expected there.

    The inside of the region as it was found stands, and so does what the recolouring hardly changes or the answer does
    not show. Around it, and in narrow gaps that lead away from it (of a fence before a lawn), the answer tells more
    than the photo, which often has no edge where a lawn ends.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The photo at working size.
    answer : (H, W, 3) Floats
        The registered answer, in levels of 255.
    expected : (H, W, 3) Floats
        What the region's own tone makes of the photo.
    rough : (H, W) Floats
        The region as it was found, 0 to 1.
    valid : (H, W) Floats
        0 to 1: where the answer shows the photo.

    Returns
    -------
    (H, W) Floats
        0 to 1.
    """
    top = max(0, int(np.argmax(rough.any(axis=1))) - len(rough) // 8)
    picture, answer, expected, inside, valid = (v[top:] for v in (small, answer, expected, rough, valid))
    picture = picture.astype(np.float32)
    way = expected - picture
    telling = cv2.transform(way, _TELLING)
    length, gone = (
        cv2.GaussianBlur(cv2.transform(v * telling, np.ones((1, 3), np.float32)), (0, 0), 0.5)
        for v in (way, answer - picture)
    )
    share = np.clip((gone / (length + 30) - LEAST) / (MOST - LEAST), 0, 1)
    told = np.clip(np.sqrt(length) / 15 - 1, 0, 1) * (valid > 0.5)
    near = cv2.dilate((inside > 0.05).astype(np.uint8), disc(NEAR))
    seen = (share * told > 0).astype(np.uint8)
    narrow = seen & (1 - cv2.morphologyEx(seen, cv2.MORPH_OPEN, disc(NARROW)))
    count, labels = cv2.connectedComponents(narrow | near)
    joined = np.bincount(labels[near > 0], minlength=count) > 0
    refined = np.zeros_like(rough)
    refined[top:] = (inside + told * (share - inside)) * joined[labels]
    return np.maximum(refined, cv2.erode(rough, disc(NARROW)))


NEAR, NARROW = 6, 3
"""Working pixels: how far off the found region may end, and half the width of gaps."""

LEAST, MOST = 0.15, 0.8
"""Shares of the way that are none and all of it: the answer is never quite the same, nor quite what was expected."""

_TELLING = np.eye(3, dtype=np.float32) - 0.2
"""The answer redraws light more freely than colour (blades of grass, noise): light counts two fifths."""


def around(coverage: Floats, margin: int) -> tuple[slice, slice]:
    """Rows and columns of what is covered at all.

    Parameters
    ----------
    coverage : (H, W) array
        With something in it.
    margin : int
        How many more to each side, as far as there are any.

    Returns
    -------
    rows, columns : slice
    """
    found = coverage > 0
    lines = (np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0)))
    rows, columns = (slice(max(0, int(line[0]) - margin), int(line[-1]) + margin + 1) for line in lines)
    return rows, columns


def straightened(coverage: Floats) -> Floats:
    """Coverage averaged along its own edges where they run in one direction: panes of glass have no notches.

    Parameters
    ----------
    coverage : (H, W) Floats
        0 to 1.

    Returns
    -------
    (H, W) Floats
    """
    if not coverage.any():
        return coverage
    area = around(coverage, 2 * ALONG)
    part = np.ascontiguousarray(coverage[area])
    straight, angle = one_way(part, ALONG / 2, floor=1e-3)
    onward_x, onward_y = -np.sin(angle), np.cos(angle)
    y, x = np.mgrid[0 : part.shape[0], 0 : part.shape[1]].astype(np.float32)
    along = np.mean(
        [cv2.remap(part, x + k * onward_x, y + k * onward_y, cv2.INTER_LINEAR) for k in range(-ALONG, ALONG + 1, 2)],
        axis=0,
    )
    even = coverage.copy()
    even[area] += straight * (along - part)
    return even


def coverage(matte: Floats, values: Floats, top: float, height: float) -> Floats:
    """Full-size coverage of a strip. Exactly 0 and 1 at the ends.

    Parameters
    ----------
    matte : (4, h, w) or (1, h, w) Floats
        From `edge_true`, or plain coverage.
    values : (3, H, W) Floats
        The strip's pixels, in levels of 255.
    top : float
        Its first row, of a picture that is `height` rows high.
    height : float

    Returns
    -------
    (H, W) Floats
    """
    if len(matte) == 1:
        (alpha,) = transforms.enlarge(matte, top, values.shape[1], height, values.shape[2])
    else:
        (alpha,) = transforms.affine(matte, values, top, height)
    return np.asarray(np.clip((alpha - FLOOR) / (CEILING - FLOOR), 0, 1))


def extend(values: Floats, weight: Floats) -> Floats:
    """Values smoothly continued to where they are not known, by pull-push (Gortler et al. 1996).

    Parameters
    ----------
    values : (H, W, C) Floats
    weight : (H, W) Floats
        1 where they are known, 0 where they are not.

    Returns
    -------
    (H, W, C) Floats
    """
    if min(values.shape[:2]) <= 2:
        total = weight.sum()
        mean = (values * weight[..., None]).sum(axis=(0, 1)) / max(float(total), 1e-6)
        return np.broadcast_to(mean, values.shape).astype(np.float32)
    size = ((values.shape[1] + 1) // 2, (values.shape[0] + 1) // 2)
    small_weight = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    small = over(cv2.resize(times(values, weight), size, interpolation=cv2.INTER_AREA), small_weight + 1e-6)
    filled = extend(small, np.minimum(small_weight * 4, 1))
    below = cv2.resize(filled, values.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return blend(values, below, weight)
