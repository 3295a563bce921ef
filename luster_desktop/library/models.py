"""What the library knows, as values that any thread may keep: shoots, photos, transfers, jobs and outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from luster_desktop.facts import Doubt, Finishing, Match, Seen
from luster_desktop.library.fidelity import Fidelity, fidelity_in

NOTHING: Mapping[str, Any] = MappingProxyType({})


class PhotoState(StrEnum):
    ADDED = "added"
    """Listed; its pixels have not been looked at yet."""
    READY = "ready"
    """Size and capture time are known."""
    UNUSABLE = "unusable"
    """Cannot be edited; `Photo.reason` says why."""


class Role(StrEnum):
    """What a photo is to the others of its shoot."""

    PHOTO = "photo"
    """A file by itself."""
    STACK = "stack"
    """A photo that is made from its exposures; it has no file until it is merged."""
    EXPOSURE = "exposure"
    """A file that a stack is made from."""
    COMPANION = "companion"
    """The camera's own JPEG or HEIC of a RAW file."""


class TransferState(StrEnum):
    WAITING = "waiting"
    ACTIVE = "active"
    """In flight in this process; becomes waiting again when the app starts."""
    SENT = "sent"
    """Uploads only: storage has every byte, the service has not confirmed it yet."""
    DONE = "done"
    FAILED = "failed"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class JobState(StrEnum):
    ORDERED = "ordered"
    """Wanted by the user, not yet accepted by the service: the photo may still have to be uploaded."""
    WAITING_FOR_CREDITS = "waiting_for_credits"
    """The service answered that credits are missing; ordered again by itself when there are some."""
    QUEUED = "queued"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        return self in (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)


class Stage(StrEnum):
    """Where one photo stands, for a badge: the answer to "what is happening with it?"."""

    IDLE = "idle"
    """Nothing ordered yet."""
    UNUSABLE = "unusable"
    PREPARING = "preparing"
    """The file to send is being made: merged, developed, finished; or ordered and about to be."""
    UPLOADING = "uploading"
    """Ordered; on its way, or about to be."""
    WAITING_FOR_CREDITS = "waiting_for_credits"
    QUEUED = "queued"
    EDITING = "editing"
    DOWNLOADING = "downloading"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def moving(self) -> bool:
        """Whether something will still happen by itself."""
        return self in (Stage.PREPARING, Stage.UPLOADING, Stage.QUEUED, Stage.EDITING, Stage.DOWNLOADING)


class Decision(StrEnum):
    """What the user has decided about a photo that has a result."""

    OPEN = "open"
    """The newest result is to be looked at."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """Of the photo, whatever its results."""


@dataclass(frozen=True, slots=True)
class Shoot:
    id: UUID
    name: str
    created_at: datetime
    origin: str | None = None
    """The folder that a command-line run was given, so that the same command finds the same shoot."""
    owner: UUID | None = None
    """The account that the shoot belongs to once something of it was uploaded."""
    cursor: int = 0
    """Sequence number of the newest event of the service that this library has applied."""
    watched: Path | None = None
    """The folder whose new files become photos of the shoot."""
    address: str = ""
    """Of the property, for the names of delivered pictures."""
    profile: str | None = None
    """Whose rules it is delivered by; None for the default."""


@dataclass(frozen=True, slots=True)
class Photo:
    id: UUID
    """Stays the same whatever becomes of its file; what is sent of it has an id of its own."""
    shoot_id: UUID
    path: Path
    name: str
    bytes: int
    mtime_ns: int
    content_type: str
    state: PhotoState
    added_at: datetime
    width: int | None = None
    """Upright, that is after the orientation tag was applied, as is `height`."""
    height: int | None = None
    orientation: int = 1
    taken_at: datetime | None = None
    """The camera's local time, without a zone."""
    reason: str | None = None
    """Why the photo cannot be used: a `Reason`."""
    role: Role = Role.PHOTO
    part_of: UUID | None = None
    """The stack of an exposure, the RAW photo of a companion."""
    unsure: str | None = None
    """Why the grouping may be wrong here: a `Reason`. Of a stack or of a photo by itself."""
    settled: bool = False
    """The user has put it where it is; grouping leaves it there."""
    rating: int = 0
    """0 (none) to 5 stars."""
    rejected: bool = False
    turn: int = 0
    """Quarter turns clockwise that the user has added."""
    finishing: Finishing | None = None
    """What the user has chosen for this photo alone, or None for what the settings say."""
    grouped: bool = field(default=False, compare=False)
    """Whether grouping has looked at the file as it is, which says nothing about the photo."""
    seen: Seen | None = None
    """What the picture shows; None until it was looked at."""
    missing: bool = False
    """The file was not there when it was looked for last."""
    matched_to: UUID | None = None
    """The photo of the shoot that the user wants this one to look like."""
    room: str = ""
    """What the user calls the room that it shows."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the user thinks of a photo, and which way up it is."""

    rating: int = 0
    rejected: bool = False
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Prepared:
    """The file that goes to the service, made from a photo's own file or from a stack's exposures."""

    photo_id: UUID
    asset_id: UUID
    """Of this very file: the service knows it by that, and another file has another one."""
    recipe: str
    """Tells files, settings and versions that it was made with from others; another recipe makes another file."""
    path: Path
    """The photo's own file once a copy that shows the same was sent and deleted."""
    bytes: int
    mtime_ns: int
    content_type: str
    width: int
    height: int
    sha256: str
    md5: str
    facts: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """What was done: "merged" (of how many), "left_out", "damaged" (names), "ghosts" (share of the picture),
    "developed", "turn", "lens" (its name), "tilt" (roll and pitch in degrees), "kept" (share of the picture),
    "matched" (whether to its shoot), "whites" (factors of red, green, blue), "copy" (whether only what it says beside
    its pixels was left out)."""
    stale: bool = False
    """What it was made of, or how it should be made, may be another by now."""


@dataclass(frozen=True, slots=True)
class Preparing:
    """A prepared file that is being made."""

    done: float
    """0 to 1."""
    trouble: str | None = None
    """Why it cannot be made for now: a `Reason`."""


@dataclass(frozen=True, slots=True)
class Transfer:
    id: int
    direction: Direction
    shoot_id: UUID
    photo_id: UUID
    job_id: UUID | None
    """Downloads only."""
    state: TransferState
    bytes_total: int
    bytes_done: int = 0
    attempts: int = 0
    not_before: float = 0.0
    """POSIX time before which it is not tried again."""
    error: str | None = None
    """A `Reason`, or what the service says."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of a recipe: a preset with a value for each of its parameters."""

    preset: str
    parameters: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    removed: tuple[str, ...] = field(default=(), compare=False)
    """What goes with each painted part of a removal, in the order in which they were painted: see
    `delivery.items.Kind`. It changes nothing in the picture, so edits that differ in it alone are the same."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an order gives a photo: edits that have one result and one price."""

    edits: tuple[Edit, ...]
    source: UUID | None = None
    """The job whose result is edited in place of the photo."""
    note: str | None = None
    """What else the user wants of the picture."""
    anchor: UUID | None = None
    """The job of another photo whose result it is to look like."""

    @classmethod
    def of(cls, preset: str, parameters: Mapping[str, str] = NOTHING) -> Recipe:
        """A recipe of one edit."""
        return cls((Edit(preset, parameters),))

    @property
    def presets(self) -> tuple[str, ...]:
        return tuple(edit.preset for edit in self.edits)

    @property
    def label(self) -> str:
        """In short: "sky+lawn"."""
        return "+".join(dict.fromkeys(self.presets))

    def same(self, other: Recipe) -> bool:
        """Whether both are the same edits of the same picture, whatever was noted beside them, and
        whatever they are to look like."""
        return (self.edits, self.source) == (other.edits, other.source)


@dataclass(frozen=True, slots=True)
class Job:
    id: UUID
    """Made here, so that sending the order again has no second effect."""
    shoot_id: UUID
    photo_id: UUID
    recipe: Recipe
    state: JobState
    created_at: datetime
    updated_at: datetime
    credits: int | None = None
    """What it takes on success, once the service has said so."""
    error_code: str | None = None
    error: str | None = None
    """A `Reason`, or what the service says."""
    cancelling: bool = False
    """The user has cancelled it; the service has not confirmed that yet."""
    details: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """What the service measured on the edit, "fidelity", and by which "model" it was made, ..."""
    asset_id: UUID | None = None
    """The prepared file that it is about, once that is there."""

    @property
    def sample(self) -> bool:
        """Whether nobody ordered it: its result ships with the app."""
        return bool(self.details.get("sample"))

    @property
    def fidelity(self) -> Fidelity | None:
        """What the service's judge found, or None when it has not looked at this edit."""
        return fidelity_in(self.details)


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules said of one edit when it was ordered."""

    profile: str
    read_on: date
    preset: str
    kind: str
    """What the edit is to those rules: see `delivery.items.Kind`."""
    verdict: str
    sentence: str = ""
    part: int | None = None
    """Which painted part of a removal, counted from 1."""


@dataclass(frozen=True, slots=True)
class Output:
    job_id: UUID
    shoot_id: UUID
    photo_id: UUID
    path: Path
    thumb_path: Path | None
    width: int
    height: int
    bytes: int
    sha256: str
    saved_to: Path | None = None
    """The newest copy that the user saved."""
    change_map_path: Path | None = None
    """Where the service's judge found it, as a small picture to lay over the photo: see `contract.Output`."""
    accepted: bool | None = None
    """Whether the user has accepted it rather than another result of the photo; None until that is decided."""


@dataclass(frozen=True, slots=True)
class Matching:
    """What its shoot has found for a photo, so that all of it looks alike."""

    photo_id: UUID
    source: str
    """Names the files that it was found by."""
    match: Match | None = None
    """What the photo needs; None where nothing."""
    doubt: Doubt | None = None
    """Why it stays as it is, where that should be known."""
    matched_to: UUID | None = None
    """The photo that the user had chosen then."""


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """All that the gallery shows of one photo."""

    photo: Photo
    job: Job | None = None
    """The newest order."""
    upload: Transfer | None = None
    download: Transfer | None = None
    output: Output | None = None
    """The result of `job`, or else the newest result there is."""
    stage: Stage = Stage.IDLE
    exposures: tuple[Photo, ...] = ()
    """Of a stack, in the order of the shoot."""
    companion: Photo | None = None
    """Of a RAW file."""
    prepared: Prepared | None = None
    preparing: Preparing | None = None
    jobs: tuple[Job, ...] = ()
    """Every order, newest first."""
    results: tuple[Output, ...] = ()
    """Every result, newest first."""
    matching: Matching | None = None
    """None until its shoot was looked at as one."""

    @property
    def missing(self) -> bool:
        """Whether a file that the photo is made from is not where it was."""
        return any(file.missing for file in self.files)

    @property
    def saved(self) -> bool:
        """Whether the user has a copy of the result that is delivered."""
        return self.delivered is not None and self.delivered.saved_to is not None

    @property
    def delivered(self) -> Output | None:
        """The one result that is shown in the shoot and saved: what the user has accepted, or else the newest."""
        return next((output for output in self.results if output.accepted), self.output)

    @property
    def decision(self) -> Decision | None:
        """None where there is no result to decide about."""
        if self.output is None:
            return None
        if self.photo.rejected:
            return Decision.REJECTED
        decided = self.output.accepted is not None and any(output.accepted for output in self.results)
        return Decision.ACCEPTED if decided else Decision.OPEN

    @property
    def unmerged(self) -> tuple[Path, ...]:
        """The exposures of a stack that has no merged file yet."""
        return tuple(exposure.path for exposure in self.exposures) if self.prepared is None else ()

    @property
    def before(self) -> Path:
        """The picture of the photo before any edit: as prepared, or else the file, or a stack's middle exposure."""
        return self.prepared.path if self.prepared is not None else self.file.path

    @property
    def files(self) -> tuple[Photo, ...]:
        """What the photo is made from: its own file, or a stack's exposures."""
        return self.exposures or (self.photo,)

    @property
    def file(self) -> Photo:
        """The one that stands for the photo: its own, or a stack's middle exposure."""
        return self.files[len(self.files) // 2]

    @property
    def progress(self) -> float | None:
        """0..1 while bytes move or a file is made, otherwise None."""
        if self.stage is Stage.PREPARING:
            return self.preparing.done if self.preparing is not None else None
        moving = {Stage.UPLOADING: self.upload, Stage.DOWNLOADING: self.download}.get(self.stage)
        if moving is None or moving.bytes_total <= 0:
            return None
        return min(1.0, moving.bytes_done / moving.bytes_total)

    @property
    def problem(self) -> str | None:
        """What went wrong, or keeps it waiting: a `Reason`, or what the service says."""
        match self.stage:
            case Stage.UNUSABLE:
                return self.photo.reason
            case Stage.PREPARING if self.preparing is not None and self.preparing.trouble:
                return self.preparing.trouble
            case Stage.EDITING if self.job is not None:
                return self.job.error
            case Stage.PREPARING | Stage.UPLOADING if self.upload is not None:
                return self.upload.error
            case Stage.DOWNLOADING if self.download is not None:
                return self.download.error
            case Stage.FAILED if self.job is not None:
                return self.job.error or (self.download.error if self.download else None)
            case _:
                return None


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one shoot's photos by stage, and of its jobs."""

    photos: int = 0
    stages: Mapping[Stage, int] = field(default_factory=dict)
    jobs_open: int = 0
    jobs_succeeded: int = 0
    jobs_failed: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Added:
    """The outcome of adding files to a shoot."""

    photos: tuple[Photo, ...]
    duplicates: int
    """Files that the shoot already had."""
    changed: tuple[UUID, ...] = ()
    """Photos whose file is no longer what it was: they are read anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """Published after a commit: look these up again. An empty set of photos means the shoot itself or all of it."""

    shoot_id: UUID
    photo_ids: frozenset[UUID]
    removed: bool = False
    """Whether they, or the shoot, are gone."""
