"""The look of the stand-ins' few pages: one small stylesheet, light and dark, no scripts from anywhere."""

from __future__ import annotations

import html

from starlette.responses import HTMLResponse

STYLE = """
:root { color-scheme: light dark; --ink: #1d1c1a; --soft: #6d6a64; --paper: #f6f4f0; --card: #fff; --line: #e4e0d8;
  --accent: #b4541a; --warn: #fff3d6; --warn-ink: #6b4b00; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0ede7; --soft: #a49f95; --paper: #171614; --card: #211f1c;
  --line: #37342f; --accent: #f0a05a; --warn: #3a2f12; --warn-ink: #f3d58a; } }
* { box-sizing: border-box } body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", sans-serif; display: grid; justify-items: center; padding: 5vh 16px; }
main { width: 100%; max-width: 30rem; display: grid; gap: 16px } h1 { font-size: 1.4rem; margin: 0; line-height: 1.25 }
.note { background: var(--warn); color: var(--warn-ink); border-radius: 10px; padding: 10px 14px; font-size: .9rem }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 20px;
  display: grid; gap: 12px }
.row { display: flex; justify-content: space-between; gap: 12px; align-items: baseline }
.soft { color: var(--soft); font-size: .9rem } .big { font-size: 2rem; font-weight: 600; letter-spacing: .01em }
.code { font: 600 2rem/1 ui-monospace, Consolas, monospace; letter-spacing: .12em; user-select: all }
button, .button { font: inherit; font-weight: 600; border-radius: 10px; border: 1px solid var(--line);
  padding: 11px 16px;
  background: transparent; color: inherit; cursor: pointer; width: 100%; text-align: center; text-decoration: none }
button.main { background: var(--accent); border-color: var(--accent); color: var(--paper) }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
a { color: var(--accent); overflow-wrap: anywhere } p { margin: 0 }
"""


def escape(text: object) -> str:
    """Text as HTML."""
    return html.escape(str(text))


def page(title: str, body: str, *, status: int = 200, refresh_seconds: int | None = None) -> HTMLResponse:
    """A whole page; `body` is HTML whose variable parts have gone through `escape`."""
    refresh = f'<meta http-equiv="refresh" content="{refresh_seconds}">' if refresh_seconds else ""
    document = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{refresh}'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>"
    )
    headers = {"cache-control": "no-store", "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return HTMLResponse(document, status, headers)
