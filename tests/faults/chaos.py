"""A large shoot on a bad day: requests are lost, parts are killed, the computer sleeps, its disk is full for a while.

`python -m tests.faults.chaos --photos 2000` runs on the product's own clockwork and prints what the user had to do, and
how many bytes went up for each that had to.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from itertools import count, cycle

from tests.faults.processes import Place
from tests.faults.shoots import Shoot, shoot
from tests.faults.strikes import DISK, SmallDisk, small_disk
from tests.faults.world import World, world
from tests.services import open_folder

LOST = 0.05
SLEEPS = 2
HEAD = 1400
"""Bytes of a request beside the photo that it sends."""
PACK, CREDITS = "agency", 500
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Day:
    """How bad it is, in seconds."""

    kill_every: float = 30.0
    sleep: float = 20.0
    first_sleep: float = 40.0
    full: float = 20.0
    patience: float = 7200.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the shoot came to."""

    photos: int
    saved: int
    duplicates: int
    """Jobs, originals in storage and saved copies beyond one for a photo."""
    user_actions: int
    bytes_ratio: float
    """Bytes that the app sent to storage for each byte that it had to."""
    kills: int
    sleeps: int
    held: int
    untidy: list[str]
    calls_for_nothing: int
    seconds: float


def run(made: World, photos: int, day: Day = Day()) -> Outcome:
    """One such shoot."""
    started, asked = time.monotonic(), len(made.model.asked)
    folder = made.folder / f"chaos-{next(_numbers)}"
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(folder / "home", DISK + photos // 2))
        one = stack.enter_context(shoot(made, folder))
        for _ in range(0, photos, CREDITS):
            one.buy(PACK, CREDITS)
        for number in range(photos):
            one.put(f"photo {number}", number, large=True)
        one.end()
        sent = made.lines["storage"].sent
        app = one.start()
        with _lossy(made), _bad(made, app, disk, day) as happened:
            done = app.finished.wait(day.patience)
        assert done, f"not done within {day.patience:g} s: {one.state()}"
        return _outcome(
            one, photos, happened, made.lines["storage"].sent - sent, len(made.model.asked) - asked, started
        )


@contextmanager
def _lossy(made: World) -> Iterator[None]:
    ways = [made.lines[name] for name in ("storage", "bucket", "api", "model")]
    for way in ways:
        way.lose(LOST)
    try:
        yield
    finally:
        for way in ways:
            way.lose(0)


@contextmanager
def _bad(made: World, app: Place, disk: SmallDisk, day: Day) -> Iterator[Counter[str]]:
    """Kills all the time, and two sleeps with a full disk between them."""
    ended, happened = threading.Event(), Counter[str]()

    def kills() -> None:
        for place in cycle([app, *made.places.values()]):
            if ended.wait(day.kill_every):
                return
            place.kill()
            happened["kill"] += 1

    def sleeps() -> None:
        for number in range(SLEEPS):
            if ended.wait(day.first_sleep):
                return
            app.freeze(day.sleep)
            happened["sleep"] += 1
            if ended.wait(day.sleep * 2):
                return
            if number == 0:
                disk.fill()
                ended.wait(day.full)
                disk.free()

    threads = [threading.Thread(target=work, daemon=True) for work in (kills, sleeps)]
    for thread in threads:
        thread.start()
    try:
        yield happened
    finally:
        ended.set()
        for thread in threads:
            thread.join()
        disk.free()


def _outcome(one: Shoot, photos: int, happened: Counter[str], sent: int, calls: int, started: float) -> Outcome:
    state = one.state()
    sizes = one.world.ask(
        "SELECT sum(a.bytes)::bigint AS number FROM luster.assets a JOIN luster.users u ON u.id = a.user_id "
        "WHERE u.email = :email AND a.state = 'uploaded'",
        email=one.email,
    )
    beyond = (len(state.outputs) - photos, state.originals - photos, len(state.photos) - photos)
    return Outcome(
        photos=photos,
        saved=len(state.photos),
        duplicates=sum(max(0, number) for number in beyond),
        user_actions=len(one.again),
        bytes_ratio=round(sent / (int(sizes[0].number) + HEAD * photos), 4),
        kills=happened["kill"],
        sleeps=happened["sleep"],
        held=state.held,
        untidy=list(state.untidy),
        calls_for_nothing=calls - photos,
        seconds=round(time.monotonic() - started, 1),
    )


def main() -> int:
    """The shoot, and what it came to."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.chaos", description=__doc__)
    parser.add_argument("--photos", type=int, default=2000)
    options = parser.parse_args()
    with open_folder() as folder, world(folder, workers=2, full_length=True) as made:
        outcome = run(made, options.photos)
    print(json.dumps(asdict(outcome), indent=1))
    return 0 if outcome.saved == outcome.photos and not outcome.duplicates else 1


if __name__ == "__main__":
    sys.exit(main())
