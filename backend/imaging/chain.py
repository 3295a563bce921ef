"""The jobs of the confined child: a photo to the model's pictures, and the model's answers to the deliverable."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from backend import panorama

from . import around, brush, compose, filling, glass, icc, jpeg, judge, panes, presence, regions, reports
from . import crops as places
from .arrays import Floats, Pixels8, disc, scale
from .content import painted
from .decode import Photo, decode
from .judge import Verdict
from .points import Points, seen
from .register import Registered, register
from .sizes import SizeLimits, fit_size
from .values import Crop, Fill, Finished, Prepared, Rejected, Scope, Unusable

WORKING_EDGE = 2048
"""Longer answers to a whole photo are brought down to this: a lifted 1536 beats an enlarged 3232."""

MIN_REGION = 0.001
MIN_SHOWN, MIN_PAINTED_SHOWN = 0.77, 0.95
"""Least share of what was asked for that the answer shows: 12 % of zoom leave 0.797 of the photo."""

_NOT_FOUND = {"sky": "no_sky", "lawn": "no_lawn", "windows": "no_windows"}


def crops(original: bytes, limits: SizeLimits, scope: Scope) -> tuple[Prepared, ...]:
    """The pictures to send to the model for what the user has painted.

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
    tuple of Prepared

    Raises
    ------
    Rejected
        When the photo cannot be decoded, does not fit `limits`, or shows too little to align an answer with.
    """
    photo = decode(original, keep=True)
    found = places.around(scope.strokes, filling.frame_of(photo), limits)
    small = icc.convert(jpeg.thumb_size(photo.pixels), photo.profile, icc.srgb())
    thumb = jpeg.clean(small, quality=85)
    return tuple(replace(filling.prepared(photo, crop, limits), thumb=thumb) for crop in found)


def fill(own: bytes, answer: bytes, crop: Crop) -> Fill:
    """Put the answer to a crop into it.

    Parameters
    ----------
    own : bytes
        The crop's own pixels, as `Prepared` has them.
    answer : bytes
        The model's picture as it came, of any size.
    crop : Crop

    Returns
    -------
    Fill

    Raises
    ------
    Unusable
        As of `finish`.
    """
    started = time.monotonic()
    photo = decode(own, keep=True, known=True)
    made = draft(photo, *look_at(answer, crop=True), Scope(False, strokes=crop.strokes))
    if made.verdict.reason:
        raise Unusable(made.verdict.reason, made.verdict.detail)
    image = filling.filled(photo, made.plan)
    return Fill(crop, image, made.verdict.change_map(), _report(made, started))


def prepare(original: bytes, limits: SizeLimits, scope: Scope, fills: Sequence[Fill] = ()) -> Prepared:
    """The clean sRGB picture of the whole photo to send to the model.

    Parameters
    ----------
    original : bytes
        The photo's file, as it was uploaded.
    limits : SizeLimits
        What the model takes.
    scope : Scope
        What the edit may change.
    fills : sequence of Fill
        What is in the photo's place already: the model is shown what will be seen.

    Returns
    -------
    Prepared

    Raises
    ------
    Rejected
        When the photo cannot be decoded, does not fit `limits`, shows too little to align an answer with, or surely
        lacks one of the regions that `scope` requires: that must not cost a call of the model.
    """
    photo = decode(original, keep=True, known=bool(fills))
    filling.lay(photo.pixels, fills)
    height, width = photo.pixels.shape[:2]
    size = fit_size(width, height, limits)
    small = icc.convert(scale(photo.pixels, size), photo.profile, icc.srgb())
    if not presence.alignable(small):
        raise Rejected("no_structure")
    for name in sorted(scope.required):
        if not presence.possible(name, small):
            raise Rejected(_NOT_FOUND[name])
    thumb = jpeg.clean(jpeg.thumb_size(small), quality=85)
    mask = brush.mask(scope.limit, *size) if scope.limit else b""
    return Prepared(jpeg.clean(small), mask, "image/jpeg", *size, thumb=thumb)


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


def finish(
    original: bytes, answer: bytes, scope: Scope, fills: Sequence[Fill] = (), made_before: Sequence[str] = ()
) -> Finished:
    """Put fills and the edit of the whole photo into `original`.

    The edit was made of the photo with the fills in it, so these go through it like all else: what was removed leaves
    no trace in a new evening, and what is in its place has the evening's light.

    Parameters
    ----------
    original : bytes
        The photo's file, of which the answered pictures were made.
    answer : bytes
        The model's picture of the whole photo as it came, of any size; empty where `scope` asks for nothing of it.
    scope : Scope
        What the edit may change.
    fills : sequence of Fill
        What takes the place of what was painted.
    made_before : sequence of str
        What is of the model's own pixels in `original` already, where that is a result itself.

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
        looking = pool.submit(look_at, answer) if scope.whole else None
        photo = decode(original, keep=True, known=True)
    filling.lay(photo.pixels, fills)
    pixels, changes = photo.pixels, b""
    height, width = pixels.shape[:2]
    parts = [reports.of_fill(fill, width * height) for fill in fills]
    if looking:
        made = draft(photo, *looking.result(), replace(scope, strokes=()))
        if made.verdict.reason:
            raise Unusable(made.verdict.reason, made.verdict.detail)
        parts.append(_report(made, started))
        changes = made.verdict.change_map()
        pixels = _rendered(pixels, made)
        del made  # The encoder needs the room.
    report = reports.combined(parts)
    report["generated"] = sorted({*report["generated"], *made_before})
    with ThreadPoolExecutor(1) as pool:
        source = jpeg.GENERATED if report["generated"] else jpeg.ENHANCED
        thumb = pool.submit(jpeg.thumb, pixels, photo.profile, source)
        image = jpeg.full(pixels, photo.profile, photo.facts, source)
    changes = reports.change_map(changes, fills, width, height)
    report["seconds"] = round(time.monotonic() - started + sum(fill.report["seconds"] for fill in fills), 2)
    return Finished(image, thumb.result(), changes, width, height, report)


def _rendered(pixels: Pixels8, made: Draft) -> Pixels8:
    columns = round(made.beside * pixels.shape[1])
    pixels = panorama.extended(pixels, columns) if columns else pixels
    compose.render(pixels, made.plan)
    return panorama.closed(pixels, columns) if columns else pixels


def _report(made: Draft, started: float) -> dict[str, Any]:
    """What `Finished` says of one part."""
    generated = sorted(name for name, matte in made.found.items() if name != "white" and compose.present(matte))
    return made.verdict.report() | {
        "registration": {
            "inliers": made.aligned.inliers,
            "median_error": round(made.aligned.median_error, 3),
            "agreement": round(made.aligned.agreement, 3),
        },
        "generated": generated,
        "regions": {name: round(float(matte.mean()), 4) for name, matte in made.found.items()},
        "seconds": round(time.monotonic() - started, 2),
    }


def look_at(answer: bytes, *, crop: bool = False) -> tuple[Pixels8, Points]:
    """The answer's pixels, and the points by which it is aligned.

    Parameters
    ----------
    answer : bytes
        The model's picture as it came.
    crop : bool
        Whether it is one to a crop around what was painted.

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
    return reply, seen(reply, crop=crop)


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
    edge = min(max(reply.shape[:2]), max(height, width))
    if scope.whole:
        edge = min(edge, WORKING_EDGE)
    ratio = edge / max(height, width)
    small = scale(photo.pixels, (max(1, round(width * ratio)), max(1, round(height * ratio))))
    small = icc.convert(small, photo.profile, icc.srgb())
    strokes = brush.coverage(scope.strokes, *small.shape[1::-1]) if scope.strokes else None
    limit = scope.limit
    aligned = register(small, reply, points, strokes)
    share, columns = 0.0, 0
    if photo.facts.panorama is not None and photo.facts.panorama.closes:
        columns = around.beside(width, small.shape[1])
        share = columns / small.shape[1]
        small, aligned = around.extended(small, aligned, columns)
        limit = brush.extended(limit, share)
        if strokes is not None:
            strokes = brush.coverage(brush.extended(scope.strokes, share), *small.shape[1::-1])
    within = brush.inside(limit, *small.shape[1::-1]) if limit else None
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
    asked = np.ones_like(aligned.valid) if within is None else within
    for name in sorted(scope.required):
        if float((found[name] * asked).sum()) < MIN_REGION * float(asked.sum()):
            raise Unusable("no_edit", f"The answer shows no new {name}.")
    for name in {"sky", "lawn"} & found.keys() if columns else ():
        aligned = replace(aligned, answer=around.joined(aligned.answer, found[name], columns))
    if strokes is not None:
        found["painted"] = strokes
    _require_shown(aligned.valid, found, scope.tone, asked)
    # The edit is what lies between two pictures in sRGB; it is applied in the photo's own space, to its own values.
    before, after = (icc.convert(v, icc.srgb(), photo.profile) for v in (small, aligned.answer))
    covered = np.maximum.reduce([np.full_like(aligned.valid, not scope.tone), *found.values()])
    moved = aligned.moved * (1 - covered)
    valid = aligned.valid * (1 - moved)
    if within is not None and scope.tone:
        # The model may have changed nothing elsewhere, which says nothing about the light in here.
        valid = valid * (within > 0)
    plan = compose.plan(before, after, valid, scope.tone, found)
    plan = replace(plan, gate=np.maximum(plan.gate, moved))
    output = compose.render(before.copy(), plan)
    if within is None:
        verdict = judge.judge(before, after, output, valid, scope.tone, found, plan)
    else:
        # Judged before it is limited, where it is delivered whole: the limit's soft edge is none of the answer's.
        verdict = judge.judge(before, after, output, valid * (within >= 1), scope.tone, found, plan)
        plan = replace(plan, within=within)
        output = compose.render(before.copy(), plan)
        found = {name: coverage * within for name, coverage in found.items()}
    verdict = verdict.within(share / (1 + 2 * share)) if share else verdict
    return Draft(before, after, output, aligned, found, plan, verdict, share)


def _lit_panes(aligned: Registered, small: Pixels8, reply: Pixels8) -> tuple[Registered, Floats]:
    """The answer with its panes put right, and these panes."""
    lit = glass.windows(small, aligned.answer, aligned.valid)
    aligned = panes.straightened(aligned, small, reply, lit)
    return aligned, glass.coverage(small, aligned.answer, lit)


def _require_shown(valid: Floats, found: dict[str, Floats], tone: bool, wanted: Floats) -> None:
    """Light goes on beyond the answer's edge, and so do sky and lawn for a while; what was to be removed would stay."""
    asked = {"photo": np.ones_like(valid)} if tone else {}
    asked |= {name: found[name] for name in ("sky", "lawn", "painted") if name in found}
    near = cv2.dilate(valid, disc(painted.UNSEEN)) if "painted" in found else valid
    for name, coverage in asked.items():
        coverage = coverage * wanted
        shown, least = (near, MIN_PAINTED_SHOWN) if name == "painted" else (valid, MIN_SHOWN)
        if float((shown * coverage).sum()) < least * float(coverage.sum()):
            raise Unusable("misaligned", f"The answer shows only a part of what was asked for: {name}.")
