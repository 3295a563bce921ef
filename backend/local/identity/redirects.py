"""Where a link may lead: the vendor's globs, in which `*` stops at `.` and `/`, and `**` does not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def allowed(target: str, patterns: Iterable[str]) -> bool:
    """Whether the target matches one of the patterns as a whole; its query and fragment do not matter."""
    plain = urlunsplit(urlsplit(target)._replace(query="", fragment=""))
    return any(re.fullmatch(_expression(pattern), plain) for pattern in patterns)


def with_query(target: str, parameters: dict[str, str]) -> str:
    """The address with these query parameters set."""
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query)) | parameters
    return urlunsplit(parts._replace(query=urlencode(query)))


def with_fragment(target: str, parameters: dict[str, str]) -> str:
    """The address with these parameters as its fragment."""
    return urlunsplit(urlsplit(target)._replace(fragment=urlencode(parameters)))


def _expression(pattern: str) -> str:
    pieces = re.split(r"(\*\*|\*|\?)", pattern)
    return "".join({"**": ".*", "*": "[^./]*", "?": "[^./]"}.get(piece, re.escape(piece)) for piece in pieces)
