"""A large file in parts: the service is asked which have arrived, so that those are not sent again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol
from uuid import UUID

import httpx

from backend.contract import PART_BYTES
from luster_desktop.cloud import transfers as wire
from luster_desktop.cloud.api import ApiClient
from luster_desktop.intake.hashing import hash_parts
from luster_desktop.intake.unchanged import FileChanged, check_unchanged
from luster_desktop.reasons import Reason


class Announced(Protocol):
    """A file that the service awaits."""

    @property
    def asset_id(self) -> UUID: ...
    @property
    def bytes(self) -> int: ...
    @property
    def mtime_ns(self) -> int: ...
    @property
    def sha256(self) -> str: ...


def put_parts(
    http: httpx.Client,
    api: ApiClient,
    upload: Announced,
    path: Path,
    *,
    report: wire.Report,
    stopped: Callable[[], bool],
) -> None:
    """Send the parts of the upload's file that have not arrived.

    Whether the file is still the one that was announced is looked at by all of its content before anything is sent,
    and by size and time before each part. Raises as `put_piece` and the client do, and `hashing.Cancelled`.
    """
    sha256, md5s = hash_parts(path, PART_BYTES, stopped)
    if sha256 != upload.sha256:
        raise FileChanged(Reason.FILE_CHANGED)
    missing = api.missing_parts(upload.asset_id, md5s)
    while missing:
        pieces = {part.number: _piece(path, part.number, upload.bytes) for part in missing}
        there = upload.bytes - sum(piece.size for piece in pieces.values())
        sent = 0
        try:
            for part in missing:
                check_unchanged(path, upload.bytes, upload.mtime_ns)
                piece, reported = pieces[part.number], partial(_report, report, there + sent)
                wire.put_piece(http, part.url, part.headers, piece, report=reported, stopped=stopped)
                sent += piece.size
            return
        except wire.LinkRefused:
            # Links last for minutes; on a slow line the rest needs new ones.
            if not sent:
                raise
        missing = api.missing_parts(upload.asset_id, md5s)


def _report(report: wire.Report, before: int, count: int) -> None:
    report(before + count)


def _piece(path: Path, number: int, whole: int) -> wire.Piece:
    start = (number - 1) * PART_BYTES
    return wire.Piece(path, start, min(PART_BYTES, whole - start), whole)
