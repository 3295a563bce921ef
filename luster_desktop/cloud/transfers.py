"""One file up or down over a signed link: streamed, counted, checked, and stoppable."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx

from luster_desktop.intake.unchanged import FileChanged
from luster_desktop.reasons import Reason

CHUNK = 256 * 1024
TIMEOUT = httpx.Timeout(60.0, connect=10.0, pool=None)

Report = Callable[[int], None]
"""Called with the bytes that are through so far."""


class Stopped(Exception):
    """`stopped` said so."""


class Interrupted(Exception):
    """The connection was lost or the store is busy: worth another try by itself."""


class LinkRefused(Exception):
    """The link has expired or does not fit: worth another try with a new one."""


class DiskFull(Exception):
    """There is no room for the file; the message is a `Reason`."""


class Damaged(Exception):
    """What arrived is not what the service made."""


def put_file(
    http: httpx.Client,
    url: str,
    headers: Mapping[str, str],
    path: Path,
    size: int,
    *,
    report: Report,
    stopped: Callable[[], bool],
) -> None:
    """Send the file with exactly the headers that were signed. A file that is there already counts as sent.

    Raises `Stopped`, `Interrupted`, `LinkRefused`, `FileChanged`, or OSError when the file cannot be read.
    """
    # With a length httpx does not fall back to chunked encoding, which no signed link accepts.
    sending = {**headers, "Content-Length": str(size)}
    sending = {name: value for name, value in sending.items() if name.lower() != "host"}
    try:
        response = http.put(url, headers=sending, content=_chunks(path, size, report, stopped))
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
    if status in (400, 401, 403):
        raise LinkRefused
    raise Interrupted


def get_file(
    http: httpx.Client, url: str, path: Path, size: int, sha256: str, *, report: Report, stopped: Callable[[], bool]
) -> None:
    """Fetch into `path` by way of a `.part` file beside it; `path` is whole and checked, or not there.

    Raises `Stopped`, `Interrupted`, `LinkRefused`, `Damaged`, `DiskFull`, or OSError for any other trouble here.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            digest, count = hashlib.sha256(), 0
            for chunk in _body(http, url, stopped):
                count += len(chunk)
                if count > size:
                    raise Damaged
                digest.update(chunk)
                file.write(chunk)
                report(count)
            if count != size or digest.hexdigest() != sha256:
                raise Damaged
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(Reason.DISK_FULL) from None
        raise
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _body(http: httpx.Client, url: str, stopped: Callable[[], bool]) -> Iterator[bytes]:
    try:
        with http.stream("GET", url) as response:
            if response.status_code in (400, 401, 403):
                raise LinkRefused
            if not response.is_success:
                raise Interrupted
            for chunk in response.iter_bytes(CHUNK):
                if stopped():
                    raise Stopped
                yield chunk
    except (httpx.HTTPError, RuntimeError):
        if stopped():
            raise Stopped from None
        raise Interrupted from None


def _chunks(path: Path, size: int, report: Report, stopped: Callable[[], bool]) -> Iterator[bytes]:
    sent = 0
    with path.open("rb") as file:
        while chunk := file.read(min(CHUNK, size - sent + 1)):
            if stopped():
                raise Stopped
            sent += len(chunk)
            if sent > size:
                raise FileChanged(Reason.FILE_CHANGED)
            yield chunk
            report(sent)
    if sent < size:
        raise FileChanged(Reason.FILE_CHANGED)
