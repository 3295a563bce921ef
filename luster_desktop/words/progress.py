"""What the engine is doing, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luster_desktop.words.language import plural, tr
from luster_desktop.words.reasons import sentence

if TYPE_CHECKING:
    from luster_desktop.cloud.status import SyncStatus


def steps(status: SyncStatus) -> str:
    """ "Merging 4, uploading 2"; empty when nothing moves."""
    moving = (
        (status.merging, tr("merging {count}", count=status.merging)),
        (status.preparing, tr("preparing {count}", count=status.preparing)),
        (status.uploading, tr("uploading {count}", count=status.uploading)),
        (status.editing, tr("editing {count}", count=status.editing)),
        (status.downloading, tr("downloading {count}", count=status.downloading)),
    )
    text = ", ".join(said for count, said in moving if count)
    return text[:1].upper() + text[1:]


def whole(status: SyncStatus) -> str:
    """What keeps it from going on, or else its steps and what waits; empty when idle."""
    if status.reason:
        return sentence(status.reason)
    waiting = ""
    if status.waiting_for_credits:
        waiting = tr("{count} waiting for credits", count=status.waiting_for_credits)
        if status.credits_missing:
            missing = plural("{n} missing", "{n} missing", status.credits_missing)
            waiting = f"{waiting} ({missing})"
    text = ", ".join(part for part in (steps(status), waiting) if part)
    return f"{text}." if text else ""
