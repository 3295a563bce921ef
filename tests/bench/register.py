"""How exactly answers are aligned: `python -m tests.bench.register [--pairs 1000] [--edge 1280] [PHOTO ...]`.

Each pair is a picture and a re-rendering of its edited version with a known displacement. Pictures (scenes made here,
and crops of the named photos), edits (tone, dusk, a new sky) and warps (typical, hard, recomposed: up to 7 % of zoom
and 18 px of shift) vary with the pair's number. A failure is a median error above one pixel of the working size; an
answer that is refused is counted apart. `astray` is the share of edges that are more than 1.5 px off, seen across
themselves: nobody sees a shift along an edge, or in an empty sky.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from backend.imaging import Unusable
from backend.imaging.arrays import scale
from backend.imaging.decode import decode
from backend.imaging.register import register
from tests.backend.imaging import simulator
from tests.backend.imaging.scenes import repeated, room

from .measures import gradient

BORDER = 32
"""Pixels along the edges that are not counted: there the answer may show what the photo does not."""

SCENES = ("room", "photo", "slats", "photo", "tiles", "photo", "bricks", "photo")
WARPS = ("typical", "hard", "recomposed")
EDITS = ("tone", "dusk", "sky")


@dataclass(frozen=True)
class Pair:
    """`counted` is where the displacement has a truth (H x W)."""

    name: str
    photo: np.ndarray
    reply: np.ndarray
    known: np.ndarray
    counted: np.ndarray


def pair(number: int, photos: list[Path], edge: int) -> Pair:
    rng = np.random.default_rng(number)
    scene, warp, edit = SCENES[number % 8], WARPS[number // 8 % 3], EDITS[number // 24 % 3]
    size = (edge, edge * 2 // 3)
    if scene == "photo" and photos:
        path = photos[number // 2 % len(photos)]
        scene, picture = path.stem, _crop(path, rng, size)
    elif scene in ("room", "photo"):
        picture = room(*size, number)
    else:
        picture = repeated(scene, *size, number)
    counted = np.ones(picture.shape[:2], bool)
    if edit == "sky":
        counted = ~_above_skyline(size, rng)
        picture = np.where(counted[..., None], picture, np.uint8(228))
    edited = simulator.relit(picture, number, night=0.6 if edit == "dusk" else 0.0, lamps=5 if edit == "dusk" else 0)
    if edit == "sky":
        edited = np.where(counted[..., None], edited, _clouds(size, rng))
    reply = simulator.answer(edited, size, number, warp=warp, cast=False)
    known = simulator.displacement(size, np.random.default_rng(number), *simulator.WARPS[warp])
    return Pair(f"{number} {scene} {warp} {edit}", picture, reply, known, counted)


def _crop(path: Path, rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    picture = decode(path.read_bytes()).pixels
    height, width = picture.shape[:2]
    ratio = min(width / size[0], height / size[1]) * rng.uniform(0.6, 1.0)
    wide, high = int(size[0] * ratio), int(size[1] * ratio)
    left, top = int(rng.integers(0, width - wide + 1)), int(rng.integers(0, height - high + 1))
    return scale(np.ascontiguousarray(picture[top : top + high, left : left + wide]), size)


def _above_skyline(size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    width, height = size
    steps = np.repeat(rng.uniform(0.1, 0.45, 12), -(-width // 12))[:width] * height
    return np.asarray(np.arange(height)[:, None] < steps)


def _clouds(size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    cloud = sum(
        cv2.resize(rng.normal(0, 24 / n, (4 * n, 6 * n)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
        for n in (1, 2, 4, 8)
    )
    return np.clip(np.asarray(cloud)[..., None] + (120, 150, 200), 0, 255).astype(np.uint8)


def measure(number: int, photos: list[Path], edge: int) -> tuple[str, str, tuple[float, ...]]:
    """Name, why it was refused (or nothing), and median, 95th percentile and share astray, and CPU seconds."""
    cv2.setNumThreads(1)
    made = pair(number, photos, edge)
    started = time.process_time()
    try:
        where = register(made.photo, made.reply).where
    except Unusable as error:
        return made.name, error.reason, ()
    seconds = time.process_time() - started
    height, width = made.photo.shape[:2]
    back = cv2.remap(made.known, where[..., 0], where[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    y, x = np.mgrid[0:height, 0:width]
    off = back - np.dstack((x, y))
    shown = made.counted & (np.clip(where, 0, (width - 1, height - 1)) == where).all(axis=-1)
    shown[:BORDER], shown[-BORDER:], shown[:, :BORDER], shown[:, -BORDER:] = False, False, False, False
    miss = np.hypot(off[..., 0], off[..., 1])[shown]
    slope = gradient(made.photo)[shown] / 8
    steep = np.hypot(slope[:, 0], slope[:, 1])
    edge_of = steep > 8
    across = np.abs((off[shown] * slope).sum(axis=-1)[edge_of] / steep[edge_of])
    figures = (float(np.median(miss)), float(np.quantile(miss, 0.95)), float((across > 1.5).mean()), seconds)
    return made.name, "", figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path, nargs="*")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--edge", type=int, default=1280)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    figures, refused, failures = [], Counter[str](), 0
    groups: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    with ProcessPoolExecutor(options.processes) as pool:
        task = partial(measure, photos=options.photos, edge=options.edge)
        for name, reason, found in pool.map(task, range(options.first, options.first + options.pairs)):
            if reason:
                refused[reason] += 1
                print(f"{name}: {reason}", flush=True)
                continue
            failures += found[0] > 1
            if found[0] > 0.5 or found[2] > 0.05:
                print(f"{name}: median {found[0]:.2f}, 95 % {found[1]:.2f}, astray {found[2]:.3f}", flush=True)
            figures.append(found)
            for part in name.split()[1:]:
                groups[part].append(found)
    print(f"{options.pairs} pairs at {options.edge} px: {failures} failures, {sum(refused.values())} refused {refused}")
    for name, rows in [("all", figures), *sorted(groups.items())]:
        median, tail, astray, seconds = np.array(rows).T
        print(f"{name:18}{len(rows):5d}: median {np.median(median):.3f}, worst {median.max():.2f};", end=" ")
        print(f"95 % {np.median(tail):.2f}, worst {tail.max():.1f};", end=" ")
        print(f"astray {astray.mean():.4f}, worst {astray.max():.3f}; {seconds.mean():.2f} CPU s")


if __name__ == "__main__":
    main()
