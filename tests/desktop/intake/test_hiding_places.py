"""Wherever a place is put into a file, it is not in what is sent, and every byte of that is known."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from luster_desktop.intake.clean import boxes
from luster_desktop.intake.clean.rebuild import Foreign, Unreadable, rebuilt
from tests import hiding, walkers
from tests.hiding import SECRET

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = st.one_of(st.just(SECRET), st.binary(min_size=1, max_size=40).map(lambda noise: noise + SECRET + noise))


@cache
def plain(kind: str) -> bytes:
    """A small file of each format, whose rebuilt form is known."""
    return hiding.FORMATS[kind]()


def check(before: bytes, after_plain: bytes) -> None:
    """What was hidden changes nothing of what is sent, or the file is not sent as it is coded."""
    assert SECRET in before
    try:
        after = rebuilt(before)
    except (Unreadable, Foreign):
        return
    walkers.walk(after)
    assert SECRET not in after
    assert after == after_plain


@FEW
@given(words=WORDS, marker=st.sampled_from([*range(0xE0, 0xF0), 0xFE, 0xF0, 0xDC]), number=st.integers(0, 12))
def test_segments_of_a_jpeg(words: bytes, marker: int, number: int) -> None:
    data = plain("jpeg")
    at = _markers(data)[number % len(_markers(data))]
    check(data[:at] + hiding.segment(marker, words) + data[at:], rebuilt(data))
    if at > 2:  # a file that begins otherwise is no JPEG
        assert rebuilt(data[:at] + words.replace(b"\xff", b"") + data[at:]) == rebuilt(data)


@FEW
@given(words=WORDS, kind=st.sampled_from(["jpeg", "jpeg, progressive", "jpeg, restarts"]), length=st.integers(1, 400))
def test_behind_the_last_code_of_a_jpeg(words: bytes, kind: str, length: int) -> None:
    data = plain(kind)
    hidden = ((SECRET + words) * 20)[:length].replace(b"\xff", b"") + SECRET
    check(data[:-2] + hidden + data[-2:], rebuilt(data))


@FEW
@given(words=WORDS, table=st.sampled_from([0xDB, 0xC4]), number=st.integers(2, 3))
def test_tables_of_a_jpeg_that_no_scan_uses(words: bytes, table: int, number: int) -> None:
    data = plain("jpeg")
    if table == 0xDB:
        body = bytes([number]) + (words * 3)[:64].ljust(64, b"\1")
    else:
        body = bytes([0x10 | number]) + bytes([0] * 7 + [len(words)] + [0] * 8) + words
    places = {data[at + 1]: at for at in _markers(data)}
    for before in (0xC0, 0xDA):
        at = places[before]
        check(data[:at] + hiding.segment(table, body + words) + data[at:], rebuilt(data))


@FEW
@given(
    words=st.sampled_from([hiding.WORDS, "x" * 20 + hiding.WORDS]),
    table=st.sampled_from(["0th", "Exif", "GPS", "1st"]),
    tag=st.integers(1, 0xFFFF),
)
def test_tags_of_an_exif_block(words: str, table: str, tag: int) -> None:
    entry = struct.pack(">HHII", tag, 2, len(words), 0)
    pointers = {"Exif": 0x8769, "GPS": 0x8825}
    block = b"MM\0*\0\0\0\x08"
    if table in pointers:
        block += struct.pack(">HHHIII", 1, pointers[table], 4, 1, 26, 0)
    elif table == "1st":
        block += struct.pack(">HI", 0, 14)
    at = len(block) + 2 + 12 + 4
    block += struct.pack(">H", 1) + entry[:8] + struct.pack(">I", at) + bytes(4) + words.encode()
    for kind in ("JPEG", "PNG", "WEBP"):
        out = BytesIO()
        hiding.picture(40, 30).save(out, kind, exif=b"Exif\0\0" + block)
        assert SECRET in out.getvalue()
        after = rebuilt(out.getvalue())
        walkers.walk(after)
        assert SECRET not in after


@FEW
@given(
    name=st.text("abcdefgPoseHeadingDegreesLatitude", min_size=1, max_size=20),
    space=st.sampled_from(["http://ns.google.com/photos/1.0/panorama/", "http://purl.org/dc/elements/1.1/"]),
    nested=st.booleans(),
)
def test_properties_of_an_xmp_packet(name: str, space: str, nested: bool) -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:P="http://ns.google.com/photos/1.0/panorama/" xmlns:S="{space}"'
        + ("" if nested else f' S:{name}="{hiding.WORDS}"')
        + ' P:ProjectionType="equirectangular">'
        + (f"<S:{name}><rdf:Bag><rdf:li>{hiding.WORDS}</rdf:li></rdf:Bag></S:{name}>" if nested else "")
        + "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    out = BytesIO()
    hiding.picture(40, 30).save(out, "JPEG", xmp=packet.encode())
    check(out.getvalue(), rebuilt(out.getvalue()))


@FEW
@given(words=WORDS, tag=st.binary(min_size=4, max_size=4), kind=st.sampled_from([b"text", b"desc", b"XYZ ", b"curv"]))
def test_tags_of_a_profile(words: bytes, tag: bytes, kind: bytes) -> None:
    plain_profile = hiding.profile()
    places = [132 + 12 * i for i in range(struct.unpack(">I", plain_profile[128:132])[0])]
    (at,) = (place for place in places if plain_profile[place : place + 4] == b"prVt")
    private = kind + bytes(4) + words
    changed = plain_profile[:at] + tag + struct.pack(">II", len(plain_profile), len(private)) + plain_profile[at + 12 :]
    changed = struct.pack(">I", len(changed) + len(private)) + changed[4:] + private
    out = BytesIO()
    hiding.picture(40, 30).save(out, "JPEG", icc_profile=changed)
    after = rebuilt(out.getvalue())
    walkers.walk(after)
    assert SECRET not in after


@FEW
@given(words=WORDS, name=st.text("abcdABCDeEgPsS", min_size=4, max_size=4), behind=st.booleans(), packed=st.booleans())
def test_chunks_of_a_png(words: bytes, name: str, behind: bool, packed: bool) -> None:
    data = plain("png")
    first, end = data.index(b"IDAT") - 4, data.index(b"IEND") - 4
    chunk = hiding.chunk(name.encode(), words)
    at = end if behind else first
    check(data[:at] + chunk + data[at:] + (words if packed else b""), rebuilt(data))


@FEW
@given(words=WORDS)
def test_among_the_compressed_rows_of_a_png(words: bytes) -> None:
    data = plain("png")
    end = data.index(b"IEND") - 4
    check(data[:end] + hiding.chunk(b"IDAT", words) + data[end:], rebuilt(data))


@FEW
@given(
    words=WORDS,
    name=st.text("ABCDXYZ ", min_size=4, max_size=4),
    at_end=st.booleans(),
    kind=st.sampled_from(["webp", "webp, lossless"]),
)
def test_chunks_of_a_webp(words: bytes, name: str, at_end: bool, kind: str) -> None:
    data = plain(kind)
    chunk = hiding.riff(name.encode(), words)
    grown = data + chunk if at_end else data[:30] + chunk + data[30:]
    check(hiding.resized(grown) + words, rebuilt(data))


@FEW
@given(words=WORDS, kind=st.sampled_from(["webp", "webp, lossless", "webp, alpha"]))
def test_behind_the_picture_in_a_chunk_of_a_webp(words: bytes, kind: str) -> None:
    data = plain(kind)
    name = b"VP8L" if kind == "webp, lossless" else b"VP8 "
    at = data.index(name)
    (size,) = struct.unpack_from("<I", data, at + 4)
    body = data[at + 8 : at + 8 + size]
    grown = data[:at] + hiding.riff(name, body + words) + data[at + 8 + size + size % 2 :]
    after = rebuilt(hiding.resized(grown))
    walkers.walk(after)
    assert SECRET not in after
    with Image.open(BytesIO(data)) as before, Image.open(BytesIO(after)) as image:
        assert np.array_equal(np.asarray(before), np.asarray(image))


@FEW
@given(
    words=WORDS, tag=st.integers(1, 0xFFFF), kind=st.sampled_from([k for k in hiding.FORMATS if k.startswith("tiff")])
)
def test_tags_of_a_tiff(words: bytes, tag: int, kind: str) -> None:
    data = plain(kind)
    try:
        after = rebuilt(hiding.with_tags(data, {tag: words}) + words)
    except (Unreadable, Foreign):
        return
    walkers.walk(after)
    assert SECRET not in after


@FEW
@given(words=WORDS, level=st.integers(0, 9))
def test_behind_and_within_the_strips_of_a_tiff(words: bytes, level: int) -> None:
    rows = np.asarray(hiding.picture(30, 20)).tobytes()
    plain_strip, more = zlib.compress(rows, level), zlib.compress(rows + words, level)
    parts = {8: [plain_strip + words, more, more + words], 1: [rows + words]}
    for compression, strips in parts.items():
        for strip in strips:
            after = rebuilt(_strip(strip, compression))
            walkers.walk(after)
            assert SECRET not in after


@FEW
@given(words=WORDS, kind=st.sampled_from([b"free", b"skip", b"uuid", b"mpvd", b"mdat", b"moov", b"\xa9xyz"]))
def test_boxes_of_a_heif(words: bytes, kind: bytes) -> None:
    data = plain("heic")
    check(data + hiding.box(kind, words), rebuilt(data))
    # Within the data, where no item is.
    at = data.rindex(b"mdat") - 4
    (size,) = struct.unpack_from(">I", data, at)
    assert at + size == len(data)
    check(data[:at] + struct.pack(">I", size + len(words)) + data[at + 4 :] + words, rebuilt(data))


@FEW
@given(words=WORDS, kind=st.sampled_from([39, 40, 35, 38, 41, 48]))
def test_messages_among_the_pixels_of_a_heif(words: bytes, kind: int) -> None:
    data = plain("heic")
    unit = bytes([kind << 1, 1]) + words
    grown = _with_unit(data, len(unit).to_bytes(4, "big") + unit)
    assert SECRET in grown
    after = rebuilt(grown)
    walkers.walk(after)
    assert SECRET not in after


def _markers(data: bytes) -> list[int]:
    """Where the segments of a JPEG with one scan begin."""
    found, at = [], 2
    while data[at + 1] != 0xDA:
        found.append(at)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return [*found, at]


def _strip(strip: bytes, compression: int) -> bytes:
    at = 8 + len(strip)
    tags = [
        (256, 30),
        (257, 20),
        (258, 0),
        (259, compression),
        (262, 2),
        (273, 8),
        (277, 3),
        (278, 20),
        (279, len(strip)),
    ]
    table = struct.pack("<H", len(tags))
    for tag, value in tags:
        table += struct.pack("<HHII", 258, 3, 3, at) if tag == 258 else struct.pack("<HHII", tag, 4, 1, value)
    return b"II*\0" + struct.pack("<I", at + 6) + strip + struct.pack("<3H", 8, 8, 8) + table + bytes(4)


def _with_unit(data: bytes, unit: bytes) -> bytes:
    """A HEIF of one picture, at whose end one more unit stands."""
    meta = boxes.read(data)
    ((start, size),) = meta.items[meta.primary].extents
    others = [extent for item in meta.items.values() for extent in item.extents if extent[0] > start]
    at = data.rindex(b"mdat") - 4
    (whole,) = struct.unpack_from(">I", data, at)
    grown = data[: start + size] + unit + data[start + size :]
    grown = grown[:at] + struct.pack(">I", whole + len(unit)) + grown[at + 4 :]
    places = grown.index(b"iloc")
    for old, new in ((size, size + len(unit)), *((extent[0], extent[0] + len(unit)) for extent in others)):
        where = grown.index(struct.pack(">I", old), places)
        grown = grown[:where] + struct.pack(">I", new) + grown[where + 4 :]
    return grown
