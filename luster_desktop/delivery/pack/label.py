"""The words in a picture that say it was altered."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from luster_desktop.paths import resource

_HEIGHT = 0.022
"""Of the font, in long edges: capitals of 16 pixels where the picture is 1024 wide."""
_MARGIN, _INSET = 0.016, 0.55
"""Around the plate, in long edges, and within it, in heights of the font."""
_WIDEST = 0.9
"""Of the picture's width."""
_LEAST = 12
"""Pixels of the font's height in the smallest picture."""
PLATE = (0, 0, 0, 205)
"""Black that lets a fifth of the picture through: white words on it have a contrast of 11 to 1 in front of white."""
INK = (255, 255, 255, 255)


def labelled(picture: Image.Image, words: str) -> Image.Image:
    """A copy with the words at the lower left, on a plate of their own; long ones run over several lines."""
    font = _font(max(_LEAST, round(_HEIGHT * max(picture.size))))
    margin, inset = round(_MARGIN * max(picture.size)), round(_INSET * font.size)
    lines = _lines(words, font, round(picture.width * _WIDEST) - 2 * inset)
    if not lines:
        return picture.copy()
    ascent, descent = font.getmetrics()
    step = ascent + descent
    width = round(max(font.getlength(line) for line in lines)) + 2 * inset
    height = step * len(lines) + inset
    plate = Image.new("RGBA", (width, height))
    draw = ImageDraw.Draw(plate)
    draw.rounded_rectangle((0, 0, width - 1, height - 1), radius=inset // 2, fill=PLATE)
    for number, line in enumerate(lines):
        draw.text((inset, inset // 2 + number * step), line, font=font, fill=INK)
    made = picture.copy()
    made.paste(plate.convert("RGB"), (margin, picture.height - height - margin), plate.getchannel("A"))
    return made


def _lines(words: str, font: ImageFont.FreeTypeFont, widest: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= widest:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource("fonts", "OpenSans-Semibold.ttf")), size)
