"""Where an edit changed the photo: worked out from the two pictures on this computer, or as the service judged it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter, ImageMath
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from luster_desktop.ui.review.layers import TINTS, Layer, Tint
from luster_desktop.ui.review.pictures import Picture

EDGE = 640
GLOBAL = 0.6
"""Share of changed pixels from which an edit counts as one of the whole photo's light."""


def changes(before: Picture, after: Picture) -> Tint:
    """Where the two differ: clear where nothing changed, stronger where more did.

    An edit of regions is compared pixel by pixel. An edit of the whole photo's light, such as dusk, changes every
    pixel, which says nothing: there edges and textures are compared, with the change of light taken out. At 640 px
    and after a slight blur, so that noise and encoding do not count. Any thread.
    """
    one, other = _small(before), _small(after)
    if one.size != other.size:
        other = other.resize(one.size)
    alpha = _pixels(one, other)
    light = sum(alpha.histogram()[1:]) > GLOBAL * alpha.width * alpha.height
    return _tint(Layer.ALL, _structure(one, other) if light else alpha, light=light)


def judged_changes(judged: Path | None, layer: Layer) -> Tint | None:
    """What the service's change map says of a layer, each place with an outline; None when the map is not here.

    The map is green where something was left out, red where something differs beyond the request; in maps of older
    results blue says the latter too. Any thread.
    """
    if judged is None:
        return None
    try:
        with Image.open(judged) as opened:
            red, green, blue, alpha = opened.convert("RGBA").split()
    except OSError:
        return None
    channel = green if layer is Layer.LEFT_OUT else ImageChops.lighter(red, blue)
    strength = ImageChops.darker(alpha, channel.point([255 if v > 127 else 0 for v in range(256)]))
    places = strength.point([255 if v else 0 for v in range(256)]).filter(ImageFilter.MaxFilter(3))
    # Twice as fine and rounded, because the map is small and its steps would show.
    fine = (2 * strength.width, 2 * strength.height)
    smooth = places.resize(fine, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(2))
    places = smooth.point([255 if v > 127 else 0 for v in range(256)])
    outline = ImageChops.subtract(places.filter(ImageFilter.MaxFilter(5)), places)
    # Faint places are to be seen too, and the photo under strong ones.
    inside = strength.resize(fine, Image.Resampling.BILINEAR).point([70 + v // 3 for v in range(256)])
    return _tint(layer, ImageChops.lighter(ImageChops.darker(inside, places), outline))


def _tint(layer: Layer, alpha: Image.Image, *, light: bool = False) -> Tint:
    tint = Image.new("RGBA", alpha.size, (*TINTS[layer], 0))
    tint.putalpha(alpha)
    image = QImage(tint.tobytes(), tint.width, tint.height, tint.width * 4, QImage.Format.Format_RGBA8888).copy()
    return Tint(image, alpha.getbbox() is not None, light)


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
