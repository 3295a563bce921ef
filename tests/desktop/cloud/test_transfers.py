from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from luster_desktop.cloud import transfers as wire
from luster_desktop.cloud.http import client
from luster_desktop.intake.unchanged import FileChanged, check_unchanged
from luster_desktop.reasons import Reason
from tests.desktop.cloud.scripted import Say, scripted
from tests.desktop.disks import SmallDisk

DATA = bytes(range(256)) * 4096
ETAG = {"ETag": '"0123-2"'}
EXPIRED = b"<Error><Code>ExpiredRequest</Code></Error>"


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with client(httpx.Timeout(10.0)) as made:
        yield made


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(DATA)
    return path


def put(
    http: httpx.Client, url: str, photo: Path, *, size: int = len(DATA), stop_after: int | None = None
) -> list[int]:
    sent: list[int] = []
    wire.put_piece(
        http,
        url,
        {"Content-Type": "image/jpeg", "x-signed": "A b+c=", "If-None-Match": "*", "Host": "elsewhere"},
        wire.Piece(photo, 0, size, size),
        report=sent.append,
        stopped=lambda: stop_after is not None and len(sent) >= stop_after,
    )
    return sent


def get(http: httpx.Client, url: str, path: Path, data: bytes = DATA) -> None:
    digest = hashlib.sha256(data).hexdigest()
    wire.get_file(http, url, path, len(data), digest, report=lambda _n: None, stopped=lambda: False)


def test_signed_headers_go_as_given_with_a_length_and_in_one_piece(http: httpx.Client, photo: Path) -> None:
    with scripted(Say()) as script:
        sent = put(http, script.url, photo)
    ((_, headers, body),) = script.asked
    assert body == DATA
    assert headers["Content-Length"] == str(len(DATA))
    assert "Transfer-Encoding" not in headers
    assert (headers["Content-Type"], headers["x-signed"], headers["If-None-Match"]) == ("image/jpeg", "A b+c=", "*")
    assert headers["Host"] == script.url.removeprefix("http://")
    assert sent == sorted(sent)
    assert sent[-1] == len(DATA)


def test_a_file_that_is_there_already_counts_as_sent(http: httpx.Client, photo: Path) -> None:
    with scripted(Say(412, b"<Code>PreconditionFailed</Code>")) as script:
        assert put(http, script.url, photo)[-1] == len(DATA)


@pytest.mark.parametrize(("status", "body"), [(400, EXPIRED), (403, b"<Code>AccessDenied</Code>"), (401, b"")])
def test_a_refused_link_asks_for_a_new_one(http: httpx.Client, photo: Path, status: int, body: bytes) -> None:
    with scripted(Say(status, body)) as script, pytest.raises(wire.LinkRefused):
        put(http, script.url, photo)


@pytest.mark.parametrize("status", [408, 429, 500, 503, 301])
def test_a_busy_store_is_tried_again(http: httpx.Client, photo: Path, status: int) -> None:
    with scripted(Say(status, headers={"Location": "/elsewhere"})) as script, pytest.raises(wire.Interrupted):
        put(http, script.url, photo)
    assert len(script.asked) == 1


def test_no_server_is_an_interruption(http: httpx.Client, photo: Path) -> None:
    with scripted(Say()) as script:
        url = script.url
    with pytest.raises(wire.Interrupted):
        put(http, url, photo)


def test_a_wrong_digest_means_that_the_file_changed(http: httpx.Client, photo: Path) -> None:
    with scripted(Say(400, b"<Code>BadDigest</Code>")) as script, pytest.raises(FileChanged):
        put(http, script.url, photo)


@pytest.mark.parametrize("size", [len(DATA) - 5, len(DATA) + 5])
def test_a_file_that_grew_or_shrank_meanwhile_is_noticed(http: httpx.Client, photo: Path, size: int) -> None:
    with scripted(Say()) as script, pytest.raises(FileChanged):
        put(http, script.url, photo, size=size)


def test_sending_stops_when_told(http: httpx.Client, photo: Path) -> None:
    with scripted(Say(read=False)) as script, pytest.raises((wire.Stopped, wire.Interrupted)):
        put(http, script.url, photo, stop_after=1)


def test_what_arrives_whole_is_put_in_place(http: httpx.Client, tmp_path: Path) -> None:
    with scripted(Say(body=DATA)) as script:
        get(http, script.url, tmp_path / "out.jpg")
    assert (tmp_path / "out.jpg").read_bytes() == DATA
    assert [path.name for path in tmp_path.iterdir()] == ["out.jpg"]


@pytest.mark.parametrize(
    ("say", "error"),
    [
        (Say(body=DATA, cut=True), wire.Interrupted),
        (Say(body=DATA[:-1]), wire.Damaged),
        (Say(body=DATA + b"x"), wire.Damaged),
        (Say(body=DATA[:-1] + b"?"), wire.Damaged),
        (Say(403, b"no"), wire.LinkRefused),
        (Say(400, EXPIRED), wire.LinkRefused),
        (Say(503), wire.Interrupted),
        (Say(302, headers={"Location": "/elsewhere"}), wire.Interrupted),
    ],
)
def test_what_does_not_leaves_nothing_behind(
    http: httpx.Client, tmp_path: Path, say: Say, error: type[Exception]
) -> None:
    with scripted(say) as script, pytest.raises(error):
        get(http, script.url, tmp_path / "out.jpg")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_named(http: httpx.Client, small_disk: SmallDisk) -> None:
    with small_disk(len(DATA) // 2) as folder:
        (folder / "out.jpg").write_bytes(b"old")
        with scripted(Say(body=DATA, headers=ETAG)) as script, pytest.raises(wire.DiskFull, match=Reason.DISK_FULL):
            get(http, script.url, folder / "out.jpg")
        assert [path.name for path in folder.iterdir()] == ["out.jpg"]
        assert (folder / "out.jpg").read_bytes() == b"old"


HALF = len(DATA) // 2
REST = {**ETAG, "Content-Range": f"bytes {HALF}-{len(DATA) - 1}/{len(DATA)}"}


def cut_in_the_middle(http: httpx.Client, path: Path) -> None:
    with scripted(Say(body=DATA, cut=True, headers=ETAG)) as script, pytest.raises(wire.Interrupted):
        get(http, script.url, path)
    (part,) = path.parent.glob("*.part")
    part.write_bytes(DATA[:HALF])


@pytest.mark.parametrize("status", [206, 200])
def test_a_cut_download_goes_on_where_it_was(http: httpx.Client, tmp_path: Path, status: int) -> None:
    cut_in_the_middle(http, tmp_path / "out.jpg")
    with scripted(Say(status, DATA[HALF:], REST)) as script:
        get(http, script.url, tmp_path / "out.jpg")
    ((_, headers, _),) = script.asked
    assert (headers["Range"], headers["If-Range"]) == (f"bytes={HALF}-", '"0123-2"')
    assert (tmp_path / "out.jpg").read_bytes() == DATA
    assert [path.name for path in tmp_path.iterdir()] == ["out.jpg"]


def test_another_object_is_fetched_anew(http: httpx.Client, tmp_path: Path) -> None:
    other = DATA[::-1]
    cut_in_the_middle(http, tmp_path / "out.jpg")
    with scripted(Say(body=other, headers={"ETag": '"other"'})) as script:
        get(http, script.url, tmp_path / "out.jpg", other)
    assert (tmp_path / "out.jpg").read_bytes() == other
    assert [path.name for path in tmp_path.iterdir()] == ["out.jpg"]


@pytest.mark.parametrize(
    "say",
    [
        Say(206, DATA[HALF:], {**REST, "ETag": '"other"'}),  # a store that does not know If-Range
        Say(206, DATA[HALF + 1 :], {**ETAG, "Content-Range": f"bytes {HALF + 1}-{len(DATA) - 1}/{len(DATA)}"}),
        Say(416, b"", {"Content-Range": "bytes */9"}),
    ],
)
def test_a_rest_that_does_not_fit_is_no_rest(http: httpx.Client, tmp_path: Path, say: Say) -> None:
    cut_in_the_middle(http, tmp_path / "out.jpg")
    with scripted(say) as script, pytest.raises(wire.Interrupted) as raised:
        get(http, script.url, tmp_path / "out.jpg")
    assert raised.value.asked == 0.0
    assert list(tmp_path.iterdir()) == []


def test_all_of_it_there_already_is_checked_and_not_asked_for(http: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "out.jpg.0123-2.part").write_bytes(DATA)
    with scripted(Say(500)) as script:
        get(http, script.url, tmp_path / "out.jpg")
        assert script.asked == []
        assert (tmp_path / "out.jpg").read_bytes() == DATA
        (tmp_path / "out.jpg.0123-2.part").write_bytes(DATA[::-1])
        with pytest.raises(wire.Damaged):
            get(http, script.url, tmp_path / "out.jpg")
    assert (tmp_path / "out.jpg").read_bytes() == DATA
    assert [path.name for path in tmp_path.iterdir()] == ["out.jpg"]


def test_a_busy_store_says_for_how_long(http: httpx.Client, photo: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jpg.0123-2.part").write_bytes(DATA[:HALF])
    with scripted(Say(503, headers={"Retry-After": "7"})) as script:
        with pytest.raises(wire.Interrupted) as sending:
            put(http, script.url, photo)
        with pytest.raises(wire.Interrupted) as fetching:
            get(http, script.url, tmp_path / "out.jpg")
    assert (sending.value.asked, fetching.value.asked) == (7.0, 7.0)
    assert (tmp_path / "out.jpg.0123-2.part").exists()


def test_unchanged_means_size_and_time(photo: Path) -> None:
    status = photo.stat()
    check_unchanged(photo, status.st_size, status.st_mtime_ns)
    with pytest.raises(FileChanged):
        check_unchanged(photo, status.st_size + 1, status.st_mtime_ns)
    os.utime(photo, ns=(1, 1))
    with pytest.raises(FileChanged):
        check_unchanged(photo, status.st_size, status.st_mtime_ns)
    photo.unlink()
    with pytest.raises(OSError, match=os.strerror(errno.ENOENT)):
        check_unchanged(photo, status.st_size, status.st_mtime_ns)


def test_an_environments_proxy_is_not_used_for_this_machine(monkeypatch: pytest.MonkeyPatch, photo: Path) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with scripted(Say()) as script, client(httpx.Timeout(5.0)) as behind_proxy:
        assert put(behind_proxy, script.url, photo)
