"""What is proposed for a shoot, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from luster_desktop.facts import Scene
from luster_desktop.operations.ordering import Need
from luster_desktop.operations.proposing import Left
from luster_desktop.words.counts import credits, edits, exteriors, interiors, photos

if TYPE_CHECKING:
    from luster_desktop.operations.proposing import Bill, Proposal, Proposals

_LEFT = {
    Left.REJECTED: ("rejected", "rejected"),
    Left.UNUSABLE: ("unusable", "unusable"),
    Left.LOST: ("missing", "missing"),
    Left.ORDERED: ("ordered before", "ordered before"),
    Left.IN_DOUBT: ("unsure group", "unsure groups"),
    Left.UNSURE: ("unclear", "unclear"),
    Left.NOTHING: ("in no need", "in no need"),
}


def whom(line: Proposal) -> str:
    """Which photos it is for: "6 exteriors", "the front"."""
    count = len(line.photo_ids)
    if line.front:
        return "the front"
    match line.place:
        case Scene.OUTSIDE:
            return exteriors(count)
        case Scene.INSIDE:
            return interiors(count)
        case _:
            return photos(count)


def left_out(found: Proposals) -> str:
    """How many photos are in none of it, and why; empty when all are in some."""
    counts = Counter(found.left_out.values())
    parts = [f"{counts[why]:,} {_LEFT[why][counts[why] != 1]}" for why in Left if counts[why]]
    return f"Left out: {', '.join(parts)}." if parts else ""


def why_left(why: Left) -> str:
    """Why nothing is proposed for a photo, as a sentence."""
    return {
        Left.REJECTED: "It is rejected.",
        Left.UNUSABLE: "It cannot be edited.",
        Left.LOST: "Its file is missing.",
        Left.ORDERED: "It was ordered before.",
        Left.IN_DOUBT: "It is an unsure group. Look at it first.",
        Left.UNSURE: "It is not clear whether it shows a room or the outside.",
        Left.NOTHING: "Nothing is proposed for what it shows.",
    }[why]


def cost(lines: Sequence[Proposal], bill: Bill) -> str:
    """What it comes to, and what there is, or else the price: "7 edits of 6 photos, you have 25 credits"."""
    count = sum(len(line.photo_ids) for line in lines)
    if not count:
        return "Tick what you want"
    of = len({photo_id for line in lines for photo_id in line.photo_ids})
    have = credits(bill.price) if bill.available is None else f"you have {credits(bill.available)}"
    return f"{edits(count)} of {photos(of)}, {have}"


def action(bill: Bill, *, everything: bool) -> str:
    """The text of the button."""
    if bill.need is Need.SIGN_IN:
        return "Sign in to order"
    what = "all" if everything else "these"
    return f"Order {what} ({credits(bill.price)})" if bill.need is not Need.PHOTOS else "Order all"


def told(line: Proposal, title: str, names: Mapping[UUID, str]) -> str:
    """The line with the names of its photos, for where they cannot be seen."""
    return f"{title} for {whom(line)}: {', '.join(names[photo_id] for photo_id in line.photo_ids)}."
