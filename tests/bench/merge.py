"""The merge beside enfuse, on the sample shoot; `python -m tests.bench.merge` for its quality, which needs `enfuse`.

Structure (MEF-SSIM) against enfuse on frames that the truth aligned, ours also from the hand; and likeness to the
tone-mapped truth.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake import pictures
from luster_desktop.intake.merge.files import merge_files
from luster_desktop.intake.merge.merging import Exposure, halved, merge
from tests.bench.scoreboard import Figure
from tests.desktop.intake import sample
from tests.desktop.intake.mef_ssim import mef_ssim
from tests.shared import TRUTH

EDGE = (6000, 4000)


def structure(folder: Path, truth: NDArray[np.float32]) -> None:
    for name, frames in sets(truth):
        peer = enfuse(frames, folder)
        ours = fused(frames)
        figures = f"MEF-SSIM ours {mef_ssim(frames, ours):.4f}, enfuse {mef_ssim(frames, peer):.4f}"
        if name == "rendered truth":
            figures += (
                f"; against the tone-mapped truth {against_truth(ours, truth)}, enfuse {against_truth(peer, truth)}"
            )
        print(f"{name:22s} {figures}", flush=True)
    for bracket in sample.MOVED:
        every = sample.aligned(bracket)
        paths = sample.paths(bracket)
        for name, chosen in (("5 by hand", slice(0, 5)), ("3 by hand", slice(1, 4))):
            peer = enfuse(every[chosen], folder)
            merge_files(paths[chosen], folder / "ours.jpg")
            score = mef_ssim(every[chosen], pictures.read(folder / "ours.jpg").pixels)
            print(
                f"{bracket:8s} {name:13s} MEF-SSIM ours {score:.4f}, enfuse {mef_ssim(every[chosen], peer):.4f}",
                flush=True,
            )


def sets(truth: NDArray[np.float32]) -> Iterator[tuple[str, list[NDArray[np.uint8]]]]:
    """Frames that lie on each other: the rendered linear truth, and photos lit unevenly, at -4 to +4 EV."""
    rng = np.random.default_rng(4)
    yield "rendered truth", [exposed(truth, ev, rng) for ev in (-4, -2, 0, 2, 4)]
    for number in (1, 2, 13, 14):
        linear = cv2.resize(sample.pixels(number), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) / np.float32(255)
        light = cv2.resize(
            rng.normal(0, 1.5, (4, 6)).astype(np.float32), linear.shape[1::-1], interpolation=cv2.INTER_CUBIC
        )
        scene = (linear**2.2) * np.exp2(light)[..., None]
        yield f"{number}, lit unevenly", [exposed(scene, ev, rng) for ev in (-4, -2, 0, 2, 4)]


def exposed(linear: NDArray[np.float32], ev: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    seen = np.clip(linear * 2.0**ev, 0, 1) ** (1 / 2.2) * 255 + rng.normal(0, 1.2, linear.shape)
    return np.clip(np.rint(seen), 0, 255).astype(np.uint8)


def fused(frames: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    return merge([Exposure(partial(np.asarray, f), partial(halved, f)) for f in frames], aligned=True).picture


def against_truth(picture: NDArray[np.uint8], truth: NDArray[np.float32]) -> str:
    """PSNR and SSIM of luma to a tone mapping of the truth (Drago 2003), once their histograms are the same."""
    mapped = np.clip(cv2.createTonemapDrago(2.2, 1.0, 0.85).process(truth), 0, 1) * 255
    wanted = cv2.cvtColor(mapped.astype(np.float32), cv2.COLOR_RGB2GRAY)
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    matched = np.empty_like(luma)
    matched.flat[np.argsort(luma, axis=None, kind="stable")] = np.sort(wanted, axis=None)
    mean_a, mean_b = (cv2.GaussianBlur(v, (0, 0), 1.5) for v in (matched, wanted))
    vary_a, vary_b = (cv2.GaussianBlur(v * v, (0, 0), 1.5) - m * m for v, m in ((matched, mean_a), (wanted, mean_b)))
    both = cv2.GaussianBlur(matched * wanted, (0, 0), 1.5) - mean_a * mean_b
    likeness = (
        (2 * mean_a * mean_b + 6.5) * (2 * both + 58.5) / ((mean_a**2 + mean_b**2 + 6.5) * (vary_a + vary_b + 58.5))
    )
    return f"{10 * np.log10(255**2 / np.mean((matched - wanted) ** 2)):.2f} dB, SSIM {likeness.mean():.4f}"


def enfuse(frames: list[NDArray[np.uint8]], folder: Path) -> NDArray[np.uint8]:
    names = [f"{i}.tif" for i in range(len(frames))]
    for name, frame in zip(names, frames, strict=True):
        cv2.imwrite(str(folder / name), cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    subprocess.run(["enfuse", "-o", "enfuse.tif", *names], cwd=folder, check=True, capture_output=True)
    return pictures.read(folder / "enfuse.tif").pixels


def measure(seed: int) -> Iterator[list[Figure]]:
    """Five exposures of 24 MP: every program decodes, merges and encodes; ours places them on each other, too."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        names = [path.name for path in large(folder, seed)]
        work = "from pathlib import Path; import sys; from luster_desktop.intake.merge.files import merge_files as f; "
        work += "f([Path(p) for p in sys.argv[1:]], Path('ours.jpg'))"
        while True:
            peer = timed(["enfuse", "-o", "enfuse.jpg", "--compression=95", *names], folder)
            seconds, processor, memory = timed([sys.executable, "-c", work, *names], folder) or (0.0, 0.0, 0.0)
            assert pictures.read(folder / "ours.jpg").pixels.shape[1::-1] == EDGE
            clock, used, _ = peer or (None, None, None)
            by = "enfuse" if peer else "enfuse is not here"
            yield [
                Figure("five exposures of 24 MP", seconds, "s", clock, by, most_ratio=1.0),
                Figure("processor", processor, "s", used, by),
                Figure("memory", memory, "GiB"),
            ]


def large(folder: Path, seed: int) -> list[Path]:
    """The sample's living room by hand, enlarged, with a sensor's grain."""
    rng = np.random.default_rng(seed)
    paths = []
    for source in sample.paths("living"):
        photo = cv2.resize(pictures.read(source).pixels, EDGE, interpolation=cv2.INTER_CUBIC)
        grain = np.tile(rng.normal(0, 3, (500, EDGE[0], 3)).astype(np.int16), (EDGE[1] // 500, 1, 1))
        paths.append(folder / source.name)
        paths[-1].write_bytes(pictures.encode_jpeg(pictures.Picture(np.clip(photo + grain, 0, 255).astype(np.uint8))))
    return paths


WATCH = (
    "import resource, subprocess, sys, time; start = time.perf_counter(); "
    "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode; "
    "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
    "print(code, time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 2**20)"
)
"""A small process between: a child's peak counts what its parent held when it was started."""


def timed(command: list[str], folder: Path) -> tuple[float, float, float] | None:
    """Seconds, processor seconds and GiB of a program; None where it is not installed."""
    if shutil.which(command[0]) is None:
        return None
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    watched = subprocess.run(
        [sys.executable, "-c", WATCH, *command], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    code, seconds, processor, memory = watched.stdout.split()
    assert code == "0", command[0]
    return float(seconds), float(processor), float(memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--truth", type=Path, default=TRUTH, help="the sample's folder of truths")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        truth = np.load(arguments.truth / "IMG_0005_hdr_half_size.npz")["linear"].astype(np.float32)
        structure(Path(folder), truth)


if __name__ == "__main__":
    main()
