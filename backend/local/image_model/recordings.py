"""A folder of answers that real models gave: `manifest.tsv`, and the files that it names in `photos/` and `answers/`.

The manifest has a header and one line for each answer, with tabs between the fields. Read are the columns id, photo,
answer (file names), preset and parameters (a JSON object, what is not in it has its usual value); others may be there.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from backend.local.image_model.crops import WHOLE, Part

MANIFEST = "manifest.tsv"
COLUMNS = ("id", "photo", "answer", "preset", "parameters")
PRESETS = ("dusk", "sky", "lawn", "bright", "remove")


class RecordingsUnusable(Exception):
    """The folder cannot be replayed; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One answer to one photo, or what it shows of a part of that."""

    id: str
    photo: Path
    answer: Path
    preset: str
    parameters: dict[str, str]
    part: Part = WHOLE


def read(folder: Path) -> list[Recording]:
    """What the manifest lists, in its order; raises `RecordingsUnusable`. No picture is opened."""
    path = folder / MANIFEST
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if missing := [name for name in COLUMNS if name not in (lines.fieldnames or ())]:
                raise RecordingsUnusable(f"{path} has no column {missing[0]!r}.")
            found = [_recording(folder, line, f"{path}, line {lines.line_num}") for line in lines]
    except OSError as error:
        raise RecordingsUnusable(f"{path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error):
        raise RecordingsUnusable(f"{path} is no table of text with tabs.") from None
    if not found:
        raise RecordingsUnusable(f"{path} lists no answers.")
    return found


def _recording(folder: Path, line: dict[str, str | None], where: str) -> Recording:
    values = {name: line[name] or "" for name in COLUMNS}
    if values["preset"] not in PRESETS:
        raise RecordingsUnusable(f"{where}: there is no preset {values['preset']!r}.")
    try:
        parameters = json.loads(values["parameters"])
    except ValueError:
        parameters = None
    if not isinstance(parameters, dict) or not all(isinstance(value, str) for value in parameters.values()):
        raise RecordingsUnusable(f"{where}: the parameters are no JSON object of texts.")
    photo = _file(folder / "photos", values["photo"], where)
    answer = _file(folder / "answers", values["answer"], where)
    return Recording(values["id"], photo, answer, values["preset"], parameters)


def _file(room: Path, name: str, where: str) -> Path:
    path = room / name
    if Path(name).name != name or not path.is_file():
        raise RecordingsUnusable(f"{where}: {path} is no file.")
    return path
