"""What the forked processes do: be the API, a worker, or the app's engine, with the real code of each."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import boto3
import supabase

from backend.api.server import serve
from backend.config import Settings
from backend.worker import loop
from luster_desktop.cli.services import Services
from luster_desktop.cli.signin import by_mailbox
from luster_desktop.cloud.session import SignInFailed, SignInUnreachable
from luster_desktop.cloud.sync import SyncState
from luster_desktop.library.models import JobState, PhotoRow, Recipe, Stage
from luster_desktop.operations import ordering, saving
from luster_desktop.settings import DesktopSettings
from tests.desktop.photos import scanned
from tests.faults import quick
from tests.faults.injection import Fault, install

__all__ = ["Part", "api", "engine", "worker"]

# What the product loads late is loaded once, so that every process that is forked from the one with this module has it.
assert supabase
boto3.client("s3", region_name="auto", aws_access_key_id="none", aws_secret_access_key="none").close()

LOOK, SELDOM = 0.3, 1.0
"""Seconds between two looks of the app's user at what there is; the second on the product's own clockwork."""


@dataclass(frozen=True, slots=True)
class Part:
    """What every forked process is told."""

    environment: Mapping[str, str]
    log: Path
    faults: tuple[Fault, ...] = ()
    fired: Path = Path(os.devnull)
    trace: Path | None = None
    full_length: bool = False
    """With the product's own clockwork, not a quicker one."""

    def begin(self) -> None:
        out = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.close(out)
        quick.pixels()
        if not self.full_length:
            quick.clockwork()
        if self.faults or self.trace is not None:
            install(self.faults, self.fired, self.trace)


def api(part: Part, port: int) -> None:
    """The API on a port of this machine."""
    part.begin()
    sys.exit(serve(Settings.from_environment(part.environment), host="127.0.0.1", port=port))


def worker(part: Part, slots: int) -> None:
    """A worker."""
    part.begin()
    timing = loop.Timing() if part.full_length else quick.TIMING
    sys.exit(loop.main(Settings.from_environment(part.environment), slots=slots, timing=timing))


def engine(part: Part, email: str, inbox: Path, target: Path) -> None:
    """The app on a folder of photos: orders what comes into it and saves what comes back, until the folder holds
    `the end` and all is done. A photo that failed is ordered again, as by a user, which `again` notes."""
    part.begin()
    settings = DesktopSettings.from_environment(part.environment)
    with Services(settings) as services:
        while services.session.user is None:
            try:
                by_mailbox(services.session, settings, email)
            except (SignInFailed, SignInUnreachable):
                time.sleep(LOOK)
        services.engine.start()
        while not _step(services, inbox, target, hurry=not part.full_length):
            time.sleep(SELDOM if part.full_length else LOOK)
    sys.exit(0)


def _step(services: Services, inbox: Path, target: Path, *, hurry: bool) -> bool:
    """What the user does about what there is; whether all is done.

    In a `hurry` no pause of the engine is waited out.
    """
    library = services.library
    shoots = library.shoots()
    shoot = shoots[0] if shoots else library.create_shoot("Shoot")
    rows = library.photos(shoot.id)
    known = {row.photo.path for row in rows}
    if new := sorted(path for path in inbox.glob("*.jpg") if path not in known):
        library.add_photos(shoot.id, [scanned(path) for path in new])
        rows = library.photos(shoot.id)
    if unordered := [row.photo.id for row in rows if row.job is None]:
        ordering.order(library, services.engine, unordered, Recipe.of("bright"))
        return False
    for row in rows:
        if _failed(row):
            with (inbox / "again").open("a") as again:
                again.write(f"{row.photo.name} {row.job and row.job.error_code} {row.upload and row.upload.error}\n")
            services.engine.retry([row.photo.id])
            return False
    if hurry and services.engine.status.state is SyncState.OFFLINE:
        services.engine.wake()
    ended = [row for row in rows if row.stage in (Stage.DONE, Stage.FAILED)]
    if not rows or len(ended) < len(rows) or not (inbox / "the end").exists():
        return False
    return not saving.save_outputs(library, saving.results_of(rows), target).failed


def _failed(row: PhotoRow) -> bool:
    """Whether only the user can set it going again; what the model refuses stays so."""
    if row.job is not None and row.job.state is JobState.FAILED:
        return row.job.error_code != "moderation_blocked"
    return row.download is not None and row.download.state.value == "failed"
