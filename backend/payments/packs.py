"""The packs of credits on sale: data in `packs.toml`, prices from Stripe."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


class UnknownPack(Exception):
    """There is no pack of that id."""


@dataclass(frozen=True, slots=True)
class PackSpec:
    id: str
    title: str
    credits: int
    lookup_key: str
    """Names the pack's price at Stripe."""


@cache
def packs() -> Mapping[str, PackSpec]:
    """Every pack by id, in the order in which the app shows them."""
    data = tomllib.loads(files(__package__).joinpath("packs.toml").read_text("utf-8"))
    return {
        pack_id: PackSpec(pack_id, entry["title"], entry["credits"], entry["lookup_key"])
        for pack_id, entry in data["packs"].items()
    }


def pack(pack_id: str) -> PackSpec:
    """The pack of that id; raises `UnknownPack`."""
    try:
        return packs()[pack_id]
    except KeyError:
        raise UnknownPack from None
