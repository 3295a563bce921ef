"""Shared photos and links in words."""

from __future__ import annotations

from collections.abc import Sequence

from backend import contract
from luster_desktop.operations.sharing import Step
from luster_desktop.words.counts import photos
from luster_desktop.words.language import day, moment, plural, tr


def offer(count: int) -> str:
    """What a link would show, before it is made."""
    if not count:
        return tr("No photo of this shoot can be shown yet. The link shows photos as they are delivered.")
    said = tr(
        "A page with {photos} in the order of the delivery, edited ones before and after, with what was changed in "
        "each. Whoever has the link can open it, without signing in.",
        photos=photos(count),
    )
    left = tr("The first {count} are shown.", count=contract.MAX_SHARED)
    return f"{said} {left}" if count > contract.MAX_SHARED else said


def step(at: Step, done: int, total: int) -> str:
    """How far the page is: "Sending: 12 of 80 MB"."""
    if at is Step.MAKING:
        return tr("Making pictures: {done} of {total}", done=done, total=total) if total else tr("Making pictures…")
    if total < 1e6:
        return tr("Sending…")
    return tr("Sending: {done} of {total} MB", done=round(done / 1e6), total=round(total / 1e6))


def unmade(count: int) -> str:
    """What is not on the page; nothing where all is."""
    if not count:
        return ""
    return plural(
        "{n} picture could not be made and cannot be downloaded. Deliver the shoot to see why.",
        "{n} pictures could not be made and cannot be downloaded. Deliver the shoot to see why.",
        count,
    )


def too_large(titles: Sequence[str]) -> str:
    """Which ZIPs are not on the page; nothing where all are."""
    if not titles:
        return ""
    return plural(
        "The ZIP of {titles} is larger than {most} GB and is left out. Its pictures are on the page.",
        "The ZIPs of {titles} are larger than {most} GB and are left out. Their pictures are on the page.",
        len(titles),
        titles=", ".join(titles),
        most=contract.MAX_ARCHIVE_BYTES // 10**9,
    )


def standing(share: contract.Share) -> str:
    """Until when the link is good, and whether somebody has opened it."""
    if share.opened_at:
        opened = tr("Opened last on {moment}.", moment=moment(share.opened_at))
    else:
        opened = tr("Nobody has opened it yet.")
    ends = tr("Ends on {day}.", day=day(share.expires_at))
    return f"{photos(share.photos)}. {ends} {opened}"


def ended(share: contract.Share) -> str:
    """That the link is over by its date."""
    return tr("The link ended on {day}. Make a new one to share the photos again.", day=day(share.expires_at))
