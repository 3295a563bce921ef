"""The service that makes every prepared file: for orders first, then what the user wants to see before ordering."""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Connection

from luster_desktop.facts import Finishing, Match
from luster_desktop.intake.formats import is_raw, why
from luster_desktop.intake.match.memory import Memory
from luster_desktop.intake.preparing.plan import NOTHING, Made, Plan, Source
from luster_desktop.intake.preparing.process import Cancelled, CannotPrepare, CannotWrite, Unreadable, Workshop
from luster_desktop.intake.unchanged import FileChanged, check_unchanged
from luster_desktop.library import jobs, matchings, photos, prepared, stacks, transfers
from luster_desktop.library.models import Change, Photo, PhotoRow, Prepared, Role
from luster_desktop.library.store import Library
from luster_desktop.library.wishes import Wishes
from luster_desktop.library.writer import Write
from luster_desktop.operations.looking import look_for_files
from luster_desktop.operations.matching import is_current, match_photos

PERIOD = 0.1
"""Seconds between two notes of the progress."""
REST = 10.0
"""Seconds without work after which the child process ends and gives its memory back."""
PATIENCE = 30.0
"""Seconds until what the disk refused is tried again."""
STOP_SECONDS = 2.0
_AT_ONCE = 50
log = logging.getLogger(__name__)


def plan_for(photo: Photo, exposures: Sequence[Photo], wishes: Wishes, match: Match | None = None) -> Plan:
    """How a photo is prepared; `exposures` are those of a stack, `match` is what its shoot has found for it."""
    stack = photo.role is Role.STACK
    finishing = finishing_of(photo, exposures, wishes)
    look = match if finishing.match else None
    return Plan(
        sources=tuple(
            Source(part.path, part.bytes, part.mtime_ns, part.content_type)
            for part in (exposures if stack else [photo])
        ),
        stack=stack,
        turn=photo.turn,
        finishing=replace(finishing, match=look is not None),
        match=look,
    )


def _plan_of(row: PhotoRow, wishes: Wishes) -> Plan:
    found = row.matching.match if row.matching is not None else None
    return plan_for(row.photo, row.exposures, wishes, found)


def finishing_of(photo: Photo, exposures: Sequence[Photo], wishes: Wishes) -> Finishing:
    """What is done to a photo: as was chosen for it, or else by the settings."""
    if photo.finishing is not None:
        return photo.finishing
    if all(is_raw(part.path) for part in exposures or (photo,)):
        return wishes.finishing
    if photo.role is not Role.STACK and not wishes.singles:
        return NOTHING
    return replace(wishes.finishing, lens=False)


@dataclass(frozen=True, slots=True)
class _Work:
    photo: Photo
    plan: Plan
    before: Prepared | None
    ordered: bool
    matched: bool
    """Whether its shoot was looked at as one, or does not matter."""

    @property
    def fits(self) -> bool:
        """Whether the file that is noted was made by this plan."""
        return self.before is not None and self.before.recipe == self.plan.recipe


class Preparer:
    """One thread that looks at the library after every change, and a child process that works on pixels.

    Needs neither a network nor an account. What it was doing when it ended, it does again.
    """

    def __init__(self, library: Library, folder: Path, wishes: Wishes = Wishes()) -> None:  # noqa: B008
        self._library = library
        self._folder = folder
        self._wishes = wishes
        self._workshop = Workshop()
        self._thread: threading.Thread | None = None
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._recovered = False
        self._all_in_doubt = True
        self._untidy = True
        self._shoot_on_screen: UUID | None = None
        self._at_work: Photo | None = None
        self._doubt = threading.Event()
        """Something about the photo that is being worked on has changed."""
        self._passed: dict[UUID, str] = {}
        """Photos that could not be made for a look, by recipe; an order tries again."""
        self._touched: set[UUID] = set()
        self._unmatched: set[UUID] = set()
        """Shoots that could not be looked at as one."""
        self._matching = Memory()
        self._troubled_until = 0.0
        self.trouble: str | None = None
        """What keeps it from working on, a `Reason`; None while all is well."""

    def start(self) -> None:
        """Once per service."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="preparer", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End at once, in the middle of a photo too; call it before the library is closed."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)

    def wake(self) -> None:
        """Try again now what the disk has refused."""
        self._troubled_until = 0.0
        self._passed = {}
        self._woken.set()

    def use(self, wishes: Wishes) -> None:
        """Prepare by these settings from now on; what is there and differs is made again when it is needed."""
        if wishes != self._wishes:
            self._wishes = wishes
            self._all_in_doubt = True
            self._doubt.set()
            self._woken.set()

    def look_at(self, shoot_id: UUID | None) -> None:
        """This shoot is on screen: its photos come first, and what could not be made is tried again."""
        self._passed = {}
        self._unmatched = set()
        self._shoot_on_screen = shoot_id
        self._woken.set()

    # The thread

    def _run(self) -> None:
        if hasattr(signal, "pthread_sigmask"):
            # The child takes over the mask, so that Ctrl-C does not meet it before it can say that it does not mind.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        unsubscribe = self._library.subscribe(self._library_changed)
        try:
            while not self._stopping.is_set():
                self._woken.clear()
                try:
                    worked = self._round()
                except Exception:
                    if self._stopping.is_set():
                        return
                    log.exception("a round of the preparer failed")
                    worked = False
                    self._stopping.wait(1.0)
                if not worked:
                    self._rest()
        except RuntimeError:
            log.debug("the library was closed before the preparer was stopped")
        finally:
            unsubscribe()
            self._workshop.close()

    def _rest(self) -> None:
        troubled = self._troubled_until - time.monotonic()
        if not self._woken.wait(min(REST, troubled) if troubled > 0 else REST):
            self._workshop.close()
            if troubled <= 0:
                self._woken.wait()

    def _library_changed(self, change: Change) -> None:
        at_work = self._at_work
        if at_work is not None and change.shoot_id == at_work.shoot_id:
            self._doubt.set()
        self._touched = self._touched | change.photo_ids
        if change.removed:
            self._untidy = True
        self._woken.set()

    def _round(self) -> bool:
        """Make one file, if one is due and can be made; whether another look is worth while."""
        if not self._recovered:
            self._library.write(prepared.recover)
            self._recovered = True
        if self._all_in_doubt:
            self._all_in_doubt = False
            self._doubt_all()
        self._look_again()
        self._tidy()
        if time.monotonic() < self._troubled_until:
            return False
        held: set[UUID] = set()
        while due := self._library.read(prepared.orders_due, held, _AT_ONCE):
            for photo_id in due:
                if self._take(photo_id, ordered=True):
                    return True
            held.update(due)
        due = self._library.read(prepared.looks_due, self._shoot_on_screen, set(self._passed), _AT_ONCE)
        return any(self._take(photo_id, ordered=False) for photo_id in due) or self._match_on_screen()

    def _take(self, photo_id: UUID, *, ordered: bool) -> bool:
        """Have the photo prepared; False when nothing can be done about it now."""
        work = self._library.read(self._work, photo_id, ordered=ordered)
        if work is None:
            return False
        if not work.matched and self._can_match(work.photo.shoot_id, ordered=ordered):
            self._match(work.photo.shoot_id)
            return True
        if work.fits and self._is_there(work):
            self._library.write(prepared.confirm, photo_id)
            return True
        self._at_work = work.photo
        self._doubt.clear()
        try:
            self._make(work)
        except Cancelled:
            self._library.write(prepared.ended, photo_id)
        except CannotWrite as error:
            self.trouble, self._troubled_until = str(error), time.monotonic() + PATIENCE
            self._library.write(prepared.begin, photo_id, self.trouble)
        except (Unreadable, CannotPrepare) as error:
            self._give_up(work, str(error), for_good=True)
        except FileChanged as error:
            self._give_up(work, str(error), for_good=False)
        except OSError as error:
            self._give_up(work, why(error), for_good=False)
            look_for_files(self._library, work.photo.shoot_id)
        finally:
            self._at_work = None
        return True

    def _can_match(self, shoot_id: UUID, *, ordered: bool) -> bool:
        """Whether the shoot can be looked at as one: an order waits for no photos that are still being taken in."""
        return shoot_id not in self._unmatched and (ordered or self._library.read(matchings.whole, shoot_id))

    def _match_on_screen(self) -> bool:
        """Look at the shoot on screen as one, so that it is known what stands out there before anything is ordered."""
        shoot_id = self._shoot_on_screen
        if shoot_id is None or not self._can_match(shoot_id, ordered=False):
            return False
        if not self._library.read(matchings.due, shoot_id):
            return False
        self._match(shoot_id)
        return True

    def _match(self, shoot_id: UUID) -> None:
        try:
            match_photos(self._library, shoot_id, self._wants_match, self._matching, self._stopping.is_set)
        except Exception:
            if self._stopping.is_set():
                return
            # Photos that are not matched are better than none.
            log.exception("a shoot could not be matched")
            self._unmatched.add(shoot_id)

    def _wants_match(self, row: PhotoRow) -> bool:
        return finishing_of(row.photo, row.exposures, self._wishes).match

    def _work(self, connection: Connection, photo_id: UUID, *, ordered: bool) -> _Work | None:
        photo = photos.get(connection, photo_id)
        if photo is None:
            return None
        parts = stacks.exposures(connection, photo_id) if photo.role is Role.STACK else []
        before = prepared.of_photo(connection, photo_id)
        found = matchings.of_photo(connection, photo_id)
        plan = plan_for(photo, parts, self._wishes, found.match if found is not None else None)
        matched = not finishing_of(photo, parts, self._wishes).match or is_current(found, photo, parts, wanted=True)
        return _Work(photo, plan, before, ordered, matched)

    def _is_there(self, work: _Work) -> bool:
        """Whether the file that is noted is there, or no longer needed because the service has it."""
        assert work.before is not None
        if self._library.read(transfers.is_up, work.photo.id):
            return True
        try:
            check_unchanged(work.before.path, work.before.bytes, work.before.mtime_ns)
        except (OSError, FileChanged):
            return False
        return True

    # Making

    def _make(self, work: _Work) -> None:
        photo, plan = work.photo, work.plan
        _check(plan)
        if plan.takes_long:
            self._library.write(prepared.begin, photo.id)
        asset_id = uuid4()
        noted = 0.0

        def progress(done: float) -> None:
            nonlocal noted
            if plan.takes_long and time.monotonic() - noted >= PERIOD:
                noted = time.monotonic()
                self._library.post(prepared.moved, photo.id, done)

        made = self._workshop.make(
            plan,
            self._folder / str(photo.shoot_id) / str(asset_id),
            progress=progress,
            cancelled=lambda: self._is_unwanted(work),
        )
        _check(plan)
        self.trouble = None
        self._library.write(self._note, work, asset_id, made)

    def _note(self, write: Write, work: _Work, asset_id: UUID, made: Made) -> None:
        photo_id = work.photo.id
        now = self._work(write.connection, photo_id, ordered=work.ordered)
        if now is None or now.plan.recipe != work.plan.recipe:
            self._untidy = True
            raise Cancelled
        self._untidy = work.before is not None or self._untidy
        status = made.path.stat()
        prepared.keep(
            write,
            Prepared(
                photo_id=photo_id,
                asset_id=asset_id,
                recipe=work.plan.recipe,
                path=made.path,
                bytes=made.bytes,
                mtime_ns=status.st_mtime_ns,
                content_type=made.content_type,
                width=made.width,
                height=made.height,
                sha256=made.sha256,
                md5=made.md5,
                facts=made.facts,
            ),
        )

    def _is_unwanted(self, work: _Work) -> bool:
        if self._stopping.is_set():
            return True
        if not self._doubt.is_set():
            return False
        self._doubt.clear()
        with self._library.reading() as connection:
            now = self._work(connection, work.photo.id, ordered=work.ordered)
            if now is None or now.plan.recipe != work.plan.recipe:
                return True
            return work.ordered and not prepared.is_due(connection, work.photo.id)

    def _give_up(self, work: _Work, reason: str, *, for_good: bool) -> None:
        photo_id = work.photo.id
        if not work.ordered:
            self._passed[photo_id] = work.plan.recipe

        def give_up(write: Write) -> None:
            prepared.ended(write, photo_id)
            if work.ordered:
                transfers.fail_waiting(write, photo_id, reason)
                jobs.fail_unsent(write, photo_id, "not_prepared", reason)
            if for_good and work.plan.stack:
                photos.refuse(write, photo_id, reason)

        self._library.write(give_up)

    # What is no longer needed

    def _doubt_all(self) -> None:
        """Find what was made by other settings or another version, and what is gone."""
        ids = self._library.read(prepared.photos_with_one)
        other, lost = [], []
        for row in self._library.photo_rows(ids):
            if (made := row.prepared) is None:
                continue
            if made.recipe != _plan_of(row, self._wishes).recipe:
                other.append(row.photo.id)
            elif made.path != row.photo.path and not made.path.exists():
                lost.append(row.photo.id)

        def doubt(write: Write) -> None:
            prepared.outdate(write, other)
            for photo_id in lost:
                prepared.forget(write, photo_id)

        if other or lost:
            self._library.write(doubt)

    def _look_again(self) -> None:
        """Of what was passed over, find what has become something else."""
        touched, self._touched = self._touched, set()
        passed = self._passed
        for photo_id in touched & passed.keys():
            work = self._library.read(self._work, photo_id, ordered=False)
            if work is None or work.plan.recipe != passed[photo_id]:
                del passed[photo_id]

    def _tidy(self) -> None:
        for photo_id, path in self._library.read(prepared.copies_done):
            self._library.write(prepared.drop_copy, photo_id)
            _delete(path)
        if self._untidy:
            self._untidy = False
            known = self._library.read(prepared.files)
            for file in self._folder.glob("*/*"):
                if file not in known:
                    _delete(file)
            for folder in self._folder.glob("*"):
                with contextlib.suppress(OSError):
                    folder.rmdir()  # refuses unless it is empty


def _check(plan: Plan) -> None:
    """Raises `FileChanged`, or OSError when a source is gone."""
    for source in plan.sources:
        check_unchanged(source.path, source.bytes, source.mtime_ns)


def _delete(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
