"""Numbers and orders in words, said the same way everywhere."""

from __future__ import annotations

from luster_desktop.operations.ordering import Empty, Need, Quote

_EMPTY = {
    Empty.NO_PHOTOS: "Add photos first",
    Empty.UNDER_WAY: "The selection is being edited",
    Empty.UNUSABLE: "The selected photos cannot be edited",
    Empty.REJECTED: "Every photo is rejected. Select the ones to edit.",
    Empty.DONE: "Every photo has this edit. Select photos to make another version.",
    Empty.NO_PHOTO_OPEN: "Open a photo to paint on it",
    Empty.NOT_PAINTED: "Paint over what should go",
}


def photos(count: int) -> str:
    return f"{count} photo" if count == 1 else f"{count:,} photos"


def credits(count: int) -> str:
    return f"{count} credit" if count == 1 else f"{count:,} credits"


def doubt(count: int) -> str:
    """What is said of groups that may be wrong, before they are ordered."""
    return "1 group is unsure. Look at it first." if count == 1 else f"{count:,} groups are unsure. Look at them first."


def scope(quote: Quote) -> str:
    """Which photos would be ordered, or why none."""
    count = len(quote.photo_ids)
    if quote.empty is not None:
        return _EMPTY[quote.empty]
    if not quote.selected:
        text = f"{photos(count)} without this edit" if quote.left_out else f"All {photos(count)} of the shoot"
        return f"{text}, {quote.rejected} rejected left out" if quote.rejected else text
    text = f"{photos(count)} selected"
    if quote.left_out:
        text += f", {quote.left_out} left out"
    if quote.again:
        text += ", done before" if quote.again == count else f", {quote.again} done before"
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
