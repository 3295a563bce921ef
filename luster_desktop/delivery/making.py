"""The files of one photo: every picture that is planned of it, coded and with what is said in it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image

from luster_desktop.delivery import rendering
from luster_desktop.delivery.composing import Planned, Variant
from luster_desktop.delivery.exports import Colours, ExportRecipe
from luster_desktop.delivery.items import Item, Origin
from luster_desktop.delivery.marks import provenance
from luster_desktop.delivery.marks.invisible import CODES, marked
from luster_desktop.delivery.marks.signing import Identity, signed
from luster_desktop.delivery.pack.label import labelled
from luster_desktop.delivery.profiles import Profile
from luster_desktop.delivery.words import with_words
from luster_desktop.facts import Words
from luster_desktop.intake.clean import jpeg, xmp
from luster_desktop.intake.clean import profile as icc
from luster_desktop.intake.clean.errors import Foreign

EDITION = 1
"""Raised when the same plan makes another file."""
_SPARE = 4096
"""Bytes under a limit that are left for what is said in a file."""
_SIGNATURE = 40_000
"""The same for a signature."""
_DOTS = 300


@dataclass(frozen=True)
class Order:
    """A planned picture with what it is made by."""

    planned: Planned
    recipe: ExportRecipe
    profile: Profile
    folder: str
    identity: Identity | None = None
    """Who signs; None where nobody does."""

    @property
    def marked(self) -> bool:
        """Whether its pixels carry a mark."""
        return self.profile.marked and self.origin in CODES

    @property
    def source(self) -> Path:
        item = self.planned.item
        return item.original if self.planned.variant is Variant.ORIGINAL else item.path

    @cached_property
    def origin(self) -> Origin:
        """How the picture came about; an original was not edited."""
        item = self.planned.item
        if self.planned.variant is not Variant.ORIGINAL:
            return item.origin
        return Origin.MERGED if item.merged else Origin.CAPTURED

    @property
    def ai(self) -> dict[str, str]:
        """What is said of a generative model; nothing in an original."""
        return provenance.ai(self.planned.item) if self.planned.variant is not Variant.ORIGINAL else {}

    def digest(self, source: str) -> str:
        """Of all that the file is made from: the source's hash, the recipe, the names, and what is said in it."""
        recipe = dataclasses.asdict(self.recipe)
        for name in ("id", "title", "own", "most", "names"):
            del recipe[name]
        made_by = {
            "edition": EDITION,
            "source": source,
            "recipe": recipe,
            "name": self.planned.name,
            "variant": self.planned.variant,
            "caption": self.planned.caption,
            "origin": self.origin,
            "words": dataclasses.asdict(self.planned.item.words),
            "ai": self.ai,
            "marked": self.marked,
            "signed": str(self.identity.certificate) if self.identity is not None else "",
        }
        return hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()


def make(source: Path, orders: Sequence[Order]) -> Iterator[tuple[Order, bytes | rendering.TooLarge]]:
    """The files of orders that have one source, which is decoded once. Raises `rendering.Unreadable` and OSError."""
    coded = [order for order in orders if not _as_it_is(order)]
    for order in orders:
        if order not in coded:
            data = _untouched(source, order)
            if data is None:
                coded.append(order)
            else:
                yield order, data
    if not coded:
        return
    loaded = rendering.load(source, [order.recipe for order in coded])
    for order in coded:
        pixels, profile = loaded.picture(order.recipe.colours)
        try:
            picture = _finished(rendering.fitted(pixels, order.recipe), order)
            beside = _SPARE + len(profile) + (_SIGNATURE if order.identity is not None else 0)
            bare = rendering.encode(picture, order.recipe, beside)
        except rendering.TooLarge as error:
            yield order, error
        else:
            yield order, _said(bare, order, profile)


def _as_it_is(order: Order) -> bool:
    """Whether the coded picture can be the source's own, bit for bit."""
    recipe = order.recipe
    whole = not recipe.exact and not recipe.long_edge and not recipe.max_bytes and recipe.colours is Colours.KEEP
    return whole and order.planned.variant is not Variant.LABELLED and not order.marked


def _finished(picture: Image.Image, order: Order) -> Image.Image:
    """With the words that tell what was altered, and the mark, where they are wanted."""
    if order.planned.variant is Variant.LABELLED:
        picture = labelled(picture, order.planned.caption)
    return Image.fromarray(marked(np.asarray(picture), order.origin)) if order.marked else picture


def _untouched(source: Path, order: Order) -> bytes | None:
    """The source's own coded picture with what is to be said in it; None where it has to be coded anew."""
    profile = rendering.lying_as_coded(source)
    if profile is None:
        return None
    try:
        return _said(source.read_bytes(), order, icc.rebuilt(profile) if profile else b"")
    except Foreign:
        return None


def _said(coded: bytes, order: Order, profile: bytes) -> bytes:
    """A JPEG built anew around its picture: colour profile, where it comes from, the photographer's words, no more.

    Who signs does so last.
    """
    item = order.planned.item
    packet = xmp.packet(source=order.origin.value if order.origin is not Origin.CAPTURED else "", ai=order.ai)
    made = jpeg.rebuilt(coded, exif=b"", packet=packet, profile=profile, dots=_DOTS)
    made = with_words(made, _words(item, order.planned.caption))
    if order.identity is None or order.planned.variant is Variant.ORIGINAL:
        return made
    return signed(made, item, order.identity)


def _words(item: Item, caption: str) -> Words:
    """The photographer's words; what has to be told of the picture comes before the caption."""
    told = ". ".join(part for part in (caption, item.words.caption) if part)
    return dataclasses.replace(item.words, caption=told)
