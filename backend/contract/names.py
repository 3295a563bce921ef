"""Values that the wire has names for."""

from __future__ import annotations

from enum import StrEnum


class Named(StrEnum):
    """A value that replies may carry. One that is newer than its reader is kept as it came: `known` is false of it."""

    @classmethod
    def _missing_(cls, value: object) -> Named | None:
        if not isinstance(value, str):
            return None
        newer = str.__new__(cls, value)
        newer._name_ = newer._value_ = value
        return newer

    @property
    def known(self) -> bool:
        return self._value_ in type(self)._value2member_map_


class AssetState(Named):
    PENDING = "pending"
    UPLOADED = "uploaded"
    REJECTED = "rejected"


class JobState(Named):
    QUEUED = "queued"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        return self in (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)


class ParameterKind(Named):
    CHOICE = "choice"
    REGION = "region"
    """A place that the user paints, as text: strokes joined by ";", each "RADIUS:X,Y X,Y ..." in ten-thousandths: X of
    the photo's width, Y of its height, RADIUS of its longer edge; the photo upright. It has no default."""
    LIMIT = "limit"
    """The same, for what the edit is limited to: left out, it is of the whole photo. Edits that are made together are
    limited to the same, or none of them is."""


class PresetScene(Named):
    INSIDE = "inside"
    OUTSIDE = "outside"


class ProblemType(StrEnum):
    """The stable `type` of every problem that the API replies with."""

    UNAUTHENTICATED = "urn:luster:problem:unauthenticated"  # 401
    OUT_OF_CREDITS = "urn:luster:problem:out-of-credits"  # 402, with available and required
    ACCOUNT_FROZEN = "urn:luster:problem:account-frozen"  # 403
    NOT_ALLOWED = "urn:luster:problem:not-allowed"  # 403, of a key that is not for this
    NOT_FOUND = "urn:luster:problem:not-found"  # 404
    METHOD_NOT_ALLOWED = "urn:luster:problem:method-not-allowed"  # 405
    CONFLICT = "urn:luster:problem:conflict"  # 409
    NOT_UPLOADED = "urn:luster:problem:not-uploaded"  # 409, with errors for the jobs whose photo has to be sent (again)
    STORAGE_FULL = "urn:luster:problem:storage-full"  # 409, goes on when credits were bought or photos were removed
    TOO_LARGE = "urn:luster:problem:too-large"  # 413
    UNSUPPORTED_TYPE = "urn:luster:problem:unsupported-type"  # 415
    INVALID = "urn:luster:problem:invalid"  # 400 not JSON, 422 with errors
    UPDATE_REQUIRED = "urn:luster:problem:update-required"  # 426, with url where one is known
    RATE_LIMITED = "urn:luster:problem:rate-limited"  # 429, with Retry-After
    UNAVAILABLE = "urn:luster:problem:unavailable"  # 503, with Retry-After
    INTERNAL = "urn:luster:problem:internal"  # 500
