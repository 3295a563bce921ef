"""`luster enhance`: photos in, edited photos out, with the same engine as the window."""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from backend.contract import FreeAgain, PresetList
from luster_desktop.cli import signin
from luster_desktop.cli.interrupt import terminable
from luster_desktop.cli.report import Reporter, Result, not_allowed
from luster_desktop.cli.rulings import Rules, allow, saying
from luster_desktop.cli.run import ConnectionLost, Ended, SignedOut, Stuck, carry_through
from luster_desktop.cli.services import Services
from luster_desktop.cli.stack import Stack, StackFailed
from luster_desktop.cli.usage import UsageError, edits_of
from luster_desktop.cloud.api import ApiProblem, ApiUnreachable
from luster_desktop.cloud.session import NotSignedIn, SignInFailed, SignInUnreachable
from luster_desktop.delivery.folder import Folder, SaveFailed
from luster_desktop.delivery.profiles import Profile
from luster_desktop.facts import ScannedFile
from luster_desktop.intake.scan import RejectedFile, scan
from luster_desktop.library import decisions, stacks
from luster_desktop.library.database import LibraryInUse
from luster_desktop.library.models import PhotoRow, Recipe, Shoot
from luster_desktop.library.tables import TooNew
from luster_desktop.operations import adding, ordering, proposing, recipes, ruling
from luster_desktop.operations.proposing import Left, Proposals
from luster_desktop.operations.recipes import NotOffered
from luster_desktop.operations.saving import save_output
from luster_desktop.reasons import Reason
from luster_desktop.settings import DesktopSettings
from luster_desktop.words import orders as words
from luster_desktop.words import proposals
from luster_desktop.words.reasons import sentence
from luster_desktop.words.recipes import detailed, named

RESULTS = "luster"
"""The folder for results, next to the photos."""
KEPT = "What was ordered is kept: the same command goes on where it stopped."


def run(arguments: argparse.Namespace, settings: DesktopSettings) -> int:
    """Run the command; returns the exit code: 0 all done, 1 not all, 2 wrong usage, 130 or 143 when interrupted."""
    reporter = Reporter(as_json=arguments.json)
    try:
        with terminable():
            return _Enhance(arguments, settings, reporter).run()
    except (UsageError, NotOffered) as error:
        reporter.say(f"luster enhance: {sentence(str(error))}")
        return 2
    except KeyboardInterrupt as interrupt:
        reporter.say(f"Stopped. {KEPT}")
        return int(interrupt.args[0]) if interrupt.args else 130
    except (SignInFailed, StackFailed, LibraryInUse, TooNew) as error:
        reporter.say(f"luster enhance: {sentence(str(error))}")
    except (SignedOut, NotSignedIn):
        reporter.say(f"The sign-in has expired. Sign in again. {KEPT}")
    except (ApiUnreachable, SignInUnreachable, ConnectionLost):
        reporter.say(f"The service cannot be reached. Check the connection. {KEPT}")
    except Stuck as stuck:
        reporter.say(f"luster enhance: {sentence(str(stuck))} {KEPT}")
    except ApiProblem as problem:
        where = f" {problem.problem.url}" if problem.problem.url else ""
        reporter.say(f"luster enhance: {sentence(problem.problem.detail)}{where}")
    except OSError as error:
        reporter.say(f"luster enhance: {not_allowed(error)}")
    return 1


class _Enhance:
    def __init__(self, arguments: argparse.Namespace, settings: DesktopSettings, reporter: Reporter) -> None:
        self._arguments = arguments
        self._settings = settings
        self._reporter = reporter
        if arguments.out is not None and arguments.out.exists() and not arguments.out.is_dir():
            raise UsageError(f"{arguments.out} is not a folder. Name another with --out.")
        if arguments.answers is not None and not arguments.local:
            raise UsageError("--answers is for edits on this machine: add --local.")
        self._given = edits_of(arguments.edit, arguments.preset, arguments.param)
        self._sources = [_source(path) for path in arguments.paths]
        self._ends: Counter[str] = Counter()
        self._credits = 0
        self._passed_over = 0
        self._targets = {source: self._target(source) for source in self._sources}
        self._folders: dict[Path, Folder] = {}
        self._free: FreeAgain | None = None

    def run(self) -> int:
        listed = list(scan(self._sources, skip=self._result_folders()))
        files = [item for item in listed if isinstance(item, ScannedFile)]
        new = {target for target in self._targets.values() if not target.exists()}
        if files:
            self._check_targets()
        for item in listed:
            if isinstance(item, RejectedFile):
                self._end(Result(item.path, "rejected", error=item.reason))
        if files:
            with ExitStack() as stack:
                self._edit(files, stack)
        if len(listed) == self._passed_over:
            self._reporter.say("There are no photos here.")
        for target in new:
            with contextlib.suppress(OSError):
                target.rmdir()  # refuses unless nothing was saved there
        return self._sum_up()

    def _result_folders(self) -> set[Path]:
        """What earlier runs made in the given folders is no photo of theirs, unless a result folder is itself given."""
        made = [*self._targets.values(), *(source / RESULTS for source in self._sources)]
        given = {os.path.realpath(source) for source in self._sources}
        return {folder for folder in made if os.path.realpath(folder) not in given}

    def _may_be_result(self, file: ScannedFile) -> bool:
        """Whether earlier results may lie among the photos, because they went, and go, to the photos' own folder."""
        source = self._source_of(file.path)
        return file.path != source and _same(file.path.parent, self._targets[source])

    def _check_targets(self) -> None:
        try:
            for target in self._targets.values():
                self._folder(target)
        except SaveFailed as error:
            raise UsageError(f"{sentence(str(error))} --out names it.") from None

    def _edit(self, files: Sequence[ScannedFile], stack: ExitStack) -> None:
        settings, machine = self._settings, None
        if self._arguments.local:
            self._reporter.say("Starting Luster on this machine …")
            machine = stack.enter_context(Stack(settings.home / "this-machine" / "stack", self._arguments.answers))
            settings = machine.settings()
        services = stack.enter_context(Services(settings))
        if services.library.notice:
            self._reporter.say(sentence(services.library.notice))
        signin.ensure(services.session, settings, self._arguments.email)
        if services.session.notice:
            self._reporter.say(sentence(services.session.notice))
        photos = adding.without_results(services.library, files, self._may_be_result)
        self._passed_over = len(files) - len(photos)
        offer = services.api.presets()
        recipe = (
            None if self._arguments.auto else saying(recipes.recipe_of(offer, self._given), self._arguments.removes)
        )
        self._free = services.api.account().free_again
        self._rules = Rules(services.library.folder, self._arguments.profile, self._reporter)
        job_ids = self._order(services, photos, recipe, offer)
        if machine is not None:
            _provide_credits(services, machine, offer.credits * len(job_ids))
        carry_through(
            services,
            job_ids,
            ended=lambda end: self._settle(services, end),
            progress=self._reporter.progress,
        )

    def _order(
        self, services: Services, files: Sequence[ScannedFile], recipe: Recipe | None, offer: PresetList
    ) -> list[UUID]:
        job_ids: list[UUID] = []
        by_source: dict[Path, list[ScannedFile]] = {}
        for file in files:
            by_source.setdefault(self._source_of(file.path), []).append(file)
        taken = [self._take_in(services, source, some) for source, some in by_source.items()]
        wanted = [self._wanted(shoot, rows, recipe, offer) for shoot, rows in taken]
        for (shoot, rows), orders in zip(taken, wanted, strict=True):
            profile = self._rules.profile_of(shoot)
            self._rules.keep(services.library, shoot)
            receipt = ordering.order_all(
                services.library,
                services.engine,
                orders,
                again=self._arguments.again,
                rule=partial(ruling.decided, profile),
            )
            job_ids += [job.id for job in receipt.jobs]
            paths = {row.photo.id: row.file.path for row in rows}
            for photo_id, reason in receipt.refused.items():
                self._end(Result(paths[photo_id], "rejected", error=reason))
        return job_ids

    def _take_in(
        self, services: Services, source: Path, files: Sequence[ScannedFile]
    ) -> tuple[Shoot, Sequence[PhotoRow]]:
        """The shoot of one argument, with its photos."""
        folder = source if source.is_dir() else source.parent
        merge = self._arguments.merge or self._arguments.auto
        # Shoots of their own: photos by themselves in one run are exposures in the other, and what was chosen in
        # one is not what is proposed in the other.
        how = " --auto" if self._arguments.auto else " --merge" if merge else ""
        shoot = adding.shoot_for(services.library, f"enhance{how} {folder}", folder.name or "Photos")
        rows, damaged = adding.take_in(services.library, shoot, files, merge=merge)
        taken = {photo.path for photo in services.library.read(stacks.everything, shoot.id).values()}
        if copies := sum(file.path not in taken for file in files):
            self._reporter.say(f"Passed over as copies of other photos here: {copies}.")
        for path, reason in damaged.items():
            self._end(Result(path, "rejected", error=reason))
        return shoot, rows

    def _wanted(
        self, shoot: Shoot, rows: Sequence[PhotoRow], recipe: Recipe | None, offer: PresetList
    ) -> list[tuple[list[UUID], Recipe]]:
        """What is to be ordered, said with its price and what the rules say of it. Raises `UsageError`."""
        profile = self._rules.profile_of(shoot)
        if recipe is None:
            return self._proposed(profile, rows, offer)
        new = self._say_quote(rows, recipe, offer, again=self._arguments.again)
        if self._rules.say(profile, recipe, offer) and new:
            allow(profile, allowed=self._arguments.allow_prohibited, asked=not self._arguments.json)
        return [([row.photo.id for row in rows], recipe)]

    def _say_quote(self, rows: Sequence[PhotoRow], recipe: Recipe, offer: PresetList, *, again: bool) -> bool:
        """What the order takes, and which photos do not fit it, before it is given; whether it orders anything."""
        quoted = ordering.quote(rows, (), recipe, offer, None, signed_in=True, free=self._free)
        if quoted.photo_ids and not again:
            several = f"{detailed(recipe, offer)}. " if len(recipe.edits) > 1 else ""
            self._reporter.say(f"{several}{words.cost(quoted)}.")
        if warning := words.unfit(quoted):
            self._reporter.say(warning)
            unfit = [row.file.path.name for row in rows if row.photo.id in quoted.unfit]
            self._reporter.say(f"  {', '.join(unfit)}")
        if quoted.unsure:
            self._reporter.say(words.doubt(quoted.unsure))
            for row in rows:
                if row.photo.unsure and row.photo.id in quoted.photo_ids:
                    names = ", ".join(photo.name for photo in row.exposures or (row.photo,))
                    self._reporter.say(f"  {names}: {sentence(row.photo.unsure)}")
        return again or bool(quoted.photo_ids)

    def _proposed(
        self, profile: Profile, rows: Sequence[PhotoRow], offer: PresetList
    ) -> list[tuple[list[UUID], Recipe]]:
        """What is proposed for these, said before it is ordered; and what an earlier run has ordered for them."""
        found = proposing.proposed(rows, offer)
        titles = {preset.id: preset.title for preset in offer.presets}
        names = {row.photo.id: row.file.path.name for row in rows}
        found = self._without_prohibited(profile, found, rows, offer)
        for line in found.lines:
            self._reporter.say(proposals.told(line, named(line.recipe, titles), names))
        if found.lines:
            bill = proposing.bill(rows, found.lines, offer, None, signed_in=True, free=self._free)
            self._reporter.say(f"{proposals.cost(found.lines, bill)}.")
        orders = [(list(line.photo_ids), line.recipe) for line in found.lines]
        for row in rows:
            why = found.left_out.get(row.photo.id)
            if why is Left.ORDERED:
                orders += [([row.photo.id], recipe) for recipe in proposing.recipes_of(row)]
            elif why is not None:
                doubt = f" {sentence(row.photo.unsure)}" if row.photo.unsure else ""
                self._end(Result(row.file.path, "left_out", error=f"{proposals.why_left(why)}{doubt}"))
        return orders

    def _without_prohibited(
        self, profile: Profile, found: Proposals, rows: Sequence[PhotoRow], offer: PresetList
    ) -> Proposals:
        """What nobody has chosen by name is not ordered where it is prohibited, unless the command allows it."""
        lines = []
        for line in found.lines:
            prohibited = self._rules.say(profile, line.recipe, offer)
            if not prohibited or self._arguments.allow_prohibited:
                lines.append(line)
                continue
            reason = Reason.EDIT_PROHIBITED.of(edit=prohibited[0].told, rule=prohibited[0].rule.sentence)
            for row in rows:
                if row.photo.id in line.photo_ids:
                    self._end(Result(row.file.path, "left_out", error=reason))
        return replace(found, lines=tuple(lines))

    def _settle(self, services: Services, end: Ended) -> None:
        said = self._rules.as_json(services.library.read(decisions.of_job, end.job.id))
        if end.output is None:
            self._end(Result(end.path, end.job.state.value, error=end.error, rulings=said))
            return
        taken = end.job.credits or 0
        folder = self._targets[self._source_of(end.path)]
        try:
            saved = save_output(services.library, end.job.id, self._folder(folder), words=self._arguments.words).path
        except SaveFailed as error:
            self._end(Result(end.path, "failed", credits=taken, error=str(error), rulings=said))
        else:
            fidelity = end.job.fidelity
            self._end(Result(end.path, "succeeded", saved, taken, fidelity=fidelity, rulings=said))

    def _end(self, result: Result) -> None:
        self._ends[result.status] += 1
        self._credits += result.credits
        self._reporter.result(result)

    def _sum_up(self) -> int:
        self._reporter.finish()
        number = self._ends.total() - self._ends["left_out"]
        good = self._ends["succeeded"]
        others = ", ".join(
            f"{count} {status.replace('_', ' ')}"
            for status, count in sorted(self._ends.items())
            if status != "succeeded"
        )
        self._reporter.say(
            f"{good} of {number} done" + (f", {others}" if others else "") + f". Credits taken: {self._credits}."
        )
        return 0 if number and good == number else 1

    def _source_of(self, path: Path) -> Path:
        """The argument that led to a file: the closest one."""
        over = [source for source in self._sources if path == source or source in path.parents]
        return max(over, key=lambda source: len(source.parts))

    def _target(self, source: Path) -> Path:
        """Where the results of one argument go."""
        if self._arguments.out is not None:
            return Path(self._arguments.out).expanduser().absolute()
        beside = source if source.is_dir() else source.parent
        if _writable(beside):
            return beside / RESULTS
        other = Path.cwd() / f"{RESULTS} {beside.name}".strip()
        self._reporter.say(f"{beside.name} cannot be written to, so the results go to {other}. --out names another.")
        return other

    def _folder(self, path: Path) -> Folder:
        """Raises `SaveFailed`."""
        if path not in self._folders:
            self._folders[path] = Folder(path)
            if not _writable(path):
                raise SaveFailed(Reason.TARGET_FORBIDDEN.of(name=path.name))
        return self._folders[path]


def _source(path: Path) -> Path:
    absolute = path.expanduser().absolute()
    if not absolute.exists():
        raise UsageError(f"{path} does not exist.")
    return absolute


def _same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _writable(folder: Path) -> bool:
    """Whether files can be made there: permissions do not tell on every system, so one is made."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _provide_credits(services: Services, machine: Stack, needed: int) -> None:
    """On this machine credits are free: as many as the run may need."""
    account = services.api.account()
    missing = needed - account.credits.available
    if missing > 0:
        machine.grant(account.email, missing, reason="Edits on this machine", ref=f"this-machine-{uuid4()}")
