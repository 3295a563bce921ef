"""Files in, one file out: the merge as the rest of the app asks for it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from backend import panorama
from luster_desktop.intake import camera, headers, pictures
from luster_desktop.intake.brackets.exposures import read as taken
from luster_desktop.intake.camera import Camera
from luster_desktop.intake.formats import Unreadable
from luster_desktop.intake.merge.arrays import Picture
from luster_desktop.intake.merge.merging import CannotMerge, Exposure, Progress, held, merge
from luster_desktop.reasons import Reason

__all__ = ["CannotMerge", "MergedFile", "MergedPicture", "Unreadable", "merge_files", "merge_pictures", "preview_files"]

_PREVIEW_EDGE = 1500
_BESIDE = 512
"""Columns to add on either side of a photo all around the camera: more than a merge looks around itself."""


@dataclass(frozen=True, slots=True)
class MergedPicture:
    """`left_out` show something else and `damaged` cannot be read, so they were not used."""

    picture: pictures.Picture
    camera: Camera
    """Of the reference, which gave the view, the colour space and the metadata."""
    reference: Path
    left_out: tuple[Path, ...]
    damaged: tuple[Path, ...]
    ghosts: float
    """Share of the picture that was taken from one exposure alone, because something moved there."""


@dataclass(frozen=True, slots=True)
class MergedFile:
    """As `MergedPicture`, for a picture that was written to `path`."""

    path: Path
    width: int
    height: int
    reference: Path
    left_out: tuple[Path, ...]
    ghosts: float
    """Share of the picture that was taken from fewer exposures, because something moved there."""


def merge_pictures(paths: Sequence[Path], *, progress: Progress = lambda _: None) -> MergedPicture:
    """Merge the exposures that can be read. The files stay as they are.

    What `progress` raises stops the merge. Raises `CannotMerge`, and `Unreadable` when fewer than two can be read.
    """
    exposures, damaged = _readable(paths)
    used = [path for path, _ in exposures]
    first = headers.read(used[0])
    columns = 0
    if first.panorama is not None and first.panorama.closes:
        columns = min(_BESIDE, first.width // 4 * 2)
        exposures = [(path, _extended(exposure, columns)) for path, exposure in exposures]
    merged = merge([exposure for _, exposure in exposures], progress=progress)
    pixels = panorama.closed(merged.picture, columns) if columns else merged.picture
    reference = used[merged.reference]
    about = camera.read(reference)
    return MergedPicture(
        pictures.Picture(pixels, about.icc, about.exif, about.panorama),
        about,
        reference,
        tuple(used[i] for i in merged.left_out),
        tuple(damaged),
        merged.ghosts,
    )


def merge_files(paths: Sequence[Path], target: Path, *, progress: Progress = lambda _: None) -> MergedFile:
    """Merge exposures into a JPEG at `target`, which appears whole or not at all.

    What `progress` raises stops the merge. Raises `CannotMerge`, `Unreadable`, OSError.
    """
    merged = merge_pictures(paths, progress=progress)
    data = pictures.encode_jpeg(merged.picture)
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    progress(1.0)
    height, width = merged.picture.pixels.shape[:2]
    return MergedFile(target, width, height, merged.reference, merged.left_out, merged.ghosts)


def preview_files(paths: Sequence[Path]) -> Picture:
    """About 1500 px of the merge, quickly. Raises `CannotMerge`, `Unreadable`."""
    small = []
    for _, exposure in _readable(paths)[0]:
        half = exposure.half()
        factor = min(1.0, _PREVIEW_EDGE / max(half.shape[:2]))
        size = (round(half.shape[1] * factor), round(half.shape[0] * factor))
        frame = np.asarray(cv2.resize(half, size, interpolation=cv2.INTER_AREA), half.dtype)
        small.append(held(frame, exposure.flash, exposure.stops))
    return merge(small).picture


def _extended(exposure: Exposure, columns: int) -> Exposure:
    """Of a photo all around the camera: its other end is added on either side, so that it has no edge there."""
    return replace(
        exposure,
        full=lambda: panorama.extended(exposure.full(), columns),
        half=lambda: panorama.extended(exposure.half(), columns // 2),
    )


def _readable(paths: Sequence[Path]) -> tuple[list[tuple[Path, Exposure]], list[Path]]:
    """The exposures, with what was read of each to find that out; and those that cannot be read.

    Raises `Unreadable` when fewer than two are left.
    """
    half: dict[int, Picture] = {}
    errors: dict[Path, Unreadable] = {}

    def read(index: int) -> None:
        path = paths[index]
        try:
            half[index] = pictures.read_half(path)
        except Unreadable as error:
            # Of several files, the user wants to know which one is damaged.
            errors[path] = Unreadable(Reason.EXPOSURE_UNREADABLE.of(name=path.name, why=str(error)))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(read, range(len(paths))))

    def exposure(index: int) -> Exposure:
        # Given away: the merge decides how long it needs the pixels.
        about = taken(paths[index])
        flash = bool(about.flash)
        return Exposure(lambda: pictures.read(paths[index]).pixels, lambda: half.pop(index), flash, about.ev)

    if len(half) < 2 and errors:
        raise next(errors[path] for path in paths if path in errors)
    return [(paths[i], exposure(i)) for i in sorted(half)], [path for path in paths if path in errors]
