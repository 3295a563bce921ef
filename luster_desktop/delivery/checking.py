"""Whether delivered files are what recipe and profile ask for: each is read again as it lies on the disk."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import piexif
from PIL import Image

from luster_desktop.delivery import rendering
from luster_desktop.delivery.composing import Planned, PlannedSet, Variant
from luster_desktop.delivery.exporting import Exported
from luster_desktop.delivery.exports import Colours
from luster_desktop.delivery.items import Origin
from luster_desktop.delivery.judging import disclosed
from luster_desktop.delivery.profiles import Original
from luster_desktop.delivery.words import segments
from luster_desktop.intake.clean import xmp
from luster_desktop.reasons import Reason

_TAGS = frozenset({270, 315, 33432, 34665})
"""Caption, byline, copyright, and where the (empty) rest of the block is."""
_PROPERTIES = {
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": {"DigitalSourceType", *xmp.AI},
    "http://purl.org/dc/elements/1.1/": {"creator", "rights", "description", "subject"},
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with one picture; nothing when it passes."""

    exported: Exported
    wrong: tuple[str, ...]
    """A `Reason` each."""


def check(one: PlannedSet, exported: Sequence[Exported]) -> list[Checked]:
    """Every picture of the set that should be there, in its order."""
    made = {picture.planned.number: picture for picture in exported if picture.set is one}
    found = []
    for planned in one.pictures:
        picture = made.get(planned.number, Exported(planned, one, None))
        if picture.path is None or not picture.path.exists():
            missing = picture.reason or Reason.NUMBER_MISSING.of(number=planned.number)
            found.append(Checked(picture, (missing,)))
        else:
            found.append(Checked(picture, (*_file(picture.path, planned, one), *_place(planned, one))))
    return found


def _file(path: Path, planned: Planned, one: PlannedSet) -> Iterator[str]:
    data = path.read_bytes()
    if not data.startswith(b"\xff\xd8\xff") or path.suffix.casefold() not in (".jpg", ".jpeg"):
        yield Reason.WRONG_FORMAT
        return
    with Image.open(io.BytesIO(data)) as image:
        size, profile = image.size, image.info.get("icc_profile")
    yield from _size(size, one)
    yield from _bytes(len(data), one)
    if one.recipe.colours is Colours.SRGB and profile is not None and not rendering.is_srgb(profile):
        yield Reason.WRONG_COLOURS
    yield from _sayings(data, planned)


def _size(size: tuple[int, int], one: PlannedSet) -> Iterator[str]:
    recipe, limits = one.recipe, one.profile.limits
    width, height = size
    if recipe.exact and size != (recipe.width, recipe.height):
        yield Reason.WRONG_SIZE.of(width=width, height=height, wanted=f"{recipe.width} × {recipe.height}")
    elif recipe.long_edge and max(size) > recipe.long_edge:
        yield Reason.WRONG_SIZE.of(width=width, height=height, wanted=f"at most {recipe.long_edge}")
    if recipe.listing:
        if limits.max_edge and max(size) > limits.max_edge:
            yield Reason.WRONG_SIZE.of(width=width, height=height, wanted=f"at most {limits.max_edge}")
        if width < limits.min_width or height < limits.min_height:
            least = f"at least {limits.min_width} × {limits.min_height}"
            yield Reason.WRONG_SIZE.of(width=width, height=height, wanted=least)


def _bytes(size: int, one: PlannedSet) -> Iterator[str]:
    limits = one.profile.limits
    caps = [one.recipe.max_bytes, limits.max_bytes if one.recipe.listing else 0]
    most = min((cap for cap in caps if cap), default=0)
    if most and size > most:
        yield Reason.TOO_MANY_BYTES.of(kilobytes=size // 1000, most=most // 1000)
    if one.recipe.listing and size < limits.min_bytes:
        yield Reason.TOO_FEW_BYTES.of(kilobytes=size // 1000, least=limits.min_bytes // 1000)


def _sayings(data: bytes, planned: Planned) -> Iterator[str]:
    """What the file says must be what it may say, and include what it has to."""
    origin, told = "", ""
    for marker, body in segments(data):
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            block = piexif.load(body)
            tags = {tag for part in ("0th", "Exif", "GPS", "Interop", "1st") for tag in block.get(part) or ()}
            if tags - _TAGS or block.get("thumbnail"):
                yield Reason.SAYS_TOO_MUCH.of(what="EXIF")
        elif marker == 0xE1 and body.startswith(b"http://ns.adobe.com/xap/1.0/\0"):
            known = {f"{{{space}}}{name}" for space, names in _PROPERTIES.items() for name in names}
            if any(name not in known for name in xmp.names(body)):
                yield Reason.SAYS_TOO_MUCH.of(what="XMP")
            origin = xmp.source(body)
            told = " ".join(value for name, value in xmp.properties(body, _DC) if name == "description")
        elif marker not in (0xE0, 0xE2, 0xEB, 0xEE):  # a signature is in 0xEB
            yield Reason.SAYS_TOO_MUCH.of(what=f"APP{marker - 0xE0}" if marker != 0xFE else "COM")
    edited = planned.variant is not Variant.ORIGINAL and planned.item.origin in (Origin.ENHANCED, Origin.GENERATED)
    if edited and origin != planned.item.origin.value:
        yield Reason.ORIGIN_UNSAID
    if planned.caption and planned.caption not in told:
        yield Reason.CAPTION_UNSAID


_DC = "http://purl.org/dc/elements/1.1/"


def _place(planned: Planned, one: PlannedSet) -> Iterator[str]:
    """Whether the original is where the profile wants it, and the number of pictures is one that is taken."""
    item, profile = planned.item, one.profile
    if one.recipe.listing and planned.variant is not Variant.ORIGINAL and item.altered and disclosed(profile, item):
        numbers = [
            other.number
            for other in one.pictures
            if other.variant is Variant.ORIGINAL and other.item.photo_id == item.photo_id
        ]
        steps = {number - planned.number for number in numbers}
        fine = {
            Original.DIRECTLY_AFTER: 1 in steps,
            Original.DIRECTLY_BEFORE: -1 in steps,
            Original.BESIDE: bool(steps & {1, -1}),
            Original.IN_SET: bool(steps),
        }
        if not fine.get(profile.original, True):
            yield Reason.ORIGINAL_NOT_BESIDE
    most = profile.limits.most if one.recipe.listing else 0
    most = min((cap for cap in (most, one.recipe.most) if cap), default=0)
    if most and planned.number > most:
        yield Reason.TOO_MANY_PICTURES.of(number=len(one.pictures), most=most)
