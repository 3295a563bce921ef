"""The first configured model that is there is used; models that nobody knew are described by the settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from structlog.testing import capture_logs

from backend import metrics
from backend.editing.choice import GONE_SECONDS, Choice
from backend.editing.client import ImageModel
from backend.editing.errors import Gone, Misconfigured
from backend.editing.models import UnusableModel, table
from tests.backend.editing.test_client import SIZE, USER, photo, settings
from tests.image_vendor import problem, vendor

FIRST, SECOND = "gpt-image-2.6-sunburst", "gpt-image-2.5-sunburst"
ENDS = date(2027, 3, 1)
MORE = f"""
[families.ours]
multiple = 8
min_pixels = 1000
max_pixels = 500_000
max_edge = 1024
max_ratio = 4.0
qualities = ["high"]
complexity = false
mask = false

[models]
"house-editor-1" = "ours"

[shut_down]
"{FIRST}" = {{ on = {ENDS}, instead = "{SECOND}" }}
"""


class Time:
    def __init__(self) -> None:
        self.today = ENDS - timedelta(days=1)
        self.now = 1000.0

    def choice(self, *names: str) -> Choice:
        return Choice(names, table(MORE), today=lambda: self.today, clock=lambda: self.now)


def place() -> float:
    return metrics.IMAGE_MODEL._value.get()


def test_the_next_model_is_used_from_the_day_on_which_the_first_ends_and_an_alert_says_so() -> None:
    time = Time()
    choice = time.choice(FIRST, SECOND)
    assert (choice.current().model, place()) == (FIRST, 1)
    time.today = ENDS
    with capture_logs() as logs:
        assert [choice.current().model for _ in range(3)] == [SECOND] * 3
    assert place() == 2
    [line] = logs
    assert (line["log_level"], line["event"], line["model"]) == ("critical", "image_model_passed_over", FIRST)
    assert (line["reason"], line["instead"]) == ("shut_down", SECOND)


def test_a_model_that_is_not_found_is_passed_over_for_an_hour() -> None:
    time = Time()
    choice = time.choice(FIRST, SECOND)
    assert choice.lost(FIRST)
    assert (choice.current().model, place()) == (SECOND, 2)
    time.now += GONE_SECONDS + 1
    assert (choice.current().model, place()) == (FIRST, 1)


def test_when_none_is_found_all_are_asked_for_anew() -> None:
    choice = Time().choice(FIRST, SECOND)
    assert choice.lost(FIRST)
    assert not choice.lost(SECOND)
    assert choice.current().model == FIRST


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("gpt-image-1",), "gpt-image-1 was shut down on 2026-10-23: use gpt-image-2.6-sunburst"),
        (("gpt-image-1", "dall-e-3"), "gpt-image-1 was shut down"),
        ((FIRST, "gpt-image-9"), "gpt-image-9 is not known; known are .*house-editor-1"),
    ],
)
def test_a_list_without_a_usable_model_or_with_an_unknown_one_stops_the_start(
    names: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(UnusableModel, match=sentence):
        Time().choice(*names)


def test_one_that_has_ended_is_no_reason_not_to_start_with_the_next() -> None:
    assert Time().choice("gpt-image-1", SECOND).current().model == SECOND


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ("[models", "is not TOML"),
        ('[models]\n"x" = "y"', "has no family y, which x is of"),
        ("[families.a]\nmultiple = 16", r"families\.a\..*: Field required"),
        (MORE.replace("multiple = 8", "multiple = 0"), r"families\.ours\.multiple: "),
        (MORE.replace("mask = false", 'mask = "perhaps"'), r"families\.ours\.mask: "),
        (MORE.replace("max_edge", "longest_edge"), r"families\.ours\..*"),
    ],
)
def test_a_description_that_cannot_be_used_is_refused_with_the_place(more: str, sentence: str) -> None:
    with pytest.raises(UnusableModel, match=f"^The table in IMAGE_MODEL_TABLE .*{sentence}"):
        table(more)


def described(url: str, models: str) -> ImageModel:
    return ImageModel(replace(settings(url, models), image_model_table=MORE))


def test_a_described_model_is_asked_as_it_is_described() -> None:
    with vendor() as openai:
        model = described(openai.url, "house-editor-1")
        using = model.current()
        assert (using.limits.multiple, using.limits.max_edge, using.mask) == (8, 1024, False)
        got = model.edit(
            using, photo(), "image/png", "Remove.", SIZE, mask=b"m", quality="max", complexity="low", user=USER
        )
        model.close()
        [asked] = openai.asked
    assert (got.model, asked.fields["model"], asked.fields["quality"]) == ("house-editor-1",) * 2 + ("high",)
    assert asked.mask is None and "complexity" not in asked.fields


def test_a_call_says_whether_another_model_can_be_asked() -> None:
    with vendor() as openai:
        openai.script.extend([problem(404, "model_not_found")] * 2)
        model = described(openai.url, f"{FIRST}, {SECOND}")
        for expected in (Gone, Misconfigured):
            with pytest.raises(expected):
                model.edit(
                    model.current(), photo(), "image/png", "x", SIZE, quality="high", complexity="low", user=USER
                )
        model.close()
        assert [asked.fields["model"] for asked in openai.asked] == [FIRST, SECOND]
