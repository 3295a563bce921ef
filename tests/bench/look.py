"""How alike the rooms of a shoot are before and after matching: `python -m tests.bench.look [--shoots N]`.

Rendered views of one house, lamps off and on, each in several frames and developed at random. The views that no
constant was chosen by make shoots of their own. Photos of the same view under the same lamps show what cameras do;
other views stand in other light, which matching leaves as it is. Last, forty photos against the clock.
"""

from __future__ import annotations

import argparse
import time

import cv2
import numpy as np

from luster_desktop.intake.finish import tones
from luster_desktop.intake.finish.pixels import Pixels
from luster_desktop.intake.match.links import link
from luster_desktop.intake.match.signs import signs
from luster_desktop.intake.match.solving import matched
from tests.desktop.intake import rooms
from tests.desktop.intake.rooms import Differences, Shot


def matched_shoot(shots: list[Shot]) -> list[Pixels]:
    found = matched(enumerate(signs(shot.pixels, room=True) for shot in shots), {}, link).values()
    return [
        tones.apply(shot.pixels, one.match) if one.match is not None else shot.pixels
        for shot, one in zip(shots, found, strict=True)
    ]


def gathered(views: tuple[str, ...], count: int, shoots: int) -> tuple[Differences, Differences]:
    before, after = Differences([], [], []), Differences([], [], [])
    for seed in range(shoots):
        shots = rooms.shoot(views, count, seed + 1)
        originals = [shot.pixels for shot in shots]
        for sums, pictures in ((before, originals), (after, matched_shoot(shots))):
            found = rooms.differences(shots, pictures)
            sums.same_light.extend(found.same_light)
            sums.unclipped.extend(found.unclipped)
            sums.other_views.extend(found.other_views)
    return before, after


def told(name: str, before: list[float], after: list[float]) -> None:
    print(f"  {name:28s} before {spread(before)}   after {spread(after)}   ({len(after)} pairs)")


def spread(values: list[float]) -> str:
    return f"median {np.median(values):5.2f}, p95 {np.percentile(values, 95):5.2f}"


def clocked() -> None:
    shots = rooms.shoot(rooms.TUNED + rooms.HELD_OUT, 40, 9)
    large = [cv2.resize(shot.pixels, (6000, 4000), interpolation=cv2.INTER_CUBIC) for shot in shots[:2]]
    wall, processor = time.monotonic(), time.process_time()
    matched_shoot(shots)
    print(f"40 photos: {time.monotonic() - wall:.1f} s, {time.process_time() - processor:.1f} s of processor time")
    found = matched(enumerate(signs(picture, room=True) for picture in large), {}, link).values()
    change = next((one.match for one in found if one.match is not None), None)
    if change is not None:
        wall = time.monotonic()
        tones.apply(large[0], change)
        print(f"the change itself at 24 MP: {time.monotonic() - wall:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shoots", type=int, default=3, help="of each kind")
    shoots = parser.parse_args().shoots
    for title, views, count in (("views tuned by", rooms.TUNED, 24), ("views held out", rooms.HELD_OUT, 18)):
        before, after = gathered(views, count, shoots)
        print(f"{title}, CIEDE2000 of the same surface:")
        told("same light", before.same_light, after.same_light)
        told("same light, not blown out", before.unclipped, after.unclipped)
        told("other views, colour alone", before.other_views, after.other_views)
    clocked()


if __name__ == "__main__":
    main()
