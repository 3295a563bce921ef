"""Places of a change map, what is looked at around them, and whose picture shows them."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from luster_desktop.operations.left_out import ALL, Box, around, places, showing


def test_each_place_in_green_is_one_and_spots_that_are_close_are_together(tmp_path: Path) -> None:
    image = Image.new("RGBA", (480, 320))
    draw = ImageDraw.Draw(image)
    draw.rectangle((300, 200, 330, 240), fill=(0, 255, 0, 120))
    draw.rectangle((60, 60, 70, 70), fill=(0, 255, 0, 120))
    draw.rectangle((76, 60, 86, 70), fill=(0, 255, 0, 120))
    draw.rectangle((180, 40, 220, 80), fill=(255, 0, 0, 200))
    image.save(tmp_path / "map.png")
    left, right = places(tmp_path / "map.png")
    assert left.holds(65 / 480, 65 / 320) and left.holds(81 / 480, 65 / 320) and left.width < 0.12
    assert right.holds(315 / 480, 220 / 320) and not right.holds(200 / 480, 60 / 320)
    Image.new("RGBA", (480, 320)).save(tmp_path / "none.png")
    assert places(tmp_path / "none.png") == ()


@pytest.mark.parametrize("aspect", [1.5, 2 / 3, 4.0])
@pytest.mark.parametrize("place", [Box(0.0, 0.0, 0.02, 0.02), Box(0.45, 0.4, 0.2, 0.3), Box(0.9, 0.1, 0.1, 0.9)])
def test_what_is_looked_at_is_square_and_within_the_photo(aspect: float, place: Box) -> None:
    view = around(place, aspect)
    assert view.left >= 0 and view.top >= 0 and view.left + view.width <= 1.0001 and view.top + view.height <= 1.0001
    assert view.width * aspect == pytest.approx(view.height)
    assert view.holds(place.left + place.width / 2, min(place.top + place.height / 2, view.top + view.height))


def test_an_answer_shows_a_place_where_it_lies_and_the_whole_photos_comes_first() -> None:
    crop = Box(0.5, 0.5, 0.25, 0.25)
    inside, outside = Box(0.6, 0.6, 0.02, 0.02), Box(0.1, 0.1, 0.02, 0.02)
    assert showing([crop, ALL], inside) == [1, 0] and showing([crop, ALL], outside) == [1]
    assert showing([crop], outside) == []
    assert astuple(inside.within(crop)) == pytest.approx((0.4, 0.4, 0.08, 0.08))
