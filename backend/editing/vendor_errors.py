"""The vendor's failures, translated by `error.code` and not by status alone: a 429 may be fatal, a 400 may be final."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from time import time

import httpx2
import openai

from backend.editing.errors import Busy, Misconfigured, ModelError, Refused, Unavailable

OUT_OF_MONEY = {
    "insufficient_quota",
    "billing_hard_limit_reached",
    "billing_not_active",
    "credit_balance_exhausted",
    "organization_spend_limit_exceeded",
    "project_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
}
MODERATED = {"moderation_blocked", "content_policy_violation", "image_generation_user_error"}
TRANSIENT = {408, 409, 425}


def translate(error: openai.OpenAIError) -> ModelError:
    """Which of our errors the SDK's error is."""
    if isinstance(error.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout):
        return Unavailable("model_unreachable", "no connection", billed=False)
    if isinstance(error, openai.APITimeoutError):
        return Unavailable("model_timeout", "no answer in time")
    if isinstance(error, openai.APIConnectionError):
        return Unavailable("model_unreachable", "the connection failed")
    if isinstance(error, openai.APIStatusError):
        return _by_code(error)
    return Unavailable("model_answer_unreadable", type(error).__name__)


def _by_code(error: openai.APIStatusError) -> ModelError:
    names = {error.code, error.type}
    status = error.status_code
    message = f"HTTP {status}, code {error.code}, type {error.type}, request {error.request_id}"
    wait = retry_after(error.response.headers)
    if names & OUT_OF_MONEY:
        return Misconfigured("model_quota", message)
    if status in (401, 403):
        return Misconfigured("model_access", message)
    if status == 404 or "model_not_found" in names:
        return Misconfigured("model_not_found", message)
    if status == 429:
        return Busy(message, wait)
    if names & MODERATED:
        return Refused("moderation_blocked", message)
    if status >= 500 or status in TRANSIENT or error.response.headers.get("x-should-retry") == "true":
        return Unavailable("model_unavailable", message, retry_after=wait, billed=False)
    return Refused("model_rejected_request", f"{message}, param {error.param}")


def retry_after(headers: httpx2.Headers) -> float | None:
    """Seconds to wait according to `Retry-After` (seconds or a date) or `retry-after-ms`; None when absent or odd."""
    for name, divisor in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) / divisor
        except ValueError:
            continue
        if 0 <= seconds < 86_400:
            return seconds
    try:
        return max(0.0, parsedate_to_datetime(headers.get("retry-after", "")).timestamp() - time())
    except ValueError:
        return None
