"""A shoot sent by the app's engine, announced and confirmed, beside `rclone copy` to the same S3 server.

The service is the one-machine stack. There are no credits, so nothing is edited meanwhile. The service has checked each
file when the engine is through; rclone's files are compared with what was sent.
"""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from backend.local.objects import rclone
from luster_desktop.cli.services import Services
from luster_desktop.cli.signin import by_mailbox
from luster_desktop.cli.stack import Stack
from luster_desktop.facts import ScannedFile
from luster_desktop.library import jobs, prepared
from luster_desktop.library.models import Photo, Prepared, Recipe, TransferState
from luster_desktop.library.tables import transfers
from luster_desktop.library.writer import Write
from tests import services
from tests.bench.scoreboard import Figure

PHOTOS, BYTES = 48, 8_000_000


def measure(seed: int) -> Iterator[list[Figure]]:
    """Megabytes a second of both, start of the program and end of the last check included."""
    with services.open_folder() as folder, Stack(folder / "stack") as stack:
        photos = folder / "photos"
        photos.mkdir()
        for number in range(PHOTOS):
            (photos / f"IMG_{number:04}.JPG").write_bytes(random.Random(seed * PHOTOS + number).randbytes(BYTES))
        while True:
            peer = copied(photos, stack.environment)
            ours = sent(photos, folder / uuid4().hex, stack)
            megabytes = PHOTOS * BYTES / 1e6
            yield [
                Figure("photos of 8 MB, loopback", megabytes / ours, "MB/s", megabytes / peer, "rclone", least_ratio=1)
            ]


def sent(photos: Path, home: Path, stack: Stack) -> float:
    """Seconds from the engine's start to the last confirmed photo."""
    app = Services(replace(stack.settings(), home=home))
    with closing(app.library), closing(app.api):
        by_mailbox(app.session, app.settings, f"{uuid4().hex}@luster.test")
        app.api.account()
        shoot = app.library.create_shoot("Upload")
        files = [ScannedFile(path, BYTES, path.stat().st_mtime_ns, "image/jpeg") for path in sorted(photos.iterdir())]
        app.library.add_photos(shoot.id, files)
        order_all(app, [row.photo for row in app.library.photos(shoot.id)])
        began = time.perf_counter()
        app.engine.start()
        while app.library.read(lambda c: c.execute(LEFT).first()) is not None:
            time.sleep(0.02)
        seconds = time.perf_counter() - began
        app.engine.stop()
        app.session.close()
    return seconds


LEFT = transfers.select().where(transfers.c.state != TransferState.DONE.value).limit(1)


def order_all(app: Services, ordered: list[Photo]) -> None:
    """Each photo's own file is what is sent."""

    def keep(write: Write) -> None:
        for photo in ordered:
            data = photo.path.read_bytes()
            hashes = hashlib.sha256(data).hexdigest(), hashlib.md5(data).hexdigest()
            about = (photo.path, photo.bytes, photo.mtime_ns, photo.content_type, 6000, 4000)
            prepared.keep(write, Prepared(photo.id, uuid4(), "r", *about, *hashes))
        jobs.order(write, [photo.id for photo in ordered], Recipe.of("bright"), None)
        for photo in ordered:
            prepared.confirm(write, photo.id)

    app.library.write(keep)


def copied(photos: Path, environment: Mapping[str, str]) -> float:
    """Seconds that rclone takes."""
    told = {
        "TYPE": "s3",
        "PROVIDER": "Rclone",
        "ENDPOINT": environment["S3_ENDPOINT"],
        "ACCESS_KEY_ID": environment["S3_ACCESS_KEY_ID"],
        "SECRET_ACCESS_KEY": environment["S3_SECRET_ACCESS_KEY"],
    }
    there = f"PEER:{environment['S3_BUCKET']}/{uuid4().hex}"
    config = os.environ | {"RCLONE_CONFIG": ""} | {f"RCLONE_CONFIG_PEER_{name}": value for name, value in told.items()}
    began = time.perf_counter()
    subprocess.run([rclone(), "copy", photos, there], env=config, check=True, capture_output=True)
    seconds = time.perf_counter() - began
    subprocess.run([rclone(), "check", photos, there], env=config, check=True, capture_output=True)
    return seconds
