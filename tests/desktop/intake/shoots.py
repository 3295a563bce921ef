"""Made-up shoots whose true grouping is known, for measuring `brackets.grouping`.

Timing and settings are those of a working day: sets of 3, 5 and 7, AEB orders of different makers, hand-set brackets,
quick re-shoots of the same view, flash frames, singles, RAW+JPEG, whole-second clocks, counters that start again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path, PurePath

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image

from luster_desktop.intake.brackets.exposures import Exposure
from tests.desktop.intake import dng

ORDERS: dict[str, Callable[[int], list[int]]] = {
    "rising": lambda n: list(range(n)),
    "zero first": lambda n: sorted(range(n), key=lambda i: (abs(i - n // 2), i)),
    "zero, under, over": lambda n: [n // 2, *range(n // 2), *range(n // 2 + 1, n)],
}


@dataclass(frozen=True, slots=True)
class Made:
    exposures: list[Exposure]
    thumbnails: dict[int, NDArray[np.uint8]]
    scenes: list[frozenset[str]]
    """Stems of the files of each scene."""


class _Room:
    """A small linear picture with walls, furniture, and now and then a bright window."""

    def __init__(self, rng: np.random.Generator) -> None:
        picture = np.full((43, 64), 0.18, np.float32) * rng.uniform(0.6, 1.4)
        for _ in range(int(rng.integers(10, 24))):
            x, y = int(rng.integers(-8, 60)), int(rng.integers(-6, 40))
            w, h = int(rng.integers(3, 26)), int(rng.integers(3, 20))
            picture[max(0, y) : y + h, max(0, x) : x + w] = 0.18 * 2.0 ** rng.uniform(-2.5, 1.8)
        if rng.random() < 0.7:
            x, y = int(rng.integers(4, 44)), int(rng.integers(4, 24))
            view = 2.0 ** rng.uniform(-1, 2.2, (12, 16)).astype(np.float32)
            picture[y : y + 12, x : x + 16] = cv2.GaussianBlur(view, (0, 0), 0.8)
        self._picture = cv2.GaussianBlur(picture, (0, 0), 0.6)
        self._rng = rng

    def seen(self, ev: float, *, flash: bool = False) -> NDArray[np.uint8]:
        shift = self._rng.uniform(-0.6, 0.6, 2)
        matrix = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32)
        light = self._picture
        if flash:
            y, x = np.mgrid[0:43, 0:64]
            light = light * np.exp(-((x - 32) ** 2 + (y - 20) ** 2) / 900).astype(np.float32) * 3 + 0.03
        moved = cv2.warpAffine(light, matrix, (64, 43), borderMode=cv2.BORDER_REFLECT)
        exposed = np.clip(moved * 2.0**ev, 0, 1) ** (1 / 2.2) * 255
        return np.clip(exposed + self._rng.normal(0, 1.5, exposed.shape), 0, 255).astype(np.uint8)


def make(seed: int, scenes: int, *, whole_seconds: bool = False, drive_known: bool = True) -> Made:
    rng = np.random.default_rng(seed)
    exposures: list[Exposure] = []
    thumbnails: dict[int, NDArray[np.uint8]] = {}
    truth: list[frozenset[str]] = []
    clock, number = 1_700_000_000.0 + rng.uniform(0, 1000), int(rng.integers(1, 9990))
    usual = int(rng.choice([3, 5, 7], p=[0.4, 0.45, 0.15]))
    step = {3: 2.0, 5: float(rng.choice([1.0, 2.0])), 7: 1.0}[usual]
    turn = ORDERS[str(rng.choice(list(ORDERS)))]
    both = rng.random() < 0.3
    focal = 24.0
    room, base = _Room(rng), 1 / 15
    for _ in range(scenes):
        again = truth and rng.random() < 0.06
        if again:
            clock += rng.uniform(1.2, 5)
        else:
            room, base = _Room(rng), float(2.0 ** rng.uniform(-7, -1))
            focal = float(rng.choice([16.0, 20.0, 24.0, 35.0], p=[0.3, 0.2, 0.4, 0.1]))
            clock += rng.uniform(5, 20) if rng.random() < 0.3 else rng.uniform(15, 90)
        kind = rng.random()
        count = 1 if kind < 0.12 else usual if kind < 0.85 else int(rng.choice([3, 5, 7]))
        size = step if count == usual else {1: 0.0, 3: 2.0, 5: 2.0, 7: 1.0}[count]
        flash_after = count > 1 and rng.random() < 0.08
        by_hand = count > 1 and rng.random() < 0.04
        names = []
        stops = [(i - count // 2) * size for i in (turn(count) if not by_hand else range(count))]
        frames = [(ev, False) for ev in stops] + ([(float(rng.uniform(-0.5, 0.7)), True)] if flash_after else [])
        for ev, flash in frames:
            if flash:
                clock += rng.uniform(2, 6)
            shutter = 1 / 160 if flash else base * 2.0**ev
            stem = f"DSC_{number:04d}"
            number = number % 9999 + 1
            shot = Exposure(
                f"{stem}.JPG",
                float(np.floor(clock)) if whole_seconds else round(clock, 2),
                not whole_seconds,
                shutter=shutter,
                aperture=8.0,
                iso=320.0,
                bias=0.0,
                bracketed=(count > 1 and not flash and not by_hand) if drive_known else None,
                flash=flash,
                focal=focal,
                width=6000,
                height=4000,
                camera="Maker Body 12",
            )
            thumbnails[len(exposures)] = room.seen(ev, flash=flash)
            if both:
                exposures.append(
                    replace(
                        shot,
                        name=f"{stem}.NEF",
                        fractional=False,
                        taken=float(np.floor(clock)),
                        bias=None,
                        flash=None,
                        bracketed=None,
                    )
                )
            exposures.append(shot)
            if both:
                thumbnails[len(exposures) - 1] = thumbnails[len(exposures) - 2]
            names.append(stem)
            clock += shutter + (rng.uniform(1.5, 3.2) if by_hand else rng.uniform(0.15, 0.9))
        truth.append(frozenset(names))
    return Made(exposures, thumbnails, truth)


def without_exif(made: Made) -> Made:
    """The same files as an editor or a messenger leaves them: names and pixels alone."""
    return replace(made, exposures=[Exposure(e.name) for e in made.exposures])


def write(made: Made, folder: Path, *, exif: bool = True) -> list[Path]:
    """The same as small files: JPEGs, and DNGs for what is RAW."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_file(folder, e, made.thumbnails[i], exif) for i, e in enumerate(made.exposures)]


def _file(folder: Path, exposure: Exposure, grey: NDArray[np.uint8], exif: bool) -> Path:
    large = np.repeat(cv2.resize(grey, (192, 128), interpolation=cv2.INTER_CUBIC)[..., None], 3, axis=2)
    assert exposure.taken is not None
    assert exposure.shutter is not None
    moment = datetime(1970, 1, 1) + timedelta(seconds=exposure.taken)
    shutter = Fraction(exposure.shutter).limit_denominator(1_000_000)
    if exposure.name.endswith(".NEF"):
        path = folder / PurePath(exposure.name).with_suffix(".DNG")
        taken = f"{moment:%Y:%m:%d %H:%M:%S}"
        ratio = (shutter.numerator, shutter.denominator)
        dng.write(path, (large / 255) ** 2.2, preview=np.asarray(large, np.uint8), taken=taken, shutter=ratio)
        return path
    path = folder / exposure.name
    block = _exif(exposure, moment, float(shutter)) if exif else Image.Exif()
    Image.fromarray(large).save(path, quality=90, exif=block)
    return path


def _exif(exposure: Exposure, moment: datetime, shutter: float) -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.Make], made[ExifTags.Base.Model] = "Maker", "Body"
    detail = made.get_ifd(ExifTags.IFD.Exif)
    detail[ExifTags.Base.DateTimeOriginal] = f"{moment:%Y:%m:%d %H:%M:%S}"
    if exposure.fractional:
        detail[ExifTags.Base.SubsecTimeOriginal] = f"{moment:%f}"
    detail[ExifTags.Base.ExposureTime] = shutter
    detail[ExifTags.Base.FNumber] = exposure.aperture
    detail[ExifTags.Base.ISOSpeedRatings] = round(exposure.iso or 0)
    detail[ExifTags.Base.FocalLength] = exposure.focal
    detail[ExifTags.Base.Flash] = int(bool(exposure.flash))
    if exposure.bracketed is not None:
        detail[ExifTags.Base.ExposureMode] = 2 if exposure.bracketed else 0
    return made
