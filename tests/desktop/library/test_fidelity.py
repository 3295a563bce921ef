"""What was measured on an edit, out of a job's details and in words."""

from __future__ import annotations

import pytest

from luster_desktop.library.fidelity import Fidelity, fidelity_in
from luster_desktop.words import fidelity

SKY = ("sky",)


@pytest.mark.parametrize(
    ("found", "short", "sentences"),
    [
        (Fidelity(True, 0.1), "Nothing else changed", ["Nothing else changed"]),
        (Fidelity(False, 0.6), "Look at the changes", ["Look at the changes"]),
        (Fidelity(True, 0.0, 0, 0), "Nothing else changed", ["Nothing else changed"]),
        (
            Fidelity(True, 0.0, 0, 1, 1.0, SKY),
            "1 place left as in your photo",
            ["The sky was generated", "Nothing else changed", "1 place was left as in your photo"],
        ),
        (
            Fidelity(True, 0.0, 0, 3, 1.0, ("view",)),
            "Generated view",
            [
                "The view behind the windows was generated",
                "Nothing else changed",
                "3 places were left as in your photo",
            ],
        ),
        (Fidelity(True, 0.3, 1), "1 place to look at", ["1 place differs beyond what you asked for"]),
        (Fidelity(True, 0.3, 2), "2 places to look at", ["2 places differ beyond what you asked for"]),
        (
            Fidelity(True, generated=("sky", "windows", "lawn", "something new")),
            "Nothing else changed",
            ["The sky, the light in the windows and the lawn were generated", "Nothing else changed"],
        ),
    ],
)
def test_what_was_found_is_said_in_plain_words(found: Fidelity, short: str, sentences: list[str]) -> None:
    assert (fidelity.short(found), list(fidelity.everything(found))) == (short, sentences)


def test_only_what_nobody_asked_for_needs_a_look() -> None:
    assert [Fidelity(True, 0.0, 0, 3, 1.0, SKY).clean, Fidelity(True).clean] == [True, True]
    assert not any(
        found.clean for found in (Fidelity(False), Fidelity(True, 0.3, 1), Fidelity(True, generated=("view",)))
    )


def test_older_details_are_read_for_what_they_hold() -> None:
    assert fidelity_in({"fidelity": {"verdict": "pass", "score": 0.03, "tries": 1}}) == Fidelity(True, 0.03)
    assert fidelity_in({}) is None
    assert fidelity_in({"fidelity": {"score": 0.03}}) is None
    report = {"verdict": "pass", "score": 0, "beyond_request": 0, "left_out": 2, "arrived": 0.9, "generated": ["sky"]}
    assert fidelity_in({"fidelity": report}) == Fidelity(True, 0.0, 0, 2, 0.9, SKY)
