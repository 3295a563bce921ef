"""Picture files in and out, as strict about what they claim as the vendor is."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageCms, ImageOps

from backend.local.image_model.editor.raster import Plane, Rgb, plane
from backend.local.image_model.problems import Problem

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
MAX_BYTES = 50_000_000
MAX_MASK_BYTES = 4_000_000
MAX_PIXELS = 100_000_000


def open_picture(data: bytes, content_type: str | None, param: str, number: int = 1) -> Rgb:
    """A picture in display orientation; raises `Problem` where the vendor refuses the file."""
    return np.asarray(_load(data, content_type, param, number).convert("RGB"), dtype=np.uint8)


def open_mask(data: bytes, content_type: str | None, size: tuple[int, int], param: str) -> Plane:
    """Where a transparent overlay asks for the edit: 1 where it is transparent. Raises `Problem`."""
    if content_type != "image/png" or len(data) >= MAX_MASK_BYTES:
        raise Problem(
            400, f"Invalid {param}: it must be a PNG file of less than 4 MB.", code="invalid_image_file", param=param
        )
    picture = _load(data, content_type, param, 1)
    if picture.size != size:
        message = f"Invalid {param} image format - {param} size does not match image size."
        raise Problem(400, message, code="invalid_image_file", param=param)
    if "A" not in picture.getbands():
        message = f"Invalid {param} image format - {param} must have an alpha channel."
        raise Problem(400, message, code="invalid_image_file", param=param)
    return plane(1 - np.asarray(picture.getchannel("A"), dtype=np.float32) / 255)


def _load(data: bytes, content_type: str | None, param: str, number: int) -> Image.Image:
    if content_type not in FORMATS:
        message = (
            f"Invalid file '{param}': unsupported mimetype ('{content_type or 'application/octet-stream'}'). "
            "Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'."
        )
        raise Problem(400, message, code="unsupported_file_mimetype", param=param)
    if len(data) >= MAX_BYTES:
        message = f"Invalid file '{param}': the file is too large. Files must be smaller than 50 MB."
        raise Problem(400, message, code="image_file_too_large", param=param)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=[FORMATS[content_type]])
            if picture.width * picture.height > MAX_PIXELS:
                raise ValueError("too many pixels")
            picture.load()
            return ImageOps.exif_transpose(picture)
    except Exception:
        # Pillow's decoders raise whatever they like on broken files.
        message = f"Invalid image file or mode for image {number}, please check your image file."
        raise Problem(400, message, code="invalid_image_file", param=param) from None


def size_of(path: Path) -> tuple[int, int]:
    """Width and height of a picture of this machine in display orientation, from its head.

    Raises ValueError where it is none.
    """
    try:
        with Image.open(path) as picture:
            turned = picture.getexif().get(ExifTags.Base.Orientation, 1) >= 5
            return picture.size[::-1] if turned else picture.size
    except Exception:
        # Pillow's decoders raise whatever they like on broken files.
        raise ValueError(f"{path} is no picture that can be read.") from None


def open_file(path: Path, *, edge: int | None = None) -> Rgb:
    """A picture of this machine in display orientation and sRGB; raises what Pillow does where it is broken.

    With `edge` a JPEG may come out smaller, with that many pixels at least on each side: it is decoded in less time.
    """
    with Image.open(path) as picture:
        if edge is not None:
            picture.draft("RGB", (edge, edge))
        upright = ImageOps.exif_transpose(picture)
    if profile := upright.info.get("icc_profile"):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(upright, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        upright = converted or upright
    return np.asarray(upright.convert("RGB"), dtype=np.uint8)


def encode(image: Rgb, output_format: str, compression: int) -> bytes:
    """A png, jpeg or webp file; `compression` is the vendor's 0..100, which is a quality."""
    target = io.BytesIO()
    picture = Image.fromarray(image)
    if output_format == "png":
        picture.save(target, "PNG", compress_level=1)
    elif output_format == "jpeg":
        picture.save(target, "JPEG", quality=max(1, compression), subsampling=0 if compression >= 90 else 2)
    else:
        picture.save(target, "WEBP", quality=compression, method=2)
    return target.getvalue()
