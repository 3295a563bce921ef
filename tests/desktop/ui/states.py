"""Libraries in every state that the window can show, made through the library's own statements."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from PIL import ExifTags, Image, ImageEnhance

from luster_desktop.facts import ScannedFile
from luster_desktop.intake import metadata
from luster_desktop.intake.scan import scan
from luster_desktop.library import jobs, outputs, prepared, stacks, transfers
from luster_desktop.library.models import Edit, Job, JobState, Output, Photo, Prepared, Recipe, Role, Shoot
from luster_desktop.library.stacks import Place, Stack
from luster_desktop.library.store import Library
from luster_desktop.library.wishes import Wishes
from luster_desktop.operations.preparing import plan_for
from luster_desktop.paths import Paths


def make_photos(folder: Path, count: int, size: tuple[int, int] = (240, 160)) -> list[Path]:
    """JPEGs with distinct content, in other folders too, named like a camera's."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"IMG_{number + 1:04}.JPG"
        hue = number * 37 % 255
        exif = Image.Exif()
        # Ten minutes apart and all exposed alike: nobody's bracket.
        exif.get_ifd(ExifTags.IFD.Exif).update(
            {
                ExifTags.Base.DateTimeOriginal: f"2026:03:04 {8 + number // 6:02}:{number % 6 * 10:02}:00",
                ExifTags.Base.ExposureTime: 0.01,
                ExifTags.Base.FNumber: 8.0,
                ExifTags.Base.ISOSpeedRatings: 100,
            }
        )
        Image.new("HSV", size, (hue, 90, 200)).convert("RGB").save(path, quality=85, exif=exif, comment=str(path))
        paths.append(path)
    return paths


def add(library: Library, shoot: Shoot, paths: Sequence[Path]) -> list[Photo]:
    """Scan and add, with headers read."""
    files = [found for found in scan(paths) if isinstance(found, ScannedFile)]
    photos = library.add_photos(shoot.id, files).photos
    library.describe_photos([(photo.id, metadata.read(photo.path)) for photo in photos])
    return list(photos)


def settled_shoot(home: Path, folder: Path, count: int, stacked: slice = slice(0)) -> None:
    """A library whose newest shoot has these photos, each where the user has put it; `stacked` are one stack."""
    library = Library(Paths(home).create().library)
    shoot = library.create_shoot(folder.name)
    photos = add(library, shoot, make_photos(folder, count))
    library.write(stacks.arrange, shoot.id, {photo.id: Place() for photo in photos}, by_hand=True)
    if photos[stacked]:
        stack(library, shoot, photos[stacked])
    library.close()


def stack(library: Library, shoot: Shoot, photos: Sequence[Photo], unsure: str | None = None) -> UUID:
    """Make one photo of these exposures, which grouping then leaves alone."""
    made = Stack(uuid4(), library.folder / "prepared" / f"{photos[0].id}.jpg", unsure, settled=True)
    wanted = {photo.id: Place(made.id, Role.EXPOSURE, settled=True) for photo in photos}
    library.write(stacks.arrange, shoot.id, wanted, [made])
    return made.id


def order(library: Library, photos: Sequence[Photo], preset: str, parameters: dict[str, str], **more: Any) -> list[Job]:
    """A recipe of one, or of the presets that are joined by "+"."""
    edits = tuple(Edit(one, parameters) for one in preset.split("+"))
    recipe = Recipe(edits, **more)
    ordered, refused = library.write(jobs.order, [photo.id for photo in photos], recipe, None)
    assert not refused
    return ordered


def uploading(library: Library, job: Job, fraction: float) -> None:
    """The photo's upload is under way, of its own file."""
    row = library.photo_rows([job.photo_id])[0]
    photo, recipe = row.photo, plan_for(row.photo, (), Wishes()).recipe
    about = (photo.path, photo.bytes, photo.mtime_ns, photo.content_type, photo.width or 0, photo.height or 0)
    library.write(prepared.keep, Prepared(photo.id, uuid4(), recipe, *about, "0" * 64, "0" * 32))
    upload = library.photo_rows([job.photo_id])[0].upload
    assert upload is not None
    library.write(transfers.begin, [upload.id])
    total = upload.bytes_total
    library.write(transfers.moved, {upload.id: (round(total * fraction), total)})


def move(library: Library, job: Job, state: JobState) -> None:
    library.write(jobs.move, job.id, state)


def fail(library: Library, job: Job, sentence: str) -> None:
    move(library, job, JobState.FAILED)
    library.write(jobs.explain, job.id, "refused", sentence)


def finish(
    library: Library,
    job: Job,
    folder: Path,
    details: Mapping[str, object] | None = None,
    change_map: Path | None = None,
) -> Output:
    """The job succeeded and its result is here: a grade of the original that can be told from it."""
    row = library.photo_rows([job.photo_id])[0]
    move(library, job, JobState.SUCCEEDED)
    if details:
        library.write(jobs.measure, job.id, 1, dict(details))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{job.id}.jpg"
    grade(row.photo.path, path, job.recipe.label)
    return keep(library, job, path, change_map)


def keep(library: Library, job: Job, path: Path, change_map: Path | None = None) -> Output:
    """The file is the job's result."""
    with Image.open(path) as image:
        width, height = image.size
    size = path.stat().st_size
    output = Output(job.id, job.shoot_id, job.photo_id, path, None, width, height, size, "0" * 64)
    output = replace(output, change_map_path=change_map)
    library.write(outputs.keep, output)
    return output


def grade(source: Path, target: Path, preset: str) -> None:
    """A stand-in edit for pictures of the window: no model is asked here."""
    with Image.open(source) as opened:
        image = opened.convert("RGB")
    if preset == "dusk":
        image = ImageEnhance.Brightness(image).enhance(0.55)
        red, green, blue = image.split()
        image = Image.merge("RGB", (red.point(lambda v: int(v * 0.85)), green, blue.point(lambda v: min(255, v + 26))))
    else:
        image = ImageEnhance.Color(ImageEnhance.Brightness(image).enhance(1.08)).enhance(1.35)
    image.save(target, quality=90)


def bracket(source: Path, folder: Path, stops: Sequence[int], shutter: float = 1 / 30) -> list[Path]:
    """Exposures of one scene, with headers that say how each was exposed."""
    folder.mkdir(parents=True, exist_ok=True)
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    paths: list[Path] = []
    for stop in stops:
        exif = Image.Exif()
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ExposureTime] = shutter * 2.0**stop
        path = folder / f"{source.stem}_{len(paths) + 1}.JPG"
        light = 2.0 ** (stop / 2.2)
        picture.point(lambda value, light=light: min(255, round(value * light))).save(path, quality=88, exif=exif)
        paths.append(path)
    return paths


def copy_sample(source: Path, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copy2(path, folder)) for path in sorted(source.iterdir())]


def photo_ids(library: Library, shoot: Shoot) -> list[UUID]:
    return [row.photo.id for row in library.photos(shoot.id)]
