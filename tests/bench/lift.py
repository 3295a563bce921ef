"""Lift quality against known full-size results: `python -m tests.bench.lift TRUTH_FOLDER [--save FOLDER]`.

The truth folder is the sample's `truth` (clean, dusk, lawn, sky and neutral frames with masks).
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from backend.imaging import Scope, chain
from backend.imaging.arrays import scale
from backend.imaging.register import register
from tests.backend.imaging import simulator

from .measures import gmsd, psnr

TONE = Scope(tone=True)


@dataclass(frozen=True)
class Case:
    name: str
    original: np.ndarray
    edited: np.ndarray
    scope: Scope


def cases(truth: Path) -> Iterator[Case]:
    def load(name: str) -> np.ndarray:
        return np.asarray(Image.open(truth / name).convert("RGB"))

    front = load("IMG_0001_clean.jpg")
    yield Case("truth sky", front, load("IMG_0001_sky.jpg"), Scope(False, frozenset({"sky"})))
    yield Case("truth lawn", front, load("IMG_0001_lawn.jpg"), Scope(False, frozenset({"lawn"})))
    yield Case("truth dusk", front, load("IMG_0001_dusk.jpg"), Scope(True, frozenset({"sky", "windows"})))
    frames = ["IMG_0001_clean.jpg", "IMG_0002_clean.jpg", "IMG_0005_clean.jpg", "IMG_0013_neutral.jpg", "IMG_0014_clean.jpg"]
    for seed, name in enumerate(frames):
        picture = load(name)
        yield Case(f"tone {name[4:8]}", picture, simulator.relit(picture, seed), TONE)
        yield Case(f"lamps {name[4:8]}", picture, simulator.relit(picture, seed + 20, lamps=6), TONE)
        yield Case(f"dusk {name[4:8]}", picture, simulator.relit(picture, seed + 40, lamps=5, night=0.6), TONE)


def _png(picture: np.ndarray) -> bytes:
    sink = io.BytesIO()
    Image.fromarray(picture).save(sink, "PNG", compress_level=1)
    return sink.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--edge", type=int, default=1536)
    parser.add_argument("--warp", default="typical")
    parser.add_argument("--only", default="")
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    rows: dict[str, list[tuple[float, ...]]] = {}
    print(f"{'case':14}{'bicubic':>9}{'Lanczos':>9}{'reg.bic.':>9}{'Luster':>9}{'GMSD':>8}{'verdict':>9}{'score':>7}{'s':>6}")
    for number, case in enumerate(cases(options.truth)):
        if options.only not in case.name:
            continue
        height, width = case.original.shape[:2]
        size = (options.edge, round(options.edge * height / width))
        size = size if width >= height else (round(options.edge * width / height), options.edge)
        reply = simulator.answer(case.edited, size, number + 100, warp=options.warp, cast=not case.scope.tone)
        started = time.perf_counter()
        done = chain.finish(_png(case.original), _png(reply), case.scope)
        seconds = time.perf_counter() - started
        output = np.asarray(Image.open(io.BytesIO(done.image)))
        aligned = register(scale(case.original, size), reply).answer
        up = {k: cv2.resize(reply, (width, height), interpolation=v) for k, v in (("c", cv2.INTER_CUBIC), ("l", cv2.INTER_LANCZOS4))}
        registered = cv2.resize(aligned, (width, height), interpolation=cv2.INTER_CUBIC)
        figures = tuple(psnr(p, case.edited) for p in (up["c"], up["l"], registered, output)) + (gmsd(output, case.edited),)
        rows.setdefault(case.name.split()[0] if case.name.startswith("truth") is False else case.name, []).append(figures)
        print(f"{case.name:14}" + "".join(f"{v:9.2f}" for v in figures[:4]) + f"{figures[4]:8.4f}{done.report['verdict']:>9}{done.report['score']:7.2f}{seconds:6.2f}", flush=True)
        if options.save:
            options.save.mkdir(parents=True, exist_ok=True)
            stem = case.name.replace(" ", "_")
            (options.save / f"{stem}.jpg").write_bytes(done.image)
            (options.save / f"{stem}_map.png").write_bytes(done.change_map)
            for kind, picture in (("truth", case.edited), ("registered", registered), ("original", case.original)):
                Image.fromarray(picture).save(options.save / f"{stem}_{kind}.png")
    print("median")
    for name, figures in rows.items():
        print(f"{name:14}" + "".join(f"{statistics.median(f[i] for f in figures):9.2f}" for i in range(4)) + f"{statistics.median(f[4] for f in figures):8.4f}")


if __name__ == "__main__":
    main()
