"""The lists: each shows one table, searches it, and offers the actions that its rows allow."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

import anyio.to_thread
from sqlalchemy import Column, ColumnElement, Engine, false, or_, select
from sqlalchemy.exc import DataError
from starlette.requests import Request
from starlette_admin import RequestAction
from starlette_admin.contrib.sqla import ModelView
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from backend.admin import audit
from backend.database import tables
from backend.reruns import Policy


@dataclass(frozen=True, slots=True)
class Desk:
    """What the site's actions need: where, who, and which re-runs are free."""

    engine: Engine
    operator: str
    free: Policy


class Listing(ModelView):
    """A table that is read, searched, sorted and paged, and never written through the library."""

    texts: ClassVar[Sequence[Column[Any]]] = ()
    """Searched for a part of their text."""
    ids: ClassVar[Sequence[Column[Any]]] = ()
    """Searched for the exact id."""
    owner: ClassVar[Column[Any] | None] = None
    """The user's id: found by a part of their address as well."""

    actions: Sequence[str] = ()
    exporters = ()
    importers = ()
    page_size = 25
    page_size_options = (25, 50, 100)

    def __init__(self, model: type[Any], desk: Desk) -> None:
        self.desk = desk
        super().__init__(model)

    def can_create(self, request: Request) -> bool:
        """Rows come from the service's own actions only."""
        return False

    def can_edit(self, request: Request) -> bool:
        """Nor are they changed,"""
        return False

    def can_delete(self, request: Request) -> bool:
        """nor removed,"""
        return False

    def can_export(self, request: Request) -> bool:
        """nor carried away in bulk,"""
        return False

    def can_import(self, request: Request) -> bool:
        """nor brought in."""
        return False

    def get_search_query(self, request: Request, term: str) -> ColumnElement[bool]:
        """Rows that a search finds: ids exactly, texts and the owner's address by any part."""
        term = term.replace("\0", "").strip()
        clauses: list[ColumnElement[bool]] = [column.icontains(term, autoescape=True) for column in self.texts]
        if self.owner is not None:
            users = tables.users
            clauses.append(self.owner.in_(select(users.c.id).where(users.c.email.icontains(term, autoescape=True))))
        with contextlib.suppress(ValueError):
            clauses += [column == UUID(term) for column in self.ids]
        return or_(false(), *clauses)

    async def find_by_pk(self, request: Request, pk: Any) -> Any:
        """The row of that key, or none, also when it is no key at all."""
        try:
            return await super().find_by_pk(request, pk)
        except (ValueError, DataError):
            return None

    async def is_row_action_allowed_for_obj(self, request: Request, name: str, obj: Any) -> bool:
        """Whether the row shows the action. Once sent, the action itself decides, and says why not."""
        shown = request.state.action in (RequestAction.LIST, RequestAction.DETAIL)
        return not shown or name == "view" or self.offers(name, obj)

    def offers(self, name: str, row: Any) -> bool:
        """Whether the action makes sense for the row as it is now."""
        return True

    async def act(self, request: Request, action: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Run the action in a thread, signed by the operator; what it refuses is shown as it says it."""
        call = partial(action, self.desk.engine, *args, operator=self.desk.operator, **more)
        try:
            return await anyio.to_thread.run_sync(call)
        except (audit.Refused, ValueError) as error:
            raise ActionFailed(str(error)) from None

    def done(self, request: Request, sentence: str) -> None:
        """Say so on the page that comes next."""
        flash(request, sentence, "success")
