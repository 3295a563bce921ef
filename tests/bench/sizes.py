"""Time and memory of the confined child, 12 to 100 megapixels: `python -m tests.bench.sizes PHOTO [MEGAPIXELS ...]`.

The photo is enlarged and given sensor noise: good for speed, not for judging detail.
"""

from __future__ import annotations

import argparse
import io
import os
import time
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from backend.imaging import Scope, SizeLimits
from backend.imaging.confined import Pixels
from tests.backend.imaging import simulator

DUSK = Scope(tone=True, content=frozenset({"sky", "windows"}))


def enlarged(picture: np.ndarray, megapixels: float) -> np.ndarray:
    height, width = picture.shape[:2]
    factor = (megapixels * 1e6 / (width * height)) ** 0.5
    big = cv2.resize(picture, (round(width * factor), round(height * factor)), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(0).normal(0, 3, (512, *big.shape[1:])).astype(np.int8)
    for top in range(0, big.shape[0], 512):
        strip = big[top : top + 512]
        strip[:] = np.clip(strip.astype(np.int16) + noise[: len(strip)], 0, 255)
    return big


def jpeg(picture: np.ndarray) -> bytes:
    sink = io.BytesIO()
    Image.fromarray(picture).save(sink, "JPEG", quality=93)
    return sink.getvalue()


def peak_mib(pid: int) -> int:
    text = Path(f"/proc/{pid}/status").read_text() if Path("/proc").is_dir() else "VmHWM: 0"
    return int(next(line.split()[1] for line in text.splitlines() if line.startswith("VmHWM"))) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photo", type=Path)
    parser.add_argument("megapixels", type=float, nargs="*", default=[12, 24, 45, 61, 100])
    options = parser.parse_args()
    source = np.asarray(Image.open(options.photo).convert("RGB"))
    columns = ("MP", "turn", "prepare s", "finish s", "decode+encode s", "peak MiB")
    print("".join(f"{name:>17}" for name in columns), f" load {os.getloadavg()[0]:.1f}")
    for megapixels in options.megapixels:
        for turn in (0, 1):
            picture = enlarged(np.rot90(source, turn) if turn else source, megapixels)
            original = jpeg(picture)
            started = time.perf_counter()
            image = Image.open(io.BytesIO(original))
            image.load()
            image.save(io.BytesIO(), "JPEG", quality=95, subsampling=0, optimize=True, progressive=True)
            plain = time.perf_counter() - started
            size = picture.shape[1::-1]
            edited = simulator.relit(cv2.resize(picture, (1536, round(1536 * size[1] / size[0]))), 1)
            del picture, image
            with Pixels(workers=1) as pixels:
                pixels.prepare(jpeg(source), SizeLimits(), DUSK)  # loads the libraries
                started = time.perf_counter()
                prepared = pixels.prepare(original, SizeLimits(), DUSK)
                between = time.perf_counter()
                reply = jpeg(simulator.answer(edited, (prepared.width, prepared.height), 1, cast=False))
                ready = time.perf_counter()
                done = pixels.finish(original, reply, DUSK)
                finished = time.perf_counter()
                assert (done.width, done.height) == size == Image.open(io.BytesIO(done.image)).size
                figures = (megapixels, turn * 90, between - started, finished - ready, plain)
                memory = peak_mib(pixels.processes[0])
                print("".join(f"{figure:17.2f}" for figure in figures) + f"{memory:17d}", flush=True)


if __name__ == "__main__":
    main()
