"""The verdict on what would be delivered: has the edit arrived, and is there anything that nobody asked for?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from . import drift, paint, removal
from .arrays import Floats, Pixels8, blur, disc, dot, lab_of, times
from .compose import Plan
from .drift import FIDELITY

RETRY_ABOVE: float = FIDELITY["retry_above"]
MIN_ARRIVED: float = FIDELITY["min_arrived"]
MIN_EDIT: float = FIDELITY["min_edit"]
PAINTED_SHARE: float = FIDELITY["painted_share"]
PAINTED_SHARE_LIT: float = FIDELITY["painted_share_lit"]
DRIFT: float = FIDELITY["drift"]
DRIFT_LIT: float = FIDELITY["drift_lit"]
STAINED_SHARE: float = FIDELITY["stained_share"]

STRAY = 15.0
"""CIELAB units by which a colour is off the way from the photo's to the answer's."""

ODD = 0.5
"""Of what counts as paint: from there on a colour is not the photo's in the new light."""

NOTICED = 4.0
"""CIELAB units by which the output must miss the answer, on average around a place, for something to be left out."""

LEAST = 50
"""Half working pixels that a region must have to tell anything."""

MAP_EDGE = 480

EVEN = 4.0
"""Half working pixels (standard deviation) over which colour is compared: what the answer drew anew is finer."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of an output.

    Attributes
    ----------
    reason : str
        As of `Unusable`, or empty: deliver it.
    detail : str
        Figures, for the log.
    score : float
        0 to 1: the worst of what differs beyond the request.
    arrived : float
        Up to 1: how much of the edit did.
    beyond : (h, w) Floats
        0 to about 1, at half the working size: where the output differs beyond the request.
    left : (h, w) Floats
        The same: where the answer's changes were left out.
    measures : dict of str to float
        All that was measured, by name.
    """

    reason: str
    detail: str
    score: float
    arrived: float
    beyond: Floats
    left: Floats
    measures: dict[str, float]

    def within(self, share: float) -> Verdict:
        """The same of a picture without what was added beside it.

        Parameters
        ----------
        share : float
            Of its width, what is cut off on either side.

        Returns
        -------
        Verdict
        """
        cut = round(share * self.beyond.shape[1])
        return replace(self, beyond=self.beyond[:, cut:-cut], left=self.left[:, cut:-cut])

    def report(self) -> dict[str, Any]:
        """What of it the wire carries, as `Finished` has it.

        Returns
        -------
        dict
            "verdict", "score", "arrived", "beyond_request" and "left_out".
        """
        return {
            "verdict": "retry" if self.reason else "pass",
            "score": round(self.score, 4),
            "arrived": round(self.arrived, 4),
            "beyond_request": places(self.beyond),
            "left_out": places(self.left),
        }

    def change_map(self) -> bytes:
        """A picture to lay over the photo: red beyond the request, green left out.

        Returns
        -------
        bytes
            A PNG, RGBA, at most `MAP_EDGE` pixels on the long edge.
        """
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
    """How many places stand out.

    Parameters
    ----------
    amount : (h, w) Floats
        At half the working size.

    Returns
    -------
    int
    """
    mask = cv2.morphologyEx((amount > RETRY_ABOVE).astype(np.uint8), cv2.MORPH_CLOSE, disc(12))
    return cv2.connectedComponents(mask)[0] - 1


def judge(
    before: Pixels8,
    after: Pixels8,
    output: Pixels8,
    valid: Floats,
    tone: bool,
    found: Mapping[str, Floats],
    plan: Plan,
) -> Verdict:
    """Compare the output with the photo and the answer, all at working size.

    Parameters
    ----------
    before : (H, W, 3) Pixels8
        The photo.
    after : (H, W, 3) Pixels8
        The registered answer.
    output : (H, W, 3) Pixels8
        What would be delivered.
    valid : (H, W) Floats
        0 to 1: where the answer shows the photo.
    tone : bool
        Whether colour and light may change everywhere.
    found : mapping of str to (H, W) Floats
        Coverage of the content regions, and of what was "painted".
    plan : Plan
        By which `output` was rendered.

    Returns
    -------
    Verdict
    """
    answer = plan.drift.amount
    covered = np.maximum.reduce([np.zeros_like(valid), *found.values()])
    lit = "windows" in found
    size = answer.shape[::-1]
    photo, wanted, shown, seen, apart = (
        cv2.resize(v, size, interpolation=cv2.INTER_AREA)
        for v in (before, np.clip(plan.aimed, 0, 255), output, valid, covered)
    )
    arrival = _arrival(
        photo, wanted, shown, seen, {name: cv2.resize(v, size) for name, v in found.items()}, apart, tone
    )
    beyond, stray = np.zeros_like(answer), arrival.stray
    painted = 0.0
    if tone:
        amount = drift.measure(before, output.astype(np.float32), valid, covered, lit=lit).amount
        beyond = amount * (RETRY_ABOVE / (DRIFT_LIT if lit else DRIFT))
        thing = paint.measure(photo, shown, ((seen > 0.9) & (apart < 0.05)).astype(np.float32))
        painted = thing.largest / (PAINTED_SHARE_LIT if lit else PAINTED_SHARE)
        if painted > 1:
            beyond = np.maximum(beyond, RETRY_ABOVE * 1.2 * thing.gate(size))
        # What was left out has the photo's colour in the new light, which is not on the way to the answer's.
        stray = stray * ((cv2.resize(thing.amount, size) > ODD) | (apart > 0.05))
    cut, still, arrived = 0.0, arrival.edit < MIN_EDIT, arrival.share
    if "painted" in found:
        done = removal.measure(before, after, output, found["painted"], valid)
        cut, still, arrived = done.seam / removal.SEAM, still or done.gone < removal.GONE, min(arrived, done.arrived)
        if cut > 1:
            beyond = np.maximum(beyond, RETRY_ABOVE * cut * cv2.resize(found["painted"], size))
    stained = float((stray > STRAY).mean()) / STAINED_SHARE
    if stained > 1:
        beyond = np.maximum(beyond, RETRY_ABOVE * stray / STRAY)
    # What was drawn anew and looks the same in the result is nothing that anybody would miss.
    left = np.maximum(answer, 1.2 * RETRY_ABOVE * cv2.resize(plan.gate, size)) * (arrival.missed > NOTICED)
    score = float(np.clip(max(float(beyond.max()), RETRY_ABOVE * max(painted, stained, cut)), 0, 1))
    reason = detail = ""
    if score > RETRY_ABOVE:
        reason, detail = "uninvited", f"score {score:.2f}, painted {painted:.2f}, stained {stained:.2f}, cut {cut:.2f}"
    elif still:
        reason, detail = "no_edit", f"edit {arrival.edit:.1f}"
    elif arrived < MIN_ARRIVED:
        reason, detail = "no_edit", f"arrived {arrived:.2f}"
    measures = {"answer_drift": float(answer.max()), "drift": float(beyond.max()), "cut": cut}
    measures |= {"painted": painted, "stained": stained, **arrival.measures}
    return Verdict(reason, detail, score, arrived, beyond, left, measures)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Of the region where it is least: `share` of the edit that arrived, and how large the delivered `edit` is (CIELAB
    units). `missed`, `stray` (h x w): how far the output's colour is from the answer's, and from all that lies between
    the photo's and the answer's: a stain, fog or a halo is neither's."""

    share: float
    edit: float
    missed: Floats
    stray: Floats
    measures: dict[str, float]


def _arrival(
    photo: Pixels8,
    wanted: Pixels8,
    shown: Pixels8,
    seen: Floats,
    found: Mapping[str, Floats],
    covered: Floats,
    tone: bool,
) -> _Arrival:
    """How much of the edit there is in the output (`shown`), all at half the working size."""
    before, after, made = (blur(lab_of(v), EVEN) for v in (photo, wanted, shown))
    asked, missed, done = (np.sqrt(dot(v, v)) for v in (after - before, after - made, made - before))
    way = after - before
    along = np.clip(dot(made - before, way) / (dot(way, way) + 1), 0, 1.1)
    apart = made - before - times(way, along)
    stray = np.sqrt(dot(apart, apart)) * (seen > 0.9)
    if "painted" in found:
        stray *= found["painted"] < 0.01  # brought to the photo's light
    regions = {**found, "tone": 1 - covered} if tone else found
    shares: list[float] = []
    edits: list[float] = []
    measures: dict[str, float] = {}
    for name, coverage in regions.items():
        inside = (coverage > 0.9) & (seen > 0.9)
        if inside.sum() < LEAST:
            continue
        edit = float(done[inside].mean())
        share = 1 - float(missed[inside].mean()) / max(float(asked[inside].mean()), 1e-3)
        measures |= {f"edit_{name}": edit, f"arrived_{name}": share}
        # What is painted is brought to the photo's light (`removal`), and glass is the answer's or stays white.
        if name in ("tone", "sky", "lawn"):
            edits.append(edit)
            shares.append(share)
    return _Arrival(min(shares, default=1.0), min(edits, default=MIN_EDIT), missed, stray, measures)
