"""The app's own log: a few small files in the system's place for them, which never hold what is personal."""

from __future__ import annotations

import logging
import logging.handlers
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from luster_desktop.diagnosis.redaction import place, redact

NAME = "luster.log"
BYTES, BEFORE = 1_000_000, 2
OURS = ("luster", "luster_desktop")


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        text = f"{self.formatTime(record)} {record.levelname} {record.name}: {redact(record.getMessage())}"
        if record.exc_info and record.exc_info[0] is not None:
            text += f" [{record.exc_info[0].__name__} at {place(record.exc_info[2])}]"
        return text


@contextmanager
def logging_to(folder: Path) -> Iterator[None]:
    """Write the log into `folder` for the length of the context: our own words, and others' warnings."""
    handler = logging.handlers.RotatingFileHandler(
        folder / NAME, maxBytes=BYTES, backupCount=BEFORE, encoding="utf-8", delay=True, errors="replace"
    )
    handler.setFormatter(_Formatter())
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in OURS}
    root.addHandler(handler)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
        root.removeHandler(handler)
        handler.close()


def tail(folder: Path, most: int) -> str:
    """The last `most` characters of the log, or fewer."""
    text = ""
    for name in (NAME, *(f"{NAME}.{number}" for number in range(1, BEFORE + 1))):
        try:
            text = (folder / name).read_text(encoding="utf-8", errors="replace") + text
        except OSError:
            continue
        if len(text) >= most:
            break
    return text[-most:]
