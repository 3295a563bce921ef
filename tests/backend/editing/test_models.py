"""The capability table and the choice of sizes."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from openai.types import ImageModel as KnownToTheSdk

from backend.editing import models
from backend.imaging import fit_size

LIVE = [
    "gpt-image-2",
    "gpt-image-2-2026-04-21",
    "gpt-image-2.5-sunburst",
    "gpt-image-2.5-sunburst-2026-09-08",
    "gpt-image-2.5-flare",
    "gpt-image-2.5-flare-2026-09-08",
    "gpt-image-2.6-sunburst",
    "gpt-image-2.6-flare",
]


@pytest.mark.parametrize("model", LIVE)
def test_a_live_model_has_its_row(model: str) -> None:
    row = models.capabilities(model)
    assert {"low", "medium", "high"} <= set(row.qualities)
    assert ("max" in row.qualities) == ("2.5" in model or "2.6" in model)
    assert row.complexity == ("2.6" in model)


@pytest.mark.parametrize("model", sorted(set(get_args(KnownToTheSdk)) - set(LIVE)))
def test_every_other_model_that_the_sdk_names_is_refused_with_its_date_and_a_successor(model: str) -> None:
    with pytest.raises(
        models.UnusableModel, match=rf"^The image model {model} .*shut down on 2026-.*: use gpt-image-2\.6"
    ):
        models.capabilities(model)


def test_the_sentence_knows_past_from_future() -> None:
    with pytest.raises(models.UnusableModel, match="will be shut down on 2026-12-01"):
        models.capabilities("gpt-image-1.5", today=date(2026, 11, 30))
    with pytest.raises(models.UnusableModel, match="was shut down on 2026-12-01"):
        models.capabilities("gpt-image-1.5", today=date(2026, 12, 1))


def test_an_unknown_model_is_refused_with_what_is_known() -> None:
    with pytest.raises(models.UnusableModel, match=r"gpt-image-9 is not known; known are gpt-image-2, .*flare"):
        models.capabilities("gpt-image-9")


@pytest.mark.parametrize(
    ("photo", "asked"),
    [
        ((6000, 4000), (1536, 1024)),
        ((4000, 6000), (1024, 1536)),
        ((9504, 6336), (1536, 1024)),
        ((4032, 3024), (1408, 1056)),
        ((3024, 4032), (1056, 1408)),
        ((3840, 2160), (1536, 864)),
        ((3000, 3000), (1248, 1248)),
    ],
)
def test_a_common_aspect_is_met_exactly(photo: tuple[int, int], asked: tuple[int, int]) -> None:
    assert fit_size(*photo, models.capabilities("gpt-image-2.6-sunburst").limits) == asked


@pytest.mark.parametrize("width", range(700, 9600, 311))
@pytest.mark.parametrize("ratio", [0.34, 0.5, 0.6667, 0.75, 0.8, 1.0, 1.25, 1.3333, 1.5, 1.7778, 2.35, 2.99])
def test_any_photo_gets_a_size_that_the_model_takes_and_nearly_its_aspect(width: int, ratio: float) -> None:
    height = round(width / ratio)
    limits = models.capabilities("gpt-image-2.6-sunburst").limits
    w, h = fit_size(width, height, limits)
    assert w % 16 == h % 16 == 0
    assert limits.min_pixels <= w * h <= limits.max_pixels
    assert max(w, h) <= limits.max_edge and max(w, h) <= 3 * min(w, h)
    assert abs(w / h - width / height) / (width / height) < 0.012
