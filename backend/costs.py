"""What photos cost us: what the image model's answers have cost, by month and edit, and what an edit is expected to.

The price of a model's tokens is in `editing/models.toml`; what was used is in `jobs.usage`, call by call. A call whose
answer never came names no tokens and is counted at what the others of its edit and model cost.
"""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import Engine, text

from backend import database
from backend.config import Settings
from backend.editing import catalogue, models
from backend.editing.models import Capabilities, Price

JOBS = text("""
SELECT to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, preset,
  count(*) FILTER (WHERE state = 'succeeded') AS photos,
  coalesce(sum(credits) FILTER (WHERE state = 'succeeded'), 0) AS credits
FROM luster.jobs
WHERE usage <> '{}' AND updated_at >= date_trunc('month', now()) - make_interval(months => :months - 1)
GROUP BY 1, 2
""")
CALLS = text("""
SELECT to_char(j.updated_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, j.preset, call ->> 'model' AS model,
  count(*) AS calls,
  count(*) FILTER (WHERE NOT call ? 'output_tokens') AS untold,
  coalesce(sum(CAST(call #>> '{input_tokens_details,text_tokens}' AS bigint)), 0) AS text_in,
  coalesce(sum(CAST(call #>> '{input_tokens_details,image_tokens}' AS bigint)), 0) AS image_in,
  coalesce(sum(CAST(call ->> 'output_tokens' AS bigint)), 0) AS image_out
FROM luster.jobs j CROSS JOIN jsonb_array_elements(j.usage -> 'calls') AS call
WHERE j.updated_at >= date_trunc('month', now()) - make_interval(months => :months - 1)
GROUP BY 1, 2, 3
""")
SOLD = text("""
SELECT sum(amount) / 100.0 / sum(credits) FROM luster.purchases
WHERE state = 'paid' AND clawed = 0 AND amount > 0 AND lower(currency) = 'usd'
""")
DEAREST = text("""
SELECT coalesce(max(calls / greatest(credits, 1)), 0) FROM (
  SELECT sum(coalesce(jsonb_array_length(usage -> 'calls'), 0)) AS calls,
    sum(credits) FILTER (WHERE state = 'succeeded') AS credits
  FROM luster.jobs
  WHERE asset_id IN (SELECT asset_id FROM luster.jobs WHERE updated_at > now() - interval '1 day')
  GROUP BY asset_id, preset
) AS photos
""")


@dataclass(slots=True)
class Line:
    """What one kind of edit came to in a month."""

    month: str
    edits: str
    photos: int = 0
    credits: int = 0
    calls: int = 0
    dollars: float = 0.0
    unpriced: int = 0
    """Calls of which nobody knows what they cost."""

    def margin(self, credit: float | None) -> float | None:
        """Share of what its credits were sold for that is left."""
        return None if not credit or not self.credits else 1 - self.dollars / (self.credits * credit)


@dataclass(frozen=True, slots=True)
class Assumed:
    """What `costs.toml` says of the calls that a delivered photo takes."""

    second_answers: float
    lost_calls: float
    reruns: float
    prompt_tokens: float
    picture_tokens: float
    most_share: float


@cache
def assumed() -> Assumed:
    """The assumptions that expectations rest on."""
    return Assumed(**tomllib.loads(files(__package__).joinpath("costs.toml").read_text("utf-8")))


def spent(engine: Engine, prices: Mapping[str, Price], *, months: int = 3) -> list[Line]:
    """What was asked of the models in the last months, by month and edits."""
    lines: defaultdict[tuple[str, str], Line] = defaultdict(lambda: Line("", ""))
    with engine.connect() as connection:
        for row in connection.execute(JOBS, {"months": months}):
            lines[row.month, row.preset] = Line(row.month, row.preset, row.photos, int(row.credits))
        for row in connection.execute(CALLS, {"months": months}):
            line, price, told = lines[row.month, row.preset], prices.get(row.model), row.calls - row.untold
            line.month, line.edits = row.month, row.preset
            line.calls += row.calls
            if price is None or not told:
                line.unpriced += row.calls
                continue
            dollars = price.dollars(
                text_in=float(row.text_in), image_in=float(row.image_in), image_out=float(row.image_out)
            )
            line.dollars += dollars * row.calls / told
    return [lines[key] for key in sorted(lines, key=lambda key: (key[0], lines[key].edits))]


def credit_price(engine: Engine) -> float | None:
    """Dollars that a credit was sold for, on average; None when none was."""
    with engine.connect() as connection:
        found = connection.execute(SOLD).scalar_one_or_none()
    return None if found is None else float(found)


def dearest(engine: Engine) -> int:
    """The most calls that one credit has come to, among the photos that were worked on in the last day."""
    with engine.connect() as connection:
        return int(connection.execute(DEAREST).scalar_one())


def prices(settings: Settings) -> dict[str, Price]:
    """The price of each model that has one."""
    return models.prices(models.table(settings.image_model_table))


def of_job(usage: Mapping[str, Any], prices: Mapping[str, Price]) -> float | None:
    """Dollars that a job's calls have cost so far; None where a price or a count is missing."""
    total = 0.0
    for call in usage.get("calls", []):
        price, told = prices.get(call.get("model", "")), call.get("input_tokens_details", {})
        if price is None or "output_tokens" not in call:
            return None
        total += price.dollars(
            text_in=told.get("text_tokens", 0), image_in=told.get("image_tokens", 0), image_out=call["output_tokens"]
        )
    return total


def expected(preset: str, using: Capabilities) -> float:
    """Dollars that a delivered photo with this edit is expected to cost, re-runs included. The model has a price."""
    spec, given, price = catalogue.preset(preset), assumed(), using.price
    assert price is not None
    megapixels = spec.pixels / 2**20
    calls = [
        price.dollars(
            text_in=given.prompt_tokens,
            image_in=given.picture_tokens * megapixels,
            image_out=price.tokens[ask.quality] * ask.candidates * megapixels,
        )
        for ask in spec.asks
    ]
    return (calls[0] + given.second_answers * calls[1]) * (1 + given.lost_calls) * (1 + given.reruns)


def main(settings: Settings, *, months: int) -> int:
    """Print what photos have cost and what they are expected to; returns the exit code."""
    engine = database.engine(settings.database_url, pool_size=1)
    priced = prices(settings)
    try:
        lines, credit = spent(engine, priced, months=months), credit_price(engine)
    finally:
        engine.dispose()
    sys.stdout.write(report(lines, credit))
    for model in settings.openai_image_models:
        if model in priced:
            table = models.table(settings.image_model_table)
            sys.stdout.write("\n" + forecast(table.capabilities(model, today=date.min), credit))
            break
    return 0


def report(lines: Sequence[Line], credit: float | None) -> str:
    """The lines as a table; margins where credits were sold."""
    rows = [["month", "edits", "photos", "credits", "calls", "unpriced", "cost", "a photo", "margin"]]
    for line in lines:
        photo, margin = line.dollars / line.photos if line.photos else None, line.margin(credit)
        counts = (line.photos, line.credits, line.calls, line.unpriced)
        money = (_dollars(line.dollars), _dollars(photo), _share(margin))
        rows.append([line.month, line.edits, *map(str, counts), *money])
    sold = f"A credit was sold for {_dollars(credit)}.\n" if credit else "No credit was sold yet.\n"
    return _aligned(rows) + sold


def forecast(using: Capabilities, credit: float | None) -> str:
    """What a delivered photo is expected to cost with this model, by preset, and what share of a credit that is."""
    rows = [("expected", "a photo", "of a credit")]
    for preset in catalogue.presets():
        dollars = expected(preset, using)
        rows.append((preset, _dollars(dollars), _share(dollars / credit if credit else None)))
    return _aligned(rows)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join("  ".join(map(str.ljust, row, widths)).rstrip() + "\n" for row in rows)


def _dollars(amount: float | None) -> str:
    return "-" if amount is None else f"${amount:.3f}"


def _share(part: float | None) -> str:
    return "-" if part is None else f"{part:.0%}"
