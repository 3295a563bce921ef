"""The page that shows every altered photo beside its original. It opens from a folder, without a network."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from luster_desktop.delivery.pack import codes
from luster_desktop.delivery.pack.contents import Altered, Pack
from luster_desktop.delivery.pack.templates import filled


def page(pack: Pack) -> str:
    """HTML, for a file in the pack's folder."""
    made_on = f"{pack.made_on:%B} {pack.made_on.day}, {pack.made_on.year}"
    texts = {"title": pack.title, "statement": pack.statement, "made_on": made_on, "date": pack.made_on.isoformat()}
    found = filled(
        "disclosure.html",
        texts,
        address=_address(pack.url),
        contents="".join(f'<li><a href="#photo-{one.number}">{html.escape(one.title)}</a></li>' for one in pack.photos),
        photos="".join(_photo(one) for one in pack.photos),
    )
    return re.sub(r"\n\s*\n", "\n", found)


def _photo(one: Altered) -> str:
    width, height = one.size
    return filled(
        "disclosure_photo.html",
        {
            "number": str(one.number),
            "title": one.title,
            "caption": one.caption,
            "edits": ", ".join(one.edits),
            "clean": quote(one.clean),
            "labelled": quote(one.labelled),
            "original": quote(one.original),
            "width": str(width),
            "height": str(height),
        },
    )


def _address(url: str) -> str:
    if not url:
        return ""
    return filled("disclosure_address.html", {"url": url}, code=codes.svg(url))
