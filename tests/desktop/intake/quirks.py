"""Made-up shoots with everything that photographers and cameras do to brackets, and their true grouping.

A kind of scene is a row of frames and how they belong together; a shoot gives them a clock, names and bodies. The
pixels are crops of whatever linear pictures are given, developed as cameras do: moved by a hand, clipped, noisy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from luster_desktop.intake.brackets.exposures import Exposure
from luster_desktop.intake.brackets.likeness import Grey, tiny

Light = NDArray[np.float32]
"""H x W x 3, linear; the middle of the picture is about 0.18."""
Rng = np.random.Generator

_WIDE, _HIGH = 192, 128
_FASTEST = 1 / 8000
_NEW_YEAR = 1_767_225_600.0
CLOCKS = ("fractions", "seconds", "minutes", "dead", "restarting", "none")


@dataclass(frozen=True, slots=True)
class Frame:
    stops: float
    """What the sensor gets, beside the scene's middle."""
    shutter: float
    aperture: float = 8.0
    iso: float = 100.0
    wait: float = 0.4
    """Seconds after the frame before has ended."""
    bracketed: bool = False
    flash: bool = False
    look: str = "ambient"
    """Or `flash`, `hdr`, `edited`, and `copy` of the frame before."""
    name: str = "{}"


@dataclass(frozen=True, slots=True)
class Scene:
    kind: str
    frames: list[Frame]
    groups: list[list[int]]
    marked: frozenset[int] = frozenset()
    """Frames whose group must say that something is odd: they would be paid twice."""
    ambient: int = 0
    """So many frames at the beginning may be a group of their own, with the rest apart and marked."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Of a scene, by index into the shoot's exposures. A RAW's companion is not named."""

    kind: str
    groups: list[frozenset[int]]
    marked: frozenset[int]
    ambient: frozenset[int]


@dataclass(slots=True)
class Shoot:
    exposures: list[Exposure] = field(default_factory=list)
    looks: dict[int, Grey] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    scenes: list[Truth] = field(default_factory=list)


def _aeb(rng: Rng, count: int, *, bracketed: bool = True, gap: tuple[float, float] = (0.15, 0.9)) -> list[Frame]:
    step = 2.0 if count == 3 else float(rng.choice([0.7, 1.0, 2.0])) if count == 5 else 1.0
    base = float(2.0 ** rng.uniform(-7, -3))
    order = [(i - count // 2) * step for i in range(count)]
    if rng.random() < 0.5:
        order = sorted(order, key=lambda ev: (abs(ev), ev))
    return [Frame(ev, base * 2.0**ev, wait=float(rng.uniform(*gap)), bracketed=bracketed) for ev in order]


def _whole(kind: str, frames: list[Frame], marked: Sequence[int] = ()) -> Scene:
    return Scene(kind, frames, [list(range(len(frames)))], frozenset(marked))


def _plain(rng: Rng) -> Scene:
    return _whole("bracket", _aeb(rng, int(rng.choice([3, 5, 7, 9], p=[0.4, 0.4, 0.1, 0.1]))))


def _single(rng: Rng) -> Scene:
    return _whole("single", [Frame(float(rng.uniform(-0.5, 0.5)), float(2.0 ** rng.uniform(-8, -3)))])


def _pair(rng: Rng) -> Scene:
    base, apart = float(2.0 ** rng.uniform(-7, -4)), float(rng.uniform(1.5, 3.5))
    return _whole("pair", [Frame(0, base), Frame(apart, base * 2**apart, wait=float(rng.uniform(0.3, 8)))])


def _by_hand(rng: Rng) -> Scene:
    count, step = int(rng.integers(3, 10)), float(rng.choice([1.0, 1.3, 2.0]))
    first, base, wait = -step * count / 2, float(2.0 ** rng.uniform(-7, -4)), float(rng.uniform(4, 20))
    waits = rng.uniform(0.7, 1.4, count) * wait
    frames = [Frame(first + i * step, base * 2 ** (first + i * step), wait=float(waits[i])) for i in range(count)]
    return _whole("hand-set", frames)


def _many(rng: Rng) -> Scene:
    count = int(rng.integers(11, 26))
    step = 7.0 / count
    base = float(2.0 ** rng.uniform(-6, -4))
    frames = [Frame(-3 + i * step, base * 2 ** (-3 + i * step), wait=float(rng.uniform(0.3, 4))) for i in range(count)]
    return _whole("11 to 25 exposures", frames)


def _limit(rng: Rng, kind: str, *, bracketed: bool) -> Scene:
    # The darkest exposures come out at the shortest time that the shutter has.
    base = _FASTEST * float(rng.choice([1, 2]))
    order = [0.0, -1.0, 1.0, -2.0, 2.0] if rng.random() < 0.5 else [-2.0, -1.0, 0.0, 1.0, 2.0]
    evs = [ev if base * 2**ev >= _FASTEST else float(np.log2(_FASTEST / base)) for ev in order]
    return _whole(kind, [Frame(ev, base * 2**ev, bracketed=bracketed) for ev in evs])


def _repeated(rng: Rng) -> Scene:
    frames = _aeb(rng, int(rng.choice([5, 7])), bracketed=bool(rng.random() < 0.5), gap=(0.5, 3))
    frames = sorted(frames, key=lambda f: f.stops)
    at = int(rng.integers(1, len(frames) - 1))
    return _whole("repeated exposure", [*frames[: at + 1], replace(frames[at], wait=1.0), *frames[at + 1 :]])


def _apertures(rng: Rng) -> Scene:
    shutter, apertures = float(2.0 ** rng.uniform(-8, -5)), [5.6, 11.0, 2.8]
    evs = [0.0, -1.95, 2.0]
    return _whole(
        "aperture bracket",
        [Frame(ev, shutter, aperture=a, bracketed=True) for ev, a in zip(evs, apertures, strict=True)],
    )


def _flash(rng: Rng) -> Scene:
    ambient = _aeb(rng, int(rng.choice([1, 3, 5])), bracketed=bool(rng.random() < 0.7))
    if len(ambient) == 1:
        ambient = [replace(ambient[0], bracketed=False)]
    told = bool(rng.random() < 0.7)
    pops = [
        Frame(float(rng.uniform(-0.5, 0.7)), 1 / 160, iso=320, wait=float(rng.uniform(2, 7)), flash=told, look="flash")
        for _ in range(int(rng.integers(1, 9)))
    ]
    kind = "flash pops" if told else "flash pops that EXIF does not tell"
    return replace(_whole(kind, [*ambient, *pops]), ambient=len(ambient))


def _in_camera(rng: Rng) -> Scene:
    frames = _aeb(rng, 3)
    middle = next(f for f in frames if f.stops == 0)
    made = replace(middle, bracketed=False, look="hdr", wait=0.3)
    return Scene("in-camera HDR", [*frames, made], [[0, 1, 2], [3]], frozenset({3}))


def _burst(rng: Rng) -> Scene:
    count, base = int(rng.integers(3, 12)), float(2.0 ** rng.uniform(-9, -6))
    frames = [Frame(0, base, wait=0.1) for _ in range(count)]
    return Scene("burst", frames, [[i] for i in range(count)], frozenset(range(count)))


def _again(rng: Rng) -> Scene:
    frames = _aeb(rng, int(rng.choice([3, 5])))
    second = [replace(f, wait=float(rng.uniform(1.2, 8)) if i == 0 else f.wait) for i, f in enumerate(frames)]
    count = len(frames)
    return Scene("bracket taken again", [*frames, *second], [list(range(count)), list(range(count, 2 * count))])


def _with_copies(rng: Rng) -> Scene:
    frames = _aeb(rng, 3) if rng.random() < 0.6 else _single(rng).frames
    form = str(rng.choice(["{} (1)", "{} - Copy", "{}-edit"]))
    look = "edited" if form == "{}-edit" else "copy"
    chosen = range(len(frames)) if rng.random() < 0.5 and look == "copy" else [int(rng.integers(len(frames)))]
    made = [replace(frames[i], name=form, look=f"{look} {i - len(frames) - k}") for k, i in enumerate(chosen)]
    count = len(frames)
    groups = [list(range(count)), *([count + k] for k in range(len(made)))]
    return Scene("copies beside originals", [*frames, *made], groups, frozenset(range(count, count + len(made))))


KINDS: dict[str, tuple[float, Callable[[Rng], Scene]]] = {
    "bracket": (0.22, _plain),
    "single": (0.12, _single),
    "pair": (0.08, _pair),
    "hand-set": (0.08, _by_hand),
    "11 to 25 exposures": (0.04, _many),
    "shutter limit": (0.05, lambda rng: _limit(rng, "shutter limit", bracketed=True)),
    "drone at its limit": (0.05, lambda rng: _limit(rng, "drone at its limit", bracketed=False)),
    "repeated exposure": (0.05, _repeated),
    "aperture bracket": (0.05, _apertures),
    "flash pops": (0.1, _flash),
    "in-camera HDR": (0.05, _in_camera),
    "burst": (0.03, _burst),
    "bracket taken again": (0.04, _again),
    "copies beside originals": (0.04, _with_copies),
}


def make(
    seed: int,
    count: int,
    sources: Mapping[str, Sequence[Light]],
    *,
    clock: str,
    bodies: int = 1,
    raw: bool = False,
    kinds: Sequence[str] = tuple(KINDS),
) -> Shoot:
    """`count` scenes of such kinds; with two `bodies` they work at the same time and tell no serial numbers.

    `sources` are pictures by place: two scenes that follow each other are of two places.
    """
    rng = np.random.default_rng(seed)
    shoot = Shoot()
    start = _NEW_YEAR - 60.0 if rng.random() < 0.3 else 1_777_802_400.0
    for body in range(bodies):
        share = count // bodies if body else count - count // bodies * (bodies - 1)
        number = int(rng.integers(1, 9900)) if rng.random() < 0.7 else 9999 - int(rng.integers(5, 40))
        _body(rng, shoot, share, sources, clock, start + 0.3 * body, (number + 4000 * body) % 10_000, raw, kinds)
    return shoot


def _body(
    rng: Rng,
    shoot: Shoot,
    count: int,
    sources: Mapping[str, Sequence[Light]],
    clock: str,
    now: float,
    number: int,
    raw: bool,
    kinds: Sequence[str],
) -> None:
    weights = np.array([KINDS[kind][0] for kind in kinds])
    battery, place = now, ""
    for _ in range(count):
        kind = str(rng.choice(list(kinds), p=weights / weights.sum()))
        scene = KINDS[kind][1](rng)
        place = str(rng.choice([name for name in sources if name != place]))
        view = _view(rng, sources[place][int(rng.integers(len(sources[place])))])
        now += float(rng.uniform(8, 60))
        if clock == "restarting" and rng.random() < 0.3:
            battery = now  # the battery was out: the clock begins anew
        files: list[int] = []
        stems: list[str] = []
        for at, frame in enumerate(scene.frames):
            copied = frame.look.startswith(("copy", "edited"))
            source = at + int(frame.look.split()[1]) if copied else at
            if not copied:
                now += frame.wait
                stems.append(f"DSC_{number:04d}")
                number = number % 9999 + 1
            else:
                stems.append(stems[source])
            taken = _taken(now, clock, battery) if not copied else shoot.exposures[files[source]].taken
            exposure = Exposure(
                f"{frame.name.format(stems[at])}.JPG",
                taken,
                clock == "fractions",
                frame.shutter,
                frame.aperture,
                frame.iso,
                bracketed=frame.bracketed,
                flash=frame.flash,
                focal=16.0,
                width=6000,
                height=4000,
                camera="Maker Body",
            )
            if clock == "none":
                exposure = Exposure(exposure.name, width=6000, height=4000)
            files.append(len(shoot.exposures))
            shoot.looks[files[-1]] = _copied(shoot.looks[files[source]], frame) if copied else _seen(rng, view, frame)
            shoot.exposures.append(exposure)
            shoot.folders.append("card")
            if raw and not copied:
                _with_raw(shoot, files, number)
            now += frame.shutter
        groups = [frozenset(files[i] for i in members) for members in scene.groups]
        marked = frozenset(files[i] for i in scene.marked)
        shoot.scenes.append(Truth(scene.kind, groups, marked, frozenset(files[: scene.ambient])))


def _with_raw(shoot: Shoot, files: list[int], number: int) -> None:
    """The last file again as a RAW of another name, which then is the shot."""
    jpeg = shoot.exposures[files[-1]]
    told = replace(jpeg, name=f"RAW_{number:04d}.NEF", fractional=False, bracketed=None, flash=None)
    shoot.looks[len(shoot.exposures)] = shoot.looks[files[-1]]
    files[-1] = len(shoot.exposures)
    shoot.exposures.append(told)
    shoot.folders.append("card")


def _taken(now: float, clock: str, battery: float) -> float | None:
    if clock == "fractions":
        return round(now, 2)
    if clock == "minutes":
        return float(now // 60 * 60)
    if clock == "dead":
        return 946_684_800.0
    if clock == "restarting":
        return 946_684_800.0 + float(np.floor(now - battery))
    return None if clock == "none" else float(np.floor(now))


def _view(rng: Rng, source: Light) -> Light:
    """Some part of the picture, mirrored or not, its middle at 0.18."""
    height, width = source.shape[:2]
    part = float(rng.uniform(0.5, 0.95))
    tall, wide = int(height * part), int(min(width * part, height * part * 1.5))
    top, left = int(rng.integers(0, height - tall + 1)), int(rng.integers(0, width - wide + 1))
    crop = source[top : top + tall, left : left + wide]
    crop = crop[:, ::-1] if rng.random() < 0.5 else crop
    small = cv2.resize(np.ascontiguousarray(crop), (_WIDE, _HIGH), interpolation=cv2.INTER_AREA)
    return np.asarray(small * (0.18 / max(float(np.median(small)), 1e-4)), np.float32)


def _seen(rng: Rng, view: Light, frame: Frame) -> Grey:
    light = view
    if frame.look == "flash":
        y, x = np.mgrid[0:_HIGH, 0:_WIDE]
        at = rng.uniform(0.2, 0.8, 2) * (_WIDE, _HIGH)
        fall = np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / (2 * 60.0**2))
        shape = view / (cv2.GaussianBlur(view, (0, 0), 25) + 1e-3)
        light = (view * 0.3 + shape * 0.25 * fall[..., None]).astype(np.float32)
    moved = cv2.getRotationMatrix2D((_WIDE / 2, _HIGH / 2), float(rng.normal(0, 0.1)), 1.0)
    moved[:, 2] = moved[:, 2] + rng.normal(0, 0.4, 2)
    there = cv2.warpAffine(light, moved, (_WIDE, _HIGH), borderMode=cv2.BORDER_REFLECT)
    values = np.clip(there * 2.0**frame.stops * 2.2, 0, 1)
    if frame.look == "hdr":
        values = values / (values + 0.6 * cv2.GaussianBlur(values, (0, 0), 20) + 0.1)
    developed = np.clip(values, 0, 1) ** (1 / 2.2) * 255 + rng.normal(0, 1.5, values.shape)
    return tiny(np.clip(developed, 0, 255).astype(np.uint8))


def _copied(look: Grey, frame: Frame) -> Grey:
    values = look.astype(np.float64)
    if frame.look.startswith("edited"):
        values = 255 * (values / 255) ** 0.7
    return np.clip(np.round(values / 2) * 2, 0, 255).astype(np.uint8)
