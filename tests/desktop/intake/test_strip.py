from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pi_heif
import pillow_heif
import pytest
from PIL import Image, ImageCms
from PIL.TiffImagePlugin import IFDRational

from luster_desktop.intake.strip import OTHER, PLACE, SERIAL, Unreadable, strip, stripped
from tests.desktop.intake import sample

XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    b' xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dji="http://www.dji.com/drone-dji/1.0/"'
    b' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"'
    b' xmlns:xmp="http://ns.adobe.com/xap/1.0/" exif:GPSLatitude="48,52.53S" dji:GpsLongtitude="-123.39"'
    b' aux:SerialNumber="SECRET-77" xmp:Rating="4"><photoshop:City>Secretville</photoshop:City>'
    b"<exif:GPSLongitude>123,23.55W</exif:GPSLongitude></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
)
SECRETS = (b"SECRET", b"Secretville", b"48,52.53S", b"-123.39", b"123,23.55W", struct.pack("<II", 1213, 25))


def exif_block() -> bytes:
    tags = Image.Exif()
    tags[0x8298], tags[0x010F] = "Kept (c)", "Kept"
    tags[0x8769] = {
        0xA431: "SECRET-1234567",
        0xA435: "SECRET-LENS-9",
        0x927C: b"Maker\0SECRET-IN-THE-NOTE",
        0x829D: 7.1,
        0xA434: "Kept 24-70",
    }
    tags[0x8825] = {
        0: b"\2\3\0\0",
        1: "S",
        2: (IFDRational(4852, 100), IFDRational(5253, 100), 0.0),
        28: b"SECRET-AREA",
    }
    return tags.tobytes()


def photo() -> Image.Image:
    with Image.open(sample.SHOOT / "IMG_0005.JPG") as image:
        return image.resize((240, 160))


def made(kind: str) -> bytes:
    out = BytesIO()
    image, exif = photo(), exif_block()
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    match kind:
        case "jpeg":
            image.save(out, "JPEG", exif=exif, xmp=XMP, icc_profile=icc, comment=b"SECRET comment", progressive=True)
        case "png":
            image.save(out, "PNG", exif=exif, icc_profile=icc)
            data = out.getvalue()
            text = b"tEXtComment\0SECRET"
            at = data.index(b"IDAT") - 4
            return data[:at] + struct.pack(">I", len(text) - 4) + text + zlib.crc32(text).to_bytes(4, "big") + data[at:]
        case "webp":
            image.save(out, "WEBP", exif=exif, xmp=XMP, icc_profile=icc, lossless=True)
        case "heic":
            pillow_heif.from_pillow(image).save(out, quality=90, exif=exif, xmp=XMP)
        case "tiff":
            tags = Image.Exif()
            tags.load(exif)
            tags[700] = XMP
            image.save(out, "TIFF", exif=tags, icc_profile=icc)
    return out.getvalue()


def decoded(data: bytes, kind: str) -> np.ndarray:
    if kind == "heic":
        heif = pi_heif.open_heif(BytesIO(data))
        return np.array(heif)
    with Image.open(BytesIO(data)) as image:
        return np.array(image)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic", "tiff"])
def test_places_and_numbers_go_and_pixels_stay(kind: str) -> None:
    before = made(kind)
    assert any(secret in before for secret in SECRETS), "the test file holds no secret"
    after, removed = stripped(before)
    assert {PLACE, SERIAL} <= removed
    for secret in SECRETS:
        assert secret not in after, secret
        assert secret[::-1] not in after
    assert np.array_equal(decoded(before, kind), decoded(after, kind))
    assert b"Kept (c)" in after
    assert b"Kept 24-70" in after


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "tiff"])
def test_the_colour_profile_stays(kind: str) -> None:
    after, _ = stripped(made(kind))
    with Image.open(BytesIO(after)) as image:
        assert image.info.get("icc_profile")
        assert not image.getexif().get_ifd(0x8825)
        detail = image.getexif().get_ifd(0x8769)
        assert detail[0x829D] == pytest.approx(7.1)
        assert not {0xA431, 0xA435, 0x927C} & set(detail)


@pytest.mark.parametrize("number", range(1, 15))
def test_the_sample_shoot(number: int, tmp_path: Path) -> None:
    source, target = sample.SHOOT / f"IMG_{number:04d}.JPG", tmp_path / "clean.jpg"
    before = source.read_bytes()
    removed = strip(source, target)
    after = target.read_bytes()
    assert (PLACE in removed) == (number in (1, 2, 3, 4, 5, 6, 7, 13))
    assert SERIAL in removed
    assert b"SAMPLE-0001" not in after
    assert b"GPSLatitude" not in after
    assert np.array_equal(decoded(before, "jpeg"), decoded(after, "jpeg"))
    assert source.read_bytes() == before


def test_the_heic_of_the_sample_shoot(tmp_path: Path) -> None:
    removed = strip(sample.SHOOT / "IMG_0015.HEIC", tmp_path / "a.heic")
    assert {PLACE, SERIAL} <= removed
    heif = pi_heif.open_heif(tmp_path / "a.heic")
    tags = Image.Exif()
    tags.load(heif.info["exif"])
    assert not tags.get_ifd(0x8825)
    assert 0xA431 not in tags.get_ifd(0x8769)
    assert tags.get_ifd(0x8769)[0x829D]


def test_values_right_behind_their_table_stay() -> None:
    """Some writers end the tables of the camera's facts and of the place without a pointer to a next one."""
    form = ">HHI"
    exif_at = 8 + 2 + 4 * 12 + 4
    gps_at = exif_at + 2 + 2 * 12 + 8
    dots_at = gps_at + 2 + 12
    main = [
        struct.pack(form, 0x011A, 5, 1) + struct.pack(">I", dots_at),
        struct.pack(form, 0x011B, 5, 1) + struct.pack(">I", dots_at),
        struct.pack(form, 0x8769, 4, 1) + struct.pack(">I", exif_at),
        struct.pack(form, 0x8825, 4, 1) + struct.pack(">I", gps_at),
    ]
    exif = [
        struct.pack(form, 0x829A, 5, 1) + struct.pack(">I", exif_at + 2 + 24),
        struct.pack(form, 0xA431, 2, 4) + b"SEC\0",
    ]
    block = b"MM\0*\0\0\0\x08" + struct.pack(">H", 4) + b"".join(main) + bytes(4)
    block += struct.pack(">H", 2) + b"".join(exif) + struct.pack(">II", 1, 125)
    block += struct.pack(">H", 1) + struct.pack(form, 0, 1, 4) + b"\2\3\0\0" + struct.pack(">II", 300, 1)
    out = BytesIO()
    photo().save(out, "JPEG", exif=b"Exif\0\0" + block)
    after, removed = stripped(out.getvalue())
    assert SERIAL in removed
    assert b"SEC\0" not in after
    with Image.open(BytesIO(after)) as image:
        tags = image.getexif()
        assert float(tags.get_ifd(0x8769)[0x829A]) == 0.008
        assert 0xA431 not in tags.get_ifd(0x8769)
        assert (float(tags[0x011A]), float(tags[0x011B])) == (300, 300)


def test_what_follows_a_jpeg_goes() -> None:
    before = made("jpeg")
    after, removed = stripped(before + b"ftypmp42 a film with a place: SECRET")
    assert b"SECRET" not in after
    assert OTHER in removed
    assert after.endswith(b"\xff\xd9")


def test_a_damaged_exif_block_goes_whole() -> None:
    before = made("jpeg").replace(b"Exif\0\0II*\0\x08\0\0\0", b"Exif\0\0II*\0\xff\xff\xff\x7f")
    after, removed = stripped(before)
    assert b"SECRET" not in after
    assert {PLACE, SERIAL} <= removed


def test_a_packet_that_hides_its_place_goes_whole() -> None:
    hidden = XMP.replace(b"exif:GPSLatitude", b"exif:GPS&#x4c;atitude").replace(
        b"<x:xmpmeta", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x:xmpmeta"
    )
    out = BytesIO()
    photo().save(out, "JPEG", xmp=hidden)
    after, removed = stripped(out.getvalue())
    assert b"48,52.53S" not in after
    assert PLACE in removed


def test_what_cannot_be_understood_is_refused() -> None:
    for data in (b"", b"GIF89a" + bytes(100), made("tiff")[:300], made("heic")[:400], b"\xff\xd8\xff\xe1\xff\xff"):
        with pytest.raises(Unreadable, match="tags"):
            stripped(data)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic", "tiff"])
def test_any_damage_gives_a_clean_file_or_a_refusal(kind: str) -> None:
    """Never another error, and never an endless loop."""
    rng = np.random.default_rng(8)
    whole = made(kind)
    for _ in range(150):
        data = bytearray(whole)
        for at in rng.integers(12, min(len(data), 4000), 6):
            data[at] = int(rng.integers(0, 256))
        cut = int(rng.integers(20, len(data))) if rng.random() < 0.3 else len(data)
        try:
            after, _ = stripped(bytes(data[:cut]))
        except Unreadable:
            continue
        assert isinstance(after, bytes)
