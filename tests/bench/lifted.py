"""An edit through the worker's own steps up to the JPEG, also where the judge would refuse it."""

from __future__ import annotations

from backend.imaging import Scope, chain, compose, jpeg
from backend.imaging.chain import Draft
from backend.imaging.decode import decode


def lifted(original: bytes, answer: bytes, scope: Scope) -> tuple[Draft, bytes]:
    """The draft with its verdict, and the encoded result. Raises as `chain.draft` does."""
    photo = decode(original, keep=True)
    made = chain.draft(photo, *chain.look_at(answer), scope)
    return made, jpeg.full(compose.render(photo.pixels, made.plan), photo.profile, photo.facts, jpeg.ENHANCED)
