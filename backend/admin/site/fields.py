"""How values are shown: moments in UTC, states in colour, links between lists, and rows of another table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import anyio.to_thread
from sqlalchemy import Select
from starlette.requests import Request
from starlette_admin import BaseField, DateTimeField, EnumField, IntegerField, JSONField, RequestAction, StringField

from backend.admin.listings import brief

GOOD, BAD, BUSY, QUIET = "green", "red", "blue", "secondary"
Getter = Callable[[Request, Any], Any]


def text(name: str, label: str | None = None, *, detail_only: bool = False, copy: bool = False) -> BaseField:
    """A value as it is."""
    return StringField(name, label=label, exclude_from_list=detail_only, copy_to_clipboard=copy)


def number(name: str, label: str | None = None, *, detail_only: bool = False) -> BaseField:
    """A whole number."""
    return IntegerField(name, label=label, exclude_from_list=detail_only)


def at(name: str, label: str | None = None, *, detail_only: bool = False) -> BaseField:
    """A point in time, in UTC."""

    def show(_: Request, value: datetime | None) -> str | None:
        return moment(value) if value else None

    return DateTimeField(
        name,
        label=label,
        exclude_from_list=detail_only,
        formatter={RequestAction.LIST: show, RequestAction.DETAIL: show},
    )


def badge(name: str, colours: Mapping[str, str], label: str | None = None) -> BaseField:
    """One of a few words, each in its colour."""
    return EnumField(
        name,
        label=label,
        choices=[(word, word) for word in colours],
        list_template="luster/badge.html",
        detail_template="luster/badge.html",
        extra={"colours": dict(colours)},
    )


def flag(name: str, label: str, colours: Mapping[str, str], getter: Getter) -> BaseField:
    """The word that `getter` returns, in its colour; nothing where it returns none."""
    return StringField(
        name,
        label=label,
        getter=getter,
        filters=[],
        list_template="luster/badge.html",
        detail_template="luster/badge.html",
        extra={"colours": dict(colours)},
    )


def link(name: str, view: str, to: str, label: str | None = None) -> BaseField:
    """The row's `name`, leading to the row of another view whose key is the row's `to`."""

    def target(_: Request, row: Any) -> dict[str, str] | None:
        key = getattr(row, to)
        return key and {"view": view, "key": str(key), "text": str(getattr(row, name) or key)}

    return BaseField(
        name,
        label=label,
        getter=target,
        filters=[],
        list_template="luster/link.html",
        detail_template="luster/link.html",
    )


def document(name: str, label: str | None = None, getter: Getter | None = None) -> BaseField:
    """JSON, unfolded, on the detail page."""
    return JSONField(
        name, label=label, getter=getter, exclude_from_list=True, filters=[], viewer_collapsed=False, read_only=True
    )


def rows(name: str, label: str, columns: tuple[str, ...], query: Callable[[Any], Select[Any]]) -> BaseField:
    """A small table on the detail page: what `query` of the row finds, newest or first things first."""

    async def found(request: Request, row: Any) -> list[list[str]]:
        lines = await anyio.to_thread.run_sync(lambda: request.state.session.execute(query(row)).all())
        return [[_cell(cell) for cell in line] for line in lines]

    return BaseField(
        name,
        label=label,
        getter=found,
        exclude_from_list=True,
        filters=[],
        detail_template="luster/rows.html",
        extra={"columns": columns},
    )


def payload(_: Request, row: Any) -> Any:
    """What Stripe sent, unfolded; as text when it is no JSON."""
    try:
        return json.loads(row.payload)
    except ValueError:
        return {"unreadable": row.payload.decode(errors="replace")}


def moment(at: datetime) -> str:
    """As every page shows it; that it is UTC is said once, below."""
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return moment(value)
    return brief(value) if isinstance(value, dict | list) else str(value)
