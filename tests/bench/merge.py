"""The merge beside its peers, on the sample shoot: `python -m tests.bench.merge [--full]`.

Structure (MEF-SSIM) against enfuse on frames that the truth aligned; with --full also seconds, processor seconds and
memory for five exposures of 24 MP, where every program decodes, merges and encodes. Needs `enfuse`; with
`align_image_stack` the hand-held case is timed too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake import pictures
from luster_desktop.intake.merge.files import merge_files
from tests.desktop.intake import sample
from tests.desktop.intake.mef_ssim import mef_ssim

EDGE = (6000, 4000)


def structure(folder: Path) -> None:
    for bracket in sample.MOVED:
        every = sample.aligned(bracket)
        paths = sample.paths(bracket)
        for name, chosen in (("5 exposures", slice(0, 5)), ("3 exposures", slice(1, 4))):
            frames = every[chosen]
            peer = enfuse(frames, folder)
            merge_files(paths[chosen], folder / "ours.jpg")
            ours = mef_ssim(frames, pictures.read(folder / "ours.jpg").pixels)
            print(f"{bracket:8s} {name}: MEF-SSIM ours {ours:.4f}, enfuse {mef_ssim(frames, peer):.4f}", flush=True)


def enfuse(frames: list[NDArray[np.uint8]], folder: Path) -> NDArray[np.uint8]:
    names = [f"{i}.tif" for i in range(len(frames))]
    for name, frame in zip(names, frames, strict=True):
        cv2.imwrite(str(folder / name), cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    subprocess.run(["enfuse", "-o", "enfuse.tif", *names], cwd=folder, check=True, capture_output=True)
    return pictures.read(folder / "enfuse.tif").pixels


def full(folder: Path) -> None:
    rng = np.random.default_rng(0)
    paths = []
    for source in sample.paths("living"):
        large = cv2.resize(pictures.read(source).pixels, EDGE, interpolation=cv2.INTER_CUBIC)
        grain = np.tile(rng.normal(0, 3, (500, EDGE[0], 3)).astype(np.int16), (EDGE[1] // 500, 1, 1))
        paths.append(folder / source.name)
        paths[-1].write_bytes(pictures.encode_jpeg(pictures.Picture(np.clip(large + grain, 0, 255).astype(np.uint8))))
    names = [p.name for p in paths]
    work = (
        "from pathlib import Path; import sys; from luster_desktop.intake.merge.files import {0} as f; "
        "f([Path(p) for p in sys.argv[1:]]{1})"
    )
    timed(
        "ours, with alignment", [sys.executable, "-c", work.format("merge_files", ", Path('ours.jpg')"), *names], folder
    )
    timed("ours, preview", [sys.executable, "-c", work.format("preview_files", ""), *names], folder)
    timed("enfuse, without alignment", ["enfuse", "-o", "enfuse.jpg", "--compression=95", *names], folder)
    if shutil.which("align_image_stack"):
        timed("align_image_stack alone", ["align_image_stack", "-a", "aligned", *names], folder)


WATCH = (
    "import resource, subprocess, sys, time; start = time.perf_counter(); "
    "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode; "
    "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
    "print(code, time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 2**20)"
)
"""A small process between: a child's peak counts what its parent held when it was started."""


def timed(what: str, command: list[str], folder: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    watched = subprocess.run(
        [sys.executable, "-c", WATCH, *command], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    code, seconds, processor, memory = watched.stdout.split()
    failed = "" if code == "0" else " FAILED"
    print(
        f"{what:28s} {float(seconds):6.1f} s, processor {float(processor):6.1f} s, {float(memory):.2f} GiB{failed}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--full", action="store_true", help="also time five exposures of 24 MP")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        structure(Path(folder))
        if arguments.full:
            full(Path(folder))


if __name__ == "__main__":
    main()
