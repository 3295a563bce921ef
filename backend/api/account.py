"""The signed-in user's account."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.responses import Response

from backend import credits, deletion
from backend.api.endpoint import Call
from backend.api.shoots import purge
from backend.contract import Account, Credits, FreeAgain


def get_account(call: Call) -> Account:
    """Who is signed in, and the balance."""
    assert call.user is not None
    with call.services.engine.connect() as connection:
        balance = credits.balance(connection, call.user_id)
    free = call.services.free_reruns
    return Account(
        user_id=call.user_id,
        email=call.user.email,
        credits=Credits(posted=balance.posted, held=balance.held),
        frozen=balance.frozen,
        free_again=FreeAgain(count=free.count, days=free.days),
    )


def delete_account(call: Call) -> Response:
    """Delete the account: shoots, files and personal details; entries of the ledger stay, without a name."""
    deletion.delete_account(call.services.engine, call.user_id)
    return Response(status_code=204, background=BackgroundTask(purge, call.services))
