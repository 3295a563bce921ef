"""What a photo's stage is called and how it is marked: always an icon and words, never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from luster_desktop.facts import Doubt
from luster_desktop.library.models import Decision, PhotoRow, Role, Stage
from luster_desktop.words.reasons import sentence
from luster_desktop.words.recipes import named


@dataclass(frozen=True, slots=True)
class Status:
    text: str
    icon: str
    tone: str
    """Token of the text and icon colour."""


class Filter(StrEnum):
    ALL = "all"
    READY = "ready"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


FILTER_TITLES = {
    Filter.ALL: "All",
    Filter.READY: "Ready",
    Filter.WORKING: "In progress",
    Filter.DONE: "Done",
    Filter.FAILED: "Failed",
}

_FILTER_OF = {
    Stage.IDLE: Filter.READY,
    Stage.CANCELLED: Filter.READY,
    Stage.PREPARING: Filter.WORKING,
    Stage.UPLOADING: Filter.WORKING,
    Stage.WAITING_FOR_CREDITS: Filter.WORKING,
    Stage.QUEUED: Filter.WORKING,
    Stage.EDITING: Filter.WORKING,
    Stage.DOWNLOADING: Filter.WORKING,
    Stage.DONE: Filter.DONE,
    Stage.FAILED: Filter.FAILED,
    Stage.UNUSABLE: Filter.FAILED,
}


RETRY, LOCATE = "Retry", "Locate…"


def lost(row: PhotoRow) -> bool:
    """Whether the photo's file is missing, and that is what there is to say of it."""
    return row.missing and not row.stage.moving


def offer_of(row: PhotoRow) -> str | None:
    """What a cell offers to do about its trouble."""
    return LOCATE if lost(row) else RETRY if row.stage is Stage.FAILED else None


def filter_of(row: PhotoRow) -> Filter:
    """The one filter, besides "All", that shows this photo."""
    return Filter.FAILED if lost(row) and row.stage is not Stage.DONE else _FILTER_OF[row.stage]


def status_of(row: PhotoRow, preset_titles: Mapping[str, str]) -> Status:
    """The photo's state in a few words."""
    edits = named(row.job.recipe, preset_titles) if row.job else ""
    percent = f" {round(row.progress * 100)} %" if row.progress else ""
    if lost(row):
        return Status("File missing", "failed", "warn_text")
    match row.stage:
        case Stage.IDLE:
            return Status("Ready", "photo", "text_faint")
        case Stage.UNUSABLE:
            return Status("Cannot be used", "failed", "bad_text")
        case Stage.PREPARING:
            what = "Merging" if row.photo.role is Role.STACK else "Preparing"
            return Status(f"{what}{percent or '…'}", "working", "accent_text")
        case Stage.UPLOADING:
            return Status(f"Uploading{percent}" if percent else "Waiting to upload", "upload", "accent_text")
        case Stage.WAITING_FOR_CREDITS:
            return Status("Waiting for credits", "credits", "warn_text")
        case Stage.QUEUED:
            return Status(f"{edits}: in the queue", "waiting", "accent_text")
        case Stage.EDITING:
            # A state that is newer than this app goes by the service's own word.
            said = row.job.error_code if row.job is not None else None
            return Status(f"{edits}: {said or 'editing'}", "working", "accent_text")
        case Stage.DOWNLOADING:
            return Status(f"Downloading{percent}", "download", "accent_text")
        case Stage.DONE:
            made = next((job for job in row.jobs if row.delivered and job.id == row.delivered.job_id), row.job)
            edits = named(made.recipe, preset_titles) if made else ""
            sample = " (sample)" if made is not None and made.sample else ""
            return Status(f"{edits}{sample}{', saved' if row.saved else ''}", "done", "ok_text")
        case Stage.FAILED:
            return Status("Failed", "failed", "bad_text")
        case Stage.CANCELLED:
            return Status("Cancelled", "cancel", "text_faint")


DOUBTS = {
    Doubt.FAR: (
        "Differs",
        "Its light is far from that of the other photos, so it is left as it is. "
        "To match it, choose a photo that it should look like.",
    ),
    Doubt.ALONE: ("Not matched", "Nothing in it is found in the other photos, so its light is left as it is."),
}
"""What is said of a photo that stands out in its shoot: on a badge, and as a sentence."""


def odd_one(row: PhotoRow) -> Doubt | None:
    """Why the photo stands out in its shoot; None where it does not, or where it should stay as it is."""
    chosen = row.photo.finishing
    if row.matching is None or (chosen is not None and not chosen.match):
        return None
    return row.matching.doubt


def spoken(row: PhotoRow, preset_titles: Mapping[str, str]) -> str:
    """A cell for a screen reader: "IMG_0012.JPG, stack of 5 exposures, Dusk: editing, 4 stars"."""
    photo = row.photo
    parts = [photo.name]
    if row.exposures:
        parts.append(f"stack of {len(row.exposures)} exposures")
    if row.companion is not None:
        parts.append(pair_tag(row))
    parts.append(status_of(row, preset_titles).text)
    if len(row.results) > 1:
        parts.append(f"{len(row.results)} results")
    if problem := problem_of(row):
        parts.append(problem)
    if photo.rating:
        parts.append("1 star" if photo.rating == 1 else f"{photo.rating} stars")
    if photo.rejected:
        parts.append("rejected")
    elif row.decision is not None:
        parts.append("accepted" if row.decision is Decision.ACCEPTED else "to review")
    if photo.unsure:
        parts.append(f"unsure: {sentence(photo.unsure)}")
    if doubt := odd_one(row):
        parts.append(DOUBTS[doubt][0].lower())
    return ", ".join(parts)


def problem_of(row: PhotoRow) -> str | None:
    """What went wrong with the photo, as a sentence."""
    return sentence(row.problem) if row.problem else None


def tip(row: PhotoRow) -> str | None:
    """What a cell has to explain."""
    done = what_was_done(row)
    unsure = sentence(row.photo.unsure or "")
    doubt = odd_one(row)
    odd = DOUBTS[doubt][1] if doubt else ""
    said = [part for part in (problem_of(row), unsure, odd, f"{done}." if done else None) if part]
    return "\n".join(said) or None


def story(row: PhotoRow) -> str:
    """What was made of the photo so far, by hand and on this computer."""
    photo = row.photo
    parts = [
        "★" * photo.rating,
        "Rejected" if photo.rejected else "",
        f"Unsure: {sentence(photo.unsure)}" if photo.unsure else "",
        what_was_done(row) or (f"{len(row.exposures)} exposures" if row.exposures else ""),
    ]
    return "   ".join(part for part in parts if part)


MOVEMENT = 0.001
"""Share of the picture from which on it is worth telling."""


def pair_tag(row: PhotoRow) -> str:
    """What a RAW file and the camera's own picture of it are called together."""
    kind = row.companion.content_type if row.companion is not None else ""
    return "RAW+HEIC" if kind in ("image/heic", "image/heif") else "RAW+JPEG"


def what_was_done(row: PhotoRow) -> str:
    """How the photo was prepared: "5 exposures merged, verticals straightened by 1.2°"; empty when it was not."""
    facts = row.prepared.facts if row.prepared is not None else {}
    parts = []
    if merged := facts.get("merged"):
        parts.append(f"{merged} exposures merged")
    if facts.get("developed"):
        parts.append("developed from RAW")
    if left_out := len(facts.get("left_out", ())):
        parts.append("1 left out" if left_out == 1 else f"{left_out} left out")
    if damaged := facts.get("damaged"):
        parts.append(f"damaged and left out: {', '.join(damaged)}")
    if facts.get("ghosts", 0) >= MOVEMENT:
        parts.append("movement removed")
    if facts.get("lens"):
        parts.append("lens corrected")
    if tilt := facts.get("tilt"):
        parts.append(f"verticals straightened by {max(map(abs, tilt)):.1f}°")
    if facts.get("matched"):
        parts.append("matched to the shoot")
    if facts.get("whites"):
        parts.append("white balance set")
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
