"""Processor time and memory of the confined child: `python -m tests.bench.sizes TRUTH_FOLDER [MEGAPIXELS ...]`.

The truth folder is the sample's `truth`. Its photos are enlarged and given sensor noise: good for speed, not for
judging detail. Of each edit and size the least of some turns, in seconds of processor: what others do on the machine
costs these, too, but less than it costs time. `plain` is decoding the photo and writing it as a progressive JPEG,
`ratio` what the worker takes over that. `tests.bench.patches` does the same for what is painted over.
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

from backend.imaging import Scope, SizeLimits, fit_size
from backend.imaging.confined import Pixels
from backend.local.image_model.editor import Bright, carry_out
from tests.backend.imaging import simulator


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


def processor(pid: int) -> float:
    """Seconds that a child has used so far; 0 where the system does not tell."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def cases(truth: Path) -> dict[str, tuple[np.ndarray, np.ndarray, Scope]]:
    """Of each edit a photo, the photo edited, and what may change."""
    front, sky, lawn, dusk, room = (
        np.asarray(Image.open(truth / f"IMG_{name}.jpg").convert("RGB"))
        for name in ("0001_clean", "0001_sky", "0001_lawn", "0001_dusk", "0005_clean")
    )
    return {
        "bright": (room, carry_out(room, Bright("natural", "neutral"), 1), Scope(tone=True)),
        "sky": (front, sky, Scope(tone=False, content=frozenset({"sky"}))),
        "lawn": (front, lawn, Scope(tone=False, content=frozenset({"lawn"}))),
        "dusk": (front, dusk, Scope(tone=True, content=frozenset({"sky", "windows"}))),
    }


def plainly(original: bytes) -> float:
    started = time.process_time()
    image = Image.open(io.BytesIO(original))
    image.load()
    image.save(io.BytesIO(), "JPEG", quality=95, subsampling=0, optimize=True, progressive=True)
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("truth", type=Path)
    parser.add_argument("megapixels", type=float, nargs="*", default=[12, 24, 45, 61, 100])
    parser.add_argument("--only", nargs="*", help="edits")
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    columns = ("MP", "edit", "prepare", "finish", "plain", "ratio", "peak MiB")
    print("".join(f"{name:>10}" for name in columns), f" load {os.getloadavg()[0]:.1f}")
    for megapixels in options.megapixels:
        for name, (photo, edited, scope) in cases(options.truth).items():
            if options.only and name not in options.only:
                continue
            picture = enlarged(photo, megapixels)
            original, size = jpeg(picture), picture.shape[1::-1]
            del picture
            asked = fit_size(size[0], size[1], SizeLimits())
            reply = jpeg(simulator.answer(edited, asked, 1, cast=False))
            turns = []
            with Pixels(workers=1) as pixels:
                pixels.prepare(jpeg(photo), SizeLimits(), scope)  # loads the libraries
                (child,) = pixels.processes
                for _ in range(options.turns):
                    plain, before = plainly(original), processor(child)
                    pixels.prepare(original, SizeLimits(), scope)
                    between = processor(child)
                    done = pixels.finish(original, reply, scope)
                    turns.append((between - before, processor(child) - between, plain))
                    assert (done.width, done.height) == size == Image.open(io.BytesIO(done.image)).size
                prepare, finish, plain = (min(times) for times in zip(*turns, strict=True))
                figures = f"{prepare:10.2f}{finish:10.2f}{plain:10.2f}{(prepare + finish) / plain:10.1f}"
                print(f"{megapixels:10g}{name:>10}{figures}{peak_mib(child):10d}", flush=True)


if __name__ == "__main__":
    main()
