"""A photo's file built anew from what may be known of it, beside reading, hashing and writing the same bytes."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from luster_desktop.intake.clean.rebuild import rebuilt
from tests.bench.gallery import make
from tests.bench.scoreboard import Figure

FILES = 8


def measure(seed: int) -> Iterator[list[Figure]]:
    """Milliseconds of processor for a JPEG of 24 MP; what comes out has the coded pixels and no camera's block."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "in"
        make(folder, FILES)
        paths = sorted(folder.iterdir())
        while True:
            began = time.process_time()
            for path in paths:
                data = path.read_bytes()
                hashlib.sha256(data)
                (Path(scratch) / "out").write_bytes(data)
            copied = (time.process_time() - began) / FILES
            began = time.process_time()
            for path in paths:
                clean = rebuilt(path.read_bytes())
                hashlib.sha256(clean)
                (Path(scratch) / "out").write_bytes(clean)
            seconds = (time.process_time() - began) / FILES
            assert scan(clean) == scan(data)
            assert len(clean) < len(data)
            yield [Figure("JPEG of 24 MP", seconds * 1000, "ms CPU", copied * 1000, "copied and hashed")]


def scan(data: bytes) -> bytes:
    """The coded pixels: from the last start of a scan to the end of the picture."""
    return data[data.rindex(b"\xff\xda") : data.rindex(b"\xff\xd9")]
