"""The files of a disclosure pack but for its pictures."""

from __future__ import annotations

from luster_desktop.delivery.pack import codes, page, sheet, tables
from luster_desktop.delivery.pack.contents import Pack


def files(pack: Pack) -> dict[str, bytes]:
    """By their names in the pack's folder, the same for the same pack. Raises OSError where a picture is missing."""
    made = {
        "index.html": page.page(pack).encode(),
        "disclosure.csv": tables.table(pack),
        "disclosure.pdf": sheet.sheet(pack),
        "captions.txt": tables.captions(pack).encode(),
        "remarks.txt": tables.remarks(pack).encode(),
    }
    if pack.url:
        made["qr.png"] = codes.png(pack.url)
    return made
