"""The pages that the browser shows after an e-mailed link was opened, with all their words but why a link failed.

The words are English; `say` puts them into the user's language.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass

STYLE = """
:root { color-scheme: light dark; --ink: #1d2129; --soft: #5b6270; --paper: #f4f5f7; --card: #fff; --line: #e1e4ea }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaef; --soft: #9aa2b1; --paper: #15171c; --card: #1d2026; --line: #2d313a } }
* { box-sizing: border-box } body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px;
  background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", sans-serif }
main { width: 100%; max-width: 27rem; background: var(--card); border: 1px solid var(--line); border-radius: 16px;
  padding: 36px 36px 32px } .name { color: var(--soft); font-size: .875rem; letter-spacing: .02em }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 10px 0 8px } p { margin: 0; color: var(--soft) }
"""
FORWARD = """
const here = new URL(location.href);
for (const [name, value] of new URLSearchParams(location.hash.slice(1))) here.searchParams.set(name, value);
here.searchParams.set("unwrapped", "1");
here.hash = "";
location.replace(here);
"""
NO_SIGN_IN = "Not a sign-in"
MOMENT = "One moment…"
READING = "Luster is reading the link."
SIGNED_IN = "You are signed in"
FAILED = "This link did not work"
BACK = "You can close this page and go back to Luster."
STRANGER = "This address is for Luster alone."
METHOD = "This page can only be opened."
NOTHING = "There is nothing here."
OF_ANOTHER = "This link belongs to another sign-in."
OVER = "Luster does not wait for this link any more."
INCOMPLETE = "This link is not complete."
TIDY = 'history.replaceState(null, "", "/");'
"""What the link brought need not stay in the browser's address bar."""


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    html: str
    headers: Mapping[str, str]


def message(title: str, text: str) -> Page:
    """A title and a sentence."""
    return _page(200, title, text, TIDY)


def refusal(status: int, text: str, say: Callable[[str], str]) -> Page:
    """For requests that are no sign-in."""
    return _page(status, say(NO_SIGN_IN), say(text), "")


def unwrap(say: Callable[[str], str]) -> Page:
    """A page that asks for its own address again, with what stood behind the "#" as parameters."""
    return _page(200, say(MOMENT), say(READING), FORWARD)


def _page(status: int, title: str, text: str, script: str) -> Page:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; frame-ancestors 'none'"
    return Page(
        status,
        '<!doctype html><html><head><meta charset="utf-8"><title>Luster</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<style>{STYLE}</style></head><body><main><div class="name">Luster</div><h1>{html.escape(title)}</h1>'
        f"<p>{html.escape(text)}</p></main>{f'<script>{script}</script>' if script else ''}</body></html>",
        {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": policy,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        },
    )
