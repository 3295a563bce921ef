"""Folders of recorded answers: what is read, and what each kind of broken folder is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backend.local import settings as local_settings
from backend.local import stand_ins
from backend.local.image_model.recordings import Recording, RecordingsUnusable, read
from backend.local.image_model.replay import Replay

from .recorded import folder

GREY = {name: np.full((60, 90, 3), 127, np.uint8) for name in ("a.jpg", "b.png")}
HEAD = "id\tphoto\tanswer\tpreset\tparameters\n"


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return folder(tmp_path / "one", GREY, [("a.jpg", "b.png", "sky", {"kind": "sunset"})])


def test_lines_become_recordings(one: Path) -> None:
    photo, answer = one / "photos" / "a.jpg", one / "answers" / "b.png"
    assert read(one) == [Recording("1", photo, answer, "sky", {"kind": "sunset"})]


@pytest.mark.parametrize(
    ("manifest", "complaint"),
    [
        ("", r"manifest\.tsv has no column 'id'\."),
        ("id\tphoto\tanswer\tpreset\n", r"manifest\.tsv has no column 'parameters'\."),
        (HEAD, r"manifest\.tsv lists no answers\."),
        (f"{HEAD}1\ta.jpg\tb.png\tsunrise\t{{}}\n", r"line 2: there is no preset 'sunrise'\."),
        (f"{HEAD}1\ta.jpg\tb.png\tsky\n", r"line 2: the parameters are no JSON object of texts\."),
        (f"{HEAD}1\ta.jpg\tb.png\tsky\t[]\n", r"line 2: the parameters are no JSON object of texts\."),
        (f'{HEAD}1\ta.jpg\tb.png\tsky\t{{"kind": 1}}\n', r"line 2: the parameters are no JSON object of texts\."),
        (f"{HEAD}1\tc.jpg\tb.png\tsky\t{{}}\n", r"line 2: .*c\.jpg is no file\."),
        (f"{HEAD}1\ta.jpg\t\tsky\t{{}}\n", r"line 2: .*answers is no file\."),
        (f"{HEAD}1\t../photos/a.jpg\tb.png\tsky\t{{}}\n", r"line 2: .* is no file\."),
        ("\udcff", r"manifest\.tsv is no table of text with tabs\."),
    ],
)
def test_a_broken_manifest_is_told_where(one: Path, manifest: str, complaint: str) -> None:
    (one / "manifest.tsv").write_text(manifest, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(RecordingsUnusable, match=complaint):
        read(one)


def test_a_folder_without_a_manifest(tmp_path: Path) -> None:
    with pytest.raises(RecordingsUnusable, match=r"manifest\.tsv cannot be read: No such file or directory\."):
        read(tmp_path)


@pytest.mark.parametrize("broken", ["photos/a.jpg", "answers/b.png"])
def test_a_file_that_is_no_picture_ends_the_start(one: Path, broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    (one / broken).write_bytes(b"no picture")
    with pytest.raises(RecordingsUnusable, match=r"is no picture that can be read\."):
        Replay(read(one))
    local_settings.prepare(one / "data")
    assert stand_ins.main(one / "data", one) == 1
    assert f"{one / broken} is no picture that can be read." in capsys.readouterr().err
