"""How many scenes of a shoot are grouped right: `python -m tests.bench.grouping [--scenes 500]`.

Made-up shoots with everything that photographers and cameras do to brackets (see `tests.desktop.intake.quirks`), their
pixels from rendered rooms and real photos beside the checkout, and real brackets as they are. Made-up scenes prove no
more than that the grouping agrees with whoever made them up: the real ones count, few as they are.

Right: the very groups, and nothing to say about them. Unsure: a group says that it may be wrong, whether it is or not.
Silently wrong: a group that is none of the scene's and says nothing, or a copy that says nothing.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TypeAlias

import numpy as np

from luster_desktop.intake.brackets import exposures
from luster_desktop.intake.brackets.grouping import Group, group
from luster_desktop.intake.brackets.likeness import tiny
from luster_desktop.intake.pixels import load_thumbnail
from tests import shared
from tests.desktop.intake.field import FIELD
from tests.desktop.intake.quirks import CLOCKS, Light, Shoot, make

SCENES = 10
"""Of a shoot."""
_EDGE = 256


def sources() -> dict[str, list[Light]]:
    """By place: rendered rooms in linear light, and photos of houses as if they had been straight from a camera."""
    found: dict[str, list[Light]] = {}
    for path in sorted((shared.SHARED / "rooms").glob("*.npz")):
        room = np.load(path)["linear"][::3, ::3].astype(np.float32)
        found.setdefault(path.stem.rpartition("_")[0], []).append(room)
    for path in sorted((shared.ANSWERS / "photos").iterdir()):
        small = load_thumbnail(path, _EDGE)
        rgb = np.frombuffer(small.rgb, np.uint8).reshape(small.height, small.width, 3)
        # One source's photos may be of one house.
        found.setdefault(path.stem.partition("-")[0], []).append(np.asarray((rgb / 255.0) ** 2.2, np.float32))
    return found


def outcomes(shoot: Shoot, found: list[Group]) -> Iterator[tuple[str, str]]:
    """For each scene its kind and `right`, `unsure` or `silently wrong`."""
    groups = {frozenset(shot.index for shot in g.shots): g for g in found}
    owner = {index: g for indices, g in groups.items() for index in indices}
    for truth in shoot.scenes:
        here = {id(g): g for members in truth.groups for i in members if (g := owner.get(i)) is not None}
        accepted = [*truth.groups, truth.ambient]
        wrong = any(g.sure and frozenset(shot.index for shot in g.shots) not in accepted for g in here.values())
        lost = any(i not in owner for members in truth.groups for i in members)
        unmarked = any(owner[i].sure for i in truth.marked if i in owner)
        if wrong or lost or unmarked:
            yield truth.kind, "silently wrong"
        elif all(g.sure or truth.marked >= {shot.index for shot in g.shots} for g in here.values()):
            yield truth.kind, "right"
        else:
            yield truth.kind, "unsure"


def shoots(count: int, first: int) -> Iterator[tuple[str, Shoot]]:
    pixels = sources()
    ways = list(product(CLOCKS, (1, 2), (False, True)))
    for number in range(-(-count // SCENES)):
        clock, bodies, raw = ways[number % len(ways)]
        if clock in ("none", "dead", "minutes", "restarting"):
            bodies, raw = 1, False  # then nothing but the looks tells them apart
        way = f"clock: {clock}{', two bodies' if bodies > 1 else ''}{', RAW and JPEG named apart' if raw else ''}"
        yield way, make(first + number, SCENES, pixels, clock=clock, bodies=bodies, raw=raw)


Results: TypeAlias = Counter[tuple[str, str]]
"""How often each outcome of each kind."""


def made_up(count: int, first: int, *, verbose: bool = False) -> tuple[Results, Results]:
    """Outcomes by kind of scene and by kind of shoot."""
    kinds: Results = Counter()
    ways: Results = Counter()
    for number, (way, shoot) in enumerate(shoots(count, first)):
        found = group(shoot.exposures, shoot.looks, shoot.folders)
        for at, (kind, result) in enumerate(outcomes(shoot, found)):
            kinds[kind, result] += 1
            ways[way, result] += 1
            if verbose and result != "right":
                print(f"  seed {first + number}, scene {at}, {kind}, {way}: {result}")
    return kinds, ways


def real(folder: Path, sizes: list[int]) -> str:
    """What becomes of a folder of real files."""
    paths = sorted(path for path in folder.iterdir())
    read = [exposures.read(path) for path in paths]
    looks = {}
    for index, (path, exposure) in enumerate(zip(paths, read, strict=True)):
        small = load_thumbnail(path, 128)
        rgb = np.frombuffer(small.rgb, np.uint8).reshape(small.height, small.width, 3)
        looks[index] = tiny(rgb, (exposure.width or 0, exposure.height or 0))
    found = sorted(group(read, looks), key=lambda g: min(s.index for s in g.shots))
    unsure = sum(not g.sure for g in found)
    right = [len(g.shots) for g in found] == sizes
    if right:
        return f"right, {unsure} of {len(found)} unsure" if unsure else "right"
    return "unsure" if unsure else "silently wrong"


def table(results: Results) -> None:
    for kind in sorted({kind for kind, _ in results}):
        right, unsure, wrong = (results[kind, result] for result in ("right", "unsure", "silently wrong"))
        print(f"{kind:58s} {right + unsure + wrong:5d} {right:6d} {unsure:7d} {wrong:6d}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scenes", type=int, default=500)
    parser.add_argument("--first", type=int, default=100, help="seed of the first shoot")
    parser.add_argument("--verbose", action="store_true", help="name what was not right")
    arguments = parser.parse_args()
    started = time.process_time()
    kinds, ways = made_up(arguments.scenes, arguments.first, verbose=arguments.verbose)
    print(f"{'made-up scenes':58s} {'count':>5s} {'right':>6s} {'unsure':>7s} {'wrong':>6s}")
    table(kinds)
    table(Counter({("all", result): sum(n for (_, r), n in kinds.items() if r == result) for _, result in kinds}))
    print("by kind of shoot")
    table(ways)
    print("real files")
    for name, sizes in FIELD.items():
        print(f"{name:58s} {real(shared.FIELD / name, sizes)}")
    print(f"processor {time.process_time() - started:.0f} s")


if __name__ == "__main__":
    main()
