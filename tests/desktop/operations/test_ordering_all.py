"""Several recipes in one order, by the engine against the real service: written as one, each photo once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from luster_desktop.cli.services import Services
from luster_desktop.library import jobs
from luster_desktop.library.models import Photo, Recipe
from luster_desktop.operations import ordering
from tests.desktop.ui import states


@pytest.fixture
def photos(services: Services, tmp_path: Path) -> list[Photo]:
    shoot = services.library.create_shoot("12 Oak Street")
    return states.add(services.library, shoot, states.make_photos(tmp_path / "in", 3))


def orders(photos: list[Photo]) -> list[tuple[list[Any], Recipe]]:
    ids = [photo.id for photo in photos]
    return [(ids[:2], Recipe.of("sky")), (ids[2:], Recipe.of("bright")), (ids[:1], Recipe.of("dusk"))]


def labels(services: Services, photos: list[Photo]) -> list[list[str]]:
    return [[job.recipe.label for job in services.library.jobs(photo.id)] for photo in photos]


def test_all_of_it_is_ordered_once_however_often_it_is_asked_for(services: Services, photos: list[Photo]) -> None:
    placed = ordering.order_all(services.library, services.engine, orders(photos))
    assert (len(placed.new), placed.standing) == (4, ())
    again = ordering.order_all(services.library, services.engine, orders(photos))
    assert (again.new, {job.id for job in again.standing}) == ((), {job.id for job in placed.new})
    assert labels(services, photos) == [["dusk", "sky"], ["sky"], ["bright"]]
    photos[1].path.unlink()
    more = ordering.order_all(services.library, services.engine, [([photos[1].id, photos[2].id], Recipe.of("lawn"))])
    assert (dict(more.refused), len(more.new)) == ({photos[1].id: "file_missing"}, 1)


def test_an_order_that_is_cut_off_in_the_middle_is_none(
    services: Services, photos: list[Photo], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_one = jobs.order
    calls: list[Any] = []

    def cut_off(*given: Any) -> Any:
        calls.append(given)
        if len(calls) == 3:
            raise OSError("the disk is gone")
        return write_one(*given)

    monkeypatch.setattr(jobs, "order", cut_off)
    with pytest.raises(OSError, match="gone"):
        ordering.order_all(services.library, services.engine, orders(photos))
    assert labels(services, photos) == [[], [], []]
    monkeypatch.undo()
    assert len(ordering.order_all(services.library, services.engine, orders(photos)).new) == 4
