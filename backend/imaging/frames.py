"""Messages between the worker and its confined children: a JSON head and raw parts. Nothing that could run as code."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import IO, Any

MAX_HEAD = 1 << 20
MAX_PART = 1 << 30


class Broken(Exception):
    """The other side is gone or does not keep to the format."""


def send(stream: IO[bytes], head: dict[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Write one message and flush.

    Parameters
    ----------
    stream : binary stream
    head : dict
        What JSON can say.
    parts : sequence of bytes
        What follows the head as it is.

    Raises
    ------
    OSError, ValueError
        When the stream is closed.
    """
    text = json.dumps({"head": head, "parts": [len(part) for part in parts]}).encode()
    stream.write(struct.pack(">I", len(text)) + text)
    for part in parts:
        stream.write(part)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """The next message.

    Parameters
    ----------
    stream : binary stream

    Returns
    -------
    head : dict
    parts : list of bytes

    Raises
    ------
    Broken
        At the end of the stream, and for what is no message.
    """
    (length,) = struct.unpack(">I", _exactly(stream, 4))
    if length > MAX_HEAD:
        raise Broken("oversized head")
    try:
        envelope = json.loads(_exactly(stream, length))
        head, sizes = envelope["head"], envelope["parts"]
    except (ValueError, KeyError, TypeError) as error:
        raise Broken("malformed head") from error
    if not isinstance(head, dict) or not all(isinstance(size, int) and 0 <= size <= MAX_PART for size in sizes):
        raise Broken("malformed head")
    return head, [_exactly(stream, size) for size in sizes]


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) != length:
        raise Broken("end of stream")
    return data
