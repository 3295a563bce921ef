"""What was found of the photos of a shoot, so that a shoot that has changed by one photo costs a look at a dozen."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luster_desktop.intake.finish.pixels import Floats
    from luster_desktop.intake.match.links import Link
    from luster_desktop.intake.match.signs import Signs

BUDGET = 16 * 1024 * 1024
"""Bytes: some 400 photos of which each shares places with all twelve before it, and more of others."""


class Unseen(Exception):
    """A photo cannot be looked at now."""


Look = Callable[[], "Signs | None"]
"""None where the photo shows no room; raises `Unseen`."""


@dataclass(frozen=True, slots=True)
class _Told:
    room: bool
    wall: Floats | None


class Known:
    """A photo of a shoot: what the shoot is solved by, and its signs once a new pair needs them."""

    def __init__(self, name: str, look: Look, told: _Told, signs: Signs | None) -> None:
        self.name, self.room, self.wall = name, told.room, told.wall
        self._look, self._signs = look, signs

    @property
    def signs(self) -> Signs | None:
        """None where it cannot be looked at any more."""
        if self._signs is None:
            with contextlib.suppress(Unseen):
                self._signs = self._look()
        return self._signs


class Memory:
    """Of one shoot at a time, for one thread. Pairs that have no room in it are compared anew.

    Parameters
    ----------
    budget : int
        Bytes of links.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._left = budget
        self._told: dict[str, _Told | None] = {}
        self._links: dict[tuple[str, str], Link | None] = {}

    def keep(self, names: Collection[str]) -> None:
        """Forget all but the photos of these names, which say what is in their files."""
        wanted = set(names)
        self._told = {name: told for name, told in self._told.items() if name in wanted}
        for pair in [pair for pair in self._links if not wanted.issuperset(pair)]:
            self._left += _bytes(self._links.pop(pair))

    def photo(self, name: str, look: Look) -> Known | None:
        """The photo, looked at if it is new; None where it shows no room, or cannot be looked at."""
        signs = None
        if name not in self._told:
            try:
                signs = look()
            except Unseen:
                return None
            self._told[name] = _Told(signs.room, signs.wall) if signs is not None else None
        told = self._told[name]
        return Known(name, look, told, signs) if told is not None else None

    def link(self, one: Known, other: Known) -> Link | None:
        """The places that both photos show, as of `links.link`."""
        from luster_desktop.intake.match.links import link  # loads OpenCV

        pair = one.name, other.name
        if pair in self._links:
            return self._links[pair]
        if one.signs is None or other.signs is None:
            return None
        found = link(one.signs, other.signs)
        if _bytes(found) <= self._left:
            self._links[pair] = found
            self._left -= _bytes(found)
        return found


def _bytes(found: Link | None) -> int:
    return found.one.nbytes + found.other.nbytes + found.weights.nbytes if found is not None else 0
