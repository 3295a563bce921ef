"""Real answers through the worker's own steps: `python -m tests.bench.real_answers FOLDER [--out DIR] [--json]`.

The folder's layout is that of `shared/answers`: `manifest.tsv`, `photos`, `answers`. One line a pair; with `--json` one
JSON object a line, and nothing else. `--out` gets the result (as it would be delivered, also where it is refused),
change map and contact sheet of every pair. `--untouched` puts each photo in the place of its answer: all are refused.

The answers are to whole photos. Where something was painted over, what an answer shows of each crop stands for what the
model would have answered to that (`lifted.filled`); with `--whole` the whole answer is used there, too.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import cv2

from backend.editing import catalogue, models
from backend.imaging import Rejected, Unusable, chain
from backend.imaging.decode import decode
from tests.bench import contact_sheets, real_measures
from tests.bench.lifted import filled, lifted
from tests.bench.scoreboard import Figure
from tests.shared import ANSWERS


@dataclass(frozen=True)
class Pair:
    """One row of the manifest."""

    id: str
    photo: Path
    answer: Path
    preset: str
    parameters: dict[str, str]
    expect: str
    look_at: str


def pairs(folder: Path) -> list[Pair]:
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Pair(
            row["id"],
            folder / "photos" / row["photo"],
            folder / "answers" / row["answer"],
            row["preset"],
            json.loads(row["parameters"] or "{}"),
            row.get("expect", ""),
            row.get("look_at", ""),
        )
        for row in rows
    ]


def run(pair: Pair, untouched: bool, whole: bool, out: Path | None, measured: bool) -> dict[str, Any]:
    """Prepare, lift, judge and, where `out` is given, keep what came out."""
    cv2.setNumThreads(2)
    original = pair.photo.read_bytes()
    reply = original if untouched else pair.answer.read_bytes()
    spec = catalogue.preset(pair.preset)
    scope = catalogue.scope(spec, catalogue.check(pair.preset, pair.parameters))
    limits = models.capabilities("gpt-image-2").limits
    row: dict[str, Any] = {"id": pair.id, "outcome": "refused", "reason": "", "arrived": None, "beyond_request": None}
    row |= {"left_out": None, "seconds": None}
    started = time.perf_counter()
    try:
        if scope.strokes and not whole:
            drafts, image = filled(original, reply, scope, limits)
        else:
            chain.prepare(original, limits, scope)
            made, image = lifted(original, reply, scope)
            drafts = [made]
    except (Rejected, Unusable) as error:
        row["reason"] = error.code if isinstance(error, Rejected) else f"{error.reason}: {error.detail}"
        row["seconds"] = round(time.perf_counter() - started, 2)
        return row
    row["seconds"] = round(time.perf_counter() - started, 2)
    # What is refused first speaks for all.
    made = max(drafts, key=lambda draft: bool(draft.verdict.reason))
    verdict = made.verdict
    row |= {k: v for k, v in verdict.report().items() if k in row}
    row |= {"outcome": "refused" if verdict.reason else "delivered", "reason": verdict.reason, "crops": len(drafts)}
    if verdict.detail:
        row["reason"] += f": {verdict.detail}"
    if measured:
        row["measures"] = verdict.measures | real_measures.measure(made)
    if out:
        stem = out / pair.id
        stem.with_suffix(".jpg").write_bytes(image)
        stem.with_suffix(".map.png").write_bytes(verdict.change_map())
        line = f"{pair.id}  {pair.preset} {pair.expect} -> {row['outcome']} {row['reason']}  arrived {row['arrived']}  "
        line += f"beyond {row['beyond_request']}  left out {row['left_out']}  |  {pair.look_at}"
        clean, result = decode(original).pixels, decode(image).pixels
        contact_sheets.save(stem.with_suffix(".sheet.jpg"), line, clean, made, result)
    return row


def measure(seed: int) -> Iterator[list[Figure]]:
    """What becomes of answers of real models that are expected to be delivered, or refused."""
    while True:
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            chosen = [pair for pair in pairs(ANSWERS) if pair.expect in ("deliver", "refuse")]
            rows = list(zip(chosen, pool.map(run, chosen), strict=True))
        figures = []
        for expected, outcome in (("deliver", "delivered"), ("refuse", "refused")):
            right = [row["outcome"] == outcome for pair, row in rows if pair.expect == expected]
            figures.append(Figure(f"{outcome} as expected", sum(right), "", len(right), "of all"))
        seconds = statistics.median(row["seconds"] for _, row in rows)
        yield [*figures, Figure("an answer, median", seconds, "s")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--untouched", action="store_true")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--measures", action="store_true", help="what the targets are about, for each pair")
    parser.add_argument("--only", nargs="*", help="ids, or beginnings of ids")
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    chosen = [p for p in pairs(options.folder) if not options.only or p.id.startswith(tuple(options.only))]
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
    work = partial(run, untouched=options.untouched, whole=options.whole, out=options.out, measured=options.measures)
    tally: Counter[tuple[str, str]] = Counter()
    with ProcessPoolExecutor(options.processes) as pool:
        for pair, row in zip(chosen, pool.map(work, chosen), strict=True):
            tally[pair.expect, row["outcome"]] += 1
            print(json.dumps(row) if options.json else _line(pair, row), flush=True)
    if not options.json:
        for (expect, outcome), count in sorted(tally.items()):
            print(f"{expect or 'any':8} {outcome:9} {count}")
    sys.stdout.flush()


def _line(pair: Pair, row: dict[str, Any]) -> str:
    wrong = {"deliver": "refused", "refuse": "delivered"}.get(pair.expect) == row["outcome"]
    text = f"{'!' if wrong else ' '} {pair.id:30} {pair.preset:6} {pair.expect:8} {row['outcome']:9} "
    text += f"{row['arrived'] if row['arrived'] is not None else '-':>7} {row['beyond_request']!s:>4} "
    text += f"{row['left_out']!s:>4} {row['seconds']:6.2f}  {row['reason']}"
    if "measures" in row:
        text += "\n      " + "  ".join(f"{k} {v:.3f}" for k, v in row["measures"].items())
    return text


if __name__ == "__main__":
    main()
