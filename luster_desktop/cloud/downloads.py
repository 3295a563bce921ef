"""Finished photos from the service into the library's own folder."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from backend import contract
from luster_desktop import disk
from luster_desktop.cloud import transfers as wire
from luster_desktop.cloud.api import ApiProblem, ApiUnreachable, UpdateRequired
from luster_desktop.cloud.context import TRIES, Context, InFlight
from luster_desktop.cloud.pool import Pool
from luster_desktop.cloud.retrying import due_after
from luster_desktop.cloud.session import NotSignedIn, SignInUnreachable
from luster_desktop.intake.hashing import Cancelled, hash_file
from luster_desktop.library import jobs, outputs, transfers
from luster_desktop.library.models import Output
from luster_desktop.library.transfers import Download
from luster_desktop.library.writer import Write
from luster_desktop.reasons import Reason

THREADS = 2
SIGNATURES = {".jpg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n"}


class _Gone(Exception):
    """The service keeps the output no longer; the message is its sentence."""


class NoRoom(Exception):
    """There are results to fetch, and hardly room on the disk; the message is a `Reason`."""


class Downloads:
    """`round` runs on the control thread; fetching on a pool of two."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._library = context.library
        self._pool = Pool("download", THREADS)
        self.in_flight = InFlight()
        self._sweep()

    def round(self, owner: UUID) -> None:
        """Start whatever is due. Raises `NoRoom`."""
        room = 2 * THREADS - len(self.in_flight)
        if room <= 0:
            return
        full = disk.nearly_full(self._context.outputs)
        if full and self._library.read(transfers.fetched_jobs):
            raise NoRoom(Reason.DISK_NEARLY_FULL)
        found = self._library.read(transfers.downloads_due, owner, time.time(), room + len(self.in_flight))
        for download in [item for item in found if item.id not in self.in_flight][:room]:
            self._library.write(transfers.begin, [download.id])
            stop = self.in_flight.enter(download.id, download.photo_id)
            self._pool.submit(partial(self._task, download, stop))

    def stop(self, deadline: float) -> None:
        self._pool.stop(deadline)

    def _sweep(self) -> None:
        """Delete what was begun of outputs that are no longer to come."""
        open_ids = {str(job_id) for job_id in self._library.read(transfers.fetched_jobs)}
        for part in self._context.outputs.glob("*/*.part"):
            if part.name[:36] not in open_ids:
                with contextlib.suppress(OSError):
                    part.unlink()

    def _task(self, download: Download, stop: threading.Event) -> None:
        def stopped() -> bool:
            return stop.is_set() or self._context.stopping.is_set()

        try:
            if stopped():
                raise wire.Stopped
            self._fetch(download, stopped)
        except (wire.Stopped, Cancelled, NotSignedIn, UpdateRequired):
            self._library.write(transfers.wait, [download.id])
        except wire.Interrupted as error:
            self._interrupted(download, error.asked)
        except (ApiUnreachable, SignInUnreachable):
            self._interrupted(download)
        except wire.DiskFull as error:
            self._later(download, str(error), most=TRIES - 3)
        except (wire.LinkRefused, wire.Damaged):
            self._again(download, Reason.NOT_WHOLE)
        except _Gone as gone:
            self._library.write(transfers.fail, download.id, str(gone))
        except ApiProblem as problem:
            self._again(download, problem.problem.detail)
        except OSError as error:
            self._again(download, Reason.CANNOT_KEEP.of(errno=error.errno))
        finally:
            self.in_flight.leave(download.id)
            self._context.wake()

    def _fetch(self, download: Download, stopped: Callable[[], bool]) -> None:
        job = self._context.api.job(download.job_id)
        made = job.output
        if job.output_gone is not None:
            raise _Gone(job.output_gone)
        if made is None:
            raise wire.LinkRefused
        folder = self._context.outputs / str(download.shoot_id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{download.job_id}.jpg"
        if not _whole(path, made, stopped):
            wire.get_file(
                self._context.http,
                made.url,
                path,
                made.bytes,
                made.sha256,
                report=lambda number: self._context.progress.report(download.id, number, made.bytes),
                stopped=stopped,
            )
        output = Output(
            job_id=download.job_id,
            shoot_id=download.shoot_id,
            photo_id=download.photo_id,
            path=path,
            thumb_path=self._extra(made.thumb_url, folder / f"{download.job_id}_thumb.jpg"),
            width=made.width,
            height=made.height,
            bytes=made.bytes,
            sha256=made.sha256,
            change_map_path=self._extra(made.change_map_url, folder / f"{download.job_id}_changes.png"),
        )

        def finish(write: Write) -> bool:
            if jobs.get(write.connection, download.job_id) is None:
                return False  # the photo was removed meanwhile
            outputs.keep(write, output)
            jobs.measure(write, download.job_id, job.credits, job.details)
            transfers.done(write, [download.id])
            return True

        if not self._library.write(finish):
            for file in (output.path, output.thumb_path, output.change_map_path):
                if file is not None:
                    file.unlink(missing_ok=True)

    def _extra(self, url: str | None, path: Path) -> Path | None:
        """The small pictures are a convenience: without one the app makes its own from the large, or does without."""
        part = path.with_name(path.name + ".part")
        with contextlib.suppress(Exception):
            reply = self._context.http.get(url or "")
            if reply.is_success and reply.content.startswith(SIGNATURES[path.suffix]):
                part.write_bytes(reply.content)
                disk.publish(part, path)
                return path
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return None

    def _interrupted(self, download: Download, asked: float | None = None) -> None:
        # The network may fail for days; that must leave tries for what can be wrong afterwards.
        self._later(download, Reason.INTERRUPTED, most=TRIES - 3, asked=asked)

    def _later(self, download: Download, reason: str, *, most: int = TRIES, asked: float | None = None) -> None:
        attempts = max(download.attempts, min(download.attempts + 1, most))
        self._library.write(transfers.later, download.id, attempts, due_after(download.attempts, asked), reason)

    def _again(self, download: Download, reason: str) -> None:
        if download.attempts + 1 < TRIES:
            self._later(download, reason)
        else:
            self._library.write(transfers.fail, download.id, Reason.GAVE_UP.of(why=reason))


def _whole(path: Path, output: contract.Output, stopped: Callable[[], bool]) -> bool:
    """Whether a past process has fetched the file and ended before it could note that."""
    try:
        if path.stat().st_size != output.bytes:
            return False
        return hash_file(path, stopped).sha256 == output.sha256
    except OSError:
        return False
