"""Sharp thumbnails of 24 MP files, decoded and kept, beside libvips; and pictures at screen size."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from luster_desktop.intake.thumbnails import ThumbnailCache, load_image
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.gallery.pictures import SCREEN_EDGE
from tests.bench import peers
from tests.bench.gallery import EDGE, make
from tests.bench.scoreboard import Figure

FILES = 48


def measure(seed: int) -> Iterator[list[Figure]]:
    """Files in a second by the threads that the window gives to thumbnails, and by libvips with a process a core."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, files = Path(scratch), Path(scratch) / "in"
        make(files, FILES)
        paths = sorted(files.iterdir())
        threads = TaskRunner().threads("thumbnails")
        while True:
            with tempfile.TemporaryDirectory(dir=folder) as out:
                theirs = float(peers.run("peer_thumbnails.py", str(EDGE), str(files), out))
            with tempfile.TemporaryDirectory(dir=folder) as kept:
                cache = ThumbnailCache(Path(kept))
                ours = rate(cache, paths, threads)
                assert len(list(Path(kept).rglob("*.jpg"))) == len(paths)
                cache.load(paths[0], SCREEN_EDGE)
                began = time.process_time()
                cache.load(paths[0], SCREEN_EDGE)
                again = time.process_time() - began
            began = time.process_time()
            assert load_image(paths[0], 6000).width == 6000
            whole = time.process_time() - began
            yield [
                Figure(f"sharp at {EDGE}, 24 MP", ours, "/s", theirs, "libvips", least_ratio=1.0),
                Figure(f"kept at {SCREEN_EDGE}", again * 1000, "ms CPU", whole * 1000, "whole photo decoded"),
            ]


def rate(cache: ThumbnailCache, paths: list[Path], threads: int) -> float:
    """Files in a second, none of which the cache has."""
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        made = list(pool.map(cache.load, paths, [EDGE] * len(paths)))
    seconds = time.perf_counter() - began
    assert all(max(one.width, one.height) == EDGE for one in made)
    return len(paths) / seconds
