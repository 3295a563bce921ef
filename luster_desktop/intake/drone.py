"""Whether a drone took a photo: its file says so, where the picture of a roof or a lawn from above does not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from PIL import ExifTags

from luster_desktop.facts import Scene, Seen, Shown
from luster_desktop.intake import headers

_MAKERS = ("PARROT", "AUTEL ROBOTICS", "SKYDIO")
_FLIGHT_CAMERA = re.compile(r"FC\d")
"""How DJI names the cameras of its drones; those that are held in a hand have other names."""
_FLIGHT = re.compile(rb"RelativeAltitude|FlightRollDegree|drone-parrot:")
"""What the packets of DJI (also under Hasselblad's name) and Parrot say of a flight."""


def by_drone(path: Path) -> bool:
    """By the file's header. Raises `Unreadable`."""
    header = headers.read(path)
    make, model = (_text(header.exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
    if make in _MAKERS or (make == "DJI" and _FLIGHT_CAMERA.match(model)):
        return True
    return _FLIGHT.search(header.xmp) is not None


def from_drone(seen: Seen) -> Seen:
    """What a picture shows that a drone took: whatever its colours are, it is no room."""
    shows = seen.shows if seen.scene is Scene.OUTSIDE else frozenset()
    return replace(seen, scene=Scene.OUTSIDE, shows=shows | {Shown.DRONE})


def _text(value: object) -> str:
    return str(value or "").strip("\0 ").upper()
