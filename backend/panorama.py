"""360-degree photos: what a header says of the projection, and pixels that go on beyond the edges.

Which way the camera looked and where it stood are no facts of the projection.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NAMESPACE = "http://ns.google.com/photos/1.0/panorama/"
_PREFIX = re.compile(rb"xmlns:([A-Za-z][\w.-]*)\s*=\s*[\"']" + re.escape(_NAMESPACE.encode()) + rb"[\"']")
_SIZES = (
    *("CroppedAreaImageWidthPixels", "CroppedAreaImageHeightPixels", "FullPanoWidthPixels", "FullPanoHeightPixels"),
    *("CroppedAreaLeftPixels", "CroppedAreaTopPixels"),
)
_PROJECTIONS = ("equirectangular", "cylindrical")
_LARGEST = 1 << 20
_SAME_ASPECT = 0.01


@dataclass(frozen=True, slots=True)
class Panorama:
    """How a picture lies on the sphere around the camera, as Photo Sphere XMP says it."""

    projection: str
    sizes: tuple[tuple[str, int], ...]
    """Names and values, in pixels; of a photo that was made smaller they may be those from before."""
    viewer: bool
    """Whether it asks to be shown in a viewer of its own."""
    closes: bool
    """Whether the left and the right edge are neighbours."""

    def attributes(self) -> str:
        """For the description in a packet of XMP."""
        facts = [("ProjectionType", self.projection), ("UsePanoramaViewer", str(self.viewer))]
        facts += [(name, str(value)) for name, value in self.sizes]
        return f'xmlns:GPano="{_NAMESPACE}" ' + " ".join(f'GPano:{name}="{value}"' for name, value in facts)


def read(packet: object, width: int, height: int) -> Panorama | None:
    """What a packet of XMP says of a picture of that size, upright; None where that is nothing, or does not fit it."""
    if isinstance(packet, str):
        packet = packet.encode("utf-8", "ignore")
    if not isinstance(packet, bytes) or (declared := _PREFIX.search(packet)) is None:
        return None

    def value(name: str) -> str:
        full = re.escape(declared[1] + b":" + name.encode())
        match = re.search(full + rb"\s*=\s*[\"']([^\"'<]{1,40})[\"']|<" + full + rb"(?:\s[^>]*)?>([^<]{1,40})<", packet)
        return (match[1] or match[2]).decode("ascii", "ignore").strip() if match else ""

    projection = value("ProjectionType").lower()
    sizes = {name: int(found) for name in _SIZES if (found := value(name)).isdecimal() and int(found) <= _LARGEST}
    across, down = (sizes.get(f"CroppedAreaImage{side}Pixels", 0) for side in ("Width", "Height"))
    fits = across and down and abs(across * height / (down * width) - 1) < _SAME_ASPECT
    if projection not in _PROJECTIONS or (sizes and not fits):
        return None
    closes = projection == _PROJECTIONS[0] and width == 2 * height
    if sizes:
        closes = across == sizes.get("FullPanoWidthPixels")
    return Panorama(projection, tuple(sizes.items()), value("UsePanoramaViewer").lower() != "false", closes)


def extended(pixels: NDArray[Any], columns: int) -> NDArray[Any]:
    """The picture with so many columns more on either side, where it begins again (H x (W + 2 columns) x C)."""
    import numpy as np

    return np.concatenate((pixels[:, -columns:], pixels, pixels[:, :columns]), axis=1)


def closed(pixels: NDArray[Any], columns: int) -> NDArray[Any]:
    """What was made of an `extended` picture, without these columns, so that its edges are neighbours again.

    Near an edge the picture passes over into what was made of the same place beyond the other one.
    """
    import numpy as np

    width = pixels.shape[1] - 2 * columns
    inner = np.ascontiguousarray(pixels[:, columns : columns + width])
    # At the edge half of it is the other, and none is where the columns that were added end.
    share = 0.5 - (np.arange(columns, dtype=np.float32) + 0.5) / (2 * columns)
    share = share.reshape((1, columns) + (1,) * (pixels.ndim - 2))
    for near, other, part in (
        (inner[:, :columns], pixels[:, columns + width :], share),
        (inner[:, -columns:], pixels[:, :columns], share[:, ::-1]),
    ):
        mixed = near + (other.astype(np.float32) - near) * part
        near[:] = np.rint(mixed) if np.issubdtype(pixels.dtype, np.integer) else mixed
    return inner
