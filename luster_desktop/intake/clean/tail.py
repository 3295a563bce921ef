"""Bytes behind the coded picture, within the very part of the file that holds it: decoders pass over them unseen."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import WebPImagePlugin

from luster_desktop.intake.clean.errors import Foreign

_EXTRANEOUS = re.compile(rb"(\d+) extraneous bytes before marker 0x([0-9a-f]{2})")
_AHEAD = 16
"""Bytes that decoders read before they need them, so that they do not count them."""
_ERRORS = 2
_listening = threading.Lock()


def without_jpeg_tail(jpeg: bytes) -> bytes:
    """A JPEG of Huffman's codes without what lies between the last code and its end. Raises `Foreign`."""
    told = _complaints(jpeg)
    extraneous = _EXTRANEOUS.search(told)
    if told and extraneous is None:
        return jpeg  # damaged, or nothing that this decoder knows
    if extraneous is not None and extraneous[2] != b"d9":
        raise Foreign  # between two scans, where only decoding finds it
    end, kept = len(jpeg) - 2, len(jpeg) - 2
    first = end - int(extraneous[1]) if extraneous is not None else end - 1
    for stop in range(first, first - _AHEAD, -1):
        if jpeg[stop - 1] == 0xFF:
            continue
        if _complaints(jpeg[:stop] + jpeg[end:]):  # it is cut by a byte that it needs
            return jpeg[:kept] + jpeg[end:]
        kept = stop
    if extraneous is not None:
        raise Foreign
    return jpeg  # nothing is heard here, as in a window of Windows without a console


def without_webp_tail(picture: bytes, wrapped: Callable[[bytes], bytes]) -> bytes:
    """The shortest beginning of a coded picture that shows the same; `wrapped` makes a file of one."""
    if len(picture) <= _AHEAD:
        return picture
    shown = _shown(wrapped(picture))
    if shown is None or _shown(wrapped(picture[:-_AHEAD])) != shown:
        return picture
    least, most = 0, len(picture) - _AHEAD
    while least < most:
        middle = (least + most) // 2
        if _shown(wrapped(picture[:middle])) == shown:
            most = middle
        else:
            least = middle + 1
    return picture[:most]


def _shown(file: bytes) -> bytes | None:
    try:
        with WebPImagePlugin.WebPImageFile(BytesIO(file)) as image:
            return image.tobytes()
    except Exception:  # decoders raise nearly anything for a part of a picture
        return None


def _complaints(jpeg: bytes) -> bytes:
    """What libjpeg says of a file; its only way to tell a warning leads to the process's error output."""
    import cv2  # takes longer to load than all else, and the window needs none of it
    import numpy as np

    with _listening, tempfile.TemporaryFile() as heard:
        with _redirected(heard.fileno()):
            flags = cv2.IMREAD_REDUCED_GRAYSCALE_8 | cv2.IMREAD_IGNORE_ORIENTATION
            pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), flags)
        heard.seek(0)
        return heard.read() or (b"no picture" if pixels is None else b"")


@contextlib.contextmanager
def _redirected(target: int) -> Iterator[None]:
    if sys.stderr is not None:
        sys.stderr.flush()
    try:
        before = os.dup(_ERRORS)
    except OSError:  # a window's process on Windows has none
        before = None
    os.dup2(target, _ERRORS)
    try:
        yield
    finally:
        if before is None:
            os.close(_ERRORS)
        else:
            os.dup2(before, _ERRORS)
            os.close(before)
