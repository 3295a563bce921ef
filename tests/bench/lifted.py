"""An edit through the worker's own steps up to the JPEG, also where the judge would refuse it."""

from __future__ import annotations

import cv2
import numpy as np

from backend.imaging import Fill, Prepared, Scope, SizeLimits, chain, compose, filling, jpeg
from backend.imaging.chain import Draft
from backend.imaging.decode import decode
from tests.backend.imaging.scenes import encoded


def lifted(original: bytes, answer: bytes, scope: Scope) -> tuple[Draft, bytes]:
    """The draft with its verdict, and the encoded result. Raises as `chain.draft` does."""
    photo = decode(original, keep=True)
    made = chain.draft(photo, *chain.look_at(answer), scope)
    return made, jpeg.full(compose.render(photo.pixels, made.plan), photo.profile, photo.facts, jpeg.ENHANCED)


def filled(original: bytes, answer: bytes, scope: Scope, limits: SizeLimits) -> tuple[list[Draft], bytes]:
    """A draft for each crop, and the encoded result.

    `answer` is one to the whole photo. What it shows of a crop stands for what a model would have answered to that: cut
    out, and at the size that would have been asked for. It is as sharp as the answer was, and beside its place by as
    much. Raises as `chain.crops` and `chain.draft` do.
    """
    photo, reply = decode(original, keep=True), decode(answer).pixels
    drafts, fills = [], []
    for prepared in chain.crops(original, limits, scope):
        assert prepared.crop
        own = decode(prepared.own, keep=True)
        seen = chain.look_at(encoded(_part(reply, prepared, photo.pixels.shape), "PNG"), crop=True)
        made = chain.draft(own, *seen, Scope(False, strokes=prepared.crop.strokes))
        drafts.append(made)
        fills.append(Fill(prepared.crop, filling.filled(own, made.plan), made.verdict.change_map(), {}))
    filling.lay(photo.pixels, fills)
    return drafts, jpeg.full(photo.pixels, photo.profile, photo.facts, jpeg.ENHANCED)


def _part(reply: np.ndarray, prepared: Prepared, shape: tuple[int, ...]) -> np.ndarray:
    crop = prepared.crop
    assert crop
    across, down = reply.shape[1] / shape[1], reply.shape[0] / shape[0]
    left, right = (round(edge * across) for edge in (crop.left, crop.left + crop.width))
    top, bottom = (round(edge * down) for edge in (crop.top, crop.top + crop.height))
    part = np.ascontiguousarray(reply[top:bottom, left:right])
    how = cv2.INTER_AREA if prepared.width < part.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, (prepared.width, prepared.height), interpolation=how))
