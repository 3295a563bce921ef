"""Ports, secrets and the environment file of a data directory."""

from __future__ import annotations

import json
import shlex
import socket
import stat
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from backend.config import Settings
from backend.local.settings import load, prepare, write_env_file


def test_ports_and_secrets_stay_from_run_to_run(tmp_path: Path) -> None:
    first = prepare(tmp_path)
    assert prepare(tmp_path) == first == load(tmp_path)
    assert len(set(first.ports.values())) == len(first.ports)


def test_a_directory_of_an_older_version_gets_the_secrets_that_it_lacks(tmp_path: Path) -> None:
    first = prepare(tmp_path)
    file = tmp_path / "settings.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    del content["secrets"]["supabase_service_key"]
    file.write_text(json.dumps(content), encoding="utf-8")
    second = prepare(tmp_path)
    assert second == load(tmp_path)
    assert second.secrets.supabase_anon_key == first.secrets.supabase_anon_key
    assert second.secrets.supabase_service_key


def test_directories_share_no_secret(tmp_path: Path) -> None:
    one, other = (asdict(prepare(tmp_path / name).secrets) for name in "ab")
    assert set(one.values()).isdisjoint(other.values())


def test_a_port_that_was_taken_meanwhile_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    first = prepare(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", first.ports["identity"]))
        other.listen()
        second = prepare(tmp_path)
    changed = {name for name in first.ports if first.ports[name] != second.ports[name]}
    assert changed == {"identity"}
    assert second.secrets == first.secrets


def test_the_api_goes_where_it_is_told(tmp_path: Path) -> None:
    first = prepare(tmp_path)
    assert prepare(tmp_path, api_port=first.ports["objects"]).ports["api"] == first.ports["objects"]


def test_the_environment_is_what_the_product_reads(tmp_path: Path) -> None:
    settings = prepare(tmp_path)
    file = tmp_path / "folder" / "luster.env"
    write_env_file(file, settings.environment())
    lines = [line.partition("=") for line in file.read_text(encoding="utf-8").splitlines()]
    read = {name: shlex.split(value)[0] for name, _, value in lines}
    assert read == settings.environment()
    assert Settings.from_environment(read).s3_bucket == "luster"
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_files_with_secrets_are_the_owners_alone(tmp_path: Path) -> None:
    settings = prepare(tmp_path)
    write_env_file(tmp_path / "luster.env", settings.environment())
    for name in ("settings.json", "luster.env"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_secrets_are_not_in_the_representation(tmp_path: Path) -> None:
    settings = prepare(tmp_path)
    assert not any(secret in repr(settings) for secret in asdict(settings.secrets).values())
