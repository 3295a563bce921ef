"""The verdict on what would be delivered: has the edit arrived, and is there anything that nobody asked for?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from . import drift
from .arrays import Floats, Pixels8, blur, disc, dot, lab_of
from .drift import FIDELITY

RETRY_ABOVE: float = FIDELITY["retry_above"]
MIN_ARRIVED: float = FIDELITY["min_arrived"]
MIN_EDIT: float = FIDELITY["min_edit"]

MAP_EDGE = 480

EVEN = 4.0
"""Half working pixels (standard deviation) over which colour is compared: what the answer drew anew is finer."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` as of `Unusable`, or empty: deliver it.

    `score` (0 to 1): the worst of what differs beyond the request; `arrived` (up to 1): how much of the edit did.
    `beyond`, `left` (h x w, 0 to about 1): where the output differs beyond the request, and where the answer's changes
    were left out.
    """

    reason: str
    detail: str
    score: float
    arrived: float
    beyond: Floats
    left: Floats
    measures: dict[str, float]

    def report(self) -> dict[str, Any]:
        """As `Finished` has it."""
        return {
            "verdict": "retry" if self.reason else "pass",
            "score": round(self.score, 4),
            "arrived": round(self.arrived, 4),
            "beyond_request": places(self.beyond),
            "left_out": places(self.left),
        }

    def change_map(self) -> bytes:
        """A PNG to lay over the photo, RGBA, at most 480 px: red beyond the request, green left out."""
        scale = min(1.0, MAP_EDGE / max(self.beyond.shape))
        size = (max(1, round(self.beyond.shape[1] * scale)), max(1, round(self.beyond.shape[0] * scale)))
        beyond, left = (_strength(cv2.resize(v, size, interpolation=cv2.INTER_AREA)) for v in (self.beyond, self.left))
        picture = np.zeros((size[1], size[0], 4), np.uint8)
        picture[..., 2] = np.where(beyond > 0, 255, 0)
        picture[..., 1] = np.where((beyond == 0) & (left > 0), 255, 0)
        picture[..., 3] = np.maximum(beyond, left * (beyond == 0))
        return bytes(cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 4])[1])


def _strength(amount: Floats) -> Floats:
    return np.clip((amount / RETRY_ABOVE - 0.4) / 0.6, 0, 1) * 200


def places(amount: Floats) -> int:
    """How many places stand out."""
    mask = cv2.morphologyEx((amount > RETRY_ABOVE).astype(np.uint8), cv2.MORPH_CLOSE, disc(12))
    return cv2.connectedComponents(mask)[0] - 1


def judge(
    before: Pixels8,
    after: Pixels8,
    output: Pixels8,
    valid: Floats,
    tone: bool,
    found: Mapping[str, Floats],
    answer: drift.Drift,
) -> Verdict:
    """Compare `output` with the photo (`before`) and the registered answer (`after`), all at working size.

    `answer`: how the answer drifted.
    """
    covered = np.maximum.reduce([np.zeros_like(valid), *found.values()])
    lit = "windows" in found
    made = drift.measure(before, output.astype(np.float32), valid, covered, lit=lit) if tone else None
    beyond = made.amount if made else np.zeros_like(answer.amount)
    size = beyond.shape[::-1]
    photo, wanted, shown = (
        blur(lab_of(cv2.resize(v, size, interpolation=cv2.INTER_AREA)), EVEN) for v in (before, after, output)
    )
    seen = cv2.resize(valid, size, interpolation=cv2.INTER_AREA)
    asked, missed = (np.sqrt(dot(v, v)) for v in (wanted - photo, wanted - shown))
    measures: dict[str, float] = {"answer_drift": float(answer.amount.max()), "output_drift": float(beyond.max())}
    shares = []
    for name, coverage in ({**found, "tone": 1 - covered} if tone else found).items():
        weight = cv2.resize(coverage, size, interpolation=cv2.INTER_AREA)
        weight = (weight > 0.9) * seen
        total = float(weight.sum())
        if total < 50:
            continue
        edit, left = float((asked * weight).sum()) / total, float((missed * weight).sum()) / total
        measures[f"edit_{name}"] = edit
        measures[f"arrived_{name}"] = 1 - left / max(edit, 1e-3)
        if name in ("tone", "sky", "lawn"):
            shares.append(1 - left / max(edit, 1e-3))
    arrived = min(shares, default=1.0)
    score = float(np.clip(beyond.max(), 0, 1))
    reason = detail = ""
    if score > RETRY_ABOVE:
        reason, detail = "uninvited", f"score {score:.2f}"
    elif arrived < MIN_ARRIVED:
        reason, detail = "no_edit", f"arrived {arrived:.2f}"
    return Verdict(reason, detail, score, arrived, beyond, answer.amount, measures)
