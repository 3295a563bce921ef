from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from luster_desktop.intake.hashing import CHUNK, Cancelled, hash_file


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_both_hashes_are_those_of_the_whole_file(tmp_path: Path, size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    path = tmp_path / "file"
    path.write_bytes(data[:size])
    found = hash_file(path)
    assert found.sha256 == hashlib.sha256(data[:size]).hexdigest()
    assert found.md5 == hashlib.md5(data[:size], usedforsecurity=False).hexdigest()
    assert found.bytes == size


def test_it_stops_within_a_megabyte(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(5 * CHUNK))
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) == 2

    with pytest.raises(Cancelled):
        hash_file(path, stop)
    assert len(asked) == 2
