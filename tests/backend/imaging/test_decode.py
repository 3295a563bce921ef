"""Every way a photo may be stored comes out upright, in sRGB, or is refused with a sentence."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from backend import words
from backend.imaging import Rejected, Scope, SizeLimits, icc
from backend.imaging.confined import Pixels
from backend.imaging.decode import decode

from .scenes import encoded, opened, room

LIMITS = SizeLimits(min_pixels=1, max_pixels=1 << 22)
TONE = Scope(tone=True)


@pytest.fixture(scope="module")
def pixels() -> Iterator[Pixels]:
    with Pixels(workers=1) as owned:
        yield owned


def close(a: np.ndarray, b: np.ndarray, tolerance: float = 3.0) -> bool:
    return a.shape == b.shape and float(np.abs(a.astype(int) - b.astype(int)).mean()) < tolerance


STORED = {
    1: lambda p: p,
    2: lambda p: p[:, ::-1],
    3: lambda p: p[::-1, ::-1],
    4: lambda p: p[::-1],
    5: lambda p: p.transpose(1, 0, 2),
    6: lambda p: np.rot90(p, 1),
    7: lambda p: p[::-1, ::-1].transpose(1, 0, 2),
    8: lambda p: np.rot90(p, -1),
}
"""What a camera stores for each orientation, so that showing it by the tag gives the scene."""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_exactly_once(kind: str, orientation: int) -> None:
    scene = room(320, 240)
    tags = Image.Exif()
    tags[0x0112] = orientation
    data = encoded(np.ascontiguousarray(STORED[orientation](scene)), kind, exif=tags.tobytes())
    assert close(decode(data).pixels, scene, 6.0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_heic_is_turned_by_its_own_properties_only(orientation: int) -> None:
    pillow_heif.register_heif_opener()
    scene = room(320, 240)
    tags = Image.Exif()
    tags[0x0112] = orientation
    sink = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(STORED[orientation](scene))).save(
        sink, "HEIF", quality=95, exif=tags.tobytes()
    )
    assert close(decode(sink.getvalue()).pixels, scene, 8.0)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "1", "CMYK", "I;16", "YCbCr"])
def test_unusual_pixels_become_plain_rgb(mode: str) -> None:
    scene = room(320, 240)
    if mode == "I;16":
        image = Image.fromarray(cv2.cvtColor(scene, cv2.COLOR_RGB2GRAY).astype(np.uint16) * 257)
    else:
        image = Image.fromarray(scene).convert(mode)
    kind = {"CMYK": "JPEG", "YCbCr": "JPEG"}.get(mode, "PNG")
    sink = io.BytesIO()
    image.save(sink, kind)
    expected = np.asarray(Image.fromarray(scene).convert("L" if mode in ("L", "LA", "I;16") else mode).convert("RGB"))
    assert close(decode(sink.getvalue()).pixels, expected, 6.0)


@pytest.mark.parametrize("how", ["plain", "subsampled", "progressive", "several pictures", "of another space"])
def test_a_jpeg_has_the_pixels_that_pillow_sees(how: str) -> None:
    ways: dict[str, dict[str, Any]] = {
        "subsampled": {"subsampling": 2, "quality": 80},
        "progressive": {"progressive": True},
        "several pictures": {"save_all": True, "append_images": [Image.new("RGB", (64, 64))]},
        "of another space": {"icc_profile": _swapped()},
    }
    data = encoded(room(333, 251), "MPO" if how == "several pictures" else "JPEG", **ways.get(how, {}))
    image = Image.open(io.BytesIO(data))
    if how == "of another space":
        ImageCms.applyTransform(image, icc.transform(_swapped(), icc.srgb()), inPlace=True)
    assert np.array_equal(decode(data).pixels, np.asarray(image))


def _swapped() -> bytes:
    """A profile that is none of ours: Adobe RGB, but with green where red is."""
    own = icc.adobe_rgb()
    return own.replace(b"rXYZ", b"?XYZ", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"?XYZ", b"gXYZ", 1)


def test_a_file_is_searched_for_holes_once() -> None:
    holed = _with_hole(JPEG)
    with pytest.raises(Rejected, match="damaged"):
        decode(holed)
    assert decode(holed, known=True).pixels.shape == decode(JPEG).pixels.shape


def test_sixteen_bit_colour_keeps_its_brightness() -> None:
    scene = room(320, 240)
    for suffix in (".png", ".tif"):
        data = cv2.imencode(suffix, cv2.cvtColor(scene, cv2.COLOR_RGB2BGR).astype(np.uint16) * 257)[1].tobytes()
        assert close(decode(data).pixels, scene, 1.0)


def test_transparency_is_laid_on_white() -> None:
    picture = np.zeros((100, 100, 4), np.uint8)
    picture[:, 50:, 3] = 255
    pixels = decode(encoded(picture, "PNG")).pixels
    assert pixels[:, :50].min() == 255 and pixels[:, 50:].max() == 0


@pytest.mark.parametrize("make", [icc.display_p3, icc.adobe_rgb])
def test_wide_colours_are_converted_as_a_colour_managed_viewer_does(make: Callable[[], bytes]) -> None:
    scene = (room(320, 240).astype(float) * 0.6 + 50).astype(np.uint8)
    expected = ImageCms.profileToProfile(
        Image.fromarray(scene),
        ImageCms.ImageCmsProfile(io.BytesIO(make())),
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )
    got = decode(encoded(scene, "PNG", icc_profile=make())).pixels
    assert close(got, np.asarray(expected), 0.6)
    assert not close(got, scene, 2.0)


def test_srgb_values_are_not_touched() -> None:
    scene = room(320, 240)
    for profile in (icc.srgb(), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"broken"):
        assert np.array_equal(decode(encoded(scene, "PNG", icc_profile=profile)).pixels, scene)


def test_adobe_rgb_of_a_camera_without_a_profile_is_recognised() -> None:
    scene = room(320, 240)
    tags = Image.Exif()
    tags.get_ifd(0x8769)[0xA001] = 0xFFFF
    tags.get_ifd(0x8769)[0xA005] = {1: "R03"}
    got = decode(encoded(scene, "PNG", exif=tags.tobytes())).pixels
    assert close(got, decode(encoded(scene, "PNG", icc_profile=icc.adobe_rgb())).pixels, 0.1)
    assert not close(got, scene, 2.0)


def _png_header(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (head, body, b"IEND")
    )


def _animation(kind: str) -> bytes:
    frames = [Image.fromarray(room(96, 96, seed)) for seed in (1, 2, 3)]
    sink = io.BytesIO()
    frames[0].save(sink, kind, save_all=True, append_images=frames[1:])
    return sink.getvalue()


JPEG = encoded(room(640, 480))


def _heif(**options: int) -> bytes:
    pillow_heif.register_heif_opener()
    sink = io.BytesIO()
    Image.fromarray(room(640, 480)).save(sink, "HEIF", quality=90, **options)
    return sink.getvalue()


def _hdr(curve: int) -> bytes:
    return _heif(color_primaries=9, transfer_characteristics=curve, matrix_coefficients=9)


def _with_hole(data: bytes, size: int = 4096) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes(size) + data[middle + size :]


def _deep_colours() -> bytes:
    return bytes(cv2.imencode(".tif", np.zeros((100, 100, 3), np.float32))[1])


BAD = {
    "empty": (b"", "empty"),
    "text": (b"Dear agent, the photos are attached.", "not_a_photo"),
    "gif": (encoded(room(96, 96), "GIF"), "not_a_photo"),
    "half a jpeg": (JPEG[: len(JPEG) // 2], "damaged"),
    "jpeg header": (JPEG[:300], "damaged"),
    "jpeg with a hole": (_with_hole(JPEG), "damaged"),
    "progressive jpeg with a hole": (_with_hole(encoded(room(640, 480), progressive=True)), "damaged"),
    "half a heic": (_heif()[: len(_heif()) // 2], "damaged"),
    "most of a heic": (_heif()[: int(0.97 * len(_heif()))], "damaged"),
    "heic with a hole": (_with_hole(_heif()), "damaged"),
    "pq heic": (_hdr(16), "hdr"),
    "hlg heic": (_hdr(18), "hdr"),
    "half a png": (encoded(room(96, 96), "PNG")[:4000], "damaged"),
    "animated webp": (_animation("WEBP"), "animated"),
    "animated png": (_animation("PNG"), "animated"),
    "144 megapixels": (_png_header(12_000, 12_000), "too_large"),
    "4 gigapixels": (_png_header(65_000, 65_000), "too_large"),
    "tiny": (encoded(room(40, 40)), "too_small"),
    "float tiff": (encoded(np.zeros((100, 100), np.float32), "TIFF"), "pixel_format"),
    "float tiff of colours": (_deep_colours(), "pixel_format"),
    "panorama": (encoded(room(1600, 400)), "aspect"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_a_sentence(name: str, pixels: Pixels) -> None:
    data, code = BAD[name]
    with pytest.raises(Rejected) as caught:
        pixels.prepare(data, LIMITS, TONE)
    assert caught.value.code == code
    told = words.told(caught.value)
    assert told.endswith(".") and told[0].isupper() and len(told) > 20


def test_each_of_several_pictures_of_a_heic_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    several = pillow_heif.from_pillow(Image.fromarray(room(640, 900)))
    several.add_from_pillow(Image.new("RGB", (64, 64)))
    sink = io.BytesIO()
    several.save(sink, quality=95)
    looks: list[Image.Image] = []
    load: Any = pillow_heif.HeifImageFile.load

    def counted(image: Image.Image) -> Any:
        looks.append(image)
        return load(image)

    monkeypatch.setattr(pillow_heif.HeifImageFile, "load", counted)
    assert close(decode(sink.getvalue()).pixels, room(640, 900), 8.0)
    assert len(looks) <= 2


def test_the_models_picture_is_clean_and_of_the_size_asked_for(pixels: Pixels) -> None:
    prepared = pixels.prepare(
        encoded(room(1300, 870), exif=b"Exif\0\0MM\0*canary", comment=b"canary"), SizeLimits(), TONE
    )
    image = Image.open(io.BytesIO(prepared.image))
    assert image.size == (prepared.width, prepared.height)
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"canary" not in prepared.image
    assert opened(prepared.image).std() > 20
