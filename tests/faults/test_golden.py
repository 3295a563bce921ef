"""The golden shoot comes to the same end whatever fails at a boundary."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.faults import boundaries, golden
from tests.faults.golden import Plan
from tests.faults.injection import MODES, Fault
from tests.faults.shoots import State
from tests.faults.world import World

SEED = int(os.environ.get("LUSTER_FAULTS_SEED", "1"))
MENDED = [
    ("desktop", Fault("luster_desktop.operations.preparing.Preparer._round: library.write", "error before")),
    ("desktop", Fault("luster_desktop.cloud.downloads.Downloads._extra: publish", "error before")),
    ("desktop", Fault("luster_desktop.cloud.sync.SyncEngine._round: library.write", "error before")),
    ("desktop", Fault("luster_desktop.cloud.uploads.Uploads._send: library.write", "error before")),
    ("desktop", Fault("luster_desktop.delivery.folder.give_name: link", "kill after")),
    ("desktop", Fault("luster_desktop.delivery.folder.give_name: link", "error after")),
]
"""What did not hold once."""


@pytest.fixture(scope="module")
def undisturbed(made: World) -> State:
    """What the golden shoot comes to by itself."""
    result = golden.run(made)
    assert result.state is not None and not result.state.untidy
    assert len(result.state.photos) == golden.PHOTOS and result.state.events["failed"] == 1
    return result.state


@pytest.mark.timeout(1800)
def test_the_end_is_the_same_with_a_fault_at_every_boundary(
    made: World, undisturbed: State, length: Callable[[int, int], int]
) -> None:
    plans = (golden.everything if length(0, 1) else golden.sample)(SEED, golden.SHOOTS)
    dealt = [fault for plan in plans for fault in plan.faults]
    kept = boundaries.registered()
    assert {fault.boundary for fault in dealt} == {name for part in golden.FROZEN for name in kept[part]}
    assert {fault.mode for fault in dealt} == set(MODES)
    wrong = {str(plan.faults): found for plan, _, found in golden.carry_out(made, plans, undisturbed) if found}
    assert not wrong, f"seed {SEED}"


@pytest.mark.parametrize(("part", "fault"), MENDED, ids=lambda value: str(value))
def test_what_did_not_hold_once_holds(made: World, undisturbed: State, part: str, fault: Fault) -> None:
    [(_, result, wrong)] = golden.carry_out(made, [Plan(**{part: ((fault,),)})], undisturbed)
    assert result.fired and wrong is None
