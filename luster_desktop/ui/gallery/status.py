"""What a photo's stage is called and how it is marked: always an icon and words, never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from luster_desktop.facts import Doubt
from luster_desktop.library.models import Decision, PhotoRow, Role, Stage
from luster_desktop.words.counts import exposures, results
from luster_desktop.words.language import decimal, mark, plural, tr, within
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


def filter_titles() -> dict[Filter, str]:
    """What the filters are called."""
    return {
        Filter.ALL: tr("All", "photos"),
        Filter.READY: tr("Ready", "photos"),
        Filter.WORKING: tr("In progress", "photos"),
        Filter.DONE: tr("Done", "photos"),
        Filter.FAILED: tr("Failed", "photos"),
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


RETRY, LOCATE = mark("Retry"), mark("Locate…")


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
        return Status(tr("File missing"), "failed", "warn_text")
    match row.stage:
        case Stage.IDLE:
            return Status(tr("Ready"), "photo", "text_faint")
        case Stage.UNUSABLE:
            return Status(tr("Cannot be used"), "failed", "bad_text")
        case Stage.PREPARING:
            what = tr("Merging") if row.photo.role is Role.STACK else tr("Preparing")
            return Status(f"{what}{percent or '…'}", "working", "accent_text")
        case Stage.UPLOADING:
            return Status(
                tr("Uploading{percent}", percent=percent) if percent else tr("Waiting to upload"),
                "upload",
                "accent_text",
            )
        case Stage.WAITING_FOR_CREDITS:
            return Status(tr("Waiting for credits"), "credits", "warn_text")
        case Stage.QUEUED:
            return Status(tr("{edits}: in the queue", edits=edits), "waiting", "accent_text")
        case Stage.EDITING:
            # A state that is newer than this app goes by the service's own word.
            said = row.job.error_code if row.job is not None else None
            said = said or tr("editing")
            return Status(f"{edits}: {said}", "working", "accent_text")
        case Stage.DOWNLOADING:
            return Status(tr("Downloading{percent}", percent=percent), "download", "accent_text")
        case Stage.DONE:
            made = next((job for job in row.jobs if row.delivered and job.id == row.delivered.job_id), row.job)
            edits = named(made.recipe, preset_titles) if made else ""
            edits = tr("{edits} (sample)", edits=edits) if made is not None and made.sample else edits
            return Status(tr("{edits}, saved", edits=edits) if row.saved else edits, "done", "ok_text")
        case Stage.FAILED:
            return Status(tr("Failed"), "failed", "bad_text")
        case Stage.CANCELLED:
            return Status(tr("Cancelled"), "cancel", "text_faint")


DOUBTS = {
    Doubt.FAR: (
        mark("Differs"),
        mark(
            "Its light is far from that of the other photos, so it is left as it is. "
            "To match it, choose a photo that it should look like."
        ),
    ),
    Doubt.ALONE: (
        mark("Not matched"),
        mark("Nothing in it is found in the other photos, so its light is left as it is."),
    ),
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
        parts.append(plural("stack of {n} exposure", "stack of {n} exposures", len(row.exposures)))
    if row.companion is not None:
        parts.append(pair_tag(row))
    parts.append(status_of(row, preset_titles).text)
    if len(row.results) > 1:
        parts.append(results(len(row.results)))
    if problem := problem_of(row):
        parts.append(problem)
    if photo.rating:
        parts.append(plural("{n} star", "{n} stars", photo.rating))
    if photo.rejected:
        parts.append(tr("rejected"))
    elif row.decision is not None:
        parts.append(tr("accepted") if row.decision is Decision.ACCEPTED else tr("to review"))
    if photo.unsure:
        parts.append(tr("unsure: {sentence}", sentence=sentence(photo.unsure)))
    if doubt := odd_one(row):
        parts.append(within(tr(DOUBTS[doubt][0])))
    return ", ".join(parts)


def problem_of(row: PhotoRow) -> str | None:
    """What went wrong with the photo, as a sentence."""
    return sentence(row.problem) if row.problem else None


def tip(row: PhotoRow) -> str | None:
    """What a cell has to explain."""
    done = what_was_done(row)
    unsure = sentence(row.photo.unsure or "")
    doubt = odd_one(row)
    odd = tr(DOUBTS[doubt][1]) if doubt else ""
    said = [part for part in (problem_of(row), unsure, odd, f"{done}." if done else None) if part]
    return "\n".join(said) or None


def story(row: PhotoRow) -> str:
    """What was made of the photo so far, by hand and on this computer."""
    photo = row.photo
    parts = [
        "★" * photo.rating,
        tr("Rejected") if photo.rejected else "",
        tr("Unsure: {sentence}", sentence=sentence(photo.unsure)) if photo.unsure else "",
        what_was_done(row) or (exposures(len(row.exposures)) if row.exposures else ""),
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
        parts.append(plural("{n} exposure merged", "{n} exposures merged", merged))
    if facts.get("developed"):
        parts.append(tr("developed from RAW"))
    if left_out := len(facts.get("left_out", ())):
        parts.append(plural("{n} left out", "{n} left out", left_out))
    if damaged := facts.get("damaged"):
        parts.append(tr("damaged and left out: {names}", names=", ".join(damaged)))
    if facts.get("ghosts", 0) >= MOVEMENT:
        parts.append(tr("movement removed"))
    if facts.get("lens"):
        parts.append(tr("lens corrected"))
    if tilt := facts.get("tilt"):
        parts.append(tr("verticals straightened by {degrees}°", degrees=decimal(max(map(abs, tilt)), 1)))
    if facts.get("matched"):
        parts.append(tr("matched to the shoot"))
    if facts.get("whites"):
        parts.append(tr("white balance set"))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
