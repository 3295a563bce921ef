"""What every walker stands on: a place in the bytes that only moves forward, and a map of what has been named."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field


class Unknown(AssertionError):
    """A byte that nobody can name, or a value that is not on the list."""


def need(condition: object, what: str) -> None:
    """Raises `Unknown`, which says what."""
    if not condition:
        raise Unknown(what)


@dataclass(slots=True)
class Reader:
    """Bytes one after the other."""

    data: bytes
    at: int = 0
    found: Counter[str] = field(default_factory=Counter)

    def take(self, count: int, kind: str) -> bytes:
        need(count >= 0 and self.at + count <= len(self.data), f"{kind} reaches beyond the end")
        part = self.data[self.at : self.at + count]
        self.at += count
        self.found[kind] += count
        return part

    def number(self, count: int, kind: str, order: str = "big") -> int:
        return int.from_bytes(self.take(count, kind), "big" if order == "big" else "little")

    def same(self, wanted: bytes, kind: str) -> None:
        need(self.take(len(wanted), kind) == wanted, f"{kind} is not {wanted!r}")

    @property
    def left(self) -> int:
        return len(self.data) - self.at

    def end(self, what: str) -> Counter[str]:
        need(not self.left, f"{self.left} bytes after {what}: {self.data[self.at : self.at + 40]!r}")
        return self.found


@dataclass(slots=True)
class Map:
    """Bytes in any order, each named once."""

    data: bytes
    named: bytearray = field(init=False)
    found: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.named = bytearray(len(self.data))

    def name(self, at: int, count: int, kind: str) -> bytes:
        need(at >= 0 and count >= 0 and at + count <= len(self.data), f"{kind} reaches beyond the end")
        need(not any(self.named[at : at + count]), f"{kind} is something else already")
        self.named[at : at + count] = b"\1" * count
        self.found[kind] += count
        return self.data[at : at + count]

    def end(self) -> Counter[str]:
        missing = self.named.find(0)
        while missing >= 0 and missing % 2 and not self.data[missing] and all(self.named[missing + 1 : missing + 2]):
            self.name(missing, 1, "padding")  # so that what follows begins at an even place
            missing = self.named.find(0)
        need(missing < 0, f"nobody refers to byte {missing}: {self.data[missing : missing + 40]!r}")
        return self.found


NAME = re.compile(r"[\x20-\x7e]{1,64}")
_PLACE = re.compile(r"\d[.,]\d{4}|°|\blat|\blon|gps|geo", re.IGNORECASE)


def check_name(text: bytes, kind: str) -> None:
    """A name of a camera or lens, which is no place."""
    need(text.endswith(b"\0"), f"{kind} does not end")
    words = text[:-1].decode("ascii", "replace")
    need(NAME.fullmatch(words) and not _PLACE.search(words), f"{kind} is {words!r}")
