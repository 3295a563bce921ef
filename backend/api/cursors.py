"""Opaque cursors of keyset pages: the last row's sort key, in base64."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from uuid import UUID

from backend.api.problems import ProblemError
from backend.contract import ProblemType


def encode(moment: datetime, row_id: UUID) -> str:
    """The cursor that continues after the row."""
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{row_id}".encode()).decode().rstrip("=")


def decode(cursor: str | None) -> tuple[datetime, UUID] | None:
    """What `encode` was given; a problem when the cursor is not one of ours."""
    if cursor is None:
        return None
    try:
        moment, _, row_id = _plain(cursor).partition("|")
        parsed = datetime.fromisoformat(moment)
        if parsed.tzinfo is None:
            raise ValueError
        return parsed, UUID(row_id)
    except (ValueError, OverflowError):
        raise _invalid() from None


def encode_number(number: int) -> str:
    """The cursor that continues after the row with that number."""
    return base64.urlsafe_b64encode(str(number).encode()).decode().rstrip("=")


def decode_number(cursor: str | None) -> int | None:
    """What `encode_number` was given; a problem when the cursor is not one of ours."""
    if cursor is None:
        return None
    try:
        number = int(_plain(cursor)[:19])
    except ValueError:
        raise _invalid() from None
    if not 0 <= number < 2**63:
        raise _invalid()
    return number


def _plain(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        raise ValueError from None


def _invalid() -> ProblemError:
    return ProblemError(422, ProblemType.INVALID, "The cursor is not valid. Start again from the first page.")
