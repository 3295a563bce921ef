"""Every error that can reach a person, in words: what happened and what to do."""

from __future__ import annotations

from luster_desktop.ui.widgets.dialogs import Trouble
from luster_desktop.words import reasons
from luster_desktop.words.language import mark, tr

UNEXPECTED = mark("Something went wrong inside Luster. Your photos and orders are safe.")


def sentence(error: Exception) -> str:
    """One sentence about an error of the library, the disk or the wire; never a raw exception."""
    told = _told(error)
    return told if told is not None else tr(UNEXPECTED)


def trouble(title: str, error: Exception) -> Trouble:
    """An error as it is shown in a dialog. Details hold the request id, when there is one."""
    request = getattr(getattr(error, "problem", None), "request_id", "")
    return Trouble(
        title=title,
        happened=sentence(error),
        todo=_todo(error),
        details=tr("Request {request}", request=request) if request else "",
    )


def _told(error: Exception) -> str | None:
    problem = getattr(error, "problem", None)
    if problem is not None:
        return reasons.sentence(str(problem.detail))
    if type(error).__module__.startswith("luster_desktop."):
        return reasons.sentence(str(error)) or None
    if isinstance(error, PermissionError):
        return tr("Luster may not write there.")
    if isinstance(error, OSError):
        return tr("The disk or folder cannot be reached or is full.")
    return None


def _todo(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return tr("Choose another folder.")
    if isinstance(error, OSError):
        return tr("Check that the disk is connected and has free space, then try again.")
    return tr("Try again. If it happens again, restart Luster.")
