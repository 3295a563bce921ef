"""The service's API as methods: contract models in, contract models out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from backend import contract
from luster_desktop.cloud.session import Session
from luster_desktop.settings import DesktopSettings


class ApiProblem(Exception):
    """The service said no. `problem.detail` is a sentence for the user; `retry_after` is in seconds."""

    problem: contract.Problem
    retry_after: float | None


class ApiUnreachable(Exception):
    """No answer, or none that makes sense; the message is a sentence for the user."""


class ApiClient:
    """Calls block: not for the GUI thread. Safe from any thread.

    Every method raises `ApiProblem`, `ApiUnreachable`, or the session's `NotSignedIn`. Lost connections and 503 are
    tried again a few times, which is safe because every request may be repeated; a 401 refreshes the token once.
    """

    def __init__(self, settings: DesktopSettings, session: Session) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def account(self) -> contract.Account:
        raise NotImplementedError

    def presets(self) -> list[contract.Preset]:
        raise NotImplementedError

    def put_shoot(self, shoot_id: UUID, name: str) -> contract.Shoot:
        raise NotImplementedError

    def presign(self, shoot_id: UUID, files: Sequence[contract.FileToUpload]) -> list[contract.UploadTarget]:
        raise NotImplementedError

    def complete(self, asset_ids: Sequence[UUID]) -> list[contract.Asset]:
        raise NotImplementedError

    def order(self, jobs: Sequence[contract.JobOrder]) -> contract.JobList:
        raise NotImplementedError

    def job(self, job_id: UUID) -> contract.Job:
        raise NotImplementedError

    def cancel(self, job_id: UUID) -> contract.Job:
        raise NotImplementedError

    def events(self, shoot_id: UUID, after: int) -> contract.EventList:
        raise NotImplementedError

    def packs(self) -> list[contract.Pack]:
        raise NotImplementedError

    def checkout(self, pack: str) -> contract.Checkout:
        raise NotImplementedError
