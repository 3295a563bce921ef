"""Put the edit into the full-size original, in strips."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np

from . import lift, mattes
from .arrays import Floats, Pixels8, blur, disc, over, planes, rounded, times
from .drift import Drift, bridged, measure

STRIP = 128


@dataclass(frozen=True, slots=True)
class Layer:
    """A content region: its pixels gain coverage times (`delta` + tone(x) - x).

    A mixed edge pixel is I = (1 - a) F + a B. With the ground's transform T (affine) and new content S the result
    (1 - a) T(F) + a S equals T(I) + a (S - T(B)): no division, and exactly T(I), or I itself, where a is 0. `delta`
    is S - T(B) at working size, known in the region and smoothly continued beyond it.
    `behind`, where given, is T(B) in the same way: mixed pixels are then made as light adds up, and gain `seen` times
    `delta` more.
    All are planes at working size. `matte`: as `mattes.edge_true` makes it, or 1 x H x W coverage that is simply
    enlarged; `delta` and `behind`: 3 x H x W; `seen`: 1 x H x W. `tone` is the region's own.
    `alone`: nothing of what was there shows through, not even its finest detail; `delta` then is S itself.
    """

    matte: Floats
    delta: Floats
    tone: lift.Transform | None = None
    behind: Floats | None = None
    alone: bool = False
    seen: Floats | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything needed to render any part of the output, and what in the answer was not believed."""

    tone: lift.Transform | None
    layers: tuple[Layer, ...]
    drift: Drift


def plan(small: Pixels8, answer: Pixels8, valid: Floats, tone: bool, found: Mapping[str, Floats]) -> Plan:
    """Fit tone on what the regions do not cover, and work out what each region gains."""
    target = answer.astype(np.float32)
    with ThreadPoolExecutor(1) as pool:
        edges = {name: pool.submit(_edge, name, small, found[name]) for name in found.keys() & {"sky", "windows"}}
        drift, transform = _recoloured(small, target, valid, tone, found)
        if transform:
            based = transform.apply(small)
        else:
            based = small.astype(np.float32)
            target = lift.without_cast(small, target, cv2.erode(1 - _content(found, valid), disc(8)) * valid)
    layers = []
    for name, coverage in found.items():
        if coverage.max() < 0.5:
            continue
        if name == "lawn":
            layers.append(_renewed(small, target, based, coverage, valid, transform))
        elif name == "painted":
            layers.append(_painted(small, target, coverage * (valid > 0)))
        else:
            layers.append(_new(name, small, target, based, edges[name].result(), coverage, valid))
    return Plan(transform, tuple(layers), drift)


def _edge(name: str, small: Pixels8, coverage: Floats) -> Floats:
    """The `Layer.matte` of a sky or of windows."""
    if name == "sky":
        return mattes.before(small, coverage)
    # The edges of glass that lights up are often invisible by day: there the answer's own have to do.
    return mattes.straightened(coverage)[None]


def _content(found: Mapping[str, Floats], valid: Floats) -> Floats:
    return np.asarray(np.maximum.reduce([np.zeros_like(valid), *found.values()]))


def _recoloured(
    small: Pixels8, target: Floats, valid: Floats, tone: bool, found: Mapping[str, Floats]
) -> tuple[Drift, lift.Transform | None]:
    """How the answer drifted, and what `tone` did to all that is not replaced and did not drift."""
    lit = "windows" in found
    drift = measure(small, target, valid, _content(found, valid), lit=lit)
    if not tone:
        return drift, None
    replaced = found.get("sky", np.zeros_like(valid))
    if lit:
        replaced = np.maximum(replaced, cv2.dilate(found["windows"], disc(2)))
    gate = drift.gate(small.shape[1::-1])
    counts = valid * (1 - gate) * (1 - replaced) ** 2 + 1e-4
    transform = bridged(lift.fit(small, target, counts), small, target, counts, gate)
    return drift, lift.finer(transform, small, target, counts) if lit else transform


def _new(
    name: str, small: Pixels8, target: Floats, based: Floats, matte: Floats, coverage: Floats, valid: Floats
) -> Layer:
    """A region that is the answer's through and through: a sky, or glass that is lit now."""
    around = mattes.around(coverage, REACH)
    small, target, based, coverage, valid = (v[around] for v in (small, target, based, coverage, valid))
    # Models sharpen: the first pixels along an edge carry a halo, so a sky is continued from further in.
    inner = cv2.erode(coverage, disc(4 if name == "sky" else 3))
    sure = (inner > 0.95).astype(np.float32) * (valid > 0.5)
    layer = Layer(matte[:, *around], planes(mattes.extend(_calmed(target, sure) - based, sure)))
    if name == "sky":
        layer = replace(layer, behind=planes(mattes.extend(based, sure)))
        layer = _witnessed(layer, small, target, based, valid)
    size = matte.shape[1:]
    behind, seen = (None if v is None else _placed(v, around, size) for v in (layer.behind, layer.seen))
    return Layer(matte, _placed(layer.delta, around, size), behind=behind, seen=seen)


def _placed(values: Floats, around: tuple[slice, slice], size: tuple[int, ...]) -> Floats:
    """Planes of a part as planes of the whole, 0 elsewhere."""
    whole = np.zeros((len(values), *size), np.float32)
    whole[:, *around] = values
    return whole


REACH = 32
"""Working pixels around a region beyond which nothing is gained."""

WITNESS, MOST = 0.8, 0.5
"""How far the answer is followed in how much sky a mixed pixel shows, and by how much at most."""


def _witnessed(layer: Layer, small: Pixels8, target: Floats, based: Floats, valid: Floats) -> Layer:
    """`layer` with what the answer shows more or less of the sky between leaves, where it shows the same leaves.

    A pixel that is white in the photo may be sky through and through or half of it: light that clips does not tell.
    """
    alpha = mattes.coverage(layer.matte, planes(small), 0, small.shape[0])
    made = planes(based)
    _lay(made, layer, alpha, layer.delta, 0, small.shape[0])
    np.clip(made, 0, 255, out=made)
    mixed = ((alpha > 0.05) & (alpha < 0.95)).astype(np.float32)
    length = (layer.delta * layer.delta).sum(axis=0)
    more = ((planes(target) - made) * layer.delta).sum(axis=0) / (length + 20**2)
    alike = _coherence(target, cv2.merge(tuple(made)), cv2.dilate(mixed, disc(2))) * (valid > 0.5)
    # Along a straight edge the photo's own coverage is better, and the answer's has a halo.
    followed = WITNESS * alike * (1 - _straight(small))
    seen = np.clip(followed * more, -MOST, MOST) * cv2.dilate(mixed, disc(1))
    return replace(layer, seen=seen[None])


def _straight(picture: Pixels8) -> Floats:
    """0 to 1: how far the edges around a place run in one direction (structure tensor): roofs' do, leaves' do not."""
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    x, y = cv2.Sobel(luma, cv2.CV_32F, 1, 0), cv2.Sobel(luma, cv2.CV_32F, 0, 1)
    xx, yy, xy = (blur(v, 3) for v in (x * x, y * y, x * y))
    along = np.sqrt((xx - yy) ** 2 + 4 * xy * xy) / (xx + yy + 1)
    return np.asarray(np.clip((along - 0.6) / 0.2, 0, 1), np.float32)


def _calmed(picture: Floats, sure: Floats) -> Floats:
    """Without the mottle that models leave in smooth places: a self-guided filter; clouds stay.

    Only where `sure` (H x W, 0 or 1): the edges of what surrounds it would pass for clouds.
    """
    window = (7, 7)
    total = np.maximum(cv2.blur(sure, window), 1e-3)

    def mean(values: Floats) -> Floats:
        return over(cv2.blur(times(values, sure), window), total)

    middle = mean(picture)
    variance = np.maximum(mean(picture * picture) - middle * middle, 0)
    keep = mean(variance / (variance + 30.0))
    calm = mean(middle)
    return np.asarray(calm + keep * (picture - calm))


def _renewed(
    small: Pixels8,
    target: Floats,
    based: Floats,
    coverage: Floats,
    valid: Floats,
    shared: lift.Transform | None,
) -> Layer:
    """A region whose surface changes (lawn): lifted as far as that explains it, the rest from the answer.

    What the answer redrew (turf for dry grass) does not correlate with the original's own detail; there its pixels are
    taken. What it only recoloured does, and keeps the original's detail alone.
    """
    own = None
    if shared is None:
        # One material: what happened to all of it says more about a blade of grass than a window of coarse cells does,
        # which sees next to none of the texture. Mixed pixels at the border would mislead both.
        start = lift.overall(small, target, cv2.erode(coverage, disc(8)) * valid)
        own = lift.fit(small, target, cv2.erode(coverage, disc(2)) ** 2 * valid + 1e-4, start=start)
        based = own.apply(small)
        coverage = mattes.recoloured(small, target, based, coverage, valid)
    shown = coverage * (valid > 0.5)
    redrawn = 1 - _coherence(target, based, shown)
    if own:
        own = _grained(own, small, target, redrawn)
        based = own.apply(small)
    delta = times(target - based, redrawn)
    # At the photo's border the answer may not show it: what is gained just inside goes on.
    delta = mattes.extend(delta, np.asarray(valid > 0.5, np.float32))
    return Layer(mattes.edge_true(small, coverage, exact=own is not None), planes(delta), own)


def _painted(small: Pixels8, target: Floats, matte: Floats) -> Layer:
    """What the user has painted over becomes the answer's, shifted smoothly in colour to meet the photo around it."""
    around = cv2.dilate(matte, disc(9)) * (matte < 0.02)
    apart = np.clip(blur(small.astype(np.float32) - target, 1.5), -MOST_SHIFT, MOST_SHIFT)
    return Layer(matte[None], planes(target + mattes.extend(apart, around.astype(np.float32))), alone=True)


MOST_SHIFT = 24.0
"""Levels of 255: more is no difference of colour but of content, which reaches beyond what was painted."""


def _grain(pixels: Pixels8, matte: Floats) -> float:
    """Deviation of the photo's own noise around a region, in levels of 255; texture counts as far as it is as fine."""
    around = cv2.dilate((matte > 0.5).astype(np.uint8), disc(12)) * (matte < 0.02)
    rows, columns = np.flatnonzero(around.any(axis=1)), np.flatnonzero(around.any(axis=0))
    if not len(rows):
        return 0.0
    y, x = pixels.shape[0] / matte.shape[0], pixels.shape[1] / matte.shape[1]
    part = (slice(int(rows[0] * y), int((rows[-1] + 1) * y)), slice(int(columns[0] * x), int((columns[-1] + 1) * x)))
    luma = cv2.cvtColor(pixels[part], cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine = np.abs(luma - cv2.GaussianBlur(luma, (0, 0), 1))
    here = cv2.resize(
        around[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], luma.shape[::-1], interpolation=cv2.INTER_NEAREST
    )
    return min(MOST_GRAIN, 1.48 * float(np.median(fine[here > 0])))


MOST_GRAIN = 6.0


def _grained(own: lift.Transform, small: Pixels8, target: Floats, redrawn: Floats) -> lift.Transform:
    """`own`, but where the answer is `redrawn` the original only lends its grain: as much of it as the answer shows.

    The answer has nothing finer than its own pixels; enlarged it would be soft beside the rest of the photo.
    """
    energy = []
    for picture in (small.astype(np.float32), target):
        fine = _fine(picture)
        energy.append(blur(fine * fine, 8))
    gain = np.sqrt(energy[1] / (energy[0] + 1))
    size = own.maps.shape[:0:-1]
    gain, redrawn = (cv2.resize(v, size, interpolation=cv2.INTER_AREA) for v in (np.minimum(gain, 1), redrawn))
    at = cv2.resize(small, size, interpolation=cv2.INTER_AREA)
    maps = own.maps.copy()
    for channel, (shown, plain) in enumerate(zip(planes(own.apply(at)), planes(at), strict=True)):
        lent = np.zeros((4, *size[::-1]), np.float32)
        lent[channel] = gain
        lent[3] = shown - gain * plain
        row = maps[4 * channel : 4 * channel + 4]
        row += redrawn * (lent - row)
    return lift.Transform(maps)


def _fine(picture: Floats) -> Floats:
    luma = cv2.transform(picture, np.array([[0.299, 0.587, 0.114]], np.float32))
    return np.asarray(cv2.GaussianBlur(luma, (0, 0), 0.7) - cv2.GaussianBlur(luma, (0, 0), 3))


def _coherence(a: Floats, b: Floats, where: Floats) -> Floats:
    """0 to 1: how far the fine detail of two pictures is the same, around each place."""
    x, y = (_fine(picture) * where for picture in (a, b))
    correlation = blur(x * y, 8) / np.sqrt(blur(x * x, 8) * blur(y * y, 8) + 0.5)
    t = np.clip((correlation - LOW) / (HIGH - LOW), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


LOW, HIGH = 0.3, 0.65


def render(pixels: Pixels8, plan: Plan) -> Pixels8:
    """Overwrite `pixels` (the original, full size) with the output, and return it. Untouched pixels are not written."""
    height, width = pixels.shape[:2]
    grains = [_grain(pixels, layer.matte[0]) if layer.alone else 0.0 for layer in plan.layers]

    def render_strip(top: int) -> None:
        strip = pixels[top : top + STRIP]
        rows = strip.shape[0]
        own = planes(strip)
        result = plan.tone.apply_planes(own, top, height) if plan.tone else None
        for layer, grain in zip(plan.layers, grains, strict=True):
            if not _reaches(layer.matte, top, rows, height):
                continue
            alpha = mattes.coverage(layer.matte, own, top, height)
            delta = lift.enlarge(layer.delta, top, rows, height, width, cv2.INTER_CUBIC)
            if layer.alone:
                delta -= own
                delta += grain * np.random.default_rng(top).standard_normal((rows, width), np.float32)
            if layer.tone:
                delta += layer.tone.apply_planes(own, top, height) - own
            result = own.copy() if result is None else result
            _lay(result, layer, alpha, delta, top, height)
        if result is not None:
            strip[:] = rounded(result)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(render_strip, range(0, height, STRIP)))
    return pixels


def _lay(result: Floats, layer: Layer, alpha: Floats, delta: Floats, top: int, height: int) -> None:
    """Add `alpha` (H x W) times `delta` to `result` (3 x H x W), rows from `top` on of a picture `height` rows high."""
    mixed = np.flatnonzero((alpha > 0) & (alpha < 1))
    if layer.behind is None or not mixed.size:
        result += alpha * delta
        return

    def pick(values: Floats) -> Floats:
        return np.take(values.reshape(len(values), -1), mixed, axis=1)

    old = pick(lift.enlarge(layer.behind, top, alpha.shape[0], height, alpha.shape[1]))
    gained = pick(delta)
    lit = _in_light(pick(result), alpha.ravel()[mixed], old, gained)
    if layer.seen is not None:
        lit += pick(lift.enlarge(layer.seen, top, alpha.shape[0], height, alpha.shape[1], cv2.INTER_CUBIC)) * gained
    result += alpha * delta
    result.reshape(3, -1)[:, mixed] = lit


def _in_light(shown: Floats, alpha: Floats, behind: Floats, delta: Floats) -> Floats:
    """3 x N mixed pixels with the new content for the old, as light adds up.

    A bright sky outshines a leaf that covers half of the pixel: seen in code values it covers more than it does, and
    with a darker sky in its place such pixels would stay as a pale fringe.
    """
    front = (shown - alpha * behind) / np.maximum(1 - alpha, 0.05)
    light, front, old, new = (_light(v) for v in (shown, front, behind, behind + delta))
    way = old - front
    # Where front and sky look the same, the light says nothing and the coverage stands.
    length = (way * way).sum(axis=0)
    share = np.clip((((light - front) * way).sum(axis=0) + ALIKE * alpha) / (length + ALIKE), 0, 1)
    return _codes(light + share * (new - old))


ALIKE = 0.3
_STEPS = 4096
_LIGHT = np.linspace(0, 1, _STEPS, dtype=np.float32) ** 2.2
_LIGHT *= 1 + 1.1 * _LIGHT**3
"""The light behind each code value: a camera's curve bends off below white, so white is twice as bright as it looks."""

_CODES = np.interp(np.linspace(0, 1, _STEPS), np.sqrt(_LIGHT / _LIGHT[-1]), np.linspace(0, 255, _STEPS))
_CODES = _CODES.astype(np.float32)
"""The code value for each square root of light, which is nearly in proportion to it."""


def _light(codes: Floats) -> Floats:
    return _looked_up(_LIGHT, codes / 255)


def _codes(light: Floats) -> Floats:
    return _looked_up(_CODES, np.sqrt(np.maximum(light, 0) / _LIGHT[-1]))


def _looked_up(table: Floats, share: Floats) -> Floats:
    """The entry of `table` at 0 to 1 of its length, the nearest one."""
    return np.asarray(table[np.clip(share * (_STEPS - 1) + 0.5, 0, _STEPS - 1).astype(np.intp)])


def _reaches(matte: Floats, top: int, rows: int, height: int) -> bool:
    first = int(top * matte.shape[1] / height) - 1
    last = int((top + rows) * matte.shape[1] / height) + 2
    return bool(matte[:, max(first, 0) : last].any())
