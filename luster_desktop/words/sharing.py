"""Shared photos and links in words."""

from __future__ import annotations

from datetime import datetime

from backend import contract
from luster_desktop.operations.sharing import Step
from luster_desktop.words.counts import photos
from luster_desktop.words.deliveries import pictures


def offer(count: int) -> str:
    """What a link would show, before it is made."""
    if not count:
        return "No photo of this shoot can be shown yet. The link shows photos as they are delivered."
    left = f" The first {contract.MAX_SHARED} are shown." if count > contract.MAX_SHARED else ""
    return (
        f"A page with {photos(count)} in the order of the delivery, edited ones before and after, with what was "
        f"changed in each. Whoever has the link can open it, without signing in.{left}"
    )


def step(at: Step, done: int, total: int) -> str:
    """How far the page is: "Sending: 12 of 80 MB"."""
    if at is Step.MAKING:
        return f"Making pictures: {done} of {total}" if total else "Making pictures…"
    return f"Sending: {done / 1e6:.0f} of {total / 1e6:.0f} MB" if total >= 1e6 else "Sending…"


def unmade(count: int) -> str:
    """What is not on the page; nothing where all is."""
    if not count:
        return ""
    return f"{pictures(count)} could not be made and cannot be downloaded. Deliver the shoot to see why."


def standing(share: contract.Share) -> str:
    """Until when the link is good, and whether somebody has opened it."""
    opened = f"Opened last on {_moment(share.opened_at)}." if share.opened_at else "Nobody has opened it yet."
    return f"{photos(share.photos)}. Ends on {_day(share.expires_at)}. {opened}"


def ended(share: contract.Share) -> str:
    """That the link is over by its date."""
    return f"The link ended on {_day(share.expires_at)}. Make a new one to share the photos again."


def _day(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.day} {local:%B %Y}"


def _moment(at: datetime) -> str:
    local = at.astimezone()
    return f"{_day(at)} at {local:%H:%M}"
