"""A world for the tests of faults, started once for those that leave its service as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.processes import can_run
from tests.faults.world import World, world
from tests.services import open_folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = __name__.rpartition(".")[0]
    for item in items:
        module = item.getparent(pytest.Module)
        if module is not None and module.obj.__name__.startswith(here) and "boundaries" not in module.obj.__name__:
            item.add_marker(pytest.mark.skipif(not can_run(), reason="signals, and the states of processes"))


@pytest.fixture(scope="module")
def made() -> Iterator[World]:
    """The servers and the service, with the quicker clockwork."""
    with open_folder() as folder, world(folder) as running:
        yield running
