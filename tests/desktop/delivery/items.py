"""Photos to deliver, made for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

from luster_desktop.delivery import shelf
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.delivery.items import Done, Item, Kind, Origin
from luster_desktop.delivery.profiles import Profile
from tests.desktop.photos import write_jpeg

SKY = Done(Kind.SKY, "New sky", {"Sky": "Sunset"})
LAWN = Done(Kind.LAWN, "Green lawn")
BRIGHT = Done(Kind.BRIGHT, "Bright interior")


def item(folder: Path, number: int, *done: Done, **more: Any) -> Item:
    """A photo of 300 x 200 pixels; with edits its result is another file."""
    original = write_jpeg(folder / f"IMG_{number:04}.jpg", 300, 200)
    path = write_jpeg(folder / f"result_{number}.jpg", 300, 200) if done else original
    light = all(one.kind in (Kind.BRIGHT, Kind.PROCESSING) for one in done)
    origin = Origin.CAPTURED if not done else Origin.ENHANCED if light else Origin.GENERATED
    given = {"origin": origin, "done": done, "address": "12 Oak St", "room": f"Room {number}"} | more
    return Item(uuid4(), path, original, original.name.upper(), number, **given)


def profile(name: str) -> Profile:
    """One that ships with Luster."""
    return shelf.profiles(Path("nowhere")).items[name]


def recipe(name: str) -> ExportRecipe:
    """One that ships with Luster."""
    return shelf.export_recipes(Path("nowhere")).items[name]
