"""Thumbnails by libvips, in an environment of its own (`peers`): `peer_thumbnails.py EDGE FOLDER OUT`.

As many processes as there are cores; prints files in a second.
"""

from __future__ import annotations

import sys
import time
from multiprocessing import Pool, cpu_count
from pathlib import Path


def make(job: tuple[str, int, str]) -> None:
    import pyvips

    path, edge, out = job
    pyvips.Image.thumbnail(path, edge, height=edge).jpegsave(out, Q=85)


if __name__ == "__main__":
    edge, folder, out = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    jobs = [(str(path), edge, str(out / f"{path.stem}.jpg")) for path in sorted(folder.iterdir())]
    with Pool(cpu_count()) as pool:
        pool.map(make, jobs[:4])
        began = time.perf_counter()
        pool.map(make, jobs, chunksize=1)
        print(len(jobs) / (time.perf_counter() - began))
