"""The mark in the pixels on recompressed photos: `python -m tests.bench.marks [--survival N] [--nulls N]`.

Survival: the sample's photos, and real ones where they are at hand, each marked once; then cut to 4:3 anywhere, made
2048 pixels long and saved at quality 75, N times in all (10,000 for the whole proof, about an hour of one core). The
strength is measured at the scale that such a cut gives: the search over all scales finds no less.

Nulls: the whole search on N unmarked photos, as they are and recompressed: how much of all that was tried lies above
some strengths, beside a normal distribution and the bound of `detection`, and what these say of `ALARM`.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from luster_desktop.delivery.items import Origin
from luster_desktop.delivery.marks import detection, invisible
from luster_desktop.paths import resource
from tests.backend.imaging.delta_e import ciede2000
from tests.shared import ANSWERS, FIELD

Pixels = NDArray[np.uint8]
LONG, QUALITY = 2048, 75
TAILS = (3.0, 4.0, 5.0)


@dataclass(frozen=True, slots=True)
class Survived:
    """One recompression."""

    photo: str
    strength: float
    origin: Origin | None

    @property
    def good(self) -> bool:
        return self.strength >= detection.ALARM and self.origin is Origin.GENERATED


def photos() -> list[Path]:
    """The sample's, then real ones; none too small to be marked."""
    real = [*(ANSWERS / "photos").glob("*.jpg"), *(FIELD / "sets").rglob("*.[jJ][pP][gG]")]
    found = [*resource("sample_shoot").glob("*.JPG"), *real]
    return [path for path in sorted(found, key=str) if max(_size(path)) >= invisible.LEAST_EDGE]


def read(path: Path) -> Pixels:
    """As an export has it: 2,400 pixels long at most."""
    with Image.open(path) as image:
        image.draft("RGB", (LONG, LONG))
        pixels = np.asarray(image.convert("RGB"))
    return resized(pixels, 2400) if max(pixels.shape) > 2400 else pixels


def resized(pixels: Pixels, long: int) -> Pixels:
    height, width = pixels.shape[:2]
    scale = long / max(height, width)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (round(width * scale), round(height * scale)), interpolation=how), np.uint8)


def cut(pixels: Pixels, dice: random.Random, ratio: float = 4 / 3) -> Pixels:
    """To this ratio of the longer side to the shorter, anywhere."""
    height, width = pixels.shape[:2]
    ratio = ratio if width >= height else 1 / ratio
    wide, high = min(width, round(height * ratio)), min(height, round(width / ratio))
    left, top = dice.randint(0, width - wide), dice.randint(0, height - high)
    return np.ascontiguousarray(pixels[top : top + high, left : left + wide])


def saved(pixels: Pixels, quality: int) -> Pixels:
    """As a JPEG of Pillow's, with halved colour, and read again."""
    out = BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out).convert("RGB"))


def recompressed(name: str, marked: Pixels, times: int, dice: random.Random) -> Iterator[Survived]:
    """The same marked photo, cut anew each time."""
    for _ in range(times):
        part = cut(marked, dice)
        scale = max(marked.shape) / max(part.shape)
        near = [one for one in detection.scales() if abs(one / scale - 1) < 0.003]
        found = detection.strongest(detection.seen(saved(resized(part, LONG), QUALITY)), near)
        yield Survived(name, found.strength, found.origin)


def cost(pixels: Pixels, marked: Pixels) -> float:
    """Mean CIEDE2000."""
    before, after = (cv2.cvtColor(one.astype(np.float32) / 255, cv2.COLOR_RGB2LAB) for one in (pixels, marked))
    return float(np.mean(ciede2000(before, after)))


def tails(pixels: Pixels) -> NDArray[np.int64]:
    """How many of all places at all scales are stronger than each of `TAILS`."""
    view = detection.seen(pixels)
    found = np.zeros(len(TAILS), np.int64)
    for scale in detection.scales():
        surface = detection.fits(view, scale)
        found += [np.count_nonzero(surface > tail) for tail in TAILS]
    return found


def normal(tail: float) -> float:
    """How much of a normal distribution lies above this many standard deviations."""
    return math.erfc(tail / math.sqrt(2)) / 2


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


def _bound(tail: float) -> float:
    return math.exp(-tail * tail / 2)


def _survival(number: int) -> None:
    """A photo to a process at a time: each has dice of its own, so that the order does not matter."""
    paths = photos()
    paths = paths[:: max(1, len(paths) // number)][:number]
    times = [number // len(paths) + (place < number % len(paths)) for place in range(len(paths))]
    with ProcessPoolExecutor() as pool:
        done = list(pool.map(_of_photo, paths, times))
    found, costs = [one for ones, _, _ in done for one in ones], [cost for _, cost, _ in done]
    good = sum(one.good for one in found)
    strengths = [one.strength for one in found]
    weakest = min(found, key=lambda one: one.strength)
    print(f"{len(found):,} recompressions of {len(costs)} photos: {good / len(found):.2%} found and read")
    low, middle = np.percentile(strengths, [1, 50])
    print(f"strength: median {middle:.1f}, 1 % below {low:.1f}, least {weakest.strength:.1f} ({weakest.photo})")
    print(f"cost: mean CIEDE2000 {np.mean(costs):.2f}, worst photo {max(costs):.2f}")
    print(f"{sum(seconds for _, _, seconds in done) / len(found):.2f} s of CPU each")


def _of_photo(path: Path, times: int) -> tuple[list[Survived], float, float]:
    """What became of the photo's recompressions, what its mark costs, and seconds of the processor."""
    cv2.setNumThreads(1)
    started = time.process_time()
    pixels = read(path)
    marked = invisible.marked(pixels, Origin.GENERATED)
    found = list(recompressed(path.name, marked, times, random.Random(f"4 {path.name}")))
    return found, cost(pixels, marked), time.process_time() - started


def _nulls(number: int) -> None:
    dice, strengths, seconds = random.Random(5), list[float](), 0.0
    above, tried = np.zeros(len(TAILS), np.int64), 0
    paths = photos()
    for place in range(number):
        pixels = read(paths[place * 7 % len(paths)])
        if place % 2:
            pixels = saved(resized(cut(pixels, dice), dice.randint(1024, LONG)), dice.randint(60, 95))
        started = time.process_time()
        strengths.append(detection.strongest(detection.seen(pixels)).strength)
        seconds += time.process_time() - started
        above += tails(pixels)
        tried += len(detection.scales()) * detection.fits(detection.seen(pixels), 1.0).size
    print(f"{number} unmarked photos, {tried:,} trials: strongest {max(strengths):.2f}, mean {np.mean(strengths):.2f}")
    for tail, count in zip(TAILS, above, strict=True):
        print(f"above {tail}: {count / tried:.2e} of all; {normal(tail):.2e} if normal, {_bound(tail):.2e} at most")
    usual, most = (tried / number * share(detection.ALARM) for share in (normal, _bound))
    print(f"a false alarm: {usual:.1e} if normal, {most:.1e} at most")
    print(f"search: {seconds / number:.2f} s of CPU each")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--survival", type=int, default=200)
    parser.add_argument("--nulls", type=int, default=12)
    arguments = parser.parse_args()
    _survival(arguments.survival)
    _nulls(arguments.nulls)
