"""What goes into and comes out of the pixel work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Rejected(Exception):
    """The user's file cannot be used.

    Parameters
    ----------
    code : str
        Stable, for the job's record; `backend.words` says it.
    detail : str
        For our log, without a file's content.
    values : str | int | float
        What the code's sentence names.
    """

    def __init__(self, code: str, detail: str = "", **values: str | int | float) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.values = values

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class Defect(Exception):
    """Our own pixel code failed, which says nothing about photo or answer.

    Parameters
    ----------
    where : str
        Type and place, without a file's content.
    """

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


class Unusable(Exception):
    """The model's answer cannot be used; another one may do better.

    Parameters
    ----------
    reason : str
        "unreadable" (no picture), "misaligned" (another camera, another room), "no_edit" (the edit did not arrive), or
        "uninvited" (something nobody asked for would be in the result).
    detail : str
        For our log.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line of a round brush over the upright photo. All from 0 to 1."""

    radius: float
    """Of the longer edge."""
    points: tuple[tuple[float, float], ...]
    """(x of the width, y of the height); one point is a dab."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an edit may change.

    With `tone` false everything outside the regions stays the original, bit for bit, in the image that is encoded.

    Attributes
    ----------
    tone : bool
        Colour and light may change everywhere (structure never).
    content : frozenset of str
        Regions whose pixels may be the model's own: any of "sky", "lawn", "windows", "view" (what is blown out);
        "white": what is blown out stays so.
    strokes : tuple of Stroke
        A region that the user has painted.

    Raises
    ------
    ValueError
        For a region that is none of these.
    """

    tone: bool
    content: frozenset[str] = frozenset()
    strokes: tuple[Stroke, ...] = ()

    def __post_init__(self) -> None:
        unknown = self.content - {"sky", "lawn", "windows", "view", "white"}
        if unknown:
            raise ValueError(f"unknown content regions: {', '.join(sorted(unknown))}")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the model gets.

    Attributes
    ----------
    image : bytes
        In sRGB, without metadata.
    mask : bytes
        A PNG of the same size, transparent where the user has painted, or empty.
    thumb : bytes
        The photo as a small JPEG, in sRGB and without metadata: not for the model.
    content_type : str
        Of `image`.
    width, height : int
        Pixels of `image`: exactly the size to ask for.
    original_width, original_height : int
        The photo's own, after orientation.
    """

    image: bytes
    mask: bytes
    thumb: bytes
    content_type: str
    width: int
    height: int
    original_width: int
    original_height: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The deliverable.

    Attributes
    ----------
    image : bytes
        A JPEG with allow-listed metadata only, in sRGB, or in Display P3 or Adobe RGB where the original is.
    thumb : bytes
        A small JPEG, always in sRGB.
    change_map : bytes
        A small PNG to lay over the photo (RGBA): red where the output differs beyond the request, green where the
        answer's changes were left as in the photo.
    width, height : int
        The original's, after orientation.
    report : dict
        JSON-able: "verdict" ("pass"), "score" (0 to 1: the worst of what differs beyond the request), "beyond_request"
        and "left_out" (places), "arrived" (up to 1: how much of the edit is in the output, in the region where it is
        least), "generated" (names of the regions that are the model's own pixels), "registration" (inliers,
        median_error in pixels of the answer, agreement 0 to 1), "regions" (share of the photo per content region),
        "seconds".
    """

    image: bytes
    thumb: bytes
    change_map: bytes
    width: int
    height: int
    report: dict[str, Any]
