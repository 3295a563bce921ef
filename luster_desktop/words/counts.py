"""Numbers of things in words, said the same way everywhere."""

from __future__ import annotations


def photos(count: int) -> str:
    return f"{count} photo" if count == 1 else f"{count:,} photos"


def credits(count: int) -> str:
    return f"{count} credit" if count == 1 else f"{count:,} credits"


def results(count: int) -> str:
    return f"{count} result" if count == 1 else f"{count:,} results"


def exposures(count: int) -> str:
    return f"{count} exposure" if count == 1 else f"{count:,} exposures"
