"""A colour profile is rebuilt from what turns values into colours, whatever kind of tables it does that by."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO

import numpy as np
import piexif
import pytest
from PIL import Image, ImageCms

from luster_desktop.intake.clean import profile
from luster_desktop.intake.clean.rebuild import rebuilt
from tests import hiding
from tests.walkers import icc

RNG = np.random.default_rng(5)


def grid8(inputs: int) -> bytes:
    tables = bytes(range(256)) * inputs
    cells = RNG.integers(0, 256, 2**inputs * 3, dtype=np.uint8).tobytes()
    matrix = struct.pack(">9i", *(65536 if i % 4 == 0 else 0 for i in range(9)))
    return b"mft1" + bytes(4) + bytes([inputs, 3, 2, 0]) + matrix + tables + cells + bytes(range(256)) * 3


def grid16(inputs: int) -> bytes:
    matrix = struct.pack(">9i", *(65536 if i % 4 == 0 else 0 for i in range(9)))
    ends = struct.pack(">2H", 0, 65535)
    cells = RNG.integers(0, 65536, 2**inputs * 3).astype(">u2").tobytes()
    head = b"mft2" + bytes(4) + bytes([inputs, 3, 2, 0]) + matrix + struct.pack(">2H", 2, 2)
    return head + ends * inputs + cells + ends * 3


def steps(inputs: int) -> bytes:
    line = b"para" + bytes(4) + struct.pack(">2Hi", 0, 0, 65536)
    bent = b"curv" + bytes(4) + struct.pack(">IH", 1, 0x0180) + bytes(2)
    grid = (
        bytes([2] * inputs).ljust(16, b"\0")
        + b"\2\0\0\0"
        + RNG.integers(0, 65536, 2**inputs * 3).astype(">u2").tobytes()
    )
    grid += bytes(-len(grid) % 4)
    matrix = struct.pack(">12i", *(65536 if i in (0, 4, 8) else 0 for i in range(12)))
    hidden = hiding.SECRET.ljust(32, b" ")
    parts = [hidden, bent * 3, matrix, line * 3, grid, line * inputs]
    starts = [32 + sum(map(len, parts[:i])) for i in range(len(parts))]
    return b"mAB " + bytes(4) + bytes([inputs, 3, 0, 0]) + struct.pack(">5I", *starts[1:]) + b"".join(parts)


def made(space: bytes, element: bytes, version: int) -> bytes:
    """To Lab, by one table, with words wherever a profile has some."""
    words = b"text" + bytes(4) + hiding.SECRET + b"\0"
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    elements = {b"A2B0": element + hiding.SECRET, b"cprt": words, b"desc": words, b"wtpt": white, b"view": words}
    at, table, body = 132 + 12 * len(elements), b"", b""
    for tag, data in elements.items():
        table += tag + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(">I4sI4s4s4s", at + len(body), b"LSTR", version << 24, b"prtr", space, b"Lab ")
    head += struct.pack(">6H4s", 2020, 5, 6, 7, 8, 9, b"acsp") + hiding.SECRET[:24] + bytes(4)
    head += struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", len(elements)) + table + body


@pytest.mark.parametrize(("space", "mode", "inputs"), [(b"RGB ", "RGB", 3), (b"CMYK", "CMYK", 4)])
@pytest.mark.parametrize("kind", [grid8, grid16, steps])
def test_tables_give_the_same_colours(space: bytes, mode: str, inputs: int, kind: Callable[[int], bytes]) -> None:
    before = made(space, kind(inputs), 4 if kind is steps else 2)
    after = profile.rebuilt(before)
    icc.check(after)
    assert hiding.SECRET[:8] in before and hiding.SECRET[:8] not in after
    values = Image.fromarray(RNG.integers(0, 256, (40, 40, inputs), dtype=np.uint8), mode)
    srgb = ImageCms.createProfile("sRGB")
    shown = [
        ImageCms.profileToProfile(values, ImageCms.ImageCmsProfile(BytesIO(one)), srgb, outputMode="RGB")
        for one in (before, after)
    ]
    assert np.array_equal(np.asarray(shown[0]), np.asarray(shown[1]))


@pytest.mark.parametrize("data", [b"", b"words" * 40, hiding.profile()[:200], made(b"RGB ", b"mft2" + bytes(20), 2)])
def test_what_is_no_profile_is_none(data: bytes) -> None:
    assert profile.rebuilt(data) == b""


def test_a_camera_set_to_adobe_rgb_without_a_profile_stays_so() -> None:
    out = BytesIO()
    block = piexif.dump({"0th": {}, "Exif": {0xA001: 0xFFFF}, "Interop": {1: b"R03"}})
    hiding.picture().save(out, "JPEG", exif=block + bytes(4))
    with Image.open(BytesIO(rebuilt(out.getvalue()))) as image:
        assert image.getexif().get_ifd(0xA005)[1] == "R03"
