"""Photos with a place in them, and where a place can hide: for every format, made by code."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

SECRET = b"CanaryPlace 43.6150N 116.2023W"
"""What no byte that leaves this computer may be a part of."""
WORDS = SECRET.decode()
GPS = struct.pack("<II", 1213, 25), struct.pack(">II", 1213, 25)

XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    b' xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dji="http://www.dji.com/drone-dji/1.0/"'
    b' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"'
    b' exif:GPSLatitude="48,52.53S" dji:GpsLongtitude="-123.39" GPano:PoseHeadingDegrees="120.5"'
    b' GPano:InitialViewHeadingDegrees="77" GPano:FullPanoWidthPixels="240" GPano:UsePanoramaViewer="True"'
    b' GPano:CroppedAreaImageWidthPixels="120" GPano:CroppedAreaImageHeightPixels="90">'
    b"<photoshop:City>" + SECRET + b"</photoshop:City><GPano:ProjectionType>equirectangular</GPano:ProjectionType>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
)


def exif(**more: Any) -> bytes:
    """An EXIF block with facts, a place, and words in every tag that takes some."""
    tags = Image.Exif()
    tags[0x010E] = tags[0x013B] = tags[0x0131] = tags[0x8298] = WORDS
    tags[0x010F], tags[0x0110] = "Kept", more.get("model", "Kept 5")
    tags[0x9C9B] = WORDS.encode("utf-16-le")
    tags[0x0112] = more.get("orientation", 1)
    tags[0xEA1C] = SECRET
    tags[0x8769] = {
        0x829A: 0.008, 0x829D: 7.1, 0x8827: 100, 0x9003: "2026:11:23 10:00:00", 0x9291: "123", 0x9011: "+02:00",
        0x9204: -1.0, 0x920A: 24.0, 0xA405: 24, 0xA434: more.get("lens", "Kept 24-70"), 0xA431: WORDS, 0xA435: WORDS,
        0x927C: b"Maker\0" + SECRET, 0x9286: b"ASCII\0\0\0" + SECRET, 0xA430: WORDS, 0xA420: WORDS,
    }  # fmt: skip
    tags[0x8825] = {
        0: b"\2\3\0\0",
        1: "S",
        2: (IFDRational(4852, 100), IFDRational(1213, 25), 0.0),
        28: b"ASCII\0\0\0" + SECRET,
    }
    return tags.tobytes()


def picture(width: int = 120, height: int = 90, *, seed: int = 1) -> Image.Image:
    """Soft shapes with a little noise, so that no two parts of it are alike."""
    x, y = np.meshgrid(np.linspace(0, 6, width), np.linspace(0, 4, height))
    waves = np.stack([np.sin(x + y), np.cos(x * y), np.sin(x - 2 * y)], axis=-1) * 90 + 128
    noise = np.random.default_rng(seed).normal(0, 6, waves.shape)
    return Image.fromarray(np.clip(waves + noise, 0, 255).astype(np.uint8))


def profile() -> bytes:
    """Of sRGB, with words, a private tag and bytes that no tag refers to."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (count,) = struct.unpack(">I", plain[128:132])
    table = plain[132 : 132 + 12 * count]
    entries = [struct.unpack(">4sII", table[at : at + 12]) for at in range(0, len(table), 12)]
    moved = b"".join(tag + struct.pack(">II", at + 12, size) for tag, at, size in entries)
    private = b"text\0\0\0\0" + SECRET + b"\0"
    body = plain[132 + 12 * count :]
    end = 132 + 12 * (count + 1) + len(body)
    made = struct.pack(">I", count + 1) + moved + b"prVt" + struct.pack(">II", end, len(private)) + body + private
    made = plain[4:128] + made + SECRET
    return struct.pack(">I", len(made) + 4) + made


def jpeg(**options: Any) -> bytes:
    out = BytesIO()
    keep = {"exif": exif(), "xmp": XMP, "icc_profile": profile(), "comment": SECRET}
    picture().save(out, "JPEG", **(keep | options))
    return out.getvalue()


def inks() -> bytes:
    """A JPEG of CMYK, which has a segment of Adobe's."""
    out = BytesIO()
    picture().convert("CMYK").save(out, "JPEG", exif=exif(), comment=SECRET)
    return out.getvalue()


def png(mode: str = "RGB", **options: Any) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", WORDS)
    info.add_text("Place", WORDS, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    info.add(b"prVt", SECRET)
    out = BytesIO()
    keep = {"exif": exif(), "icc_profile": profile() if mode.startswith("RGB") else None}
    picture().convert(mode).save(out, "PNG", pnginfo=info, dpi=(300, 300), **(keep | options))
    return out.getvalue()


def webp(mode: str = "RGB", **options: Any) -> bytes:
    out = BytesIO()
    picture().convert(mode).save(out, "WEBP", exif=exif(), xmp=XMP, icc_profile=profile(), **options)
    return out.getvalue()


def tiff(mode: str = "RGB", **options: Any) -> bytes:
    tags = Image.Exif()
    tags.load(exif())
    if "compression" in options:  # libtiff writes none that it does not know
        tags = Image.Exif()
        tags.update({0x010E: WORDS, 0x010F: "Kept", 0x013B: WORDS})
    out = BytesIO()
    image = (
        picture().convert(mode) if mode != "I;16" else Image.fromarray(np.asarray(picture())[..., 0] * np.uint16(257))
    )
    more = {"save_all": True, "append_images": [picture(seed=2)]} if options.pop("pages", False) else {}
    image.save(out, "TIFF", exif=tags, icc_profile=profile() if mode == "RGB" else None, **options, **more)
    private = {700: XMP, 33723: SECRET, 34377: b"8BIM\4\x22\0\0" + SECRET, 42112: SECRET, 65000: SECRET}
    return with_tags(out.getvalue(), private) + SECRET


def with_tags(data: bytes, more: dict[int, bytes]) -> bytes:
    """A TIFF of Intel's order whose first table has more tags; the table that was the first stays where it is."""
    (at,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, at)
    entries = [data[at + 2 + 12 * i : at + 14 + 12 * i] for i in range(count)]
    following = data[at + 2 + 12 * count : at + 6 + 12 * count]
    data += b"\0" * (len(data) % 2)
    for tag, body in more.items():
        entries.append(struct.pack("<HHII", tag, 7, len(body), len(data)))
        data += body + b"\0" * (len(body) % 2)
    entries.sort(key=lambda entry: struct.unpack_from("<H", entry))
    table = struct.pack("<H", len(entries)) + b"".join(entries) + following
    return data[:4] + struct.pack("<I", len(data)) + data[8:] + table


def heic(**options: Any) -> bytes:
    out = BytesIO()
    file = pillow_heif.from_pillow(picture(160, 128))
    file.save(out, quality=90, **({"exif": exif(), "xmp": XMP} | options))
    return out.getvalue()


FORMATS: dict[str, Callable[[], bytes]] = {
    "jpeg": jpeg,
    "jpeg, progressive": lambda: jpeg(progressive=True),
    "jpeg, restarts": lambda: jpeg(restart_marker_rows=2, optimize=True),
    "jpeg, four inks": lambda: inks(),
    "jpeg, subsampled": lambda: jpeg(subsampling=2, quality=60),
    "png": png,
    "png, palette": lambda: png("P"),
    "png, grey with alpha": lambda: png("LA"),
    "png, interlaced": lambda: interlaced(),
    "webp": webp,
    "webp, lossless": lambda: webp(lossless=True),
    "webp, alpha": lambda: webp("RGBA"),
    "heic": heic,
    "tiff": tiff,
    "tiff, lzw": lambda: tiff(compression="tiff_lzw"),
    "tiff, deflate": lambda: tiff(compression="tiff_adobe_deflate"),
    "tiff, packbits": lambda: tiff(compression="packbits"),
    "tiff, jpeg": lambda: tiff(compression="jpeg", quality=90),
    "tiff, 16 bits": lambda: tiff("I;16"),
    "tiff, two pages": lambda: tiff(pages=True),
}


def interlaced() -> bytes:
    """An Adam7 PNG of grey pixels, which Pillow does not write."""
    grey = np.asarray(picture(21, 13).convert("L"))
    rows = b""
    for x, y, dx, dy in (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ):
        rows += b"".join(b"\0" + row.tobytes() for row in grey[y::dy, x::dx] if row.size)
    header = struct.pack(">IIBBBBB", 21, 13, 8, 0, 0, 0, 1)
    signature = b"\x89PNG\r\n\x1a\n"
    chunks = [(b"IHDR", header), (b"tEXt", b"Place\0" + SECRET), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return signature + b"".join(chunk(kind, body) for kind, body in chunks)


def chunk(kind: bytes, body: bytes) -> bytes:
    """Of a PNG."""
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def segment(marker: int, body: bytes) -> bytes:
    """Of a JPEG."""
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def riff(kind: bytes, body: bytes) -> bytes:
    """A chunk of a WebP."""
    return kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def resized(webp: bytes) -> bytes:
    """A WebP whose header says how long it is by now."""
    return webp[:4] + (len(webp) - 8).to_bytes(4, "little") + webp[8:]


def box(kind: bytes, body: bytes) -> bytes:
    """Of a HEIF."""
    return (len(body) + 8).to_bytes(4, "big") + kind + body
