"""The user's own words in a file: byline, copyright, caption and keywords; never those that say where it was taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from PIL import ExifTags

from luster_desktop.facts import Words
from luster_desktop.intake.clean import text, xmp
from luster_desktop.intake.headers import Header

_TAGS = ExifTags.Base
_DC = "http://purl.org/dc/elements/1.1/"
_HIERARCHY = "http://ns.adobe.com/lightroom/1.0/"
_PLACES = {
    "http://ns.adobe.com/photoshop/1.0/": {"City", "State", "Country"},
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": {"Location", "CountryCode"},
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": {
        *("City", "Sublocation", "ProvinceState", "CountryName", "CountryCode", "WorldRegion", "LocationName"),
    },
}
_IPTC_PLACES = tuple((2, number) for number in (26, 27, 90, 92, 95, 100, 101))
"""Content location, city, sub-location, state and country."""
_BRANCHES = re.compile(
    r"(my )?(places?|locations?|geo\w*|countr(y|ies)|cit(y|ies)|orte?|länder|lieux?|lugar(es)?|luogh?i|luogo)", re.I
)
"""What the branch of a tree of keywords is called in which places are."""
_SEPARATOR = re.compile(r"\s*[|/\\>]\s*")
_MACHINE = re.compile(r"(geo|place|location|city|country|state|foursquare|osm|upcoming)\w*\s*[:=]", re.I)
_ADDRESS = re.compile(
    r"\b\d+\w?,?\s+(\w+\.?\s+){1,3}(street|st|avenue|ave?|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl"
    r"|square|terrace|close|crescent|highway|hwy|circle|trail|parkway|pkwy)\b"
    r"|(stra(ss|ß)e|str\.|weg|gasse|platz|allee|ufer|damm)\s*\d+"
    r"|\b(rue|avenue|via|viale|calle|rua|chemin|plaza|piazza)\b.*\d|\b\d+\w*,?\s+(rue|avenue|chemin|boulevard)\b"
    r"|\b[A-Z]{2}\s+\d{5}(-\d{4})?\b",
    re.I,
)
_CAMERA = re.compile(
    r"(olympus|konica|minolta|konica minolta|samsung|kodak)?\s*(digital camera|camera pictures)"
    r"|sony dsc|dcim\b.*|dsc|default|exif_jpeg_picture|untitled|jpeg|[{<].*",
    re.I | re.S,
)
"""What cameras and programs write where a caption could be."""
_WORD = re.compile(r"[^\W_]+")
_MOST = 2000
_MOST_KEYWORDS = 200


def read(header: Header) -> Words:
    """From XMP, or else IPTC, or else EXIF."""
    iptc = header.iptc
    dc: dict[str, list[str]] = {}
    for name, value in xmp.properties(header.xmp, _DC):
        dc.setdefault(name, []).append(value)
    keywords = [*dc.get("subject", []), *_texts(iptc, (2, 25))]
    tree = [value for name, value in xmp.properties(header.xmp, _HIERARCHY) if name == "hierarchicalSubject"]
    places = set(_places(header, tree))
    return Words(
        byline=_first(dc.get("creator"), _texts(iptc, (2, 80)), _of_exif(header, _TAGS.Artist)),
        copyright=_first(dc.get("rights"), _texts(iptc, (2, 116)), _of_exif(header, _TAGS.Copyright)),
        caption=_first(dc.get("description"), _texts(iptc, (2, 120)), _of_exif(header, _TAGS.ImageDescription)),
        keywords=_kept(keywords, places),
    )


def _kept(keywords: Iterable[str], places: set[str]) -> tuple[str, ...]:
    clean = (word for word in map(_clean, keywords) if word and not is_place(word, places))
    return tuple(dict.fromkeys(clean))[:_MOST_KEYWORDS]


def is_place(keyword: str, places: Iterable[str]) -> bool:
    """Whether a keyword tells a place: in numbers, as an address, in a branch of places, or by one of these names."""
    parts = [part for part in _SEPARATOR.split(keyword) if part]
    if text.tells_coordinates(keyword) or _MACHINE.match(keyword) or _ADDRESS.search(keyword):
        return True
    if len(parts) > 1 and _BRANCHES.fullmatch(parts[0]):
        return True
    said = _in_words(keyword)
    return any(_in_words(place) in said for place in places)


def _in_words(name: str) -> str:
    return f" {' '.join(_WORD.findall(name.casefold()))} "


def _places(header: Header, tree: Iterable[str]) -> Iterator[str]:
    """The names of places that the file has by itself; they are compared with, and never kept."""
    for space, names in _PLACES.items():
        yield from (value for name, value in xmp.properties(header.xmp, space) if name in names and len(value) > 1)
    for kind in _IPTC_PLACES:
        yield from (value for value in _texts(header.iptc, kind) if len(value) > 1)
    for branch in tree:
        parts = [part for part in _SEPARATOR.split(branch) if part]
        if len(parts) > 1 and _BRANCHES.fullmatch(parts[0]):
            yield from (part for part in parts[1:] if len(part) > 1)


def _texts(iptc: Mapping[tuple[int, int], Any], kind: tuple[int, int]) -> list[str]:
    raw = iptc.get(kind, [])
    return [_decoded(value) for value in (raw if isinstance(raw, list) else [raw]) if isinstance(value, bytes)]


def _of_exif(header: Header, tag: int) -> list[str]:
    """Pillow takes the bytes of a text for Latin-1; most programs write UTF-8."""
    value = header.exif.get(tag)
    try:
        return [_decoded(value.encode("latin-1"))] if isinstance(value, str) else []
    except UnicodeEncodeError:
        return []


def _decoded(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _first(*sources: Iterable[Any] | None) -> str:
    return next((clean for source in sources for raw in source or () if (clean := _clean(raw))), "")


def _clean(raw: Any) -> str:
    found = text.plain(raw)
    if not found or len(found) > _MOST or text.tells_coordinates(found) or _CAMERA.fullmatch(found):
        return ""
    return found
