"""Rules and deliveries in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from luster_desktop.delivery.items import Kind
from luster_desktop.delivery.profiles import First, Label, Original, Profile, Rule, Standing, Verdict
from luster_desktop.words.counts import photos

if TYPE_CHECKING:
    from collections.abc import Sequence

    from luster_desktop.delivery.exports import ExportRecipe
    from luster_desktop.delivery.judging import Ruling
    from luster_desktop.operations.delivering import Delivered, Proposal

ADVICE = "Rules as Luster has read them, not legal advice."
REMOVALS = {
    Kind.REMOVE_MOVABLE: "Movable thing",
    Kind.REMOVE_FIXED: "Fixed part",
    Kind.REMOVE_DEFECT: "Damage",
}
ASKED = "What is it?"
TOLD = {
    Kind.REMOVE_MOVABLE: "A car, a bin, furniture: it goes with the people who live there",
    Kind.REMOVE_FIXED: "Wires, poles, fixtures, a neighbour's house: it stays with the place",
    Kind.REMOVE_DEFECT: "A stain, a crack, a bald patch",
}
KINDS = {
    Kind.PROCESSING: "Merging, upright walls, colours",
    Kind.BRIGHT: "Bright interior",
    Kind.SKY: "New sky",
    Kind.DUSK: "Dusk",
    Kind.LAWN: "Green lawn",
    Kind.REMOVE_MOVABLE: "Remove a movable thing",
    Kind.REMOVE_FIXED: "Remove a fixed part",
    Kind.REMOVE_DEFECT: "Remove damage",
}
"""What rules tell apart."""
VERDICTS = {
    Verdict.EXEMPT: "exempt",
    Verdict.DISCLOSE: "disclose",
    Verdict.UNCLEAR: "unclear, so disclose",
    Verdict.PROHIBITED: "prohibited here",
}
LABELS = {
    Label.CAPTION: "labelled in the caption",
    Label.CAPTION_ONLY: "labelled in the caption, never in the picture",
    Label.ON_IMAGE: "labelled in the picture",
    Label.EITHER: "labelled in the caption or the picture",
    Label.BOTH: "labelled in the caption and in the picture",
    Label.OWN_MARKS: "labelled by the MLS' own marks alone",
    Label.NONE: "",
}
ORIGINALS = {
    Original.DIRECTLY_AFTER: "the original directly after",
    Original.DIRECTLY_BEFORE: "the original directly before",
    Original.BESIDE: "the original directly before or after",
    Original.IN_SET: "the original among the photos",
    Original.LINK: "the original behind a link",
    Original.NONE: "",
}
FIRSTS = {
    First.FREE: "",
    First.UNALTERED: "first photo unaltered",
    First.UNALTERED_EXTERIOR: "first photo an unaltered exterior",
    First.FRONT_EXTERIOR: "first photo the front from outside",
}


def verdict(rule: Rule) -> str:
    """In a few words: "disclose, not as first photo"."""
    return VERDICTS[rule.verdict] + (", not as first photo" if rule.not_first else "")


def ruling(one: Ruling) -> str:
    """An edit with what is said of it: "Remove objects (damage): prohibited here. Defects must not be hidden."."""
    part = REMOVALS.get(one.kind)
    if one.kind is Kind.REMOVE:
        return f"{one.title}: say what goes. At worst {verdict(one.rule)}."
    said = f"{one.title}{f' ({part.lower()})' if part else ''}: {verdict(one.rule)}"
    return said if one.rule.verdict is Verdict.EXEMPT or not one.rule.sentence else f"{said}. {one.rule.sentence}"


def source(profile: Profile) -> str:
    """Where the rules come from, and when they were read."""
    day = f"{profile.read_on.day} {profile.read_on:%B %Y}"
    kind = {Standing.SUMMARY: ", from a summary by others", Standing.OWN: "", Standing.FIRST_PARTY: ""}[
        profile.standing
    ]
    mine = " Your own copy." if profile.own else ""
    return f"Read on {day}: {profile.source}{kind}.{mine} {ADVICE}"


def mistake(profile: Profile) -> str:
    """What is wrong with a profile that the user has written; empty where nothing is."""
    limits = profile.limits
    if not profile.body or not profile.source:
        return "The rules need a name, and where you have read them."
    if profile.label is not Label.NONE and not profile.label_words:
        return "The label needs words."
    if limits.max_bytes and limits.max_bytes < limits.min_bytes:
        return f"No file has at least {limits.min_bytes // 1000:,} kB and at most {limits.max_bytes // 1000:,} kB."
    if limits.max_edge and limits.max_edge < max(limits.min_width, limits.min_height):
        return f"No picture is larger than its longer edge of {limits.max_edge:,} px."
    return ""


def demands(profile: Profile) -> str:
    """What altered photos need: "Altered photos: labelled in the caption, the original directly after."."""
    wanted = [part for part in (LABELS[profile.label], ORIGINALS[profile.original], FIRSTS[profile.first]) if part]
    return f"Altered photos: {', '.join(wanted)}." if wanted else ""


def recipe(one: ExportRecipe) -> str:
    """In short what it makes: "2048 px, at most 3,000 kB"."""
    size = f"{one.width} × {one.height} px" if one.exact else f"{one.long_edge} px" if one.long_edge else "as it is"
    parts = [
        size,
        f"at most {one.max_bytes // 1000:,} kB" if one.max_bytes else "",
        f"{one.most} at most" if one.most else "",
        "for a listing" if one.listing else "",
        "your own" if one.own else "",
    ]
    return ", ".join(part for part in parts if part)


def proposal(found: Proposal) -> str:
    """What would be made: "MLS: 31 pictures, Print: 26 pictures"."""
    return ", ".join(f"{one.recipe.title}: {pictures(len(one.pictures))}" for one in found.sets)


def pictures(count: int) -> str:
    """ "1 picture", "1,200 pictures"."""
    return f"{count} picture" if count == 1 else f"{count:,} pictures"


def delivered(found: Delivered) -> str:
    """What became of a delivery, as a sentence."""
    if found.cancelled:
        return "Stopped. The same delivery goes on where it was."
    there = len(found.checked) - found.new - sum(one.exported.path is None for one in found.checked)
    parts = [f"{pictures(found.new)} made"] + ([f"{there} there already"] if there else [])
    wrong = len(found.wrong)
    checked = f" {pictures(wrong)} to look at." if wrong else " All of them pass." if found.checked else ""
    return ", ".join(parts) + "." + checked


def told_apart(names: Sequence[str]) -> str:
    """Names in one line, each once: "IMG_1.jpg, IMG_2.jpg and 3 photos more"."""
    once = list(Counter(names))
    more = f" and {photos(len(once) - 3)} more" if len(once) > 3 else ""
    return ", ".join(once[:3]) + more
