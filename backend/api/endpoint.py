"""One entry of the route table: what the router, the handlers and the OpenAPI document know about an endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Engine
from starlette.responses import Response

from backend.api.lane import Need
from backend.breaker import Breaker
from backend.config import Settings
from backend.contract.studio import Scope
from backend.idempotency import Once
from backend.identity import Identity, Verifier
from backend.jwks import JwksCache
from backend.limits import Limit
from backend.payments.gateway import Gateway
from backend.quota import Allowance
from backend.reruns import Policy
from backend.sign_ins import SignIns
from backend.storage import Storage


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers work with; made once for the app."""

    settings: Settings
    engine: Engine
    database: Breaker
    storage: Storage
    objects: Breaker
    keys: JwksCache
    verifier: Verifier
    gateway: Gateway
    payments: Breaker
    free_reruns: Policy
    allowance: Allowance
    sign_ins: SignIns


@dataclass(frozen=True, slots=True)
class Call:
    """One request, checked: its user is known and its parts have the types that the endpoint names."""

    services: Services
    user: Identity | None
    ids: Mapping[str, UUID]
    query: Any
    body: Any
    raw: bytes
    headers: Mapping[str, str]
    token: str
    """What a link ends with, in paths that have one."""
    once: Once | None
    """Present when the request carries an `Idempotency-Key`."""

    @property
    def user_id(self) -> UUID:
        """The user's id; only for endpoints that need a user."""
        assert self.user is not None
        return self.user.user_id


Handler = Callable[[Call], BaseModel | Response | None]


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str
    path: str
    handler: Handler
    summary: str
    """One line for the OpenAPI document."""
    reply: type[BaseModel] | None = None
    """None: no content, or a page."""
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    status: int = 200
    public: bool = False
    """Needs no user."""
    max_body: int = 0
    raw_body: bool = False
    """The handler reads the bytes itself."""
    page: bool = False
    """Replies with HTML, or leads on to a file."""
    limit: Limit | None = None
    """How often a user may call it."""
    needs: Need = "database"
    """What hangs it when that hangs."""
    scope: Scope | None = None
    """What a key must be for; None: no key opens it, only its owner does."""
    keyed: bool = False
    """Takes an `Idempotency-Key`."""
    problems: tuple[int, ...] = ()
    """Problems besides those that any endpoint of its kind may reply with."""
