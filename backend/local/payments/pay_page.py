"""The page that a session's `url` opens: plainly marked as a simulation, with the three ways a payment can go."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backend.local.pages import escape, page
from backend.local.payments import checkout
from backend.local.payments.book import Book
from backend.local.payments.errors import PaymentsFailure
from backend.local.store import Document

NOTE = "Simulated payment. This is Luster on one machine: no card is asked for and no money moves."
WHOLE_UNITS = {"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof"}
SYMBOLS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}


def routes(book: Book) -> list[Route]:
    """`GET /pay/{id}` shows the page, `POST /pay/{id}/{action}` is one of its buttons."""

    async def show(request: Request) -> Response:
        return _page(book, request.path_params["id"], declined="declined" in request.query_params)

    async def press(request: Request) -> Response:
        session_id, action = request.path_params["id"], request.path_params["action"]
        try:
            if action == "decline":
                checkout.decline(book, session_id)
                return RedirectResponse(f"/pay/{session_id}?declined", 303)
            pay = {"pay": checkout.pay, "later": checkout.pay_later}.get(action)
            if pay is None:
                return page("Not found", "<h1>There is no such button.</h1>", status=404)
            session = pay(book, session_id)
        except PaymentsFailure:
            return _page(book, session_id)
        target = str(session["success_url"] or "").replace("{CHECKOUT_SESSION_ID}", session_id)
        return RedirectResponse(target, 303) if target else _page(book, session_id)

    return [Route("/pay/{id}", show), Route("/pay/{id}/{action}", press, methods=["POST"])]


def money(amount: int, currency: str) -> str:
    """An amount in minor units as people write it."""
    number = f"{amount:,}" if currency in WHOLE_UNITS else f"{amount / 100:,.2f}"
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{number}" if symbol else f"{number} {currency.upper()}"


def _page(book: Book, session_id: str, *, declined: bool = False) -> Response:
    session = book.store.get("checkout.session", session_id)
    if session is None:
        return page("Not found", f'<p class="note">{NOTE}</p><h1>There is no such payment.</h1>', status=404)
    if session["status"] != "open":
        what = {"complete": "This payment is complete.", "expired": "This payment page has expired."}
        text = what[session["status"]]
        return page(text, f'<p class="note">{NOTE}</p><h1>{text}</h1><p class="soft">You can go back to Luster.</p>')
    total = money(session["amount_total"], session["currency"])
    lines = "".join(_line(line) for line in checkout.lines(book, session_id))
    refused = '<p class="note" role="alert">The card was declined. Nothing was paid; you can try again.</p>'
    who = session["customer_email"] or _customer_email(book, session)
    buttons = "".join(
        f'<form method="post" action="/pay/{escape(session_id)}/{action}"><button{kind}>{text}</button></form>'
        for action, text, kind in (
            ("pay", f"Pay {escape(total)}", ' class="main"'),
            ("decline", "Decline", ""),
            ("later", "Pay later", ""),
        )
    )
    back = session["cancel_url"]
    link = f'<a class="soft" href="{escape(back)}">Back without paying</a>' if _is_web(back) else ""
    body = (
        f'<p class="note"><strong>{NOTE.partition(".")[0]}.</strong>{NOTE.partition(".")[2]}</p>'
        f"{refused if declined else ''}"
        f'<section class="card"><h1>Luster</h1>{lines}<div class="row"><span>Total</span>'
        f'<span class="big">{escape(total)}</span></div>'
        + (f'<p class="soft">Receipt to {escape(who)}</p>' if who else "")
        + f'</section><section class="card">{buttons}'
        '<p class="soft">“Decline” is a refused card. “Pay later” is a bank transfer: the order is placed, the money '
        f"arrives afterwards.</p></section>{link}"
    )
    return page("Simulated payment – Luster", body)


def _line(line: Document) -> str:
    amount = money(line["amount_total"], line["currency"])
    count = f" × {line['quantity']}" if line["quantity"] != 1 else ""
    return f'<div class="row"><span>{escape(line["description"])}{count}</span><span>{escape(amount)}</span></div>'


def _customer_email(book: Book, session: Document) -> str | None:
    customer = book.store.get("customer", session["customer"]) if session["customer"] else None
    return customer["email"] if customer else None


def _is_web(url: str | None) -> bool:
    return bool(url and re.match(r"https?://", url))
