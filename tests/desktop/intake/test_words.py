"""A photographer's own words are read from wherever a file may have them, and no place is among them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import piexif
import pytest
from PIL import Image

from luster_desktop.facts import Words
from luster_desktop.intake import metadata
from luster_desktop.intake.words import is_place
from tests import hiding
from tests.shared import FIELD, need

SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    ' xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
)


def packet(inner: str, attributes: str = "") -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {SPACES} {attributes}>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def listed(name: str, kind: str, *items: str) -> str:
    return f"<{name}><rdf:{kind}>{''.join(f'<rdf:li>{item}</rdf:li>' for item in items)}</rdf:{kind}></{name}>"


def iptc(*records: tuple[int, str]) -> bytes:
    """In Photoshop's segment of a JPEG."""
    body = b"".join(bytes([0x1C, 2, n]) + len(v.encode()).to_bytes(2, "big") + v.encode() for n, v in records)
    resource = b"8BIM\x04\x04\0\0" + len(body).to_bytes(4, "big") + body + b"\0" * (len(body) % 2)
    return hiding.segment(0xED, b"Photoshop 3.0\0" + resource)


def said(path: Path, data: bytes) -> Words:
    path.write_bytes(data)
    return metadata.read(path).words


def plain(**options: object) -> bytes:
    out = BytesIO()
    hiding.picture().save(out, "JPEG", **options)
    return out.getvalue()


FULL = packet(
    listed("dc:creator", "Seq", "Ana Pérez")
    + listed("dc:rights", "Alt", "© 2026 Ana Pérez &amp; Co")
    + listed("dc:description", "Alt", "Bright two-bedroom flat")
    + listed("dc:subject", "Bag", "kitchen", "Boise", "Old Town Boise", "garden", "Places|USA", "geotagged", "pool")
    + listed("lr:hierarchicalSubject", "Bag", "Rooms|kitchen", "Places|USA|Idaho|Boise")
)


def test_from_xmp_in_every_format(tmp_path: Path) -> None:
    words = Words("Ana Pérez", "© 2026 Ana Pérez & Co", "Bright two-bedroom flat", ("kitchen", "garden", "pool"))
    for kind in ("JPEG", "PNG", "WEBP", "HEIF", "TIFF"):
        if kind == "HEIF":
            data = hiding.heic(exif=None, xmp=FULL)
        elif kind == "TIFF":
            out = BytesIO()
            hiding.picture().save(out, kind)
            data = hiding.with_tags(out.getvalue(), {700: FULL})
        elif kind == "PNG":
            out = BytesIO()
            hiding.picture().save(out, kind)
            text = hiding.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + FULL)
            data = out.getvalue()[:33] + text + out.getvalue()[33:]
        else:
            out = BytesIO()
            hiding.picture().save(out, kind, xmp=FULL)
            data = out.getvalue()
        assert said(tmp_path / f"a.{kind}", data) == words, kind


def test_from_iptc_and_exif_where_xmp_says_nothing(tmp_path: Path) -> None:
    data = plain()
    records = [
        (80, "Ben"),
        (116, "(c) Ben"),
        (120, "A house"),
        (25, "stairs"),
        (25, "Lyon"),
        (90, "Lyon"),
    ]
    words = said(tmp_path / "a.jpg", data[:2] + iptc(*records) + data[2:])
    assert words == Words("Ben", "(c) Ben", "A house", ("stairs",))
    block = piexif.dump({"0th": {0x013B: b"Cem", 0x8298: "© Cem".encode(), 0x010E: b"A hall"}})
    assert said(tmp_path / "b.jpg", plain(exif=block)) == Words("Cem", "© Cem", "A hall")


@pytest.mark.parametrize(
    "caption", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM\\100MEDIA\\DJI_0001.JPG", "   ", "43.6150N 116.2023W"]
)
def test_what_is_no_caption_of_the_users(tmp_path: Path, caption: str) -> None:
    tags = Image.Exif()
    tags[0x010E] = caption
    assert said(tmp_path / "a.jpg", plain(exif=tags)) == Words()


@pytest.mark.parametrize(
    "caption",
    [
        "1,200 sq ft",
        "$1,250,000",
        "360° tour",
        "12'6\" x 10'2\"",
        "4.5 baths",
        "Built 1.4.2019",
        "2026-11-23 10.15",
        "E 16",
    ],
)
def test_what_numbers_a_caption_may_have(tmp_path: Path, caption: str) -> None:
    data = plain()
    assert said(tmp_path / "a.jpg", data[:2] + iptc((120, caption), (25, caption)) + data[2:]) == Words(
        caption=caption, keywords=(caption,)
    )


@pytest.mark.parametrize(
    "keyword",
    [
        "12 Elm Street",
        "Boise ID 83702",
        "43.6150, -116.2023",
        "geo:lat=43.615",
        "geotagged",
        "place:city=boise",
        "Bahnhofstrasse 7",
        "7, rue de Rivoli",
        "Places|France|Paris",
        "Orte/Bern",
        "near Elmtown",
        "ELMTOWN",
        "N 43 36.9",
    ],
)
def test_keywords_that_tell_a_place(keyword: str) -> None:
    assert is_place(keyword, {"Elmtown"})


@pytest.mark.parametrize(
    "keyword",
    ["kitchen", "3 bedrooms", "Elm", "street view", "2026", "24-70mm", "pool | garden", "place", "Victorian", "f/8"],
)
def test_keywords_that_do_not(keyword: str) -> None:
    assert not is_place(keyword, {"Elmtown"})


def test_place_keywords_of_the_field_are_not_read() -> None:
    assert metadata.read(need(FIELD / "place" / "keywords_place.jpg")).words == Words()
    assert metadata.read(need(FIELD / "place" / "comment_coords.jpg")).words == Words()
    assert metadata.read(need(FIELD / "place" / "24_geotiff.tif")).words == Words()
