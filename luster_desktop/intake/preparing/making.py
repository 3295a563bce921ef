"""One plan to one file. Pixels that need no change are copied as they are coded, never decoded and coded again."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luster_desktop.intake import metadata, orientation, strip
from luster_desktop.intake.formats import HEAD, Unreadable, is_raw, sniff, whole_file
from luster_desktop.intake.preparing.plan import NOTHING, Made, Plan

if TYPE_CHECKING:
    from luster_desktop.intake.camera import Camera
    from luster_desktop.intake.pictures import Picture

JPEG = "image/jpeg"
Progress = Callable[[float], None]


class CannotWrite(Exception):
    """There is no room or no permission for the file; the message is a sentence for the user."""


class CannotPrepare(Exception):
    """These photos give no file to send; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class _Coded:
    data: bytes
    content_type: str
    facts: dict[str, Any]
    width: int
    height: int


def prepare(plan: Plan, part: Path, progress: Progress = lambda _: None) -> Made:
    """Make the file at `part`, unless the source may be sent as it is: then nothing is written.

    `progress` gets 0 to 1. Sources are never touched. Raises `Unreadable`, `CannotPrepare`, `CannotWrite`.
    """
    coded = _of_stack(plan, progress) if plan.stack else _of_single(plan, progress)
    if coded.facts.pop("own", False):
        return _made(coded, plan.sources[0].path)
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(coded.data)
    except OSError as error:
        raise CannotWrite(_why_not_written(error)) from None
    progress(1.0)
    return _made(coded, part)


def _made(coded: _Coded, path: Path) -> Made:
    return Made(
        path,
        len(coded.data),
        coded.content_type,
        coded.width,
        coded.height,
        hashlib.sha256(coded.data).hexdigest(),
        hashlib.md5(coded.data, usedforsecurity=False).hexdigest(),
        coded.facts,
    )


def _of_stack(plan: Plan, progress: Progress) -> _Coded:
    from luster_desktop.intake.merge.files import CannotMerge, merge_pictures

    paths = [source.path for source in plan.sources]
    try:
        merged = merge_pictures(paths, progress=lambda done: progress(0.85 * done))
    except CannotMerge as error:
        raise CannotPrepare(str(error)) from None
    facts: dict[str, Any] = {
        "merged": len(paths) - len(merged.left_out) - len(merged.damaged),
        "ghosts": round(merged.ghosts, 4),
    }
    if merged.left_out:
        facts["left_out"] = [path.name for path in merged.left_out]
    if merged.damaged:
        facts["damaged"] = [path.name for path in merged.damaged]
    return _finished(plan, merged.picture, merged.camera, facts)


def _of_single(plan: Plan, progress: Progress) -> _Coded:
    from_raw = is_raw(plan.sources[0].path)
    if from_raw or plan.finishing != NOTHING:
        from luster_desktop.intake import camera, pictures

        path = plan.sources[0].path
        about = camera.read(path)
        read = pictures.read(path)
        progress(0.6)
        picture = pictures.Picture(read.pixels, about.icc, about.exif, about.panorama)
        changed = _finished(plan, picture, about, {"developed": True} if from_raw else {})
        if from_raw or {"lens", "tilt", "whites"} & changed.facts.keys():
            return changed
    return _as_coded(plan)


def _as_coded(plan: Plan) -> _Coded:
    """The source with at most its tags changed; decoded only where that is not enough."""
    source = plan.sources[0]
    original = whole_file(source.path)
    content_type = sniff(original[:HEAD]) or source.content_type
    data: bytes | None = original
    facts: dict[str, Any] = {"own": True}
    if plan.turn:
        data = orientation.turned(original, plan.turn) if content_type == JPEG else None
        facts = {"turn": plan.turn}
    if data is not None and plan.strip:
        try:
            clean, removed = strip.stripped(data)
        except Unreadable:
            data = None  # drawn anew from the pixels, which say nothing of a place
        else:
            if removed:
                facts.pop("own", None)
                facts |= {"removed": sorted(removed), "copy": not plan.turn}
                data = clean
    if data is None:
        return _drawn(plan)
    about = metadata.read(source.path)
    width, height = (about.height, about.width) if plan.turn % 2 else (about.width, about.height)
    return _Coded(data, content_type, facts, width, height)


def _drawn(plan: Plan) -> _Coded:
    from luster_desktop.intake import camera, pictures

    path = plan.sources[0].path
    read, about = pictures.read(path), camera.read(path)
    around = None if plan.turn % 4 else about.panorama
    return _encoded(plan, pictures.Picture(_turned(read.pixels, plan.turn), about.icc, about.exif, around), {})


def _finished(plan: Plan, picture: Picture, about: Camera, facts: dict[str, Any]) -> _Coded:
    """The user's turn, then finishing."""
    from luster_desktop.intake.finish.finishing import finish
    from luster_desktop.intake.pictures import Picture

    pixels = _turned(picture.pixels, plan.turn)
    around = None if plan.turn % 4 else picture.panorama
    # On a sphere upright lines are upright as they are, and bent as they should be.
    wanted = replace(plan.finishing, lens=False, verticals=False) if picture.panorama else plan.finishing
    done = finish(pixels, wanted=wanted, focal35=about.focal35, optics=about.optics)
    if done.lens and about.optics is not None:
        facts["lens"] = about.optics.lens
    if done.tilt is not None:
        facts["tilt"] = [round(done.tilt.roll, 2), round(done.tilt.pitch, 2)]
        facts["kept"] = round(done.kept, 3)
    if done.balance is not None:
        facts["whites"] = [round(done.balance.red, 3), round(done.balance.green, 3), round(done.balance.blue, 3)]
    return _encoded(plan, Picture(done.pixels, picture.icc, picture.exif, around), facts)


def _encoded(plan: Plan, picture: Picture, facts: dict[str, Any]) -> _Coded:
    from luster_desktop.intake.pictures import encode_jpeg

    data = encode_jpeg(picture)
    if plan.strip:
        data, removed = strip.stripped(data)
        if removed:
            facts["removed"] = sorted(removed)
    if plan.turn:
        facts["turn"] = plan.turn
    height, width = picture.pixels.shape[:2]
    return _Coded(data, JPEG, facts, width, height)


def _turned(pixels: Any, quarters: int) -> Any:
    import numpy as np

    return np.ascontiguousarray(np.rot90(pixels, -quarters)) if quarters % 4 else pixels


def _why_not_written(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full. Make room; Luster then goes on by itself."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return "Luster may not write to its own folder. Check its permissions; Luster then goes on by itself."
    return f"Luster cannot write to its own folder: {error.strerror or 'the disk reported an error'}."
