"""What the engine is doing, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luster_desktop.words.reasons import sentence

if TYPE_CHECKING:
    from luster_desktop.cloud.status import SyncStatus


def steps(status: SyncStatus) -> str:
    """ "Merging 4, uploading 2"; empty when nothing moves."""
    moving = (
        (status.merging, "merging"),
        (status.preparing, "preparing"),
        (status.uploading, "uploading"),
        (status.editing, "editing"),
        (status.downloading, "downloading"),
    )
    return ", ".join(f"{word} {count}" for count, word in moving if count).capitalize()


def whole(status: SyncStatus) -> str:
    """What keeps it from going on, or else its steps and what waits; empty when idle."""
    if status.reason:
        return sentence(status.reason)
    missing = f" ({status.credits_missing} missing)" if status.credits_missing else ""
    waiting = f"{status.waiting_for_credits} waiting for credits{missing}" if status.waiting_for_credits else ""
    text = ", ".join(part for part in (steps(status), waiting) if part)
    return f"{text}." if text else ""
