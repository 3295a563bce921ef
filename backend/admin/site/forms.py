"""The small forms that actions ask with, and what they come back with."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from starlette.requests import Request
from starlette_admin.exceptions import ActionFailed

REASON = """
<form onsubmit="return false">
  <label class="form-label mt-3">Reason, for the audit
    <textarea class="form-control" name="reason" rows="2" maxlength="500"></textarea>
  </label>
</form>
"""
CREDITS = """
<form onsubmit="return false">
  <input type="hidden" name="ref" value="{ref}">
  <label class="form-label mt-3">Credits, below zero to take them
    <input class="form-control" type="number" name="credits" min="-1000000" max="1000000" step="1" required>
  </label>
  <label class="form-label">Reason, which the user reads too
    <textarea class="form-control" name="reason" rows="2" maxlength="500" required></textarea>
  </label>
</form>
"""


@dataclass(frozen=True, slots=True)
class Posting:
    credits: int
    reason: str
    ref: str


def credits_form(*_: object) -> str:
    """The form for credits, with a reference of its own: sent twice, it happens once."""
    return CREDITS.format(ref=f"site-{uuid4()}")


async def posting(request: Request) -> Posting:
    """What came back from the form for credits; raises `ActionFailed` with a sentence."""
    form = await request.form()
    number, reason, ref = (str(form.get(name) or "").strip() for name in ("credits", "reason", "ref"))
    try:
        credits = int(number)
    except ValueError:
        raise ActionFailed("The number of credits must be a whole number.") from None
    if not ref:
        raise ActionFailed("The form is incomplete: load the page again.")
    return Posting(credits, reason, ref)


async def reason(request: Request) -> str | None:
    """The reason that was given, if any."""
    return str((await request.form()).get("reason") or "").strip() or None
