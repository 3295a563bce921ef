"""Which pictures an export makes, in which order and under which names."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.delivery.items import Item
from luster_desktop.delivery.judging import caption, disclosed
from luster_desktop.delivery.names import clean, same
from luster_desktop.delivery.profiles import Original, Profile

SUFFIX = ".jpg"
RESERVED = "earlier"
"""The folder that no set has: what was replaced goes there."""
PACK = ExportRecipe("disclosure", "Disclosure", long_edge=2048, quality=88, max_bytes=2_000_000, listing=False)
"""The pictures of a disclosure pack, and its folder."""
FIELDS = ("n", "address", "room", "name", "edits")
"""What a template of names may say."""


class BadTemplate(Exception):
    """The template of names says something that there is not."""


class Variant(StrEnum):
    PLAIN = "plain"
    LABELLED = "labelled"
    """With the words that tell what was altered in the picture."""
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class Planned:
    """One picture to make."""

    item: Item
    variant: Variant
    number: int
    """In its set, counted from 1 without gaps."""
    name: str
    """Of the file, with its suffix."""
    caption: str
    """The words that tell what was altered; empty where nothing has to be told."""


@dataclass(frozen=True, slots=True)
class PlannedSet:
    """What one export recipe makes of a delivery, in a folder of its own."""

    recipe: ExportRecipe
    profile: Profile
    folder: str
    pictures: tuple[Planned, ...]
    left_out: tuple[Item, ...] = ()
    """Photos beyond the number that the recipe or the profile takes."""


def compose(items: Sequence[Item], recipes: Sequence[ExportRecipe], profile: Profile) -> list[PlannedSet]:
    """A set for each recipe, each in a folder of another name. Raises `BadTemplate`."""
    taken: set[str] = {same(RESERVED), same(PACK.title)}
    return [replace(_composed(items, one, profile), folder=_free(clean(one.title), taken)) for one in recipes]


def _composed(items: Sequence[Item], recipe: ExportRecipe, profile: Profile) -> PlannedSet:
    """The set of one recipe.

    A listing gets originals where the profile wants them, and what is left out is left out with its original.
    """
    most = min((most for most in (recipe.most, profile.limits.most if recipe.listing else 0) if most), default=0)
    groups: list[list[tuple[Item, Variant]]] = []
    last: list[tuple[Item, Variant]] = []
    left_out: list[Item] = []
    for item in items:
        group, after = _group(item, recipe, profile)
        if most and sum(map(len, groups)) + len(last) + len(group) + len(after) > most:
            left_out.append(item)
            continue
        groups.append(group)
        last += after
    taken: set[str] = set()
    pictures = []
    for number, (item, variant) in enumerate([one for group in [*groups, last] for one in group], start=1):
        name = _free(_name(recipe.names, item, variant, number), taken) + SUFFIX
        words = caption(profile, item) if variant is not Variant.ORIGINAL else ""
        pictures.append(Planned(item, variant, number, name, words))
    return PlannedSet(recipe, profile, recipe.title, tuple(pictures), tuple(left_out))


def compose_pack(items: Sequence[Item], profile: Profile) -> PlannedSet | None:
    """The pictures of a disclosure pack: each disclosed photo clean, labelled and as it was; None without any."""
    pictures: list[Planned] = []
    taken: set[str] = set()
    for item in items:
        words = caption(profile, item)
        if words and item.altered:
            for variant, what in (
                (Variant.PLAIN, "edited"),
                (Variant.LABELLED, "labelled"),
                (Variant.ORIGINAL, "original"),
            ):
                stem = " ".join(part for part in (f"{len(pictures) // 3 + 1:02}", item.room, what) if part)
                name = _free(clean(stem), taken) + SUFFIX
                told = words if variant is not Variant.ORIGINAL else ""
                pictures.append(Planned(item, variant, len(pictures) + 1, name, told))
    return PlannedSet(PACK, profile, PACK.title, tuple(pictures)) if pictures else None


def check_template(template: str) -> None:
    """Raises `BadTemplate`."""
    try:
        for _text, field, _spec, _conversion in string.Formatter().parse(template):
            if field is not None and field not in FIELDS:
                raise BadTemplate(field)
        template.format(n=1, **dict.fromkeys(FIELDS[1:], ""))
    except (ValueError, KeyError, IndexError, AttributeError):
        raise BadTemplate(template) from None


def _group(
    item: Item, recipe: ExportRecipe, profile: Profile
) -> tuple[list[tuple[Item, Variant]], list[tuple[Item, Variant]]]:
    """The photo with what has to stand beside it, and what has to stand at the end of the set."""
    told = recipe.listing and disclosed(profile, item)
    shown = [(item, Variant.LABELLED if told and profile.on_image else Variant.PLAIN)]
    if not told or not item.altered:
        return shown, []
    original = [(item, Variant.ORIGINAL)]
    match profile.original:
        case Original.DIRECTLY_BEFORE:
            return original + shown, []
        case Original.DIRECTLY_AFTER | Original.BESIDE:
            return shown + original, []
        case Original.IN_SET:
            return shown, original
        case _:
            return shown, []


def _name(template: str, item: Item, variant: Variant, number: int) -> str:
    check_template(template)
    stem = item.name.rpartition(".")[0] or item.name
    edits = "+".join(dict.fromkeys(done.title for done in item.done)) if variant is not Variant.ORIGINAL else ""
    said = template.format(n=number, address=item.address, room=item.room, name=stem, edits=edits)
    return clean(f"{said} original" if variant is Variant.ORIGINAL else said)


def _free(stem: str, taken: set[str]) -> str:
    """The name, or else the first "name (2)" that is not taken."""
    number = 1
    while same(name := f"{stem} ({number})" if number > 1 else stem) in taken:
        number += 1
    taken.add(same(name))
    return name
