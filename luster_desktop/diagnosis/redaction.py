"""Text without what it may say of people: paths, photos, addresses, tokens, signed links."""

from __future__ import annotations

import contextlib
import getpass
import platform
import re
import traceback
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

_SUFFIXES = (
    "jpe?g|heic|heif|png|tiff?|webp|dng|cr2|cr3|crw|nef|nrw|arw|sr2|raf|rw2|orf|pef|srw|3fr|fff|iiq|mef|mos|x3f|mov|mp4"
)
_RULES = (
    # An interpreter's trace names its own files, which are worth knowing: the module is kept.
    (re.compile(r'File "([^"\n]*)"'), lambda found: f"File <{module(found[1])}>"),
    (re.compile(r"\b[A-Za-z][\w+.-]*://[^\s\"'<>]*"), "<link>"),
    (re.compile(r"(?i)\bx-amz-[\w-]+=[^\s&\"']*"), "<signature>"),
    (re.compile(r"[^\s\"'<>@:;,()]+@[^\s\"'<>@:;,()]+\.[^\s\"'<>@:;,()]+"), "<e-mail>"),
    (re.compile(r"\beyJ[\w-]+(?:\.[\w-]*)*"), "<token>"),
    (
        re.compile(r"(?i)\b(bearer|password|secret|token|apikey|api_key)\b[\"']?\s*[=:]?\s*[\"']?[^\s\"',;]+"),
        r"\1 <hidden>",
    ),
    # Ids say nothing of anybody; everything else that is long and mixed may be a key.
    (
        re.compile(
            r"(?<![\w-])(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)(?=[\w+=-]*\d)(?=[\w+=-]*[A-Za-z])[\w+=-]{24,}"
        ),
        "<token>",
    ),
    # A name may have spaces, so that only a quote or the end of the line ends a path.
    (re.compile(r"(?:\b[A-Za-z]:[\\/]|\\\\|\bfile:|(?<![\w.<>/])~?/(?=[^\s/]))[^\"'<>|\n]*"), "<path>"),
    (re.compile(rf"(?i)[^\s\"'<>/\\]+\.(?:{_SUFFIXES})\b"), "<photo>"),
    (re.compile(r"(?<![\d.,:])\d{6}(?![\d.,:])"), "<number>"),
)


def redact(text: str, private: Iterable[str] = ()) -> str:
    """The text with placeholders; `private` are names that nothing but knowing them can tell, such as a shoot's."""
    known = {name for name in private if len(name) > 2}
    for name in sorted(known, key=len, reverse=True):
        if name in text:
            text = text.replace(name, "<name>")
    for pattern, placeholder in _RULES:
        text = pattern.sub(placeholder, text)
    return text


def surroundings() -> set[str]:
    """The names of this computer and of who uses it."""
    found = {platform.node(), platform.node().partition(".")[0], Path.home().name}
    with contextlib.suppress(OSError, KeyError):
        found.add(getpass.getuser())
    return found - {"", "root", "home"}


def module(filename: str) -> str:
    """A source file's name from its package on, with dots."""
    parts = filename.replace("\\", "/").removesuffix(".py").split("/")
    known = [index for index, part in enumerate(parts) if part in ("luster_desktop", "backend", "site-packages")]
    return ".".join(parts[known[-1] :] if known else parts[-1:]).removeprefix("site-packages.")


def place(trace: TracebackType | None) -> str:
    """Where an error came from, innermost first. Its message may hold a path or an address; its place never does."""
    frames = traceback.extract_tb(trace)
    return " < ".join(f"{module(frame.filename)}:{frame.lineno}" for frame in reversed(frames[-6:]))
