"""What is to be prepared and how; two plans with one recipe give one file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from luster_desktop.facts import Finishing, Match
from luster_desktop.intake.formats import is_raw

METHOD = 2
"""Raised when the same plan gives another file than before."""

NOTHING = Finishing(lens=False, verticals=False, whites=False, match=False)


@dataclass(frozen=True, slots=True)
class Source:
    path: Path
    bytes: int
    mtime_ns: int
    content_type: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How one file is made from one or, for a stack, from several."""

    sources: tuple[Source, ...]
    stack: bool
    turn: int
    """Quarter turns clockwise."""
    finishing: Finishing
    match: Match | None = None
    """What the photo's shoot has found for it, where that is wanted."""

    @property
    def recipe(self) -> str:
        """Names what comes out: the same recipe, the same file. Where the sources lie is no part of it."""
        about = {
            "method": METHOD,
            "sources": sorted(self._named(source) for source in self.sources),
            "stack": self.stack,
            "turn": self.turn,
            "finishing": {name: on for name, on in asdict(self.finishing).items() if name != "match"},
        }
        if self.match is not None:
            white = self.finishing.whites
            about["match"] = asdict(self.match if white else replace(self.match, white_red=1.0, white_blue=1.0))
        return hashlib.sha256(json.dumps(about).encode()).hexdigest()[:32]

    def _named(self, source: Source) -> tuple[str, int, int]:
        # A photo may be renamed; exposures of one size and moment differ in nothing but their names.
        return source.path.name if self.stack else "", source.bytes, source.mtime_ns

    @property
    def takes_long(self) -> bool:
        """Whether every pixel is worked on, for seconds."""
        return self.stack or is_raw(self.sources[0].path) or self.finishing != NOTHING


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is whole."""

    path: Path
    bytes: int
    content_type: str
    width: int
    """Upright, as is `height`."""
    height: int
    sha256: str
    md5: str
    facts: Mapping[str, Any] = field(default_factory=dict)
