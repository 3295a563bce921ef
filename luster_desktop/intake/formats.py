"""The image formats that Luster takes: told apart by their first bytes, opened by exactly their own decoder.

A RAW file is told by its suffix instead, and opened in `raw`.

Nothing here touches Pillow's process-wide switches: each file is opened by the class of its format, so a file cannot
choose another decoder, and the limit on pixels is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO

from PIL import Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from backend import whole
from backend.contract import CONTENT_TYPES, MAX_PIXELS
from backend.whole import boxes, tiff
from luster_desktop.reasons import Reason

HEAD = 32
"""Bytes that `sniff` needs."""

SUFFIXES = {content_type: suffix for suffix, content_type in reversed(CONTENT_TYPES.items())}
"""The usual suffix of each content type."""

RAW = "image/x-raw"
"""The content type, within Luster, of every camera's RAW files."""
_RAW_SUFFIXES = frozenset(
    f".{suffix}"
    for suffix in (
        *("3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "gpr", "iiq", "kdc", "mef", "mos"),
        *("mrw", "nef", "nrw", "orf", "pef", "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw", "x3f"),
    )
)

_BITS, _DEEPEST = 0x0102, 16
_HDR_CURVES = (16, 18)
"""PQ and HLG."""

_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"}
_HEIF = {b"mif1", b"msf1", b"mif2"}


class Unreadable(Exception):
    """The file's pixels cannot be had; the message is a `Reason`."""


def sniff(head: bytes) -> str | None:
    """The content type that the first bytes of a file prove, or None when it is no format that Luster takes."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] in (b"II*\x00", b"MM\x00*"):
        return "image/tiff"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _heif(head[8:12], {head[i : i + 4] for i in range(16, len(head) - 3, 4)})
    return None


def is_raw(path: PurePath) -> bool:
    """By its suffix: the first bytes of most RAW files are those of any TIFF, which would show a tiny preview."""
    return path.suffix.lower() in _RAW_SUFFIXES


def _heif(brand: bytes, compatible: set[bytes]) -> str | None:
    if brand in _HEIC:
        return "image/heic"
    # The general brand says nothing of the codec; AVIF files carry it too.
    if brand in _HEIF and not compatible & {b"avif", b"avis"}:
        return "image/heic" if compatible & _HEIC else "image/heif"
    return None


@contextmanager
def opened(path: Path) -> Iterator[tuple[Image.Image, str]]:
    """The image with its header read and its pixels not, and its content type; closed at the end.

    Raises `Unreadable` for anything but a photo of at most MAX_PIXELS.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise Unreadable(why(error)) from None
    with file:
        try:
            content_type = sniff(file.read(HEAD))
            image = None
            if content_type is not None:
                check_form(file, content_type)
                file.seek(0)
                image = open_image(file, content_type)
        except Unreadable:
            raise
        except Exception:
            # Decoders raise nearly anything on a damaged header: OSError, SyntaxError, ValueError, struct.error, ...
            raise Unreadable(Reason.DAMAGED_HEADER) from None
        if image is None or content_type is None:
            raise Unreadable(Reason.NOT_A_PHOTO)
        check_size(*image.size)
        with image:
            yield image, content_type


def whole_file(path: Path) -> bytes:
    """The file's bytes, which are all there: decoders fill what is missing with grey or green and say nothing.

    Raises `Unreadable`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(why(error)) from None
    if not whole.sound(data):
        raise Unreadable(Reason.DAMAGED_PART)
    return data


def check_size(width: int, height: int) -> None:
    """Raises `Unreadable` for more than MAX_PIXELS."""
    if width * height > MAX_PIXELS:
        megapixels, most = round(width * height / 1e6), round(MAX_PIXELS / 1e6)
        raise Unreadable(Reason.TOO_MANY_PIXELS.of(megapixels=megapixels, most=most))


def open_jpeg(data: bytes) -> Image.Image:
    """A JPEG in memory, header read. Raises what Pillow raises."""
    return JpegImagePlugin.JpegImageFile(BytesIO(data))


def why(error: OSError) -> str:
    """What an operating system's error means to the user, as a `Reason`."""
    if isinstance(error, FileNotFoundError):
        return Reason.FILE_GONE
    if isinstance(error, PermissionError):
        return Reason.FILE_FORBIDDEN
    return Reason.FILE_UNREADABLE.of(errno=error.errno)


def check_form(file: BinaryIO, content_type: str) -> None:
    """Raises `Unreadable` for what decoders would take and give wrong pixels for."""
    if not whole.complete(file):
        raise Unreadable(Reason.DAMAGED_PART)
    if content_type == "image/tiff" and max(tiff.values(file, _BITS), default=0) > _DEEPEST:
        raise Unreadable(Reason.DEEP_TIFF)
    if content_type in ("image/heic", "image/heif") and boxes.curve(file) in _HDR_CURVES:
        raise Unreadable(Reason.HDR_CURVE)


def open_image(file: BinaryIO, content_type: str) -> Image.Image:
    """By the decoder of its type, header read. Raises nearly anything on a damaged one."""
    match content_type:
        case "image/jpeg":
            return JpegImagePlugin.JpegImageFile(file)
        case "image/png":
            return PngImagePlugin.PngImageFile(file)
        case "image/tiff":
            return TiffImagePlugin.TiffImageFile(file)
        case "image/webp":
            return WebPImagePlugin.WebPImageFile(file)
        case _:
            from pi_heif import HeifImageFile

            image: Image.Image = HeifImageFile(file)
            return image
