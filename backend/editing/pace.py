"""How fast the image model may be asked: what the rate-limit headers of its replies say, kept up to date in between.

The vendor keeps a bucket for each kind of limit (requests, images, tokens): what is used drains out of it evenly, and
`x-ratelimit-reset-KIND` says when it will be empty. Headers come with the reply, so they are as old as the call was
long. Hence two counts: what this worker has used itself, which is always up to date, and what the last reply saw of
the whole account, with what the others have been seen to use since. The higher one holds.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

FIRST_CALLS = 4
"""Calls at once while no reply has told a limit: the lowest that any account has is 5 images a minute."""

MINUTE = 60.0
RESERVE = 0.1
"""Share of a limit, one call at least, that is left alone: calls arrive later than they were sent, and unevenly so."""

TICK = 0.001
"""Seconds that are no wait."""

LEAST_SHARE = 0.125
"""Of what drains out of a bucket, however much the others seem to use."""

TOKENS = "tokens"
_LIMIT = re.compile(r"x-ratelimit-limit-(requests|tokens|images|input-images)")
_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?")


@dataclass(frozen=True, slots=True)
class Limit:
    """What a reply says of one kind of limit."""

    most: float
    used: float
    seconds: float | None
    """Until all of it has drained out; None where that is not said."""


def limits(headers: Mapping[str, str]) -> dict[str, Limit]:
    """The limits that a reply names, by kind; what cannot be read is left out."""
    found: dict[str, Limit] = {}
    for name in headers:
        if (named := _LIMIT.fullmatch(name.lower())) is None:
            continue
        kind = named.group(1)
        most, left = _number(headers.get(name)), _number(headers.get(f"x-ratelimit-remaining-{kind}"))
        if most is None or left is None or most < 1:
            continue
        found[kind] = Limit(most, max(most - left, 0.0), _seconds(headers.get(f"x-ratelimit-reset-{kind}", "")))
    return found


@dataclass(slots=True)
class _Bucket:
    most: float
    rate: float
    """What drains out in a second."""
    own: float
    own_at: float
    seen: float
    """What all have used, by the newest reply, whose call began at `seen_at`."""
    seen_at: float
    others: float = 0.0
    """What all others use in a second."""
    learnt: bool = False
    """Whether `rate` has been told; until then the limit is that of a minute."""

    def wait(self, now: float, cost: float, since: float) -> float:
        """Seconds until `cost` fits in; `since` is what this worker has used after `seen_at`."""
        room = max(self._capacity - cost, 0.0)
        own = (self._own(now) - room) / self.rate
        seen = (self._seen(now) + since - room) / self._drained
        return seconds if (seconds := max(own, seen)) > TICK else 0.0

    def free(self, now: float, since: float) -> float:
        """What may be used now."""
        return self._capacity - max(self._own(now), self._seen(now) + since)

    def use(self, now: float, cost: float) -> None:
        self.own, self.own_at = self._own(now) + cost, now

    def learn(self, rate: float) -> None:
        # Too high at times: what remains is told in whole calls, and what has drained out in milliseconds.
        self.rate = min(rate, self.rate * 1.02) if self.learnt else rate
        self.learnt = True

    def _own(self, now: float) -> float:
        return max(self.own - self.rate * (now - self.own_at), 0.0)

    def _seen(self, now: float) -> float:
        return max(self.seen - self._drained * (now - self.seen_at), 0.0)

    @property
    def _drained(self) -> float:
        return max(self.rate - self.others, self.rate * LEAST_SHARE)

    @property
    def _capacity(self) -> float:
        return self.most - max(self.most * RESERVE, 1.0) if self.most > 1 else self.most


@dataclass(slots=True)
class _Account:
    """What is known of one model's limits."""

    told: bool = False
    """Whether any reply has come."""
    open: int = 0
    buckets: dict[str, _Bucket] = field(default_factory=dict)
    calls: deque[tuple[float, int]] = field(default_factory=deque)
    """When calls were begun, and of how many images, that the newest reply may not have seen."""
    tokens: float = 0.0
    """Of the dearest call lately."""

    def cost(self, kind: str, images: int) -> float:
        return 1.0 if kind == "requests" else self.tokens if kind == TOKENS else float(images)

    def since(self, kind: str, at: float) -> float:
        return sum(self.cost(kind, images) for began, images in self.calls if began > at)


class Pace:
    """The limits of the account's models, for all slots of a worker; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._accounts: dict[str, _Account] = {}

    def ask(self, model: str, images: int = 1) -> float:
        """0 when a call with so many images may be made now, which counts as made and needs an `end`; or else the
        seconds after which to ask again."""
        with self._lock:
            account, now = self._account(model), self._clock()
            if wait := self._wait(account, now, images):
                return wait
            account.open += 1
            account.calls.append((now, images))
            for kind, bucket in account.buckets.items():
                bucket.use(now, account.cost(kind, images))
            return 0.0

    def room(self, model: str, most: int) -> int:
        """How many calls with one image may be made now, up to `most`."""
        with self._lock:
            account, now = self._account(model), self._clock()
            if not account.told:
                return max(min(most, FIRST_CALLS - account.open), 0)
            for kind, bucket in account.buckets.items():
                if cost := account.cost(kind, 1):
                    most = min(most, int(bucket.free(now, account.since(kind, bucket.seen_at)) / cost + TICK))
            return max(most, 0)

    def seconds(self, model: str) -> float:
        """Until a call may be made."""
        with self._lock:
            return self._wait(self._account(model), self._clock(), 1)

    def end(self, model: str) -> None:
        """A call that was counted is over, whatever became of it."""
        with self._lock:
            self._account(model).open -= 1

    def tell(self, model: str, began: float, headers: Mapping[str, str], tokens: float = 0.0) -> None:
        """What a reply's headers say, to a call that began then, and how many tokens it used."""
        with self._lock:
            account = self._account(model)
            account.told = True
            account.tokens = max(account.tokens * 0.9, tokens)
            for kind, limit in limits(headers).items():
                self._see(account, kind, limit, began)
            oldest = min((bucket.seen_at for bucket in account.buckets.values()), default=began)
            while account.calls and account.calls[0][0] <= oldest:
                account.calls.popleft()

    def now(self) -> float:
        """The time by the clock that calls are timed with."""
        return self._clock()

    def _account(self, model: str) -> _Account:
        return self._accounts.setdefault(model, _Account())

    def _wait(self, account: _Account, now: float, images: int) -> float:
        if not account.told:
            return 1.0 if account.open >= FIRST_CALLS else 0.0
        return max(
            (
                bucket.wait(now, account.cost(kind, images), account.since(kind, bucket.seen_at))
                for kind, bucket in account.buckets.items()
            ),
            default=0.0,
        )

    def _see(self, account: _Account, kind: str, limit: Limit, began: float) -> None:
        bucket = account.buckets.get(kind)
        if bucket is None:
            rate, own = limit.most / MINUTE, account.since(kind, -math.inf)
            bucket = account.buckets[kind] = _Bucket(limit.most, rate, own, began, limit.used, began)
        elif began > bucket.seen_at:
            passed, mine = began - bucket.seen_at, account.since(kind, bucket.seen_at) - account.since(kind, began)
            if limit.used > account.cost(kind, 1):
                # What came in besides our own, and what drained out meanwhile.
                inflow = (limit.used - bucket.seen - mine) / passed + bucket.rate
                bucket.others = (bucket.others + min(max(inflow, 0.0), bucket.rate)) / 2
            else:
                bucket.others = 0.0
            bucket.seen, bucket.seen_at, bucket.most = limit.used, began, limit.most
        if limit.seconds and limit.used:
            bucket.learn(limit.used / limit.seconds)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _seconds(text: str) -> float | None:
    """From "6m0s", "240ms" or a bare number."""
    if (number := _number(text)) is not None:
        return number
    parts = _DURATION.fullmatch(text)
    if not text or parts is None:
        return None
    days, hours, minutes, seconds, milliseconds = (float(part or 0) for part in parts.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds + milliseconds / 1000
