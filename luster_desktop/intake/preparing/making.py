"""One plan to one file, which holds no more than what `clean` lets through.

Pixels that need no change are copied as they are coded, never decoded and coded again.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luster_desktop import disk
from luster_desktop.intake import metadata
from luster_desktop.intake.clean import xmp
from luster_desktop.intake.clean.rebuild import Foreign, rebuilt
from luster_desktop.intake.formats import HEAD, is_raw, sniff, whole_file
from luster_desktop.intake.preparing.plan import NOTHING, Made, Plan
from luster_desktop.reasons import Reason

if TYPE_CHECKING:
    from luster_desktop.intake.camera import Camera
    from luster_desktop.intake.pictures import Picture

JPEG = "image/jpeg"
Progress = Callable[[float], None]


class CannotWrite(Exception):
    """There is no room or no permission for the file; the message is a `Reason`."""


class CannotPrepare(Exception):
    """These photos give no file to send; the message is a `Reason`."""


@dataclass(frozen=True, slots=True)
class _Coded:
    data: bytes
    content_type: str
    facts: dict[str, Any]
    width: int
    height: int


def prepare(plan: Plan, part: Path, progress: Progress = lambda _: None) -> Made:
    """Make the file at `part`.

    `progress` gets 0 to 1. Sources are never touched. Raises `Unreadable`, `CannotPrepare`, `CannotWrite`.
    """
    coded = _of_stack(plan, progress) if plan.stack else _of_single(plan, progress)
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(coded.data)
    except OSError as error:
        raise CannotWrite(why_not_written(error)) from None
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
        if from_raw or {"lens", "tilt", "whites", "matched"} & changed.facts.keys():
            return changed
    return _as_coded(plan)


def _as_coded(plan: Plan) -> _Coded:
    """The source's own pixels as they are coded; decoded only where the file cannot be rebuilt around them."""
    source = plan.sources[0]
    original = whole_file(source.path)
    try:
        data = rebuilt(original, turn=plan.turn)
    except Foreign:
        return _drawn(plan)
    about = metadata.read(source.path)
    width, height = (about.height, about.width) if plan.turn % 2 else (about.width, about.height)
    content_type = sniff(data[:HEAD]) or source.content_type
    return _Coded(data, content_type, {"turn": plan.turn} if plan.turn else {"copy": True}, width, height)


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
    done = finish(pixels, wanted=wanted, focal35=about.focal35, optics=about.optics, match=plan.match)
    if done.lens and about.optics is not None:
        facts["lens"] = about.optics.lens
    if done.tilt is not None:
        facts["tilt"] = [round(done.tilt.roll, 2), round(done.tilt.pitch, 2)]
        facts["kept"] = round(done.kept, 3)
    if done.matched:
        facts["matched"] = True
    if done.balance is not None:
        facts["whites"] = [round(done.balance.red, 3), round(done.balance.green, 3), round(done.balance.blue, 3)]
    return _encoded(plan, Picture(done.pixels, picture.icc, picture.exif, around), facts)


def _encoded(plan: Plan, picture: Picture, facts: dict[str, Any]) -> _Coded:
    from luster_desktop.intake.pictures import encode_jpeg

    data = rebuilt(encode_jpeg(picture), source=xmp.MERGED if "merged" in facts else "")
    if plan.turn:
        facts["turn"] = plan.turn
    height, width = picture.pixels.shape[:2]
    return _Coded(data, JPEG, facts, width, height)


def _turned(pixels: Any, quarters: int) -> Any:
    import numpy as np

    return np.ascontiguousarray(np.rot90(pixels, -quarters)) if quarters % 4 else pixels


def why_not_written(error: OSError) -> str:
    """What keeps Luster from writing to its own folder, as a `Reason`."""
    if disk.is_full(error):
        return Reason.DISK_FULL
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return Reason.OWN_FOLDER_FORBIDDEN
    return Reason.OWN_FOLDER_UNWRITABLE.of(errno=error.errno)
