"""Bring the model's answer into the original's own frame; the original is never resampled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur, disc, dot
from .plate import displacement
from .points import CELL, SURE, Points, count, homography, normalise, seen
from .values import Unusable

MIN_SHOWN = 0.5
"""Least share of the photo in the answer; how much of what was asked for must be shown, the chain decides."""
MIN_AGREEMENT = 0.4
"""Least upper quartile of local correlation of structure: dusk, a new season, a new garden leave 0.58, other rooms and
cameras 0.18, and pictures that have nothing in common 0.08. So three quarters of the structure may be new."""

MAX_MOVED = 0.12
"""Most of the structure that may be found beside its place; that much of the photo can be left as it is."""
BLOCK, GROUP = 24, 3
"""Pixels at half size, and how far around a block is looked for; from how many blocks on a part has moved."""
TORN = 0.2
"""Pixels of flow per pixel: what models redraw is bent by up to 0.18, what they move leaves 0.3 around it."""
FRAMED = 0.06
"""Share of the answer's width or height beside the photo, from which the photo is taken to be framed in it."""

STIFFNESS = 6e6
"""Of the flow, as in `plate`: a softer one follows what was drawn differently, a stiffer one lags behind."""
STEPS = 3


@dataclass(frozen=True, slots=True)
class Registered:
    """An answer in the original's own frame.

    Attributes
    ----------
    answer : (H, W, 3) Pixels8
    where : (H, W, 2) Floats
        The place (x, y) of each pixel in the answer as it came.
    valid : (H, W) Floats
        0 to 1: where the answer shows the original.
    moved : (H, W) Floats
        1 where the answer has the photo's things beside their places, or was torn to bring them back: not to be
        believed but where it was asked to differ.
    inliers : int
        Points that agreed on the homography.
    median_error : float
        What the last step still corrected, in pixels of this frame.
    agreement : float
        0 to 1: upper quartile of the local correlation of structure.
    """

    answer: Pixels8
    where: Floats
    valid: Floats
    moved: Floats
    inliers: int
    median_error: float
    agreement: float


def register(
    small: Pixels8, answer: Pixels8, known: Points | None = None, differing: Floats | None = None
) -> Registered:
    """Align an answer to the original, or refuse it rather than guess.

    A homography from features (SIFT, MAGSAC) and then dense flow (DIS) on luma that is normalised locally, which
    dusk and day have in common.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The original at working size.
    answer : (h, w, 3) Pixels8
        Of any size.
    known : Points, optional
        The answer's points, if they were looked for.
    differing : (H, W) Floats, optional
        0 to 1: where the answer was asked to differ; nothing is decided there.

    Returns
    -------
    Registered

    Raises
    ------
    Unusable
        When the answer shows something else, or only a part of the photo.
    """
    where, trust, left, torn, inliers, still = locate(small, answer, known, differing)
    warped = sample(answer, where, cv2.INTER_CUBIC)
    inside = (
        (where[..., 0] >= -0.5) & (where[..., 1] >= -0.5)
        & (where[..., 0] <= answer.shape[1] - 0.5) & (where[..., 1] <= answer.shape[0] - 0.5)
    )  # fmt: skip
    if inside.mean() < MIN_SHOWN:
        raise Unusable("misaligned", "The answer shows only a part of the photo.")
    shown = normalise(warped)
    correlation, structured = _correlation(still, shown)
    structured &= inside if differing is None else inside & (differing < 0.01)
    told = correlation[::2, ::2][structured[::2, ::2]]
    agreement = float(np.quantile(told, 0.75)) if told.size else 0.0
    if agreement < MIN_AGREEMENT:
        raise Unusable("misaligned", "The answer cannot be aligned with the photo.")
    moved = np.maximum(_moved(still, shown, correlation, structured), torn)
    corrected = np.hypot(left[::4, ::4, 0], left[::4, ::4, 1])[trust[::4, ::4] > 0.5]
    error = float(np.median(corrected)) if corrected.size else 0.0
    valid = cv2.erode(inside.astype(np.float32), np.ones((5, 5), np.uint8))
    return Registered(warped, where, valid, moved, inliers, error, agreement)


class Located(NamedTuple):
    """Where the photo is in an answer.

    Attributes
    ----------
    where : (H, W, 2) Floats
        The place (x, y) of each pixel of the photo in the answer as it came.
    trust : (H, W) Floats
        0 to about 1: how far `where` is to be believed.
    left : (H, W, 2) Floats
        Pixels that the last step still corrected.
    torn : (H, W) Floats
        1 where the flow changes so quickly that the answer is squeezed or stretched.
    inliers : int
        Points that agreed on the homography.
    normal : (H, W) Pixels8
        The photo, as `points.normalise` has it.
    """

    where: Floats
    trust: Floats
    left: Floats
    torn: Floats
    inliers: int
    normal: Pixels8


def locate(small: Pixels8, answer: Pixels8, known: Points | None = None, differing: Floats | None = None) -> Located:
    """Where each pixel of the original is in an answer.

    An answer of another aspect may have been cut or framed; if it does not fit then, it may have been squeezed.

    Parameters
    ----------
    small : (H, W, 3) Pixels8
        The original at working size.
    answer : (h, w, 3) Pixels8
        Of any size.
    known : Points, optional
        The answer's points, if they were looked for.
    differing : (H, W) Floats, optional
        0 to 1: where the answer was asked to differ.

    Returns
    -------
    Located

    Raises
    ------
    Unusable
        When the two cannot be aligned.
    """
    size = (small.shape[1], small.shape[0])
    try:
        return _located(small, answer, known, differing, _as_large(answer, size))
    except Unusable:
        if _as_large(answer, size) == size:
            raise
        return _located(small, answer, None, differing, size)


def _located(
    small: Pixels8, answer: Pixels8, known: Points | None, differing: Floats | None, size: tuple[int, int]
) -> Located:
    """As `locate`, with the answer brought to `size` (width and height)."""
    fitted = answer if size == answer.shape[1::-1] else cv2.resize(answer, size, interpolation=cv2.INTER_AREA)
    sx, sy = answer.shape[1] / size[0], answer.shape[0] / size[1]
    rescale = np.array([[sx, 0, (sx - 1) / 2], [0, sy, (sy - 1) / 2], [0, 0, 1]], np.float32)
    painted = differing is not None
    ours, theirs = seen(small, crop=painted), known or seen(fitted, crop=painted)
    moving = theirs.normal if fitted is answer or not known else normalise(fitted)
    if known:
        theirs = replace(known, places=cv2.perspectiveTransform(known.places[None], np.linalg.inv(rescale))[0])
    try:
        matrix, inliers, bent = homography(ours, theirs, small.shape, fitted.shape, differing)
    except Unusable:
        # A crop of what was painted may show little but grain around it. If the answer is in its place, the flow will
        # find it, and the agreement tells.
        if differing is None or fitted.shape != small.shape or count(small, differing) >= SURE:
            raise
        matrix, inliers = np.eye(3, dtype=np.float32), 0
        bent = np.zeros((small.shape[0] // CELL, small.shape[1] // CELL, 2), np.float32)
    part = _framed(small.shape, rescale @ matrix, answer.shape)
    if part:
        found = locate(small, np.ascontiguousarray(answer[part]), None, differing)
        return found._replace(where=found.where + np.array((part[1].start, part[0].start), np.float32))
    flow, trust, last = _flow(ours.normal, moving, matrix, bent)
    where = _project(grid_of(*small.shape[1::-1]) + flow, rescale @ matrix)
    return Located(where, trust, last, _torn(flow), inliers, ours.normal)


def _torn(flow: Floats) -> Floats:
    """1 where the flow changes so quickly that the answer is squeezed or stretched."""
    coarse = cv2.resize(flow, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA) / 8
    across, along = slopes(coarse)
    torn = (dot(across, across) + dot(along, along) > TORN**2).astype(np.uint8)
    return cv2.resize(cv2.dilate(torn, disc(2)), flow.shape[1::-1], interpolation=cv2.INTER_LINEAR).astype(np.float32)


def _as_large(answer: Pixels8, size: tuple[int, int]) -> tuple[int, int]:
    """Width and height of the answer at the scale of `size`; where the aspect is nearly that, `size`."""
    scale = max(size) / max(answer.shape[:2])
    own = (max(1, round(answer.shape[1] * scale)), max(1, round(answer.shape[0] * scale)))
    return size if all(abs(a - b) <= 0.03 * b for a, b in zip(own, size, strict=True)) else own


def _framed(shape: tuple[int, ...], matrix: Floats, answer: tuple[int, ...]) -> tuple[slice, slice] | None:
    """The part of the answer that shows a photo of `shape`, when much of the answer is beside it (bars, or more of the
    scene): along bars the picture would be normalised differently."""
    height, width = shape[:2]
    corners = np.array([[[-0.5, -0.5], [width - 0.5, -0.5], [width - 0.5, height - 0.5], [-0.5, height - 0.5]]])
    moved = cv2.perspectiveTransform(corners, matrix.astype(np.float64))[0] + 0.5
    first, last = np.ceil(moved.min(axis=0) - 0.25), np.floor(moved.max(axis=0) + 0.25)
    left, top = (max(0, int(v)) for v in first)
    right, bottom = (min(n, int(v)) for v, n in zip(last, (answer[1], answer[0]), strict=True))
    if right - left >= (1 - FRAMED) * answer[1] and bottom - top >= (1 - FRAMED) * answer[0]:
        return None
    return slice(top, bottom), slice(left, right)


def _flow(still: Pixels8, moving: Pixels8, matrix: Floats, bent: Floats) -> tuple[Floats, Floats, Floats]:
    """The smooth flow that remains before `matrix`, its trust (0 to 1), and what the last step still corrected.

    Dense inverse search at half size from where `bent` leads, checked forward against backward; then least squares
    (Lucas, Kanade 1981) at full size.
    """
    height, width = still.shape
    grid = grid_of(width, height)
    bent = cv2.resize(bent, (width, height), interpolation=cv2.INTER_LINEAR)
    turned = sample(moving, _project(grid + bent, matrix))

    half = (width // 2, height // 2)
    ours, theirs = (cv2.resize(v, half, interpolation=cv2.INTER_AREA) for v in (still, turned))
    with ThreadPoolExecutor(1) as pool:
        returning = pool.submit(_search, theirs, ours)
        found = _search(ours, theirs)
        back = returning.result()
    there = grid_of(*half) + found
    weight = _alike(ours, sample(theirs, there)) * np.exp(-np.sum((found + sample(back, there)) ** 2, axis=-1))
    found *= np.array((width / half[0], height / half[1]), np.float32)
    across, along = slopes(ours)
    change = across * found[..., 0] + along * found[..., 1]
    steep = np.sqrt(across * across + along * along) + 1
    # Bricks and slats also match their neighbours: what is far from the drift of its surroundings hardly counts.
    doubted = weight
    for _ in range(2):
        around = displacement(across, along, change, doubted, half, STIFFNESS)
        odd = (change - across * around[..., 0] - along * around[..., 1]) / steep
        doubted = weight / (1 + (odd / 3) ** 2) ** 2
    rough = displacement(across, along, change, doubted, (width, height), STIFFNESS)
    flow = sample(bent, grid + rough) + rough

    turned = sample(moving, _project(grid, matrix))
    checked = cv2.resize(weight, (width, height), interpolation=cv2.INTER_LINEAR)
    trust = _alike(still, sample(turned, grid + flow)) * (0.3 + checked)
    left, own = rough, slopes(still)
    for _ in range(STEPS):
        left = step(still, sample(turned, grid + flow), own, trust, 30, STIFFNESS)
        flow += left
    return flow, trust, left


def _search(still: Pixels8, moving: Pixels8) -> Floats:
    """Dense inverse search (Kroeger et al. 2016), H x W x 2. Rough and quick: what it is off by is put right later."""
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    search.setFinestScale(0)
    search.setCoarsestScale(1)  # from farther away bricks would find their neighbours
    search.setGradientDescentIterations(25)
    search.setVariationalRefinementIterations(0)
    return np.asarray(search.calc(still, moving, np.zeros((*still.shape, 2), np.float32)))


def step(
    still: Floats, shown: Floats, own: tuple[Floats, Floats], weight: Floats, odd: float, stiffness: float
) -> Floats:
    """One least-squares step (Lucas, Kanade 1981): by how much one picture still misses the other.

    Parameters
    ----------
    still, shown : (H, W) or (H, W, C) array
        Levels.
    own : tuple of Floats
        The `slopes` of `still`.
    weight : (H, W) Floats
        0 to 1: where to believe it.
    odd : float
        Levels of difference that count half.
    stiffness : float
        As of `plate.displacement`.

    Returns
    -------
    (H, W, 2) Floats
        The smooth displacement (x, y), in pixels.
    """
    across, along = (cv2.addWeighted(a, 0.5, b, 0.5, 0) for a, b in zip(slopes(shown), own, strict=True))
    miss = cv2.subtract(still, shown, dtype=cv2.CV_32F)
    counts = (weight if miss.ndim == 2 else weight[..., None]) / (1 + miss * miss / odd**2)
    return displacement(across, along, miss, counts, (still.shape[1], still.shape[0]), stiffness)


def slopes(picture: Floats) -> tuple[Floats, Floats]:
    """The gradient of a picture.

    Parameters
    ----------
    picture : (H, W) or (H, W, C) Pixels8 or Floats

    Returns
    -------
    across, down : Floats
        Of the shape of `picture`, in levels per pixel.
    """
    return cv2.Sobel(picture, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(picture, cv2.CV_32F, 0, 1, scale=1 / 8)


def _alike(a: Pixels8, b: Pixels8) -> Floats:
    """0 to 1. Glass that lights up turns its bars from bright to dark: edges found there bend what is straight."""
    return np.asarray(np.clip(2 * _correlation(a, b)[0] - 0.6, 0, 1))


def grid_of(width: int, height: int) -> Floats:
    """Each pixel's own place.

    Parameters
    ----------
    width, height : int

    Returns
    -------
    (height, width, 2) Floats
        x and y.
    """
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.stack((x, y), axis=-1)


def _project(points: Floats, matrix: Floats) -> Floats:
    return cv2.perspectiveTransform(points.reshape(1, -1, 2), matrix).reshape(points.shape)


def sample(picture: Floats, where: Floats, interpolation: int = cv2.INTER_LINEAR) -> Floats:
    """A picture at given places; beyond its border it goes on as it ends.

    Parameters
    ----------
    picture : (h, w) or (h, w, C) array
    where : (H, W, 2) Floats
        x and y, in pixels of `picture`.
    interpolation : int
        One of OpenCV's.

    Returns
    -------
    (H, W) or (H, W, C) array of the same type
    """
    return cv2.remap(picture, where[..., 0], where[..., 1], interpolation, borderMode=cv2.BORDER_REPLICATE)


def _correlation(a: Pixels8, b: Pixels8) -> tuple[Floats, Floats]:
    """Local correlation of two normalised pictures, and where the first has structure (a mask)."""
    x, y = a.astype(np.float32) - 128, b.astype(np.float32) - 128
    scale = blur(x * x, 8) * blur(y * y, 8)
    return blur(x * y, 8) / np.sqrt(scale + 1), blur(np.abs(x), 8) > 15


def _moved(still: Pixels8, shown: Pixels8, correlation: Floats, structured: Floats) -> Floats:
    """The parts (H x W, 1) that do not look alike in their place, but do close by. Raises `Unusable` when they are
    much of the photo.

    What may change (a new sky, a lawn drawn again, an invented thing) looks like the photo nowhere and is not counted.
    """
    half = (still.shape[1] // 2, still.shape[0] // 2)
    columns, rows = half[0] // BLOCK, half[1] // BLOCK
    area = (slice(2 * BLOCK * rows), slice(2 * BLOCK * columns))
    weight = structured[area].astype(np.float32)
    share, alike = (
        cv2.resize(v, (columns, rows), interpolation=cv2.INTER_AREA) for v in (weight, weight * correlation[area])
    )
    told = share > 0.5
    ours, theirs = (cv2.resize(v, half, interpolation=cv2.INTER_AREA) for v in (still, shown))
    theirs = np.pad(theirs, BLOCK, mode="edge")
    found = np.zeros((rows, columns), np.uint8)
    for row, column in np.argwhere(told & (alike < 0.5 * share)):
        y, x = BLOCK * row, BLOCK * column
        around = theirs[y : y + 3 * BLOCK, x : x + 3 * BLOCK]
        block = ours[y : y + BLOCK, x : x + BLOCK]
        found[row, column] = cv2.matchTemplate(around, block, cv2.TM_CCOEFF_NORMED).max() > 0.7
    if int(found.sum()) > MAX_MOVED * max(int(told.sum()), 50):
        raise Unusable(
            "misaligned", "The answer cannot be aligned with the photo: parts of it stay beside their places."
        )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(found)
    parts = ((stats[:, cv2.CC_STAT_AREA] >= GROUP)[labels] & (found > 0)).astype(np.uint8)
    # A block more: what is flat, or only half of a block, has moved with the rest.
    parts = cv2.dilate(parts, np.ones((3, 3), np.uint8)).repeat(2 * BLOCK, 0).repeat(2 * BLOCK, 1)
    mask = np.zeros(still.shape, np.float32)
    mask[area] = parts
    return mask
