"""Orders and saving in words: before they are given and after."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from luster_desktop.facts import Scene, Shown
from luster_desktop.operations.ordering import Empty, Need, Quote
from luster_desktop.words.counts import credits, exposures, photos
from luster_desktop.words.language import mark, plural, tr
from luster_desktop.words.reasons import sentence

if TYPE_CHECKING:
    from luster_desktop.operations.saving import SaveReport

_EMPTY = {
    Empty.NO_PHOTOS: mark("Add photos first"),
    Empty.UNDER_WAY: mark("All of them are being edited"),
    Empty.UNUSABLE: mark("None of these photos can be edited"),
    Empty.REJECTED: mark("Every photo is rejected. Select the ones to edit."),
    Empty.DONE: mark("Every photo has this edit. Redo one in its comparison."),
    Empty.NOTHING_SHOWN: mark("No photo matches the filter"),
    Empty.LOST: mark("The files are missing. Locate them first."),
    Empty.NO_PHOTO_OPEN: mark("Open a photo to paint on it"),
    Empty.NOT_PAINTED: mark("Paint over what should go"),
}

_EMPTY_OF_ONE = {
    Empty.UNDER_WAY: mark("This photo is being edited"),
    Empty.UNUSABLE: mark("This photo cannot be edited"),
    Empty.DONE: mark("This photo has this edit already"),
    Empty.LOST: mark("The file is missing. Locate it first."),
}


def doubt(count: int) -> str:
    """What is said of groups that may be wrong, before they are ordered."""
    return plural("{n} group is unsure. Look at it first.", "{n} groups are unsure. Look at them first.", count)


def grouping(count: int) -> str:
    """What is said while so many exposures are put into groups."""
    return tr("Grouping {exposures}…", exposures=exposures(count))


def scope(quote: Quote) -> str:
    """Which photos would be ordered, or why none."""
    count = len(quote.photo_ids)
    if quote.empty is not None:
        alone = quote.selected and quote.left_out == 1
        return tr(_EMPTY_OF_ONE.get(quote.empty, _EMPTY[quote.empty]) if alone else _EMPTY[quote.empty])
    if quote.grouping:
        return grouping(quote.grouping)
    done = quote.left_out - quote.lost
    if quote.selected:
        if quote.limited:
            text = tr("{photos}, only where it is painted", photos=photos(count))
        else:
            text = plural("{n} photo selected", "{n} photos selected", count)
    elif not quote.whole:
        text = tr("{photos} on screen", photos=photos(count))
    elif done:
        text = tr("{photos} without this edit", photos=photos(count))
    elif quote.lost:
        text = tr("{photos} of the shoot", photos=photos(count))
    else:
        text = plural("All {n} photo of the shoot", "All {n} photos of the shoot", count)
    parts = [
        plural("{n} left out", "{n} left out", done) if done and (quote.selected or not quote.whole) else "",
        plural("{n} rejected left out", "{n} rejected left out", quote.rejected) if quote.rejected else "",
        plural("{n} missing", "{n} missing", quote.lost) if quote.lost else "",
    ]
    return ", ".join([text, *(part for part in parts if part)])


def anchored(name: str) -> str:
    """What it means that photos are to look like another one."""
    return tr("The same evening and the same sky as in {name}, which is finished already", name=name)


def unfit(quote: Quote) -> str:
    """What is said of photos that an edit makes no sense for: "Of these 9 photos, 3 show a room, 1 shows no lawn.";
    empty when there are none.
    """
    counts, total = Counter(quote.unfit.values()), len(quote.photo_ids)
    if not counts:
        return ""
    if len(counts) == 1 and sum(counts.values()) == total:
        return _all_show(next(iter(counts)), total)
    said = ", ".join(_show(shown, count) for shown, count in counts.items())
    return plural("Of this {n} photo, {said}.", "Of these {n} photos, {said}.", total, said=said)


def _all_show(shown: Scene | Shown, total: int) -> str:
    match shown:
        case Scene.INSIDE:
            return plural("This photo shows a room.", "Every photo shows a room.", total)
        case Scene.OUTSIDE:
            return plural("This photo shows the outside.", "Every photo shows the outside.", total)
        case Shown.NIGHT:
            return plural("This photo was taken at night.", "Every photo was taken at night.", total)
        case _:
            return plural("This photo shows no lawn.", "No photo shows a lawn.", total)


def _show(shown: Scene | Shown, count: int) -> str:
    match shown:
        case Scene.INSIDE:
            return plural("{n} shows a room", "{n} show a room", count)
        case Scene.OUTSIDE:
            return plural("{n} shows the outside", "{n} show the outside", count)
        case Shown.NIGHT:
            return plural("{n} was taken at night", "{n} were taken at night", count)
        case _:
            return plural("{n} shows no lawn", "{n} show no lawn", count)


def saved(report: SaveReport) -> str:
    """What became of saving, as a sentence."""
    new, there, failed = len(report.saved), len(report.there), len(report.failed)
    if there and not new and not failed:
        return plural("It is there already, unchanged.", "All {n} are there already, unchanged.", there)
    parts = [plural("{n} result saved", "{n} results saved", new)]
    if there:
        parts.append(plural("{n} there already", "{n} there already", there))
    if failed:
        parts.append(plural("{n} not saved", "{n} not saved", failed))
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
    what = photos(count)
    if quote.exposures > count:
        what = tr("{photos} from {exposures}", photos=what, exposures=exposures(quote.exposures))
    have = [] if quote.available is None else [tr("you have {count}", count=quote.available)]
    return ", ".join([what, credits(quote.price), *have])


def action(quote: Quote) -> str:
    """The text of the button."""
    if quote.need is Need.SIGN_IN:
        return tr("Sign in to enhance")
    return tr("Enhance {photos}", photos=photos(len(quote.photo_ids))) if quote.photo_ids else tr("Enhance")
