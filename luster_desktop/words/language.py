"""In which language Luster speaks. The words stand in the code, in English; the window puts another language in.

Every text for users goes through `tr`, one that depends on a number through `plural`, one of a table through `mark`.
Numbers, dates and lists are said by this module too. The command line speaks English, which needs nothing loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime


class English:
    """The language of the code, and what another language is made from."""

    def translation(self, source: str, note: str, count: int) -> str:
        """The text in this language; empty where the one in the code is meant. `count` is -1 but for a `plural`."""
        return ""

    def number(self, value: int) -> str:
        """ "1,200"."""
        return f"{value:,}"

    def decimal(self, value: float, places: int) -> str:
        """ "1.2"."""
        return f"{value:,.{places}f}"

    def day(self, day: date) -> str:
        """ "3 May 2026"."""
        return f"{day.day} {day:%B %Y}"

    def time(self, at: datetime) -> str:
        """ "14:05", of a moment in local time."""
        return f"{at:%H:%M}"

    def listed(self, parts: Sequence[str]) -> str:
        """ "sky, lawn and view"."""
        return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))

    def within(self, title: str) -> str:
        """A title as it is written within a sentence."""
        return title[:1].lower() + title[1:]


_spoken = English()


def use(language: English) -> None:
    """Speak this language from now on; texts that were made before stay as they are."""
    global _spoken
    _spoken = language


def tr(text: str, note: str = "", /, **values: object) -> str:
    """A text for the user, with `values` in its braces. Whole numbers among them are written as the language does.

    `note` tells apart what is the same in English and not in other languages.
    """
    said = _spoken.translation(text, note, -1) or text
    return said.format(**_written(values)) if values else said


def plural(one: str, many: str, count: int, /, **values: object) -> str:
    """The text that fits a number, which is `{n}` in it: `plural("{n} photo", "{n} photos", 3)`."""
    said = _spoken.translation(one, many, count) or (one if count == 1 else many)
    return said.format(n=number(count), **_written(values))


def mark(text: str) -> str:
    """A text of a table, as it is; who shows it says it by `tr`."""
    return text


def number(value: int) -> str:
    """A whole number: "1,200"."""
    return _spoken.number(value)


def decimal(value: float, places: int) -> str:
    """A number with so many decimal places: "1.2"."""
    return _spoken.decimal(value, places)


def day(at: date) -> str:
    """A day: "3 May 2026". Of a moment, the one that it is here."""
    return _spoken.day(at.astimezone().date() if isinstance(at, datetime) else at)


def moment(at: datetime) -> str:
    """A day and the time, here: "3 May 2026 at 14:05"."""
    return tr("{day} at {time}", day=day(at), time=_spoken.time(at.astimezone()))


def listed(parts: Sequence[str]) -> str:
    """Parts in one line: "sky, lawn and view"."""
    return _spoken.listed(parts)


def within(title: str) -> str:
    """A title within a sentence: "New sky" is "new sky" there, and a German noun what it was."""
    return _spoken.within(title)


def _written(values: dict[str, object]) -> dict[str, object]:
    return {name: number(value) if isinstance(value, int) else value for name, value in values.items()}
