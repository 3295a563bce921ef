"""The window while a large shoot is on its way up: `python -m tests.bench.window 2000 uploading`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from luster_desktop.app import App
from luster_desktop.facts import ScannedFile
from luster_desktop.library import jobs, prepared, transfers
from luster_desktop.library.models import JobState, Photo, Prepared, Recipe, Stage, TransferState
from luster_desktop.library.store import Library
from luster_desktop.library.writer import Write
from tests.bench.window import Beat, now, since


def measure(app: App, until: Callable[..., None], count: int) -> None:
    """Every photo ordered and on its way up; after a while another shoot is opened."""
    library, shoot = app.bench.library, app.bench.current
    assert shoot is not None
    until(lambda: all(row.photo.width for row in app.bench.photos.all_rows()), 600)
    other = library.create_shoot("Another shoot")
    files = [ScannedFile(Path(f"/nowhere/IMG_{n}.JPG"), 9, 9, "image/jpeg") for n in range(200)]
    library.add_photos(other.id, files)
    order_all(library, [row.photo for row in app.bench.photos.all_rows()])
    until(lambda: app.bench.photos.all_rows()[-1].stage is Stage.UPLOADING, 120)
    ended = threading.Event()
    engine = threading.Thread(target=upload, args=(library, ended), daemon=True)
    engine.start()
    beat, mark, opened = Beat(), now(), []
    app.bench.opened.connect(lambda shown: opened.append(shown))
    until(lambda: False, 10)
    print(f"{count} photos uploading    {since(mark)}, gaps {beat.end()}")
    beat, mark = Beat(), now()
    app.bench.open(other.id)
    until(lambda: bool(opened) and app.bench.photos.rowCount() == len(files))
    print(f"another shoot open     {since(mark)}, gaps {beat.end()}")
    app.bench.open(shoot.id)
    until(lambda: app.bench.photos.rowCount() == count)
    print(f"and back               {since(mark)}")
    ended.set()
    engine.join()
    mark = now()
    for _ in range(20):
        library.summary(shoot.id)
    print(f"20 summaries           {since(mark)}")


def order_all(library: Library, ordered: Sequence[Photo]) -> None:
    """Each photo's own file is what is sent, and all of them are ordered."""

    def keep(write: Write) -> None:
        for photo in ordered:
            about = (photo.path, photo.bytes, photo.mtime_ns, photo.content_type, photo.width or 0, photo.height or 0)
            prepared.keep(write, Prepared(photo.id, uuid4(), "r", *about, "0" * 64, "0" * 32))
        jobs.order(write, [photo.id for photo in ordered], Recipe.of("dusk"), None)
        for photo in ordered:
            prepared.confirm(write, photo.id)

    library.write(keep)


def upload(library: Library, ended: threading.Event) -> None:
    """What the engine writes down of three uploads at a time: progress at 10 Hz, then one after another is there."""
    owner, step = uuid4(), 0
    while not ended.wait(0.1):
        due = library.read(transfers.uploads_due, owner, time.time(), limit=3, state=TransferState.WAITING)
        active = library.read(transfers.uploads_due, owner, time.time(), limit=3, state=TransferState.ACTIVE)
        if not active:
            library.write(transfers.begin, [one.id for one in due])
        step += 1
        library.write(transfers.moved, {one.id: (one.bytes * (step % 5) // 5, one.bytes) for one in active})
        if step % 5 == 0 and active:
            library.write(transfers.done, [one.id for one in active])
            for job in library.read(jobs.sendable, owner, 9):
                library.write(jobs.will_send, [job.id])
                library.write(jobs.move, job.id, JobState.QUEUED)
