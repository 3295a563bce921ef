"""A delivery of many photos: `python -m tests.bench.delivery [PHOTOS]`, of 24 megapixels, by three export recipes.

CPU seconds say more than the clock where others are at work, too; two cores take half of them.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from luster_desktop.delivery import shelf
from luster_desktop.delivery.composing import compose
from luster_desktop.delivery.exporting import export
from tests.desktop.delivery.items import item, profile, recipe

RECIPES = ("mls", "web", "social_portrait")
SIZE = (6000, 4000)


def photograph(path: Path) -> None:
    """Soft shapes and fine grain, coded as the service codes results: 11 MB."""
    rng = np.random.default_rng(1)
    shapes = Image.fromarray(rng.integers(0, 255, (100, 150, 3), dtype=np.uint8)).resize(SIZE, Image.Resampling.BICUBIC)
    grain = rng.integers(-6, 6, (SIZE[1], SIZE[0], 1), dtype=np.int16)
    pixels = np.clip(np.asarray(shapes, np.int16) + grain, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(path, quality=95, subsampling=0)


def main(count: int) -> None:
    """Print what a delivery costs, and what it costs again."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        items = [item(folder, number) for number in range(1, count + 1)]
        photograph(items[0].path)
        for one in items[1:]:
            one.path.unlink()
            one.path.hardlink_to(items[0].path)
        sets = compose(items, [recipe(name) for name in RECIPES], profile(shelf.DEFAULT))
        for what in ("first", "again"):
            began, used = time.perf_counter(), time.process_time()
            report = export(sets, folder / "out")
            print(
                f"{what}: {len(report.pictures)} pictures of {count} photos, "
                f"{time.perf_counter() - began:.1f} s, {time.process_time() - used:.1f} CPU s"
            )
        print(f"most memory of the process, the photo's making included: {_most_memory():.0f} MiB")


def _most_memory() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
