"""Small folders of recorded answers, made by code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image

Line = tuple[str, str, str, Mapping[str, str]]
"""The photo's name, the answer's, the preset and its parameters."""


def folder(path: Path, pictures: Mapping[str, np.ndarray], lines: Iterable[Line]) -> Path:
    """A folder whose lines are called 1, 2, ...; photos and answers are both taken from `pictures`."""
    rows = ["id\tphoto\tanswer\tpreset\tparameters\tlook_at"]
    for number, (photo, answer, preset, parameters) in enumerate(lines, 1):
        for room, name in (("photos", photo), ("answers", answer)):
            (path / room).mkdir(parents=True, exist_ok=True)
            Image.fromarray(pictures[name]).save(path / room / name, quality=92)
        rows.append(f"{number}\t{photo}\t{answer}\t{preset}\t{json.dumps(dict(parameters))}\t")
    (path / "manifest.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
