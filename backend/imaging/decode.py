"""Bytes of unknown origin to RGB pixels the right way up. Runs only in the confined child."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import cv2
import numpy as np
import pillow_heif
import simplejpeg
from PIL import Image, ImageCms, UnidentifiedImageError

from backend import panorama, whole
from backend.contract import MAX_PIXELS
from backend.whole import boxes, tiff

from . import exif, icc
from .arrays import Pixels8
from .values import Rejected

# Multi-picture JPEGs open through "JPEG"; naming "MPO" raises KeyError.
FORMATS = ("JPEG", "HEIF", "PNG", "TIFF", "WEBP")
MIN_EDGE = 64

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

_MODES = {
    "RGB",
    "RGBA",
    "RGBX",
    "L",
    "LA",
    "P",
    "PA",
    "1",
    "CMYK",
    "YCbCr",
    "LAB",
    "I;16",
    "I;16L",
    "I;16B",
    "RGBa",
    "La",
}


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that was decoded.

    Attributes
    ----------
    pixels : (H, W, 3) Pixels8
        Upright and writable.
    profile : bytes
        One of `icc`'s own, by which `pixels` are encoded.
    facts : exif.Facts
        What may be written out again.
    """

    pixels: Pixels8
    profile: bytes
    facts: exif.Facts


def decode(data: bytes, *, max_pixels: int = MAX_PIXELS, keep: bool = False, known: bool = False) -> Photo:
    """Decode one photo.

    Parameters
    ----------
    data : bytes
        A file of unknown origin.
    max_pixels : int
        What has more is refused.
    keep : bool
        Whether Display P3 and Adobe RGB stay what they are, value for value. All else becomes sRGB.
    known : bool
        Whether the file was decoded before: it is not searched for holes again, which takes as long as decoding it.

    Returns
    -------
    Photo

    Raises
    ------
    Rejected
        For everything that is not a sound photo of an allowed type.
    """
    image = _open(data)
    if image.width * image.height > max_pixels:
        raise _too_large()
    if min(image.size) < MIN_EDGE:
        raise Rejected("too_small", width=image.width, height=image.height)
    # A multi-picture JPEG's other frames are previews, a TIFF's are pages or previews; only the first is the photo.
    if image.format in ("PNG", "WEBP") and getattr(image, "is_animated", False):
        raise Rejected("animated")
    _check_depth(image, data)
    if not known and not whole.sound(data):
        # Decoders fill what is missing with grey or green and raise nothing.
        raise Rejected("damaged", "incomplete")
    pixels = _quickly(image, data)
    try:
        if pixels is None:
            image.load()
    except MemoryError:
        raise
    except Exception as error:
        raise Rejected("damaged", type(error).__name__) from None
    orientation = _orientation(image)
    facts = _facts(image, orientation)
    # One of several is decoded anew at every look.
    one = not getattr(image, "is_animated", False)
    try:
        image = _flatten(image if one or pixels is not None else image.copy())
        own = _own_profile(image, keep)
        if own is None:
            pixels, image = None, _converted(image if one else image.copy())
        if pixels is None:
            pixels = _to_array(image)
    except (OSError, ValueError) as error:
        # What Pillow raises for pixels that it loaded and cannot convert.
        raise Rejected("unreadable", type(error).__name__) from None
    return Photo(_upright(pixels, orientation), own or icc.srgb(), facts)


def _open(data: bytes) -> Image.Image:
    if not data:
        raise Rejected("empty")
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_large() from None
    except UnidentifiedImageError:
        if max(tiff.values(io.BytesIO(data), 0x0102), default=0) > 16:
            raise Rejected("pixel_format") from None
        raise Rejected("not_a_photo") from None
    except MemoryError:
        raise
    except Exception as error:
        raise Rejected("damaged", type(error).__name__) from None


def _too_large() -> Rejected:
    return Rejected("too_large", most=MAX_PIXELS // 1_000_000)


def _check_depth(image: Image.Image, data: bytes) -> None:
    if image.mode not in _MODES:
        raise Rejected("pixel_format")
    if image.format == "HEIF" and boxes.curve(io.BytesIO(data)) in (16, 18):
        raise Rejected("hdr")


def _orientation(image: Image.Image) -> int:
    """Read after loading: Pillow turns a TIFF, libheif a HEIC itself, and both then report 1."""
    try:
        value = image.getexif().get(0x0112, 1)
    except Exception:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _facts(image: Image.Image, orientation: int) -> exif.Facts:
    width, height = image.size if orientation < 5 else image.size[::-1]
    around = panorama.read(image.info.get("xmp"), width, height)
    try:
        tags = image.getexif()
        return exif.read(_dots(image) | dict(tags), tags.get_ifd(0x8769), around)
    except Exception:
        # Metadata that cannot be parsed is no reason to refuse the photo.
        return exif.read({}, {}, around)


def _dots(image: Image.Image) -> dict[int, float]:
    """Dots per inch where the file says them outside of EXIF."""
    across, down = image.info.get("dpi", (0, 0))
    return {0x011A: across, 0x011B: down, 0x0128: 2} if across > 0 and down > 0 else {}


def _flatten(image: Image.Image) -> Image.Image:
    """To RGB, L or CMYK of 8 bits, with a transparent photo laid on white."""
    profile = image.info.get("icc_profile")
    nclx = image.info.get("nclx_profile")
    adobe = _is_adobe_rgb(image)
    if image.mode.startswith("I;16"):
        high = (np.asarray(image).astype(np.uint16) >> 8).astype(np.uint8)
        image = Image.fromarray(high)
    if image.mode in ("P", "PA", "LA", "La", "RGBa", "1") or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        if alpha.getextrema() == (255, 255):
            image = image.convert("RGB")
        else:
            white = Image.new("RGB", image.size, "white")
            white.paste(image.convert("RGB"), mask=alpha)
            image = white
    elif image.mode in ("RGBX", "YCbCr"):
        image = image.convert("RGB")
    if not profile and isinstance(nclx, dict) and nclx.get("color_primaries") == 12:
        profile = icc.display_p3()
    if not profile and adobe:
        profile = icc.adobe_rgb()
    image.info = {"icc_profile": profile} if isinstance(profile, bytes) and profile else {}
    return image


def _is_adobe_rgb(image: Image.Image) -> bool:
    """Cameras set to Adobe RGB embed no profile; the interoperability index says so (DCF 2.0, "R03")."""
    try:
        tags = image.getexif()
        index = tags.get_ifd(0x8769).get(0xA005) and tags.get_ifd(0xA005).get(1)
    except Exception:
        return False
    return isinstance(index, str) and index.startswith("R03")


def _quickly(image: Image.Image, data: bytes) -> Pixels8 | None:
    """The pixels of a JPEG in RGB, the same ones as Pillow's in half of the time; None of all else."""
    if image.format not in ("JPEG", "MPO") or image.mode != "RGB":
        return None
    try:
        return np.asarray(simplejpeg.decode_jpeg(data, "RGB"))
    except ValueError:
        return None


def _own_profile(image: Image.Image, keep: bool) -> bytes | None:
    """The profile of ours that RGB is in, None where it is to be converted. A broken profile is none."""
    if image.mode != "RGB":
        return None
    profile = image.info.get("icc_profile")
    if not profile:
        return icc.srgb()
    try:
        for own in (icc.srgb(), icc.display_p3(), icc.adobe_rgb()) if keep else (icc.srgb(),):
            if icc.changes_nothing(icc.transform(profile, own)):
                return own
    except _BROKEN:
        return icc.srgb()
    return None


_BROKEN = (ImageCms.PyCMSError, OSError, ValueError, TypeError)


def _converted(image: Image.Image) -> Image.Image:
    """RGB in sRGB, in the same memory where it was RGB. A broken profile is none."""
    profile = image.info.get("icc_profile")
    if profile:
        try:
            way = icc.transform(profile, icc.srgb(), image.mode)
            if image.mode == "RGB":
                ImageCms.applyTransform(image, way, inPlace=True)
                return image
            return ImageCms.applyTransform(image, way) or image.convert("RGB")
        except _BROKEN:
            pass
    return image if image.mode == "RGB" else image.convert("RGB")


def _to_array(image: Image.Image) -> Pixels8:
    """Copied in strips small enough for memory to be used again: fresh pages cost five times the copy."""
    width, height = image.size
    pixels = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, 256):
        bottom = min(top + 256, height)
        pixels[top:bottom] = np.asarray(image.crop((0, top, width, bottom)))
    image.close()
    return pixels


def _upright(pixels: Pixels8, orientation: int) -> Pixels8:
    """Undo an EXIF orientation of 1 to 8."""
    if orientation in (5, 6, 7, 8):
        pixels = cv2.transpose(pixels)
    flip = {2: 1, 3: -1, 4: 0, 6: 1, 7: -1, 8: 0}.get(orientation)
    return pixels if flip is None else cv2.flip(pixels, flip)
