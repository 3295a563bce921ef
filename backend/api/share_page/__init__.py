"""A share's page: plain HTML that works without scripts, asks nobody else for anything, and is kept out of searches."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse

from backend.shares import Page, Shown, Stored

THUMB_EDGE = 1024
"""Of the page's pictures, as the service makes them."""


def response(page: Page, pictures: str, storage: str) -> HTMLResponse:
    """The page; `pictures` is the path that leads to each of its pictures, which are at the address `storage`."""
    count = "1 photo" if len(page.photos) == 1 else f"{len(page.photos)} photos"
    until = f"{page.expires_at:%d %B %Y}".lstrip("0")
    photos = "".join(_photo(photo, pictures) for photo in page.photos)
    if not page.photos:
        photos = "<p>The photos are no longer stored. Ask whoever sent you the link.</p>"
    told = f'<p class="statement">{escape(page.statement)}</p>' if page.statement else ""
    all_at_once = [_download(f"{pictures}?photo=0&of=file&file={n}", one) for n, one in enumerate(page.files, start=1)]
    together = ""
    if all_at_once:
        together = f'<h2 id="all">All photos at once</h2>{_downloads(all_at_once, labelled="all")}'
    head = f"<header><h1>{escape(page.title)}</h1><p>{count}. This link ends on {until}.</p>{told}{together}</header>"
    body = f"{head}<main>{photos}</main>"
    parts = urlsplit(storage)
    return _html(200, page.title, body, images=f"{parts.scheme}://{parts.netloc}", script=_text("page.js"))


def message(status: int, title: str, text: str) -> HTMLResponse:
    """A page that says one thing."""
    return _html(status, title, f"<main class=message><h1>{escape(title)}</h1><p>{escape(text)}</p></main>")


def _html(status: int, title: str, body: str, *, images: str = "", script: str = "") -> HTMLResponse:
    style = _text("page.css")
    policy = [
        "default-src 'none'",
        f"style-src {_source(style)}",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
    # The page's own path leads on to storage.
    policy.append(f"img-src 'self' {images} data:" if images else "img-src data:")
    if script:
        policy.append(f"script-src {_source(script)}")
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex, nofollow">'
        # An icon that is empty: a browser asks for none.
        '<link rel="icon" href="data:,">'
        f"<style>{style}</style></head><body>{body}{f'<script>{script}</script>' if script else ''}</body></html>"
    )
    headers = {
        "Content-Security-Policy": "; ".join(policy),
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
    return HTMLResponse(text, status, headers=headers)


def _photo(photo: Shown, pictures: str) -> str:
    name = photo.caption or f"Photo {photo.number}"
    title = f"{photo.number}. {escape(name)}"
    at = f"{pictures}?photo={photo.number}"
    ratio = THUMB_EDGE / max(photo.width, photo.height, 1)
    size = f'width="{round(photo.width * ratio)}" height="{round(photo.height * ratio)}"'

    def figure(which: str, told: str, alt: str) -> str:
        link = escape(f"{at}&of={which}")
        picture = f'<img src="{link}" alt="{escape(alt)}" {size} loading="lazy" decoding="async">'
        return f'<figure class="{which}">{picture}<figcaption>{told}</figcaption></figure>'

    after = figure("after", "After", f"After: {name}")
    if photo.before_key is None:
        shown = f'<div class="single">{figure("after", "", name)}</div>'
    else:
        before = figure("before", "Before", f"Before: {name}")
        shown = f'<div class="pair" data-name="{escape(name)}">{before}{after}</div>'
    told = ""
    if photo.disclosure:
        told = f'<p class="disclosure"><strong>Disclosure.</strong> {escape(photo.disclosure)}</p>'
    if photo.edits:
        told += f'<p class="edits">Edited: {escape(", ".join(photo.edits))}.</p>'
    links = [_download(f"{at}&of=file&file={n}", file, name) for n, file in enumerate(photo.files, start=1)]
    if photo.full is not None:
        links.append(_download(f"{at}&of=full", photo.full, name, f", {photo.width} × {photo.height} pixels"))
    return (
        f'<article aria-labelledby="photo-{photo.number}"><h2 id="photo-{photo.number}">{title}</h2>{shown}{told}'
        f"{_downloads(links)}</article>"
    )


def _downloads(links: Sequence[str], labelled: str = "") -> str:
    if not links:
        return ""
    by = f' aria-labelledby="{labelled}"' if labelled else ' aria-label="Downloads"'
    return f'<ul class="downloads"{by}>{"".join(links)}</ul>'


def _download(link: str, file: Stored, name: str = "", more: str = "") -> str:
    text = f"{file.title}{more}, {_megabytes(file.bytes)}"
    # In a list of links each says whose it is.
    told = escape(f"{text}, of {name}" if name else text)
    return f'<li><a href="{escape(link)}" aria-label="{told}" download>{escape(text)}</a></li>'


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} kB"


@cache
def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
