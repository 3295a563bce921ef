"""What the sample shoot shows before anything was ordered: finished results that ship with the app."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from luster_desktop.library.models import Recipe
from luster_desktop.paths import resource

if TYPE_CHECKING:
    from uuid import UUID

    from luster_desktop.library.models import Photo
    from luster_desktop.library.store import Library


def add_results(library: Library, shoot_id: UUID) -> None:
    """Give the sample shoot's photos the results that ship with them, marked as samples. Those that have results keep
    what they have. The pictures are copied: what the library owns is deleted with the shoot.
    """
    photos = {file.name: row.photo for row in library.photos(shoot_id) for file in row.files if row.output is None}
    text = resource("sample_results", "results.toml").read_text(encoding="utf-8")
    for entry in tomllib.loads(text)["results"]:
        if (photo := photos.get(entry["photo"])) is not None:
            source = resource("sample_results", entry["file"])
            _add(library, photo, Recipe.of(entry["preset"], entry["parameters"]), source)


def _add(library: Library, photo: Photo, recipe: Recipe, source: Path) -> None:
    from PIL import Image

    from luster_desktop.intake.hashing import hash_file
    from luster_desktop.library import jobs, outputs
    from luster_desktop.library.models import Output
    from luster_desktop.library.writer import Write

    folder = library.folder / "outputs" / str(photo.shoot_id)
    folder.mkdir(parents=True, exist_ok=True)

    def write_down(write: Write) -> None:
        job = jobs.sample(write, photo.id, photo.shoot_id, recipe)
        copy = folder / f"{job.id}.jpg"
        shutil.copyfile(source, copy)
        hashes = hash_file(copy)
        with Image.open(copy) as image:
            width, height = image.size
        made = Output(job.id, photo.shoot_id, photo.id, copy, None, width, height, hashes.bytes, hashes.sha256)
        outputs.keep(write, made)

    library.write(write_down)
