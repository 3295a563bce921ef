"""The wire: every request and response, defined once and shared by the API and the desktop.

Ids are UUIDs, times RFC 3339 in UTC, sizes in bytes or pixels, credits whole numbers. Requests refuse unknown
fields; replies may gain fields, which older apps ignore, and new values of a `Named`, which they keep. Ids of shoots,
assets and jobs are made by the caller, so that sending the same request again after a lost reply has no second effect.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from backend.contract.base import FieldError as FieldError
from backend.contract.base import Problem as Problem
from backend.contract.base import Reply as Reply
from backend.contract.base import Request as Request
from backend.contract.base import Text as Text
from backend.contract.billing import Checkout as Checkout
from backend.contract.billing import CheckoutRequest as CheckoutRequest
from backend.contract.billing import HistoryEntry as HistoryEntry
from backend.contract.billing import HistoryPage as HistoryPage
from backend.contract.billing import Pack as Pack
from backend.contract.billing import PackList as PackList
from backend.contract.names import AssetState as AssetState
from backend.contract.names import JobState as JobState
from backend.contract.names import Named as Named
from backend.contract.names import ParameterKind as ParameterKind
from backend.contract.names import PresetScene as PresetScene
from backend.contract.names import ProblemType as ProblemType
from backend.contract.results import Answer as Answer
from backend.contract.results import Fidelity as Fidelity
from backend.contract.results import Output as Output
from backend.contract.sharing import MAX_FILES as MAX_FILES
from backend.contract.sharing import MAX_SHARED as MAX_SHARED
from backend.contract.sharing import Share as Share
from backend.contract.sharing import SharedFile as SharedFile
from backend.contract.sharing import SharedPhoto as SharedPhoto
from backend.contract.sharing import SharedPicture as SharedPicture
from backend.contract.sharing import ShareRequest as ShareRequest
from backend.contract.sharing import SmallPicture as SmallPicture
from backend.contract.studio import ApiKey as ApiKey
from backend.contract.studio import ApiKeyList as ApiKeyList
from backend.contract.studio import ApiKeyMade as ApiKeyMade
from backend.contract.studio import ApiKeyRequest as ApiKeyRequest
from backend.contract.studio import Scope as Scope
from backend.contract.studio import Webhook as Webhook
from backend.contract.studio import WebhookEvent as WebhookEvent
from backend.contract.studio import WebhookPut as WebhookPut

MAX_UPLOAD_BYTES = 150_000_000
MAX_PIXELS = 128_000_000
MAX_BATCH = 200
MAX_EDITS = 8
MAX_NOTE = 300
VERSION_HEADER = "Luster-Version"
"""The app's own version, with every request of the app."""
PARTS_FROM = 64_000_000
"""Bytes from which a file is sent in parts, so that what has arrived is not sent again."""
PART_BYTES = 5 * 1024 * 1024
"""Of every part but the last; storage takes no smaller ones."""
MAX_ARCHIVE_BYTES = 1_000_000_000
MAX_PARTS = -(-MAX_ARCHIVE_BYTES // PART_BYTES)

CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".webp": "image/webp",
}
"""The types of photos that Luster takes, by lower-case suffix."""
ARCHIVE_TYPE = "application/zip"
"""Taken too, for a shoot's link: nothing can be ordered of it."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Md5 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Note = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=MAX_NOTE, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
    ),
]
PresetId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Parameters = Annotated[dict[str, str], Field(max_length=20)]
"""Parameter name to choice value or region; what is left out takes the preset's default."""


# Lists


class PageQuery(Request):
    cursor: Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9_-]+$")] | None = None
    """`next` of the page before."""
    limit: Annotated[int, Field(ge=1, le=200)] = 100


# Account


class Credits(Reply):
    posted: int
    """Credits owned; below zero after a refund of spent credits."""
    held: int
    """Credits reserved for jobs that are not final."""

    @property
    def available(self) -> int:
        return self.posted - self.held


class FreeAgain(Reply):
    """How often a photo that was paid for is edited again with the same recipe for nothing, and for how many days."""

    count: int
    days: int


class AccountDeleted(Reply):
    sign_in: str
    """deleted; later: the sign-in service does not answer, and is asked again; kept: this service may not delete it."""
    detail: str
    """A sentence for the user."""


class Account(Reply):
    user_id: UUID
    email: str
    credits: Credits
    frozen: bool = False
    free_again: FreeAgain | None = None


# Shoots


class ShootPut(Request):
    name: Text


class Shoot(Reply):
    id: UUID
    name: str
    created_at: datetime
    last_event: int
    """Sequence number of the shoot's newest event; 0 when there is none."""


class ShootPage(Reply):
    shoots: list[Shoot]
    next: str | None = None


# Uploads


class FileToUpload(Request):
    asset_id: UUID
    filename: Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f/\\]+$")]
    content_type: Annotated[str, StringConstraints(min_length=3, max_length=100)]
    bytes: Annotated[int, Field(ge=0)]
    sha256: Sha256
    md5: Md5


class PresignRequest(Request):
    shoot_id: UUID
    files: Annotated[list[FileToUpload], Field(min_length=1, max_length=MAX_BATCH)]


class UploadTarget(Reply):
    asset_id: UUID
    state: AssetState
    url: str | None = None
    """Where to PUT the file; absent once the asset is uploaded."""
    headers: dict[str, str] = {}
    """Signed headers: send each exactly as given."""
    expires_at: datetime | None = None


class PresignReply(Reply):
    uploads: list[UploadTarget]


class PartsRequest(Request):
    asset_id: UUID
    md5s: Annotated[list[Md5], Field(min_length=1, max_length=MAX_PARTS)]
    """Of each part of `PART_BYTES`, in order."""


class PartTarget(Reply):
    number: int
    """Counted from 1."""
    url: str
    """Where to PUT the part."""
    headers: dict[str, str]
    """Signed headers: send each exactly as given."""


class PartsReply(Reply):
    asset_id: UUID
    parts: list[PartTarget]
    """Those that are not there yet, in order."""


class CompleteRequest(Request):
    asset_ids: Annotated[list[UUID], Field(min_length=1, max_length=MAX_BATCH)]


class Asset(Reply):
    id: UUID
    shoot_id: UUID
    filename: str
    content_type: str
    bytes: int
    sha256: str
    state: AssetState
    reason: str | None = None
    """Why an asset was rejected, or is not there yet: a sentence for the user."""
    created_at: datetime


class AssetList(Reply):
    assets: list[Asset]


# Presets


class Choice(Reply):
    value: str
    title: str


class PresetParameter(Reply):
    name: str
    title: str
    kind: ParameterKind = ParameterKind.CHOICE
    choices: list[Choice]
    default: str


class Preset(Reply):
    id: str
    title: str
    summary: str
    credits: int
    parameters: list[PresetParameter]
    scene: PresetScene | None = None
    """What it is made for; nothing where it does for both."""
    excludes: dict[str, str] = {}
    """Presets that cannot be in one recipe with it (itself: not twice), each with a sentence that says why."""
    anchored: bool = False
    """Whether an order of it may name an anchor."""


class PresetList(Reply):
    presets: list[Preset]
    credits: int = 1
    """For one photo, whatever is in its recipe."""


# Jobs


class EditOrder(Request):
    preset: PresetId
    parameters: Parameters = {}


class JobOrder(Request):
    """One photo's recipe: its `edits`, or one edit in the older form, as `preset` and `parameters`."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["edits"]}, {"required": ["preset"]}]})

    id: UUID
    asset_id: UUID
    edits: Annotated[list[EditOrder], Field(min_length=1, max_length=MAX_EDITS)] = []
    preset: PresetId = ""
    parameters: Parameters = {}
    source: UUID | None = None
    """A job of the same photo that succeeded: its result is edited in place of the photo."""
    anchor: UUID | None = None
    """A job of the same shoot that succeeded, with a preset of this order that is `anchored`: the light or the sky of
    its result is taken over. Where that is not stored any more, the order is carried out without it."""
    note: Note | None = None
    """What else the user wants of the picture, on one line."""

    @model_validator(mode="after")
    def _one_form(self) -> JobOrder:
        if bool(self.edits) == bool(self.preset):
            raise ValueError("Give the edits, or one preset with its parameters.")
        if self.edits and self.parameters:
            raise ValueError("Parameters belong to their edit.")
        return self

    @property
    def recipe(self) -> list[EditOrder]:
        """The edits, in whichever form they came."""
        return self.edits or [EditOrder(preset=self.preset, parameters=self.parameters)]


class JobsRequest(Request):
    jobs: Annotated[list[JobOrder], Field(min_length=1, max_length=MAX_BATCH)]


class JobError(Reply):
    code: str
    detail: str
    """A sentence for the user."""


class Edit(Reply):
    preset: str
    parameters: dict[str, str]


class Job(Reply):
    id: UUID
    shoot_id: UUID
    asset_id: UUID
    edits: list[Edit] = []
    """The recipe, in the order of the presets, with every parameter."""
    preset: str
    """The recipe in the older form: its presets joined by "+"."""
    parameters: dict[str, str]
    """Those of the first edit."""
    source: UUID | None = None
    """The job whose result was edited in place of the photo."""
    anchor: UUID | None = None
    """The job whose result it was to look like; whether it was sent along, `details` says as "anchor"."""
    note: str | None = None
    state: JobState
    final: bool = False
    """Whether that is the end, also of a state that the reader does not know."""
    credits: int
    """What the job takes when it succeeds."""
    attempt: int
    created_at: datetime
    updated_at: datetime
    error: JobError | None = None
    output: Output | None = None
    """Fresh links, only from `GET /jobs/{id}` of a job that succeeded."""
    output_gone: str | None = None
    """Why a job that succeeded has no output any more: a sentence for the user."""
    details: dict[str, Any] = {}
    """What was measured on the edit, such as its fidelity; empty until the job has succeeded."""


class JobList(Reply):
    jobs: list[Job]
    credits: Credits


class JobPage(Reply):
    jobs: list[Job]
    next: str | None = None


# What a shoot holds


class AssetOutput(Output):
    job_id: UUID
    preset: str


class StoredAsset(Asset):
    """An asset with fresh links to what is stored of it, all good until `expires_at`."""

    url: str | None = None
    """The original; absent until it is uploaded."""
    thumb_url: str | None = None
    """A small picture of the original, in sRGB; absent until the first edit has begun."""
    outputs: list[AssetOutput] = []
    """Of its jobs that succeeded, oldest first."""
    expires_at: datetime


class AssetPage(Reply):
    assets: list[StoredAsset]
    next: str | None = None


class Event(Reply):
    seq: int
    at: datetime
    kind: str
    """queued, processing, judged (an answer was checked: try, verdict, score), retrying, succeeded, failed or cancelled
    for a job; uploaded, rejected or swept (it is not stored any more, nor are its outputs) for an asset."""
    job_id: UUID | None = None
    asset_id: UUID | None = None
    data: dict[str, Any] = {}


class EventsQuery(Request):
    after: Annotated[int, Field(ge=0, le=2**62)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


class EventList(Reply):
    events: list[Event]
    last: int
    """Pass as `after` next time."""


# Webhooks of vendors


class Received(Reply):
    received: Literal[True] = True


# Health


class Health(Reply):
    status: Literal["ok", "unavailable"]
    checks: dict[str, str] = {}
    """Dependency to "ok" or what is wrong with it."""
