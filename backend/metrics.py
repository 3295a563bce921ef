"""What Prometheus reads, on a port of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine, Row, text
from sqlalchemy.exc import SQLAlchemyError

from backend.config import Settings

REQUESTS = Histogram("luster_request_seconds", "Answering a request.", ["method", "route", "status"])
CLAIMS = Counter("luster_claims", "Jobs claimed by this worker.")
CLAIM_SECONDS = Histogram("luster_claim_seconds", "Asking the queue for work.")
SETTLES = Counter("luster_settles", "What became of claims; stale: somebody else had the job by then.", ["outcome"])
SETTLE_SECONDS = Histogram("luster_settle_seconds", "Writing down what became of a claim.")
RETRIES = Counter("luster_retries", "Jobs put back, by reason; model_busy is the image model's 429.", ["code"])
RESCUES = Counter("luster_rescues", "Jobs taken from workers that died.")
HELD_BACK = Counter("luster_orders_held_back", "Orders refused because too many calls came to nothing that day.")
STORAGE_FULL = Counter("luster_uploads_without_room", "Announcements refused because the account's storage is full.")
SWEPT = Counter("luster_swept_objects", "Objects removed because nobody needs them, by what they were.", ["what"])
SWEPT_BYTES = Counter("luster_swept_bytes", "The same in bytes, where the size is known.", ["what"])
FOREIGN = Gauge("luster_foreign_objects", "Objects met in the last round through the bucket that are not ours.")
IMAGE_MODEL = Gauge("luster_image_model_place", "Which of the configured image models is used; above 1 one is gone.")
LEDGER_DRIFT = Gauge("luster_ledger_drift", "Differences that check-ledger found last; must be 0.")
CALLS_PER_CREDIT = Gauge("luster_calls_per_credit", "The most calls that one credit came to in the last day.")
TOO_DEAR = Gauge("luster_calls_per_credit_exceeded", "1 while that is more than CALLS_PER_CREDIT; must be 0.")
ANSWERS = Gauge("luster_dependency_answers", "1 while a dependency answers, 0 while it is left alone.", ["name"])
JWKS_AGE = Gauge("luster_jwks_age_seconds", "Since the sign-in keys were last fetched; -1: never.")

EVERY_SECONDS = 5.0
STATE = """
SELECT (SELECT count(*) FROM luster.jobs WHERE state = 'queued') AS queued,
       (SELECT count(*) FROM luster.jobs WHERE state = 'processing') AS processing,
       (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)
        FROM luster.jobs WHERE state = 'queued') AS oldest,
       (SELECT count(*) FROM luster.users WHERE deleted_at IS NOT NULL AND sign_in_gone_at IS NULL) AS sign_ins,
       (SELECT count(*) FROM luster.stripe_events WHERE applied_at IS NULL AND parked_at IS NULL) AS waiting,
       (SELECT count(*) FROM luster.stripe_events WHERE applied_at IS NULL AND parked_at IS NOT NULL) AS parked,
       pg_database_size(current_database()) AS bytes
"""


class QueueState(Collector):
    """The queue and the inbox as they were a few seconds ago: who reads never waits for the database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._row: Row[Any] | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read, name="metrics", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Read no more."""
        self._ended.set()
        self._thread.join(EVERY_SECONDS)

    def _read(self) -> None:
        while True:
            try:
                with self._engine.connect() as connection:
                    self._row = connection.execute(text(STATE)).one()
            except SQLAlchemyError:
                self._row = None
            if self._ended.wait(EVERY_SECONDS):
                return

    def describe(self) -> Iterable[Metric]:
        """Nothing: the database is not asked before somebody reads."""
        return []

    def collect(self) -> Iterable[Metric]:
        """One statement's worth of gauges; none while the database is away."""
        row = self._row
        if row is None:
            return
        depth = GaugeMetricFamily("luster_queue_depth", "Jobs that are not final.", labels=["state"])
        depth.add_metric(["queued"], row.queued)
        depth.add_metric(["processing"], row.processing)
        yield depth
        yield GaugeMetricFamily("luster_queue_oldest_seconds", "Age of the oldest queued job.", value=row.oldest)
        yield GaugeMetricFamily(
            "luster_sign_ins_left", "Deleted accounts whose sign-in is not deleted.", value=row.sign_ins
        )
        yield GaugeMetricFamily("luster_database_bytes", "What the database takes on its disk.", value=row.bytes)
        events = GaugeMetricFamily(
            "luster_stripe_events_unapplied", "Waiting: tried again by itself. Parked: by support.", labels=["state"]
        )
        events.add_metric(["waiting"], row.waiting)
        events.add_metric(["parked"], row.parked)
        yield events


@contextmanager
def served(settings: Settings, engine: Engine, registry: CollectorRegistry = REGISTRY) -> Iterator[int | None]:
    """Serve metrics while the context is open, when a port is set for them; yields the port."""
    if not settings.metrics_port:
        yield None
        return
    state = QueueState(engine)
    registry.register(state)
    server, thread = start_http_server(settings.metrics_port, settings.metrics_host, registry)
    try:
        yield settings.metrics_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        registry.unregister(state)
        state.close()
