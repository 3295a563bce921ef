"""Faults from outside, dealt out by a seed: which process or line is struck when, how, and for how long."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from luster_desktop.disk import SPARE
from tests.faults.processes import Place
from tests.faults.world import World

KILLED = {"worker-1": 4, "worker-2": 4, "api": 4, "engine": 4, "objects": 2, "postgres": 2}
"""Processes that are killed, and how often compared with each other."""
LINES = ("database", "storage", "bucket", "model", "api")
OTHERS = {"freeze": 6, "cut": 6, "slow": 3, "fill": 2}
"""What happens besides kills, compared with each other."""
SHARE = 0.25
"""Of strikes that are no kills."""
DISK = SPARE // 1_000_000 + 80
"""Megabytes of an app's disk: what it leaves free, and a little."""
PATIENCE = 3.0
"""Seconds that a kill waits at most for work to have gone on since the last one."""
FILLED = ("engine", "objects", "postgres")


@dataclass(frozen=True, slots=True)
class Strike:
    """One fault, `after` seconds after the one before."""

    after: float
    kind: str
    target: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Struck:
    """A strike that happened, by the system's clock."""

    kind: str
    target: str
    at: float


def deal(seed: int, kills: int, rate: float) -> list[Strike]:
    """The same strikes for the same seed: so many kills, and others among them, `rate` in a second."""
    chance, strikes = random.Random(seed), list[Strike]()
    while kills:
        after = chance.expovariate(rate)
        if chance.random() >= SHARE:
            kills -= 1
            strikes.append(Strike(after, "kill", _one_of(chance, KILLED)))
            continue
        kind = _one_of(chance, OTHERS)
        target = {"freeze": list(KILLED), "cut": LINES, "slow": LINES, "fill": FILLED}[kind]
        seconds = chance.uniform(0.2, 2.5) if kind == "freeze" else chance.uniform(0.2, 1.0)
        strikes.append(Strike(after, kind, chance.choice(target), seconds))
    return strikes


def _one_of(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


class SmallDisk:
    """A disk of a few megabytes at a folder, which can be filled; an ordinary folder where that takes more rights."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._ballast = folder / "ballast"
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(folder)]
        self.real = sys.platform == "linux" and os.geteuid() == 0 and subprocess.run(command).returncode == 0
        self._folder = folder

    def fill(self) -> None:
        if self.real:
            with contextlib.suppress(OSError), self._ballast.open("wb", buffering=0) as ballast:
                while ballast.write(bytes(1 << 20)):
                    pass

    def free(self) -> None:
        with contextlib.suppress(OSError):
            self._ballast.unlink(missing_ok=True)

    def close(self) -> None:
        if self.real:
            subprocess.run(["umount", "-l", str(self._folder)], check=False)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk]:
    """A disk for the length of the context."""
    disk = SmallDisk(folder, megabytes)
    try:
        yield disk
    finally:
        disk.close()


class Striker:
    """Carries strikes out, each that lasts on a timer of its own; ends what is left of them at `close`."""

    def __init__(self, world: World, engine: Place, disks: dict[str, SmallDisk]) -> None:
        self._world = world
        self._places = world.places | {"engine": engine}
        self._disks = disks
        self._guard = threading.Lock()
        self._ends: dict[threading.Timer, Callable[[], None]] = {}
        self.struck: list[Struck] = []

    def carry_out(self, strikes: Sequence[Strike], pulse: Callable[[bool], int]) -> None:
        """One after another. `pulse` counts what was done, by app and API or else by the others: a kill waits for a
        little more since the last one there, so that kills meet work however busy the machine is."""
        seen = {True: -1, False: -1}
        for strike in strikes:
            time.sleep(strike.after)
            front = strike.target in ("engine", "api")
            patience = time.monotonic() + PATIENCE
            while strike.kind == "kill" and pulse(front) <= seen[front] and time.monotonic() < patience:
                time.sleep(0.02)
            if self._strike(strike):
                self.struck.append(Struck(strike.kind, strike.target, time.time()))
                seen[front] = pulse(front)

    def close(self) -> None:
        """Nothing is struck any more."""
        with self._guard:
            left = list(self._ends.items())
        for timer, end in left:
            timer.cancel()
            end()

    def _strike(self, strike: Strike) -> bool:
        if strike.kind == "kill":
            place = self._places[strike.target]
            if place.finished.is_set():
                return False
            place.kill()
        elif strike.kind == "freeze":
            self._places[strike.target].freeze(strike.seconds)
        elif strike.kind == "cut":
            self._world.lines[strike.target].cut()
        elif strike.kind == "slow":
            line = self._world.lines[strike.target]
            line.slow(0.05)
            self._later(strike.seconds, lambda: line.slow(0))
        else:
            return self._fill(strike)
        return True

    def _fill(self, strike: Strike) -> bool:
        if strike.target == "postgres":
            # It takes a limit for a full disk.
            limit = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            family = _family(self._places["postgres"].pid)
            _limit(family, (0, limit[1]))
            self._later(strike.seconds, lambda: _limit([*family, *_family(self._places["postgres"].pid)], limit))
            return True
        disk = self._disks[strike.target]
        if not disk.real:
            return False
        disk.fill()
        self._later(strike.seconds, disk.free)
        return True

    def _later(self, seconds: float, end: Callable[[], None]) -> None:
        def ended() -> None:
            with self._guard:
                self._ends.pop(timer, None)
            end()

        timer = threading.Timer(seconds, ended)
        timer.daemon = True
        with self._guard:
            self._ends[timer] = end
        timer.start()


def _family(pid: int) -> list[int]:
    with contextlib.suppress(psutil.NoSuchProcess):
        return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
    return []


def _limit(pids: Sequence[int], limit: tuple[int, int]) -> None:
    for pid in pids:
        with contextlib.suppress(OSError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)
