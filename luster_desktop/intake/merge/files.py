"""Files in, one file out: the merge as the rest of the app asks for it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import ExifTags, Image

from luster_desktop.intake import pictures
from luster_desktop.intake.formats import Unreadable, is_raw, opened
from luster_desktop.intake.merge.arrays import Picture
from luster_desktop.intake.merge.merging import CannotMerge, Exposure, Progress, merge, preview

__all__ = ["CannotMerge", "MergedFile", "Unreadable", "merge_files", "preview_files"]

_PREVIEW_EDGE = 1500


@dataclass(frozen=True, slots=True)
class MergedFile:
    """`left_out` are files that show something else and were not used; `reference` gave the view and the metadata."""

    path: Path
    width: int
    height: int
    reference: Path
    left_out: tuple[Path, ...]
    ghosts: float
    """Share of the picture that was taken from fewer exposures, because something moved there."""


def merge_files(paths: Sequence[Path], target: Path, *, progress: Progress = lambda _: None) -> MergedFile:
    """Merge exposures into a JPEG at `target`, which appears whole or not at all. The files stay as they are.

    Colour space and EXIF are those of the reference. What `progress` raises stops the merge. Raises `CannotMerge`,
    `Unreadable`, OSError.
    """
    merged = merge([_exposure(path) for path in paths], progress=progress)
    reference = paths[merged.reference]
    icc, exif = _description(reference)
    data = pictures.encode_jpeg(pictures.Picture(merged.picture, icc, exif))
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    progress(1.0)
    height, width = merged.picture.shape[:2]
    return MergedFile(target, width, height, reference, tuple(paths[i] for i in merged.left_out), merged.ghosts)


def preview_files(paths: Sequence[Path]) -> Picture:
    """About 1500 px of the merge, quickly. Raises `CannotMerge`, `Unreadable`."""
    small = []
    for path in paths:
        half = _exposure(path).half()
        factor = min(1.0, _PREVIEW_EDGE / max(half.shape[:2]))
        size = (round(half.shape[1] * factor), round(half.shape[0] * factor))
        small.append(np.asarray(cv2.resize(half, size, interpolation=cv2.INTER_AREA), half.dtype))
    return preview(small).picture


def _exposure(path: Path) -> Exposure:
    return Exposure(
        partial(_named, path, lambda: pictures.read(path).pixels),
        partial(_named, path, partial(pictures.read_half, path)),
    )


def _named(path: Path, read: Callable[[], Picture]) -> Picture:
    """Of several files, the user wants to know which one is damaged."""
    try:
        return read()
    except Unreadable as error:
        raise Unreadable(f"{path.name}: {error}") from None


def _description(path: Path) -> tuple[bytes | None, bytes | None]:
    """The profile and the EXIF block to go with pixels that are upright now."""
    if is_raw(path):
        return None, None
    with opened(path) as (image, _):
        try:
            exif = image.getexif()
            exif.pop(ExifTags.Base.Orientation, None)
            return image.info.get("icc_profile"), exif.tobytes()
        except Exception:
            # A damaged EXIF block costs the metadata, never the merge.
            return image.info.get("icc_profile"), Image.Exif().tobytes()
