"""The two jobs of the confined child: a photo to the model's picture, and the model's answer to the deliverable."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np

from backend import panorama

from . import around, brush, compose, glass, icc, jpeg, judge, panes, presence, regions
from .arrays import Floats, Pixels8, disc, scale
from .content import painted
from .decode import Photo, decode
from .judge import Verdict
from .points import Points, seen
from .register import Registered, register
from .sizes import SizeLimits, fit_size
from .values import Finished, Prepared, Rejected, Scope, Unusable

WORKING_EDGE = 2048
"""Longer answers are brought down to this: a lifted 1536 beats an enlarged 3232."""

MIN_REGION = 0.001
MIN_SHOWN, MIN_PAINTED_SHOWN = 0.77, 0.95
"""Least share of what was asked for that the answer shows: 12 % of zoom leave 0.797 of the photo."""

_NOT_FOUND = {"sky": "no_sky", "lawn": "no_lawn", "windows": "no_windows"}


def prepare(original: bytes, limits: SizeLimits, scope: Scope) -> Prepared:
    """The clean sRGB picture to send to the model.

    Parameters
    ----------
    original : bytes
        The photo's file, as it was uploaded.
    limits : SizeLimits
        What the model takes.
    scope : Scope
        What the edit may change.

    Returns
    -------
    Prepared

    Raises
    ------
    Rejected
        When the photo cannot be decoded, does not fit `limits`, shows too little to align an answer with, or surely has
        none of the regions that `scope` is limited to: that must not cost a call of the model.
    """
    photo = decode(original, keep=True)
    height, width = photo.pixels.shape[:2]
    size = fit_size(width, height, limits)
    small = icc.convert(scale(photo.pixels, size), photo.profile, icc.srgb())
    if not presence.alignable(small):
        raise Rejected("no_structure")
    if not scope.tone:
        _require({name: presence.possible(name, small) for name in sorted(scope.content)})
    mask = brush.mask(scope.strokes, *size) if scope.strokes else b""
    return Prepared(
        image=jpeg.clean(small),
        mask=mask,
        thumb=jpeg.clean(jpeg.thumb_size(small), quality=85),
        content_type="image/jpeg",
        width=size[0],
        height=size[1],
        original_width=width,
        original_height=height,
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit at working size, before it is rendered at full size. All pictures are in the photo's own space.

    Attributes
    ----------
    before : (H, W, 3) Pixels8
        The photo.
    after : (H, W, 3) Pixels8
        The registered answer.
    output : (H, W, 3) Pixels8
        What would be delivered.
    aligned : Registered
    found : dict of str to (H, W) Floats
        The content regions' coverage.
    plan : compose.Plan
    verdict : Verdict
        Of the photo alone.
    beside : float
        Of the photo's width, what the pictures have more on either side: a photo all around the camera its other end.
    """

    before: Pixels8
    after: Pixels8
    output: Pixels8
    aligned: Registered
    found: dict[str, Floats]
    plan: compose.Plan
    verdict: Verdict
    beside: float


def finish(original: bytes, answer: bytes, scope: Scope) -> Finished:
    """Put the edit of `answer` into `original`.

    Parameters
    ----------
    original : bytes
        The photo's file.
    answer : bytes
        The model's picture as it came, of any size.
    scope : Scope
        What the edit may change.

    Returns
    -------
    Finished

    Raises
    ------
    Rejected
        When the photo cannot be decoded.
    Unusable
        When the answer cannot be decoded or aligned, lacks the edit, or would bring something uninvited into the photo.
    """
    started = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(look_at, answer)
        photo = decode(original, keep=True)
    made = draft(photo, *looking.result(), scope)
    verdict = made.verdict
    if verdict.reason:
        raise Unusable(verdict.reason, verdict.detail)
    generated = sorted(name for name, matte in made.found.items() if name != "white" and compose.present(matte))
    report = verdict.report() | {
        "registration": {
            "inliers": made.aligned.inliers,
            "median_error": round(made.aligned.median_error, 3),
            "agreement": round(made.aligned.agreement, 3),
        },
        "generated": generated,
        "regions": {name: round(float(matte.mean()), 4) for name, matte in made.found.items()},
    }
    height, width = photo.pixels.shape[:2]
    columns = round(made.beside * width)
    pixels = panorama.extended(photo.pixels, columns) if columns else photo.pixels
    compose.render(pixels, made.plan)
    del made  # The encoder needs the room.
    pixels = panorama.closed(pixels, columns) if columns else pixels
    with ThreadPoolExecutor(1) as pool:
        source = jpeg.GENERATED if generated else jpeg.ENHANCED
        thumb = pool.submit(jpeg.thumb, pixels, photo.profile, source)
        image = jpeg.full(pixels, photo.profile, photo.facts, source)
    report["seconds"] = round(time.monotonic() - started, 2)
    return Finished(image, thumb.result(), verdict.change_map(), width, height, report)


def look_at(answer: bytes) -> tuple[Pixels8, Points]:
    """The answer's pixels, and the points by which it is aligned.

    Parameters
    ----------
    answer : bytes
        The model's picture as it came.

    Returns
    -------
    reply : (h, w, 3) Pixels8
        In sRGB, at its own size.
    points : Points

    Raises
    ------
    Unusable
        When it is no picture, or has too little structure.
    """
    try:
        reply = decode(answer).pixels
    except Rejected as error:
        raise Unusable("unreadable", f"The answer is not a usable picture ({error.code}).") from None
    return reply, seen(reply)


def draft(photo: Photo, reply: Pixels8, points: Points, scope: Scope) -> Draft:
    """The edit at working size, and what the judge says of it.

    Parameters
    ----------
    photo : Photo
        The original at full size.
    reply : (h, w, 3) Pixels8
        The answer at its own size.
    points : Points
        Those of `reply`.
    scope : Scope
        What the edit may change.

    Returns
    -------
    Draft
        The verdict may still refuse it.

    Raises
    ------
    Unusable
        When the answer cannot be aligned, or lacks the regions that were asked for.
    """
    height, width = photo.pixels.shape[:2]
    edge = min(max(reply.shape[:2]), WORKING_EDGE, max(height, width))
    ratio = edge / max(height, width)
    small = scale(photo.pixels, (max(1, round(width * ratio)), max(1, round(height * ratio))))
    small = icc.convert(small, photo.profile, icc.srgb())
    strokes = brush.coverage(scope.strokes, *small.shape[1::-1]) if scope.strokes else None
    aligned = register(small, reply, points, strokes)
    share, columns = 0.0, 0
    if photo.facts.panorama is not None and photo.facts.panorama.closes:
        columns = around.beside(width, small.shape[1])
        share = columns / small.shape[1]
        small, aligned = around.extended(small, aligned, columns)
        if strokes is not None:
            strokes = brush.coverage(brush.extended(scope.strokes, share), *small.shape[1::-1])
    with ThreadPoolExecutor(2) as pool:
        lighting = pool.submit(_lit_panes, aligned, small, reply) if "windows" in scope.content else None
        looking = {
            name: pool.submit(regions.find, name, small, aligned.answer, aligned.valid)
            for name in sorted(scope.content - {"windows"})
        }
        found = {name: search.result() for name, search in looking.items()}
        if lighting:
            aligned, lit = lighting.result()
            found["windows"] = glass.apart(lit, found["sky"]) if "sky" in found else lit
    if not scope.tone and scope.content and all(matte.mean() < MIN_REGION for matte in found.values()):
        raise Unusable("no_edit", f"The answer shows no new {' or '.join(sorted(scope.content))}.")
    for name in {"sky", "lawn"} & found.keys() if columns else ():
        aligned = replace(aligned, answer=around.joined(aligned.answer, found[name], columns))
    if strokes is not None:
        found["painted"] = strokes
    _require_shown(aligned.valid, found, scope.tone)
    # The edit is what lies between two pictures in sRGB; it is applied in the photo's own space, to its own values.
    before, after = (icc.convert(v, icc.srgb(), photo.profile) for v in (small, aligned.answer))
    covered = np.maximum.reduce([np.full_like(aligned.valid, not scope.tone), *found.values()])
    moved = aligned.moved * (1 - covered)
    valid = aligned.valid * (1 - moved)
    plan = compose.plan(before, after, valid, scope.tone, found)
    plan = replace(plan, gate=np.maximum(plan.gate, moved))
    output = compose.render(before.copy(), plan)
    verdict = judge.judge(before, after, output, valid, scope.tone, found, plan)
    verdict = verdict.within(share / (1 + 2 * share)) if share else verdict
    return Draft(before, after, output, aligned, found, plan, verdict, share)


def _lit_panes(aligned: Registered, small: Pixels8, reply: Pixels8) -> tuple[Registered, Floats]:
    """The answer with its panes put right, and these panes."""
    lit = glass.windows(small, aligned.answer, aligned.valid)
    aligned = panes.straightened(aligned, small, reply, lit)
    return aligned, glass.coverage(small, aligned.answer, lit)


def _require_shown(valid: Floats, found: dict[str, Floats], tone: bool) -> None:
    """Light goes on beyond the answer's edge, and so do sky and lawn for a while; what was to be removed would stay."""
    asked = {"photo": np.ones_like(valid)} if tone else {}
    asked |= {name: found[name] for name in ("sky", "lawn", "painted") if name in found}
    near = cv2.dilate(valid, disc(painted.UNSEEN)) if "painted" in found else valid
    for name, coverage in asked.items():
        shown, least = (near, MIN_PAINTED_SHOWN) if name == "painted" else (valid, MIN_SHOWN)
        if float((shown * coverage).sum()) < least * float(coverage.sum()):
            raise Unusable("misaligned", f"The answer shows only a part of what was asked for: {name}.")


def _require(there: dict[str, bool]) -> None:
    """A preset for one region has nothing to do in a photo without it."""
    if there and not any(there.values()):
        raise Rejected(_NOT_FOUND[next(iter(there))])
