"""The registry of effect boundaries is the code's."""

from __future__ import annotations

from pathlib import Path

from tests.faults import boundaries


def test_every_boundary_of_the_code_is_registered() -> None:
    assert not boundaries.in_code() - boundaries.all_registered(), "new in the code: add it to boundaries.toml"


def test_every_registered_boundary_is_in_the_code() -> None:
    assert not boundaries.all_registered() - boundaries.in_code(), "no longer in the code"


def test_a_boundary_is_registered_once_and_says_why_the_golden_shoot_does_not_come_to_it() -> None:
    kept = boundaries.registered()
    golden = {boundary for part in ("api", "worker", "desktop") for boundary in kept[part]}
    assert not golden & kept["elsewhere"].keys()
    assert all(kept["elsewhere"].values())


def test_a_new_effect_is_found(tmp_path: Path) -> None:
    code = """
class Shelf:
    def put(self):
        with self._engine.begin() as connection:
            storage.write("key", b"", "image/jpeg")
        def later():
            part.replace(whole)
        name.replace("a", "b")
        path.open("wb"), path.open("rb")
"""
    found = boundaries.of_module("backend.shelf", code)
    assert found == {
        "backend.shelf.Shelf.put: commit",
        "backend.shelf.Shelf.put: storage.write",
        "backend.shelf.Shelf.put: replace",
        "backend.shelf.Shelf.put: open",
    }
