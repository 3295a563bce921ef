"""How many scenes of a shoot are grouped exactly right: `python -m tests.bench.grouping [--scenes 500]`.

Made-up shoots (see `tests.desktop.intake.shoots`) of 50 scenes each, with EXIF and without, and the sample's real
files. "Silent" are exposures of a bracket that were taken for photos of their own without a word.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path, PurePath

from PIL import Image

from luster_desktop.intake import pictures
from luster_desktop.intake.brackets import exposures, likeness
from luster_desktop.intake.brackets.grouping import Group, group
from tests.desktop.intake import sample
from tests.desktop.intake.shoots import Made, make, without_exif

SCENES = 50


def outcome(made: Made, found: list[Group]) -> tuple[int, int, int]:
    """Scenes exactly right, groups wrong but sure, and singles among these."""
    groups = {frozenset(PurePath(made.exposures[s.index].name).stem for s in g.shots): g for g in found}
    scenes = set(made.scenes)
    wrong = [g for names, g in groups.items() if names not in scenes and g.sure]
    return len(scenes & groups.keys()), len(wrong), sum(len(g.shots) == 1 for g in wrong)


def measured(what: str, count: int, first: int, *, looks: bool, bare: bool = False, **clock: bool) -> None:
    right = wrong = silent = files = 0
    seconds = 0.0
    for seed in range(first, first + count // SCENES):
        made = make(seed, SCENES, **clock)
        made = without_exif(made) if bare else made
        started = time.process_time()
        found = group(made.exposures, made.thumbnails if looks else None)
        seconds += time.process_time() - started
        one, two, three = outcome(made, found)
        right, wrong, silent, files = right + one, wrong + two, silent + three, files + len(made.exposures)
    figures = f"{right / count:6.1%} right, {wrong} wrong and sure, {silent} silent"
    print(f"{what:40s} {figures}; {files} files, {seconds:.1f} s", flush=True)


def files(count: int, folder: Path) -> None:
    """The sample's brackets, one day after the other: header, half-size picture where EXIF is gone, grouping."""
    sources = sample.paths("living") + sample.paths("kitchen")
    for bare in (False, True):
        paths = []
        for index in range(count):
            paths.append(folder / f"{'bare' if bare else 'whole'}_{index:04d}.JPG")
            if bare:
                with Image.open(sources[index % len(sources)]) as image:
                    image.save(paths[-1], quality="keep")
            else:
                day = f"2026:10:{1 + index // len(sources):02d}".encode()
                paths[-1].write_bytes(sources[index % len(sources)].read_bytes().replace(b"2026:10:14", day))
        wall, processor = time.perf_counter(), time.process_time()
        described = [exposures.read(path) for path in paths]
        looks = {i: likeness.tiny(pictures.read_half(path)) for i, path in enumerate(paths)} if bare else None
        found = group(described, looks)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        kind = "without EXIF, by looks" if bare else "with EXIF"
        print(f"{count} files of the sample {kind}: {len(found)} groups, {wall:.1f} s, processor {processor:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scenes", type=int, default=500)
    parser.add_argument("--first", type=int, default=100, help="seed of the first shoot")
    arguments = parser.parse_args()
    count, first = arguments.scenes, arguments.first
    for whole in (False, True):
        for drive in (True, False):
            what = f"EXIF, {'whole seconds' if whole else 'fractions'}, drive mode {'known' if drive else 'unknown'}"
            measured(what, count, first, looks=False, whole_seconds=whole, drive_known=drive)
    measured("EXIF and looks", count, first, looks=True)
    measured("looks alone", count, first, looks=True, bare=True)
    with tempfile.TemporaryDirectory() as folder:
        files(200, Path(folder))


if __name__ == "__main__":
    main()
