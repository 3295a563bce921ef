"""Orders and saving in words: before they are given and after."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from luster_desktop.facts import Scene, Shown
from luster_desktop.operations.ordering import Empty, Need, Quote
from luster_desktop.words.counts import credits, exposures, photos, results
from luster_desktop.words.reasons import sentence

if TYPE_CHECKING:
    from luster_desktop.operations.saving import SaveReport

_EMPTY = {
    Empty.NO_PHOTOS: "Add photos first",
    Empty.UNDER_WAY: "All of them are being edited",
    Empty.UNUSABLE: "None of these photos can be edited",
    Empty.REJECTED: "Every photo is rejected. Select the ones to edit.",
    Empty.DONE: "Every photo has this edit. Redo one in its comparison.",
    Empty.NOTHING_SHOWN: "No photo matches the filter",
    Empty.LOST: "The files are missing. Locate them first.",
    Empty.NO_PHOTO_OPEN: "Open a photo to paint on it",
    Empty.NOT_PAINTED: "Paint over what should go",
}

_EMPTY_OF_ONE = {
    Empty.UNDER_WAY: "This photo is being edited",
    Empty.UNUSABLE: "This photo cannot be edited",
    Empty.DONE: "This photo has this edit already",
    Empty.LOST: "The file is missing. Locate it first.",
}

_UNFIT: dict[Scene | Shown, tuple[str, str]] = {
    Scene.INSIDE: ("shows a room", "show a room"),
    Scene.OUTSIDE: ("shows the outside", "show the outside"),
    Shown.NIGHT: ("was taken at night", "were taken at night"),
    Shown.NO_LAWN: ("shows no lawn", "show no lawn"),
}


def doubt(count: int) -> str:
    """What is said of groups that may be wrong, before they are ordered."""
    return "1 group is unsure. Look at it first." if count == 1 else f"{count:,} groups are unsure. Look at them first."


def grouping(count: int) -> str:
    """What is said while so many exposures are put into groups."""
    return f"Grouping {exposures(count)}…"


def scope(quote: Quote) -> str:
    """Which photos would be ordered, or why none."""
    count = len(quote.photo_ids)
    if quote.empty is not None:
        alone = quote.selected and quote.left_out == 1
        return _EMPTY_OF_ONE.get(quote.empty, _EMPTY[quote.empty]) if alone else _EMPTY[quote.empty]
    if quote.grouping:
        return grouping(quote.grouping)
    done = quote.left_out - quote.lost
    if quote.selected:
        text = f"{photos(count)}, only where it is painted" if quote.limited else f"{photos(count)} selected"
    elif not quote.whole:
        text = f"{photos(count)} on screen"
    else:
        text = f"{photos(count)} without this edit" if done else f"All {photos(count)} of the shoot"
        text = f"{photos(count)} of the shoot" if quote.lost and not done else text
    parts = [
        f"{done} left out" if done and (quote.selected or not quote.whole) else "",
        f"{quote.rejected} rejected left out" if quote.rejected else "",
        f"{quote.lost} missing" if quote.lost else "",
    ]
    return ", ".join([text, *(part for part in parts if part)])


def anchored(name: str) -> str:
    """What it means that photos are to look like another one."""
    return f"The same evening and the same sky as in {name}, which is finished already"


def unfit(quote: Quote) -> str:
    """What is said of photos that an edit makes no sense for, "3 of these 9 photos show a room, 1 shows no lawn.";
    empty when there are none.
    """
    counts, total = Counter(quote.unfit.values()), len(quote.photo_ids)
    parts = [f"{count:,} {_UNFIT[shown][count != 1]}" for shown, count in counts.items()]
    if not parts:
        return ""
    if len(parts) == 1 and sum(counts.values()) == total:
        which = {1: "This photo", 2: "Both photos"}.get(total, f"All {total:,} photos")
        return f"{which} {parts[0].partition(' ')[2]}."
    first, *others = parts
    number, _, says = first.partition(" ")
    return ", ".join([f"{number} of these {photos(total)} {says}", *others]) + "."


def saved(report: SaveReport) -> str:
    """What became of saving, as a sentence."""
    new, there, failed = len(report.saved), len(report.there), len(report.failed)
    if there and not new and not failed:
        return "It is there already, unchanged." if there == 1 else f"All {there} are there already, unchanged."
    parts = [f"{results(new)} saved"]
    if there:
        parts.append(f"{there} there already")
    if failed:
        parts.append(f"{failed} not saved")
    text = ", ".join(parts) + "."
    if failed:
        name, reason = report.failed[0]
        text += f" {name}: {sentence(reason)}"
    return text


def cost(quote: Quote) -> str:
    """What the order takes and what there is; empty when there is nothing to order."""
    count = len(quote.photo_ids)
    if not count:
        return ""
    merged = f" from {quote.exposures:,} exposures" if quote.exposures > count else ""
    have = "" if quote.available is None else f", you have {quote.available:,}"
    return f"{photos(count)}{merged}, {credits(quote.price)}{have}"


def action(quote: Quote) -> str:
    """The text of the button."""
    if quote.need is Need.SIGN_IN:
        return "Sign in to enhance"
    return f"Enhance {photos(len(quote.photo_ids))}" if quote.photo_ids else "Enhance"
