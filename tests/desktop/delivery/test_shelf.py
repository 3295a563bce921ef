"""Profiles and export recipes as files: those that ship, and the user's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from luster_desktop.delivery import shelf
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.delivery.items import REMOVALS, Kind
from luster_desktop.delivery.profiles import Label, Limits, Original, Rule, Standing, Verdict
from luster_desktop.paths import resource
from luster_desktop.words import deliveries as words
from luster_desktop.words.reasons import sentence
from tests.desktop.delivery.items import profile, recipe

MLSS = {
    "crmls", "sdmls", "bay_east", "sfar", "mls_now", "stellar", "realtracs", "northstar", "smartmls", "bright",
    "canopy", "har", "armls", "rmls", "nwmls", "rebny", "mred", "fmls",
}  # fmt: skip
LAWS = {"us_california", "us_wisconsin", "eu", "uk", "au", "ca_bc", "ca_on"}
TOLD = [kind for kind in Kind if kind not in (Kind.REMOVE, Kind.OTHER)]


def test_every_profile_that_ships_has_a_date_a_source_and_says_something_of_every_edit(tmp_path: Path) -> None:
    found = shelf.profiles(tmp_path)
    assert found.troubles == ()
    assert found.items.keys() == MLSS | LAWS | {shelf.DEFAULT} and next(iter(found.items)) == shelf.DEFAULT
    for one in found.items.values():
        assert one.read_on >= date(2026, 11, 22) and one.source and one.body and not one.own
        assert set(TOLD) <= one.edits.keys(), one.id
        assert one.rule(Kind.PROCESSING).verdict is Verdict.EXEMPT, one.id
        said = words.source(one)
        assert "not legal advice" in said and one.source in said and "November 2026" in said
        assert ("summary" in said) is (one.standing is Standing.SUMMARY)


@pytest.mark.parametrize(
    ("name", "kind", "verdict", "not_first"),
    [
        ("crmls", Kind.LAWN, Verdict.PROHIBITED, False),
        ("crmls", Kind.SKY, Verdict.DISCLOSE, False),
        ("crmls", Kind.BRIGHT, Verdict.EXEMPT, False),
        ("sfar", Kind.REMOVE_MOVABLE, Verdict.EXEMPT, False),
        ("mls_now", Kind.DUSK, Verdict.UNCLEAR, True),
        ("mls_now", Kind.REMOVE_FIXED, Verdict.PROHIBITED, True),
        ("stellar", Kind.LAWN, Verdict.PROHIBITED, False),
        ("realtracs", Kind.REMOVE_MOVABLE, Verdict.DISCLOSE, False),
        ("generic", Kind.DUSK, Verdict.DISCLOSE, True),
        ("eu", Kind.SKY, Verdict.DISCLOSE, False),
        ("smartmls", Kind.OTHER, Verdict.UNCLEAR, False),
    ],
)
def test_what_rules_say(name: str, kind: Kind, verdict: Verdict, not_first: bool) -> None:
    rule = profile(name).rule(kind)
    assert (rule.verdict, rule.not_first) == (verdict, not_first)


def test_what_goes_is_judged_by_the_strictest_rule_until_it_is_told() -> None:
    for name in ("crmls", "sfar", "mls_now", "nwmls"):
        rules = [profile(name).rule(kind) for kind in REMOVALS]
        assert profile(name).rule(Kind.REMOVE).verdict is max((r.verdict for r in rules), key=lambda v: v.weight)
    assert profile("crmls").rule(Kind.REMOVE).verdict is Verdict.PROHIBITED


def test_where_the_words_belong_and_whose_pictures_are_marked() -> None:
    on_image = {name for name in MLSS if profile(name).on_image}
    assert on_image == {"canopy", "har", "rmls"}
    assert profile("realtracs").label is Label.CAPTION_ONLY
    assert [name for name in MLSS | LAWS if profile(name).marked] == ["eu"]
    assert profile("bay_east").original is Original.DIRECTLY_AFTER
    assert profile("stellar").remarks_prefix == "One or more photo(s) was virtually staged."


@pytest.mark.parametrize("name", sorted(MLSS | LAWS))
def test_the_users_own_copy_of_a_profile_says_the_same_and_that_it_is_one(tmp_path: Path, name: str) -> None:
    kept = shelf.keep(tmp_path, profile(name))
    found = shelf.profiles(tmp_path)
    assert found.troubles == () and found.items[name] == kept == replace(profile(name), own=True)
    assert "Your own copy" in words.source(kept)


def test_own_rules_are_changed_made_anew_and_reset(tmp_path: Path) -> None:
    crmls = profile("crmls")
    edits = {**crmls.edits, Kind.LAWN: Rule(Verdict.DISCLOSE, 'Ask "Mrs. Ü" first', not_first=True)}
    limits = Limits(max_bytes=5_000_000, most=40)
    changed = shelf.keep(tmp_path, replace(crmls, edits=edits, limits=limits, label_words=()))
    mine = shelf.keep(tmp_path, replace(crmls, id="", body="Our board"))
    assert shelf.ships(changed) and not shelf.ships(mine) and mine.id == "our_board"
    found = shelf.profiles(tmp_path).items
    assert found["crmls"] == changed and found["our_board"] == mine
    assert found["crmls"].rule(Kind.LAWN) == edits[Kind.LAWN] and found["crmls"].limits == limits
    shelf.forget(tmp_path, changed)
    shelf.forget(tmp_path, mine)
    assert shelf.profiles(tmp_path).items["crmls"] == crmls and "our_board" not in shelf.profiles(tmp_path).items


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('lawn = { verdict = "prohibited"', 'lawn = { verdict = "forbidden"', "line 20, edits.lawn.verdict: "),
        ("max_bytes = 15_000_000", 'max_bytes = "much"', "line 13, limits.max_bytes: "),
        ('original = "beside"', 'origin = "beside"', "line 9, origin: "),
        ("[limits]", "[limits", "line 12"),
    ],
)
def test_a_mistake_in_own_rules_is_named_with_its_line(tmp_path: Path, old: str, new: str, why: str) -> None:
    text = resource("rules", "crmls.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "crmls.toml").write_text(text.replace(old, new), encoding="utf-8")
    found = shelf.profiles(tmp_path)
    assert found.items["crmls"] == profile("crmls")
    (said,) = map(sentence, found.troubles)
    assert "crmls.toml" in said and why in said, said


@pytest.mark.parametrize(
    ("text", "why"),
    [("body = ", "passed over"), ('title = "A"\nqualty = 3', "qualty"), ('title = "A"\nfit = "stretch"', "fit")],
)
def test_a_file_of_the_users_that_cannot_be_read_is_passed_over_in_words(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "mls.toml").write_text(text, encoding="utf-8")
    found = shelf.export_recipes(tmp_path)
    assert found.items["mls"] == recipe("mls")
    (said,) = map(sentence, found.troubles)
    assert "mls.toml" in said and why in said


def test_export_recipes_are_kept_changed_and_forgotten(tmp_path: Path) -> None:
    assert list(shelf.export_recipes(tmp_path).items)[:3] == ["mls", "print", "web"]
    made = shelf.keep(tmp_path, ExportRecipe("", 'Agent "Ü" 😀', names="{n:02} {room}", long_edge=3000, listing=False))
    again = shelf.keep(tmp_path, ExportRecipe("", 'Agent "Ü" 😀'))
    assert made.id != again.id
    changed = shelf.keep(tmp_path, replace(recipe("mls"), long_edge=1024))
    found = shelf.export_recipes(tmp_path).items
    assert found[made.id] == made and found["mls"] == changed and changed.own and found["mls"].long_edge == 1024
    shelf.forget(tmp_path, changed)
    assert shelf.export_recipes(tmp_path).items["mls"] == recipe("mls")
