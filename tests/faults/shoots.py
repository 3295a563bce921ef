"""One user's shoot: credits are bought, photos ordered and saved; what is true at its end, whatever happened."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from PIL import Image

from backend.ledger_check import CHECKS
from luster_desktop.cli.signin import by_mailbox
from luster_desktop.cloud.api import ApiClient, ApiProblem, ApiUnreachable
from luster_desktop.cloud.session import Session, SignInFailed, SignInUnreachable
from luster_desktop.settings import DesktopSettings
from tests.desktop.photos import picture
from tests.faults import roles
from tests.faults.injection import Fault
from tests.faults.processes import Forked, Handle, Place
from tests.faults.world import World

EVENTS = ("uploaded", "queued", "succeeded", "failed")
"""Kinds of events of which each photo has the same number however often something was tried again."""


@dataclass(frozen=True, slots=True)
class State:
    """What a shoot has come to, without times and ids; equal for equal photos."""

    photos: dict[str, str]
    """Name of a saved copy to its SHA-256."""
    outputs: dict[str, str]
    """Name of a photo to its job's state and the SHA-256 of the output."""
    ledger: tuple[tuple[str, int], ...]
    held: int
    events: dict[str, int]
    originals: int
    """Objects of photos in storage."""
    untidy: tuple[str, ...]
    """Files that should not have been left behind, and rules of the ledger that are broken."""


class Shoot:
    """A new user with an app of their own."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.email = f"{uuid4().hex[:12]}@luster.test"
        self.inbox = folder / "inbox"
        self.home = folder / "home"
        self.saved = folder / "saved"
        self.inbox.mkdir(parents=True)
        self.place: Place | None = None

    def put(self, name: str, seed: int, *, refused: bool = False, large: bool = False) -> None:
        """Put a photo into the folder that the app looks at."""
        part = self.inbox / f"{name}.part"
        if large:
            made = picture(640, 480, seed=seed)
        else:
            colour = (255, 0, 0) if refused else (seed * 37 % 200, seed * 91 % 256, seed * 53 % 256)
            made = Image.new("RGB", (48, 32), colour)
            made.putpixel((seed % 48, seed // 48 % 32), (0, seed % 256, seed // 256 % 256))
        made.save(part, "JPEG", quality=90)
        part.replace(self.inbox / f"{name}.jpg")

    def end(self) -> None:
        """Nothing more will come."""
        (self.inbox / "the end").touch()

    @property
    def again(self) -> list[str]:
        """What the user had to order again, and why."""
        notes = self.inbox / "again"
        return notes.read_text().splitlines() if notes.exists() else []

    def buy(self, pack: str = "starter", credits: int = 25) -> None:
        """Buy a pack, as the user does in the app and at the payment service's page, and wait for the credits."""
        had = self.posted()
        link = self.checkout(pack)
        assert link is not None
        self.world.payments.post(f"/control/sessions/{link.rpartition('/')[2]}/pay").raise_for_status()
        self.world.until(lambda: self.posted() == had + credits, "the credits")

    def checkout(self, pack: str, ended: threading.Event | None = None) -> str | None:
        """The page of the payment service for a pack; None when it is no longer wanted."""
        settings = DesktopSettings.from_environment(self.world.environment | {"LUSTER_HOME": str(self.home)})
        session = Session(settings, keep=False)
        api = ApiClient(settings, session)
        try:
            while ended is None or not ended.is_set():
                # The app may be signing in with another code at the same moment.
                with suppress(ApiUnreachable, ApiProblem, SignInFailed, SignInUnreachable):
                    if session.user is None:
                        by_mailbox(session, settings, self.email)
                    return api.checkout(pack).url
                time.sleep(0.05)
        finally:
            api.close()
            session.close()
        return None

    def posted(self) -> int:
        found = self.world.ask(
            "SELECT c.posted FROM luster.credits c JOIN luster.users u ON u.id = c.user_id WHERE u.email = :email",
            email=self.email,
        )
        return found[0].posted if found else 0

    def start(self, lives: Sequence[tuple[Fault, ...]] = (), trace: Path | None = None) -> Place:
        """Start the app; each time that it is started it has the faults of its next life."""
        left = list(lives)

        def start() -> Handle:
            faults = left.pop(0) if left else ()
            part = self.world.part("engine", faults, trace, LUSTER_HOME=str(self.home))
            return Forked(roles.engine, part, self.email, self.inbox, self.saved)

        self.place = Place("engine", start)
        return self.place

    def close(self) -> None:
        if self.place is not None:
            self.place.close()

    def state(self) -> State:
        """What it has come to."""
        rows = self.world.ask(
            "SELECT a.filename, j.state, j.output_sha256, j.output_key FROM luster.jobs j JOIN luster.assets a "
            "ON a.id = j.asset_id JOIN luster.users u ON u.id = j.user_id WHERE u.email = :email ORDER BY 1, 2",
            email=self.email,
        )
        ledger = self.world.ask(
            "SELECT e.kind, e.amount FROM luster.credit_entries e JOIN luster.users u ON u.id = e.user_id "
            "WHERE u.email = :email ORDER BY 1, 2",
            email=self.email,
        )
        [held] = self.world.ask(
            "SELECT c.held FROM luster.credits c JOIN luster.users u ON u.id = c.user_id WHERE u.email = :email",
            email=self.email,
        )
        return State(
            photos={path.name: _sha256(path) for path in self.saved.glob("*.jpg")} if self.saved.exists() else {},
            outputs={f"{row.filename} {number}": f"{row.state} {row.output_sha256}" for number, row in _numbered(rows)},
            ledger=tuple((row.kind, row.amount) for row in ledger),
            held=held.held,
            events=self.events(),
            originals=sum(1 for path in self._objects() if path.name.startswith("original")),
            untidy=(*self._left_behind(rows), *self._broken_rules()),
        )

    def events(self) -> dict[str, int]:
        """How many events of the kinds that count there were."""
        rows = self.world.ask(
            "SELECT e.kind, count(*) AS number FROM luster.job_events e JOIN luster.shoots s ON s.id = e.shoot_id "
            "JOIN luster.users u ON u.id = s.user_id WHERE u.email = :email GROUP BY 1",
            email=self.email,
        )
        return {row.kind: row.number for row in rows if row.kind in EVENTS}

    def _objects(self) -> Iterator[Path]:
        [user] = self.world.ask("SELECT id FROM luster.users WHERE email = :email", email=self.email)
        bucket = self.world.settings.data_dir / "objects" / self.world.environment["S3_BUCKET"]
        return (path for path in (bucket / str(user.id)).rglob("*") if path.is_file())

    def _left_behind(self, rows: list[Any]) -> Iterator[str]:
        for folder in (self.home, self.saved):
            yield from (f"{path.name} is left behind" for path in folder.rglob("*.part"))
        objects = {str(path).partition(f"/{self.world.environment['S3_BUCKET']}/")[2]: path for path in self._objects()}
        for row in rows:
            if row.state == "succeeded" and _sha256(objects.get(row.output_key)) != row.output_sha256:
                yield f"the output of {row.filename} is not in storage"

    def _broken_rules(self) -> Iterator[str]:
        for rule, statement in CHECKS.items():
            yield from (f"{rule}: {row.subject}" for row in self.world.ask(statement))


@contextmanager
def shoot(world: World, folder: Path) -> Iterator[Shoot]:
    """A shoot whose app is ended with the context."""
    made = Shoot(world, folder)
    try:
        yield made
    finally:
        made.close()


def _numbered(rows: list[Any]) -> Iterator[tuple[int, Any]]:
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row.filename] += 1
        yield seen[row.filename], row


def _sha256(path: Path | None) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path is not None and path.exists() else ""
