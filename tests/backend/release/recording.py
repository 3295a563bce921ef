"""What a release says to the database, written down and said again.

SQLAlchemy hands the driver a text and its values; both are kept, with the number of rows that came of it and where
transactions ended. Said again to a newer schema, each statement must have the same effect as it had when it was new.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Json, Jsonb
from sqlalchemy import Engine, event

PREVIOUS = Path(__file__).with_name("previous.json")

ENDS = (
    "SELECT state, attempt, lease, credits, error_code FROM luster.jobs ORDER BY fair_key, id",
    "SELECT posted, held FROM luster.credits ORDER BY user_id",
    "SELECT kind, amount FROM luster.credit_entries ORDER BY id",
    "SELECT kind, seq FROM luster.job_events ORDER BY shoot_id, seq",
    "SELECT type, applied_at IS NOT NULL, error FROM luster.stripe_events ORDER BY id",
    "SELECT state, clawed FROM luster.purchases ORDER BY id",
)
"""What is true afterwards."""

Step = dict[str, Any]


@dataclass
class Recording:
    revision: str
    """The newest migration that the release knew."""
    steps: list[Step] = field(default_factory=list)
    ends: list[list[list[Any]]] = field(default_factory=list)

    def save(self, path: Path = PREVIOUS) -> None:
        """Write it as JSON, a statement a line."""
        steps = ",\n".join(json.dumps(step) for step in self.steps)
        head = f'{{"revision": {json.dumps(self.revision)},\n"ends": {json.dumps(self.ends)},\n"steps": [\n'
        path.write_text(f"{head}{steps}\n]}}\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path = PREVIOUS) -> Recording:
        found = json.loads(path.read_text(encoding="utf-8"))
        return cls(found["revision"], found["steps"], found["ends"])


@contextmanager
def recorded(engine: Engine, recording: Recording) -> Iterator[None]:
    """Add to `recording` everything that goes through `engine`."""

    def executed(_: Any, cursor: Any, statement: str, parameters: Any, __: Any, many: bool) -> None:
        values = [_written(row) for row in parameters] if many else _written(parameters)
        recording.steps.append({"sql": statement, "values": values, "rows": cursor.rowcount})

    def ended(what: str) -> Any:
        return lambda _: recording.steps.append({"end": what})

    listeners = [("after_cursor_execute", executed), ("commit", ended("commit")), ("rollback", ended("rollback"))]
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)


def ends(url: str) -> list[list[list[Any]]]:
    """What is true in the database."""
    with psycopg.connect(_plain(url)) as connection:
        return [[list(row) for row in connection.execute(query).fetchall()] for query in ENDS]


def replay(url: str, recording: Recording) -> list[str]:
    """Say it again; returns the statements that failed or touched another number of rows."""
    differing = []
    with psycopg.connect(_plain(url), prepare_threshold=None) as connection:
        for step in recording.steps:
            if "end" in step:
                connection.commit() if step["end"] == "commit" else connection.rollback()
                continue
            values = step["values"]
            try:
                with connection.cursor() as cursor:
                    if isinstance(values, list):
                        cursor.executemany(step["sql"], [_read(row) for row in values])
                    else:
                        cursor.execute(step["sql"], _read(values))
                    if cursor.rowcount != step["rows"]:
                        differing.append(f"{cursor.rowcount} rows instead of {step['rows']}: {step['sql']}")
            except psycopg.Error as error:
                return [*differing, f"{error}: {step['sql']}"]
    return differing


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _written(value: Any) -> Any:
    match value:
        case dict():
            return {name: _written(item) for name, item in value.items()}
        case list() | tuple():
            return {"list": [_written(item) for item in value]}
        case UUID():
            return {"uuid": str(value)}
        case datetime():
            return {"moment": value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case bytes():
            return {"bytes": base64.b64encode(value).decode()}
        case Json() | Jsonb():
            return {"json": value.obj}
        case psycopg.Binary():
            return _written(value.obj)
    assert value is None or isinstance(value, str | int | float | bool), type(value)
    return value


def _read(values: Any) -> Any:
    """The values of one statement."""
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> Any:
    match value:
        case {"list": items}:
            return [_value(item) for item in items]
        case {"uuid": text}:
            return UUID(text)
        case {"moment": text}:
            return datetime.fromisoformat(text)
        case {"seconds": number}:
            return timedelta(seconds=number)
        case {"bytes": text}:
            return base64.b64decode(text)
        case {"json": thing}:
            return Jsonb(thing)
    return value
