"""The service's API as methods: contract models in, contract models out."""

from __future__ import annotations

import platform
import threading
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
from pydantic import ValidationError

from backend import contract
from luster_desktop.cloud.http import client
from luster_desktop.cloud.retrying import pause, retry_after
from luster_desktop.cloud.session import Session
from luster_desktop.reasons import Reason
from luster_desktop.settings import DesktopSettings
from luster_desktop.version import app_version

TRIES = 4
FIRST_PAUSE = 0.25
LONGEST_WAIT = 10.0
"""Seconds: a service that asks for more is told to the caller as unavailable."""

Reply = TypeVar("Reply", bound=contract.Reply)


class ApiProblem(Exception):
    """The service said no. `problem.detail` is its sentence, or a `Reason`; `retry_after` is in seconds."""

    def __init__(self, problem: contract.Problem, retry_after: float | None = None) -> None:
        super().__init__(problem.detail)
        self.problem = problem
        self.retry_after = retry_after

    def is_(self, kind: contract.ProblemType) -> bool:
        return self.problem.type == kind.value


class UpdateRequired(ApiProblem):
    """This app is too old for the service, which is not asked anything more until `ApiClient.ask_again`."""


class ApiUnreachable(Exception):
    """No answer, or none that makes sense; the message is a `Reason`."""


class ApiClient:
    """Calls block: not for the GUI thread. Safe from any thread.

    Every method raises `ApiProblem`, `ApiUnreachable`, or the session's `NotSignedIn` and `SignInUnreachable`. Lost
    connections and 503 are tried again a few times, which is safe because every request may be repeated; a 401
    refreshes the token once.
    """

    def __init__(self, settings: DesktopSettings, session: Session) -> None:
        self._session = session
        self._closed = threading.Event()
        self._outdated: contract.Problem | None = None
        version = app_version()
        self._http = client(
            httpx.Timeout(30.0, connect=5.0),
            base_url=settings.app_url,
            headers={"User-Agent": f"Luster ({platform.system()})"}
            | ({contract.VERSION_HEADER: version} if version else {}),
        )

    @property
    def outdated(self) -> contract.Problem | None:
        """What the service has said to an app that it finds too old."""
        return self._outdated

    def ask_again(self) -> None:
        """Find out anew whether the service finds this app too old."""
        self._outdated = None

    def close(self) -> None:
        """End waiting calls and let go of connections."""
        self._closed.set()
        self._http.close()

    def account(self) -> contract.Account:
        return self._send("GET", "/account", contract.Account)

    def delete_account(self) -> contract.AccountDeleted:
        """Delete shoots, stored photos and personal data at the service for good; says what becomes of the sign-in."""
        return self._send("DELETE", "/account", contract.AccountDeleted)

    def presets(self) -> contract.PresetList:
        return self._send("GET", "/presets", contract.PresetList)

    def put_shoot(self, shoot_id: UUID, name: str) -> contract.Shoot:
        return self._send("PUT", f"/shoots/{shoot_id}", contract.Shoot, contract.ShootPut(name=name))

    def presign(self, shoot_id: UUID, files: Sequence[contract.FileToUpload]) -> list[contract.UploadTarget]:
        """Where to put each of up to MAX_BATCH files."""
        body = contract.PresignRequest(shoot_id=shoot_id, files=list(files))
        return self._send("POST", "/uploads/presign", contract.PresignReply, body).uploads

    def missing_parts(self, asset_id: UUID, md5s: Sequence[str]) -> list[contract.PartTarget]:
        """Where to put each part of a large file that has not arrived; `md5s` are those of all its parts."""
        body = contract.PartsRequest(asset_id=asset_id, md5s=list(md5s))
        return self._send("POST", "/uploads/parts", contract.PartsReply, body).parts

    def complete(self, asset_ids: Sequence[UUID]) -> list[contract.Asset]:
        """Have the service check up to MAX_BATCH uploads."""
        body = contract.CompleteRequest(asset_ids=list(asset_ids))
        return self._send("POST", "/uploads/complete", contract.AssetList, body).assets

    def order(self, jobs: Sequence[contract.JobOrder]) -> contract.JobList:
        """Order up to MAX_BATCH jobs, all or none."""
        return self._send("POST", "/jobs", contract.JobList, contract.JobsRequest(jobs=list(jobs)))

    def job(self, job_id: UUID) -> contract.Job:
        return self._send("GET", f"/jobs/{job_id}", contract.Job)

    def cancel(self, job_id: UUID) -> contract.Job:
        return self._send("POST", f"/jobs/{job_id}/cancel", contract.Job)

    def events(self, shoot_id: UUID, after: int) -> contract.EventList:
        return self._send("GET", f"/shoots/{shoot_id}/events?after={after}", contract.EventList)

    def share(self, shoot_id: UUID) -> contract.Share | None:
        """The shoot's link as it stands, None where it has none."""
        try:
            return self._send("GET", f"/shoots/{shoot_id}/share", contract.Share)
        except ApiProblem as error:
            if error.is_(contract.ProblemType.NOT_FOUND):
                return None
            raise

    def put_share(self, shoot_id: UUID, share: contract.ShareRequest) -> contract.Share:
        """Make the shoot's link, or bring its page up to date."""
        return self._send("POST", f"/shoots/{shoot_id}/share", contract.Share, share)

    def end_share(self, shoot_id: UUID) -> contract.Share:
        return self._send("DELETE", f"/shoots/{shoot_id}/share", contract.Share)

    def keys(self) -> list[contract.ApiKey]:
        return self._send("GET", "/account/keys", contract.ApiKeyList).keys

    def make_key(self, name: str, scopes: list[contract.Scope]) -> contract.ApiKeyMade:
        body = contract.ApiKeyRequest(id=uuid4(), name=name, scopes=scopes)
        return self._send("POST", "/account/keys", contract.ApiKeyMade, body)

    def revoke_key(self, key_id: UUID) -> contract.ApiKey:
        return self._send("DELETE", f"/account/keys/{key_id}", contract.ApiKey)

    def webhook(self) -> contract.Webhook:
        return self._send("GET", "/account/webhook", contract.Webhook)

    def put_webhook(self, url: str) -> contract.Webhook:
        """Have events sent to this address; the reply has the secret that signs them."""
        return self._send("PUT", "/account/webhook", contract.Webhook, contract.WebhookPut(url=url))

    def delete_webhook(self) -> contract.Webhook:
        return self._send("DELETE", "/account/webhook", contract.Webhook)

    def retry_webhook(self) -> contract.Webhook:
        """Have events that wait or were given up tried now."""
        return self._send("POST", "/account/webhook/retry", contract.Webhook)

    def packs(self) -> list[contract.Pack]:
        return self._send("GET", "/billing/packs", contract.PackList).packs

    def checkout(self, pack: str) -> contract.Checkout:
        return self._send("POST", "/billing/checkout", contract.Checkout, contract.CheckoutRequest(pack=pack))

    def history(self, cursor: str | None = None) -> contract.HistoryPage:
        """A page of the ledger in words, newest first; `cursor` is the page before's `next`."""
        query = f"?cursor={quote(cursor)}" if cursor else ""
        return self._send("GET", f"/billing/history{query}", contract.HistoryPage)

    def _send(self, method: str, path: str, model: type[Reply], body: contract.Request | None = None) -> Reply:
        headers: dict[str, str] = {}
        content = None
        if body is not None:
            content = body.model_dump_json(exclude_unset=True)
            headers["Content-Type"] = "application/json"
        if method == "POST":
            # One key for all tries of one call: a repeat is answered, not carried out again.
            headers["Idempotency-Key"] = str(uuid4())
        response = self._tried(method, path, content, headers)
        try:
            return model.model_validate_json(response.content)
        except ValidationError:
            raise ApiUnreachable(Reason.SERVICE_NOT_UNDERSTOOD) from None

    def _tried(self, method: str, path: str, content: str | None, headers: dict[str, str]) -> httpx.Response:
        if self._outdated is not None:
            raise UpdateRequired(self._outdated)
        refreshed = False
        tries = 0
        token = self._session.access_token()
        while True:
            tries += 1
            try:
                response = self._http.request(
                    method, path, content=content, headers={**headers, "Authorization": f"Bearer {token}"}
                )
            except (httpx.HTTPError, RuntimeError):
                # RuntimeError: the client was closed meanwhile.
                if tries >= TRIES or self._closed.wait(pause(tries, first=FIRST_PAUSE)) or self._closed.is_set():
                    raise ApiUnreachable(Reason.SERVICE_UNREACHABLE) from None
                continue
            if response.is_success:
                return response
            if response.status_code == 401 and not refreshed:
                refreshed = True
                token = self._session.refresh(token)
                continue
            problem = _problem(response)
            if problem.is_(contract.ProblemType.UPDATE_REQUIRED):
                self._outdated = problem.problem
                raise UpdateRequired(problem.problem)
            seconds = pause(tries, problem.retry_after, first=FIRST_PAUSE)
            if response.status_code != 503 or tries >= TRIES or seconds > LONGEST_WAIT or self._closed.wait(seconds):
                raise problem


def _problem(response: httpx.Response) -> ApiProblem:
    try:
        problem = contract.Problem.model_validate_json(response.content)
    except ValidationError:
        # Not the service itself but something before it, such as a proxy.
        kind = contract.ProblemType.UNAVAILABLE if response.status_code >= 500 else contract.ProblemType.INTERNAL
        problem = contract.Problem(
            type=kind.value,
            title="No answer from the service",
            status=response.status_code,
            detail=Reason.SERVICE_BEHIND.of(status=response.status_code),
            request_id="",
        )
    return ApiProblem(problem, retry_after(response.headers))
