"""Shared photos and links in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend import contract
from luster_desktop.library.models import Edit
from luster_desktop.words.counts import photos

_CHANGED = {
    "dusk": "evening light",
    "sky": "another sky",
    "lawn": "a greener lawn",
    "bright": "brighter light",
    "remove": "things taken out",
}


def disclosure(edits: Sequence[Edit]) -> str:
    """What was changed, for whoever looks at the photo: "Digitally altered: evening light, a greener lawn." """
    changed = dict.fromkeys(_CHANGED.get(edit.preset, edit.preset) for edit in edits)
    return f"Digitally altered: {', '.join(changed)}."


def offer(count: int) -> str:
    """What a link would show, before it is made."""
    if not count:
        return "No photo of this shoot is finished yet. The link shows finished photos."
    left = f" The first {contract.MAX_SHARED} are shown." if count > contract.MAX_SHARED else ""
    return (
        f"A page with {photos(count)}, before and after, to download at full size, with what was changed in each. "
        f"Whoever has the link can open it, without signing in.{left}"
    )


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
