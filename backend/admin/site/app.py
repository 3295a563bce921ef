"""The administration site: lists over the tables and a home page, in an app of its own."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from importlib.resources import files

import anyio.to_thread
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette_admin import CustomView
from starlette_admin.contrib.sqla import Admin
from starlette_admin.widgets import BaseWidget, Breakpoints, GridWidget, StatWidget

from backend.admin.site import models
from backend.admin.site.accounts import ActionView, EntryView, UserView
from backend.admin.site.jobs import JobView
from backend.admin.site.listing import Desk
from backend.admin.site.payments import EventView, PurchaseView
from backend.admin.site.private import OwnPagesOnly
from backend.admin.site.studio import KeyView, WebhookEventView

# Titles, where they lead, and what is counted.
FIGURES = (
    ("Users", "users/list", "SELECT count(*) FROM luster.users WHERE deleted_at IS NULL"),
    ("Frozen accounts", "users/list?sort=frozen__desc", "SELECT count(*) FROM luster.credits WHERE frozen"),
    ("Jobs queued", "jobs/list?q=queued", "SELECT count(*) FROM luster.jobs WHERE state = 'queued'"),
    ("Jobs in progress", "jobs/list?q=processing", "SELECT count(*) FROM luster.jobs WHERE state = 'processing'"),
    (
        "Jobs failed in a day",
        "jobs/list?q=failed",
        "SELECT count(*) FROM luster.jobs WHERE state = 'failed' AND updated_at > now() - interval '1 day'",
    ),
    (
        "Events that wait",
        "inbox/list",
        "SELECT count(*) FROM luster.stripe_events WHERE applied_at IS NULL AND parked_at IS NULL",
    ),
    (
        "Events parked",
        "inbox/list?sort=parked_at__asc",
        "SELECT count(*) FROM luster.stripe_events WHERE applied_at IS NULL AND parked_at IS NOT NULL",
    ),
    (
        "Webhook events parked",
        "webhooks/list?sort=parked_at__asc",
        "SELECT count(*) FROM luster.webhook_events WHERE parked_at IS NOT NULL",
    ),
)


def create_app(desk: Desk, *, names: frozenset[str]) -> Starlette:
    """The site as `desk` signs its actions; requests for hosts other than `names` are refused."""
    # Lists cannot write, whatever they try; actions have their own transactions.
    reading = desk.engine.execution_options(postgresql_readonly=True)
    site = Admin(
        reading,
        title="Luster",
        base_url="/",
        templates_dir=str(files(__package__).joinpath("templates")),
        index_view=CustomView(
            menu_label="Overview", icon="fa fa-gauge", path="/", route_name="index", widget=_overview
        ),
        secret_key=secrets.token_hex(32),
        timezone_config=None,
    )
    site.templates.env.globals["operator"] = desk.operator
    for view, model in (
        (UserView, models.User),
        (EntryView, models.Entry),
        (JobView, models.Job),
        (PurchaseView, models.Purchase),
        (EventView, models.Event),
        (KeyView, models.Key),
        (WebhookEventView, models.WebhookEvent),
        (ActionView, models.Action),
    ):
        site.add_view(view(model, desk))
    app = Starlette(middleware=[Middleware(OwnPagesOnly, names=names)])
    site.mount_to(app)
    return app


async def _overview(request: Request) -> BaseWidget:
    def count() -> list[int]:
        return [int(request.state.session.execute(text(query)).scalar_one()) for _, _, query in FIGURES]

    counted = await anyio.to_thread.run_sync(count)
    cards: list[BaseWidget] = [
        StatWidget(title=title, link=f"{request.base_url}{path}", value_callback=_figure(number))
        for (title, path, _), number in zip(FIGURES, counted, strict=True)
    ]
    return GridWidget(children=cards, breakpoints=Breakpoints(default=1, sm=2, lg=3))


def _figure(number: int) -> Callable[[Request], Awaitable[int]]:
    async def counted(_: Request) -> int:
        return number

    return counted
