"""The signed-in user's account."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.responses import Response

from backend import credits, deletion
from backend.api.endpoint import Call
from backend.api.shoots import purge
from backend.contract import Account, AccountDeleted, Credits, FreeAgain

SIGN_IN = {
    "deleted": "Your account was deleted.",
    "later": (
        "Your account was deleted. The sign-in service does not answer right now; your sign-in there is deleted as "
        "soon as it does."
    ),
    "kept": (
        "Your account was deleted. Your e-mail address is still known to the sign-in service; write to us to have it "
        "removed there too."
    ),
}
"""By what became of the sign-in."""


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
    services = call.services
    deletion.delete_account(services.engine, call.user_id)
    left = deletion.delete_sign_in(services.engine, services.sign_ins, call.user_id)
    reply = AccountDeleted(sign_in=left, detail=SIGN_IN[left])
    return Response(reply.model_dump_json(), media_type="application/json", background=BackgroundTask(purge, services))
