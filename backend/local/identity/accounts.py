"""Users, one-time codes, sessions and rotating refresh tokens, by the vendor's rules."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import time
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from backend.local.identity.keys import SigningKeys, access_token_claims
from backend.local.identity.options import read_options
from backend.local.store import Document, Store

AUDIENCE = "authenticated"
EMAIL = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}\.[^@\s<>\"]{2,}")
MAILS_KEPT = 200


class AuthFailure(Exception):
    """A reply of the vendor's API that is not a success."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


class Accounts:
    """The state behind the endpoints. Every public method is one transaction."""

    def __init__(self, store: Store, keys: SigningKeys, *, url: str) -> None:
        self._store = store
        self._keys = keys
        self._url = url
        self.issuer = f"{url}/auth/v1"

    def send_code(
        self, email: str, *, create: bool, data: Document, challenge: str | None, method: str | None, redirect: str
    ) -> None:
        """Send one mail with a code and a link; an earlier code of the same address stops being valid."""
        email = _email(email)
        if bool(challenge) != bool(method):
            raise AuthFailure(400, "validation_failed", "PKCE flow requires code_challenge_method and code_challenge")
        if challenge and not 43 <= len(challenge) <= 128:
            raise AuthFailure(400, "validation_failed", "code challenge has to be between 43 and 128 characters")
        options, now = read_options(self._store), time.time()
        with self._store.transaction():
            user = self._store.get("user", email)
            if user is None and not create:
                raise AuthFailure(422, "otp_disabled", "Signups not allowed for otp")
            user = user or _new_user(email, data)
            wait = options.mail_interval_seconds - (now - user["mailed"])
            if wait > 0:
                message = f"For security purposes, you can only request this after {int(wait) + 1} seconds."
                raise AuthFailure(429, "over_email_send_rate_limit", message)
            code = f"{secrets.randbelow(10**6):06d}"
            kind = "magiclink" if user["email_confirmed_at"] else "signup"
            token = ("pkce_" if challenge else "") + _hash(email, code)
            user |= {
                "otp": {"token": token, "kind": kind, "sent": now},
                "mailed": now,
                "recovery_sent_at" if kind == "magiclink" else "confirmation_sent_at": _rfc3339(now),
            }
            self._store.put("user", email, user)
            if challenge and method:
                flow = {"id": str(uuid.uuid4()), "challenge": challenge, "method": method.lower(), "email": email}
                self._store.put("flow", flow["id"], flow)
                self._store.put("flow_latest", email, {"id": flow["id"]})
            query = urlencode({"token": token, "type": kind, "redirect_to": redirect})
            self._deliver(email, code, f"{self.issuer}/verify?{query}", now)

    def verify_code(self, kind: str, *, email: str, token: str, token_hash: str) -> Document:
        """Open a session for a typed code (with the address) or for a link's hash (without)."""
        if token_hash:
            email = self._owner_of(token_hash) or ""
        with self._store.transaction():
            expected = token_hash or _hash(_email(email), token.replace("-", ""))
            return self._open_session(self._consume(_email(email) if email else "", expected, kind))

    def follow_link(self, token: str, kind: str) -> dict[str, str]:
        """Spend a link: the query or fragment parameters for the address that it leads to.

        A link of a PKCE sign-in answers with `code`, any other with a whole session.
        """
        with self._store.transaction():
            email = self._owner_of(token)
            if email is None:
                raise AuthFailure(403, "otp_expired", "Email link is invalid or has expired")
            try:
                user = self._consume(email, token, kind)
            except AuthFailure:
                raise AuthFailure(403, "otp_expired", "Email link is invalid or has expired") from None
            if not token.startswith("pkce_"):
                session = self._open_session(user)
                names = ("access_token", "token_type", "expires_in", "expires_at", "refresh_token")
                return {name: str(session[name]) for name in names} | {"type": kind}
            latest = self._store.get("flow_latest", email)
            if latest is None:
                raise AuthFailure(400, "flow_state_not_found", "No associated flow state found.")
            code = str(uuid.uuid4())
            self._store.put("flow_code", code, {"flow": latest["id"], "issued": time.time()})
            return {"code": code}

    def exchange(self, code: str, verifier: str) -> Document:
        """Open a session for a link's code and the verifier that never left the app."""
        if not code or not verifier:
            message = "invalid request: both auth code and code verifier should be non-empty"
            raise AuthFailure(400, "validation_failed", message)
        with self._store.transaction():
            issued = self._store.get("flow_code", code)
            flow = self._store.get("flow", issued["flow"]) if issued else None
            if issued is None or flow is None:
                message = "invalid flow state, no valid flow state found"
                raise AuthFailure(404, "flow_state_not_found", message)
            if time.time() - issued["issued"] > read_options(self._store).flow_seconds:
                raise AuthFailure(422, "flow_state_expired", "invalid flow state, flow state has expired")
            if not _verifier_matches(verifier, flow["challenge"], flow["method"]):
                message = "code challenge does not match previously saved code verifier"
                raise AuthFailure(400, "bad_code_verifier", message)
            user = self._store.get("user", flow["email"])
            assert user is not None
            self._store.delete("flow", flow["id"])
            self._store.delete("flow_code", code)
            return self._open_session(user)

    def refresh(self, token: str) -> Document:
        """Spend a refresh token for a new pair.

        The parent of the active token is answered with the active one (its holder may have missed the reply), others
        that were used are taken within the reuse window; later they end the whole family.
        """
        with self._store.transaction():
            row = self._store.get("refresh", token)
            session = self._store.get("session", row["session"]) if row else None
            if row is None or session is None:
                message = "Invalid Refresh Token: Refresh Token Not Found"
                raise AuthFailure(400, "refresh_token_not_found", message)
            user = self._store.get("user", session["email"])
            assert user is not None
            if not row["used"]:
                return self._tokens(user, session, parent=token)
            if session["active_parent"] == token:
                return self._reply(user, session, session["active"])
            if time.time() - row["used"] <= read_options(self._store).reuse_seconds and session["active"]:
                return self._tokens(user, session, parent=token)
            self._store.put("session", session["id"], session | {"active": "", "active_parent": ""})
            if session["active"]:
                active = self._store.get("refresh", session["active"])
                self._store.put("refresh", session["active"], (active or {}) | {"used": 1.0})
        raise AuthFailure(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used")

    def user(self, claims: dict[str, Any]) -> Document:
        """The account of a verified token."""
        return _public_user(self._user_of(claims)[0])

    def sign_out(self, claims: dict[str, Any], scope: str) -> None:
        """End this session (`local`), all but this (`others`) or all (`global`)."""
        user, current = self._user_of(claims)
        with self._store.transaction():
            for session in self._store.all("session"):
                mine = session["id"] == current["id"]
                if session["email"] == user["email"] and (scope == "global" or mine == (scope == "local")):
                    self._store.delete("session", session["id"])

    def delete_user(self, user_id: str) -> Document:
        """Delete an account with its sessions; returns it as it was. Its tokens count until they expire."""
        with self._store.transaction():
            user = next((user for user in self._store.all("user") if user["id"] == user_id), None)
            if user is None:
                raise AuthFailure(404, "user_not_found", "User not found")
            for session in self._store.all("session"):
                if session["email"] == user["email"]:
                    self._store.delete("session", session["id"])
            for flow in self._store.all("flow"):
                if flow["email"] == user["email"]:
                    self._store.delete("flow", flow["id"])
            self._store.delete("flow_latest", user["email"])
            self._store.delete("user", user["email"])
        return _public_user(user)

    def mails(self, email: str | None = None) -> list[Document]:
        """Sent mails, newest first."""
        wanted = email.strip().lower() if email else None
        return [mail for mail in reversed(self._store.all("mail")) if wanted in (None, mail["to"])]

    def _user_of(self, claims: dict[str, Any]) -> tuple[Document, Document]:
        session = self._store.get("session", str(claims.get("session_id")))
        user = self._store.get("user", session["email"]) if session else None
        if session is None or user is None:
            message = "Session from session_id claim in JWT does not exist"
            raise AuthFailure(403, "session_not_found", message)
        return user, session

    def _owner_of(self, token: str) -> str | None:
        for user in self._store.all("user"):
            if user["otp"] and hmac.compare_digest(user["otp"]["token"], token):
                return str(user["email"])
        return None

    def _consume(self, email: str, expected: str, kind: str) -> Document:
        user = self._store.get("user", email)
        otp = user["otp"] if user else None
        if (
            user is None
            or otp is None
            or not hmac.compare_digest(otp["token"].removeprefix("pkce_"), expected.removeprefix("pkce_"))
            or kind not in ("email", otp["kind"])
            or time.time() - otp["sent"] > read_options(self._store).code_seconds
        ):
            raise AuthFailure(403, "otp_expired", "Token has expired or is invalid")
        now = _rfc3339(time.time())
        user["user_metadata"]["email_verified"] = True
        user |= {"otp": None, "email_confirmed_at": user["email_confirmed_at"] or now, "updated_at": now}
        self._store.put("user", email, user)
        return user

    def _open_session(self, user: Document) -> Document:
        now = time.time()
        session = {
            "id": str(uuid.uuid4()),
            "email": user["email"],
            "created": int(now),
            "active": "",
            "active_parent": "",
        }
        user["last_sign_in_at"] = _rfc3339(now)
        self._store.put("user", user["email"], user)
        return self._tokens(user, session, parent="")

    def _tokens(self, user: Document, session: Document, *, parent: str) -> Document:
        token = secrets.token_urlsafe(16)
        used = self._store.get("refresh", parent)
        if used is not None:
            self._store.put("refresh", parent, used | {"used": used["used"] or time.time()})
        self._store.put("refresh", token, {"session": session["id"], "used": 0.0})
        session |= {"active": token, "active_parent": parent}
        self._store.put("session", session["id"], session)
        return self._reply(user, session, token)

    def _reply(self, user: Document, session: Document, refresh_token: str) -> Document:
        seconds = read_options(self._store).access_token_seconds
        claims = access_token_claims(user, session, issuer=self.issuer, seconds=seconds)
        return {
            "access_token": self._keys.sign(claims),
            "token_type": "bearer",
            "expires_in": seconds,
            "expires_at": claims["exp"],
            "refresh_token": refresh_token,
            "user": _public_user(user),
        }

    def _deliver(self, email: str, code: str, link: str, now: float) -> None:
        identifier = str(uuid.uuid4())
        mail = {
            "id": identifier,
            "to": email,
            "subject": f"{code} is your Luster code",
            "code": code,
            "link": link,
            "sent_at": _rfc3339(now),
        }
        self._store.put("mail", identifier, mail)
        for old in self._store.all("mail")[:-MAILS_KEPT]:
            self._store.delete("mail", old["id"])


def _new_user(email: str, data: Document) -> Document:
    now, identifier, identity = _rfc3339(time.time()), str(uuid.uuid4()), str(uuid.uuid4())
    metadata = data | {"email": email, "email_verified": False, "phone_verified": False, "sub": identifier}
    return {
        "id": identifier,
        "identity_id": identity,
        "aud": AUDIENCE,
        "role": "authenticated",
        "email": email,
        "email_confirmed_at": None,
        "confirmation_sent_at": None,
        "recovery_sent_at": None,
        "last_sign_in_at": None,
        "app_metadata": {"provider": "email", "providers": ["email"]},
        "user_metadata": metadata,
        "created_at": now,
        "updated_at": now,
        "otp": None,
        "mailed": 0.0,
    }


def _public_user(user: Document) -> Document:
    """The user as the API shows it: times that are not set are left out, as the vendor does."""
    times = ("email_confirmed_at", "confirmation_sent_at", "recovery_sent_at", "last_sign_in_at")
    identity = {
        "identity_id": user["identity_id"],
        "id": user["id"],
        "user_id": user["id"],
        "identity_data": {name: user["user_metadata"][name] for name in ("email", "email_verified", "sub")},
        "provider": "email",
        "last_sign_in_at": user["last_sign_in_at"] or user["created_at"],
        "created_at": user["created_at"],
        "updated_at": user["updated_at"],
        "email": user["email"],
    }
    return {
        **{name: user[name] for name in ("id", "aud", "role", "email", "app_metadata", "user_metadata")},
        **{name: user[name] for name in times if user[name]},
        **({"confirmed_at": user["email_confirmed_at"]} if user["email_confirmed_at"] else {}),
        "phone": "",
        "identities": [identity],
        "created_at": user["created_at"],
        "updated_at": user["updated_at"],
        "is_anonymous": False,
    }


def _email(text: str) -> str:
    email = text.strip().lower()
    if not EMAIL.fullmatch(email):
        raise AuthFailure(400, "validation_failed", "Unable to validate email address: invalid format")
    return email


def _hash(email: str, code: str) -> str:
    return hashlib.sha224(f"{email}{code}".encode()).hexdigest()


def _verifier_matches(verifier: str, challenge: str, method: str) -> bool:
    if method == "s256":
        digest = hashlib.sha256(verifier.encode()).digest()
        verifier = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return hmac.compare_digest(verifier.encode(), challenge.encode())


def _rfc3339(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
