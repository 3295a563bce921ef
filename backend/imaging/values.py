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
    """One line of a round brush over an upright picture. Over a whole photo all are from 0 to 1."""

    radius: float
    """Of the longer edge."""
    points: tuple[tuple[float, float], ...]
    """(x of the width, y of the height); one point is a dab."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a photo that the model gets by itself, around what the user has painted.

    Attributes
    ----------
    left, top, width, height : int
        In the photo's pixels. In a photo all around the camera it may begin left of it, or end right of it.
    strokes : tuple of Stroke
        What was painted, over the crop; they may lie beyond it.
    """

    left: int
    top: int
    width: int
    height: int
    strokes: tuple[Stroke, ...]

    @property
    def name(self) -> str:
        """Which crop of a photo it is."""
        return f"{self.width}x{self.height}{self.left:+d}{self.top:+d}"


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
    asked : frozenset of str
        Of `content`, what was asked for by itself beside a new tone.
    limit : tuple of Stroke
        What tone and content are limited to; all of the photo where there is none.

    Raises
    ------
    ValueError
        For a region that is none of these.
    """

    tone: bool
    content: frozenset[str] = frozenset()
    strokes: tuple[Stroke, ...] = ()
    asked: frozenset[str] = frozenset()
    limit: tuple[Stroke, ...] = ()

    def __post_init__(self) -> None:
        unknown = (self.content | self.asked) - {"sky", "lawn", "windows", "view", "white"}
        if unknown:
            raise ValueError(f"unknown content regions: {', '.join(sorted(unknown))}")

    @property
    def required(self) -> frozenset[str]:
        """The regions without which there is nothing to do. A new tone alone does without any."""
        return self.asked if self.tone else self.content

    @property
    def whole(self) -> bool:
        """Whether anything may change besides what is painted: that is asked of the whole photo."""
        return self.tone or bool(self.content)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the model gets.

    Attributes
    ----------
    image : bytes
        In sRGB, without metadata.
    mask : bytes
        A PNG of the same size, transparent where the user has painted; empty where that is nowhere.
    content_type : str
        Of `image`.
    width, height : int
        Pixels of `image`: exactly the size to ask for.
    crop : Crop or None
        What of the photo it shows; None for all of it.
    own : bytes
        The crop's own pixels at the camera's resolution, a PNG in the photo's colour space; of the whole photo empty.
    thumb : bytes
        All of the photo as a small JPEG, in sRGB and without metadata: not for the model.
    """

    image: bytes
    mask: bytes
    content_type: str
    width: int
    height: int
    crop: Crop | None = None
    own: bytes = b""
    thumb: bytes = b""

    @property
    def name(self) -> str:
        """Which of a job's pictures it is."""
        return self.crop.name if self.crop else "whole"


@dataclass(frozen=True, slots=True)
class Fill:
    """What takes the place of what was painted in one crop.

    Attributes
    ----------
    crop : Crop
    image : bytes
        A PNG of the crop's size in the photo's colour space, opaque where it takes the place of the photo.
    change_map : bytes
        As of `Finished`, of the crop.
    report : dict
        As of `Finished`.
    """

    crop: Crop
    image: bytes
    change_map: bytes
    report: dict[str, Any]


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
