"""What is disclosed as text: a table for spreadsheets, and words to paste into a listing."""

from __future__ import annotations

import csv
import io

from luster_desktop.delivery.marks import provenance
from luster_desktop.delivery.pack.contents import Altered, Pack

COLUMNS = ("number", "photo", "room", "edits", "disclosure", "edited", "labelled", "original", "source_type", "made_by")


def table(pack: Pack) -> bytes:
    """CSV in UTF-8, with the mark at its beginning by which spreadsheets know that."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in _row(one)] for one in pack.photos)
    return out.getvalue().encode("utf-8-sig")


def captions(pack: Pack) -> str:
    """Photo by photo what its description in the listing has to say."""
    return "".join(f"{one.number}. {one.title}\n{one.caption}\n\n" for one in pack.photos).rstrip("\n") + "\n"


def remarks(pack: Pack) -> str:
    """What goes into the remarks of the listing."""
    where = f" Originals: {pack.url}" if pack.url else ""
    return f"{pack.remarks or pack.statement}{where}\n"


def _row(one: Altered) -> tuple[str, ...]:
    item = one.item
    pictures = (one.clean, one.labelled, one.original)
    told = (", ".join(one.edits), one.caption)
    return (str(one.number), item.name, item.room, *told, *pictures, item.origin.value, provenance.system(item))


def _cell(value: str) -> str:
    """Spreadsheets take what begins so for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
