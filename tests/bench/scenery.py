"""What Luster says that pictures show, beside what they show: `python -m tests.bench.scenery [--write]`.

On real photos, on real models' answers to them, on the sample shoot and on rendered rooms, all labelled by hand. The
weights are judged cross-validated: those for each photo, and for its answers, are made from all the others. Prints for
each word how often it was said, how often rightly, and how often it could have been; and how well fronts of houses are
told from other views. `--write` makes the weights that ship, from all of them.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from luster_desktop.facts import Scene, Seen, Shown
from luster_desktop.intake.finish.pixels import display
from luster_desktop.intake.pixels import Thumbnail, load_thumbnail
from luster_desktop.intake.scenery import EDGE, judge, see
from luster_desktop.intake.scenery.measures import Picture, measure
from tests.desktop.intake import sample
from tests.shared import ANSWERS, FIELD, ROOMS

WEIGHTS = Path(judge.__file__).with_name("weights.json")
RIDGE = 10.0
TARGETS = {"inside": 0.95, "outside": 0.95}
TARGET = 0.90

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Labelled:
    group: str
    """The photo that it is, or is made from: what is learnt from one of a group says nothing about the others."""
    name: str
    picture: Thumbnail
    scene: Scene
    shows: frozenset[str]
    either: frozenset[str]
    """What it may be said to show or not."""


def labelled(group: str, name: str, picture: Thumbnail, words: str) -> Labelled:
    scene, *marks = words.split()
    either = {mark[1:] for mark in marks if mark.startswith("?")}
    shows = {mark for mark in marks if not mark.startswith("?")}
    if scene == "outside" and "lawn" not in shows:
        (either if "lawn" in either else shows).add("no_lawn")
    return Labelled(group, name, picture, Scene(scene), frozenset(shows), frozenset(either))


def collected() -> list[Labelled]:
    """Everything that is labelled and there."""
    labels = tomllib.loads(Path(__file__).with_name("scenery_labels.toml").read_text("utf-8"))
    answers = labels["photos"] | labels["answers"]
    found = [
        labelled(path.stem, path.name, load_thumbnail(path, EDGE), labels["photos"][path.stem])
        for path in sorted((ANSWERS / "photos").iterdir())
        if path.stem in labels["photos"]
    ]
    found += [
        labelled(path.stem, f"answer/{path.name}", load_thumbnail(path, EDGE), answers[path.stem])
        for path in sorted((ANSWERS / "answers").iterdir())
        if path.stem in answers
    ]
    for name, words in labels["field"].items():
        group = name.split("/")[1] if name.startswith("sets") else f"rendered {words.split()[0]}"
        found.append(labelled(group, name, load_thumbnail(FIELD / name, EDGE), words))
    for path in sorted(sample.SHOOT.iterdir()):
        words = labels["sample"][path.stem]
        found.append(labelled(f"rendered {words.split()[0]}", path.name, load_thumbnail(path, EDGE), words))
    for path in sorted(ROOMS.glob("*.npz")):
        either = "inside ?blown_panes"
        found.append(labelled("rendered inside", path.stem, developed(np.load(path)["linear"]), either))
    return found


def developed(linear: NDArray[np.float16]) -> Thumbnail:
    """A rendered view as a camera shows it."""
    pixels = np.rint(display(np.clip(linear.astype(np.float64), 0, 1)) * 255).astype(np.uint8)
    return Thumbnail(pixels.shape[1], pixels.shape[0], pixels.tobytes())


@dataclass(frozen=True)
class Table:
    """The measures of all pictures, a row each."""

    names: tuple[str, ...]
    values: Floats
    groups: NDArray[np.str_]
    outside: NDArray[np.bool_]
    lawn: NDArray[np.bool_]
    lawn_known: NDArray[np.bool_]

    @classmethod
    def of(cls, all_of_them: list[Labelled]) -> Table:
        rows = [measure(Picture.of(one.picture)) for one in all_of_them]
        names = tuple(rows[0])
        outside = np.array([one.scene is Scene.OUTSIDE for one in all_of_them])
        return cls(
            names,
            np.array([[row[name] for name in names] for row in rows]),
            np.array([one.group for one in all_of_them]),
            outside,
            np.array(["lawn" in one.shows for one in all_of_them]),
            outside & np.array(["lawn" not in one.either for one in all_of_them]),
        )

    def without(self, group: str) -> Weights:
        """The weights that all other groups give."""
        use = self.groups != group
        mean, spread = self.values[use].mean(axis=0), self.values[use].std(axis=0) + 1e-6
        scaled = np.clip((self.values - mean) / spread, -3, 3)
        outside = fitted(scaled[use], self.outside[use], self.groups[use])
        known = use & self.lawn_known
        lawn = fitted(scaled[known], self.lawn[known], self.groups[known])
        rows = zip(self.names, mean, spread, outside, lawn, strict=False)
        measures = {name: judge._Weight(*(round(float(n), 4) for n in numbers)) for name, *numbers in rows}
        return measures, {"outside": round(float(outside[-1]), 4), "lawn": round(float(lawn[-1]), 4)}


Weights = tuple[dict[str, judge._Weight], dict[str, float]]


def fitted(values: Floats, yes: NDArray[np.bool_], groups: NDArray[np.str_]) -> Floats:
    """Weights of a logistic regression with a ridge, the bias last. A group counts as the root of its number."""
    counts = {group: int((groups == group).sum()) for group in set(groups)}
    weight = np.array([counts[group] ** -0.5 for group in groups])
    rows = np.c_[values, np.ones(len(values))]
    ridge = np.diag([*[RIDGE] * values.shape[1], 1e-3])
    found = np.zeros(rows.shape[1])
    for _ in range(60):
        likely = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weight * (likely - yes)) + ridge @ found
        step = np.linalg.solve((rows * (weight * likely * (1 - likely))[:, None]).T @ rows + ridge, slope)
        found -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return found


@contextmanager
def weighing(weights: Weights) -> Iterator[None]:
    with patch.object(judge, "weighed", lambda: weights):
        yield


def judged(all_of_them: list[Labelled]) -> list[Seen]:
    """What is said of each, by weights that know nothing of its group."""
    table = Table.of(all_of_them)
    weights = {group: table.without(group) for group in set(table.groups)}
    found = []
    for one in all_of_them:
        with weighing(weights[one.group]):
            found.append(see(one.picture))
    return found


def tally(all_of_them: list[Labelled], said: list[Seen]) -> dict[str, tuple[int, int, int, list[str]]]:
    """For each word: how often it was said, rightly, and could have been; and of which pictures wrongly."""
    spoken, right, possible = defaultdict[str, int](int), defaultdict[str, int](int), defaultdict[str, int](int)
    wrong = defaultdict[str, list[str]](list)

    def count(word: str, *, says: bool, is_so: bool, name: str) -> None:
        spoken[word] += says
        right[word] += says and is_so
        possible[word] += is_so
        if says and not is_so:
            wrong[word].append(name)

    for one, seen in zip(all_of_them, said, strict=True):
        for scene in (Scene.INSIDE, Scene.OUTSIDE):
            count(scene.value, says=seen.scene is scene, is_so=one.scene is scene, name=one.name)
        for mark in Shown:
            if mark is not Shown.DRONE and mark.value not in one.either:  # of a drone the file tells
                count(mark.value, says=mark in seen.shows, is_so=mark.value in one.shows, name=one.name)
    return {word: (spoken[word], right[word], possible[word], wrong[word]) for word in possible}


def fronts(all_of_them: list[Labelled], said: list[Seen]) -> float:
    """Of a photo of a front and one of something else outside, how often the first is rated as more of a front."""
    pairs = zip(all_of_them, said, strict=True)
    photos = [(one, seen) for one, seen in pairs if seen.scene is Scene.OUTSIDE and one.name == f"{one.group}.jpg"]
    good = [seen.front for one, seen in photos if "front" in one.shows]
    others = [seen.front for one, seen in photos if "front" not in one.shows]
    above = [(one > other) + (one == other) / 2 for one in good for other in others]
    return sum(above) / len(above)


def main() -> None:
    everything = collected()
    print(f"{len(everything)} pictures of {len({one.group for one in everything})} places, cross-validated\n")
    print(f"{'':12} {'said':>5} {'right':>6} {'of':>5}   precision  target")
    found = judged(everything)
    for word, (said, right, possible, wrong) in tally(everything, found).items():
        share = f"{right / said:9.1%}" if said else "        -"
        print(
            f"{word:12} {said:5} {right:6} {possible:5}   {share}  {TARGETS.get(word, TARGET):6.0%}  {' '.join(wrong)}"
        )
    print(f"\nA front is rated above another outside view in {fronts(everything, found):.1%} of their pairs.")
    if "--write" in sys.argv:
        measures, biases = Table.of(everything).without("")
        lines = ",\n".join(f'    "{name}": {json.dumps(list(weight))}' for name, weight in measures.items())
        WEIGHTS.write_text(f'{{\n  "biases": {json.dumps(biases)},\n  "measures": {{\n{lines}\n  }}\n}}\n', "utf-8")


if __name__ == "__main__":
    main()
