"""How well the judge tells: `python -m tests.bench.judge NAME=PHOTO [NAME=PHOTO ...] [--lit] [--cache FOLDER]`.

Photos of one scene share a name: each scene is judged at the threshold that the others give (cross-validation). Prints
false alarms and the shares found, with Wilson's 95 % intervals, where all of the answer were in the output; and then
what is left of tamperings in the locked output, and how many of those that survive there (`SURVIVES`) are found.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backend.imaging import compose, drift, judge
from backend.imaging.decode import decode

from . import answers
from .measures import tampering_left

REQUIRED = {("invent", 0.08): 0.90, ("invent", 0.05): 0.75, ("erase", 0.09): 0.85, ("erase", 0.05): 0.75}
MARGIN = 0.03
NONE = ("none", 0.0)


@dataclass(frozen=True)
class Row:
    scene: str
    edit: str
    kind: tuple[str, float]
    score: float
    """With all of the answer in the output."""
    on_it: bool
    left: float
    output: float
    """Score of the locked output."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", nargs="+", metavar="NAME=PHOTO")
    parser.add_argument("--lit", action="store_true", help="as for presets that switch lamps on")
    parser.add_argument(
        "--known", nargs=3, action="append", default=[], metavar=("NAME", "PHOTO", "EDITED"), help="a true edit"
    )
    parser.add_argument("--cache", type=Path, help="keep the registered answers here, and use those that are there")
    options = parser.parse_args()
    rows = [_judged(pair, lit=options.lit) for pair in _pairs(options)]
    scenes = sorted({row.scene for row in rows})
    print(f"{len(rows)} answers, {len(scenes)} scenes; threshold of all {threshold(rows, lit=options.lit):.2f}")
    print(f"at {judge.RETRY_ABOVE} (fidelity.toml)")
    _print(rows, dict.fromkeys(scenes, judge.RETRY_ABOVE))
    for level in (0.20, 0.30, 0.35):
        shares = (np.mean([row.score > level for row in rows if row.kind == kind]) for kind in (NONE, *REQUIRED))
        print(f"above {level:.2f}: " + " ".join(f"{share:.2f}" for share in shares))
    print("each scene at the threshold of the others")
    others = {scene: [row for row in rows if row.scene != scene] for scene in scenes}
    _print(rows, {scene: threshold(rest, lit=options.lit) for scene, rest in others.items()})


def threshold(rows: list[Row], *, lit: bool) -> float:
    """The highest that finds the required shares where lamps come on: what they do is known from few pictures.

    Elsewhere halfway (in ratio) from there to the 95th percentile of the untampered.
    """
    quiet = float(np.quantile([row.score for row in rows if row.kind == NONE], 0.95))
    loud = min(
        float(np.quantile([row.score for row in rows if row.kind == kind], 1 - share - MARGIN))
        for kind, share in REQUIRED.items()
    )
    return loud if lit else float(np.sqrt(quiet * loud))


def wilson(hits: int, count: int) -> tuple[float, float]:
    z, p = 1.96, hits / count
    middle, half = p + z * z / (2 * count), z * np.sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return float((middle - half) / (1 + z * z / count)), float((middle + half) / (1 + z * z / count))


def _pairs(options: argparse.Namespace) -> Iterator[answers.Pair]:
    named = [(name, Path(path)) for name, path in (entry.split("=", 1) for entry in options.photos)]
    works: list[tuple[str, str, Path, Path | None]] = [
        (name, str(number), path, None) for number, (name, path) in enumerate(named)
    ]
    works += [(name, f"k{number}", Path(path), Path(to)) for number, (name, path, to) in enumerate(options.known)]
    for name, number, path, truth in works:
        stem = f"{'lit' if options.lit else 'plain'}_{name}_{number}"
        kept = sorted(options.cache.glob(f"{stem}_*.npz")) if options.cache else []
        if kept:
            yield from (answers.load(file) for file in kept)
            continue
        other = next((donor for scene, donor in named[::-1] if scene != name), path)
        donor = decode(other.read_bytes()).pixels
        for index, pair in enumerate(_made(name, path, truth, donor, lit=options.lit)):
            if options.cache:
                options.cache.mkdir(parents=True, exist_ok=True)
                answers.save(pair, options.cache / f"{stem}_{index:03}.npz")
            yield pair


def _made(name: str, path: Path, truth: Path | None, donor: np.ndarray, *, lit: bool) -> Iterator[answers.Pair]:
    seen = answers.views(decode(path.read_bytes()).pixels)
    seed = sum(path.name.encode())
    if truth:
        result = answers.views(decode(truth.read_bytes()).pixels)[0]
        yield from answers.edited(name, "known", seen[0], result, donor, seed, lit=lit)
        return
    for number, view in enumerate(seen):
        yield from answers.pairs(name, view, donor, seed + number, lit=lit)


def _judged(pair: answers.Pair, *, lit: bool) -> Row:
    small = pair.small
    regions = {"windows": pair.allowed} if lit else {}
    found, _, transform = compose.recoloured(
        small, pair.answer.astype(np.float32), pair.valid, True, regions, pair.allowed
    )
    assert transform
    output = np.clip(np.rint(transform.apply(small)), 0, 255)
    made = drift.measure(small, output.astype(np.float32), pair.valid, pair.allowed, lit=lit)
    on_it, left = True, 0.0
    if pair.kind != "none":
        cut = answers.within(pair.box, small)
        part = output[cut].astype(np.uint8)
        left = tampering_left(part, pair.clean, pair.tampered, np.ones(part.shape[:2], bool))
        x, y, w, h = pair.box
        down, across = (2.0 * v + 1 for v in np.unravel_index(int(found.amount.argmax()), found.amount.shape))
        on_it = bool(x - 16 <= across <= x + w + 16 and y - 16 <= down <= y + h + 16)
    scores = (float(v.amount.max()) for v in (found, made))
    return Row(pair.scene, pair.edit, (pair.kind, pair.share), next(scores), on_it, left, next(scores))


SURVIVES = 0.5
"""Share of a tampering's own gradients from which it is in the output."""


def _print(rows: list[Row], levels: dict[str, float]) -> None:
    for kind in (NONE, *REQUIRED):
        group = [row for row in rows if row.kind == kind]
        above = [row for row in group if row.score > levels[row.scene]]
        low, high = wilson(len(above), len(group))
        line = f"  {kind[0]:7}{kind[1]:5.2f} {len(above):4}/{len(group):<4}{len(above) / len(group):5.2f}"
        line += f" ({low:.2f}-{high:.2f})"
        if kind == NONE:
            alarms = sum(row.output > levels[row.scene] for row in group)
            print(line, *(f"{row.scene} {row.edit} {row.score:.2f}" for row in above), f"outputs {alarms}", sep="  ")
            continue
        peaks = np.mean([row.on_it for row in above]) if above else 0.0
        alive = [row for row in group if row.left > SURVIVES]
        seen = sum(row.output > levels[row.scene] for row in alive)
        left = np.mean([row.left for row in group])
        print(f"{line}  peak on it {peaks:.2f}  left {left:.2f}  survive {len(alive)}, of these found {seen}")


if __name__ == "__main__":
    main()
