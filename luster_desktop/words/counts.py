"""Numbers of things in words, said the same way everywhere."""

from __future__ import annotations

from luster_desktop.words.language import plural, tr


def photos(count: int) -> str:
    """ "1 photo", "1,200 photos"."""
    return plural("{n} photo", "{n} photos", count)


def credits(count: int) -> str:
    """ "1 credit", "1,200 credits"."""
    return plural("{n} credit", "{n} credits", count)


def results(count: int) -> str:
    """ "1 result", "1,200 results"."""
    return plural("{n} result", "{n} results", count)


def exposures(count: int) -> str:
    """ "1 exposure", "1,200 exposures"."""
    return plural("{n} exposure", "{n} exposures", count)


def edits(count: int) -> str:
    """ "1 edit", "1,200 edits"."""
    return plural("{n} edit", "{n} edits", count)


def exteriors(count: int) -> str:
    """ "1 exterior", "1,200 exteriors"."""
    return plural("{n} exterior", "{n} exteriors", count)


def interiors(count: int) -> str:
    """ "1 interior", "1,200 interiors"."""
    return plural("{n} interior", "{n} interiors", count)


def pictures(count: int) -> str:
    """ "1 picture", "1,200 pictures"."""
    return plural("{n} picture", "{n} pictures", count)


def reviewed(decided: int, total: int) -> str:
    """ "12 of 26 reviewed"."""
    return tr("{decided} of {total} reviewed", decided=decided, total=total)
