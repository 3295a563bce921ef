"""Oracles for metadata that left with a picture: every byte by what it is, and a byte search."""

from __future__ import annotations

import base64
import io
import re
import zlib

from PIL import Image

from tests import walkers
from tests.walkers import xmp

MOST = 3500
"""Bytes of a picture that are no pixels and no tables."""


def check_structure(jpeg: bytes, *profiles: bytes) -> str:
    """No byte that is unknown, and one of `profiles`; what the picture says of where it comes from."""
    found = walkers.walk(jpeg)
    assert found["application"] <= MOST
    with Image.open(io.BytesIO(jpeg)) as image:
        assert image.info["icc_profile"] in profiles
        return xmp.check(image.info["xmp"])["DigitalSourceType"].rpartition("/")[2]


def occurs(data: bytes, secret: str) -> list[str]:
    """In which guises a secret is somewhere in `data`."""
    raw = secret.encode()
    guises = {
        "raw": raw,
        "utf-16-le": secret.encode("utf-16-le"),
        "utf-16-be": secret.encode("utf-16-be"),
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        **{f"base64+{i}": base64.b64encode(b"x" * i + raw)[4 if i else 0 : -4] for i in range(3)},
    }
    texts = [("", data)] + [("inflated ", text) for text in _inflated(data)]
    return [where + name for where, text in texts for name, guise in guises.items() if guise in text]


def _inflated(data: bytes) -> list[bytes]:
    out = []
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            text = zlib.decompressobj().decompress(data[match.start() :], 1 << 20)
        except zlib.error:
            continue
        if len(text) > 16:
            out.append(text)
    return out
