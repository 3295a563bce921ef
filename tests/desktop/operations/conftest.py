"""A library that a shoot is taken into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from luster_desktop.library.models import Shoot
from luster_desktop.library.store import Library
from luster_desktop.operations.grouping import Grouper


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "data").mkdir()
    opened = Library(tmp_path / "data" / "library.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def grouper(library: Library) -> Grouper:
    return Grouper(library)


@pytest.fixture
def shoot(library: Library) -> Shoot:
    return library.create_shoot("12 Oak Street")
