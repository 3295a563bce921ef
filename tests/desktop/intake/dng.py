"""A minimal DNG: an uncompressed Bayer mosaic with a JPEG preview, as a camera would write it."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Entries = list[tuple[int, int, object]]
"""Tag, kind and values."""
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 10: 8}


def write(
    path: Path,
    linear: NDArray[np.float64],
    *,
    preview: NDArray[np.uint8] | None,
    orientation: int = 1,
    taken: str = "2026:10:14 10:13:13",
    shutter: tuple[int, int] = (1, 60),
) -> None:
    """`linear` is H x W x 3, even sides, 1.0 at the clipping point, in a camera space that is sRGB."""
    height, width = linear.shape[:2]
    mosaic = np.empty((height, width))
    mosaic[0::2, 0::2], mosaic[0::2, 1::2] = linear[0::2, 0::2, 0], linear[0::2, 1::2, 1]
    mosaic[1::2, 0::2], mosaic[1::2, 1::2] = linear[1::2, 0::2, 1], linear[1::2, 1::2, 2]
    raw = np.rint(np.clip(mosaic, 0, 1) * 15500 + 512).astype("<u2").tobytes()
    jpeg = BytesIO()
    if preview is not None:
        Image.fromarray(preview).save(jpeg, "JPEG", quality=92)
    # XYZ (D65) to camera, where the camera is linear sRGB.
    matrix = [3.2405, -1.5371, -0.4985, -0.9693, 1.8760, 0.0416, 0.0556, -0.2040, 1.0572]
    exif: Entries = [
        (33434, 5, [shutter]),
        (33437, 5, [(71, 10)]),
        (34855, 3, [200]),
        (36867, 2, taken.encode() + b"\0"),
        (37386, 5, [(24, 1)]),
    ]
    sub: Entries = [
        (254, 4, [0]), (256, 4, [width]), (257, 4, [height]), (258, 3, [16]), (259, 3, [1]), (262, 3, [32803]),
        (273, 4, ["raw"]), (277, 3, [1]), (278, 4, [height]), (279, 4, [len(raw)]), (284, 3, [1]),
        (33421, 3, [2, 2]), (33422, 1, bytes([0, 1, 1, 2])), (50714, 3, [512]), (50717, 3, [16012]),
    ]  # fmt: skip
    main: Entries = [
        (254, 4, [1]), (256, 4, [preview.shape[1] if preview is not None else 0]),
        (257, 4, [preview.shape[0] if preview is not None else 0]), (258, 3, [8, 8, 8]), (259, 3, [7]), (262, 3, [6]),
        (271, 2, b"Luster\0"), (272, 2, b"Sample\0"), (273, 4, ["jpeg"]), (274, 3, [orientation]), (277, 3, [3]),
        (278, 4, [preview.shape[0] if preview is not None else 0]), (279, 4, [len(jpeg.getvalue())]), (284, 3, [1]),
        (330, 4, ["sub"]), (34665, 4, ["exif"]), (50706, 1, bytes([1, 4, 0, 0])), (50707, 1, bytes([1, 1, 0, 0])),
        (50708, 2, b"Luster Sample\0"), (50721, 10, [(round(v * 10000), 10000) for v in matrix]),
        (50728, 5, [(1, 1), (1, 1), (1, 1)]), (50778, 3, [21]),
    ]  # fmt: skip
    places = {"main": 8}
    for name, entries, next_name in (("main", main, "exif"), ("exif", exif, "sub"), ("sub", sub, "raw")):
        places[next_name] = places[name] + len(
            _table(entries, places[name], {"raw": 0, "jpeg": 0, "sub": 0, "exif": 0})
        )
    places["jpeg"] = places["raw"] + len(raw)
    tables = b"".join(_table(e, places[n], places) for n, e in (("main", main), ("exif", exif), ("sub", sub)))
    path.write_bytes(b"II*\0" + struct.pack("<I", 8) + tables + raw + jpeg.getvalue())


def _table(entries: Entries, at: int, places: dict[str, int]) -> bytes:
    head, body = struct.pack("<H", len(entries)), b""
    start = at + 2 + 12 * len(entries) + 4
    for tag, kind, values in entries:
        if isinstance(values, bytes):
            data = values
        else:
            assert isinstance(values, list)
            plain = [places[v] if isinstance(v, str) else v for v in values]
            form = {3: "H", 4: "I", 5: "II", 10: "ii"}[kind]
            data = b"".join(struct.pack("<" + form, *(v if isinstance(v, tuple) else (v,))) for v in plain)
        count = len(data) // _SIZES[kind]
        if len(data) <= 4:
            head += struct.pack("<HHI", tag, kind, count) + data.ljust(4, b"\0")
        else:
            head += struct.pack("<HHII", tag, kind, count, start + len(body))
            body += data + b"\0" * (len(data) % 2)
    return head + struct.pack("<I", 0) + body
