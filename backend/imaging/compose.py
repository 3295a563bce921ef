"""Put the edit into the full-size original, in strips."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np

from . import lift, mattes
from .arrays import Floats, Pixels8, blur, disc, dot
from .drift import Drift, measure

STRIP = 256


@dataclass(frozen=True, slots=True)
class Layer:
    """A content region: its pixels gain coverage times (`delta` + tone(x) - x).

    A mixed edge pixel is I = (1 - a) F + a B. With the ground's transform T (affine) and new content S the result
    (1 - a) T(F) + a S equals T(I) + a (S - T(B)): no division, and exactly T(I), or I itself, where a is 0. `delta`
    is S - T(B) at working size, known in the region and smoothly continued beyond it.
    `behind`, where given, is T(B) in the same way: mixed pixels are then made as light adds up, and gain `seen` (H x W)
    times `delta` more.
    `matte`: as `mattes.edge_true` makes it, or H x W coverage that is simply enlarged. `tone` is the region's own.
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
    content = np.zeros(valid.shape, np.float32)
    for matte in found.values():
        content = np.maximum(content, matte)
    target = answer.astype(np.float32)
    drift = measure(small, target, valid, content, lit="windows" in found)
    transform = None
    based = small.astype(np.float32)
    if tone:
        replaced = np.zeros_like(content)
        if "sky" in found:
            replaced = found["sky"]
        if "windows" in found:
            replaced = np.maximum(replaced, cv2.dilate(found["windows"], disc(2)))
        believed = 1 - drift.gate(small.shape[1::-1])
        counts = valid * believed * (1 - replaced) ** 2 + 1e-4
        transform = lift.fit(small, target, counts)
        if "windows" in found:
            transform = lift.finer(transform, small, target, counts)
        based = transform.apply(small)
    else:
        outside = cv2.erode(1 - content, disc(8)) * valid
        target = lift.without_cast(small, target, outside)
    layers = []
    for name, matte in found.items():
        if matte.max() < 0.5:
            continue
        if name == "lawn":
            layers.append(_renewed(small, target, based, matte, valid, transform))
        elif name == "painted":
            layers.append(_painted(small, target, matte * (valid > 0)))
        else:
            calm = _calmed(target)
            # Models sharpen: the first pixels along an edge carry a halo, so a sky is continued from further in.
            inner = cv2.erode(matte, disc(4 if name == "sky" else 3))
            sure = (inner > 0.95).astype(np.float32) * (valid > 0.5)
            # The edges of glass that lights up are often invisible by day: there the answer's own have to do.
            edges = mattes.before(small, matte) if name == "sky" else matte
            behind = mattes.extend(based, sure) if name == "sky" else None
            layer = Layer(edges, mattes.extend(calm - based, sure), behind=behind)
            if name == "sky":
                layer = _witnessed(layer, small, target, transform, valid)
            layers.append(layer)
    return Plan(transform, tuple(layers), drift)


WITNESS, MOST = 0.8, 0.5
"""How far the answer is followed in how much sky a mixed pixel shows, and by how much at most."""


def _witnessed(layer: Layer, small: Pixels8, target: Floats, tone: lift.Transform | None, valid: Floats) -> Layer:
    """`layer` with what the answer shows more or less of the sky between leaves, where it shows the same leaves.

    A pixel that is white in the photo may be sky through and through or half of it: light that clips does not tell.
    """
    four = np.dstack((small, np.ones(small.shape[:2]))).astype(np.float32)
    alpha = mattes.coverage(layer.matte, four, 0, small.shape[0])
    made = tone.apply(small) if tone else four[..., :3].copy()
    _lay(made, layer, alpha, layer.delta, 0, small.shape[0])
    made = np.clip(made, 0, 255)
    mixed = ((alpha > 0.05) & (alpha < 0.95)).astype(np.float32)
    length = dot(layer.delta, layer.delta)
    more = dot(target - made, layer.delta) / (length + 20**2)
    alike = _coherence(target, made, cv2.dilate(mixed, disc(2))) * (valid > 0.5)
    # Along a straight edge the photo's own coverage is better, and the answer's has a halo.
    followed = WITNESS * alike * (1 - _straight(small))
    return replace(layer, seen=np.clip(followed * more, -MOST, MOST) * cv2.dilate(mixed, disc(1)))


def _straight(picture: Pixels8) -> Floats:
    """0 to 1: how far the edges around a place run in one direction (structure tensor): roofs' do, leaves' do not."""
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    x, y = cv2.Sobel(luma, cv2.CV_32F, 1, 0), cv2.Sobel(luma, cv2.CV_32F, 0, 1)
    xx, yy, xy = (blur(v, 3) for v in (x * x, y * y, x * y))
    along = np.sqrt((xx - yy) ** 2 + 4 * xy * xy) / (xx + yy + 1)
    return np.asarray(np.clip((along - 0.6) / 0.2, 0, 1), np.float32)


def _calmed(sky: Floats) -> Floats:
    """Without the mottle that models leave in smooth places: a self-guided filter; clouds stay."""
    window = (7, 7)
    mean = cv2.blur(sky, window)
    variance = np.maximum(cv2.blur(sky * sky, window) - mean * mean, 0)
    keep = cv2.blur(variance / (variance + 30.0), window)
    return keep * sky + (1 - keep) * cv2.blur(mean, window)


def _renewed(
    small: Pixels8, target: Floats, based: Floats, matte: Floats, valid: Floats, shared: lift.Transform | None
) -> Layer:
    """A region whose surface changes (lawn): lifted as far as that explains it, the rest from the answer.

    What the answer redrew (turf for dry grass) does not correlate with the original's own detail; there its pixels are
    taken. What it only recoloured does, and keeps the original's detail alone.
    """
    own = None
    if shared is None:
        # One material: what happened to all of it says more about a blade of grass than a window of coarse cells does,
        # which sees next to none of the texture. Mixed pixels at the border would mislead both.
        start = lift.overall(small, target, cv2.erode(matte, disc(8)) * valid)
        own = lift.fit(small, target, cv2.erode(matte, disc(2)) ** 2 * valid + 1e-4, start=start)
        based = own.apply(small)
        matte = mattes.recoloured(small, target, based, matte, valid)
    shown = matte * (valid > 0.5)
    redrawn = 1 - _coherence(target, based, shown)
    if own:
        own = _grained(own, small, target, redrawn)
        based = own.apply(small)
    delta = (target - based) * redrawn[..., None]
    # At the photo's border the answer may not show it: what is gained just inside goes on.
    delta = mattes.extend(delta, np.asarray(valid > 0.5, np.float32))
    return Layer(mattes.edge_true(small, matte, exact=own is not None), delta, own)


def _painted(small: Pixels8, target: Floats, matte: Floats) -> Layer:
    """What the user has painted over becomes the answer's, shifted smoothly in colour to meet the photo around it."""
    around = cv2.dilate(matte, disc(9)) * (matte < 0.02)
    apart = np.clip(blur(small.astype(np.float32) - target, 1.5), -MOST_SHIFT, MOST_SHIFT)
    return Layer(matte, target + mattes.extend(apart, around.astype(np.float32)), alone=True)


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
    size = own.rows[0].shape[1::-1]
    gain, redrawn = (cv2.resize(v, size, interpolation=cv2.INTER_AREA) for v in (np.minimum(gain, 1), redrawn))
    at = cv2.resize(small, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    shown = own.apply(at)
    rows = []
    for channel, maps in enumerate(own.rows):
        lent = np.zeros_like(maps)
        lent[..., channel] = gain
        lent[..., 3] = shown[..., channel] - gain * at[..., channel]
        rows.append(maps + redrawn[..., None] * (lent - maps))
    return lift.Transform((rows[0], rows[1], rows[2]))


def _fine(picture: Floats) -> Floats:
    luma = picture @ np.array([0.299, 0.587, 0.114], np.float32)
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
    grains = [_grain(pixels, layer.matte) if layer.alone else 0.0 for layer in plan.layers]

    def render_strip(top: int) -> None:
        strip = pixels[top : top + STRIP]
        rows = strip.shape[0]
        four = np.ones((rows, width, 4), np.float32)
        four[..., :3] = strip
        result = plan.tone.apply_four(four, top, height) if plan.tone else None
        for layer, grain in zip(plan.layers, grains, strict=True):
            if not _reaches(layer.matte, top, rows, height):
                continue
            alpha = mattes.coverage(layer.matte, four, top, height)
            delta = lift.enlarge(layer.delta, top, rows, height, width, cv2.INTER_CUBIC)
            if layer.alone:
                delta -= four[..., :3]
                delta += grain * np.random.default_rng(top).standard_normal((rows, width, 1), np.float32)
            if layer.tone:
                delta += layer.tone.apply_four(four, top, height) - four[..., :3]
            result = four[..., :3].copy() if result is None else result
            _lay(result, layer, alpha, delta, top, height)
        if result is not None:
            strip[:] = np.clip(np.rint(result, out=result), 0, 255, out=result)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(render_strip, range(0, height, STRIP)))
    return pixels


def _lay(result: Floats, layer: Layer, alpha: Floats, delta: Floats, top: int, height: int) -> None:
    """Add `alpha` times `delta` to `result`, the rows from `top` on of a picture that is `height` rows high."""
    if layer.behind is None:
        result += alpha[..., None] * delta
        return
    mixed = (alpha > 0) & (alpha < 1)
    behind = lift.enlarge(layer.behind, top, alpha.shape[0], height, alpha.shape[1])[mixed]
    lit = _in_light(result[mixed], alpha[mixed][:, None], behind, delta[mixed])
    if layer.seen is not None:
        lit += (
            lift.enlarge(layer.seen, top, alpha.shape[0], height, alpha.shape[1], cv2.INTER_CUBIC)[mixed][:, None]
            * delta[mixed]
        )
    result += alpha[..., None] * delta
    result[mixed] = lit


def _in_light(shown: Floats, alpha: Floats, behind: Floats, delta: Floats) -> Floats:
    """N x 3 mixed pixels with the new content for the old, as light adds up.

    A bright sky outshines a leaf that covers half of the pixel: seen in code values it covers more than it does, and
    with a darker sky in its place such pixels would stay as a pale fringe.
    """
    front = np.clip((shown - alpha * behind) / np.maximum(1 - alpha, 0.05), 0, 255)
    light, front, old, new = (_light(v) for v in (shown, front, behind, behind + delta))
    way = old - front
    # Where front and sky look the same, the light says nothing and the coverage stands.
    length = dot(way, way)[:, None]
    share = np.clip((dot(light - front, way)[:, None] + ALIKE * alpha) / (length + ALIKE), 0, 1)
    return np.asarray(np.interp(light + share * (new - old), _LIGHT, _CODES), np.float32)


ALIKE = 0.3
_CODES = np.linspace(0, 255, 512)
_LIGHT = (_CODES / 255) ** 2.2 * (1 + 1.1 * (_CODES / 255) ** 6.6)
"""The light behind each code value: a camera's curve bends off below white, so white is twice as bright as it looks."""


def _light(codes: Floats) -> Floats:
    return np.asarray(np.interp(codes, _CODES, _LIGHT), np.float32)


def _reaches(matte: Floats, top: int, rows: int, height: int) -> bool:
    first = int(top * matte.shape[0] / height) - 1
    last = int((top + rows) * matte.shape[0] / height) + 2
    return bool(matte[max(first, 0) : last].any())
