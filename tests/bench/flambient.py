"""Wall colours of flash and ambient frames, merged: `python -m tests.bench.flambient [--pops 1] [--out FOLDER]`.

The rendered rooms beside the checkout by day and by their lamps, with a flash composed over them (see
`tests.desktop.intake.flash`). Figures are median CIEDE2000 to neutral light, of each wall and ceiling. With --out also
pictures: one ambient and one flash frame above, merged without and with a word about the flash below.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from luster_desktop.intake.merge.merging import merge
from tests import shared
from tests.desktop.intake.flash import Room, colour_error, composed, exposures

ROOMS = shared.SHARED / "rooms"
_LARGE = (1350, 900)
_WALLS = ("wall", "paint", "ceiling")
_LEAST = 5000
"""Pixels of a surface, or its figure means little."""


def room(name: str, pops: int) -> Room:
    day, both = (np.load(ROOMS / f"{name}_{state}.npz")["linear"].astype(np.float32) for state in ("off", "on"))
    day, both = (cv2.resize(light, _LARGE, interpolation=cv2.INTER_CUBIC).clip(1e-4) for light in (day, both))
    return composed(np.asarray(day, np.float32), np.asarray((both - day).clip(0), np.float32), 4, pops)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pops", type=int, default=1)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    materials: dict[str, str] = json.loads((ROOMS / "surfaces.json").read_text(encoding="utf-8"))
    walls = [int(number) for number, name in materials.items() if any(word in name.lower() for word in _WALLS)]
    for name in sorted(path.stem.removesuffix("_off") for path in ROOMS.glob("*_off.npz")):
        made = room(name, arguments.pops)
        numbers = cv2.imread(str(ROOMS / f"{name}_surfaces.png"), cv2.IMREAD_UNCHANGED)
        assert numbers is not None
        surfaces = cv2.resize(numbers, _LARGE, interpolation=cv2.INTER_NEAREST)
        plain, told = merge(exposures(made, told=False)).picture, merge(exposures(made)).picture
        flash = exposures(made)[3].full()
        where = [mask for number in walls if (mask := surfaces == number).sum() > _LEAST]
        said = []
        for title, picture in (("as exposures", plain), ("as flash and ambient", told), ("flash frame", flash)):
            said.append(f"{title} {', '.join(f'{colour_error(picture, made.neutral, mask):.2f}' for mask in where)}")
        print(f"{name:12s} {'; '.join(said)}", flush=True)
        if arguments.out:
            arguments.out.mkdir(parents=True, exist_ok=True)
            ambient = exposures(made)[1].full()
            sheet = np.vstack([np.hstack([ambient, flash]), np.hstack([plain, told])])
            cv2.imwrite(str(arguments.out / f"{name}.png"), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
