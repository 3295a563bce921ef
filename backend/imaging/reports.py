"""What is said of a result that has several parts: the edit of the whole photo, and fills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from . import filling
from .arrays import Pixels8
from .judge import MAP_EDGE
from .values import Fill


def combined(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One report of several that pass.

    Parameters
    ----------
    parts : sequence of dict
        As of `Finished`; at least one.

    Returns
    -------
    dict
        Of figures the worst, of places and seconds the sum, of the registrations the one that agrees least.
    """
    regions: dict[str, float] = {}
    for part in parts:
        for name, share in part["regions"].items():
            regions[name] = round(regions.get(name, 0.0) + share, 4)
    return {
        "verdict": "pass",
        "score": max(part["score"] for part in parts),
        "arrived": min(part["arrived"] for part in parts),
        "beyond_request": sum(part["beyond_request"] for part in parts),
        "left_out": sum(part["left_out"] for part in parts),
        "registration": min((part["registration"] for part in parts), key=lambda each: each["agreement"]),
        "generated": sorted({name for part in parts for name in part["generated"]}),
        "regions": regions,
        "seconds": round(sum(part["seconds"] for part in parts), 2),
    }


def of_fill(fill: Fill, pixels: int) -> dict[str, Any]:
    """The report of a fill, as a part of the photo.

    Parameters
    ----------
    fill : Fill
    pixels : int
        Of the photo.

    Returns
    -------
    dict
    """
    share = fill.crop.width * fill.crop.height / pixels
    return fill.report | {"regions": {name: round(part * share, 4) for name, part in fill.report["regions"].items()}}


def change_map(whole: bytes, fills: Sequence[Fill], width: int, height: int) -> bytes:
    """The change maps of all parts, over each other.

    Parameters
    ----------
    whole : bytes
        Of the whole photo's edit, or empty.
    fills : sequence of Fill
    width, height : int
        Of the photo.

    Returns
    -------
    bytes
        A PNG, RGBA.
    """
    if not fills:
        return whole
    if whole:
        base = _opened(whole)
    else:
        scale = min(1.0, MAP_EDGE / max(width, height))
        base = np.zeros((max(1, round(height * scale)), max(1, round(width * scale)), 4), np.uint8)
    for fill in fills:
        rows, columns = filling.places(fill.crop, base.shape[1], base.shape[1] / width)
        under = base[rows][:, columns]
        over = cv2.resize(_opened(fill.change_map), under.shape[1::-1], interpolation=cv2.INTER_AREA)
        base[rows, columns] = np.where((over[..., 3] > under[..., 3])[..., None], over, under)
    return bytes(cv2.imencode(".png", base, [cv2.IMWRITE_PNG_COMPRESSION, 4])[1])


def _opened(png: bytes) -> Pixels8:
    return np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED))
