"""What the app believes of a feed: nothing but what its makers have signed, whole, in order and in time."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from luster_desktop.reasons import Reason
from luster_desktop.updates.errors import Interrupted, Refused
from luster_desktop.updates.preparing import Ready
from luster_desktop.words.reasons import sentence
from tests.desktop.disks import small_disk
from tests.desktop.updates.feeds import NOTES, Makers, makers


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Makers]:
    with makers(tmp_path / "makers", tmp_path / "home") as served:
        yield served


def prepare(made: Makers, own: str = "1.0.0") -> Ready | None:
    return made.updates(own).prepare(lambda: False)


def refusal(made: Makers) -> str:
    with pytest.raises(Refused) as caught:
        prepare(made)
    assert not list(made.updates().versions.folder.glob("2.*")), "what was refused is there all the same"
    assert sentence(str(caught.value)) != str(caught.value)
    return str(caught.value)


def test_what_is_signed_and_newer_becomes_ready(made: Makers) -> None:
    made.release("2.0.0")
    assert prepare(made) == Ready("2.0.0", NOTES)
    folder = made.updates().versions.of("2.0.0")
    built = made.folder / "built-2.0.0"
    names = sorted(path.relative_to(built) for path in built.rglob("*"))
    assert names == sorted(path.relative_to(folder) for path in folder.rglob("*"))
    for path in (folder / name for name in names):
        was = built / path.relative_to(folder)
        assert path.is_symlink() == was.is_symlink() and path.stat().st_mode & 0o777 == was.stat().st_mode & 0o777
        assert path.is_dir() or path.read_bytes() == was.read_bytes()
    asked = len(made.asked)
    assert prepare(made) == Ready("2.0.0", NOTES)
    assert not [path for path, _ in made.asked[asked:] if "targets/" in path], "it is there, and was fetched again"


@pytest.mark.parametrize("own", ["2.0.0", "2.0.1", "10.0.0"])
def test_what_is_not_newer_is_no_update(made: Makers, own: str) -> None:
    made.release("2.0.0")
    assert prepare(made, own) is None
    assert not [path for path, _ in made.asked if "targets/" in path]


def test_nothing_for_this_system_is_no_update(made: Makers) -> None:
    archive = made.release("2.0.0")
    other = made.folder / "archives" / "luster-amiga-68k.tar.gz"
    shutil.copyfile(archive, other)
    shutil.rmtree(made.feed)
    made.command("root", made.keys, made.feed)
    made.command("add", made.keys, made.feed, other, "--version", "2.0.0")
    assert prepare(made) is None


@pytest.mark.parametrize("what", ["archive", "targets", "timestamp"])
def test_what_was_tampered_with_is_refused(made: Makers, what: str) -> None:
    archive = made.release("2.0.0")
    if what == "archive":
        content = bytearray(archive.read_bytes())
        content[len(content) // 2] ^= 1
        archive.write_bytes(content)
        assert refusal(made) == Reason.UPDATE_TAMPERED
    else:
        path = made.feed / "metadata" / ("timestamp.json" if what == "timestamp" else "1.targets.json")
        said = json.loads(path.read_text())
        said["signed"]["expires"] = "2099-01-01T00:00:00Z"
        path.write_text(json.dumps(said))
        assert refusal(made) == Reason.UPDATE_UNSIGNED
    made.release("2.0.1")
    assert prepare(made) == Ready("2.0.1", NOTES)


def test_an_archive_without_end_is_refused(made: Makers) -> None:
    archive = made.release("2.0.0")
    whole = archive.read_bytes()
    archive.write_bytes(whole + b"more")
    assert refusal(made) == Reason.UPDATE_TAMPERED
    archive.write_bytes(whole)
    assert prepare(made) == Ready("2.0.0", NOTES)


def test_an_older_state_is_refused(made: Makers) -> None:
    made.release("2.0.0")
    shutil.copytree(made.feed, made.folder / "older")
    made.release("2.1.0")
    assert made.updates("2.1.0").prepare(lambda: False) is None  # it has seen the newer state
    shutil.move(made.feed, made.folder / "newer")
    shutil.move(made.folder / "older", made.feed)
    assert refusal(made) == Reason.UPDATE_OLDER
    shutil.move(made.feed, made.folder / "older")
    shutil.move(made.folder / "newer", made.feed)
    assert prepare(made) == Ready("2.1.0", NOTES)


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets", "root"])
def test_what_has_expired_is_refused(made: Makers, role: str) -> None:
    made.release("2.0.0")
    made.expire(role)
    assert refusal(made) == Reason.UPDATE_EXPIRED
    if role == "root":
        made.command("root", made.keys, made.feed)
    made.release("2.0.1")
    assert prepare(made) == Ready("2.0.1", NOTES)


def test_a_weekly_renewal_keeps_a_feed_from_expiring(made: Makers) -> None:
    made.release("2.0.0")
    made.expire("timestamp")
    made.command("refresh", made.keys, made.feed)
    assert prepare(made) == Ready("2.0.0", NOTES)


def test_another_ones_key_is_refused(made: Makers, tmp_path: Path) -> None:
    made.release("2.0.0")
    genuine = made.feed / "metadata" / "1.root.json"
    with makers(tmp_path / "others", made.home) as others:
        others.release("2.0.0")
        (others.feed / "metadata" / "1.root.json").write_bytes(genuine.read_bytes())
        assert refusal(others) == Reason.UPDATE_UNSIGNED
    assert prepare(made) == Ready("2.0.0", NOTES)


def test_the_key_of_the_timestamp_signs_no_release(made: Makers) -> None:
    made.release("2.0.0")
    signed = made.feed / "metadata" / "1.targets.json"
    genuine = signed.read_bytes()
    shutil.copyfile(made.keys / "release.pem", made.folder / "release.pem")
    shutil.copyfile(made.keys / "timestamp.pem", made.keys / "release.pem")
    with pytest.raises(Exception, match="targets"):
        made.release("2.1.0")
    assert signed.read_bytes() == genuine
    assert prepare(made) == Ready("2.0.0", NOTES)


def test_new_keys_are_believed_when_the_root_says_so(made: Makers) -> None:
    made.release("2.0.0")
    first = made.updates()
    (made.keys / "release.pem").unlink()
    (made.keys / "root.pem").rename(made.keys / "root-before.pem")
    made.command("root", made.keys, made.feed)
    made.release("2.1.0")
    assert first.prepare(lambda: False) == Ready("2.1.0", NOTES)


def test_a_file_that_is_cut_short_on_the_server_is_refused(made: Makers) -> None:
    archive = made.release("2.0.0")
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    assert refusal(made) == Reason.UPDATE_CUT_SHORT
    archive.write_bytes(whole)
    assert prepare(made) == Ready("2.0.0", NOTES)


def test_a_download_that_breaks_off_goes_on_where_it_was(made: Makers) -> None:
    archive = made.release("2.0.0", ballast=20)
    made.cut = 60_000
    with pytest.raises(Interrupted):
        prepare(made)
    made.cut = 0
    assert prepare(made) == Ready("2.0.0", NOTES)
    parts = [part for path, part in made.asked if path.endswith(archive.name)]
    assert parts == ["", "bytes=60000-"]


def test_a_feed_that_is_not_there_is_no_news(made: Makers) -> None:
    made.release("2.0.0")
    (made.feed / "metadata" / "timestamp.json").unlink()
    with pytest.raises(Interrupted):
        prepare(made)


def test_a_version_that_fails_its_own_test_is_refused_once_and_not_offered_again(made: Makers) -> None:
    made.release("2.0.0", marks=("fails",))
    assert refusal(made) == Reason.UPDATE_FAILS.of(version="2.0.0")
    asked = len(made.asked)
    assert prepare(made) is None
    assert not [path for path, _ in made.asked[asked:] if "targets/" in path]
    made.release("2.0.1")
    assert prepare(made) == Ready("2.0.1", NOTES)


def test_a_full_disk_is_said_before_it_is_full(made: Makers, tmp_path: Path) -> None:
    made.release("2.0.0")
    with small_disk(tmp_path / "small", 2_000_000) as home:
        made.home = home
        assert refusal(made).startswith(Reason.UPDATE_NO_ROOM)
        assert not [path for path, _ in made.asked if "targets/" in path]


def test_a_folder_that_cannot_be_made_is_said(made: Makers) -> None:
    made.release("2.0.0")
    made.home.touch()
    assert refusal(made) == Reason.UPDATE_NOT_KEPT.of(errno=errno.ENOTDIR)
