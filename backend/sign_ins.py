"""The sign-in service's own record of a user, through its admin client."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import httpx

from backend.config import Settings

if TYPE_CHECKING:
    from supabase import Client


class SignInsUnavailable(Exception):
    """The sign-in service did not answer, or refused us; worth another try later."""


class SignIns:
    """Deletes sign-ins where a service key is set. Safe to share between threads."""

    def __init__(self, settings: Settings, *, answer_seconds: float = 4) -> None:
        self._http = httpx.Client(timeout=answer_seconds, trust_env=False)
        self._client = _client(settings, self._http) if settings.supabase_service_key else None

    def close(self) -> None:
        """Close the pooled connections."""
        self._http.close()

    @property
    def can_delete(self) -> bool:
        return self._client is not None

    def delete(self, user_id: UUID) -> None:
        """Delete the user's sign-in and sessions, for good; one that is not there is no error.

        Only where `can_delete`. Raises `SignInsUnavailable`.
        """
        from supabase_auth.errors import AuthApiError, AuthError

        assert self._client is not None
        try:
            self._client.auth.admin.delete_user(str(user_id))
        except AuthApiError as error:
            if error.code != "user_not_found":
                raise SignInsUnavailable(f"{error.status} {error.code}") from None
        except (AuthError, httpx.HTTPError) as error:
            raise SignInsUnavailable(type(error).__name__) from None


def _client(settings: Settings, http: httpx.Client) -> Client:
    # Here, because only a service with a key needs it, and it takes long to import.
    from supabase import Client, ClientOptions

    options = ClientOptions(auto_refresh_token=False, persist_session=False, httpx_client=http)
    return Client(settings.supabase_url, settings.supabase_service_key, options)
