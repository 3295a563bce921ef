"""`luster watch`: from the card to the MLS' folder with nobody there."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from luster_desktop.cli import enhance
from luster_desktop.cli.deliver import Wanted, deliver, home_of, wanted_by
from luster_desktop.cli.interrupt import terminable
from luster_desktop.cli.report import Reporter, not_allowed
from luster_desktop.cli.rulings import Rules, allow, saying
from luster_desktop.cli.usage import UsageError, edits_of
from luster_desktop.delivery.folder import SaveFailed
from luster_desktop.intake.watch import Arrivals
from luster_desktop.library.database import LibraryInUse
from luster_desktop.operations import recipes
from luster_desktop.operations.recipes import NotOffered
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.presets.catalogue import built_in
from luster_desktop.words.counts import photos
from luster_desktop.words.reasons import sentence

LOOK = 1.0
"""Seconds between two looks at the folder."""
DELIVERED = "delivered"


def run(arguments: argparse.Namespace, settings: DesktopSettings) -> int:
    """Run until Ctrl-C; returns the exit code: 2 for wrong usage, 130 or 143 when interrupted."""
    reporter = Reporter(as_json=arguments.json)
    folder = arguments.folder.expanduser().absolute()
    if not folder.is_dir():
        reporter.say(f"luster watch: {arguments.folder} is not a folder.")
        return 2
    try:
        with terminable():
            return _watch(arguments, settings, folder, reporter)
    except KeyboardInterrupt as interrupt:
        reporter.say("Stopped watching. The same command goes on where it was.")
        return int(interrupt.args[0]) if interrupt.args else 130
    except (UsageError, NotOffered) as error:
        reporter.say(f"luster watch: {sentence(str(error))}")
        return 2
    except OSError as error:
        reporter.say(f"luster watch: {not_allowed(error)}")
    return 1


def _watch(arguments: argparse.Namespace, settings: DesktopSettings, folder: Path, reporter: Reporter) -> int:
    results = (arguments.out or folder / enhance.RESULTS).expanduser().absolute()
    target = (arguments.delivered or results / DELIVERED).expanduser().absolute()
    arguments.paths = [folder]
    arguments.shoot, arguments.delivered = folder, target
    wanted = wanted_by(arguments, settings)
    _agree(arguments, home_of(arguments, settings), reporter)
    reporter.say(f"Watching {folder}. What arrives is edited once {arguments.after:g} seconds bring no more.")
    arrivals = Arrivals(folder, {})
    count, last = 0, 0.0
    while True:
        now = time.monotonic()
        look = arrivals.look(now)
        new = [path for path in look.complete if results not in path.parents and target not in path.parents]
        if new:
            count, last = count + len(new), now
        if count and not look.waiting and now - last >= arguments.after:
            reporter.say(f"{photos(count)} arrived.")
            code = enhance.run(arguments, settings)
            if code == 2 or code >= 128:
                return code
            code = _deliver(wanted, home_of(arguments, settings), reporter)
            if code == 2:
                return code
            count = 0
            reporter.say(f"Delivered to {target}. Watching {folder}.")
        time.sleep(LOOK)


def _agree(arguments: argparse.Namespace, home: Path, reporter: Reporter) -> None:
    """Ask now about what the rules prohibit, and not when photos come and nobody is there. Raises `UsageError`."""
    if arguments.auto:
        return
    offer, rules = built_in(), Rules(home, arguments.profile, reporter)
    given = edits_of(arguments.edit, arguments.preset, arguments.param)
    recipe = saying(recipes.recipe_of(offer, given), arguments.removes)
    if rules.say(rules.profile_of(), recipe, offer):
        allow(rules.profile_of(), allowed=arguments.allow_prohibited, asked=not arguments.json)
        arguments.allow_prohibited = True


def _deliver(wanted: Wanted, home: Path, reporter: Reporter) -> int:
    """What cannot be delivered now is with the next photos."""
    try:
        return deliver(wanted, home, reporter)
    except UsageError as error:
        reporter.say(f"luster watch: {sentence(str(error))}")
        return 2
    except (SaveFailed, LibraryInUse) as error:
        reporter.say(sentence(str(error)))
        return 1
