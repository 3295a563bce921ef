"""Small upright sRGB pixels of a photo, for the gallery. Knows nothing of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import ExifTags, Image, ImageCms, ImageFile

from luster_desktop.intake.formats import Unreadable, is_raw, open_jpeg, opened
from luster_desktop.intake.headers import orientation_of, turn_of
from luster_desktop.reasons import Reason

__all__ = ["Thumbnail", "Unreadable", "load_preview", "load_thumbnail"]

PREVIEW_PIXELS = 1_000_000
"""A larger preview takes about as long as the photo itself."""
PREVIEW_HEAD = 128 * 1024
"""EXIF, and so the camera's own small picture, lies in the first 64 KB; some write other blocks before it."""

BLOCK = 8 * 1024 * 1024
"""Read at once: the decoder holds the interpreter between two readings, of 64 KB each where nothing is said."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Thumbnail:
    width: int
    height: int
    rgb: bytes
    """height x width x 3 bytes, top row first, no padding, sRGB."""


def load_preview(path: Path) -> Thumbnail | None:
    """The small picture that the camera embedded in a JPEG or RAW, upright and without its black bars, or None."""
    try:
        if is_raw(path):
            return _preview_of_raw(path)
        with path.open("rb") as file:
            head = file.read(PREVIEW_HEAD)
        if not head.startswith(b"\xff\xd8\xff"):
            return None
        with open_jpeg(head) as image:
            exif, block = image.getexif(), image.info.get("exif", b"")
            place = exif.get_ifd(ExifTags.IFD.IFD1)
            start = 6 + int(place[ExifTags.Base.JpegIFOffset])
            data = block[start : start + int(place[ExifTags.Base.JpegIFByteCount])]
            with open_jpeg(data) as small:
                if small.width * small.height > PREVIEW_PIXELS:
                    return None
                bare = _without_bars(small.convert("RGB"), image.width / image.height)
                return _packed(_upright(bare, orientation_of(exif, "image/jpeg")))
    except Exception:
        # Only a shortcut to something on screen: a missing or damaged preview is no one's problem.
        return None


def load_thumbnail(path: Path, edge: int) -> Thumbnail:
    """What `load_image` returns, as bytes."""
    return _packed(load_image(path, edge))


def load_image(path: Path, edge: int) -> Image.Image:
    """Decode with the longer edge at most `edge` pixels, never enlarged; what is left of a truncated file counts.

    RGB, upright, sRGB. Raises `Unreadable`.
    """
    if is_raw(path):
        from luster_desktop.intake import raw  # loads LibRaw and OpenCV, which a shoot of JPEGs does without

        image = Image.fromarray(raw.shown(path, edge))
        image.thumbnail((edge, edge), Image.Resampling.BICUBIC, reducing_gap=2.0)
        return image
    with opened(path) as (image, content_type):
        try:
            small = _small(image, edge)
        except Exception:
            small = _salvage(path, content_type, edge)
        return _upright(_to_srgb(small, image.info.get("icc_profile")), turn_of(image, content_type))


def _preview_of_raw(path: Path) -> Thumbnail | None:
    from luster_desktop.intake import raw

    preview = raw.embedded_preview(path, most=PREVIEW_PIXELS)
    return None if preview is None else _packed(Image.fromarray(preview))


def _small(image: Image.Image, edge: int) -> Image.Image:
    if getattr(image, "is_animated", False):
        image = image.copy()  # one of several, which would be decoded anew at every look, at its full size
    # For a JPEG the draft lets the decoder skip detail: 3 to 6 times faster for a 24 MP photo. It goes by both edges.
    across, down = image.size
    scale = min(1.0, edge / max(across, down))
    image.draft("RGB", (max(1, round(across * scale)), max(1, round(down * scale))))
    if isinstance(image, ImageFile.ImageFile):
        image.decodermaxblock = BLOCK
    if image.mode in ("P", "PA", "LA", "1", "I;16", "I;16B", "I;16L", "I", "F"):
        return _plain(image, edge)
    image.thumbnail((edge, edge), Image.Resampling.BICUBIC, reducing_gap=2.0)
    image.load()  # one that is small enough has not been decoded so far
    return image


def _plain(image: Image.Image, edge: int) -> Image.Image:
    """Modes that cannot be scaled as they are: palettes, and more than 8 bits a channel."""
    if image.mode in ("I", "F") or image.mode.startswith("I;"):
        deep = image.convert("F")
        plain = deep.point(lambda value: value / 257.0).convert("L")
    else:
        plain = image.convert("RGBA" if image.mode in ("PA", "LA") else "RGB")
    plain.thumbnail((edge, edge), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return plain


def _salvage(path: Path, content_type: str, edge: int) -> Image.Image:
    """The part of a truncated JPEG that is there. An end marker makes the decoder fill the rest with grey."""
    damaged = Unreadable(Reason.DAMAGED_PICTURE)
    if content_type != "image/jpeg":
        raise damaged
    try:
        return _small(open_jpeg(path.read_bytes() + b"\xff\xd9"), edge)
    except Exception:
        raise damaged from None


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            done = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            if done is not None:
                return done
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that is broken or for other channels: shown as if it were sRGB
    return image if image.mode == "RGB" else image.convert("RGB")


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _without_bars(image: Image.Image, aspect: float) -> Image.Image:
    """Cameras pad a 3:2 photo to a 4:3 preview with black."""
    width, height = image.size
    wide, tall = min(width, int(height * aspect)), min(height, int(width / aspect))
    left, top = (width - wide) // 2, (height - tall) // 2
    return image.crop((left, top, left + wide, top + tall))


def _packed(image: Image.Image) -> Thumbnail:
    return Thumbnail(image.width, image.height, image.tobytes())
