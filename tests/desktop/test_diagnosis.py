"""A report tells what went wrong, and nothing of whose photos, places or addresses they were."""

from __future__ import annotations

import logging
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from luster_desktop.diagnosis.crash import BEFORE, NAME, crash_trace, last_trace
from luster_desktop.diagnosis.log import NAME as LOG
from luster_desktop.diagnosis.log import logging_to, tail
from luster_desktop.diagnosis.redaction import redact, surroundings
from luster_desktop.diagnosis.report import report
from luster_desktop.library.store import Library
from luster_desktop.operations.reporting import report_for
from tests.desktop.photos import scanned, write_jpeg

ROOT = Path(__file__).resolve().parents[2]
ID = "0b8f3a52-6c1d-4e8e-9a55-0d6f6b0a7c11"
JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbmEifQ.c2lnbmF0dXJlLWNhbmFyeQ"
SIGNED = (
    f"http://127.0.0.1:9000/bucket/{ID}/original.jpg?X-Amz-Credential=AKIACANARY%2F2026&X-Amz-Signature=5f3c0ffeecanary"
)
CANARIES = [
    ("written to ana.canary+photos@studio.example today", "ana.canary"),
    (f"sent with Authorization: Bearer {JWT}", "c2lnbmF0dXJl"),
    (f"a token by itself: {JWT}", "eyJ"),
    (f"could not PUT {SIGNED}", "canary"),
    ("query X-Amz-Signature=5f3c0ffeecanary&x=1", "5f3c0ffee"),
    ("refresh_token=canaryv1Q2w3e4r5t6y7u8i9o0p1a2s", "canaryv1"),
    ("the key sb_secret_canary0123456789abcdefgh was refused", "canary"),
    ('password: "canary-pass"', "canary-pass"),
    ("cannot open /home/ana/12 Canary Street/IMG_0001.JPG", "Canary"),
    ("cannot open '/mnt/Canary Disk/Haus am See.jpg': busy", "Canary"),
    ("cannot open C:\\Users\\Ana Canary\\Pictures\\a.jpg", "Canary"),
    ("cannot open \\\\nas\\Canary\\a.jpg", "Canary"),
    ("file:///home/ana/Canary/a.jpg", "Canary"),
    ("the photo Canary_0001.CR3 was skipped", "Canary"),
    ("the code 481516 was wrong", "481516"),
    ("~/Canary House/list", "Canary"),
]


@pytest.mark.parametrize(("text", "canary"), CANARIES)
def test_what_is_personal_is_taken_out(text: str, canary: str) -> None:
    assert canary not in redact(text)


def test_what_helps_stays() -> None:
    for text in (
        f"job {ID} failed with status 503",
        "uncaught ValueError at luster_desktop.cloud.uploads:158 < luster_desktop.cloud.pool:41",
        "2026-11-30 12:51:52,103 ERROR luster.window: the engine waits, 3 and/or 4 of 12/30",
        "preparing failed unexpectedly: MemoryError in a_function_with_a_rather_long_name:12",
    ):
        assert redact(text) == text
    trace = 'File "/home/ana/.venv/lib/python3.11/site-packages/PIL/Image.py", line 12 in open'
    assert redact(trace) == "File <PIL.Image>, line 12 in open"
    assert redact("the shoot Maple Lane 4 of Ana", ["Maple Lane 4", "Ana"]) == "the shoot <name> of <name>"


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "logs"
    folder.mkdir()
    return folder


def test_the_log_holds_our_words_and_others_warnings_without_values(logs: Path) -> None:
    with logging_to(logs):
        logging.getLogger("luster_desktop.cloud.sync").info("the engine began")
        logging.getLogger("httpx").info("HTTP Request: GET %s", SIGNED)
        logging.getLogger("httpx").warning("odd reply from %s", SIGNED)
        try:
            raise OSError(13, "denied", "/home/ana/Canary House/a.jpg")
        except OSError:
            logging.getLogger("luster.window").exception("it failed for ana.canary@studio.example")
    logging.getLogger("luster.window").error("afterwards")
    text = (logs / LOG).read_text(encoding="utf-8")
    assert "the engine began" in text
    assert "odd reply from <link>" in text
    assert "it failed for <e-mail> [PermissionError at test_diagnosis:" in text
    assert "HTTP Request" not in text
    assert "afterwards" not in text
    assert "canary" not in text.lower()


def test_the_log_stays_small_and_its_end_is_kept(logs: Path) -> None:
    with logging_to(logs):
        logger = logging.getLogger("luster.window")
        for number in range(40_000):
            logger.info("line %d %s", number, "word " * 20)
    assert sum(file.stat().st_size for file in logs.iterdir()) < 3_100_000
    found = tail(logs, 200_000)
    assert len(found) == 200_000
    assert "line 39999 " in found


CRASH = """
import ctypes, sys
from pathlib import Path
from luster_desktop.diagnosis.crash import crash_trace
with crash_trace(Path(sys.argv[1])) as crashed:
    assert not crashed
    if sys.argv[2] == "crash":
        ctypes.string_at(0)
    if sys.argv[2] == "kill":
        import os
        os._exit(9)
"""


@pytest.mark.parametrize(("way", "told"), [("crash", True), ("kill", False), ("end", False)])
def test_a_crash_is_known_at_the_next_start(logs: Path, way: str, told: bool) -> None:
    subprocess.run([sys.executable, "-c", CRASH, str(logs), way], cwd=ROOT, capture_output=True, check=False)
    with crash_trace(logs) as crashed:
        assert crashed is told
    assert ("string_at" in last_trace(logs)) is told
    assert not (logs / NAME).exists()
    with crash_trace(logs) as crashed:
        assert not crashed
    assert (logs / BEFORE).exists() is told


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(tmp_path / "library.sqlite3")
    yield opened
    opened.close()


def test_a_report_holds_no_canary(logs: Path, library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "12 Canary Street"
    folder.mkdir()
    shoot = library.create_shoot("Canary shoot at the lake")
    library.add_photos(shoot.id, [scanned(write_jpeg(folder / "Canary kitchen.jpg", 96, 64))])
    with logging_to(logs):
        logger = logging.getLogger("luster.window")
        for text, _ in CANARIES:
            logger.error("%s", text)
        logger.error("Canary kitchen looked odd in Canary shoot at the lake")
        logger.error("job %s failed", ID)
    # As a process writes it that dies with the user's own files on its stack.
    (logs / BEFORE).write_text(
        "Fatal Python error: Segmentation fault\n\n"
        f'  File "{folder}/luster_desktop/cloud/pool.py", line 41 in _run\n'
        '  File "C:\\Users\\Canary\\luster_desktop\\app.py", line 7 in main\n'
    )
    made = report_for(logs, library)
    path = tmp_path / "report.zip"
    made.save(path)
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert texts == dict(made.files)
    assert set(texts) == {"versions.txt", "crash.txt", "log.txt"}
    everything = path.read_bytes() + "".join(texts.values()).encode() + made.text.encode()
    assert b"canary" not in everything.lower()
    for name in ("481516", "studio.example", "127.0.0.1", "nas", *surroundings() - {"luster"}):
        assert name not in texts["log.txt"] + texts["crash.txt"], name
    assert f"job {ID} failed" in texts["log.txt"]
    assert "File <luster_desktop.cloud.pool>, line 41 in _run" in texts["crash.txt"]
    assert "Python" in texts["versions.txt"]
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".part"] == []


def test_a_report_of_nothing_still_names_the_versions(logs: Path) -> None:
    assert set(report(logs, ()).files) == {"versions.txt"}
