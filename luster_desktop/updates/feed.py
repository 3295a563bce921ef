"""The feed of releases: signed metadata by The Update Framework, and the archives that it vouches for.

What is trusted is the root that the app was built with, and what that root has handed its trust on to. The metadata
says when it expires and has numbers that only grow, which are kept: neither an older feed nor one that is held still
is taken for the newest.
"""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tuf.api import exceptions
from tuf.ngclient import FetcherInterface, TargetFile, Updater

from luster_desktop import disk
from luster_desktop.cloud.http import client
from luster_desktop.reasons import Reason
from luster_desktop.updates.errors import Interrupted, Refused
from luster_desktop.updates.versions import numbers

TIMEOUT = httpx.Timeout(10.0)
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Release:
    """What the feed offers for this system."""

    version: str
    notes: str
    """Address of a page on what is new; may be empty."""
    unpacked: int
    """Bytes that it takes."""
    file: TargetFile = field(repr=False)


def system() -> str:
    """This system and its processor, as the feed names them: `windows-x86_64`, `macos-arm64`, `linux-x86_64`."""
    name = {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    return f"{name}-{_MACHINES.get(machine, machine)}"


_MACHINES = {"amd64": "x86_64", "aarch64": "arm64"}


def target_name(of_system: str) -> str:
    """What the newest release for a system is called in the feed; by its hash each has a file of its own."""
    return f"luster-{of_system}.tar.gz"


class Feed:
    """The feed at an address, trusted by `root`; `folder` keeps what was seen of it and what is being fetched."""

    def __init__(self, address: str, root: bytes, folder: Path) -> None:
        self._address = address.rstrip("/")
        self._root = root
        self._folder = folder

    def newest(self) -> Release | None:
        """What is offered for this system, if anything. Raises `Refused`, `Interrupted` and OSError."""
        kept = self._folder / "metadata"
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        with client(TIMEOUT) as http:
            try:
                updater = Updater(str(kept), f"{self._address}/metadata", fetcher=_Fetcher(http), bootstrap=self._root)
                updater.refresh()
                found = updater.get_targetinfo(target_name(system()))
            except exceptions.DownloadLengthMismatchError:
                raise Refused(Reason.UPDATE_TAMPERED) from None
            except exceptions.DownloadError:
                raise Interrupted from None
            except exceptions.RepositoryError as error:
                raise Refused(_reason(error)) from None
        return _release(found) if found is not None else None

    def fetch(self, release: Release, stopped: Stopped) -> Path:
        """Its archive, whole and as signed; goes on where an earlier fetch was cut off. Raises as `newest` does."""
        digest = release.file.hashes["sha256"]
        part = self._folder / f"{digest}.part"
        missing = release.file.length - (part.stat().st_size if part.exists() else 0)
        if shutil.disk_usage(self._folder).free - missing - release.unpacked < disk.SPARE:
            raise Refused(Reason.UPDATE_NO_ROOM.of(megabytes=round((missing + release.unpacked + disk.SPARE) / 1e6)))
        if missing > 0:
            self._download(f"{self._address}/targets/{digest}.{release.file.path}", part, release.file.length, stopped)
        try:
            with part.open("rb") as file:
                release.file.verify_length_and_hashes(file)
        except exceptions.LengthOrHashMismatchError:
            short = part.stat().st_size < release.file.length
            part.unlink()
            raise Refused(Reason.UPDATE_CUT_SHORT if short else Reason.UPDATE_TAMPERED) from None
        return part

    def _download(self, address: str, part: Path, length: int, stopped: Stopped) -> None:
        have = part.stat().st_size if part.exists() else 0
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
        try:
            with client(TIMEOUT) as http, http.stream("GET", address, headers=headers) as reply:
                if reply.status_code not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
                    raise Interrupted
                on = reply.status_code == httpx.codes.PARTIAL_CONTENT
                size = have if on else 0
                with part.open("ab" if on else "wb") as file:
                    for chunk in reply.iter_raw():
                        size += len(chunk)
                        if stopped() or size > length:
                            break
                        file.write(chunk)
        except httpx.HTTPError:
            raise Interrupted from None
        if stopped():
            raise Interrupted
        if size > length:
            part.unlink()
            raise Refused(Reason.UPDATE_TAMPERED)


class _Fetcher(FetcherInterface):
    """Metadata by the app's own client: with its certificates and its proxy."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            with self._http.stream("GET", url) as reply:
                if reply.status_code != httpx.codes.OK:
                    raise exceptions.DownloadHTTPError("", reply.status_code)
                yield from reply.iter_bytes()
        except httpx.HTTPError as error:
            raise exceptions.DownloadError(type(error).__name__) from error


def _reason(error: exceptions.RepositoryError) -> Reason:
    if isinstance(error, exceptions.ExpiredMetadataError):
        return Reason.UPDATE_EXPIRED
    if isinstance(error, exceptions.BadVersionNumberError):
        return Reason.UPDATE_OLDER
    if isinstance(error, exceptions.UnsignedMetadataError):
        return Reason.UPDATE_UNSIGNED
    return Reason.UPDATE_TAMPERED


def _release(found: TargetFile) -> Release:
    said: dict[str, Any] = found.custom or {}
    version, notes = str(said["version"]), str(said["notes"])
    numbers(version)
    return Release(version, notes if notes.startswith("https://") else "", int(said["unpacked"]), found)
