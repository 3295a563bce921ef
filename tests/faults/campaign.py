"""The whole product under load while its parts are killed, stopped, slowed, cut and filled.

`python -m tests.faults.campaign --kills 300 --seed 7` prints what was lost, doubled and held, and when work went on;
the same seed deals the same strikes. A long campaign is made of rounds, each with a seed and an app of its own.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tests.faults.shoots import Shoot, shoot
from tests.faults.strikes import DISK, Striker, Struck, deal, small_disk
from tests.faults.world import World, edits, world
from tests.image_vendor import Asked, Reply
from tests.services import open_folder

ROUND = 300
"""Kills of one round."""
RATE = 4.0
"""Strikes in a second."""
OPEN = 8
"""Photos that are under way at once."""
CALL_SECONDS = 0.1
PACK, CREDITS = "agency", 500
PATIENCE = 300.0
"""Seconds after the last strike within which all has to be done."""
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Report:
    """What a round came to."""

    seed: int
    photos: int
    strikes: dict[str, int]
    seconds: float
    lost: int
    """Photos that were not saved, or not as they were made."""
    doubled: int
    """Edits, charges or saved copies beyond one for a photo, and purchases that are not in the ledger once."""
    held: int
    """Credits that are still held."""
    rules: list[str]
    """Rules of the ledger that are broken."""
    again: list[str]
    """What the user had to order again, and why."""
    calls: int
    for_nothing: int
    """Calls of the image model that led to nothing."""
    recovery: list[float]
    """Seconds from each kill until work that began after it was done."""

    @property
    def good(self) -> bool:
        killed = sum(number for name, number in self.strikes.items() if name.startswith(("kill", "freeze", "fill")))
        return not (self.lost or self.doubled or self.held or self.rules) and self.for_nothing <= killed


def edits_in_time(asked: Asked) -> Reply:
    """An edit that takes a moment, so that most kills meet one."""
    time.sleep(CALL_SECONDS)
    return edits(asked)


def run(made: World, seed: int, kills: int) -> Report:
    """One round."""
    number, started, asked = next(_numbers), time.monotonic(), len(made.model.asked)
    folder = made.folder / f"round-{number}"
    folder.mkdir()
    made.model.otherwise = edits_in_time
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(folder / "shoot" / "home", DISK))
        one = stack.enter_context(shoot(made, folder / "shoot"))
        one.buy(PACK, CREDITS)
        load = _Load(one)
        app = one.start()
        disks = {"engine": disk, "objects": made.disks["objects"]}
        striker = Striker(made, app, disks)
        with load.going_on(), _market(made, one) as market:
            striker.carry_out(deal(seed, kills, RATE), load.pulse)
            striker.close()
        one.end()
        done = app.finished.wait(PATIENCE)
        for place in made.places.values():
            place.until_ready()
        made.until(lambda: market.posted() == one.posted() or not done, "the credits", PATIENCE)
        return _report(one, market, striker.struck, seed, load.number, len(made.model.asked) - asked, started)


class _Load:
    """Puts photos into the app's folder as fast as they are edited, and knows how far they are."""

    def __init__(self, one: Shoot) -> None:
        self._one = one
        self._ended = threading.Event()
        self.number = 0
        self._done: Counter[str] = Counter()

    def pulse(self, front: bool) -> int:
        """What the app and the API have done so far, or else what the others have: orders, edits."""
        return self._done["queued" if front else "succeeded"]

    @contextmanager
    def going_on(self) -> Iterator[None]:
        thread = threading.Thread(target=self._go_on, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def _go_on(self) -> None:
        while not self._ended.wait(0.03):
            self._done = Counter(self._one.events())
            for _ in range(OPEN - (self.number - self._done["succeeded"])):
                self._one.put(f"photo {self.number}", self.number)
                self.number += 1


class _Market:
    """Buys more all the time; events about it come twice, and the newest first; every second purchase is refunded."""

    def __init__(self, made: World, one: Shoot) -> None:
        self._made = made
        self._one = one
        self.bought = 1
        self.refunded = 0

    def posted(self) -> int:
        """What the user must have: each purchase once, less what was given back and what edits took."""
        return CREDITS * (self.bought - self.refunded) - self._one.events().get("succeeded", 0)

    def trade(self, ended: threading.Event) -> None:
        payments = self._made.payments
        while not ended.wait(2.0):
            link = self._one.checkout(PACK, ended)
            if link is None:
                return
            payments.put("/control/options", json={"hold": True, "copies": 2}).raise_for_status()
            session = link.rpartition("/")[2]
            paid = payments.post(f"/control/sessions/{session}/pay").raise_for_status().json()
            self.bought += 1
            if self.bought % 2:
                payments.post("/control/refunds", json={"payment_intent": paid["payment_intent"]}).raise_for_status()
                self.refunded += 1
            payments.post("/control/webhooks/release", json={"backwards": True}).raise_for_status()


@contextmanager
def _market(made: World, one: Shoot) -> Iterator[_Market]:
    market, ended = _Market(made, one), threading.Event()
    thread = threading.Thread(target=market.trade, args=(ended,), daemon=True)
    thread.start()
    try:
        yield market
    finally:
        ended.set()
        thread.join()


def _report(
    one: Shoot, market: _Market, struck: list[Struck], seed: int, photos: int, calls: int, started: float
) -> Report:
    state = one.state()
    saved = {name.removesuffix(" bright.jpg"): digest for name, digest in state.photos.items()}
    made: dict[str, set[str]] = {}
    succeeded = Counter[str]()
    for name, found in state.outputs.items():
        stem, (verdict, digest) = name.rpartition(".jpg")[0], found.split()
        if verdict == "succeeded":
            succeeded[stem] += 1
            made.setdefault(stem, set()).add(digest)
    names = [f"photo {number}" for number in range(photos)]
    captures = sum(kind == "capture" for kind, _ in state.ledger)
    doubled = sum(number - 1 for number in succeeded.values()) + max(0, captures - sum(succeeded.values()))
    doubled += sum(name not in names for name in saved) + abs(market.posted() - one.posted())
    return Report(
        seed=seed,
        photos=photos,
        strikes=dict(Counter(f"{one.kind} {one.target}" for one in struck)),
        seconds=round(time.monotonic() - started, 1),
        lost=sum(saved.get(name) not in made.get(name, set()) for name in names),
        doubled=doubled,
        held=state.held,
        rules=[*state.untidy],
        again=one.again,
        calls=calls,
        for_nothing=calls - sum(succeeded.values()),
        recovery=_recovery(one, struck),
    )


def _recovery(one: Shoot, struck: list[Struck]) -> list[float]:
    """After a kill of the app or the API the next order, after any other the next edit that was begun after it."""
    rows: list[Any] = one.world.ask(
        "SELECT e.kind, extract(epoch FROM e.at)::float AS at, max(extract(epoch FROM b.at))::float AS begun "
        "FROM luster.job_events e JOIN luster.shoots s ON s.id = e.shoot_id JOIN luster.users u ON u.id = s.user_id "
        "LEFT JOIN luster.job_events b ON b.job_id = e.job_id AND b.kind = 'processing' AND b.seq < e.seq "
        "WHERE u.email = :email AND e.kind IN ('queued', 'succeeded') GROUP BY e.shoot_id, e.seq, e.kind, e.at "
        "ORDER BY e.at",
        email=one.email,
    )
    found = []
    for kill in (strike for strike in struck if strike.kind == "kill"):
        if kill.target in ("engine", "api"):
            after = (row.at for row in rows if row.kind == "queued" and row.at > kill.at)
        else:
            after = (row.at for row in rows if row.kind == "succeeded" and row.begun > kill.at)
        if (at := next(after, None)) is not None:
            found.append(round(at - kill.at, 3))
    return found


@contextmanager
def battlefield(folder: Path) -> Iterator[World]:
    """A world with two workers, and a disk for its objects that can be filled."""
    with small_disk(folder / "stack" / "objects", 512) as disk, world(folder, workers=2) as made:
        made.disks["objects"] = disk
        yield made


def total(reports: list[Report]) -> dict[str, Any]:
    """The rounds together."""
    strikes = Counter[str]()
    for report in reports:
        strikes.update(report.strikes)
    recovery = sorted(seconds for report in reports for seconds in report.recovery)
    sums = {name: sum(getattr(report, name) for report in reports) for name in ("photos", "lost", "doubled", "held")}
    return {
        "kills": sum(number for name, number in strikes.items() if name.startswith("kill")),
        "other strikes": sum(number for name, number in strikes.items() if not name.startswith("kill")),
        **sums,
        "ledger rules broken": sum(len(report.rules) for report in reports),
        "user actions": sum(len(report.again) for report in reports),
        "model calls": sum(report.calls for report in reports),
        "calls bought for nothing": sum(report.for_nothing for report in reports),
        "recovery p50": round(statistics.median(recovery), 2) if recovery else None,
        "recovery p99": round(recovery[int(len(recovery) * 0.99)], 2) if recovery else None,
        "recovery max": round(recovery[-1], 2) if recovery else None,
        "seconds": round(sum(report.seconds for report in reports)),
        "strikes": dict(sorted(strikes.items())),
    }


def main() -> int:
    """Strike, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.campaign", description=__doc__)
    parser.add_argument("--kills", type=int, default=ROUND)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="where to write the figures, after each round")
    options = parser.parse_args()
    reports: list[Report] = []
    left = options.kills
    with open_folder() as folder, battlefield(folder) as made:
        while left > 0:
            kills, seed = min(left, ROUND), options.seed + len(reports)
            report = run(made, seed, kills)
            reports.append(report)
            left -= kills
            print(f"seed {seed}: {report.photos} photos, {report.seconds} s", flush=True)
            if not report.good or report.again:
                print(json.dumps({**asdict(report), "recovery": None}))
                print(f"again: python -m tests.faults.campaign --kills {kills} --seed {seed}", flush=True)
            if options.json:
                rounds = [asdict(report) for report in reports]
                options.json.write_text(json.dumps(total(reports) | {"rounds": rounds}, indent=1))
    for name, value in total(reports).items():
        print(f"{name:>26}  {value}")
    return 0 if all(report.good for report in reports) else 1


if __name__ == "__main__":
    sys.exit(main())
