"""`luster demo`: the whole product on this machine, with the sample shoot, in the window or without one.

With a folder of recorded answers the window opens on the folder's photos instead.
"""

from __future__ import annotations

import argparse
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from luster_desktop.cli import signin
from luster_desktop.cli.contact_sheet import ContactSheet
from luster_desktop.cli.display import no_display
from luster_desktop.cli.interrupt import terminable
from luster_desktop.cli.report import Reporter, Result, not_allowed
from luster_desktop.cli.run import ConnectionLost, Ended, SignedOut, Stuck, carry_through
from luster_desktop.cli.services import Services
from luster_desktop.cli.stack import Stack, StackFailed
from luster_desktop.cloud.api import ApiClient, ApiProblem, ApiUnreachable
from luster_desktop.cloud.session import NotSignedIn, Session, SignInFailed, SignInUnreachable
from luster_desktop.facts import ScannedFile
from luster_desktop.intake.scan import scan
from luster_desktop.library.database import LibraryInUse
from luster_desktop.library.models import Edit, Recipe, Shoot
from luster_desktop.library.store import Library
from luster_desktop.operations import adding, ordering, recipes, samples
from luster_desktop.paths import Paths, resource
from luster_desktop.settings import DesktopSettings
from luster_desktop.words.reasons import sentence

CREDITS = 25
ORIGIN = "demo"


def run(arguments: argparse.Namespace, settings: DesktopSettings) -> int:
    """Run the command; returns the exit code.

    0 all done (or the window was closed), 1 not all, 2 the command itself is wrong, 130 interrupted.
    """
    reporter = Reporter(as_json=False)
    try:
        with terminable():
            return _run(arguments, settings, reporter)
    except KeyboardInterrupt as interrupt:
        reporter.say("Stopped. The same command goes on where it stopped.")
        return int(interrupt.args[0]) if interrupt.args else 130
    except (StackFailed, Stuck, LibraryInUse, SignInFailed, SignInUnreachable, ApiUnreachable) as error:
        reporter.say(f"luster demo: {sentence(str(error))}")
    except (SignedOut, NotSignedIn, ConnectionLost):
        reporter.say("luster demo: The one-machine stack stopped answering. Run the command again.")
    except ApiProblem as problem:
        reporter.say(f"luster demo: {sentence(problem.problem.detail)}")
    except OSError as error:
        reporter.say(f"luster demo: {not_allowed(error)}")
    return 1


def _run(arguments: argparse.Namespace, settings: DesktopSettings, reporter: Reporter) -> int:
    reason = None if arguments.headless else no_display()
    if arguments.answers is not None and (arguments.headless or reason is not None):
        reporter.say("luster demo: --answers needs the window. `luster enhance --local --answers` works without one.")
        return 2
    if reason is not None:
        reporter.say(f"{reason} The sample shoot is edited without a window.")
    reporter.say("Starting Luster on this machine …")
    home = Paths(settings.home / "demo").create().home
    with Stack(home / "stack", arguments.answers) as machine:
        local = machine.settings()
        if arguments.headless or reason is not None:
            with Services(local) as services:
                _sign_in(services.session, services.api, machine, local)
                return _without_window(services, arguments.out, reporter)
        return _with_window(machine, local, arguments.answers)


def _sign_in(session: Session, api: ApiClient, machine: Stack, settings: DesktopSettings) -> None:
    user = signin.by_mailbox(session, settings, signin.DEMO_EMAIL)
    api.account()  # the service makes the account at the first request
    machine.grant(user.email, CREDITS, reason="Demo", ref=f"demo-{user.id}")


def _with_window(machine: Stack, settings: DesktopSettings, answers: Path | None) -> int:
    def sign_in(session: Session) -> None:
        api = ApiClient(settings, session)
        try:
            _sign_in(session, api, machine, settings)
        finally:
            api.close()

    library = Library(Paths(settings.home).library)
    try:
        if answers is None:
            shoot, _files = _sample_shoot(library, settings.home)
            samples.add_results(library, shoot.id)
        else:
            folder = answers.expanduser().resolve()
            _shoot(library, folder / "photos", folder.name, f"{ORIGIN} {folder}")
    finally:
        library.close()
    from luster_desktop.app import main as open_window

    return open_window(settings, sign_in=sign_in)


def _without_window(services: Services, out: Path, reporter: Reporter) -> int:
    shoot, files = _sample_shoot(services.library, services.settings.home)
    rows, _damaged = adding.take_in(services.library, shoot, files, merge=True)
    offer = services.api.presets()
    sheet = ContactSheet(out.expanduser().absolute(), shoot.name, offer.presets)
    wanted: list[_Wanted] = []
    photos = {row.photo.name: row for row in rows}
    for entry in _demo()["orders"]:
        recipe = recipes.recipe_of(offer, [Edit(**edit) for edit in entry["edits"]])
        ids = [photos[name].photo.id for name in entry["photos"]]
        receipt = ordering.order(services.library, services.engine, ids, recipe)
        by_photo = {job.photo_id: job.id for job in receipt.jobs}
        wanted += [_Wanted(id_, recipe, by_photo.get(id_), receipt.refused.get(id_)) for id_ in ids]
    ends: dict[UUID, Ended] = {}

    def ended(end: Ended) -> None:
        ends[end.job.id] = end
        path = end.output.path if end.output else None
        status = "succeeded" if path else end.job.state.value
        taken = end.job.credits or 0 if path else 0
        reporter.step(Result(end.path, status, path, taken, end.error, end.job.fidelity), end.job.recipe.label)

    job_ids = [item.job_id for item in wanted if item.job_id is not None]
    edited = len({item.photo_id for item in wanted})
    reporter.say(f"{len(files)} files in the shoot make {len(rows)} photos. Editing {edited}, {len(job_ids)} edits …")
    for row in rows:
        if row.exposures:
            reporter.say(f"{row.photo.name}: {len(row.exposures)} exposures are merged on this computer first.")
    carry_through(services, job_ids, ended=ended, progress=reporter.progress)
    reporter.finish()
    for row in services.library.photos(shoot.id):
        for item in (item for item in wanted if item.photo_id == row.photo.id):
            end = ends.get(item.job_id) if item.job_id else None
            sheet.add(row.photo, row.before, item.recipe, end, item.refused)
    page = sheet.write()
    reporter.say(f"{sheet.good} of {sheet.number} edits done. Before and after of each:")
    reporter.answer(page)
    return 0 if sheet.good == sheet.number else 1


@dataclass(frozen=True, slots=True)
class _Wanted:
    photo_id: UUID
    recipe: Recipe
    job_id: UUID | None
    refused: str | None


def _sample_shoot(library: Library, home: Path) -> tuple[Shoot, list[ScannedFile]]:
    """The sample shoot in the library. Its files are copied first: as the user's own, they outlive an update."""
    folder = home / "Sample shoot"
    folder.mkdir(exist_ok=True)
    for source in sorted(resource("sample_shoot").iterdir()):
        copy = folder / source.name
        if not copy.exists() or copy.stat().st_size != source.stat().st_size:
            part = folder / f".{source.name}.part"
            shutil.copyfile(source, part)
            part.replace(copy)
    return _shoot(library, folder, _demo()["title"], ORIGIN)


def _shoot(library: Library, folder: Path, title: str, origin: str) -> tuple[Shoot, list[ScannedFile]]:
    shoot = adding.shoot_for(library, origin, title)
    files = [item for item in scan([folder]) if isinstance(item, ScannedFile)]
    library.add_photos(shoot.id, files)
    return shoot, files


def _demo() -> dict[str, Any]:
    return tomllib.loads(resource("demo.toml").read_text(encoding="utf-8"))
