"""A painted region as it travels in an order: text, see `contract.ParameterKind.REGION`."""

from __future__ import annotations

import re

from backend.imaging import Stroke

MOST_STROKES, MOST_POINTS = 200, 2_000
UNIT = 10_000
_STROKE = re.compile(r"([0-9]{1,5}):([0-9]{1,5},[0-9]{1,5}(?: [0-9]{1,5},[0-9]{1,5})*)")


def refusal(text: str) -> str | None:
    """Why `text` is no region, as a code, or None when it is one."""
    if not text:
        return "not_painted"
    try:
        found = strokes(text)
    except ValueError:
        return "region_unreadable"
    if len(found) > MOST_STROKES or sum(len(stroke.points) for stroke in found) > MOST_POINTS:
        return "region_too_fine"
    return None


def strokes(text: str) -> tuple[Stroke, ...]:
    """The strokes; raises ValueError."""
    found = []
    for part in text.split(";"):
        match = _STROKE.fullmatch(part)
        if match is None:
            raise ValueError("not a stroke")
        radius = int(match[1])
        points = [tuple(map(int, pair.split(","))) for pair in match[2].split(" ")]
        if not 0 < radius <= UNIT // 4 or max(max(point) for point in points) > UNIT:
            raise ValueError("outside the photo")
        found.append(Stroke(radius / UNIT, tuple((x / UNIT, y / UNIT) for x, y in points)))
    return tuple(found)
