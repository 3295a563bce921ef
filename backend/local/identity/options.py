"""How strict the stand-in is; `PUT /control/options` changes it while it runs."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from backend.local.store import Store


class IdentityOptions(BaseModel):
    """Seconds throughout; kept in the store, so that they outlast a restart."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    access_token_seconds: Annotated[int, Field(ge=1)] = 3600
    code_seconds: Annotated[int, Field(ge=1, le=86_400)] = 3600
    flow_seconds: Annotated[int, Field(ge=1)] = 300
    reuse_seconds: Annotated[int, Field(ge=0)] = 10
    """How long a refresh token that was used already is taken once more."""
    mail_interval_seconds: Annotated[int, Field(ge=0)] = 0
    """Least time between two mails to one address; the vendor's default is 60."""
    key_set_down: bool = False
    """The key set answers 503, as in an outage; everything else works."""
    redirects: list[str] = ["http://127.0.0.1:*/**", "http://localhost:*/**", "luster://**"]
    """Where a link may lead, as the vendor's globs; anything else leads to the site."""


def read_options(store: Store) -> IdentityOptions:
    """The options in force; the defaults until something was changed."""
    return IdentityOptions.model_validate(store.get("options", "identity") or {})


def change_options(store: Store, changes: dict[str, object]) -> IdentityOptions:
    """Change the named options; raises pydantic's `ValidationError`."""
    with store.transaction():
        options = IdentityOptions.model_validate(read_options(store).model_dump() | changes)
        store.put("options", "identity", options.model_dump())
    return options
