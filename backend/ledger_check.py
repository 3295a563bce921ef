"""The `check-ledger` command: proves that entries, balances, live jobs and purchases agree."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from sqlalchemy import Engine, text

from backend import database
from backend.config import Settings

CHECKS = {
    "posted is the sum of the entries": """
        SELECT c.user_id::text AS subject, c.posted AS found, coalesce(sum(e.amount), 0) AS due
        FROM luster.credits c LEFT JOIN luster.credit_entries e USING (user_id)
        GROUP BY c.user_id, c.posted HAVING c.posted <> coalesce(sum(e.amount), 0)
    """,
    "held is what live jobs take": """
        SELECT c.user_id::text AS subject, c.held AS found, coalesce(sum(j.credits), 0) AS due
        FROM luster.credits c
        LEFT JOIN luster.jobs j ON j.user_id = c.user_id AND j.state IN ('queued', 'processing')
        GROUP BY c.user_id, c.held HAVING c.held <> coalesce(sum(j.credits), 0)
    """,
    "every job that succeeded is captured, and no other": """
        SELECT coalesce(j.id, e.job_id)::text AS subject, coalesce(-e.amount, 0) AS found,
               CASE WHEN j.state = 'succeeded' THEN j.credits ELSE 0 END AS due
        FROM luster.jobs j FULL JOIN luster.credit_entries e ON e.kind = 'capture' AND e.job_id = j.id
        WHERE (e.kind = 'capture' OR e.kind IS NULL)
          AND coalesce(-e.amount, 0) <> CASE WHEN j.state = 'succeeded' THEN j.credits ELSE 0 END
    """,
    "every paid purchase is granted, and no other": """
        SELECT p.id::text AS subject, coalesce(sum(e.amount), 0) AS found,
               CASE WHEN p.state = 'paid' THEN p.credits ELSE 0 END AS due
        FROM luster.purchases p LEFT JOIN luster.credit_entries e ON e.purchase_id = p.id AND e.kind = 'purchase'
        GROUP BY p.id HAVING coalesce(sum(e.amount), 0) <> CASE WHEN p.state = 'paid' THEN p.credits ELSE 0 END
    """,
    "what was taken back is what entries say": """
        SELECT p.id::text AS subject, p.clawed AS found, -coalesce(sum(e.amount), 0) AS due
        FROM luster.purchases p
        LEFT JOIN luster.credit_entries e ON e.purchase_id = p.id AND e.kind <> 'purchase'
        GROUP BY p.id HAVING p.clawed <> -coalesce(sum(e.amount), 0)
    """,
}
"""Each statement returns the rows that break the rule: none, when all is well."""


@dataclass(frozen=True, slots=True)
class Difference:
    rule: str
    subject: str
    found: int
    due: int

    def __str__(self) -> str:
        return f"{self.subject}: {self.rule}: found {self.found}, due {self.due}"


def differences(engine: Engine) -> list[Difference]:
    """Everything that does not add up, from one snapshot of the database."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        return [
            Difference(rule, row.subject, int(row.found), int(row.due))
            for rule, statement in CHECKS.items()
            for row in connection.execute(text(statement))
        ]


def main(settings: Settings) -> int:
    """Print every difference; returns 1 when there is one."""
    engine = database.engine(settings.database_url, pool_size=1)
    try:
        found = differences(engine)
    finally:
        engine.dispose()
    for difference in found:
        sys.stdout.write(f"{difference}\n")
    sys.stdout.write(f"{len(found)} differences.\n" if found else "The ledger adds up.\n")
    return 1 if found else 0
