"""What a photo's stage is called and how it is marked: always an icon and words, never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from luster_desktop.library.models import PhotoRow, Stage


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
    Stage.UPLOADING: Filter.WORKING,
    Stage.WAITING_FOR_CREDITS: Filter.WORKING,
    Stage.QUEUED: Filter.WORKING,
    Stage.EDITING: Filter.WORKING,
    Stage.DOWNLOADING: Filter.WORKING,
    Stage.DONE: Filter.DONE,
    Stage.FAILED: Filter.FAILED,
    Stage.UNUSABLE: Filter.FAILED,
}


def filter_of(row: PhotoRow) -> Filter:
    """The one filter, besides "All", that shows this photo."""
    return _FILTER_OF[row.stage]


def status_of(row: PhotoRow, preset_titles: Mapping[str, str]) -> Status:
    """The photo's state in a few words."""
    preset = preset_titles.get(row.job.preset, row.job.preset.capitalize()) if row.job else ""
    percent = f" {round(row.progress * 100)} %" if row.progress else ""
    match row.stage:
        case Stage.IDLE:
            return Status("Ready", "photo", "text_faint")
        case Stage.UNUSABLE:
            return Status("Cannot be used", "failed", "bad_text")
        case Stage.UPLOADING:
            return Status(f"Uploading{percent}" if percent else "Waiting to upload", "upload", "accent_text")
        case Stage.WAITING_FOR_CREDITS:
            return Status("Waiting for credits", "credits", "warn_text")
        case Stage.QUEUED:
            return Status(f"{preset}: in the queue", "waiting", "accent_text")
        case Stage.EDITING:
            return Status(f"{preset}: editing", "working", "accent_text")
        case Stage.DOWNLOADING:
            return Status(f"Downloading{percent}", "download", "accent_text")
        case Stage.DONE:
            return Status(preset, "done", "ok_text")
        case Stage.FAILED:
            return Status("Failed", "failed", "bad_text")
        case Stage.CANCELLED:
            return Status("Cancelled", "cancel", "text_faint")


def spoken(row: PhotoRow, preset_titles: Mapping[str, str]) -> str:
    """A cell for a screen reader: "IMG_0012.JPG, Dusk: editing"."""
    parts = [row.photo.name, status_of(row, preset_titles).text]
    if row.problem:
        parts.append(row.problem)
    return ", ".join(parts)
