"""The two jobs of the confined child: a photo to the model's picture, and the model's answer to the deliverable."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from . import compose, jpeg, judge, regions
from .arrays import Floats, scale
from .decode import decode
from .register import register
from .sizes import SizeLimits, fit_size
from .values import Finished, Prepared, Rejected, Scope, Unusable

WORKING_EDGE = 2048
"""Longer answers are brought down to this: a lifted 1536 beats an enlarged 3232."""

MIN_REGION = 0.001
_NOT_FOUND = {
    "sky": Rejected("no_sky", "No sky was found in this photo."),
    "lawn": Rejected("no_lawn", "No lawn was found in this photo."),
    "windows": Rejected("no_windows", "No windows were found in this photo."),
}


def prepare(original: bytes, limits: SizeLimits) -> Prepared:
    pixels = decode(original).pixels
    height, width = pixels.shape[:2]
    size = fit_size(width, height, limits)
    small = scale(pixels, size)
    return Prepared(jpeg.clean(small), "image/jpeg", *size, original_width=width, original_height=height)


def finish(original: bytes, answer: bytes, scope: Scope) -> Finished:
    started = time.monotonic()
    photo = decode(original)
    try:
        reply = decode(answer).pixels
    except Rejected as error:
        raise Unusable(f"The answer is not a usable picture ({error.code}).") from None
    pixels = photo.pixels
    height, width = pixels.shape[:2]
    edge = min(max(reply.shape[:2]), WORKING_EDGE, max(height, width))
    ratio = edge / max(height, width)
    small = scale(pixels, (max(1, round(width * ratio)), max(1, round(height * ratio))))
    aligned = register(small, reply)
    found = {name: regions.find(name, small, aligned.answer) for name in sorted(scope.content)}
    if not scope.tone:
        _require(found)
    plan = compose.plan(small, aligned.answer, aligned.valid, scope.tone, found)
    output = compose.render(pixels, plan)
    with ThreadPoolExecutor(1) as pool:
        encoded = pool.submit(jpeg.full, output, photo.facts)
        verdict = judge.judge(plan.drift)
        thumb = jpeg.thumb(output)
        image = encoded.result()
    report = {
        "verdict": "retry" if judge.survives(plan.drift, found, tone=scope.tone) else "pass",
        "score": round(verdict.score, 4),
        "peak": [round(v, 4) for v in verdict.peak],
        "registration": {
            "inliers": aligned.inliers,
            "median_error": round(aligned.median_error, 3),
            "agreement": round(aligned.agreement, 3),
        },
        "regions": {name: round(float(matte.mean()), 4) for name, matte in found.items()},
        "seconds": round(time.monotonic() - started, 2),
    }
    return Finished(image, thumb, verdict.change_map, width, height, report)


def _require(found: dict[str, Floats]) -> None:
    """A preset for one region has nothing to do in a photo without it."""
    if found and all(float(matte.mean()) < MIN_REGION for matte in found.values()):
        raise _NOT_FOUND[next(iter(found))]
