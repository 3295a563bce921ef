"""Codes in words: each code has its sentence, with all that it names."""

from __future__ import annotations

import errno
import os
from string import Formatter

import pytest

from luster_desktop.reasons import Reason
from luster_desktop.words.reasons import SENTENCES, sentence

VALUES: dict[str, str | int | None] = {
    "state": "checking",
    "errno": errno.EIO, "megabytes": 412, "most": 150, "photos": 5, "megapixels": 180, "name": "IMG.jpg",
    "why": Reason.DAMAGED_PART, "exposures": 4, "usual": 5, "preset": "dusk", "setting": "light", "value": "x",
    "choices": "one, two", "status": 502, "edit": "Dusk", "rule": "It is night.", "kilobytes": 312, "least": 10,
    "set": "MLS", "template": "{n", "width": 3, "height": 2, "wanted": "at most 2", "what": "EXIF", "number": 7,
    "detail": "no key", "version": "1.2.3",
}  # fmt: skip


@pytest.mark.parametrize("reason", Reason)
def test_each_code_is_a_sentence(reason: Reason) -> None:
    text = sentence(reason.of(**VALUES))
    assert text[0].isupper() or text.startswith(("light", "4"))
    assert "{" not in text.replace("{n", "")
    assert text.endswith((".", "one, two"))
    if not any(name for _, name, *_ in Formatter().parse(SENTENCES[reason])):
        assert sentence(reason) == text


def test_values_are_named() -> None:
    assert sentence(Reason.FILE_TOO_LARGE.of(megabytes=412, most=150)) == (
        "The file has 412 MB; Luster takes up to 150 MB."
    )
    assert sentence(Reason.FILE_UNREADABLE.of(errno=errno.EIO)) == f"The file cannot be read: {os.strerror(errno.EIO)}."
    assert sentence(Reason.FILE_UNREADABLE.of(errno=None)) == "The file cannot be read: the disk reported an error."
    assert "after 1 photo." in sentence(Reason.FOLDER_WENT_AWAY.of(photos=1))


def test_a_code_within_another_is_said_too() -> None:
    inner = Reason.EXPOSURE_UNREADABLE.of(name="a {b}.jpg", why=Reason.DAMAGED_PART)
    assert sentence(Reason.GAVE_UP.of(why=inner)) == (
        "a {b}.jpg: The file is damaged: a part of the picture is missing. Choose Try again to fetch it once more."
    )


@pytest.mark.parametrize("text", ["", "No sky was found in this photo.", "file gone", "something_new"])
def test_what_is_no_code_stays_as_it_is(text: str) -> None:
    assert sentence(text) == text
