"""The boxes of a HEIF file: read into items, their properties and what they are made of; and boxes written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from luster_desktop.intake.clean.errors import Foreign, Incomplete

_MOST_ITEMS = 20_000
_MOST_BOXES = 50_000


@dataclass(frozen=True, slots=True)
class Box:
    kind: bytes
    data: bytes
    """The whole file."""
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    number: int
    kind: bytes
    extents: tuple[tuple[int, int], ...] = ()
    """Where its bytes lie in the file, and how many."""
    hidden_method: bool = False
    """Whether they lie in another item, or another file."""


@dataclass(slots=True)
class Meta:
    """What the `meta` box says."""

    data: bytes
    brands: list[bytes]
    primary: int = 0
    items: dict[int, Item] = field(default_factory=dict)
    made_of: dict[int, list[int]] = field(default_factory=dict)
    properties: list[Box] = field(default_factory=list)
    chosen: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)

    def of(self, item: int) -> Iterator[tuple[Box, bool]]:
        """The item's properties, each with whether it must be understood."""
        for place, essential in self.chosen.get(item, []):
            if place == 0:
                continue
            if place > len(self.properties):
                raise Foreign
            yield self.properties[place - 1], essential

    def payload(self, item: Item) -> bytes:
        """The item's bytes. Raises `Incomplete` where the file ends before them."""
        if any(at + size > len(self.data) for at, size in item.extents):
            raise Incomplete
        return b"".join(self.data[at : at + size] for at, size in item.extents)


def read(data: bytes) -> Meta:
    """Raises `Foreign`, IndexError, `Incomplete`."""
    outer: dict[bytes, Box] = {}
    for found in boxes(data, 0, len(data), cut=True):
        outer.setdefault(found.kind, found)
    if b"meta" not in outer or b"ftyp" not in outer:
        raise Foreign
    start = outer[b"ftyp"]
    brands = [data[start.body : start.body + 4]]
    brands += [data[at : at + 4] for at in range(start.body + 8, start.end - 3, 4)]
    meta = Meta(data, brands)
    inner = {found.kind: found for found in boxes(data, outer[b"meta"].body + 4, outer[b"meta"].end)}
    if not {b"pitm", b"iinf", b"iloc", b"iprp"} <= inner.keys():
        raise Foreign
    first = inner[b"pitm"]
    meta.primary = _number(data, first.body + 4, 4 if data[first.body] else 2)
    kinds = dict(_kinds(inner[b"iinf"]))
    for item in _located(inner[b"iloc"], inner.get(b"idat"), kinds):
        meta.items[item.number] = item
    for number, kind in kinds.items():
        meta.items.setdefault(number, Item(number, kind))
    if b"iref" in inner:
        meta.made_of = dict(_derivations(inner[b"iref"]))
    for found in boxes(data, inner[b"iprp"].body, inner[b"iprp"].end):
        if found.kind == b"ipco":
            meta.properties = list(boxes(data, found.body, found.end))
        elif found.kind == b"ipma":
            for item_number, chosen in _associations(found):
                meta.chosen.setdefault(item_number, []).extend(chosen)
    return meta


def boxes(data: bytes, at: int, stop: int, *, cut: bool = False) -> Iterator[Box]:
    """One after the other. `cut`: the last may say that it is longer than the file is, which its readers find out."""
    for _ in range(_MOST_BOXES):
        if at + 8 > stop:
            return
        size, kind, head = _number(data, at, 4), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = _number(data, at + 8, 8), 16
        elif size == 0:
            size = stop - at
        if size < head or (at + size > stop and not cut):
            raise Foreign
        yield Box(kind, data, at + head, min(at + size, stop))
        at += size
    raise Foreign


def _kinds(box: Box) -> Iterator[tuple[int, bytes]]:
    data = box.data
    for entry in boxes(data, box.body + 4 + (4 if data[box.body] else 2), box.end):
        version = data[entry.body]
        if version < 2:
            continue  # has no kind, as only the very first files had
        width = 2 if version == 2 else 4
        at = entry.body + 4
        yield _number(data, at, width), data[at + width + 2 : at + width + 6]


def _located(box: Box, idat: Box | None, kinds: dict[int, bytes]) -> Iterator[Item]:
    data, at = box.data, box.body + 4
    version = data[box.body]
    sizes = (data[at] >> 4, data[at] & 15, data[at + 1] >> 4, data[at + 1] & 15 if version else 0)
    offset_size, length_size, base_size, index_size = sizes
    at += 2

    def number(size: int) -> int:
        nonlocal at
        if at + size > box.end:
            raise Foreign
        at += size
        return _number(data, at - size, size)

    wide = 4 if version == 2 else 2
    count = number(wide)
    if count > _MOST_ITEMS:
        raise Foreign
    for _ in range(count):
        item = number(wide)
        method = number(2) & 15 if version else 0
        elsewhere = number(2) != 0
        base, extents = number(base_size), []
        for _ in range(number(2)):
            number(index_size)
            offset, length = base + number(offset_size), number(length_size)
            if method == 1 and idat is not None:
                offset += idat.body
            extents.append((offset, length or len(data) - offset))
        yield Item(item, kinds.get(item, b""), tuple(extents), elsewhere or method > 1 or (method == 1 and not idat))


def _derivations(box: Box) -> Iterator[tuple[int, list[int]]]:
    data, width = box.data, 4 if box.data[box.body] else 2
    for link in boxes(data, box.body + 4, box.end):
        if link.kind == b"dimg":
            at = link.body + width
            count = _number(data, at, 2)
            if at + 2 + width * count > link.end:
                raise Foreign
            to = [_number(data, at + 2 + width * i, width) for i in range(count)]
            yield _number(data, link.body, width), to


def _associations(box: Box) -> Iterator[tuple[int, list[tuple[int, bool]]]]:
    data, at = box.data, box.body + 8
    width, wide = 4 if data[box.body] else 2, data[box.body + 3] & 1
    for _ in range(min(_number(data, box.body + 4, 4), _MOST_ITEMS)):
        item, count = _number(data, at, width), data[at + width]
        at += width + 1
        chosen = []
        for _ in range(count):
            value = _number(data, at, 2 if wide else 1)
            top = 0x8000 if wide else 0x80
            chosen.append((value & ~top, bool(value & top)))
            at += 2 if wide else 1
        yield item, chosen


def _number(data: bytes, at: int, size: int) -> int:
    if at + size > len(data):
        raise Incomplete
    return int.from_bytes(data[at : at + size], "big")


def box(kind: bytes, body: bytes) -> bytes:
    """A box as it is written."""
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def full(kind: bytes, body: bytes, *, version: int = 0, flags: int = 0) -> bytes:
    """One with a version and flags."""
    return box(kind, bytes([version]) + flags.to_bytes(3, "big") + body)
