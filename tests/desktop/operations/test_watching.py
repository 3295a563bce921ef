"""Watched folders, without a window."""

from __future__ import annotations

from pathlib import Path

from luster_desktop.facts import Version
from luster_desktop.library import watching as statements
from luster_desktop.library.store import Library
from luster_desktop.operations import watching
from tests.desktop.photos import write_jpeg


def test_a_folder_is_one_shoot_until_it_is_watched_no_more(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "12 Oak Street"
    first = watching.watch(library, folder)
    assert (first.name, watching.watch(library, folder).id) == ("12 Oak Street", first.id)
    watching.end(library, first.id)
    assert [shoot.watched for shoot in library.shoots()] == [None]
    assert watching.watch(library, folder).id != first.id


def test_what_arrives_is_added_and_noted(library: Library, tmp_path: Path) -> None:
    photo = write_jpeg(tmp_path / "in" / "IMG_1.jpg")
    shoot = watching.watch(library, tmp_path / "in")
    version = Version(photo.stat().st_size, photo.stat().st_mtime_ns)
    outcome = watching.take_in(library, shoot, {photo: version})
    assert outcome.added == 1
    assert library.read(statements.taken, shoot.id) == {photo: version}
