"""What is painted on a photo: strokes of a round brush, the parts that they make, and the text of an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from luster_desktop.delivery.items import Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

UNIT = 10_000


@dataclass(frozen=True, slots=True)
class Stroke:
    radius: float
    """Of the photo's longer edge."""
    points: tuple[tuple[float, float], ...]
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


@lru_cache(maxsize=16)
def parts(strokes: tuple[Stroke, ...], size: tuple[float, float]) -> tuple[Part, ...]:
    """What the strokes make on a photo of that width and height, in the order in which it was begun."""
    import numpy as np  # only here, so that the window is there sooner

    scale = np.array(size) / max(*size, 1.0)
    placed = [np.array(stroke.points) * scale for stroke in strokes]
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


def _near(one: Floats, other: Floats, reach: float) -> bool:
    """Whether two lines, each of (n, 2) points, come within `reach` of each other."""
    if (one.min(0) - reach > other.max(0)).any() or (other.min(0) - reach > one.max(0)).any():
        return False
    return _distance(one, other) <= reach or _distance(other, one) <= reach or _cross(one, other)


def _distance(points: Floats, line: Floats) -> float:
    """From the nearest of the points to the line."""
    import numpy as np

    starts, ways = line[:-1] if len(line) > 1 else line, np.diff(line, axis=0) if len(line) > 1 else 0 * line
    to = points[:, None] - starts
    share = np.clip((to * ways).sum(-1) / np.maximum((ways**2).sum(-1), 1e-18), 0.0, 1.0)
    return float(np.linalg.norm(to - share[..., None] * ways, axis=-1).min())


def _cross(one: Floats, other: Floats) -> bool:
    """Whether the lines cross somewhere between their points."""
    apart = _sides(one, other) * _sides(other, one).swapaxes(0, 1)
    return bool(apart.any())


def _sides(line: Floats, points: Floats) -> Any:
    """(n, m): whether segment n of the line has the ends of segment m of the points on both its sides."""
    import numpy as np

    ways = np.diff(line, axis=0)[:, None]
    to = points[None] - line[:-1, None]
    side = np.sign(ways[..., 0] * to[..., 1] - ways[..., 1] * to[..., 0])
    return side[:, :-1] * side[:, 1:] < 0
