"""Photos all around the camera, made for tests: their left and right edges are neighbours."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from backend.panorama import Panorama, read
from luster_desktop.intake.clean import xmp
from luster_desktop.paths import resource

WIDTH, HEIGHT = 1536, 768


@cache
def pixels() -> NDArray[np.uint8]:
    """A house and its mirror image, cut open where the picture is calm."""
    with Image.open(resource("sample_shoot", "IMG_0001.JPG")) as photo:
        half = np.asarray(photo.convert("RGB").resize((WIDTH // 2, HEIGHT)))
    both = np.concatenate((half, half[:, ::-1]), axis=1)
    step = np.abs(both.astype(int) - np.roll(both, 1, axis=1)).mean(axis=(0, 2))
    step[: WIDTH // 8] = step[3 * WIDTH // 8 :] = np.inf  # not where the mirror is
    return np.roll(both, -int(step.argmin()), axis=1)


def facts() -> Panorama:
    """As cameras write them."""
    sizes = {"CroppedAreaImageWidthPixels": WIDTH, "CroppedAreaImageHeightPixels": HEIGHT}
    sizes |= {"FullPanoWidthPixels": WIDTH, "FullPanoHeightPixels": HEIGHT}
    sizes |= {"CroppedAreaLeftPixels": 0, "CroppedAreaTopPixels": 0}
    return Panorama("equirectangular", tuple(sizes.items()), viewer=True, closes=True)


def jpeg(picture: NDArray[Any] | None = None) -> bytes:
    """A file as a camera would write it, with the way it looked."""
    packet = xmp.packet(panorama=facts()).replace(
        b"<rdf:Description", b'<rdf:Description GPano:PoseHeadingDegrees="123.5"'
    )
    sink = BytesIO()
    image = Image.fromarray(pixels() if picture is None else picture)
    image.save(sink, "JPEG", quality=95, subsampling=0, xmp=packet)
    return sink.getvalue()


def said(data: bytes) -> Panorama | None:
    """What a file says of the sphere."""
    with Image.open(BytesIO(data)) as image:
        assert b"Pose" not in image.info.get("xmp", b"")
        return read(image.info.get("xmp"), *image.size)


def seam(picture: NDArray[Any]) -> float:
    """Levels by which the step from the right edge to the left one is larger than between columns beside it."""
    columns = np.roll(picture.astype(float), 4, axis=1)[:, :8]
    steps = np.abs(np.diff(columns, axis=1)).mean(axis=(0, 2))
    return float(steps[3] - np.delete(steps, 3).mean())
