"""What lies beside the checkout and never in it: vendors' descriptions, odd real files, ground truths, models' answers.

It has licences of its own: tests read it where it is, and are skipped, saying why, where it is not.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
ANSWERS = SHARED / "answers"
CORPUS = SHARED / "corpus"
FIELD = SHARED / "field"
ROOMS = SHARED / "rooms"
TRUTH = SHARED / "sample" / "truth"


def need(path: Path) -> Path:
    """The path, or a skipped test where the folder is not beside the checkout."""
    if not path.exists():
        pytest.skip(f"{path.parent.name}/{path.name} is not beside this checkout")
    return path


@cache
def _parsed(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    parsed: dict[str, Any] = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    return parsed


def spec(name: str) -> dict[str, Any]:
    """A vendor's published description by file name; skips the test where it is not at hand."""
    return _parsed(need(SHARED / "specs" / name))
