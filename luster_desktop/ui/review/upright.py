"""The picture before an edit, turned as the user has turned the photo."""

from __future__ import annotations

from luster_desktop.library.models import Output, PhotoRow
from luster_desktop.ui.gallery.pictures import turn_of
from luster_desktop.ui.review.pictures import Picture


class Upright:
    """Keeps what it turned last, because turning every pixel of a photo takes a while."""

    def __init__(self) -> None:
        self._kept: tuple[Picture, int, Picture] | None = None

    def of(self, picture: Picture | None, row: PhotoRow, output: Output | None) -> Picture | None:
        """`picture` of the photo before any edit, the way up that it has beside the result `output`."""
        if picture is None:
            return None
        turn = turn_of(row, row.before)
        if turn and output is not None:
            first = picture.levels[0]
            wide = (first.width() >= first.height()) is not bool(turn % 2)
            if wide is not (output.width >= output.height):
                turn -= 1  # the photo was turned after this edit was made
        kept = self._kept
        if kept is None or kept[0] is not picture or kept[1] != turn:
            kept = self._kept = (picture, turn, picture.turned(turn))
        return kept[2]


def size_of(row: PhotoRow, before: Picture | None) -> tuple[int, int]:
    """Of the photo in pixels as it lies on the stage; zeros while nobody knows."""
    made = row.prepared
    own = (made.width, made.height) if made is not None else (row.photo.width or 0, row.photo.height or 0)
    if before is None:
        return own
    first = before.levels[0]
    if 0 in own:
        return first.width(), first.height()
    return own if (own[0] >= own[1]) is (first.width() >= first.height()) else (own[1], own[0])
