"""What is typed, taken apart."""

from __future__ import annotations

import pytest

from luster_desktop.cli.usage import UsageError, edits_of
from luster_desktop.library.models import Edit

PLACE = "300:7850,6000 8100,6000;200:1,2"


def test_edits_are_typed_with_their_settings() -> None:
    typed = ["sky:kind=sunset", "lawn", f"remove:region={PLACE}", f"dusk:sky_warmth=warm,region={PLACE}"]
    assert edits_of(typed, None, []) == [
        Edit("sky", {"kind": "sunset"}),
        Edit("lawn", {}),
        Edit("remove", {"region": PLACE}),
        Edit("dusk", {"sky_warmth": "warm", "region": PLACE}),
    ]


def test_a_preset_with_its_settings_is_one_edit() -> None:
    assert edits_of([], "remove", [f"region={PLACE}"]) == edits_of([f"remove:region={PLACE}"], None, [])


@pytest.mark.parametrize(
    ("edits", "settings", "says"),
    [
        (["kind=sunset"], [], "PRESET:NAME=VALUE"),
        (["sky:"], [], "PRESET:NAME=VALUE"),
        (["sky:kind"], [], "takes NAME=VALUE"),
        (["sky:kind=clear,kind=sunset"], [], "given twice"),
        (["sky"], ["kind=clear"], "--param belongs to --preset"),
    ],
)
def test_what_cannot_be_taken_apart_says_how_it_is_typed(edits: list[str], settings: list[str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        edits_of(edits, None, settings)
