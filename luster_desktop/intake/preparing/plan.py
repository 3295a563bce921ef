"""What is to be prepared and how; two plans with one recipe give one file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from luster_desktop.facts import Finishing
from luster_desktop.intake.formats import is_raw

METHOD = 2
"""Raised when the same plan gives other pixels than before."""

NOTHING = Finishing(lens=False, verticals=False, whites=False)


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
    strip: bool

    @property
    def recipe(self) -> str:
        """Names what comes out: the same recipe, the same file. Where the sources lie is no part of it."""
        about = {
            "method": METHOD,
            "sources": sorted(self._named(source) for source in self.sources),
            "stack": self.stack,
            "turn": self.turn,
            "finishing": asdict(self.finishing),
            "strip": self.strip,
        }
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
    """The source itself where it may be sent as it is."""
    bytes: int
    content_type: str
    width: int
    """Upright, as is `height`."""
    height: int
    sha256: str
    md5: str
    facts: Mapping[str, Any] = field(default_factory=dict)
