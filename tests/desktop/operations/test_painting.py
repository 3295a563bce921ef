"""What is painted as one is one part, whatever the photo's shape."""

from __future__ import annotations

from luster_desktop.delivery.items import Kind
from luster_desktop.operations.painting import Stroke, parts, told, turned

WIDE = (3000.0, 1000.0)


def dab(x: float, y: float, radius: float = 0.02, kind: Kind | None = None) -> Stroke:
    return Stroke(radius, ((x, y),), kind)


def numbers(strokes: tuple[Stroke, ...], size: tuple[float, float] = WIDE) -> list[tuple[int, ...]]:
    return [part.strokes for part in parts(strokes, size)]


def test_strokes_that_touch_are_one_part_in_the_order_in_which_it_was_begun() -> None:
    assert numbers((dab(0.1, 0.5), dab(0.9, 0.5), dab(0.13, 0.5))) == [(0, 2), (1,)]
    bridged = (dab(0.1, 0.5), dab(0.9, 0.5), Stroke(0.01, ((0.1, 0.5), (0.9, 0.5))))
    assert numbers(bridged) == [(0, 1, 2)]
    crossing = (Stroke(0.001, ((0.1, 0.1), (0.9, 0.9))), Stroke(0.001, ((0.1, 0.9), (0.9, 0.1))))
    assert numbers(crossing) == [(0, 1)]
    assert parts((), WIDE) == ()


def test_nearness_is_measured_in_the_photo_and_stays_when_it_is_turned() -> None:
    above = (dab(0.5, 0.4), dab(0.5, 0.51))
    assert numbers(above, WIDE) == [(0, 1)], "0.11 of a height of 1000 is 110 px, and the radii are 60"
    assert numbers(above, (1000, 3000)) == [(0,), (1,)], "of 3000 it is 330 px"
    assert numbers(turned(above, 1), (1000, 3000)) == [(0, 1)]


def test_what_a_part_is_holds_for_all_of_it_and_ends_where_its_strokes_disagree() -> None:
    strokes: tuple[Stroke, ...] = (dab(0.1, 0.5), dab(0.9, 0.5), dab(0.13, 0.5))
    first, second = parts(strokes, WIDE)
    strokes = told(strokes, first, Kind.REMOVE_FIXED)
    strokes = told(strokes, second, Kind.REMOVE_MOVABLE)
    assert [part.kind for part in parts(strokes, WIDE)] == [Kind.REMOVE_FIXED, Kind.REMOVE_MOVABLE]
    more = (*strokes, dab(0.15, 0.5))
    assert [part.kind for part in parts(more, WIDE)] == [Kind.REMOVE_FIXED, Kind.REMOVE_MOVABLE]
    joined = (*strokes, Stroke(0.01, ((0.1, 0.5), (0.9, 0.5))))
    assert [part.kind for part in parts(joined, WIDE)] == [None]
    assert [stroke.kind for stroke in turned(strokes, 1)] == [stroke.kind for stroke in strokes]
