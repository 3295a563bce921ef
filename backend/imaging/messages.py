"""Values as JSON says them, on their way to the confined child and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from .values import Crop, Fill, Scope, Stroke


def said(scope: Scope) -> dict[str, Any]:
    """What JSON says of a scope.

    Parameters
    ----------
    scope : Scope

    Returns
    -------
    dict
    """
    return {
        "tone": scope.tone,
        "content": sorted(scope.content),
        "asked": sorted(scope.asked),
        "strokes": [dataclasses.astuple(stroke) for stroke in scope.strokes],
        "limit": [dataclasses.astuple(stroke) for stroke in scope.limit],
    }


def scope_of(said: dict[str, Any]) -> Scope:
    """The scope that JSON says.

    Parameters
    ----------
    said : dict
        As of `said`.

    Returns
    -------
    Scope
    """
    strokes, limit = (_strokes(said[name]) for name in ("strokes", "limit"))
    return Scope(said["tone"], frozenset(said["content"]), strokes, frozenset(said["asked"]), limit)


def crop_of(said: dict[str, Any]) -> Crop:
    """The crop that JSON says.

    Parameters
    ----------
    said : dict
        As of `dataclasses.asdict`.

    Returns
    -------
    Crop
    """
    strokes = [(stroke["radius"], stroke["points"]) for stroke in said["strokes"]]
    return Crop(**said | {"strokes": _strokes(strokes)})


def fills_of(said: Sequence[dict[str, Any]], blobs: Sequence[bytes]) -> tuple[Fill, ...]:
    """The fills that JSON says.

    Parameters
    ----------
    said : sequence of dict
        Of each its `crop` and `report`.
    blobs : sequence of bytes
        Of each its `image` and `change_map`.

    Returns
    -------
    tuple of Fill
    """
    files = zip(blobs[::2], blobs[1::2], strict=True)
    return tuple(
        Fill(crop_of(each["crop"]), image, changes, each["report"])
        for each, (image, changes) in zip(said, files, strict=True)
    )


def _strokes(said: Sequence[tuple[float, Sequence[Sequence[float]]]]) -> tuple[Stroke, ...]:
    return tuple(Stroke(radius, tuple((x, y) for x, y in points)) for radius, points in said)
