"""QR codes: an address for people who have the photos on paper."""

from __future__ import annotations

import io

import segno

_QUIET = 4
"""Modules of white around a code, as its standard wants."""


def svg(url: str) -> str:
    """A drawing for a page, dark on white whatever the page's colours are."""
    return segno.make(url, error="m", micro=False).svg_inline(
        border=_QUIET, dark="#000", light="#fff", omitsize=True, svgclass="code", lineclass=None
    )


def png(url: str, scale: int = 16) -> bytes:
    """A picture for flyers and signs, each module `scale` pixels wide."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="png", scale=scale, border=_QUIET)
    return out.getvalue()


def modules(url: str) -> list[list[bool]]:
    """Rows of dark and light modules, with the white around them."""
    made = segno.make(url, error="m", micro=False)
    return [[bool(module) for module in row] for row in made.matrix_iter(border=_QUIET)]
