"""Who did what, and why: a row for each action, in the action's own transaction."""

from __future__ import annotations

import getpass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from backend.database.tables import admin_actions


class Refused(Exception):
    """The action cannot be done, and nothing has changed; the message is a sentence for the administrator."""


def operator(name: str | None = None) -> str:
    """The administrator's name as it is kept: the one given, or that of the user who runs this process."""
    if name is None:
        try:
            name = getpass.getuser()
        except (KeyError, ImportError, OSError):
            # A container without an entry for its user.
            name = "unknown"
    name = "".join(letter for letter in name if letter.isprintable()).strip()[:100]
    if not name:
        raise ValueError("The operator needs a name.")
    return name


def record(
    connection: Connection,
    who: str | None,
    action: str,
    subject: object,
    *,
    user_id: UUID | None = None,
    reason: str | None = None,
    **data: Any,
) -> None:
    """Keep that `who` did this; it becomes true together with everything else in the transaction."""
    connection.execute(
        insert(admin_actions).values(
            operator=operator(who),
            action=action,
            subject=str(subject),
            user_id=user_id,
            reason=(reason or "").strip() or None,
            data=data,
        )
    )
