"""Brackets from the field, as the gallery shows them."""

from __future__ import annotations

from uuid import UUID

import pytest

from luster_desktop.library.models import PhotoRow, Role
from luster_desktop.library.store import Library
from luster_desktop.operations.grouping import Grouper
from tests import shared
from tests.desktop.intake.field import FIELD
from tests.desktop.operations.taken_in import add, every_file

MARKED = {"brackets/15_incamera_hdr": {1}, "brackets/16_burst": {1}, "formats/pixel_raw_jpeg": {1}}
"""Sizes of the photos that have to say that something is odd about them."""
UNSURE = {"sets/kim1"}
"""Cut in another way and saying so: half of a hand-set bracket was taken two minutes after the other."""


@pytest.fixture
def shoot(library: Library) -> UUID:
    return library.create_shoot("12 Oak Street").id


def grouped(library: Library, grouper: Grouper, shoot: UUID, case: str) -> list[PhotoRow]:
    add(library, shoot, [shared.need(shared.FIELD / case)])
    grouper.group(shoot)
    rows = library.photos(shoot)
    first = {row.photo.id: min(photo.path.name for photo in row.exposures or (row.photo,)) for row in rows}
    return sorted(rows, key=lambda row: first[row.photo.id])


@pytest.mark.parametrize("case", sorted(FIELD.keys() - UNSURE))
def test_each_photo_is_made_of_its_exposures(library: Library, grouper: Grouper, shoot: UUID, case: str) -> None:
    rows = grouped(library, grouper, shoot, case)
    sizes = [len(row.exposures) or 1 for row in rows]
    assert sizes == FIELD[case]
    assert [row.photo.unsure is not None for row in rows] == [size in MARKED.get(case, set()) for size in sizes]


@pytest.mark.parametrize("case", sorted(UNSURE))
def test_what_is_cut_in_another_way_says_so(library: Library, grouper: Grouper, shoot: UUID, case: str) -> None:
    rows = grouped(library, grouper, shoot, case)
    sizes = [len(row.exposures) or 1 for row in rows]
    assert sum(sizes) == sum(FIELD[case])
    for row, size in zip(rows, sizes, strict=True):
        assert size in FIELD[case] or row.photo.unsure


def test_raw_and_jpeg_that_were_named_apart_are_one_photo(library: Library, grouper: Grouper, shoot: UUID) -> None:
    rows = grouped(library, grouper, shoot, "formats/pixel_raw_jpeg")
    companions = [photo for photo in every_file(library, shoot) if photo.role is Role.COMPANION]
    assert {photo.part_of for photo in companions} == {row.photo.id for row in rows}
    assert all(photo.path.name.endswith("COVER.jpg") for photo in companions)
