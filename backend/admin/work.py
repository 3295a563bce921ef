"""What is done to jobs: tried again, cancelled."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, Engine, select

from backend import orders, words
from backend.admin import audit
from backend.assets import AssetNotFound
from backend.credits import AccountFrozen, OutOfCredits
from backend.database.tables import jobs
from backend.editing import catalogue
from backend.jobs import EDITS, Job, edits_from
from backend.orders import AssetNotReady, NotAgain, SourceNotReady
from backend.reruns import Policy
from backend.shoots import ShootNotFound

NO_SUCH_JOB = "There is no such job."


def retry(engine: Engine, job_id: UUID, *, free: Policy, reason: str | None = None, operator: str | None = None) -> Job:
    """Queue a job that failed once more, its credits held afresh; free where the policy says so.

    Raises `Refused` with the reason: not failed, no credits, a frozen account, the photo or the preset gone.
    """
    try:
        with engine.begin() as connection:
            job = orders.requeue(connection, job_id, _price(connection, job_id), free=free)
            audit.record(connection, operator, "retry", job_id, user_id=job.user_id, reason=reason, credits=job.credits)
            return job
    except NotAgain as error:
        raise audit.Refused(str(error)) from None
    except (AssetNotReady, catalogue.UnknownPreset, catalogue.InvalidParameter, catalogue.CannotCombine) as error:
        raise audit.Refused(words.told(error)) from None
    except (AssetNotFound, ShootNotFound, SourceNotReady):
        raise audit.Refused("The photo or its shoot has been deleted.") from None
    except AccountFrozen:
        raise audit.Refused("The account is frozen: let it go on first.") from None
    except OutOfCredits as error:
        raise audit.Refused(
            f"The user has too few credits: {error.available} available, {error.required} needed."
        ) from None


def cancel(engine: Engine, job_id: UUID, *, reason: str | None = None, operator: str | None = None) -> None:
    """End a job that is not final, without a charge; raises `Refused` when it is."""
    table = jobs
    with engine.begin() as connection:
        query = select(table.c.user_id, table.c.shoot_id, table.c.state).where(table.c.id == job_id)
        row = connection.execute(query).one_or_none()
        if row is None:
            raise audit.Refused(NO_SUCH_JOB)
        if not orders.withdraw(connection, row.user_id, row.shoot_id, job_id):
            state = connection.execute(query).one().state
            raise audit.Refused(f"The job is {state}: there is nothing left to cancel.")
        audit.record(connection, operator, "cancel", job_id, user_id=row.user_id, reason=reason, was=row.state)


def _price(connection: Connection, job_id: UUID) -> int:
    kept = connection.execute(select(EDITS).where(jobs.c.id == job_id)).scalar_one_or_none()
    if kept is None:
        raise audit.Refused(NO_SUCH_JOB)
    # What could not be ordered today would only fail once more.
    return catalogue.recipe(edits_from(kept)).credits
