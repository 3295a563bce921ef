"""Where the crops are in which a model paints: around what the user has painted, at the camera's own resolution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np

from .arrays import Floats, Pixels8
from .sizes import SizeLimits, fit_size
from .values import Crop, Rejected, Stroke

CONTEXT = 0.5
"""Of the longer edge of a painted part, how much of the photo a crop shows at least on each side of it."""

MOST = 4
"""Crops of a photo: what lies scattered shares them, and is asked for in fewer pixels.

Two small ones take no more of the model's pixels than the whole photo would. But no model takes less than `min_pixels`
a call, so that three far apart take 1.25 times as much and four 1.67 times.
"""

LONG = 1.5
"""Up to which proportion a crop that may be larger becomes longer than what is painted."""

EDGE = 8
"""Photo's pixels by which the soft edge of a stroke may reach beyond it, in large photos more."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The photo that crops lie in.

    Attributes
    ----------
    width, height : int
    closes : bool
        Whether its left and right edge are neighbours.
    """

    width: int
    height: int
    closes: bool = False


def around(strokes: Sequence[Stroke], frame: Frame, limits: SizeLimits) -> list[Crop]:
    """The crops for what was painted.

    What is close together shares one, where that takes no more of the model's pixels and none of the resolution. What
    the whole photo would take beyond that is divided among the crops, as context.

    Parameters
    ----------
    strokes : sequence of Stroke
        Over the photo.
    frame : Frame
    limits : SizeLimits
        What the model takes.

    Returns
    -------
    list of Crop
        None where nothing was painted. What is painted in one is in no other.

    Raises
    ------
    Rejected
        When the photo is narrower than a crop of what was painted may be.
    """
    if not strokes:
        return []
    boxes, groups = _parts(strokes, frame)
    context = CONTEXT * (boxes[:, 2:] - boxes[:, :2]).max(axis=1, keepdims=True)
    boxes = boxes + context * (-1, -1, 1, 1)
    if not frame.closes:
        boxes[:, (0, 2)] = boxes[:, (0, 2)].clip(0, frame.width)
    boxes[:, (1, 3)] = boxes[:, (1, 3)].clip(0, frame.height)
    boxes, groups = _shared(boxes, groups, frame, limits)
    least, _ = _taken(boxes, frame, limits)
    spare = max(0.0, limits.max_pixels - float(least.sum())) / len(groups)
    return [
        _crop([strokes[k] for k in group], box, pixels + spare, frame, limits)
        for box, group, pixels in zip(boxes, groups, least, strict=True)
    ]


def wider(crop: Crop, frame: Frame, limits: SizeLimits) -> Crop | None:
    """The crop with more around it, at a lower resolution where the model takes no more pixels.

    Parameters
    ----------
    crop : Crop
    frame : Frame
    limits : SizeLimits

    Returns
    -------
    Crop or None
        None where it is the whole photo.
    """
    if crop.width >= frame.width and crop.height >= frame.height:
        return None
    across, down = (WIDER * edge for edge in (crop.width, crop.height))
    middle = (crop.left + crop.width / 2, crop.top + crop.height / 2)
    left, top, width, height = _placed(middle, _size(across, down, across * down, frame, limits), frame)
    moved = tuple(
        _over(stroke, crop.left - left, crop.top - top, (crop.width, crop.height), (width, height))
        for stroke in crop.strokes
    )
    return Crop(left, top, width, height, moved)


WIDER = 1.6


def asked(crop: Crop, frame: Frame, limits: SizeLimits) -> tuple[int, int]:
    """The size to ask for: the crop's own, where the model takes it.

    Parameters
    ----------
    crop : Crop
    frame : Frame
    limits : SizeLimits

    Returns
    -------
    width, height : int
        In pixels.

    Raises
    ------
    Rejected
        When no size fits.
    """
    if crop.width * crop.height <= limits.max_pixels or (crop.width, crop.height) == (frame.width, frame.height):
        return fit_size(crop.width, crop.height, limits)
    scale = sqrt(limits.max_pixels / (crop.width * crop.height))
    wide, high = (int(edge * scale / limits.multiple + 0.01) * limits.multiple for edge in (crop.width, crop.height))
    return wide, high


def cut(pixels: Pixels8, crop: Crop) -> Pixels8:
    """What a photo shows in a crop.

    Parameters
    ----------
    pixels : (H, W, 3) Pixels8
        Of the whole photo.
    crop : Crop

    Returns
    -------
    (height, width, 3) Pixels8
        Not `pixels` itself.
    """
    rows = pixels[crop.top : crop.top + crop.height]
    return np.take(rows, range(crop.left, crop.left + crop.width), axis=1, mode="wrap")


def _box(stroke: Stroke, frame: Frame) -> Floats:
    """Left, top, right and bottom of what a stroke can touch."""
    longer = max(frame.width, frame.height)
    reach = stroke.radius * longer + max(EDGE, longer / 600)
    x, y = np.array(stroke.points).T
    left, right = x.min() * frame.width - reach, x.max() * frame.width + reach
    top, bottom = y.min() * frame.height - reach, y.max() * frame.height + reach
    if not frame.closes:
        left, right = max(left, 0.0), min(right, float(frame.width))
    return np.array((left, max(top, 0.0), right, min(bottom, float(frame.height))))


def _parts(strokes: Sequence[Stroke], frame: Frame) -> tuple[Floats, list[list[int]]]:
    """The boxes of strokes that touch each other, and which are in each: what is painted as one is one part."""
    boxes: list[Floats] = []
    groups: list[list[int]] = []
    for number, stroke in enumerate(strokes):
        box, group, near = _box(stroke, frame), [number], 0
        while near < len(boxes):
            both = _united(np.stack((box, boxes[near])), frame)[0, 1]
            size = box[2:] - box[:2] + boxes[near][2:] - boxes[near][:2]
            if (both[2:] - both[:2] < size).all():
                boxes.pop(near)
                box, group, near = both, [*groups.pop(near), *group], 0
            else:
                near += 1
        boxes.append(box)
        groups.append(group)
    return np.array(boxes), groups


def _shared(boxes: Floats, groups: list[list[int]], frame: Frame, limits: SizeLimits) -> tuple[Floats, list[list[int]]]:
    """The least crops, of parts with their context, and what is in each."""
    while len(groups) > 1:
        both = _united(boxes, frame)
        pixels, shown = _taken(both, frame, limits)
        own, seen = _taken(boxes, frame, limits)
        gain = own[:, None] + own - pixels
        gain[(gain < 0) | (shown < np.minimum(seen[:, None], seen) - 1e-6)] = -np.inf
        if len(groups) > MOST:
            # Whatever is not for nothing: what is made least small.
            gain = np.where(gain >= 0, gain, -1 / shown**2 - pixels / limits.max_pixels)
        np.fill_diagonal(gain, -np.inf)
        if gain.max() == -np.inf:
            break
        boxes, groups = _joined(boxes, groups, both, int(gain.argmax()))
    return boxes, groups


def _joined(boxes: Floats, groups: list[list[int]], both: Floats, pair: int) -> tuple[Floats, list[list[int]]]:
    """With two of them (by their flat index in `both`) made one."""
    one, other = sorted(divmod(pair, len(boxes)))
    boxes[one] = both[one, other]
    joined = [*groups[one], *groups[other]]
    groups = [joined if k == one else group for k, group in enumerate(groups) if k != other]
    return np.delete(boxes, other, axis=0), groups


def _united(boxes: Floats, frame: Frame) -> Floats:
    """N x N x 4: the box of each two, the other one brought as near as it is where the photo closes."""
    one, other = boxes[:, None], boxes[None] + np.zeros_like(boxes)[:, None]
    if frame.closes:
        apart = (one[..., 0] + one[..., 2] - other[..., 0] - other[..., 2]) / 2
        other[..., (0, 2)] += np.rint(apart / frame.width)[..., None] * frame.width
    return np.concatenate((np.minimum(one, other)[..., :2], np.maximum(one, other)[..., 2:]), axis=-1)


def _taken(boxes: Floats, frame: Frame, limits: SizeLimits) -> tuple[Floats, Floats]:
    """Pixels of the model that the least crops with some boxes take, and at which scale they show the photo."""
    size = np.minimum(boxes[..., 2:] - boxes[..., :2], (frame.width, frame.height))
    pixels = np.maximum(size.prod(axis=-1), limits.min_pixels)
    return np.minimum(pixels, limits.max_pixels), np.minimum(1, np.sqrt(limits.max_pixels / pixels))


def _crop(strokes: Sequence[Stroke], box: Floats, pixels: float, frame: Frame, limits: SizeLimits) -> Crop:
    left, top, right, bottom = box
    size = _size(right - left, bottom - top, pixels, frame, limits)
    left, top, width, height = _placed(((left + right) / 2, (top + bottom) / 2), size, frame)
    turns = (-1, 0, 1) if frame.closes else (0,)
    inside = tuple(
        _over(stroke, turn * frame.width - left, -top, (frame.width, frame.height), size)
        for stroke in strokes
        for turn in turns
    )
    return Crop(left, top, width, height, inside)


def _over(stroke: Stroke, right: int, down: int, own: tuple[int, int], size: tuple[int, int]) -> Stroke:
    """A stroke over a picture of the size `own`, as it is over one of another `size` that this is moved in."""
    points = tuple(((x * own[0] + right) / size[0], (y * own[1] + down) / size[1]) for x, y in stroke.points)
    return Stroke(stroke.radius * max(own) / max(size), points)


def _size(across: float, down: float, pixels: float, frame: Frame, limits: SizeLimits) -> tuple[int, int]:
    """Width and height of a crop that is at least so large, and has about so many pixels if it can."""
    most = NEARLY * limits.max_ratio
    ratio = min(max(across / down, 1 / LONG), LONG)
    width = min(max(across, sqrt(pixels * ratio), down / most), frame.width)
    height = min(max(down, pixels / width, width / most), frame.height)
    width = min(max(width, pixels / height), frame.width, height * most)
    if width + 1 < min(across, frame.width):  # less than a pixel is rounding
        raise Rejected("aspect", ratio=f"{limits.max_ratio:g}")
    scale = sqrt(limits.max_pixels / (width * height))
    if scale < 0.999:
        # In the proportions of multiples that can be asked for, so that nothing is squeezed.
        wide, high = (max(1, int(edge * scale / limits.multiple)) * limits.multiple for edge in (width, height))
        scale = min(wide / width, high / height)
        return min(round(wide / scale), frame.width), min(round(high / scale), frame.height)
    least = limits.min_pixels if width * height >= limits.min_pixels else 0
    wide = _whole(across, width, frame.width, limits.multiple)
    high = _whole(down, max(height, least / wide), frame.height, limits.multiple)
    if wide * high < least:
        high = min(high + limits.multiple, frame.height)
    return wide, high


NEARLY = 0.97
"""Of the proportions that a model takes: edges are rounded."""


def _whole(least: float, wanted: float, most: int, multiple: int) -> int:
    """A multiple near `wanted` and no less than `least`, or `most` itself."""
    edge = max(ceil(least / multiple), int(wanted / multiple), 1) * multiple
    if edge <= most:
        return edge
    lower = most // multiple * multiple
    return lower if lower >= least and lower else most


def _placed(middle: tuple[float, float], size: tuple[int, int], frame: Frame) -> tuple[int, int, int, int]:
    """Left, top, width and height of a crop around a place, inside the photo."""
    left, top = (round(place - edge / 2) for place, edge in zip(middle, size, strict=True))
    if not frame.closes:
        left = min(max(left, 0), frame.width - size[0])
    return left, min(max(top, 0), frame.height - size[1]), *size
