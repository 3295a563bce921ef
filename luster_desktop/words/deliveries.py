"""Rules and deliveries in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from luster_desktop.delivery.items import Kind
from luster_desktop.delivery.profiles import First, Label, Original, Profile, Rule, Standing, Verdict
from luster_desktop.words.counts import pictures
from luster_desktop.words.language import day, mark, plural, tr, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luster_desktop.delivery.exports import ExportRecipe
    from luster_desktop.delivery.judging import Ruling
    from luster_desktop.operations.delivering import Delivered, Proposal

ADVICE = mark("Rules as Luster has read them, not legal advice.")
REMOVALS = {
    Kind.REMOVE_MOVABLE: mark("Movable thing"),
    Kind.REMOVE_FIXED: mark("Fixed part"),
    Kind.REMOVE_DEFECT: mark("Damage"),
}
TOLD = {
    Kind.REMOVE_MOVABLE: mark("A car, a bin, furniture: it goes with the people who live there"),
    Kind.REMOVE_FIXED: mark("Wires, poles, fixtures, a neighbour's house: it stays with the place"),
    Kind.REMOVE_DEFECT: mark("A stain, a crack, a bald patch"),
}
_VERDICTS = {
    Verdict.EXEMPT: mark("exempt"),
    Verdict.DISCLOSE: mark("disclose"),
    Verdict.UNCLEAR: mark("unclear, so disclose"),
    Verdict.PROHIBITED: mark("prohibited here"),
}
_LABELS = {
    Label.CAPTION: mark("labelled in the caption"),
    Label.CAPTION_ONLY: mark("labelled in the caption, never in the picture"),
    Label.ON_IMAGE: mark("labelled in the picture"),
    Label.EITHER: mark("labelled in the caption or the picture"),
    Label.BOTH: mark("labelled in the caption and in the picture"),
    Label.OWN_MARKS: mark("labelled by the MLS' own marks alone"),
    Label.NONE: "",
}
_ORIGINALS = {
    Original.DIRECTLY_AFTER: mark("the original directly after"),
    Original.DIRECTLY_BEFORE: mark("the original directly before"),
    Original.BESIDE: mark("the original directly before or after"),
    Original.IN_SET: mark("the original among the photos"),
    Original.LINK: mark("the original behind a link"),
    Original.NONE: "",
}
_FIRSTS = {
    First.FREE: "",
    First.UNALTERED: mark("first photo unaltered"),
    First.UNALTERED_EXTERIOR: mark("first photo an unaltered exterior"),
    First.FRONT_EXTERIOR: mark("first photo the front from outside"),
}


def verdict(rule: Rule) -> str:
    """In a few words: "disclose, not as first photo"."""
    said = tr(_VERDICTS[rule.verdict])
    return tr("{verdict}, not as first photo", verdict=said) if rule.not_first else said


def ruling(one: Ruling) -> str:
    """An edit with what is said of it: "Remove objects (damage): prohibited here. Defects must not be hidden."."""
    part = REMOVALS.get(one.kind)
    if one.kind is Kind.REMOVE:
        return tr("{edit}: say what goes. At worst {verdict}.", edit=tr(one.title), verdict=verdict(one.rule))
    edit = f"{tr(one.title)} ({within(tr(part))})" if part else tr(one.title)
    said = f"{edit}: {verdict(one.rule)}"
    return said if one.rule.verdict is Verdict.EXEMPT or not one.rule.sentence else f"{said}. {one.rule.sentence}"


def source(profile: Profile) -> str:
    """Where the rules come from, and when they were read."""
    read = day(profile.read_on)
    if profile.standing is Standing.SUMMARY:
        said = tr("Read on {day}: {source}, from a summary by others.", day=read, source=profile.source)
    else:
        said = tr("Read on {day}: {source}.", day=read, source=profile.source)
    return " ".join([said, *([tr("Your own copy.")] if profile.own else []), tr(ADVICE)])


def demands(profile: Profile) -> str:
    """What altered photos need: "Altered photos: labelled in the caption, the original directly after."."""
    parts = (_LABELS[profile.label], _ORIGINALS[profile.original], _FIRSTS[profile.first])
    wanted = ", ".join(tr(part) for part in parts if part)
    return tr("Altered photos: {wanted}.", wanted=wanted) if wanted else ""


def recipe(one: ExportRecipe) -> str:
    """In short what it makes: "2048 px, at most 3,000 kB"."""
    size = f"{one.width} × {one.height} px" if one.exact else f"{one.long_edge} px" if one.long_edge else tr("as it is")
    parts = [
        size,
        tr("at most {size} kB", size=one.max_bytes // 1000) if one.max_bytes else "",
        tr("{count} at most", count=one.most) if one.most else "",
        tr("for a listing") if one.listing else "",
        tr("your own") if one.own else "",
    ]
    return ", ".join(part for part in parts if part)


def proposal(found: Proposal) -> str:
    """What would be made: "MLS: 31 pictures, Print: 26 pictures"."""
    return ", ".join(f"{one.recipe.title}: {pictures(len(one.pictures))}" for one in found.sets)


def delivered(found: Delivered) -> str:
    """What became of a delivery, as a sentence."""
    if found.cancelled:
        return tr("Stopped. The same delivery goes on where it was.")
    there = len(found.checked) - found.new - sum(one.exported.path is None for one in found.checked)
    parts = [plural("{n} picture made", "{n} pictures made", found.new)]
    if there:
        parts.append(plural("{n} there already", "{n} there already", there))
    said = [", ".join(parts) + "."]
    if wrong := len(found.wrong):
        said.append(plural("{n} picture to look at.", "{n} pictures to look at.", wrong))
    elif found.checked:
        said.append(tr("All of them pass."))
    return " ".join(said)


def told_apart(names: Sequence[str]) -> str:
    """Names in one line, each once: "IMG_1.jpg, IMG_2.jpg and 3 photos more"."""
    once = list(Counter(names))
    shown = ", ".join(once[:3])
    more = len(once) - 3
    return plural("{names} and {n} photo more", "{names} and {n} photos more", more, names=shown) if more > 0 else shown
