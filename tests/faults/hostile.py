"""Files that mean harm, at the worker's confined decoder and at the app's intake.

`python -m tests.faults.hostile --mutants 10000 --seed 1` takes the corpus and the field beside the checkout, where they
are, and so many mutants of small photos of every format; a mutant is made again from its number.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pillow_heif

from backend import words
from backend.imaging import Defect, Rejected, Scope, SizeLimits
from backend.imaging.confined import Pixels
from luster_desktop.facts import ScannedFile
from luster_desktop.intake import metadata
from luster_desktop.intake.formats import Unreadable
from luster_desktop.intake.preparing.making import CannotPrepare, prepare
from luster_desktop.intake.preparing.plan import NOTHING, Plan, Source
from luster_desktop.intake.scan import scan
from luster_desktop.intake.thumbnails import load_thumbnail
from luster_desktop.words.reasons import sentence
from tests import shared
from tests.desktop.photos import picture

LONGEST = 10.0
"""Seconds that a file may take."""
LARGEST = 200_000
"""Bytes of a file of the corpus that mutants are made of."""


@dataclass(slots=True)
class Verdicts:
    """What became of the files."""

    taken: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    """By sentence."""
    deaths: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    speechless: list[str] = field(default_factory=list)
    """Files whose error has no sentence for the user."""
    slowest: float = 0.0

    @property
    def good(self) -> bool:
        return not (self.deaths or self.hangs or self.speechless)

    def note(self, name: str, seconds: float, refused: str | None, error: str | None = None) -> None:
        """One file's end; `error` is what was no refusal."""
        self.slowest = max(self.slowest, seconds)
        if seconds > LONGEST:
            self.hangs.append(f"{name}: {seconds:.1f} s")
        if error is not None:
            self.speechless.append(f"{name}: {error}")
        elif refused is None:
            self.taken += 1
        else:
            self.refused[refused] += 1


def collected() -> Iterator[tuple[str, bytes]]:
    """The corpus and the field, as far as they are here."""
    for folder in (shared.CORPUS, shared.FIELD):
        for path in sorted(folder.rglob("*")) if folder.exists() else ():
            if path.is_file() and path.suffix.lower() not in {".md", ".tsv", ".txt"}:
                yield path.name, path.read_bytes()


def mutants(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Damaged in one of many ways, each from its own number."""
    for number in range(seed, seed + count):
        yield mutant(number)


def mutant(number: int) -> tuple[str, bytes]:
    """One of them."""
    chance = random.Random(number)
    name, data = chance.choice(_whole())
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        _damage(changed, chance)
    return f"{number}_{name}", bytes(changed)


@cache
def _whole() -> list[tuple[str, bytes]]:
    small = [(name, data) for name, data in collected() if len(data) <= LARGEST]
    return [*_made(), *small]


def _made() -> Iterator[tuple[str, bytes]]:
    photo = picture(96, 64)
    exif = photo.getexif()
    exif[0x010F], exif[0x0112] = "Luster", 6
    for suffix, name in (("jpg", "JPEG"), ("png", "PNG"), ("tif", "TIFF"), ("webp", "WEBP")):
        out = BytesIO()
        photo.save(out, name, exif=exif)
        yield f"made.{suffix}", out.getvalue()
    out = BytesIO()
    photo.save(out, "JPEG", progressive=True, exif=exif)
    yield "progressive.jpg", out.getvalue()
    out = BytesIO()
    pillow_heif.from_pillow(photo).save(out, quality=80)
    yield "made.heic", out.getvalue()


def _damage(data: bytearray, chance: random.Random) -> None:
    size = len(data) or 1
    # Heads hold what sizes and offsets there are.
    at = chance.randrange(min(size, 512) if chance.random() < 0.5 else size)
    length = min(chance.choice((1, 4, 16, 256, 4096)), size)
    kind = chance.randrange(8)
    if kind == 0:
        data[at : at + 1] = bytes([chance.randrange(256)])
    elif kind == 1:
        data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", bytes(4), b"\x00\x00\x00\x01"))
    elif kind == 2:
        del data[at:]
    elif kind == 3:
        del data[at : at + length]
    elif kind == 4:
        data[at:at] = chance.randbytes(length)
    elif kind == 5:
        data[at : at + length] = bytes(length)
    elif kind == 6:
        data[at:at] = data[at : at + length]
    else:
        other = chance.randrange(size)
        data[at : at + length] = data[other : other + length]


def at_the_worker(files: Iterable[tuple[str, bytes]]) -> Verdicts:
    """Each through the confined decoder of a worker."""
    verdicts = Verdicts()
    with Pixels(workers=1) as pixels:
        children: list[int] = []
        for name, data in files:
            started, refused, error = time.monotonic(), None, None
            try:
                pixels.prepare(data, SizeLimits(), Scope(tone=True))
            except Rejected as rejected:
                refused = words.told(rejected)
            except Defect as defect:
                error = str(defect)
            except Exception as other:
                error = f"{type(other).__name__}: {other}"
            if children and pixels.processes != children:
                verdicts.deaths.append(f"{name}: {refused or error}")
            children = pixels.processes
            verdicts.note(name, time.monotonic() - started, refused, error)
    return verdicts


def at_the_app(files: Iterable[tuple[str, bytes]]) -> Verdicts:
    """Each through scan, header, thumbnail and preparing, in a process that may die."""
    verdicts = Verdicts()
    with tempfile.TemporaryDirectory() as folder:
        child = _Intake(Path(folder))
        for name, data in files:
            started = time.monotonic()
            path = Path(folder) / f"file{Path(name).suffix.lower() or '.jpg'}"
            path.write_bytes(data)
            said = child.take(path)
            if said is None:
                verdicts.deaths.append(f"{name}: {child.ended}")
                child = _Intake(Path(folder))
                continue
            verdicts.note(name, time.monotonic() - started, *said)
            path.unlink()
        child.close()
    return verdicts


class _Intake:
    """The app's intake in a child of its own."""

    def __init__(self, folder: Path) -> None:
        context = get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_take_in, args=(there, folder), daemon=True)
        self._process.start()
        there.close()
        self._pipe.recv()

    def take(self, path: Path) -> tuple[str | None, str | None] | None:
        """What it said of the file: why it refused it, and an error that was no refusal; None when it died."""
        self._pipe.send(path)
        try:
            if self._pipe.poll(6 * LONGEST):
                said: tuple[str | None, str | None] = self._pipe.recv()
                return said
            self._process.kill()
        except (EOFError, ConnectionError):
            pass
        return None

    @property
    def ended(self) -> str:
        self._process.join(10)
        code = self._process.exitcode or 0
        return signal.Signals(-code).name if code < 0 else str(code)

    def close(self) -> None:
        self._pipe.close()
        self._process.join(10)


def _take_in(pipe: Connection, folder: Path) -> None:
    warnings.simplefilter("ignore")  # what libraries think of a file is not what it is asked about
    pipe.send("ready")
    while True:
        try:
            path = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send((_refusal(path, folder / "prepared.part"), None))
        except Exception as error:
            pipe.send((None, f"{type(error).__name__}: {error}"))


def _refusal(path: Path, part: Path) -> str | None:
    """Why the app does not take the file, in words; None when it does."""
    (found,) = scan([path])
    if not isinstance(found, ScannedFile):
        return sentence(found.reason)
    source = Source(path, found.bytes, found.mtime_ns, found.content_type)
    try:
        metadata.read(path)
        load_thumbnail(path, 320)
        prepare(Plan((source,), stack=False, turn=0, finishing=NOTHING), part)
    except (Unreadable, CannotPrepare) as error:
        return sentence(str(error))
    return None


def main() -> int:
    """Take every file in, and print what became of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.hostile", description=__doc__)
    parser.add_argument("--mutants", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    good = True
    for title, take in (("worker", at_the_worker), ("app", at_the_app)):
        for what, files in (("collected", collected()), ("mutants", mutants(options.seed, options.mutants))):
            started = time.monotonic()
            found = take(files)
            good = good and found.good
            refused, number = sum(found.refused.values()), found.taken + sum(found.refused.values())
            print(
                f"{title}, {what}: {number + len(found.deaths)} files, {found.taken} taken, {refused} refused, ", end=""
            )
            print(
                f"{len(found.deaths)} deaths, {len(found.hangs)} hangs, {len(found.speechless)} without a sentence, ",
                end="",
            )
            print(f"slowest {found.slowest:.1f} s, {time.monotonic() - started:.0f} s in all", flush=True)
            for line in (*found.deaths, *found.hangs, *found.speechless):
                print(f"  {line}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
