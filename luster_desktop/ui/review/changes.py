"""What an edit changed, worked out from the two pictures on this computer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter, ImageMath
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from luster_desktop.ui.review.pictures import Picture

EDGE = 640
TINT = (0, 190, 165)
GLOBAL = 0.6
"""Share of changed pixels from which an edit counts as one of the whole photo's light."""


def change_map(before: Picture, after: Picture, judged: Path | None = None) -> QImage:
    """Where the two differ, as a tint over the photo: clear where nothing changed, stronger where more did.

    `judged` is what the service's judge found in the model's answer: red for invented things, blue for missing ones,
    laid over the tint in its own colours.

    An edit of regions is compared pixel by pixel. An edit of the whole photo's light, such as dusk, changes every
    pixel, which says nothing: there edges and textures are compared, with the change of light taken out. At 640 px
    and after a slight blur, so that noise and encoding do not count. Any thread.
    """
    one, other = _small(before), _small(after)
    if one.size != other.size:
        other = other.resize(one.size)
    alpha = _pixels(one, other)
    if sum(alpha.histogram()[1:]) > GLOBAL * alpha.width * alpha.height:
        alpha = _structure(one, other)
    tint = Image.new("RGBA", one.size, (*TINT, 0))
    tint.putalpha(alpha)
    if judged is not None:
        with contextlib.suppress(OSError), Image.open(judged) as found:
            tint.alpha_composite(found.convert("RGBA").resize(tint.size))
    return QImage(tint.tobytes(), tint.width, tint.height, tint.width * 4, QImage.Format.Format_RGBA8888).copy()


def _pixels(one: Image.Image, other: Image.Image) -> Image.Image:
    """The strongest difference of a channel, as opacity."""
    red, green, blue = ImageChops.difference(one, other).split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue).filter(ImageFilter.GaussianBlur(1.5))
    return strongest.point([0 if v < 10 else min(190, 40 + (v - 10) * 3) for v in range(256)])


def _structure(one: Image.Image, other: Image.Image) -> Image.Image:
    """Detail that is in one picture only, as opacity: each one's detail measured against its own surroundings."""
    first, second = _detail(one), _detail(other)
    reach_first, reach_second = _around(_size(first)), _around(_size(second))

    def drift(at: dict[str, Any]) -> Any:
        gain = at["min"](at["max"]((at["b"] + 0.6) / (at["a"] + 0.6), 0.2), 5.0)
        apart = abs(at["second"] - at["first"] * gain)
        return at["min"](apart * 255.0 / (at["b"] + at["a"] * gain + 5.0), 255.0)

    apart = _calculated(drift, first=first, second=second, a=reach_first, b=reach_second)
    share = apart.convert("L").filter(ImageFilter.GaussianBlur(3))
    return share.point([0 if v < 96 else min(190, 60 + (v - 96) * 3) for v in range(256)])


def _detail(image: Image.Image) -> Image.Image:
    """Brightness without what is larger than a few pixels."""
    grey = image.convert("L")
    coarse = grey.filter(ImageFilter.GaussianBlur(4))
    return _calculated(lambda at: at["float"](at["fine"]) - at["float"](at["coarse"]), fine=grey, coarse=coarse)


def _size(detail: Image.Image) -> Image.Image:
    return _calculated(lambda at: abs(at["detail"]), detail=detail)


def _calculated(formula: Callable[[dict[str, Any]], Any], **images: Image.Image) -> Image.Image:
    """Pixel arithmetic in floating point."""
    result = ImageMath.lambda_eval(formula, **images)
    assert isinstance(result, Image.Image)
    return result


def _around(strength: Image.Image) -> Image.Image:
    """The mean over some 24 pixels."""
    width, height = strength.size
    small = strength.resize((max(1, width // 24), max(1, height // 24)), Image.Resampling.BOX)
    return small.resize((width, height), Image.Resampling.BICUBIC)


def _small(picture: Picture) -> Image.Image:
    image = picture.levels[-1].scaled(
        EDGE,
        EDGE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data = bytes(image.constBits())
    pixels = Image.frombuffer("RGBA", (image.width(), image.height()), data, "raw", "RGBA", image.bytesPerLine(), 1)
    return pixels.convert("RGB").filter(ImageFilter.GaussianBlur(1))
