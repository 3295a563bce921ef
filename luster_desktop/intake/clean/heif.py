"""A HEIF rebuilt around its picture: the primary item, the tiles it is made of, and how they are decoded and shown.

Thumbnails, depth and gain maps, films, XMP, boxes that nobody reads and what lies between the items stay behind.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from luster_desktop.intake.clean import profile
from luster_desktop.intake.clean.boxes import Box, Item, Meta, box, full
from luster_desktop.intake.clean.errors import Foreign, Incomplete

_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2", b"miaf", b"MiHE", b"MiHB")
_MOST_DEPTH = 4
_SETS = (32, 33, 34)
"""Kinds of NAL units: the parameter sets of video, sequence and picture. Up to 31 are the picture itself."""
_MOST_SET = 4096


def exif_of(meta: Meta) -> bytes:
    """The first EXIF block, without what is in front of it; empty where there is none."""
    for item in meta.items.values():
        if item.kind == b"Exif":
            payload = meta.payload(item)
            return payload[4 + int.from_bytes(payload[:4], "big") :]
    return b""


def rebuilt(meta: Meta, *, exif: bytes) -> bytes:
    """With `exif`, which has an "Exif" in front, where it is not empty. Raises `Incomplete`, `Foreign`."""
    order = _needed(meta, meta.primary)
    numbers = {item: number for number, item in enumerate(order, start=1)}
    properties: list[bytes] = []
    chosen: dict[int, list[tuple[int, bool]]] = {}
    payloads = []
    for item in order:
        known = meta.items[item]
        chosen[item] = _associated(meta, item, properties)
        payloads.append(_payload(known, meta))
    kinds = [meta.items[item].kind for item in order]
    links = [
        (b"dimg", numbers[item], [numbers[tile] for tile in meta.made_of.get(item, [])])
        for item in order
        if meta.items[item].kind == b"grid"
    ]
    if exif:
        kinds.append(b"Exif")
        payloads.append(struct.pack(">I", 6) + exif)
        links.append((b"cdsc", len(kinds), [1]))
    brands = [brand for brand in _BRANDS if brand in meta.brands]
    first = meta.brands[0] if meta.brands[0] in _BRANDS else brands[0] if brands else b"heic"
    start = box(b"ftyp", first + bytes(4) + b"".join(brands))
    tables = (_infos(kinds), _links(links), _properties(properties, [chosen[item] for item in order]))
    # Where the payloads lie follows from how long the tables are, which does not depend on where they lie.
    for base in (0, len(start) + len(_meta(tables, payloads, 0)) + 8):
        head = start + _meta(tables, payloads, base)
    return head + box(b"mdat", b"".join(payloads))


def _needed(meta: Meta, first: int) -> list[int]:
    """The primary item and all that it is made of, each once, the primary first."""
    order, todo = [], [(first, 0)]
    while todo:
        item, depth = todo.pop(0)
        if item in order:
            continue
        if item not in meta.items or depth > _MOST_DEPTH or meta.items[item].hidden_method:
            raise Foreign
        kind = meta.items[item].kind
        if kind not in (b"grid", b"hvc1"):
            raise Foreign
        order.append(item)
        if kind == b"grid":
            todo += [(tile, depth + 1) for tile in meta.made_of.get(item, [])]
    if len(order) > 0x7FFF:
        raise Foreign
    return order


def _payload(item: Item, meta: Meta) -> bytes:
    data = meta.payload(item)
    if item.kind == b"grid":
        return _exactly(data, 0, 12 if data[1] & 1 else 8)
    width = next((p.data[p.body + 21] & 3 for p, _ in meta.of(item.number) if p.kind == b"hvcC"), 3) + 1
    return b"".join(_units(data, width))


def _units(data: bytes, width: int) -> Iterator[bytes]:
    """The units of a coded picture that are pixels; the others are messages."""
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + width], "big")
        end = at + width + size
        if end > len(data) or size < 2:
            raise Incomplete
        if (data[at + width] >> 1 & 63) < 32 or (data[at + width] >> 1 & 63) in _SETS:
            yield data[at:end]
        at = end


def _associated(meta: Meta, item: int, properties: list[bytes]) -> list[tuple[int, bool]]:
    """The numbers of the item's properties, from 1, and whether one must be understood. Adds those that are new."""
    found = []
    for known, essential in meta.of(item):
        made = _property(known)
        if made is None:
            if essential:
                raise Foreign  # the picture is not what it seems without it
            continue
        if made not in properties:
            properties.append(made)
        found.append((properties.index(made) + 1, essential))
    return found


def _property(known: Box) -> bytes | None:
    body = known.data[known.body : known.end]
    match known.kind:
        case b"ispe":
            return box(b"ispe", bytes(4) + _exactly(body, 4, 8))
        case b"pixi":
            return box(b"pixi", bytes(4) + _exactly(body, 4, 1 + body[4]))
        case b"irot":
            return box(b"irot", bytes([body[0] & 3]))
        case b"imir":
            return box(b"imir", bytes([body[0] & 1]))
        case b"clap":
            return box(b"clap", _exactly(body, 0, 32))
        case b"pasp":
            return box(b"pasp", _exactly(body, 0, 8))
        case b"hvcC":
            return box(b"hvcC", _decoder(body))
        case b"colr" if body[:4] == b"nclx":
            return box(b"colr", _exactly(body, 0, 10) + bytes([body[10] & 0x80]))
        case b"colr" if body[:4] in (b"prof", b"rICC"):
            made = profile.rebuilt(body[4:])
            return box(b"colr", b"prof" + made) if made else None
        case _:
            return None


def _decoder(body: bytes) -> bytes:
    """How the pictures are decoded: the parameter sets, without messages."""
    arrays, at = [], 23
    for _ in range(body[22]):
        kind, count = body[at] & 63, int.from_bytes(body[at + 1 : at + 3], "big")
        start, at = at, at + 3
        for _ in range(count):
            size = int.from_bytes(body[at : at + 2], "big")
            at += 2 + size
            if at > len(body) or size > _MOST_SET:
                raise Foreign
        if kind in _SETS:
            arrays.append(body[start:at])
    return _exactly(body, 0, 22) + bytes([len(arrays)]) + b"".join(arrays)


def _exactly(body: bytes, at: int, count: int) -> bytes:
    part = body[at : at + count]
    if len(part) != count:
        raise Foreign
    return part


# What is written


def _meta(tables: Sequence[bytes], payloads: Sequence[bytes], base: int) -> bytes:
    handler = full(b"hdlr", bytes(4) + b"pict" + bytes(13))
    return full(b"meta", handler + full(b"pitm", struct.pack(">H", 1)) + _places(payloads, base) + b"".join(tables))


def _places(payloads: Sequence[bytes], base: int) -> bytes:
    entries, at = [], base
    for number, payload in enumerate(payloads, start=1):
        entries.append(struct.pack(">HHHII", number, 0, 1, at, len(payload)))
        at += len(payload)
    return full(b"iloc", b"\x44\0" + struct.pack(">H", len(entries)) + b"".join(entries))


def _infos(kinds: Sequence[bytes]) -> bytes:
    entries = [
        # Tiles are no pictures by themselves.
        full(
            b"infe", struct.pack(">HH", number, 0) + kind + b"\0", version=2, flags=int(number > 1 and kind != b"Exif")
        )
        for number, kind in enumerate(kinds, start=1)
    ]
    return full(b"iinf", struct.pack(">H", len(entries)) + b"".join(entries))


def _links(links: Sequence[tuple[bytes, int, list[int]]]) -> bytes:
    if not links:
        return b""
    entries = [box(kind, struct.pack(f">HH{len(to)}H", start, len(to), *to)) for kind, start, to in links]
    return full(b"iref", b"".join(entries))


def _properties(properties: Sequence[bytes], chosen: Sequence[list[tuple[int, bool]]]) -> bytes:
    if len(properties) > 0x7F or any(len(some) > 0xFF for some in chosen):
        raise Foreign
    entries = [
        struct.pack(">HB", number, len(some)) + bytes([place | (0x80 if essential else 0) for place, essential in some])
        for number, some in enumerate(chosen, start=1)
        if some
    ]
    order = full(b"ipma", struct.pack(">I", len(entries)) + b"".join(entries))
    return box(b"iprp", box(b"ipco", b"".join(properties)) + order)
