"""The entropy-coded part of a JPEG, decoded symbol by symbol to where it ends; what the values are does not matter.

Huffman coding, sequential and progressive (ITU-T T.81, annexes F and G).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.walkers.ground import need

_RESTART = re.compile(rb"\xff[\xd0-\xd7]")


@dataclass(slots=True)
class Component:
    across: int
    """Blocks to a row that a scan of this component alone has."""
    down: int
    wide: int
    """Blocks of each interleaved unit."""
    tall: int
    stride: int
    """Blocks to a row, with those that only fill the last unit."""
    known: dict[int, set[int]] = field(default_factory=dict)
    """By block, the coefficients that are not zero so far."""


@dataclass(slots=True)
class Scan:
    components: list[Component]
    tables: list[tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]]
    """For each component its codes of the first coefficient and of the others: (length, code) to symbol."""
    units: tuple[int, int]
    """Interleaved units of the whole picture, across and down."""
    interval: int
    progressive: bool
    start: int
    end: int
    before: int


class _Bits:
    def __init__(self, data: bytes) -> None:
        clean = data.replace(b"\xff\0", b"\xff")
        self.text = "".join(f"{byte:08b}" for byte in clean)
        self.at = 0

    def take(self, count: int) -> int:
        need(self.at + count <= len(self.text), "the picture ends too early")
        self.at += count
        return int(self.text[self.at - count : self.at], 2) if count else 0

    def symbol(self, table: dict[tuple[int, int], int]) -> int:
        code = 0
        for length in range(1, 17):
            code = code << 1 | self.take(1)
            found = table.get((length, code))
            if found is not None:
                return found
        need(False, "a code that is in no table")
        return 0

    def end(self) -> None:
        rest = len(self.text) - self.at
        need(rest < 8, f"{rest // 8} bytes behind the last unit of a scan")


def codes(body: bytes) -> dict[tuple[int, int], int]:
    """A Huffman table, (length, code) to symbol."""
    found, code, at = {}, 0, 16
    for length in range(1, 17):
        for _ in range(body[length - 1]):
            found[length, code] = body[at]
            code, at = code + 1, at + 1
        code <<= 1
    return found


def check(scan: Scan, data: bytes) -> None:
    """That the data are the scan's and end with it."""
    parts = _RESTART.split(data)
    for number, marker in enumerate(_RESTART.findall(data)):
        need(marker[1] == 0xD0 + number % 8, "a restart out of its turn")
    places = list(_places(scan))
    size = scan.interval or len(places)
    need(len(parts) == -(-len(places) // size), "as many restarts as there should be")
    for number, part in enumerate(parts):
        bits, run = _Bits(part), 0
        for unit in places[number * size : (number + 1) * size]:
            for index, block in unit:
                run = _block(scan, index, block, bits, run)
        need(not run, "a run beyond the last block")
        bits.end()


def _places(scan: Scan) -> list[list[tuple[int, int]]]:
    """Each unit's blocks, as numbers of a component and of a block of it."""
    if len(scan.components) == 1:
        one = scan.components[0]
        return [[(0, row * one.stride + column)] for row in range(one.down) for column in range(one.across)]
    across, down = scan.units
    return [
        [
            (index, (y * one.tall + row) * one.stride + x * one.wide + column)
            for index, one in enumerate(scan.components)
            for row in range(one.tall)
            for column in range(one.wide)
        ]
        for y in range(down)
        for x in range(across)
    ]


def _block(scan: Scan, index: int, block: int, bits: _Bits, run: int) -> int:
    first, others = scan.tables[index]
    if scan.start == 0:
        if scan.before:
            bits.take(1)
        else:
            bits.take(bits.symbol(first))
    if not scan.progressive:
        _sequential(bits, others)
        return 0
    if scan.start == 0:
        return 0
    known = scan.components[index].known.setdefault(block, set())
    return _refined(scan, known, bits, others, run) if scan.before else _band(scan, known, bits, others, run)


def _sequential(bits: _Bits, others: dict[tuple[int, int], int]) -> None:
    at = 1
    while at < 64:
        symbol = bits.symbol(others)
        if symbol == 0:
            return
        at += (symbol >> 4) + 1
        bits.take(symbol & 15)
    need(at == 64, "a run beyond the block")


def _band(scan: Scan, known: set[int], bits: _Bits, others: dict[tuple[int, int], int], run: int) -> int:
    if run:
        return run - 1
    at = scan.start
    while at <= scan.end:
        symbol = bits.symbol(others)
        zeros, size = symbol >> 4, symbol & 15
        if size == 0 and zeros < 15:
            return (1 << zeros) + bits.take(zeros) - 1
        at += zeros
        if size:
            known.add(at)
            bits.take(size)
        at += 1
    return 0


def _refined(scan: Scan, known: set[int], bits: _Bits, others: dict[tuple[int, int], int], run: int) -> int:
    at = scan.start
    while not run and at <= scan.end:
        symbol = bits.symbol(others)
        zeros, size = symbol >> 4, symbol & 15
        if size == 0 and zeros < 15:
            run = (1 << zeros) + bits.take(zeros)
            break
        if size:
            bits.take(1)
        while at <= scan.end:
            if at in known:
                bits.take(1)
            elif zeros == 0:
                break
            else:
                zeros -= 1
            at += 1
        if size:
            known.add(at)
        at += 1
    if run:
        for place in range(at, scan.end + 1):
            if place in known:
                bits.take(1)
        return run - 1
    return 0
