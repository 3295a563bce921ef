"""The worker's own time and memory for each edit, 24 to 100 MP, beside a decode and a progressive encode.

The photo is enlarged and given sensor noise: good for speed, not for judging detail. Answers are the stand-in's.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import psutil
from PIL import Image

from backend.editing import catalogue
from backend.imaging import SizeLimits
from backend.imaging.confined import Pixels
from backend.local.image_model.editor import Bright, Dusk, Edit, Lawn, Sky, carry_out
from tests.backend.worker.stage import SAMPLE
from tests.bench.scoreboard import Figure

EDITS: dict[str, Edit] = {"dusk": Dusk(), "sky": Sky(), "lawn": Lawn(), "bright": Bright()}
MEGAPIXELS = (24, 45, 100)


def measure(seed: int) -> Iterator[list[Figure]]:
    """By the clock, and by the processor, which is what counts on a busy machine."""
    source = np.asarray(Image.open(SAMPLE).convert("RGB"))
    while True:
        figures = []
        for megapixels in MEGAPIXELS:
            picture = enlarged(source, megapixels, seed)
            original, size = jpeg(picture), picture.shape[1::-1]
            del picture
            plain, plain_processor = recoded(original)
            for name in EDITS if megapixels == MEGAPIXELS[0] else ("dusk",):
                seconds, busy, memory = edited(original, jpeg(source), name, size, seed)
                limit = 2.5 if megapixels == MEGAPIXELS[0] else None
                about = f"{name}, {megapixels} MP"
                figures.append(Figure(about, seconds, "s", plain, "decode and progressive encode", most_ratio=limit))
                figures.append(Figure(f"{about}, processor", busy, "s", plain_processor, "the same"))
                figures.append(Figure(f"{about}, memory", memory, "MiB", most=600 if limit else None))
        yield figures


def edited(original: bytes, warm: bytes, name: str, size: tuple[int, ...], seed: int) -> tuple[float, float, float]:
    """Seconds of a confined child for one edit, those of its processor, and its most memory in MiB.

    The result has the photo's size.
    """
    scope = catalogue.recipe([(name, {})]).scope
    with Pixels(workers=1) as pixels:
        pixels.prepare(warm, SizeLimits(), scope)  # loads the libraries
        [child] = pixels.processes
        used, began = processor(child), time.perf_counter()
        prepared = pixels.prepare(original, SizeLimits(), scope)
        seconds = time.perf_counter() - began
        answer = carry_out(np.asarray(Image.open(io.BytesIO(prepared.image)).convert("RGB")), EDITS[name], seed)
        began = time.perf_counter()
        done = pixels.finish(original, jpeg(answer), scope)
        seconds += time.perf_counter() - began
        assert (done.width, done.height) == tuple(size) == Image.open(io.BytesIO(done.image)).size
        return seconds, processor(child) - used, peak_mib(child)


def recoded(original: bytes) -> tuple[float, float]:
    """Seconds to decode it and encode it progressively, and those of the processor."""
    began, used = time.perf_counter(), time.process_time()
    image = Image.open(io.BytesIO(original))
    image.load()
    image.save(io.BytesIO(), "JPEG", quality=95, subsampling=0, optimize=True, progressive=True)
    return time.perf_counter() - began, time.process_time() - used


def enlarged(picture: np.ndarray, megapixels: float, seed: int) -> np.ndarray:
    height, width = picture.shape[:2]
    factor = (megapixels * 1e6 / (width * height)) ** 0.5
    big = cv2.resize(picture, (round(width * factor), round(height * factor)), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(seed).normal(0, 3, (512, *big.shape[1:])).astype(np.int8)
    for top in range(0, big.shape[0], 512):
        strip = big[top : top + 512]
        strip[:] = np.clip(strip.astype(np.int16) + noise[: len(strip)], 0, 255)
    return big


def jpeg(picture: np.ndarray) -> bytes:
    sink = io.BytesIO()
    Image.fromarray(picture).save(sink, "JPEG", quality=93)
    return sink.getvalue()


def processor(pid: int) -> float:
    """Seconds of processor that a child has used so far."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def peak_mib(pid: int) -> int:
    text = Path(f"/proc/{pid}/status").read_text() if Path("/proc").is_dir() else "VmHWM: 0"
    return int(next(line.split()[1] for line in text.splitlines() if line.startswith("VmHWM"))) // 1024
