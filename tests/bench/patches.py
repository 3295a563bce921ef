"""Painted parts at camera resolution: `python -m tests.bench.patches [--only NAME ...] [--save FOLDER]`.

Photos of 24, 45 and 100 megapixels are mosaics of real pixels with grey discs, whose truth is known. The perfect answer
is the truth of each crop at the size that was asked for, the misbehaving one what a model makes of it. `whole` is the
same with the whole photo sent at the model's size. For each part, and of these the worst:

detail    energy of the luma's Laplacian inside, over the truth's there, and over the same of the ring around it
border    gradient across the border, over the truth's
pixels    of the model, over those that one whole photo takes
seconds   of the worker: crops, fills and the finished file, in the confined child
cpu       the seconds of processor in these, where the system tells: others may have kept the machine busy
MiB       the most memory that the child has had so far, where the system tells
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from backend.imaging import Scope, SizeLimits, Stroke, Unusable, crops, fit_size
from backend.imaging.confined import Pixels
from tests.backend.imaging import simulator
from tests.backend.imaging.scenes import encoded, opened
from tests.shared import ANSWERS

from .lifted import lifted
from .worker import peak_mib, processor

SIZES = {"24 MP": (6000, 4000), "45 MP": (8256, 5504), "100 MP": (11648, 8736)}
SOURCES = ("sr-sky.jpg", "sr-hdr.jpg", "pv-landscape.jpg", "sr-lawn.jpg", "pv-pool.jpg")
TILE = (1600, 1200)
LIMITS = SizeLimits()
PARTS = {
    "one": ((1, 1, 0, 0, 0.020),),
    "two": ((0, 0, 0, 0, 0.020), (-2, -2, 0, 0, 0.025)),
    "three": ((0, 1, -0.12, -0.1, 0.012), (0, 1, 0.12, 0.1, 0.012), (-2, 0, 0, 0, 0.020)),
}
"""What is painted over: row and column of a tile, how far beside its middle (of its edges), radius (of the longer)."""


@dataclass(frozen=True)
class Scene:
    """A photo with things to remove, and what is behind them."""

    name: str
    photo: np.ndarray
    truth: np.ndarray
    discs: tuple[tuple[int, int, int], ...]
    scope: Scope


@cache
def tiles() -> list[np.ndarray]:
    """Pieces of real photos as the camera took them, the ones with the most texture first."""
    found = []
    for name in SOURCES:
        picture = opened((ANSWERS / "photos" / name).read_bytes())
        for top in range(0, picture.shape[0] - TILE[1] + 1, TILE[1]):
            across = range(0, picture.shape[1] - TILE[0] + 1, TILE[0])
            found += [picture[top : top + TILE[1], left : left + TILE[0]] for left in across]
    return sorted(found, key=lambda tile: -float(np.minimum(np.abs(laplacian(tile)), 40).mean()))


def laplacian(picture: np.ndarray) -> np.ndarray:
    luma: np.ndarray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return cv2.Laplacian(luma, cv2.CV_32F)


def scenes() -> Iterator[Scene]:
    for number, (size, (width, height)) in enumerate(SIZES.items()):
        rows = []
        pieces = tiles()
        for row in range(-(-height // TILE[1])):
            across = -(-width // TILE[0])
            chosen = [pieces[(row * across + column + number) % len(pieces)] for column in range(across)]
            rows.append(np.hstack([tile[:, :: 1 if k % 2 else -1] for k, tile in enumerate(chosen)]))
        mosaic = np.ascontiguousarray(np.vstack(rows)[:height, :width])
        for name, parts in PARTS.items():
            photo, discs, strokes = mosaic.copy(), [], []
            for row, column, right, down, share in parts:
                row, column = row % (height // TILE[1]), column % (width // TILE[0])
                x, y = (column + 0.5 + right) * TILE[0] / width, (row + 0.5 + down) * TILE[1] / height
                place = (round(x * width), round(y * height), round(share * width))
                cv2.circle(photo, place[:2], place[2] - 12, (128, 128, 128), -1)
                discs.append(place)
                strokes.append(Stroke(share, ((x, y),)))
            yield Scene(f"{size} {name}", photo, mosaic, tuple(discs), Scope(False, strokes=tuple(strokes)))


def perfect(truth: np.ndarray, size: tuple[int, int], _seed: int) -> np.ndarray:
    return truth if size == truth.shape[1::-1] else cv2.resize(truth, size, interpolation=cv2.INTER_AREA)


def misbehaving(truth: np.ndarray, size: tuple[int, int], seed: int) -> np.ndarray:
    return simulator.answer(truth, size, seed, warp="typical")


def by_crops(scene: Scene, model: Callable[..., np.ndarray], pixels: Pixels) -> tuple[np.ndarray, float, float]:
    """The output, model pixels over those of the whole photo, and the worker's seconds."""
    original = encoded(scene.photo, quality=97, subsampling=0)
    started = time.perf_counter()
    asked = pixels.crops(original, LIMITS, scene.scope)
    spent, bought, fills = time.perf_counter() - started, 0, []
    for number, prepared in enumerate(asked):
        assert prepared.crop
        reply = encoded(model(crops.cut(scene.truth, prepared.crop), (prepared.width, prepared.height), number), "PNG")
        bought += prepared.width * prepared.height
        started = time.perf_counter()
        fills.append(pixels.fill(prepared, reply))
        spent += time.perf_counter() - started
    started = time.perf_counter()
    done = pixels.finish(original, b"", scene.scope, fills)
    spent += time.perf_counter() - started
    return opened(done.image), bought / whole_pixels(scene), spent


def by_whole(scene: Scene, model: Callable[..., np.ndarray], _pixels: Pixels) -> tuple[np.ndarray, float, float]:
    size = fit_size(scene.photo.shape[1], scene.photo.shape[0], LIMITS)
    original, reply = encoded(scene.photo, quality=97, subsampling=0), encoded(model(scene.truth, size, 0), "PNG")
    started = time.perf_counter()
    _, image = lifted(original, reply, scene.scope)
    return opened(image), 1.0, time.perf_counter() - started


def whole_pixels(scene: Scene) -> int:
    width, height = fit_size(scene.photo.shape[1], scene.photo.shape[0], LIMITS)
    return width * height


def measured(scene: Scene, output: np.ndarray) -> list[tuple[float, float]]:
    """Detail and border of each part."""
    found = []
    for x, y, radius in scene.discs:
        reach = 2 * radius
        area = np.s_[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach]
        made, truth = output[area], scene.truth[area]
        rows, columns = np.mgrid[: made.shape[0], : made.shape[1]]
        away = np.hypot(rows - min(y, reach), columns - min(x, reach))
        inside, ring = away < 0.85 * radius, (away > 1.15 * radius) & (away < 1.6 * radius)
        energy = [[float((laplacian(v)[where] ** 2).mean()) for where in (inside, ring)] for v in (made, truth)]
        detail = energy[0][0] / energy[1][0] / (energy[0][1] / energy[1][1])
        # Across the border that is seen: of the disc, and of the stroke around it.
        border = np.abs(away - radius) < 16
        steps = [float(np.hypot(*_slopes(v))[border].mean()) for v in (made, truth)]
        found.append((detail, steps[0] / steps[1]))
    return found


def _slopes(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    luma: np.ndarray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return cv2.Sobel(luma, cv2.CV_32F, 1, 0), cv2.Sobel(luma, cv2.CV_32F, 0, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[""], help="beginnings of scenes' names")
    parser.add_argument("--whole", action="store_true", help="also with the whole photo sent")
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    ways = [("crops", by_crops)] + ([("whole", by_whole)] if options.whole else [])
    columns = {"detail": 16, "border": 8, "pixels": 8, "seconds": 9, "cpu": 7, "MiB": 6}
    print(f"{'scene':14}{'sent':7}{'answer':13}" + "".join(f"{name:>{width}}" for name, width in columns.items()))
    with Pixels(workers=1) as pixels:
        pixels.prepare(encoded(tiles()[0]), LIMITS, Scope(tone=True))  # loads the libraries
        for scene in scenes():
            if not scene.name.startswith(tuple(options.only)):
                continue
            for way, work in ways:
                for model in (perfect, misbehaving):
                    head = f"{scene.name:14}{way:7}{model.__name__:13}"
                    (child,) = pixels.processes
                    used = processor(child)
                    try:
                        output, bought, seconds = work(scene, model, pixels)
                    except Unusable as error:
                        print(f"{head}{error.reason}: {error.detail}", flush=True)
                        continue
                    details, borders = zip(*measured(scene, output), strict=True)
                    line = f"{min(details):8.2f}{max(details):8.2f}{max(borders):8.2f}{bought:8.2f}{seconds:9.2f}"
                    memory = peak_mib(child)
                    print(f"{head}{line}{processor(child) - used:7.2f}{memory:6d}", flush=True)
                    if options.save:
                        _save(options.save / f"{scene.name} {way} {model.__name__}.png", scene, output)


def _save(path: Path, scene: Scene, output: np.ndarray) -> None:
    """Photo, output and truth around each part, at 100 %."""
    rows = []
    edge = max(round(1.8 * radius) for _, _, radius in scene.discs)
    for x, y, _ in scene.discs:
        area = np.s_[max(0, y - edge) : y + edge, max(0, x - edge) : x + edge]
        rows.append(np.hstack([v[area] for v in (scene.photo, output, scene.truth)]))
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.vstack(rows)[..., ::-1])


if __name__ == "__main__":
    main()
