"""Places and serial numbers out of XMP and IPTC, the two other ways in which a file describes itself."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_NAMES = (
    rb"(?:\w*[Gg][Pp][Ss]\w*|\w*Latitude\w*|\w*Longitud\w*|\w*Altitude\w*|\w*Serial\w*"
    rb"|City|State|Country\w*|\w*Location\w*|Sublocation|ProvinceState|WorldRegion|LocationId)"
)
_ATTRIBUTE = re.compile(rb"[\w.-]+:" + _NAMES + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_ELEMENT = re.compile(rb"<([\w.-]+:" + _NAMES + rb")(?:\s[^>]*)?(?:/>|(?<!/)>.*?</\1\s*>)", re.DOTALL)
_LOCAL = re.compile(_NAMES)
_PACKET = re.compile(rb"<(x:xmpmeta|x:xapmeta|rdf:RDF)\b.*</\1\s*>", re.DOTALL)

_PLACES = frozenset({26, 27, 90, 92, 95, 100, 101})
"""IPTC data sets of record 2: content location, city, sub-location, state, country."""


def clear_xmp(packet: bytes) -> tuple[bytes, bool]:
    """The packet with such properties blanked out, at the same length, and whether there were any.

    A packet that cannot be understood afterwards is blanked out whole.
    """
    new, elements = _ELEMENT.subn(_blank, packet)
    new, attributes = _ATTRIBUTE.subn(_blank, new)
    if _clean(new):
        return new, elements + attributes > 0
    return b" " * len(packet), True


def clear_iptc(records: bytes) -> tuple[bytes, bool]:
    """IPTC records without their places, filled up with zeros to the same length, and whether there were any."""
    kept, at, found = [], 0, False
    while at + 5 <= len(records) and records[at] == 0x1C:
        size = int.from_bytes(records[at + 3 : at + 5], "big")
        if size & 0x8000:  # an extended length: nothing that this product needs
            return bytes(len(records)), True
        end = at + 5 + size
        if records[at + 1] == 2 and records[at + 2] in _PLACES:
            found = True
        else:
            kept.append(records[at:end])
        at = end
    if not found:
        return records, False
    return b"".join(kept).ljust(len(records), b"\0"), True


def _blank(match: re.Match[bytes]) -> bytes:
    return b" " * len(match[0])


def _clean(packet: bytes) -> bool:
    if not packet.strip(b"\0 \t\r\n"):
        return True
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet or b"\0" in packet.rstrip(b"\0"):
        return False
    inner = _PACKET.search(packet)
    if inner is None:
        return False
    try:
        root = ElementTree.fromstring(inner[0])  # noqa: S314 (no document type, so no entities)
    except ElementTree.ParseError:
        return False
    names = (name for element in root.iter() for name in (element.tag, *element.attrib))
    return not any(_LOCAL.fullmatch(name.rpartition("}")[2].encode()) for name in names)
