"""The mailbox of the one-machine stack: the mails that would have been sent, on a page and as JSON."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.local.identity.accounts import Accounts
from backend.local.pages import escape, page

SHOWN = 30


def routes(accounts: Accounts) -> list[Route]:
    """`/mailbox` for people, `/mailbox.json` for programs; both take `?email=` and show the newest mail first."""

    async def html(request: Request) -> Response:
        mails = accounts.mails(request.query_params.get("email"))[:SHOWN]
        cards = "".join(
            f'<section class="card"><div class="row"><strong>{escape(mail["to"])}</strong>'
            f'<span class="soft">{escape(mail["sent_at"][:19].replace("T", " "))} UTC</span></div>'
            f'<p>Your code for Luster:</p><p class="code">{escape(mail["code"])}</p>'
            f'<p class="soft">Type it in the app, or <a href="{escape(mail["link"])}">sign in with this link</a>.</p>'
            "</section>"
            for mail in mails
        )
        note = "This is the mailbox of Luster on this machine. No mail leaves it: what would be sent is shown here."
        empty = '<section class="card"><p>No mail yet. Ask for a code in the app; it shows up here.</p></section>'
        body = f'<h1>Mailbox</h1><p class="note">{note}</p>{cards or empty}'
        return page("Mailbox – Luster on this machine", body, refresh_seconds=4)

    async def json(request: Request) -> Response:
        return JSONResponse({"mails": accounts.mails(request.query_params.get("email"))[:SHOWN]})

    return [Route("/mailbox", html), Route("/mailbox.json", json)]
