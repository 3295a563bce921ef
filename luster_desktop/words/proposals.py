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
from luster_desktop.words.language import plural, tr

if TYPE_CHECKING:
    from luster_desktop.operations.proposing import Bill, Proposal, Proposals


def whom(line: Proposal) -> str:
    """Which photos it is for: "6 exteriors", "the front"."""
    count = len(line.photo_ids)
    if line.front:
        return tr("the front")
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
    said = {
        Left.REJECTED: plural("{n} rejected", "{n} rejected", counts[Left.REJECTED]),
        Left.UNUSABLE: plural("{n} unusable", "{n} unusable", counts[Left.UNUSABLE]),
        Left.LOST: plural("{n} missing", "{n} missing", counts[Left.LOST]),
        Left.ORDERED: plural("{n} ordered before", "{n} ordered before", counts[Left.ORDERED]),
        Left.IN_DOUBT: plural("{n} unsure group", "{n} unsure groups", counts[Left.IN_DOUBT]),
        Left.UNSURE: plural("{n} unclear", "{n} unclear", counts[Left.UNSURE]),
        Left.NOTHING: plural("{n} in no need", "{n} in no need", counts[Left.NOTHING]),
    }
    parts = ", ".join(said[why] for why in Left if counts[why])
    return tr("Left out: {parts}.", parts=parts) if parts else ""


def why_left(why: Left) -> str:
    """Why nothing is proposed for a photo, as a sentence."""
    return {
        Left.REJECTED: tr("It is rejected."),
        Left.UNUSABLE: tr("It cannot be edited."),
        Left.LOST: tr("Its file is missing."),
        Left.ORDERED: tr("It was ordered before."),
        Left.IN_DOUBT: tr("It is an unsure group. Look at it first."),
        Left.UNSURE: tr("It is not clear whether it shows a room or the outside."),
        Left.NOTHING: tr("Nothing is proposed for what it shows."),
    }[why]


def cost(lines: Sequence[Proposal], bill: Bill) -> str:
    """What it comes to, and what there is, or else the price: "7 edits of 6 photos, you have 25 credits"."""
    count = sum(len(line.photo_ids) for line in lines)
    if not count:
        return tr("Tick what you want")
    of = len({photo_id for line in lines for photo_id in line.photo_ids})
    have = credits(bill.price) if bill.available is None else tr("you have {credits}", credits=credits(bill.available))
    return tr("{edits} of {photos}, {have}", edits=edits(count), photos=photos(of), have=have)


def action(bill: Bill, *, everything: bool) -> str:
    """The text of the button."""
    if bill.need is Need.SIGN_IN:
        return tr("Sign in to order")
    if bill.need is Need.PHOTOS:
        return tr("Order all")
    price = credits(bill.price)
    return tr("Order all ({credits})", credits=price) if everything else tr("Order these ({credits})", credits=price)


def told(line: Proposal, title: str, names: Mapping[UUID, str]) -> str:
    """The line with the names of its photos, for where they cannot be seen."""
    photos_of = ", ".join(names[photo_id] for photo_id in line.photo_ids)
    return tr("{title} for {whom}: {names}.", title=title, whom=whom(line), names=photos_of)
