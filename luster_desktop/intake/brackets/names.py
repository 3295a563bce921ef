"""What file names say of the order in which photos were taken, and of which was made from which."""

from __future__ import annotations

import re
from pathlib import PurePath

_PIXEL = re.compile(r"\.raw-[0-9]+\.(?:cover|original)$")
"""Phones name the RAW and the JPEG of one press apart, by what each is for."""
_COPY = re.compile(
    r"^(?:copy of |kopie von )|(?: ?\([0-9]{1,2}\)| ?- ?(?:copy|kopie)(?: ?\([0-9]+\))?| copy(?: [0-9]+)?)$"
)
_EDITED = re.compile(
    r"(?:[-_ ](?:edit|edited|final|retouch|retouched|hdr|pano|enhanced|nr|small|web|large|mls|print|bw))+[0-9]*$"
)


def stem(name: str) -> str:
    """Of one press of the shutter: the name without what tells its files apart."""
    return _PIXEL.sub("", PurePath(name.casefold()).stem)


def original(name: str) -> str:
    """The stem of what this was copied or made from, by its name alone; the own stem where the name says nothing."""
    return _EDITED.sub("", _COPY.sub("", stem(name)))


def counter(name: str) -> tuple[str, int | None]:
    """What names of one camera have in common, and the number that it counts with; None without one."""
    bare = original(name)
    numbers = list(re.finditer(r"[0-9]+", bare))
    if not numbers:
        return stem(name), None
    last = numbers[-1]
    return f"{bare[: last.start()]}#{bare[last.end() :]}", int(last[0])


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts numbers by their value."""
    return tuple((int(t), "") if t.isdigit() else (-1, t) for t in re.findall(r"[0-9]+|[^0-9]+", name.casefold()))


def pattern(name: str) -> str:
    """The name with every number alike: most files of a shoot share one or two."""
    return re.sub(r"[0-9]+", "0", name.casefold())
