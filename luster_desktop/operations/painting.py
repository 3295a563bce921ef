"""What is painted on a photo: strokes of a round brush, the parts that they make, and the text of an order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot
from typing import TypeAlias

from luster_desktop.delivery.items import Kind

UNIT = 10_000

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    radius: float
    """Of the photo's longer edge."""
    points: tuple[Point, ...]
    """x of the photo's width, y of its height, from 0 to 1."""
    kind: Kind | None = None
    """What it takes away, once that was said: one of `REMOVALS`."""


@dataclass(frozen=True, slots=True)
class Part:
    """Strokes that touch each other: what is painted as one."""

    strokes: tuple[int, ...]
    """Their places among all strokes, the lowest first."""
    kind: Kind | None
    """What it takes away; None until that was said, and where its strokes do not agree."""


def turned(strokes: Sequence[Stroke], quarters: int) -> tuple[Stroke, ...]:
    """The same strokes on the photo after so many quarter turns clockwise."""
    for _ in range(quarters % 4):
        strokes = [replace(stroke, points=tuple((1 - y, x) for x, y in stroke.points)) for stroke in strokes]
    return tuple(strokes)


def as_text(strokes: Sequence[Stroke]) -> str:
    """As `backend.contract.ParameterKind.REGION` describes it."""
    return ";".join(
        f"{max(1, round(stroke.radius * UNIT))}:"
        + " ".join(f"{round(x * UNIT)},{round(y * UNIT)}" for x, y in stroke.points)
        for stroke in strokes
    )


def parts(strokes: Sequence[Stroke], size: tuple[float, float]) -> tuple[Part, ...]:
    """What the strokes make on a photo of that width and height, in the order in which it was begun."""
    longer = max(*size, 1.0)
    scale = size[0] / longer, size[1] / longer
    placed = [tuple((x * scale[0], y * scale[1]) for x, y in stroke.points) for stroke in strokes]
    groups: list[list[int]] = []
    for number, stroke in enumerate(strokes):

        def touches(other: int, number: int = number, radius: float = stroke.radius) -> bool:
            return _near(placed[number], placed[other], radius + strokes[other].radius)

        touched = [group for group in groups if any(map(touches, group))]
        groups = [group for group in groups if group not in touched]
        groups.append([*(other for group in touched for other in group), number])
    return tuple(_part(strokes, sorted(group)) for group in sorted(groups, key=min))


def told(strokes: Sequence[Stroke], part: Part, kind: Kind) -> tuple[Stroke, ...]:
    """The strokes once it was said what the part takes away."""
    return tuple(replace(one, kind=kind) if n in part.strokes else one for n, one in enumerate(strokes))


def _part(strokes: Sequence[Stroke], group: Sequence[int]) -> Part:
    kinds = {kind for number in group if (kind := strokes[number].kind) is not None}
    return Part(tuple(group), kinds.pop() if len(kinds) == 1 else None)


def _near(one: Sequence[Point], other: Sequence[Point], reach: float) -> bool:
    """Whether two lines come within `reach` of each other."""
    return any(_within(a, b, reach) for a in _segments(one) for b in _segments(other))


def _segments(line: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return pairwise(line) if len(line) > 1 else iter(((line[0], line[0]),))


def _within(a: tuple[Point, Point], b: tuple[Point, Point], reach: float) -> bool:
    for axis in (0, 1):
        low, high = sorted((a[0][axis], a[1][axis]))
        if max(b[0][axis], b[1][axis]) < low - reach or min(b[0][axis], b[1][axis]) > high + reach:
            return False
    ends = ((a[0], b), (a[1], b), (b[0], a), (b[1], a))
    return _crossing(a, b) or any(_distance(point, segment) <= reach for point, segment in ends)


def _crossing(a: tuple[Point, Point], b: tuple[Point, Point]) -> bool:
    return _side(a, b[0]) * _side(a, b[1]) < 0 and _side(b, a[0]) * _side(b, a[1]) < 0


def _side(line: tuple[Point, Point], point: Point) -> float:
    (x, y), (u, v) = line
    return (u - x) * (point[1] - y) - (v - y) * (point[0] - x)


def _distance(point: Point, segment: tuple[Point, Point]) -> float:
    (x, y), (u, v) = segment
    along = (u - x) ** 2 + (v - y) ** 2
    share = ((point[0] - x) * (u - x) + (point[1] - y) * (v - y)) / along if along else 0.0
    share = min(1.0, max(0.0, share))
    return hypot(point[0] - x - share * (u - x), point[1] - y - share * (v - y))
