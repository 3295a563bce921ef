"""The manifest on paper: every altered photo beside its original, with what was done, as PDF."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image
from reportlab.lib import pagesizes
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus import Image as Picture

from luster_desktop.delivery.marks import provenance
from luster_desktop.delivery.pack import codes
from luster_desktop.delivery.pack.contents import Altered, Pack
from luster_desktop.paths import resource

_LETTER = frozenset({"US", "CA", "MX"})
"""Countries that print on Letter; others have A4."""
_MARGIN = 16 * mm
_GAP = 4 * mm
_TALLEST = 70 * mm
_EDGE = 1000
"""Long edge of a picture on paper, in pixels: about 300 to the inch."""
_CODE = 30 * mm
_INK, _GREY, _LINE = HexColor("#1a1a1a"), HexColor("#555555"), HexColor("#cccccc")


def sheet(pack: Pack) -> bytes:
    """PDF, the same for the same pack. Raises OSError where a picture is missing."""
    _fonts()
    out = io.BytesIO()
    size = pagesizes.LETTER if pack.profile.country in _LETTER else pagesizes.A4
    document = BaseDocTemplate(
        out,
        pagesize=size,
        title=f"{pack.title}: altered photos and their originals",
        author="",
        creator="Luster",
        subject=pack.statement,
        lang="en",
        invariant=True,
    )
    width, height = size
    frame = Frame(_MARGIN, _MARGIN, width - 2 * _MARGIN, height - 2 * _MARGIN, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=lambda canvas, _: _foot(canvas, pack)))
    inner = width - 2 * _MARGIN
    parts: list[Flowable] = [_head(pack, inner), Spacer(0, 8 * mm)]
    parts += [KeepTogether(_photo(one, pack.folder, inner)) for one in pack.photos]
    document.build(parts)
    return out.getvalue()


class _Code(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """A QR code."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._rows = codes.modules(url)
        self.width = self.height = _CODE

    def draw(self) -> None:
        step = _CODE / len(self._rows)
        canvas: Canvas = self.canv
        canvas.setFillColor(_INK)
        for down, row in enumerate(self._rows):
            for across, dark in enumerate(row):
                if dark:
                    # A little over the edge, so that no hairlines show between modules.
                    canvas.rect(across * step, _CODE - (down + 1) * step, step * 1.02, step * 1.02, stroke=0, fill=1)


def _head(pack: Pack, width: float) -> Flowable:
    words = [
        _paragraph(pack.title, "title"),
        _paragraph(pack.statement, "body"),
        _paragraph(_rules(pack), "small"),
    ]
    if not pack.url:
        return Table([[words]], colWidths=[width], style=_BARE)
    address = f'<link href="{escape(pack.url, {chr(34): "&quot;"})}" color="#1b52b8">{escape(pack.url)}</link>'
    words.append(Paragraph(f"Online: {address}", _style("body")))
    return Table([[words, _Code(pack.url)]], colWidths=[width - _CODE - _GAP, _CODE + _GAP], style=[*_BARE, _RIGHT])


def _rules(pack: Pack) -> str:
    profile = pack.profile
    day = profile.read_on
    return f"Rules: {profile.body}, read on {day:%B} {day.day}, {day.year} ({profile.source}). Not legal advice."


def _photo(one: Altered, folder: Path, width: float) -> list[Flowable]:
    half = (width - _GAP) / 2
    pictures = [_picture(folder / name, half) for name in (one.original, one.clean)]
    made_by = provenance.system(one.item)
    done = " · ".join(filter(None, (f"Edits: {', '.join(one.edits)}", made_by)))
    files = f"Original: {one.original} · edited: {one.clean} · with its label: {one.labelled}"
    return [
        _paragraph(f"{one.number}. {one.title}", "heading"),
        _paragraph(one.caption, "body"),
        _paragraph(done, "small"),
        _paragraph(files, "small"),
        Spacer(0, 2 * mm),
        Table(
            [[_paragraph("Original", "small"), "", _paragraph("Edited", "small")], [pictures[0], "", pictures[1]]],
            colWidths=[half, _GAP, half],
            style=_BARE,
        ),
        Spacer(0, 7 * mm),
    ]


def _picture(path: Path, width: float) -> Flowable:
    with Image.open(path) as image:
        image.draft("RGB", (_EDGE, _EDGE))
        image.thumbnail((_EDGE, _EDGE), Image.Resampling.LANCZOS)
        coded = io.BytesIO()
        image.convert("RGB").save(coded, "JPEG", quality=88)
        ratio = image.height / image.width
    wide = min(width, _TALLEST / ratio)
    return Picture(coded, wide, wide * ratio, hAlign="LEFT")


def _foot(canvas: Canvas, pack: Pack) -> None:
    canvas.saveState()
    canvas.setFont("OpenSans", 8)
    canvas.setFillColor(_GREY)
    width = canvas._pagesize[0]
    canvas.drawString(_MARGIN, 9 * mm, f"{pack.title} · made by Luster on {pack.made_on.isoformat()}")
    canvas.drawRightString(width - _MARGIN, 9 * mm, f"Page {canvas.getPageNumber()}")
    canvas.restoreState()


_BARE = [(kind, (0, 0), (-1, -1), 0) for kind in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")] + [
    ("VALIGN", (0, 0), (-1, -1), "TOP")
]
_RIGHT = ("ALIGN", (1, 0), (1, 0), "RIGHT")


def _paragraph(text: str, style: str) -> Paragraph:
    return Paragraph(escape(text), _style(style))


@cache
def _style(name: str) -> ParagraphStyle:
    base = ParagraphStyle("body", fontName="OpenSans", fontSize=10, leading=14, textColor=_INK, spaceAfter=1)
    match name:
        case "title":
            return ParagraphStyle(name, base, fontName="OpenSans-Semibold", fontSize=20, leading=25, spaceAfter=6)
        case "heading":
            return ParagraphStyle(name, base, fontName="OpenSans-Semibold", fontSize=13, leading=18, spaceAfter=2)
        case "small":
            return ParagraphStyle(name, base, fontSize=8, leading=11, textColor=_GREY)
        case _:
            return base


@cache
def _fonts() -> None:
    for name in ("Regular", "Semibold"):
        path = resource("fonts", f"OpenSans-{name}.ttf")
        pdfmetrics.registerFont(TTFont("OpenSans" if name == "Regular" else f"OpenSans-{name}", str(path)))
