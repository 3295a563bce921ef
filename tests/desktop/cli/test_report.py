from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from luster_desktop.cli.report import Reporter, Result, duration, printable
from luster_desktop.cloud.sync import SyncState, SyncStatus
from luster_desktop.library.fidelity import Fidelity
from luster_desktop.reasons import Reason


def test_a_json_line_is_ascii_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    reporter = Reporter(as_json=True)
    found = Fidelity(True, 0.02, 0, 3, 0.9, ("sky",))
    reporter.result(Result(Path("/a/🏠\udcff.jpg"), "succeeded", Path("/b/🏠 dusk.jpg"), 1, fidelity=found))
    out, err = capsys.readouterr()
    assert out.isascii()
    assert json.loads(out) == {
        "photo": "/a/🏠\udcff.jpg",
        "status": "succeeded",
        "output": "/b/🏠 dusk.jpg",
        "credits": 1,
        "error": None,
        "fidelity": {
            "passed": True, "score": 0.02, "beyond_request": 0, "left_out": 3, "arrived": 0.9, "generated": ["sky"],
            "source": None,
        },
        "rulings": [],
    }  # fmt: skip
    words = "done, 1 credit. The sky was generated. Nothing else changed. 3 places were left as in your photo\n"
    assert err.endswith(words)


def test_a_terminal_has_one_line_of_progress(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    reporter = Reporter(as_json=False)
    status = SyncStatus(SyncState.WORKING, "Editing 3.", editing=3, done=1, total=4, seconds_left=70)
    reporter.progress(status)
    reporter.progress(status)
    reporter.say("IMG_1.jpg: done")
    err = capsys.readouterr().err
    assert err == "\r\x1b[K1 of 4 done · Editing 3 · about 70 s left\r\x1b[KIMG_1.jpg: done\n"


def test_elsewhere_a_line_tells_now_and_then_how_far_it_is_and_at_once_what_stops_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 90.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    reporter = Reporter(as_json=False)
    working = SyncStatus(SyncState.WORKING, "", merging=2, editing=3, done=1, total=6)
    stopped = SyncStatus(SyncState.OFFLINE, "No connection.", done=1, total=6)
    reporter.progress(SyncStatus(SyncState.WORKING, ""))
    for seconds, status in ((0, working), (1, working), (2, stopped), (3, stopped), (4, working), (9, working)):
        now = 100.0 + seconds
        reporter.progress(status)
    now = 115.0
    reporter.progress(working)
    reporter.progress(replace(working, done=2))
    now = 126.0
    reporter.progress(replace(working, done=3))
    first = "1 of 6 done · Merging 2, editing 3"
    assert capsys.readouterr().err.splitlines() == [first, "No connection.", first, first.replace("1 of", "3 of")]


def test_a_file_name_cannot_write_to_the_terminal() -> None:
    assert printable("a\x1b[2Jb\rc\nd\u202e") == "a?[2Jb?c?d?"


def test_what_has_several_lines_keeps_them_and_a_file_name_gets_none(capsys: pytest.CaptureFixture[str]) -> None:
    reporter = Reporter(as_json=False)
    reporter.say("Choose one of:\n  dusk\n  sky")
    reporter.step(Result(Path("/a/x\nIMG_2.jpg: done"), "rejected", error="The file is empty."))
    assert capsys.readouterr().err.splitlines() == [
        "Choose one of:",
        "  dusk",
        "  sky",
        "x?IMG_2.jpg: done: rejected. The file is empty.",
    ]


def test_each_stream_gets_what_it_can_encode(monkeypatch: pytest.MonkeyPatch) -> None:
    files = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(files, encoding="cp1252", newline="\n"))
    Reporter(as_json=False).answer(Path("é 🏠.jpg"))
    assert files.getvalue().decode("cp1252") == "é ?.jpg\n"


def test_times_are_rough() -> None:
    assert [duration(seconds) for seconds in (0, 1.4, 89, 100, 3600)] == ["1 s", "1 s", "89 s", "2 min", "60 min"]


def test_a_code_is_said_and_written_as_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    Reporter(as_json=True).result(
        Result(Path("a.jpg"), "rejected", error=Reason.FILE_TOO_LARGE.of(megabytes=412, most=150))
    )
    told = capsys.readouterr()
    text = "The file has 412 MB; Luster takes up to 150 MB."
    assert (json.loads(told.out)["error"], told.err) == (text, f"a.jpg: rejected. {text}\n")
