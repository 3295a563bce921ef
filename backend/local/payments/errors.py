"""Replies of the API that are not a success, in the vendor's shape."""

from __future__ import annotations

from backend.local.store import Document


class PaymentsFailure(Exception):
    """An error body with its status."""

    def __init__(self, status: int, error: Document) -> None:
        super().__init__(error["message"])
        self.status = status
        self.error = {name: value for name, value in error.items() if value is not None}


def invalid(message: str, *, param: str | None = None, code: str | None = None, status: int = 400) -> PaymentsFailure:
    """A request that cannot be done."""
    error = {"code": code, "message": message, "param": param, "type": "invalid_request_error"}
    return PaymentsFailure(status, error)


def missing(kind: str, identifier: str, *, param: str = "id") -> PaymentsFailure:
    """An id that names nothing."""
    return invalid(f"No such {kind}: '{identifier}'", param=param, code="resource_missing", status=404)
