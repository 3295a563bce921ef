"""Numbers of things in words, said the same way everywhere."""

from __future__ import annotations


def photos(count: int) -> str:
    """ "1 photo", "1,200 photos"."""
    return f"{count} photo" if count == 1 else f"{count:,} photos"


def credits(count: int) -> str:
    """ "1 credit", "1,200 credits"."""
    return f"{count} credit" if count == 1 else f"{count:,} credits"


def results(count: int) -> str:
    """ "1 result", "1,200 results"."""
    return f"{count} result" if count == 1 else f"{count:,} results"


def exposures(count: int) -> str:
    """ "1 exposure", "1,200 exposures"."""
    return f"{count} exposure" if count == 1 else f"{count:,} exposures"


def edits(count: int) -> str:
    """ "1 edit", "1,200 edits"."""
    return f"{count} edit" if count == 1 else f"{count:,} edits"


def exteriors(count: int) -> str:
    """ "1 exterior", "1,200 exteriors"."""
    return f"{count} exterior" if count == 1 else f"{count:,} exteriors"


def interiors(count: int) -> str:
    """ "1 interior", "1,200 interiors"."""
    return f"{count} interior" if count == 1 else f"{count:,} interiors"


def reviewed(decided: int, total: int) -> str:
    """ "12 of 26 reviewed"."""
    return f"{decided:,} of {total:,} reviewed"
