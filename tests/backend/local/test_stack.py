"""The stack in one piece: addresses, a purchase over HTTP, restart, and ends of every kind."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import boto3
import httpx
import psutil
import pytest
from botocore.config import Config
from supabase_auth import Session, SyncGoTrueClient

from backend.config import Settings
from backend.local.settings import BUCKET
from tests.present import present

from .stack import ROOT, Running, command, left_over, lives, running

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(sys.platform == "win32", reason="ends processes by POSIX signals"),
]
EMAIL = "ada@example.com"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One directory for the module: a start after a killed stack is part of what is tested."""
    return tmp_path_factory.mktemp("stack") / "data"


@pytest.fixture
def stack(data_dir: Path) -> Iterator[Running]:
    with running(data_dir) as stack:
        yield stack


@contextmanager
def auth(environment: dict[str, str]) -> Iterator[SyncGoTrueClient]:
    with httpx.Client(trust_env=False) as http:
        yield SyncGoTrueClient(
            url=f"{environment['SUPABASE_URL']}/auth/v1",
            headers={"apikey": environment["SUPABASE_ANON_KEY"]},
            flow_type="pkce",
            auto_refresh_token=False,
            http_client=http,
        )


def sign_in(environment: dict[str, str]) -> Session:
    with auth(environment) as client:
        client.sign_in_with_otp({"email": EMAIL})
        page = f"{environment['SUPABASE_URL']}/mailbox.json"
        [mail, *_] = httpx.get(page, params={"email": EMAIL}, trust_env=False).json()["mails"]
        session = client.verify_otp({"email": EMAIL, "token": mail["code"], "type": "email"}).session
        assert session is not None
        return session


def api(environment: dict[str, str], token: str) -> httpx.Client:
    headers = {"authorization": f"Bearer {token}"}
    return httpx.Client(base_url=environment["APP_URL"], headers=headers, trust_env=False, timeout=20)


@contextmanager
def objects(environment: dict[str, str]) -> Iterator[S3Client]:
    client = boto3.client(
        "s3",
        endpoint_url=environment["S3_ENDPOINT"],
        aws_access_key_id=environment["S3_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["S3_SECRET_ACCESS_KEY"],
        config=Config(
            region_name="auto",
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path"},
        ),
    )
    try:
        yield client
    finally:
        client.close()


def wait_for_credits(client: httpx.Client, wanted: int) -> int:
    """The webhook comes a moment after the payment; ask as the app does."""
    deadline = time.monotonic() + 60
    while (posted := client.get("/account").json()["credits"]["posted"]) != wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    return posted


def test_a_purchase_from_sign_in_to_credits_outlasts_a_restart(data_dir: Path) -> None:
    with running(data_dir) as stack:
        print(stack.said.splitlines()[-1])
        environment = stack.environment
        assert Settings.from_environment(environment).app_url == environment["APP_URL"]
        assert stat.S_IMODE(stack.env_file.stat().st_mode) == 0o600
        hosts = {urlsplit(value).hostname for value in environment.values() if "://" in value}
        assert hosts == {"127.0.0.1"}

        session = sign_in(environment)
        with api(environment, session.access_token) as client:
            assert client.get("/account").json()["credits"]["posted"] == 0
            [pack, *_] = client.get("/billing/packs").json()["packs"]
            order = client.post("/billing/checkout", json={"pack": pack["id"]})
            assert order.status_code in (200, 201), order.text
            back = httpx.post(f"{order.json()['url']}/pay", trust_env=False)
            assert back.headers["location"].startswith(environment["APP_URL"])
            assert wait_for_credits(client, pack["credits"]) == pack["credits"]
        with objects(environment) as s3:
            s3.put_object(Bucket=BUCKET, Key="kept/object", Body=b"kept")

        family = stack.family()
        assert stack.stop() == 0
        assert left_over(family) == []
        assert not stack.env_file.exists()

    with running(data_dir) as stack:
        assert stack.environment == environment
        with auth(environment) as identity:
            token = present(identity.refresh_session(session.refresh_token).session).access_token
        with api(environment, token) as client:
            account = client.get("/account").json()
        assert (account["email"], account["credits"]["posted"]) == (EMAIL, pack["credits"])
        with objects(environment) as s3:
            assert s3.get_object(Bucket=BUCKET, Key="kept/object")["Body"].read() == b"kept"

        second = subprocess.run(command(data_dir), cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        assert second.returncode == 1
        assert f"already running on {data_dir} (process {stack.supervisor})" in second.stdout


def test_nothing_is_left_when_the_supervisor_is_killed(stack: Running) -> None:
    family = stack.family()
    assert len(family) >= 8
    os.kill(stack.supervisor, signal.SIGKILL)
    assert stack.process.wait(20) == 1
    assert left_over(family) == []


def test_nothing_is_left_when_the_command_is_killed(stack: Running) -> None:
    family = stack.family()
    stack.process.kill()
    assert left_over(family) == []


def test_a_start_ends_what_is_left_of_a_stack_that_was_killed_altogether(data_dir: Path) -> None:
    with running(data_dir) as killed:
        ports = killed.environment
        parts = [p for p in killed.family() if p.pid not in (killed.process.pid, killed.supervisor)]
        os.kill(killed.process.pid, signal.SIGSTOP)  # so that it cannot see its supervisor die
        os.kill(killed.supervisor, signal.SIGKILL)
        killed.process.kill()
        killed.process.wait()
        assert any(lives(part) for part in parts)
        with running(data_dir) as stack:
            assert stack.environment == ports
            assert left_over(parts) == []


def test_nothing_is_left_when_the_program_that_started_it_is_killed(data_dir: Path) -> None:
    code = "import subprocess, sys; p = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE); p.wait()"
    program = subprocess.Popen(
        [sys.executable, "-c", code, *command(data_dir, "--with-parent")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    try:
        for line in program.stdout:
            if "Ctrl-C stops everything" in line:
                break
        family = psutil.Process(program.pid).children(recursive=True)
        assert len(family) >= 8
        program.kill()
        program.wait()
        assert left_over(family) == []
    finally:
        program.stdout.close()


def test_a_part_that_dies_is_named_and_takes_the_rest_with_it(stack: Running) -> None:
    family = stack.family()
    [server] = [p for p in family if p.name().startswith("rclone")]
    server.kill()
    assert stack.process.wait(30) == 1
    assert stack.process.stdout is not None
    said = stack.process.stdout.read()
    assert "The S3 server stopped (exit code -9)" in said
    assert "Starting s3 server" in said
    assert left_over(family) == []


def refused(data_dir: Path, *options: str | Path) -> str:
    """What a stack says that does not start."""
    done = subprocess.run(
        command(data_dir, *options),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (1, "")
    return done.stdout


def test_a_part_that_cannot_start_is_named_with_its_last_words(tmp_path: Path) -> None:
    (tmp_path / "identity.sqlite3").write_bytes(b"no database " * 100)
    said = refused(tmp_path)
    assert "failed to start (exit code 1)" in said
    assert "file is not a database" in said
    assert not (tmp_path / "supervisor").exists()


def test_what_cannot_be_used_is_named_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(tmp_path / "a", "--api-port", str(port))
    assert said == f"Port {port} is taken by another program. Name another with --api-port.\n"
    file = tmp_path / "file"
    file.touch()
    assert refused(file) == f"{file} cannot be used: File exists.\n"
    assert refused(tmp_path / "a", "--env-file", tmp_path) == f"{tmp_path} cannot be used: Is a directory.\n"
    assert refused(tmp_path / "a", "--answers", tmp_path) == (
        f"{tmp_path / 'manifest.tsv'} cannot be read: No such file or directory.\n"
    )
    (tmp_path / "a" / "settings.json").write_text("{")
    assert refused(tmp_path / "a") == (
        f"{tmp_path / 'a' / 'settings.json'} is damaged. Restore it, or name another --data-dir.\n"
    )
    assert not (tmp_path / "a" / "supervisor").exists()


def test_the_terminal_can_stop_it_while_it_starts(data_dir: Path) -> None:
    process = subprocess.Popen(command(data_dir), cwd=ROOT, stdin=subprocess.DEVNULL)
    while not (data_dir / "supervisor").exists():
        time.sleep(0.01)
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert left_over(family) == []
