"""The `admin` command: what support does to accounts, each with a reason that stays in the ledger."""

from __future__ import annotations

import argparse
import sys
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, func, select, update

from backend import credits, database, orders
from backend.config import Settings
from backend.database import tables
from backend.jobs import JobNotFound
from backend.payments import history, purchases


class NoSuchUser(Exception):
    """Nobody has that id or e-mail address; the message is a sentence."""


def main(args: argparse.Namespace, settings: Settings) -> int:
    """Run one action and say what came of it; answers the exit code."""
    engine = database.engine(settings.database_url, pool_size=1)
    try:
        match args.action:
            case "grant":
                posted = grant(engine, args.user, args.credits, args.reason, ref=args.ref)
                sys.stdout.write(f"The balance is now {posted}.\n")
            case "show":
                sys.stdout.write("\n".join(show(engine, args.user)) + "\n")
            case "cancel":
                sys.stdout.write(f"The job is {cancel(engine, args.job)}.\n")
            case "unfreeze":
                frozen = unfreeze(engine, args.user)
                sys.stdout.write("The account stays frozen.\n" if frozen else "The account is not frozen.\n")
    except (NoSuchUser, JobNotFound) as error:
        sys.stderr.write(f"{str(error) or 'There is no such job.'}\n")
        return 1
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    finally:
        engine.dispose()
    return 0


def grant(engine: Engine, user: str, amount: int, reason: str, *, ref: str | None = None) -> int:
    """Give credits, or take them with a negative number, with an entry; answers what is posted afterwards.

    A `ref` makes it happen once. Raises `NoSuchUser`, and `ValueError` when there is nothing to do or no reason.
    """
    if not amount or abs(amount) > 1_000_000:
        raise ValueError("The number of credits must not be zero, nor above a million.")
    if not reason.strip():
        raise ValueError("A reason is needed.")
    kind = "grant" if amount > 0 else "correction"
    with engine.begin() as connection:
        user_id = find(connection, user)
        credits.post(connection, user_id, kind, amount, ref or str(uuid4()), reason=reason.strip())
        return credits.balance(connection, user_id).posted


def unfreeze(engine: Engine, user: str) -> bool:
    """Clear the user's disputes and fraud warnings so far; answers whether the account is frozen nevertheless."""
    mine = select(tables.purchases.c.id)
    with engine.begin() as connection:
        user_id = find(connection, user)
        connection.execute(
            update(tables.disputes)
            .where(
                tables.disputes.c.purchase_id.in_(mine.where(tables.purchases.c.user_id == user_id)),
                tables.disputes.c.cleared_at.is_(None),
            )
            .values(cleared_at=func.now())
        )
        return purchases.freeze(connection, user_id)


def show(engine: Engine, user: str, *, entries: int = 20) -> list[str]:
    """An account in lines of text: balance, live jobs, and the newest entries of its ledger. Raises `NoSuchUser`."""
    with engine.connect() as connection:
        user_id = find(connection, user)
        balance = credits.balance(connection, user_id)
        jobs = tables.jobs
        live = connection.execute(
            select(jobs.c.id, jobs.c.state, jobs.c.preset, jobs.c.attempt, jobs.c.error_code)
            .where(jobs.c.user_id == user_id, jobs.c.state.in_(("queued", "processing")))
            .order_by(jobs.c.fair_key)
        ).all()
    return [
        f"{user_id}: {balance.posted} posted, {balance.held} held{', frozen' if balance.frozen else ''}",
        *(f"job {row.id} {row.state}: {row.preset}, try {row.attempt} {row.error_code or ''}".rstrip() for row in live),
        *(
            f"{entry.at:%Y-%m-%d %H:%M} {entry.amount:+} {entry.text}"
            for entry in history.listing(engine, user_id, limit=entries)
        ),
    ]


def cancel(engine: Engine, job: str) -> str:
    """End a job that is not final, without a charge; answers its state. Raises `JobNotFound` and `ValueError`."""
    job_id = UUID(job)
    with engine.connect() as connection:
        owner = connection.execute(select(tables.jobs.c.user_id).where(tables.jobs.c.id == job_id)).scalar_one_or_none()
    if owner is None:
        raise JobNotFound
    return orders.cancel(engine, owner, job_id).state


def find(connection: Connection, user: str) -> UUID:
    """The id of the user with that id or e-mail address; raises `NoSuchUser`."""
    table = tables.users
    query = select(table.c.id).where(table.c.deleted_at.is_(None))
    try:
        query = query.where(table.c.id == UUID(user))
    except ValueError:
        query = query.where(func.lower(table.c.email) == user.strip().lower())
    found = connection.execute(query.limit(2)).scalars().all()
    if len(found) != 1:
        raise NoSuchUser("There is no such user." if not found else "More than one user has that address: give the id.")
    user_id: UUID = found[0]
    return user_id
