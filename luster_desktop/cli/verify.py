"""`luster verify`: what files tell machines of how their pictures came about."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from luster_desktop.cli.report import not_allowed, printable
from luster_desktop.delivery.marks import reading
from luster_desktop.delivery.marks.reading import Reading, Unreadable
from luster_desktop.words.marks import told
from luster_desktop.words.reasons import sentence


def run(arguments: argparse.Namespace) -> int:
    """Run the command; returns the exit code: 0 when every file is marked and every signature holds, 1 when not, 2 when
    the certificates to trust cannot be read."""
    try:
        anchors = arguments.trust.read_text(encoding="ascii") if arguments.trust else ""
    except (OSError, UnicodeDecodeError) as error:
        why = not_allowed(error) if isinstance(error, OSError) else f"{arguments.trust} is no list of certificates."
        sys.stderr.write(f"{printable(f'luster verify: {why}')}\n")
        return 2
    results = [_verified(path, anchors, as_json=arguments.json) for path in arguments.files]
    return 0 if all(results) else 1


def _verified(path: Path, anchors: str, *, as_json: bool) -> bool:
    """Tell what one file says; whether it is marked."""
    found: Reading | None = None
    error = ""
    try:
        found = reading.read(path, anchors=anchors)
    except Unreadable as refused:
        error = sentence(str(refused))
    if as_json:
        # ASCII, because a pipe's encoding is not ours to choose and file names can hold anything.
        sys.stdout.write(f"{json.dumps(_values(path, found, error))}\n")
    else:
        lines = [str(path), *(f"  {line}" for line in ([error] if found is None else told(found)))]
        sys.stdout.write("".join(f"{printable(line, sys.stdout)}\n" for line in lines))
    sys.stdout.flush()
    return found is not None and found.good


def _values(path: Path, found: Reading | None, error: str) -> dict[str, Any]:
    if found is None:
        return {"file": str(path), "good": False, "error": error}
    return {
        "file": str(path),
        "good": found.good,
        "mark": asdict(found.mark) if found.mark else None,
        "iptc": {"DigitalSourceType": found.source or None, **found.ai},
        "c2pa": asdict(found.signature) if found.signature else None,
    }
