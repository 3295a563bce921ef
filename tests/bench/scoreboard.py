"""What cases of the scoreboard give, and the table that is made of it.

A case is a module of this folder with `measure`, which yields the figures of one round after another, Luster and its
peers in turns; each checks its own result before it yields.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True, slots=True)
class Figure:
    """One line: what Luster does, what its peer does in the same round, and what is wanted."""

    name: str
    value: float
    unit: str
    peer: float | None = None
    by: str = ""
    """Who the peer is; also where it is not installed and gives no figure."""
    least: float | None = None
    most: float | None = None
    least_ratio: float | None = None
    most_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.peer if self.peer else None

    @property
    def limits(self) -> str:
        told = [("≥ ", self.least, f" {self.unit}"), ("≤ ", self.most, f" {self.unit}")]
        told += [("≥ ", self.least_ratio, "x"), ("≤ ", self.most_ratio, "x")]
        return ", ".join(f"{sign}{short(limit)}{of}" for sign, limit, of in told if limit is not None)


@dataclass(frozen=True, slots=True)
class Row:
    """The medians of a figure's rounds. A ratio is the median of ratios: both halves of each are of one round."""

    figure: Figure
    ratio: float | None
    rounds: int

    @property
    def compared(self) -> bool:
        """Whether there is a limit that it can miss here."""
        figure = self.figure
        return figure.least is not None or figure.most is not None or (self.ratio is not None and bool(figure.limits))

    @property
    def holds(self) -> bool:
        """Whether it is within its limits; a figure that has no peer here keeps only to those of its own."""
        figure = self.figure
        limits = [(figure.value, figure.least, figure.most)]
        if self.ratio is not None:
            limits.append((self.ratio, figure.least_ratio, figure.most_ratio))
        return all((least is None or one >= least) and (most is None or one <= most) for one, least, most in limits)

    def told(self) -> dict[str, object]:
        """For JSON."""
        return {**asdict(self.figure), "ratio": self.ratio, "rounds": self.rounds, "holds": self.holds}


def rows(rounds: Sequence[Sequence[Figure]]) -> list[Row]:
    """The medians of figures of the same name, in the order of the first round."""
    made = []
    for first in rounds[0]:
        same = [figure for one in rounds for figure in one if figure.name == first.name]
        peers = [figure.peer for figure in same if figure.peer is not None]
        ratios = [figure.ratio for figure in same if figure.ratio is not None]
        middle = replace(
            first,
            value=statistics.median(figure.value for figure in same),
            peer=statistics.median(peers) if peers else None,
        )
        made.append(Row(middle, statistics.median(ratios) if ratios else None, len(same)))
    return made


def table(made: Sequence[tuple[str, Row]]) -> str:
    """In Markdown: cases by name, with what they are measured on."""
    lines = [("case", "what", "Luster", "peer", "ratio", "limit", "")]
    for case, row in made:
        figure = row.figure
        peer = f"{short(figure.peer)} {figure.unit}, {figure.by}" if figure.peer is not None else figure.by
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        kept = "holds" if row.holds else "**missed**"
        mark = kept if row.compared else "not compared" if figure.limits else ""
        lines.append((case, figure.name, f"{short(figure.value)} {figure.unit}", peer, ratio, figure.limits, mark))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    text = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text)


def short(value: float) -> str:
    """Three digits are all that a machine repeats."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
