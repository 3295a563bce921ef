"""`luster deliver`: a shoot's photos as the agent, the MLS and the law accept them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from luster_desktop.cli.interrupt import terminable
from luster_desktop.cli.report import Reporter, not_allowed
from luster_desktop.cli.usage import UsageError
from luster_desktop.delivery import shelf
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.delivery.folder import SaveFailed
from luster_desktop.delivery.marks.signing import Identity
from luster_desktop.delivery.profiles import Profile
from luster_desktop.facts import ScannedFile
from luster_desktop.intake.scan import scan
from luster_desktop.library import shoots
from luster_desktop.library.database import LibraryInUse
from luster_desktop.library.models import Shoot
from luster_desktop.library.store import Library
from luster_desktop.library.tables import TooNew
from luster_desktop.operations import adding, delivering
from luster_desktop.operations.delivering import BadTemplate, Delivered
from luster_desktop.paths import Paths
from luster_desktop.reasons import Reason
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.presets.catalogue import built_in
from luster_desktop.words import deliveries as words
from luster_desktop.words.reasons import sentence

T = TypeVar("T", Profile, ExportRecipe)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command asks to be delivered."""

    shoot: str
    """Its name, or the folder of its photos."""
    out: Path
    profile: str | None
    recipes: tuple[str, ...]
    address: str | None
    archives: bool
    as_json: bool
    url: str = ""
    """Where the disclosure page will be."""
    identity: Identity | None = None


def run(arguments: argparse.Namespace, settings: DesktopSettings) -> int:
    """Run the command; returns the exit code: 0 all pictures pass, 1 not all, 2 wrong usage, 130 when interrupted."""
    reporter = Reporter(as_json=arguments.json)
    try:
        wanted = wanted_by(arguments, settings)
        with terminable():
            return deliver(wanted, home_of(arguments, settings), reporter)
    except UsageError as error:
        reporter.say(f"luster deliver: {sentence(str(error))}")
        return 2
    except KeyboardInterrupt as interrupt:
        reporter.say("Stopped. The same command goes on where it was.")
        return int(interrupt.args[0]) if interrupt.args else 130
    except (LibraryInUse, TooNew, SaveFailed) as error:
        reporter.say(f"luster deliver: {sentence(str(error))}")
    except OSError as error:
        reporter.say(f"luster deliver: {not_allowed(error)}")
    return 1


def wanted_by(arguments: argparse.Namespace, settings: DesktopSettings) -> Wanted:
    """What the command asks for; `luster watch` asks for the folder that it watches."""
    return Wanted(
        str(arguments.shoot),
        arguments.delivered.expanduser().absolute(),
        arguments.profile,
        tuple(arguments.recipe) or (shelf.LISTING,),
        arguments.address,
        arguments.zip,
        arguments.json,
        arguments.url or "",
        delivering.identity_of(settings),
    )


def home_of(arguments: argparse.Namespace, settings: DesktopSettings) -> Path:
    """The data folder of what was edited with the account, or on this machine alone."""
    return settings.home / "this-machine" if arguments.local else settings.home


def deliver(wanted: Wanted, home: Path, reporter: Reporter) -> int:
    """Deliver; returns the exit code. Raises `UsageError`, `SaveFailed`, `LibraryInUse`, OSError."""
    all_profiles, all_recipes = shelf.profiles(home), shelf.export_recipes(home)
    for trouble in (*all_profiles.troubles, *all_recipes.troubles):
        reporter.say(sentence(trouble))
    recipes = [_chosen(all_recipes.items, name, Reason.NO_SUCH_EXPORT) for name in dict.fromkeys(wanted.recipes)]
    if wanted.profile is not None:
        _chosen(all_profiles.items, wanted.profile, Reason.NO_SUCH_PROFILE)
    library = Library(Paths(home).create().library)
    try:
        shoot = _shoot(library, wanted.shoot, reporter)
        if wanted.profile is not None or wanted.address is not None:
            address = shoot.address if wanted.address is None else wanted.address
            library.write(shoots.describe, shoot.id, address, wanted.profile or shoot.profile)
        items, unready = delivering.gather(library, shoot.id, built_in())
        profile = all_profiles.get(wanted.profile or shoot.profile, shelf.DEFAULT)
        try:
            proposal = delivering.propose(items, profile, recipes, unready)
        except BadTemplate as error:
            raise UsageError(Reason.BAD_TEMPLATE.of(template=str(error), choices=FIELDS)) from None
    finally:
        library.close()
    reporter.say(f"{profile.body}. {words.demands(profile)} {words.source(profile)}")
    for problem in proposal.problems:
        reporter.say(f"{problem.name}: {sentence(problem.reason)}")
    done = delivering.deliver(proposal, wanted.out, archives=wanted.archives, identity=wanted.identity, url=wanted.url)
    _tell(done, reporter, as_json=wanted.as_json)
    return 0 if done.checked and not done.wrong and not proposal.problems else 1


FIELDS = "{n}, {address}, {room}, {name} and {edits}"


def _chosen(there: dict[str, T], name: str, reason: Reason) -> T:
    if name not in there:
        raise UsageError(reason.of(name=name, choices=", ".join(there)))
    return there[name]


def _shoot(library: Library, named: str, reporter: Reporter) -> Shoot:
    """The shoot of that name, or of the photos in that folder: as it was edited or watched before, or a new one."""
    folder = Path(named).expanduser().absolute()
    known = library.shoots()
    by_name = [shoot for shoot in known if shoot.name.casefold() == named.casefold()]
    if by_name:
        if len(by_name) > 1:
            reporter.say(f"{len(by_name)} shoots are called {named}; this is the newest.")
        return by_name[0]
    if not folder.exists():
        names = ", ".join(shoot.name for shoot in known) or "none"
        raise UsageError(f"There is no shoot or folder {named!r}. The shoots here: {names}.")
    origins = (f"enhance --merge {folder}", f"enhance {folder}", f"deliver {folder}")
    found = [shoot for shoot in known if shoot.origin in origins or shoot.watched == folder]
    if found:
        return found[0]
    files = [item for item in scan([folder]) if isinstance(item, ScannedFile)]
    if not files:
        raise UsageError(f"There are no photos in {folder}.")
    shoot = adding.shoot_for(library, origins[-1], folder.name or "Photos")
    adding.take_in(library, shoot, files)
    return shoot


def _tell(done: Delivered, reporter: Reporter, *, as_json: bool) -> None:
    for one in done.checked:
        path = one.exported.path
        wrong = [sentence(reason) for reason in one.wrong]
        if as_json:
            line = {"file": str(path) if path else None, "photo": one.exported.planned.item.name, "wrong": wrong}
            sys.stdout.write(f"{json.dumps(line)}\n")
        elif path is not None:
            reporter.answer(path)
        for what in wrong:
            reporter.say(f"{path.name if path else one.exported.planned.item.name}: {what}")
    _archives(done.archives, reporter, as_json=as_json)
    reporter.say(words.delivered(done))


def _archives(paths: Sequence[Path], reporter: Reporter, *, as_json: bool) -> None:
    for path in paths:
        if as_json:
            sys.stdout.write(f"{json.dumps({'archive': str(path)})}\n")
        else:
            reporter.answer(path)
