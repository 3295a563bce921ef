"""What the rules of a shoot say of edits, said on the terminal before anything is ordered."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luster_desktop.cli.report import Reporter
from luster_desktop.cli.usage import UsageError
from luster_desktop.delivery import shelf
from luster_desktop.delivery.items import Kind
from luster_desktop.delivery.judging import Ruling
from luster_desktop.delivery.profiles import Profile, Verdict
from luster_desktop.library import shoots
from luster_desktop.library.models import Recipe, Ruled, Shoot
from luster_desktop.operations import ruling
from luster_desktop.reasons import Reason
from luster_desktop.words import deliveries as words
from luster_desktop.words.reasons import sentence

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.library.store import Library

REMOVALS = {"movable": Kind.REMOVE_MOVABLE, "fixed": Kind.REMOVE_FIXED, "damage": Kind.REMOVE_DEFECT}
"""What is typed for what goes."""


def saying(recipe: Recipe, removes: Sequence[str]) -> Recipe:
    """The recipe with what goes with each painted part, in the order of the parts. Raises `UsageError`."""
    if not removes:
        return recipe
    painted = [edit.parameters["region"] for edit in recipe.edits if edit.preset == ruling.REMOVE]
    if not painted or len(removes) > painted[0].count(";") + 1:
        raise UsageError(Reason.NOTHING_REMOVED)
    return ruling.saying(recipe, [REMOVALS[one] for one in removes])


class Rules:
    """The profiles of a data folder, of which `named` holds for every shoot of the run where it is given."""

    def __init__(self, home: Path, named: str | None, reporter: Reporter) -> None:
        self._named = named
        self._reporter = reporter
        self._shelf = shelf.profiles(home)
        self._said: set[tuple[str, Ruling | None]] = set()
        for trouble in self._shelf.troubles:
            reporter.say(sentence(trouble))
        if named is not None and named not in self._shelf.items:
            raise UsageError(Reason.NO_SUCH_PROFILE.of(name=named, choices=", ".join(self._shelf.items)))

    def profile_of(self, shoot: Shoot | None = None) -> Profile:
        """Whose rules hold for the shoot."""
        return self._shelf.get(self._named or (shoot.profile if shoot is not None else None), shelf.DEFAULT)

    def keep(self, library: Library, shoot: Shoot) -> None:
        """Have the shoot delivered by the rules that were named, too."""
        if self._named is not None and self._named != shoot.profile:
            library.write(shoots.describe, shoot.id, shoot.address, self._named)

    def say(self, profile: Profile, recipe: Recipe, offer: contract.PresetList) -> list[Ruling]:
        """Say of each edit what the profile says, once in a run; returns those that are prohibited."""
        found = ruling.before_order(profile, recipe, offer)
        if (profile.id, None) not in self._said:
            self._reporter.say(f"{profile.body}. {words.source(profile)}")
        for one in found:
            if (profile.id, one) not in self._said:
                self._reporter.say(f"  {words.ruling(one)}")
                if one.kind is Kind.REMOVE:
                    self._reporter.say(f"  --removes says it: {', '.join(REMOVALS)}.")
        self._said |= {(profile.id, None), *((profile.id, one) for one in found)}
        return [one for one in found if one.rule.verdict is Verdict.PROHIBITED]

    def as_json(self, ruled: Iterable[Ruled]) -> list[dict[str, Any]]:
        """What was said of the edits of one order, with its date and source."""
        return [
            {
                "edit": one.preset,
                "part": one.part,
                "kind": one.kind,
                "verdict": one.verdict.split()[0],
                "not_first": one.verdict.endswith("not_first"),
                "sentence": one.sentence,
                "profile": one.profile,
                "read_on": one.read_on.isoformat(),
                "source": self._shelf.items[one.profile].source if one.profile in self._shelf.items else "",
            }
            for one in ruled
        ]


def allow(profile: Profile, *, allowed: bool, asked: bool) -> None:
    """Go on with what the profile prohibits where the command allows it, or the user says so now.

    Raises `UsageError`.
    """
    if allowed:
        return
    if asked and sys.stdin.isatty() and sys.stderr.isatty():
        sys.stderr.write("Order what is prohibited all the same? [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().casefold() in ("y", "yes"):
            return
    raise UsageError(Reason.PROHIBITED_HERE.of(name=profile.body))
