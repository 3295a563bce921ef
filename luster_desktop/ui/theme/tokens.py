"""Design tokens: every colour, distance, radius and type size of the window, read from one file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from luster_desktop.paths import resource

Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Tokens:
    """The tokens of one scheme. Colours are "#rrggbb"; distances and type sizes device-independent pixels."""

    scheme: Scheme
    colors: dict[str, str]
    space: dict[str, int]
    radius: dict[str, int]
    type: dict[str, int]
    control: dict[str, int]
    text_scale: float = field(default=1.0)

    def color(self, name: str) -> str:
        """The colour called `name`; KeyError when there is none."""
        return self.colors[name]

    def font_px(self, role: str) -> int:
        """The size of a type role at the user's text size."""
        return round(self.type[role] * self.text_scale)

    def flat(self) -> dict[str, str]:
        """Every token as the text that replaces `@group_name@` in the stylesheet template."""
        values = dict(self.colors)
        for group in ("space", "radius", "control"):
            values |= {f"{group}_{name}": f"{value}px" for name, value in getattr(self, group).items()}
        values |= {f"type_{name}": f"{self.font_px(name)}px" for name in self.type}
        return values


def load(scheme: Scheme, text_scale: float = 1.0) -> Tokens:
    """The tokens of `scheme`, with type sizes multiplied by `text_scale`."""
    data = _file()
    return Tokens(
        scheme=scheme,
        colors=data[scheme],
        space=data["space"],
        radius=data["radius"],
        type=data["type"],
        control=data["control"],
        text_scale=text_scale,
    )


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two "#rrggbb" colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _file() -> dict[str, Any]:
    with resource("theme", "tokens.toml").open("rb") as file:
        return tomllib.load(file)
