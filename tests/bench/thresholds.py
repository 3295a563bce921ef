"""The judge's thresholds from real answers, cross-validated: `python -m tests.bench.thresholds FOLDER ROWS`.

ROWS is what `tests.bench.real_answers FOLDER --json --measures` printed. Each measure's threshold lies halfway, in
ratio, between the worst of what must be delivered and the least of what must be refused and what it tells best. Each
photo is judged at the thresholds that the others give; then all are at those of all, and at those of `fidelity.toml`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from backend.imaging import judge

from .real_answers import Pair, pairs

MEASURES = ("missed", "still", "drift", "painted", "stained", "cut")
"""Each the worse the higher: what did not arrive, 1 / how much was edited (CIELAB units), and as of `judge.Verdict`."""

NOW = {
    "missed": 1 - judge.MIN_ARRIVED,
    "still": 1 / judge.MIN_EDIT,
    "drift": judge.RETRY_ABOVE,
    "painted": 1.0,
    "stained": 1.0,
    "cut": 1.0,
}

Row = dict[str, Any]


def values(row: Row) -> dict[str, float] | None:
    """Of a row that came as far as the judge."""
    found = row.get("measures")
    if not found:
        return None
    edits = [found[name] for name in ("edit_tone", "edit_sky", "edit_lawn") if name in found]
    return {
        "missed": 1 - row["arrived"],
        "still": 1 / max(min(edits, default=99.0), 0.01),
        **{name: found[name] for name in MEASURES[2:]},
    }


def thresholds(rows: list[tuple[Pair, Row]]) -> dict[str, float]:
    good, bad = (
        [found for pair, row in rows if pair.expect == expect and (found := values(row))]
        for expect in ("deliver", "refuse")
    )
    worst = {name: max(max(found[name] for found in good), 1e-3) for name in MEASURES}
    least = dict.fromkeys(MEASURES, float("inf"))
    for found in bad:
        best = max(MEASURES, key=lambda name: found[name] / worst[name])
        if found[best] > worst[best]:
            least[best] = min(least[best], found[best])
    return {name: worst[name] * min(least[name] / worst[name], MOST_ROOM) ** 0.5 for name in MEASURES}


MOST_ROOM = 4.0
"""Ratio from the worst of what must be delivered to the least of what must be refused beyond which more is not used."""


def delivered(row: Row, limits: dict[str, float]) -> bool:
    found = values(row)
    return found is not None and all(found[name] <= limits[name] for name in MEASURES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("rows", type=Path)
    options = parser.parse_args()
    by_id = {row["id"]: row for row in map(json.loads, options.rows.read_text("utf-8").splitlines())}
    rows = [(pair, by_id[pair.id]) for pair in pairs(options.folder) if pair.id in by_id]
    photos = {pair.photo for pair, _ in rows}
    others = {photo: thresholds([entry for entry in rows if entry[0].photo != photo]) for photo in photos}
    every = thresholds(rows)
    for title, limits in (
        ("each photo at the thresholds of the others", others),
        ("all at the thresholds of all", dict.fromkeys(photos, every)),
        ("all at those of fidelity.toml", dict.fromkeys(photos, NOW)),
    ):
        print(title)
        for expect, right in (("deliver", True), ("refuse", False)):
            group = [(pair.id, delivered(row, limits[pair.photo])) for pair, row in rows if pair.expect == expect]
            wrong = [name for name, came in group if came != right]
            print(f"  {expect} {len(group) - len(wrong)} of {len(group)}", *wrong)
    for name in MEASURES:
        span = [limits[name] for limits in others.values()]
        print(f"{name:8} {every[name]:.3f} (without one photo {min(span):.3f} to {max(span):.3f}), now {NOW[name]:.3f}")


if __name__ == "__main__":
    main()
