"""The endpoints: Supabase Auth under `/auth/v1`, the mailbox, and the controls."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from backend.local.faults import Faults
from backend.local.identity import mailbox
from backend.local.identity.accounts import AUDIENCE, Accounts, AuthFailure
from backend.local.identity.keys import InvalidToken, SigningKeys
from backend.local.identity.options import change_options, read_options
from backend.local.identity.redirects import allowed, with_fragment, with_query
from backend.local.store import Document, Store

VERSION_HEADER = "X-Supabase-Api-Version"
OPEN_PATHS = ("/auth/v1/verify", "/auth/v1/.well-known/jwks.json")
"""What the vendor's gateway lets through without a key, when it is a GET."""


class Identity:
    """One endpoint per method; state and rules are in `Accounts`."""

    def __init__(self, store: Store, *, url: str, anon_key: str, service_key: str, site_url: str) -> None:
        self._store = store
        self._anon_key = anon_key
        self._service_key = service_key
        self._site_url = site_url
        self._keys = SigningKeys(store)
        self.accounts = Accounts(store, self._keys, url=url)

    def routes(self) -> list[Route | Mount]:
        auth = [
            Route("/otp", self.otp, methods=["POST"]),
            Route("/verify", self.verify_post, methods=["POST"]),
            Route("/verify", self.verify_get, methods=["GET"]),
            Route("/token", self.token, methods=["POST"]),
            Route("/user", self.user, methods=["GET"]),
            Route("/logout", self.logout, methods=["POST"]),
            Route("/admin/users/{user}", self.delete_user, methods=["DELETE"]),
            Route("/.well-known/jwks.json", self.jwks, methods=["GET"]),
            Route("/health", self.health, methods=["GET"]),
            Route("/settings", self.settings, methods=["GET"]),
        ]
        return [
            Mount("/auth/v1", routes=auth),
            Route("/control/options", self.options, methods=["GET", "PUT"]),
            Route("/control/rotate-key", self.rotate_key, methods=["POST"]),
        ]

    async def otp(self, request: Request) -> Response:
        body = await _body(request)
        if not body.get("email"):
            raise AuthFailure(400, "validation_failed", "One of email or phone must be set")
        self.accounts.send_code(
            _text(body, "email"),
            create=body.get("create_user", True) is not False,
            data=body.get("data") or {},
            challenge=_text(body, "code_challenge") or None,
            method=_text(body, "code_challenge_method") or None,
            redirect=self._target(request.query_params.get("redirect_to", "")),
        )
        return JSONResponse({})

    async def verify_post(self, request: Request) -> Response:
        body = await _body(request)
        kind, token, token_hash = _text(body, "type"), _text(body, "token"), _text(body, "token_hash")
        if not token and not token_hash:
            raise AuthFailure(400, "validation_failed", "Verify requires a token or a token hash")
        if not kind:
            raise AuthFailure(400, "validation_failed", "Verify requires a verification type")
        email = _text(body, "email")
        if bool(token_hash) == bool(email):
            message = "Only an email address or phone number should be provided on verify"
            raise AuthFailure(400, "validation_failed", message)
        return JSONResponse(self.accounts.verify_code(kind, email=email, token=token, token_hash=token_hash))

    async def verify_get(self, request: Request) -> Response:
        token, kind = request.query_params.get("token", ""), request.query_params.get("type", "")
        target = self._target(request.query_params.get("redirect_to", ""))
        try:
            reply = self.accounts.follow_link(token, kind)
        except AuthFailure as failure:
            problem = {
                "error": "access_denied" if failure.status == 403 else "invalid_request",
                "error_code": failure.code,
                "error_description": failure.message,
            }
            if token.startswith("pkce_"):
                target = with_query(target, problem)
            return RedirectResponse(with_fragment(target, problem), 303)
        return RedirectResponse(with_query(target, reply) if "code" in reply else with_fragment(target, reply), 303)

    async def token(self, request: Request) -> Response:
        body = await _body(request)
        match request.query_params.get("grant_type"):
            case "pkce":
                reply = self.accounts.exchange(_text(body, "auth_code"), _text(body, "code_verifier"))
            case "refresh_token":
                reply = self.accounts.refresh(_text(body, "refresh_token"))
            case _:
                return JSONResponse({"error": "unsupported_grant_type"}, 400)
        return JSONResponse(reply, headers={"cache-control": "no-store"})

    async def user(self, request: Request) -> Response:
        return JSONResponse(self.accounts.user(self._claims(request)))

    async def logout(self, request: Request) -> Response:
        scope = request.query_params.get("scope", "global")
        if scope not in ("global", "local", "others"):
            raise AuthFailure(400, "validation_failed", f"Unsupported logout scope {scope!r}")
        self.accounts.sign_out(self._claims(request), scope)
        return Response(status_code=204)

    async def delete_user(self, request: Request) -> Response:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(key.encode(), self._service_key.encode()):
            raise AuthFailure(403, "not_admin", "User not allowed")
        try:
            user = str(UUID(request.path_params["user"]))
        except ValueError:
            raise AuthFailure(404, "validation_failed", "user_id must be an UUID") from None
        return JSONResponse(self.accounts.delete_user(user))

    async def jwks(self, _: Request) -> Response:
        if read_options(self._store).key_set_down:
            return JSONResponse({"message": "The key set is down on request."}, 503)
        return JSONResponse(self._keys.public(), headers={"cache-control": "public, max-age=600"})

    async def health(self, _: Request) -> Response:
        description = "Stand-in for GoTrue on this machine"
        return JSONResponse({"version": "local", "name": "GoTrue", "description": description})

    async def settings(self, _: Request) -> Response:
        return JSONResponse(
            {
                "external": {"email": True, "phone": False},
                "disable_signup": False,
                "mailer_autoconfirm": False,
                "phone_autoconfirm": False,
                "sms_provider": "",
                "saml_enabled": False,
            }
        )

    async def options(self, request: Request) -> Response:
        if request.method == "PUT":
            try:
                change_options(self._store, await request.json())
            except (ValidationError, ValueError, TypeError) as error:
                return JSONResponse({"message": str(error)}, 422)
        return JSONResponse(read_options(self._store).model_dump())

    async def rotate_key(self, request: Request) -> Response:
        withdraw = request.query_params.get("withdraw") == "true"
        return JSONResponse({"kid": self._keys.rotate(withdraw=withdraw)})

    def gateway(self, app: ASGIApp) -> ASGIApp:
        """Refuses calls without the project's key, in the words of the vendor's gateway."""

        async def check(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and scope["path"].startswith("/auth/v1"):
                request = Request(scope)
                key = request.headers.get("apikey") or request.query_params.get("apikey")
                if key not in (self._anon_key, self._service_key) and not (
                    request.method == "GET" and scope["path"] in OPEN_PATHS
                ):
                    message = "Invalid API key" if key else "No API key found in request"
                    hint = "Double check your Supabase `anon` or `service_role` API key."
                    await JSONResponse({"message": message, "hint": hint}, 401)(scope, receive, send)
                    return
            await app(scope, receive, send)

        return check

    def _claims(self, request: Request) -> dict[str, Any]:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise AuthFailure(401, "no_authorization", "This endpoint requires a valid Bearer token")
        try:
            return self._keys.verify(token, issuer=self.accounts.issuer, audience=AUDIENCE)
        except InvalidToken as error:
            message = f"invalid JWT: unable to parse or verify signature, {error}"
            raise AuthFailure(403, "bad_jwt", message) from error

    def _target(self, wanted: str) -> str:
        return wanted if allowed(wanted, read_options(self._store).redirects) else self._site_url


def create_app(database: Path, *, url: str, anon_key: str, service_key: str, site_url: str) -> ASGIApp:
    """The stand-in as an application.

    `url` is its own address (tokens name it as their issuer), `anon_key` what clients send as `apikey`, `service_key`
    what servers send that may delete users, and links with a target that is not allowed lead to `site_url`.
    """
    identity = Identity(Store(database), url=url, anon_key=anon_key, service_key=service_key, site_url=site_url)
    faults = Faults()
    app = Starlette(
        routes=[*identity.routes(), *mailbox.routes(identity.accounts), *faults.routes()],
        exception_handlers={AuthFailure: _failure, HTTPException: _http_failure},
    )
    return TrustedHostMiddleware(faults.middleware(identity.gateway(app)), ["127.0.0.1", "localhost"])


async def _body(request: Request) -> Document:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise AuthFailure(400, "bad_json", "Could not parse request body as JSON")
    return body


def _text(body: Document, name: str) -> str:
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise AuthFailure(400, "bad_json", f"Could not parse request body as JSON: {name} must be a string")
    return value


def _failure(request: Request, error: Exception) -> Response:
    """Errors have had two shapes; which one is sent depends on the version that the caller asks for."""
    assert isinstance(error, AuthFailure)
    version = request.headers.get(VERSION_HEADER, "")
    if version >= "2024-01-01":
        newer = {"code": error.code, "message": error.message}
        return JSONResponse(newer, error.status, headers={VERSION_HEADER: "2024-01-01", "x-sb-error-code": error.code})
    older = {"code": error.status, "error_code": error.code, "msg": error.message}
    return JSONResponse(older, error.status, headers={"x-sb-error-code": error.code})


def _http_failure(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"code": error.status_code, "msg": error.detail}, error.status_code)
