"""Packs of credits, their purchase, and the ledger in words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from backend.contract.base import Reply, Request


class Pack(Reply):
    id: str
    title: str
    credits: int
    amount: int
    """Price in the currency's minor unit."""
    currency: str


class PackList(Reply):
    packs: list[Pack]


class CheckoutRequest(Request):
    pack: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class Checkout(Reply):
    purchase_id: UUID
    url: str
    """Stripe's page, to open in the browser."""


class HistoryEntry(Reply):
    id: int
    at: datetime
    kind: str
    """grant, correction, purchase, capture, refund, refund_failed, dispute or dispute_won."""
    amount: int
    """Credits that came (above zero) or went."""
    text: str
    """The entry in words."""
    job_id: UUID | None = None
    purchase_id: UUID | None = None


class HistoryPage(Reply):
    entries: list[HistoryEntry]
    next: str | None = None
