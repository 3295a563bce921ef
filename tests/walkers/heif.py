"""HEIF: every box by its kind, every byte of the data by the item that it belongs to."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator

from tests.walkers import icc, tiff
from tests.walkers.ground import Map, Reader, need

_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2", b"miaf", b"MiHE", b"MiHB"}


def walk(data: bytes) -> Counter[str]:
    """Raises `Unknown`."""
    found: Counter[str] = Counter()
    outer = list(_boxes(data, 0, len(data), found))
    need([kind for kind, *_ in outer] == [b"ftyp", b"meta", b"mdat"], f"boxes: {[kind for kind, *_ in outer]}")
    (_, start, stop), (_, meta, meta_end), (_, first, last) = outer
    brands = data[start : start + 4] + data[start + 8 : stop]
    need(data[start + 4 : start + 8] == bytes(4), "the minor version")
    need({brands[at : at + 4] for at in range(0, len(brands), 4)} <= _BRANDS, "the brands")
    found["ftyp"] += stop - start
    need(data[meta : meta + 4] == bytes(4), "the version of meta")
    found["meta"] += 4
    inner = {}
    for kind, begin, end in _boxes(data, meta + 4, meta_end, found):
        need(kind in _INNER and kind not in inner, f"box {kind!r}")
        inner[kind] = Reader(data[:end], begin)
    handler, primary = inner[b"hdlr"], inner[b"pitm"]
    handler.same(bytes(8) + b"pict" + bytes(13), "hdlr")
    primary.same(bytes(4) + b"\0\1", "pitm")
    kinds = _kinds(inner[b"iinf"], found)
    places = _places(inner[b"iloc"], len(kinds))
    properties = _properties(data, inner[b"iprp"], len(kinds), found)
    links = _links(data, inner[b"iref"], found) if b"iref" in inner else {}
    _check_tree(kinds, links)
    known = Map(data[first:last])
    for item, (at, size) in places.items():
        part = known.name(at - first, size, kinds[item].decode())
        _check_item(kinds[item], part, properties.get(item, []))
    found += known.end()
    for reader in inner.values():
        found += reader.end("a box")
    return found


_INNER = (b"hdlr", b"pitm", b"iloc", b"iinf", b"iref", b"iprp")


def _boxes(data: bytes, at: int, stop: int, found: Counter[str]) -> Iterator[tuple[bytes, int, int]]:
    while at < stop:
        need(at + 8 <= stop, "a piece of a box")
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        need(8 <= size <= stop - at, f"the size of {kind!r}")
        found["box"] += 8
        yield kind, at + 8, at + size
        at += size


def _kinds(reader: Reader, found: Counter[str]) -> dict[int, bytes]:
    reader.same(bytes(4), "iinf")
    kinds = {}
    for number in range(1, reader.number(2, "iinf") + 1):
        need(reader.number(4, "iinf") == 21, "the size of an entry")
        reader.same(b"infe\2\0\0", "iinf")
        hidden = reader.number(1, "iinf")
        need(reader.number(2, "iinf") == number and reader.number(2, "iinf") == 0, "the number of an item")
        kind = reader.take(4, "iinf")
        need(kind in (b"hvc1", b"grid", b"Exif"), f"item {kind!r}")
        need(hidden == (number > 1 and kind != b"Exif"), "which items are hidden")
        reader.same(b"\0", "iinf")
        kinds[number] = kind
    return kinds


def _places(reader: Reader, count: int) -> dict[int, tuple[int, int]]:
    reader.same(bytes(4) + b"\x44\0", "iloc")
    need(reader.number(2, "iloc") == count, "as many places as items")
    places = {}
    for number in range(1, count + 1):
        item, elsewhere, extents, at, size = struct.unpack(">HHHII", reader.take(14, "iloc"))
        need((item, elsewhere, extents) == (number, 0, 1), "where an item is")
        places[number] = (at, size)
    return places


def _links(data: bytes, reader: Reader, found: Counter[str]) -> dict[tuple[bytes, int], list[int]]:
    reader.same(bytes(4), "iref")
    links = {}
    for kind, begin, end in _boxes(data, reader.at, len(reader.data), found):
        start, count = struct.unpack(">HH", data[begin : begin + 4])
        need(kind in (b"dimg", b"cdsc") and end == begin + 4 + 2 * count, f"link {kind!r}")
        links[kind, start] = list(struct.unpack(f">{count}H", data[begin + 4 : end]))
        found["iref"] += end - begin
    reader.at = len(reader.data)
    return links


def _properties(data: bytes, reader: Reader, items: int, found: Counter[str]) -> dict[int, list[bytes]]:
    (one, begin, end), (other, start, stop) = _boxes(data, reader.at, len(reader.data), found)
    need((one, other) == (b"ipco", b"ipma"), "what iprp holds")
    made = []
    for kind, at, to in _boxes(data, begin, end, found):
        _check_property(kind, data[at:to])
        found[kind.decode()] += to - at
        made.append(kind + data[at:to])
    order = Reader(data[:stop], start)
    order.same(bytes(4), "ipma")
    chosen: dict[int, list[bytes]] = {}
    used = set()
    for _ in range(order.number(4, "ipma")):
        number = order.number(2, "ipma")
        need(max(chosen, default=0) < number <= items, "the number of an item")
        places = [order.number(1, "ipma") & 0x7F for _ in range(order.number(1, "ipma"))]
        need(all(1 <= place <= len(made) for place in places), "a property that is not there")
        used |= set(places)
        chosen[number] = [made[place - 1] for place in places]
    need(used == set(range(1, len(made) + 1)), "a property of nothing")
    found += order.end("ipma")
    reader.at = len(reader.data)
    return chosen


def _check_property(kind: bytes, body: bytes) -> None:
    fixed = {b"ispe": 12, b"irot": 1, b"imir": 1, b"clap": 32, b"pasp": 8}
    match kind:
        case b"pixi":
            need(body[:4] == bytes(4) and len(body) == 5 + body[4], "pixi")
        case b"colr" if body[:4] == b"nclx":
            need(len(body) == 11 and not body[10] & 0x7F, "nclx")
        case b"colr":
            need(body[:4] == b"prof", "colr")
            icc.check(body[4:])
        case b"hvcC":
            reader = Reader(body)
            reader.take(22, "hvcC")
            for _ in range(reader.number(1, "hvcC")):
                unit = reader.number(1, "hvcC") & 63
                need(unit in (32, 33, 34), f"a message (kind {unit}) in hvcC")
                for _ in range(reader.number(2, "hvcC")):
                    part = reader.take(reader.number(2, "hvcC"), "hvcC")
                    need(part[0] >> 1 & 63 == unit, "a unit under another's name")
            reader.end("hvcC")
        case _:
            need(len(body) == fixed.get(kind, -1), f"property {kind!r}")


def _check_tree(kinds: dict[int, bytes], links: dict[tuple[bytes, int], list[int]]) -> None:
    """That each item is the picture, a tile of it, or says something of it."""
    reached, todo = set(), [1]
    while todo:
        item = todo.pop()
        reached.add(item)
        todo += [tile for tile in links.get((b"dimg", item), []) if tile not in reached]
    for (kind, start), to in links.items():
        need(kinds[start] == (b"grid" if kind == b"dimg" else b"Exif"), "who links")
        if kind == b"cdsc":
            need(to == [1], "what is described")
            reached.add(start)
    need(reached == set(kinds), "an item that belongs to nothing")


def _check_item(kind: bytes, part: bytes, properties: list[bytes]) -> None:
    if kind == b"Exif":
        need(part[:10] == b"\0\0\0\6Exif\0\0", "the head of the EXIF block")
        tiff.walk_block(part[10:])
    elif kind == b"grid":
        need(len(part) == (12 if part[1] & 1 else 8) and not part[0], "a grid")
    else:
        (config,) = (body[4:] for body in properties if body[:4] == b"hvcC")
        reader, width = Reader(part), (config[21] & 3) + 1
        while reader.left:
            unit = reader.take(reader.number(width, "length"), "unit")
            need((unit[0] >> 1 & 63) < 32 or (unit[0] >> 1 & 63) in (32, 33, 34), "a message among the pixels")
