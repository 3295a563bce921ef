"""Jobs with everything that happened to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from starlette.requests import Request
from starlette_admin import row_action
from starlette_admin.exceptions import ActionFailed

from backend.admin import work
from backend.admin.site import fields as show
from backend.admin.site import forms
from backend.admin.site.fields import BAD, BUSY, GOOD, QUIET
from backend.admin.site.listing import Listing
from backend.database import tables

STATES = {"queued": QUIET, "processing": BUSY, "succeeded": GOOD, "failed": BAD, "cancelled": QUIET}


def _events(job: Any) -> Any:
    table = tables.job_events
    return select(table.c.at, table.c.kind, table.c.data).where(table.c.job_id == job.id).order_by(table.c.seq)


def _id(pk: str) -> UUID:
    try:
        return UUID(pk)
    except ValueError:
        raise ActionFailed(work.NO_SUCH_JOB) from None


class JobView(Listing):
    key = "jobs"
    display_name = "Job"
    menu_label = "Jobs"
    icon = "fa fa-wand-magic-sparkles"
    fields = (
        show.at("created_at", "Ordered"),
        show.link("email", "users", "user_id", "User"),
        show.text("preset", "Edits"),
        show.badge("state", STATES),
        show.number("credits"),
        show.number("attempt", "Tries"),
        show.text("error_code", "Error"),
        show.text("id", "Id", copy=True),
        show.text("error_detail", "What the user reads", detail_only=True),
        show.at("updated_at", "Changed", detail_only=True),
        show.at("run_at", "Due", detail_only=True),
        show.at("lease_until", "Lease until", detail_only=True),
        show.number("lease", "Lease", detail_only=True),
        show.text("worker", detail_only=True),
        show.rows("events", "Events", ("at", "kind", "data"), _events),
        show.document("edits", "Edits with their parameters"),
        show.text("note", detail_only=True),
        show.text("source_id", "Goes on from job", detail_only=True, copy=True),
        show.document("details"),
        show.document("usage", "Image model"),
    )
    fields_default_sort = (("created_at", True),)
    sortable_fields = ("created_at", "preset", "state", "credits", "attempt", "error_code")
    row_actions = ("view", "retry", "cancel")
    texts = (tables.jobs.c.preset, tables.jobs.c.state, tables.jobs.c.error_code)
    ids = (tables.jobs.c.id, tables.jobs.c.user_id, tables.jobs.c.shoot_id, tables.jobs.c.asset_id)
    owner = tables.jobs.c.user_id

    def offers(self, name: str, row: Any) -> bool:
        """Failed jobs can be tried again, live ones cancelled."""
        return bool(row.state == "failed" if name == "retry" else row.state in ("queued", "processing"))

    @row_action(
        name="retry",
        text="Try again",
        header="Try the job again",
        confirmation="Its credits are held afresh, unless the re-run is free.",
        form=forms.REASON,
        icon_class="fa fa-rotate-right",
        submit_btn_text="Try again",
    )
    async def retry(self, request: Request, pk: str) -> None:
        """Queue a failed job once more."""
        job = await self.act(request, work.retry, _id(pk), free=self.desk.free, reason=await forms.reason(request))
        self.done(request, f"The job is queued; {job.credits or 'no'} credit{'s' * (job.credits != 1)} held.")

    @row_action(
        name="cancel",
        text="Cancel",
        header="Cancel the job",
        confirmation="It ends without a charge; a worker that has it loses it.",
        form=forms.REASON,
        icon_class="fa fa-ban",
        submit_btn_text="Cancel the job",
    )
    async def cancel(self, request: Request, pk: str) -> None:
        """End a live job."""
        await self.act(request, work.cancel, _id(pk), reason=await forms.reason(request))
        self.done(request, "The job is cancelled.")
