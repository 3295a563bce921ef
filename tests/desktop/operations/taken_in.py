"""Files taken into a library as the window does it, and what the gallery would show of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from sqlalchemy import update

from luster_desktop.facts import ScannedFile
from luster_desktop.intake.scan import scan
from luster_desktop.library import stacks, tables
from luster_desktop.library.models import Photo, PhotoRow, Role
from luster_desktop.library.store import Library
from luster_desktop.library.writer import Write
from luster_desktop.operations.adding import read_metadata
from tests.desktop.intake.shoots import Made, make, write


def add(library: Library, shoot: UUID, paths: Sequence[Path]) -> None:
    library.add_photos(shoot, [found for found in scan(paths) if isinstance(found, ScannedFile)])
    read_metadata(library, shoot)


def stems(row: PhotoRow) -> frozenset[str]:
    return frozenset(photo.path.stem for photo in row.exposures or (row.photo,))


def scenes(library: Library, shoot: UUID) -> set[frozenset[str]]:
    return {stems(row) for row in library.photos(shoot)}


def row_with(library: Library, shoot: UUID, path: Path) -> PhotoRow:
    return next(row for row in library.photos(shoot) if path in (photo.path for photo in (row.photo, *row.exposures)))


def forget(write: Write, role: Role) -> None:
    """As if files of that role had not been looked at."""
    write.connection.execute(update(tables.photos).where(tables.photos.c.role == role.value).values(grouped=False))


def every_file(library: Library, shoot: UUID) -> list[Photo]:
    with library.reading() as connection:
        return [photo for photo in stacks.everything(connection, shoot).values() if photo.role is not Role.STACK]


def bracket(folder: Path, *, exif: bool = True) -> tuple[Made, list[Path], list[Path]]:
    """A shoot of JPEGs; the files of its first set of five, and all the others."""
    for seed in range(100, 200):
        made = make(seed, 4)
        wanted = next((scene for scene in made.scenes if len(scene) == 5), None)
        if wanted is None or any(e.name.endswith(".NEF") or e.flash for e in made.exposures):
            continue
        paths = write(made, folder, exif=exif)
        return made, [p for p in paths if p.stem in wanted], [p for p in paths if p.stem not in wanted]
    raise AssertionError("no such shoot")
