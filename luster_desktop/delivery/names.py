"""File names that every file system takes and no reader is misled by."""

from __future__ import annotations

import unicodedata

LONGEST = 120
"""Characters before the suffix."""
LONGEST_BYTES = 230
"""Linux counts bytes, 255 in all, where an emoji has four and a Chinese character three."""

_FORBIDDEN = frozenset('\\/:*?"<>|')
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in (*"0123456789", "¹", "²", "³")}
)


def output_name(photo_name: str, edits: str, number: int = 1) -> str:
    """ "IMG_0001.JPG" and "dusk" to "IMG_0001 dusk.jpg", the second time "IMG_0001 dusk (2).jpg"."""
    stem, dot, suffix = photo_name.rpartition(".")
    name = stem if dot and stem and len(suffix) <= 5 else photo_name
    ending = f" {clean(edits)}" + (f" ({number})" if number > 1 else "")
    return f"{clean(name, LONGEST - len(ending), LONGEST_BYTES - len(ending.encode()))}{ending}.jpg"


def clean(text: str, longest: int = LONGEST, longest_bytes: int = LONGEST_BYTES) -> str:
    """`text` as one path component for Windows, macOS and Linux alike: composed, without what is forbidden,
    invisible or turns the reading direction, never empty, never a device's name."""
    composed = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    kept = [
        "_" if character in _FORBIDDEN else character
        for character in composed
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    ]
    name = " ".join("".join(kept).split()).strip(". ")[:longest]
    while len(name.encode()) > longest_bytes:
        name = name[:-1]
    name = name.rstrip(". ")
    if not name:
        return "photo"
    return f"_{name}" if name.split(".")[0].strip().casefold() in _RESERVED else name


def same(name: str) -> str:
    """What two names have in common that some file system takes for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
