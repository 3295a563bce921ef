"""One file up or down over a signed link: streamed, counted, checked, stoppable, and gone on with later."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from luster_desktop import disk
from luster_desktop.cloud.retrying import retry_after
from luster_desktop.intake.hashing import hash_file
from luster_desktop.intake.unchanged import FileChanged
from luster_desktop.reasons import Reason

CHUNK = 256 * 1024
_PLAIN = re.compile(r"[0-9A-Za-z-]{1,64}")
TIMEOUT = httpx.Timeout(60.0, connect=10.0, pool=None)

Report = Callable[[int], None]
"""Called with the bytes that are through so far."""


class Stopped(Exception):
    """`stopped` said so."""


class Interrupted(Exception):
    """The connection was lost or the store is busy: worth another try by itself, after the seconds it asked for."""

    def __init__(self, asked: float | None = None) -> None:
        super().__init__()
        self.asked = asked


class LinkRefused(Exception):
    """The link has expired or does not fit: worth another try with a new one."""


class DiskFull(Exception):
    """There is no room for the file; the message is a `Reason`."""


class Damaged(Exception):
    """What arrived is not what the service made."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a file is sent at once."""

    path: Path
    start: int
    size: int
    whole: int
    """Bytes of the whole file."""


def put_piece(
    http: httpx.Client,
    url: str,
    headers: Mapping[str, str],
    piece: Piece,
    *,
    report: Report,
    stopped: Callable[[], bool],
) -> None:
    """Send it with exactly the headers that were signed. A file that is there already counts as sent.

    Raises `Stopped`, `Interrupted`, `LinkRefused`, `FileChanged`, or OSError when the file cannot be read.
    """
    # With a length httpx does not fall back to chunked encoding, which no signed link accepts.
    sending = {**headers, "Content-Length": str(piece.size)}
    sending = {name: value for name, value in sending.items() if name.lower() != "host"}
    try:
        response = http.put(url, headers=sending, content=_chunks(piece, report, stopped))
    except (httpx.HTTPError, RuntimeError):
        if stopped():
            raise Stopped from None
        raise Interrupted from None
    status = response.status_code
    if response.is_success or status == 412:
        return
    body = response.text[:2000]
    if "BadDigest" in body or "XAmzContentSHA256Mismatch" in body:
        raise FileChanged(Reason.FILE_CHANGED)
    # 404: the upload that the part belonged to is no longer known.
    if status in (400, 401, 403, 404):
        raise LinkRefused
    raise Interrupted(retry_after(response.headers))


def get_file(
    http: httpx.Client, url: str, path: Path, size: int, sha256: str, *, report: Report, stopped: Callable[[], bool]
) -> None:
    """Fetch into `path` by way of a `.part` file beside it; `path` is whole and checked, or as it was.

    What an earlier try has fetched is gone on with while storage still has that object. Raises `Stopped`,
    `Interrupted`, `LinkRefused`, `Damaged`, `DiskFull`, or OSError for any other trouble here.
    """
    try:
        part = _fetch(http, url, path, size, report, stopped)
        if part.stat().st_size != size or hash_file(part, stopped).sha256 != sha256:
            part.unlink()
            raise Damaged
        disk.publish(part, path)
    except OSError as error:
        if disk.is_full(error):
            discard(path)
            raise DiskFull(Reason.DISK_FULL) from None
        raise
    finally:
        # Without an ETag nobody could tell later of which object it is.
        with contextlib.suppress(OSError):
            _part(path, "").unlink(missing_ok=True)


def discard(path: Path) -> None:
    """Delete what has been fetched of a file that is not there whole."""
    for part in _parts(path):
        with contextlib.suppress(OSError):
            part.unlink()


def _fetch(http: httpx.Client, url: str, path: Path, size: int, report: Report, stopped: Callable[[], bool]) -> Path:
    """The `.part` file with all of the object, named by its ETag: nothing is kept of another object, or without one."""
    begun = next((part for part in _parts(path) if part.name != _part(path, "").name), None)
    start = begun.stat().st_size if begun is not None else 0
    if begun is None:
        discard(path)
    elif start == size:
        return begun
    # Compressed, the bytes would not be those of the object.
    asking = {"Accept-Encoding": "identity"}
    if begun is not None:
        etag = begun.name.removeprefix(f"{path.name}.").removesuffix(".part")
        asking |= {"Range": f"bytes={start}-", "If-Range": f'"{etag}"'}
    try:
        with http.stream("GET", url, headers=asking) as response:
            _check(response, path)
            now = _part(path, response.headers.get("ETag", "").strip('"'))
            span = response.headers.get("Content-Range", "")
            # Not every store honours If-Range, and some answer a range with 200.
            if begun is not None and not (now == begun and span.startswith(f"bytes {start}-")):
                discard(path)
                start = 0
                if span:
                    raise Interrupted(0.0)
            _write(now, start, response, size, report, stopped)
            return now
    except (httpx.HTTPError, RuntimeError):
        if stopped():
            raise Stopped from None
        raise Interrupted from None


def _check(response: httpx.Response, path: Path) -> None:
    if response.status_code in (400, 401, 403):
        raise LinkRefused
    if response.status_code == 416:
        # There is a smaller object now.
        discard(path)
        raise Interrupted(0.0)
    if not response.is_success:
        raise Interrupted(retry_after(response.headers))


def _write(
    part: Path, start: int, response: httpx.Response, size: int, report: Report, stopped: Callable[[], bool]
) -> None:
    """Append what comes; a byte too many is enough to tell that it is another file."""
    with part.open("ab" if start else "wb") as file:
        for chunk in response.iter_raw(CHUNK):
            if stopped():
                raise Stopped
            file.write(chunk[: size + 1 - start])
            start += len(chunk)
            report(min(start, size))
            if start > size:
                return


def _part(path: Path, etag: str) -> Path:
    return path.with_name(f"{path.name}.{etag}.part" if _PLAIN.fullmatch(etag) else f"{path.name}.part")


def _parts(path: Path) -> list[Path]:
    return [*path.parent.glob(f"{path.name}.part"), *path.parent.glob(f"{path.name}.*.part")]


def _chunks(piece: Piece, report: Report, stopped: Callable[[], bool]) -> Iterator[bytes]:
    sent = 0
    with piece.path.open("rb") as file:
        if os.fstat(file.fileno()).st_size != piece.whole:
            raise FileChanged(Reason.FILE_CHANGED)
        file.seek(piece.start)
        while chunk := file.read(min(CHUNK, piece.size - sent)):
            if stopped():
                raise Stopped
            sent += len(chunk)
            yield chunk
            report(sent)
    if sent < piece.size:
        raise FileChanged(Reason.FILE_CHANGED)
