"""When it is tried again."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from luster_desktop.cloud.retrying import LONGEST_ASKED, due_after, pause, retry_after


def test_pauses_grow_to_five_minutes_and_are_spread() -> None:
    for attempts, middle in ((0, 2), (1, 4), (5, 64), (7, 256), (8, 300), (1000, 300)):
        pauses = [pause(attempts) for _ in range(200)]
        assert 0.75 * middle <= min(pauses) < max(pauses) <= 1.25 * middle
        assert max(pauses) - min(pauses) > 0.3 * middle


def test_nobody_comes_before_the_pause_that_was_asked_for() -> None:
    pauses = [pause(0, 40.0) for _ in range(200)]
    assert 40 <= min(pauses) < max(pauses) <= 50
    assert due_after(0, 40.0) >= time.time() + 39.9
    assert pause(9, 0.0) == 0.0


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-7))])
def test_a_date_is_understood_as_well_as_seconds(zone: timezone) -> None:
    assert retry_after({"Retry-After": "120"}) == 120.0
    assert retry_after({"Retry-After": " 1.5 "}) == 1.5
    then = datetime.now(zone) + timedelta(seconds=90)
    said = format_datetime(then.astimezone(UTC), usegmt=True) if zone is UTC else format_datetime(then)
    found = retry_after({"Retry-After": said})
    assert found is not None
    assert 88 <= found <= 91


def test_what_makes_no_sense_asks_for_nothing() -> None:
    for said in ("", "soon", "nan", "Wed, 99 Foo 2026 00:00:00 GMT"):
        assert retry_after({"Retry-After": said}) is None
    assert retry_after({}) is None
    assert retry_after({"Retry-After": "-5"}) == 0.0
    assert retry_after({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0.0
    assert retry_after({"Retry-After": "1e300"}) == LONGEST_ASKED
