"""The edits that the model knows, as data, and the one function that carries them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from backend.local.image_model.editor.bright import BrightStrength, Temperature, brighten
from backend.local.image_model.editor.dusk import Lights, make_dusk
from backend.local.image_model.editor.lawn import LawnStrength, green_lawn
from backend.local.image_model.editor.raster import Plane, Rgb
from backend.local.image_model.editor.remove import clear
from backend.local.image_model.editor.skies import SkyKind, Warmth
from backend.local.image_model.editor.sky import replace_sky


@dataclass(frozen=True, slots=True)
class Sky:
    kind: SkyKind = "clouds"


@dataclass(frozen=True, slots=True)
class Dusk:
    warmth: Warmth = "natural"
    lights: Lights = "on"


@dataclass(frozen=True, slots=True)
class Lawn:
    strength: LawnStrength = "natural"


@dataclass(frozen=True, slots=True)
class Bright:
    strength: BrightStrength = "natural"
    temperature: Temperature = "neutral"


@dataclass(frozen=True, slots=True)
class Remove:
    """What the mask shows; without a mask nothing."""


Edit: TypeAlias = Sky | Dusk | Lawn | Bright | Remove


def carry_out(image: Rgb, edit: Edit | None, seed: int, where: Plane | None = None) -> Rgb:
    """The edited photo, same size; None changes nothing. The same photo, edit and seed give the same pixels.

    `where` (H x W, 1 where the edit is wanted) is the mask that came with the photo.
    """
    rng = np.random.default_rng(seed)
    match edit:
        case None:
            return image
        case Sky(kind):
            return replace_sky(image, kind, rng)
        case Dusk(warmth, lights):
            return make_dusk(image, warmth, lights, rng)
        case Lawn(strength):
            return green_lawn(image, strength, rng)
        case Bright(strength, temperature):
            return brighten(image, strength, temperature, rng)
        case Remove():
            return image if where is None else clear(image, where)
