"""Lift quality against known full-size results: `python -m tests.bench.lift TRUTH_FOLDER [--save FOLDER]`.

The truth folder is the sample's `truth` (clean, dusk, lawn, sky and neutral frames with masks).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from backend.imaging import Scope
from backend.imaging.arrays import disc, scale
from backend.imaging.chain import Draft
from backend.imaging.register import register
from backend.local.image_model.editor import Bright, carry_out
from tests.backend.imaging import simulator
from tests.backend.imaging.scenes import encoded, opened
from tests.bench.lifted import lifted
from tests.bench.measures import gmsd, psnr
from tests.bench.scoreboard import Figure
from tests.shared import TRUTH

TONE = Scope(tone=True)
SKY = Scope(tone=False, content=frozenset({"sky"}))
LAWN = Scope(tone=False, content=frozenset({"lawn"}))
COLUMNS = ("bicubic", "Lanczos", "reg.bic.", "Luster", "GMSD")


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
    yield Case("truth sky", front, load("IMG_0001_sky.jpg"), SKY)
    yield Case("truth lawn", front, load("IMG_0001_lawn.jpg"), LAWN)
    yield Case("truth dusk", front, load("IMG_0001_dusk.jpg"), Scope(True, frozenset({"sky", "windows"})))
    for seed, name in enumerate(("0001_clean", "0002_clean", "0005_clean", "0013_neutral", "0014_clean")):
        picture = load(f"IMG_{name}.jpg")
        yield Case(f"tone {name[:4]}", picture, simulator.relit(picture, seed), TONE)
        yield Case(f"lamps {name[:4]}", picture, simulator.relit(picture, seed + 20, lamps=6), TONE)
        yield Case(f"dusk {name[:4]}", picture, simulator.relit(picture, seed + 40, lamps=5, night=0.6), TONE)
        brighter = Bright(("natural", "strong")[seed % 2], "neutral")
        yield Case(f"bright {name[:4]}", picture, carry_out(picture, brighter, seed), TONE)
    for name, picture, sky, lawn in _exteriors(truth):
        for seed in (1, 2, 3):
            yield Case(f"lawn {name} {seed}", picture, simulator.greened(picture, lawn, seed), LAWN)
            yield Case(f"sky {name} {seed}", *simulator.under_skies(picture, sky, seed), SKY)


def _exteriors(truth: Path) -> Iterator[tuple[str, np.ndarray, np.ndarray, np.ndarray]]:
    """Name, picture, coverage of its sky and of its lawn: known where rendered, else by colour and place."""
    for name in ("0001", "0002"):
        picture = np.asarray(Image.open(truth / f"IMG_{name}_clean.jpg").convert("RGB"))
        known = [truth / f"IMG_{name}_mask_{region}.png" for region in ("sky", "lawn")]
        if all(path.exists() for path in known):
            sky, lawn = (np.asarray(Image.open(path).convert("L")) / np.float32(255) for path in known)
        else:
            lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
            down = np.linspace(0, 1, len(lab))[:, None]
            bright = (lab[..., 0] > 80).astype(np.uint8)
            specks = (bright > cv2.morphologyEx(bright, cv2.MORPH_OPEN, disc(6))) & (down < 0.44)
            sky = np.clip((lab[..., 0] - 80) / 18, 0, 1) * np.maximum(_largest(bright * (down < 0.6)), specks)
            smooth = cv2.GaussianBlur(lab, (0, 0), 4)
            grass = (smooth[..., 2] > 12) & (smooth[..., 1] < 4) & (smooth[..., 0] < 62) & (down > 0.59)
            solid = cv2.morphologyEx(
                _largest(cv2.morphologyEx(grass.astype(np.uint8), cv2.MORPH_OPEN, disc(12))), cv2.MORPH_CLOSE, disc(15)
            )
            lawn = np.asarray(cv2.GaussianBlur(solid, (0, 0), 1))
        yield name, picture, sky, lawn


def _largest(mask: np.ndarray) -> np.ndarray:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    return np.asarray(labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()), np.float32)


def carried(case: Case, number: int, edge: int, warp: str) -> tuple[list[float], list[np.ndarray], Draft, bytes, float]:
    """A line's figures and the pictures that they are of, what was made, its file and seconds."""
    height, width = case.original.shape[:2]
    ratio = edge / max(height, width)
    size = (round(width * ratio), round(height * ratio))
    # A cast cannot be told from a wanted tone; where tone is locked it has to be taken out.
    reply = simulator.answer(case.edited, size, number + 100, warp=warp, cast=not case.scope.tone)
    started = time.perf_counter()
    made, image = lifted(encoded(case.original, "PNG"), encoded(reply, "PNG"), case.scope)
    seconds = time.perf_counter() - started
    output = opened(image)
    registered = register(scale(case.original, size), reply).answer
    peers = [(reply, cv2.INTER_CUBIC), (reply, cv2.INTER_LANCZOS4), (registered, cv2.INTER_CUBIC)]
    pictures = [cv2.resize(picture, (width, height), interpolation=kind) for picture, kind in peers] + [output]
    figures = [psnr(picture, case.edited) for picture in pictures] + [gmsd(output, case.edited)]
    return figures, pictures, made, image, seconds


def measure(seed: int) -> Iterator[list[Figure]]:
    """Likeness to the true edits of the sample's front, beside the registered answer enlarged; all pass the judge."""
    while True:
        figures = []
        for number, case in enumerate(cases(TRUTH)):
            if case.name.startswith("truth"):
                (_, _, enlarged, ours, _), _, made, _, _ = carried(case, number + seed, 1536, "typical")
                assert not made.verdict.reason, made.verdict.reason
                by = "registered answer, bicubic"
                figures.append(Figure(case.name, ours, "dB PSNR", enlarged, by, least_ratio=1.0))
        yield figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--edge", type=int, default=1536)
    parser.add_argument("--warp", default="typical")
    parser.add_argument("--only", nargs="*", default=[""], help="only cases whose names start so")
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    rows: dict[str, list[list[float]]] = {}
    print(f"{'case':12}" + "".join(f"{name:>9}" for name in (*COLUMNS, "verdict", "score", "s")))
    for number, case in enumerate(cases(options.truth)):
        if not case.name.startswith(tuple(options.only)):
            continue
        figures, pictures, made, image, seconds = carried(case, number, options.edge, options.warp)
        rows.setdefault(case.name if case.name.startswith("truth") else case.name.split()[0], []).append(figures)
        verdict = f"{made.verdict.reason or 'pass':>9}{made.verdict.score:9.2f}{seconds:9.2f}"
        print(_line(case.name, figures) + verdict, flush=True)
        if options.save:
            options.save.mkdir(parents=True, exist_ok=True)
            stem = options.save / case.name.replace(" ", "_")
            stem.with_suffix(".jpg").write_bytes(image)
            stem.with_suffix(".map.png").write_bytes(made.verdict.change_map())
            Image.fromarray(case.edited).save(stem.with_suffix(".truth.png"))
            Image.fromarray(pictures[2]).save(stem.with_suffix(".registered.png"))
    print("median")
    for name, group in rows.items():
        print(_line(name, [statistics.median(column) for column in zip(*group, strict=True)]))


def _line(name: str, figures: list[float]) -> str:
    return f"{name:12}" + "".join(f"{figure:9.2f}" for figure in figures[:-1]) + f"{figures[-1]:9.4f}"


if __name__ == "__main__":
    main()
