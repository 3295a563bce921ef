"""Every code that the service's rooms raise or keep has a sentence, and names what the sentence needs."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import pytest

from backend import words
from backend.imaging import Rejected

ROOM = Path(words.__file__).parent
RAISED = {"Rejected": {"detail"}, "NotDeliverable": set[str](), "Refused": set[str](), "InvalidParameter": set[str]()}


def codes() -> dict[str, set[str]]:
    """The codes that are written out where one of these errors is made, with the names of their values."""
    found: dict[str, set[str]] = {}
    for path in (*ROOM.glob("imaging/**/*.py"), *ROOM.glob("editing/*.py"), *ROOM.glob("worker/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED):
                continue
            at = 1 if node.func.id == "InvalidParameter" else 0
            if isinstance(code := node.args[at], ast.Constant):
                given = {keyword.arg or "" for keyword in node.keywords} - RAISED[node.func.id]
                found[str(code.value)] = given
    return found


def test_every_code_that_is_raised_has_its_sentence() -> None:
    raised = codes()
    assert len(raised) > 15
    assert raised.keys() <= words.SENTENCES.keys()
    for code, given in raised.items():
        needed = {name for _, name, *_ in Formatter().parse(words.SENTENCES[code]) if name}
        assert needed <= given | {"name"}, code


@pytest.mark.parametrize("code", words.SENTENCES)
def test_a_sentence_says_what_happened(code: str) -> None:
    names = [name for _, name, *_ in Formatter().parse(words.SENTENCES[code]) if name]
    # `why` is a sentence itself: presets.toml says what cannot go together.
    text = words.sentence(code, {**dict.fromkeys(names, 7), "why": "So it is."})
    assert text.endswith(".")
    assert "{" not in text


def test_numbers_are_named() -> None:
    assert words.told(Rejected("too_large", most=128)) == (
        "The photo has too many pixels; Luster takes up to 128 megapixels."
    )
