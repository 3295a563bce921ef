"""Items to deliver, made up."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from PIL import Image

from luster_desktop.delivery.items import Done, Item, Kind, Model, Origin
from luster_desktop.delivery.marks import provenance
from luster_desktop.intake.clean import jpeg, xmp

SKY = Done(Kind.SKY, "New sky", {"kind": "sunset"})
BRIGHT = Done(Kind.BRIGHT, "Bright interior")
EDITED = Item(
    photo_id=uuid4(),
    path=Path("edited.jpg"),
    original=Path("original.jpg"),
    name="IMG_0001.JPG",
    number=1,
    room="Front",
    address="12 Secret Lane",
    origin=Origin.GENERATED,
    done=(BRIGHT, SKY),
    model=Model("openai", "gpt-image-2", "v7"),
)


def edited(**other: Any) -> Item:
    return replace(EDITED, **other)


def picture(size: tuple[int, int] = (320, 240), colour: str = "navy") -> bytes:
    """A bare JPEG."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def exported(item: Item, bare: bytes) -> bytes:
    """With what an export says in it."""
    packet = xmp.packet(source=item.origin.value, ai=provenance.ai(item))
    return jpeg.rebuilt(bare, exif=b"", packet=packet, profile=b"", dots=300)
