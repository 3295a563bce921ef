"""What a picture's file tells machines of how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from luster_desktop.delivery.marks import detection, signing
from luster_desktop.delivery.marks.detection import Found
from luster_desktop.delivery.marks.signing import Signature, State
from luster_desktop.intake import formats, headers, pictures
from luster_desktop.intake.clean import xmp
from luster_desktop.intake.formats import Unreadable

__all__ = ["Reading", "Unreadable", "read"]

_ENOUGH = 2 * detection.EDGE
"""Long edge from which on a JPEG need not be decoded whole."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All marks of one file."""

    mark: Found | None
    """In the pixels."""
    source: str
    """IPTC's word for where the picture comes from; empty where the file does not say."""
    ai: Mapping[str, str]
    """IPTC's fields on generative models."""
    signature: Signature | None

    @property
    def good(self) -> bool:
        """Whether there is a mark, and no signature that the file does not keep to."""
        broken = self.signature is not None and self.signature.state is State.BROKEN
        return not broken and bool(self.mark or self.source or self.ai or self.signature)


def read(path: Path, *, anchors: str = "") -> Reading:
    """Look for every mark. `anchors` are certificates of roots to trust, PEM. Raises `Unreadable`."""
    header = headers.read(path)
    part = next(part for part in (8, 4, 2, 1) if part == 1 or max(header.width, header.height) / part >= _ENOUGH)
    pixels = pictures.eight_bits(pictures.read_part(path, part).pixels)
    data = formats.whole_file(path)
    signature = signing.read(data, formats.sniff(data[: formats.HEAD]) or "", anchors=anchors)
    return Reading(detection.found(pixels), xmp.source(header.xmp), xmp.ai(header.xmp), signature)
