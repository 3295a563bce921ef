"""Real services for tests: one Postgres and one S3 server per run, a fresh database and bucket per test."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any

import boto3
import sqlalchemy as sa
from botocore.config import Config

from backend import database
from backend.local import postgres as local
from backend.local.objects import rclone
from backend.local.settings import DATABASE, DATABASE_USER, HOST
from tests import leash

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

TEMPLATE = "luster_template"
_number = count(1)


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server with a migrated template database."""

    admin: sa.Engine
    url: sa.URL

    def plain(self, name: str) -> str:
        """The URL of a new database with nothing of Luster in it, for programs other than ours."""
        with self.admin.connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
        return self.url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of a migrated, empty database, dropped afterwards."""
        name = f"luster_{next(_number)}"
        with self.admin.connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"'))
        try:
            yield self.url.set(database=name).render_as_string(hide_password=False)
        finally:
            with self.admin.connect() as connection:
                connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder for servers that run as somebody else, as Postgres does under root.

    Not in pytest's own folder: each run of pytest closes that one to everybody but its user.
    """
    with TemporaryDirectory(prefix="luster-", ignore_cleanup_errors=True) as path:
        yield Path(path)


@contextmanager
def child(command: Sequence[str], **how: Any) -> Iterator[subprocess.Popen[str]]:
    """A running server, ended with the context, or with this process."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, text=True, **how)
    leash.hold(process.pid)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """A Postgres server with its data in `folder`, for the length of the context."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    server = local.Postgres(folder / "data", port, "test-password")
    server.prepare()
    # Nothing here must survive a power cut.
    command = [*server.command(), "--fsync=off", "--synchronous_commit=off"]
    with (folder / "log").open("w+") as log, child(command, stderr=log, **local.server_account()) as process:
        while not server.ready():
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.02)
        try:
            url = sa.URL.create("postgresql+psycopg", DATABASE_USER, server.password, HOST, port, DATABASE)
            admin = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
            with admin.connect() as connection:
                connection.execute(sa.text(f'CREATE DATABASE "{TEMPLATE}"'))
            database.migrate(url.set(database=TEMPLATE).render_as_string(hide_password=False))
            yield Postgres(admin, url)
        finally:
            server.stop()


@dataclass(frozen=True, slots=True)
class Bucket:
    endpoint: str
    name: str
    access_key_id: str
    secret_access_key: str
    folder: Path
    """Where the server keeps the bucket's objects, each a file named by its key; only for looking."""

    def client(self) -> S3Client:
        """A plain S3 client, for what `Storage` does not do."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="auto",
            aws_access_key_id=self.access_key_id,
            aws_secret_access_key=self.secret_access_key,
            config=Config(s3={"addressing_style": "path"}, request_checksum_calculation="when_required"),
        )


@dataclass(frozen=True, slots=True)
class ObjectStore:
    endpoint: str
    folder: Path
    access_key_id: str
    secret_access_key: str

    @contextmanager
    def fresh(self) -> Iterator[Bucket]:
        """An empty bucket, removed afterwards."""
        name = f"bucket-{next(_number)}"
        bucket = Bucket(self.endpoint, name, self.access_key_id, self.secret_access_key, self.folder / name)
        # Through the server: it does not notice for minutes what is made in the folder behind its back.
        with closing(bucket.client()) as client:
            client.create_bucket(Bucket=name)
        try:
            yield bucket
        finally:
            shutil.rmtree(bucket.folder, ignore_errors=True)


@contextmanager
def object_store(folder: Path) -> Iterator[ObjectStore]:
    """An S3 server over `folder`, for the length of the context."""
    key, secret = "test-key", "test-secret"
    config = folder.parent / f"{folder.name}.rclone.conf"
    config.touch()
    options = ["--addr", "127.0.0.1:0", "--auth-key", f"{key},{secret}"]
    command = [str(rclone()), "--config", str(config), "serve", "s3", *options, str(folder)]
    with child(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        yield ObjectStore(_endpoint(process.stderr), folder, key, secret)


def _endpoint(said: IO[str] | None) -> str:
    assert said is not None
    seen = []
    for line in said:
        seen.append(line)
        if "Starting s3 server on [" in line:
            return line.split("[", 1)[1].split("]", 1)[0].rstrip("/")
    raise RuntimeError("".join(seen))
