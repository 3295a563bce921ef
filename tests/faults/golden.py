"""The golden shoot: a few photos, one of which the model refuses, bought for, ordered, edited and saved; with faults.

`python -m tests.faults.golden --all` goes through every boundary and every mode, several faults to a shoot;
`--singly` has one to a shoot, `--only get_file` those whose boundary holds that.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path

from tests.faults import boundaries
from tests.faults.injection import MODES, Fault
from tests.faults.processes import Handle, Place
from tests.faults.shoots import Shoot, State, shoot
from tests.faults.world import SLOTS, World, world
from tests.services import open_folder

PHOTOS = 3
FROZEN = {"api": 2.0, "worker": 1.6, "desktop": 0.5}
"""Seconds that a hanging process stands still: a worker beyond its lease."""
SHOOTS = 12
"""Of a sample."""
PATIENCE = 60.0
_numbers = count(1)

Lives = tuple[tuple[Fault, ...], ...]
"""The faults of a process, of the one that is started after its end, and so on."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The faults of one shoot, by process."""

    api: Lives = ()
    worker: Lives = ()
    desktop: Lives = ()

    @property
    def faults(self) -> list[Fault]:
        return [fault for lives in (self.api, self.worker, self.desktop) for life in lives for fault in life]


@dataclass(slots=True)
class Result:
    """What came of a shoot."""

    plan: Plan
    state: State | None
    fired: list[str]
    calls: int
    """Of the image model."""
    again: list[str]
    """What the user had to order again, and why."""
    seconds: float
    trace: dict[str, list[str]] = field(default_factory=dict)

    def missed(self) -> list[Fault]:
        """Faults that did not happen."""
        return [fault for fault in self.plan.faults if f"{fault.boundary}, {fault.mode}" not in self.fired]

    def differs(self, golden: State) -> str | None:
        """How it is not what it should be."""
        if self.state is None:
            return "it did not come to its end"
        if self.again:
            return f"the user had to order again: {self.again}"
        ours, theirs = asdict(self.state), asdict(golden)
        found = {name: (ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]}
        lost = sum("kill" in one or "after" in one or "hang" in one for one in self.fired if one.startswith("backend"))
        if not found and self.calls > PHOTOS + 1 + SLOTS * lost:
            return f"the model was asked {self.calls} times"
        return json.dumps(found) if found else None


def run(made: World, plan: Plan = Plan(), *, trace: bool = False) -> Result:
    """One golden shoot."""
    started, asked, folder = time.monotonic(), len(made.model.asked), made.folder / f"shoot-{next(_numbers)}"
    folder.mkdir()
    made.fired = folder / "fired"
    traces = {part: folder / f"{part}.trace" if trace else None for part in FROZEN}
    with shoot(made, folder) as one, _armed(made, plan, traces):
        for number in range(PHOTOS):
            one.put(f"photo {number}", number)
        one.put("refused", 9, refused=True)
        one.end()
        one.buy()
        app = one.start(plan.desktop, traces["desktop"])
        app.thaw_after = FROZEN["desktop"]
        ended = app.finished.wait(PATIENCE)
        state = _settled(one) if ended else None
    return Result(
        plan,
        state,
        made.fired.read_text().splitlines() if made.fired.exists() else [],
        len(made.model.asked) - asked,
        one.again,
        time.monotonic() - started,
        {part: path.read_text().splitlines() for part, path in traces.items() if path is not None and path.exists()},
    )


def _settled(one: Shoot) -> State:
    """The state, once nothing of the service stands still any more."""
    deadline = time.monotonic() + 2
    while (state := one.state()).untidy and time.monotonic() < deadline:
        time.sleep(0.1)
    return state


@contextmanager
def _armed(made: World, plan: Plan, traces: dict[str, Path | None]) -> Iterator[None]:
    """API and worker with their faults; a worker that hangs has another beside it, as in a fleet."""
    api, worker = made.places["api"], made.places["worker"]
    beside: list[Place] = []
    for place, lives, part in ((api, plan.api, "api"), (worker, plan.worker, "worker")):
        place.thaw_after = FROZEN[part]
        if lives or traces[part] is not None:
            place.restart(_starting(made.start_api if place is api else made.start_worker, lives, traces[part]))
    worker.on_frozen = lambda: None if beside else beside.append(Place("beside", made.start_worker))
    api.until_ready()
    try:
        yield
    finally:
        for place in beside:
            place.close()


def _starting(start: Callable[..., Handle], lives: Lives, trace: Path | None) -> Callable[[], Handle]:
    """Starts a process with the faults of its next life."""
    left = list(lives)
    return lambda: start(left.pop(0) if left else (), trace)


def every_case() -> list[Plan]:
    """One plan for each boundary that the golden shoot comes to, and each mode."""
    return [_alone(part, Fault(boundary, mode)) for part, boundary in _reached() for mode in MODES]


def _reached() -> list[tuple[str, str]]:
    kept = boundaries.registered()
    return [(part, boundary) for part in FROZEN for boundary in kept[part]]


def _alone(part: str, fault: Fault) -> Plan:
    return Plan(**{part: ((fault,),)})


def sample(seed: int, shoots: int, turn: int = 0) -> list[Plan]:
    """Every boundary once, with modes dealt out by the seed, spread over a few shoots.

    Five samples whose `turn` differs deal every boundary every mode.
    """
    modes = random.Random(seed).sample(MODES, len(MODES))
    dealt: list[dict[str, list[Fault]]] = [defaultdict(list) for _ in range(shoots)]
    for part in FROZEN:
        for number, boundary in enumerate(boundaries.registered()[part]):
            mode = modes[(number + number // len(MODES) + turn) % len(MODES)]
            dealt[number % shoots][part].append(Fault(boundary, mode))
    return [Plan(**{part: _lives(faults) for part, faults in one.items()}) for one in dealt]


def everything(seed: int, shoots: int) -> list[Plan]:
    """Every boundary in every mode, several to a shoot."""
    return [plan for turn in range(len(MODES)) for plan in sample(seed, shoots, turn)]


def _lives(faults: Iterable[Fault]) -> Lives:
    """In the order in which the shoot comes to them; a kill ends a life."""
    lives: list[tuple[Fault, ...]] = [()]
    for fault in faults:
        lives[-1] += (fault,)
        if fault.mode.startswith("kill"):
            lives.append(())
    return tuple(life for life in lives if life)


def carry_out(made: World, plans: Sequence[Plan], golden: State) -> Iterator[tuple[Plan, Result, str | None]]:
    """Each plan, its result and what is wrong with it. What a shoot did not come to gets one of its own."""
    left = list(plans)
    while left:
        plan = left.pop(0)
        result = run(made, plan)
        wrong = result.differs(golden)
        alone = len(plan.faults) == 1
        if wrong is None:
            for missed in result.missed():
                if alone:
                    wrong = f"{missed.boundary}: {missed.mode} did not happen"
                else:
                    part = next(part for part in FROZEN if any(missed in life for life in getattr(plan, part)))
                    left.append(_alone(part, missed))
        yield plan, result, wrong


def main() -> int:
    """Go through every case, or a sample; prints what failed and the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.golden", description=__doc__)
    parser.add_argument("--all", action="store_true", help="every boundary in every mode")
    parser.add_argument("--singly", action="store_true", help="the same with one fault to a shoot")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--only", default="", help="cases whose boundary holds this")
    parser.add_argument("--trace", action="store_true", help="only print which boundaries a shoot comes to")
    options = parser.parse_args()
    with open_folder() as folder, world(folder) as made:
        if options.trace:
            for part, reached in run(made, trace=True).trace.items():
                print(f"{part} = {json.dumps(list(dict.fromkeys(reached)), indent=2)}")
            return 0
        golden = run(made).state
        assert golden is not None and not golden.untidy, golden
        plans = sample(options.seed, SHOOTS)
        if options.singly or options.only:
            plans = every_case()
        elif options.all:
            plans = everything(options.seed, SHOOTS)
        plans = [plan for plan in plans if any(options.only in fault.boundary for fault in plan.faults)]
        failed, cases, started = 0, 0, time.monotonic()
        for plan, result, wrong in carry_out(made, plans, golden):
            cases += len(plan.faults)
            if wrong is not None:
                failed += 1
                print("FAILED", [(fault.boundary, fault.mode) for fault in plan.faults], wrong, flush=True)
            else:
                print(f"{result.seconds:.1f} s", result.fired, flush=True)
        print(f"{cases} faults, {failed} shoots not as they should be, {time.monotonic() - started:.0f} s")
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
