"""Answers of a model to known photos, with and without tampering, registered: what the judge is measured on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from backend.imaging import Unusable, regions
from backend.imaging.arrays import scale
from backend.imaging.register import register
from backend.local.image_model.editor import Bright, carry_out
from backend.local.image_model.rerender import rerender
from tests.backend.imaging import simulator

EDGE = 1536
KINDS = (("none", 0.0), ("invent", 0.08), ("invent", 0.05), ("erase", 0.09), ("erase", 0.05))


@dataclass(frozen=True)
class Pair:
    """A photo and a registered answer at working size; `clean` and `tampered` are the true edit's `box`, both ways."""

    scene: str
    edit: str
    kind: str
    share: float
    box: tuple[int, ...]
    small: np.ndarray
    answer: np.ndarray
    valid: np.ndarray
    allowed: np.ndarray
    clean: np.ndarray
    tampered: np.ndarray


def views(picture: np.ndarray) -> list[np.ndarray]:
    """A photo as two pictures: whole, and a part of it mirrored and exposed two thirds less."""
    height, width = picture.shape[:2]
    if max(height, width) < EDGE:
        # Working sizes are not this small: a small file stands for a soft photo.
        whole = _fitted(picture, 1024)
        return [whole, _darker(whole[:, ::-1])]
    part = picture[round(height * 0.34) :, round(width * 0.34) :]
    return [_fitted(picture, EDGE), _darker(_fitted(part[:, ::-1], EDGE))]


def pairs(scene: str, picture: np.ndarray, donor: np.ndarray, seed: int, *, lit: bool) -> Iterator[Pair]:
    """Every edit of one view, untampered, and two of them with each kind of tampering."""
    for number, edit in enumerate(("lamps", "evening", "tone") if lit else ("lamps", "bright", "tone")):
        own = seed * 37 + number * 11
        kinds = KINDS if number < 2 else KINDS[:1]
        yield from edited(scene, edit, picture, _edit(picture, edit, own), donor, own, kinds, lit=lit)


def edited(
    scene: str,
    edit: str,
    picture: np.ndarray,
    truth: np.ndarray,
    donor: np.ndarray,
    seed: int,
    kinds: tuple[tuple[str, float], ...] = KINDS,
    *,
    lit: bool,
) -> Iterator[Pair]:
    """The answers to one edit whose true result is known; what lands in a region that may change is left out."""
    for kind, share in kinds:
        tampered, box = truth, (0, 0, 0, 0)
        own = seed * 7 + int(share * 100)
        if kind == "invent":
            light = simulator.relit(_fitted(donor, max(picture.shape[:2])), seed, night=0.6 * (edit == "lamps"))
            tampered, box = simulator.invent(truth, light, share, own)
        elif kind == "erase":
            tampered, box = simulator.erase(truth, share, own)
        try:
            aligned = register(picture, _answer(tampered, own))
        except Unusable as error:
            print(f"{scene} {edit} {kind}: {error.reason}")
            continue
        allowed = np.zeros(picture.shape[:2], np.float32)
        for name in ("sky", "windows") if lit else ():
            allowed = np.maximum(allowed, regions.find(name, picture, aligned.answer))
        cut = within(box, picture)
        if kind != "none" and allowed[cut].mean() > 1 / 3:
            continue
        arrays = (picture, aligned.answer, aligned.valid, allowed, truth[cut], tampered[cut])
        yield Pair(scene, edit, kind, share, box, *arrays)


def within(box: tuple[int, ...], picture: np.ndarray) -> tuple[slice, slice]:
    x, y, w, h = box
    return slice(max(y, 0), min(y + h, picture.shape[0])), slice(max(x, 0), min(x + w, picture.shape[1]))


def save(pair: Pair, path: Path) -> None:
    np.savez(path, **asdict(pair))


def load(path: Path) -> Pair:
    with np.load(path) as data:
        fields: dict[str, Any] = {name: data[name] for name in data.files}
    for name in ("scene", "edit", "kind", "share"):
        fields[name] = fields[name].item()
    return Pair(**{**fields, "box": tuple(int(v) for v in fields["box"])})


def _edit(picture: np.ndarray, edit: str, seed: int) -> np.ndarray:
    if edit == "bright":
        return carry_out(picture, Bright(("natural", "strong")[seed % 2], ("neutral", "warm", "cool")[seed % 3]), seed)
    lamps, night = {"tone": (0, 0.0), "lamps": (5, 0.6), "evening": (8, 0.3)}[edit]
    return simulator.relit(picture, seed, lamps=lamps, night=night)


def _answer(truth: np.ndarray, seed: int) -> np.ndarray:
    """Three in four from the simulator, some of them badly warped; the others as the one-machine model draws."""
    if seed % 4 == 3:
        return rerender(truth, seed, 1.0)
    size = (truth.shape[1], truth.shape[0])
    return simulator.answer(truth, size, seed, warp="hard" if seed % 7 == 5 else "typical", cast=seed % 2 == 0)


def _fitted(picture: np.ndarray, edge: int) -> np.ndarray:
    ratio = edge / max(picture.shape[:2])
    return scale(np.ascontiguousarray(picture), (round(picture.shape[1] * ratio), round(picture.shape[0] * ratio)))


def _darker(picture: np.ndarray) -> np.ndarray:
    table = np.rint((np.arange(256) / 255) * 0.63 ** (1 / 2.2) * 255).astype(np.uint8)
    return cv2.LUT(np.ascontiguousarray(picture), table)
