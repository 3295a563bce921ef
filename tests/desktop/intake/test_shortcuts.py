from __future__ import annotations

import struct
from pathlib import Path

import pytest

from luster_desktop.facts import ScannedFile
from luster_desktop.intake.scan import RejectedFile, scan
from luster_desktop.intake.shortcuts import SHORTCUT
from luster_desktop.reasons import Reason
from tests.desktop.photos import write_jpeg


def write_lnk(path: Path, leads_to: Path | str, *, wide: bool = True, ids: bytes = b"", local: bool = True) -> Path:
    """A shortcut as Explorer writes it: header, list of ids, LinkInfo with the path in two parts."""
    head = SHORTCUT + struct.pack("<I", (1 if ids else 0) | 2) + bytes(52)
    base, _, suffix = str(leads_to).rpartition("/")
    narrow = [f"{base}/".encode("ascii", "replace") + b"\0", suffix.encode("ascii", "replace") + b"\0"]
    broad = [f"{base}/".encode("utf-16-le") + b"\0\0", suffix.encode("utf-16-le") + b"\0\0"] if wide else []
    start = 0x24 if wide else 0x1C
    offsets, at = [], start
    for part in (*narrow, *broad):
        offsets.append(at)
        at += len(part)
    fields = [at, start, 1 if local else 2, 0, offsets[0], 0, offsets[1], *offsets[2:]]
    info = struct.pack(f"<{len(fields)}I", *fields) + b"".join((*narrow, *broad))
    path.write_bytes(head + (struct.pack("<H", len(ids)) + ids if ids else b"") + info + bytes(4))
    return path


@pytest.mark.parametrize(("wide", "name"), [(True, "12 Oak St 厨房"), (False, "12 Oak St")])
def test_a_dropped_shortcut_leads_to_its_folder(tmp_path: Path, wide: bool, name: str) -> None:
    write_jpeg(tmp_path / name / "IMG.jpg")
    link = write_lnk(tmp_path / "Oak.lnk", tmp_path / name, wide=wide, ids=b"\x14\0" + bytes(20))
    (found,) = scan([link])
    assert isinstance(found, ScannedFile)
    assert found.path == tmp_path / name / "IMG.jpg"


def reasons(*paths: Path) -> list[str]:
    return [found.reason for found in scan(paths) if isinstance(found, RejectedFile)]


def test_what_leads_nowhere_is_named_for_what_it_is(tmp_path: Path) -> None:
    gone = write_lnk(tmp_path / "gone.lnk", tmp_path / "nowhere")
    remote = write_lnk(tmp_path / "remote.lnk", tmp_path, local=False)
    assert reasons(gone, remote) == [Reason.SHORTCUT] * 2
    (tmp_path / "alias").write_bytes(b"book\0\0\0\0mark\0\0\0\0" + bytes(40))
    (tmp_path / "agent.url").write_text("[InternetShortcut]\nURL=https://luster.test\n")
    assert reasons(tmp_path / "alias") == [Reason.ALIAS]
    assert reasons(tmp_path / "agent.url") == [Reason.WEB_LINK]


def test_inside_a_folder_shortcuts_are_not_followed(tmp_path: Path) -> None:
    write_jpeg(tmp_path / "elsewhere" / "IMG.jpg")
    (tmp_path / "in").mkdir()
    write_lnk(tmp_path / "in" / "elsewhere.lnk", tmp_path / "elsewhere")
    assert [found.name for found in scan([tmp_path / "in"])] == ["elsewhere.lnk"]


@pytest.mark.parametrize("length", range(20, 140, 7))
def test_a_damaged_shortcut_is_only_a_shortcut(tmp_path: Path, length: int) -> None:
    link = write_lnk(tmp_path / "Oak.lnk", tmp_path / "folder")
    (tmp_path / "folder").mkdir()
    whole = link.read_bytes()
    link.write_bytes(whole[:length].ljust(len(whole), b"\xff"))
    assert len(reasons(link)) == 1
