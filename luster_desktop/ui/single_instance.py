"""One Luster per user and data folder: a second start hands its files to the first and leaves."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PROTOCOL = "luster-1"
CONNECT_MS, ANSWER_MS, TOGETHER_MS = 300, 20_000, 300
MAX_MESSAGE = 1_000_000
TAKEN = b"taken\n"
PATIENCE = 15.0
"""Seconds in which one that is just starting, or just ending, is through with it."""


class SingleInstance(QObject):
    """`asked(paths)` when another start handed over its files; no files means "come to the front".

    A file manager may start the app once for each of many files: what comes within moments is told as one.
    """

    asked = Signal(object)

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        identity = f"{_user()}\n{home.resolve()}"
        self._name = f"luster-{hashlib.sha256(identity.encode()).hexdigest()[:20]}"
        self._lock = QLockFile(str(home / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None
        self._taken: list[Path] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TOGETHER_MS)
        self._soon.timeout.connect(self._tell)
        self._heard: dict[QLocalSocket, bytearray] = {}

    def be_first(self, paths: Sequence[Path]) -> bool | None:
        """Become the one instance; False when there is one, which has the files now, None when it does not answer."""
        deadline = time.monotonic() + PATIENCE
        while not self.claim():
            if self.hand_over(paths):
                return False
            if self.reclaim():
                return True
            if time.monotonic() > deadline:
                return None
            time.sleep(0.1)
        return True

    def claim(self) -> bool:
        """Become the one instance; False when there is one already."""
        return self._lock.tryLock(100) and self._listen()

    def reclaim(self) -> bool:
        """Become the one instance after nobody answered: its lock file may be left over from a process that died."""
        return self._lock.removeStaleLockFile() and self.claim()

    def _listen(self) -> bool:
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._server.listen(self._name)
        return True

    def hand_over(self, paths: Sequence[Path]) -> bool:
        """Send files to the running instance; False when it is not there, or ends before it has taken them.

        One that is busy takes them as soon as it can; nobody waits for that longer than `ANSWER_MS`.
        """
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(CONNECT_MS):
            return False
        message = {"protocol": PROTOCOL, "paths": [str(path.absolute()) for path in paths]}
        _let_come_to_front()
        socket.write(json.dumps(message).encode() + b"\n")
        socket.flush()
        answered = socket.waitForReadyRead(ANSWER_MS)
        there = socket.state() is QLocalSocket.LocalSocketState.ConnectedState
        socket.disconnectFromServer()
        return answered or there

    def close(self) -> None:
        self._soon.stop()
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    @Slot()
    def _on_connection(self) -> None:
        if self._server is None:
            return
        socket = self._server.nextPendingConnection()
        self._heard[socket] = bytearray()
        socket.readyRead.connect(self._on_bytes)
        socket.disconnected.connect(self._on_gone)
        self._read(socket)

    @Slot()
    def _on_bytes(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._read(socket)

    @Slot()
    def _on_gone(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._heard.pop(socket, None)
            socket.deleteLater()

    def _read(self, socket: QLocalSocket) -> None:
        heard = self._heard.get(socket)
        if heard is None:
            return
        heard += bytes(socket.readAll().data())
        if len(heard) > MAX_MESSAGE:
            socket.abort()
        elif b"\n" in heard:
            line, heard[:] = bytes(heard), b""
            self._take(line)
            socket.write(TAKEN)
            socket.flush()

    def _take(self, line: bytes) -> None:
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            message = json.loads(line)
            if message.get("protocol") == PROTOCOL:
                self._taken += [Path(path) for path in message["paths"] if isinstance(path, str)]
                self._soon.start()

    @Slot()
    def _tell(self) -> None:
        taken, self._taken = self._taken, []
        self.asked.emit(taken)


def _let_come_to_front() -> None:
    """Windows lets a program come to the front only when the one that the user has just started says so."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return sys.platform
