"""Errors in the vendor's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse


class Problem(Exception):
    """A refusal as the vendor words it."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        kind: str = "invalid_request_error",
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": kind, "param": param, "code": code, **(extra or {})}}
        self.headers = dict(headers or {})

    def response(self) -> JSONResponse:
        """The reply that says so."""
        return JSONResponse(self.body, self.status, self.headers)


def invalid_value(param: str, value: str, supported: tuple[str, ...]) -> Problem:
    """400 for a value that is not one of the supported ones."""
    listed = ", ".join(f"'{choice}'" for choice in supported)
    message = f"Invalid value: '{value}'. Supported values are: {listed}."
    return Problem(400, message, code="invalid_value", param=param)


def unknown_parameter(param: str) -> Problem:
    """400 for a field that edits do not have."""
    return Problem(400, f"Unknown parameter: '{param}'.", code="unknown_parameter", param=param)


def unsupported_parameter(param: str, model: str) -> Problem:
    """400 for a field that this model does not take."""
    message = f"The model '{model}' does not support the '{param}' parameter."
    return Problem(400, message, code="unsupported_parameter", param=param)


def missing(param: str) -> Problem:
    """400 for a field that has to be there."""
    message = f"Missing required parameter: '{param}'."
    return Problem(400, message, code="missing_required_parameter", param=param)


def model_not_found(model: str) -> Problem:
    """404 for a model that never was or is no more."""
    message = f"The model `{model}` does not exist or you do not have access to it."
    return Problem(404, message, code="model_not_found")
