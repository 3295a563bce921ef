"""Files that only point to something: Windows shortcuts, Finder aliases, links to web pages."""

from __future__ import annotations

import struct
from pathlib import Path

from luster_desktop.reasons import Reason

SHORTCUT = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F"
"""Size of the header and class of every .lnk file ([MS-SHLLINK] 2.1)."""
ALIAS = b"book\0\0\0\0mark"
LARGEST = 256 * 1024
_HAS_TARGET_IDS, _HAS_LINK_INFO = 1, 2
_LOCAL = 1


def reason(head: bytes) -> Reason | None:
    """What a file with these first bytes is, when it points to something."""
    if head.startswith(SHORTCUT):
        return Reason.SHORTCUT
    if head.startswith(ALIAS):
        return Reason.ALIAS
    if head.lower().startswith((b"[internetshortcut]", b"[{000214a0")):
        return Reason.WEB_LINK
    return None


def target(path: Path) -> Path | None:
    """Where a Windows shortcut leads on this computer, when it says so plainly and something is there."""
    try:
        with path.open("rb") as file:
            found = _local_path(file.read(LARGEST))
        return found if found is not None and found.exists() else None
    except (OSError, ValueError, struct.error):
        return None


def _local_path(data: bytes) -> Path | None:
    """The local path in LinkInfo ([MS-SHLLINK] 2.3); None for targets on the network and for virtual ones."""
    if not data.startswith(SHORTCUT):
        return None
    (flags,) = struct.unpack_from("<I", data, 20)
    at = 76
    if flags & _HAS_TARGET_IDS:
        at += 2 + struct.unpack_from("<H", data, at)[0]
    if not flags & _HAS_LINK_INFO:
        return None
    size, header, info, _volume, base, _network, suffix = struct.unpack_from("<7I", data, at)
    if not info & _LOCAL:
        return None
    block = data[at : at + size]
    if header >= 0x24:
        wide_base, wide_suffix = struct.unpack_from("<2I", block, 28)
        text = _wide(block, wide_base) + _wide(block, wide_suffix)
    else:
        # In the code page of the computer that made it: only what every code page agrees on can be trusted.
        text = (_narrow(block, base) + _narrow(block, suffix)).decode("ascii")
    return Path(text) if text else None


def _narrow(block: bytes, start: int) -> bytes:
    return block[start : block.index(b"\0", start)]


def _wide(block: bytes, start: int) -> str:
    end = start
    while block[end : end + 2] not in (b"\0\0", b""):
        end += 2
    return block[start:end].decode("utf-16-le")
