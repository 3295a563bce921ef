"""How well the judge tells: `python -m tests.bench.judge PHOTO [PHOTO ...] [--lit]`.

For each photo, two relightings: one answer without tampering, two with something invented, two with something removed.
Prints the share found and how much of the tampering is left in the locked result.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from backend.imaging import Unusable, drift, judge, lift
from backend.imaging.arrays import scale
from backend.imaging.decode import decode
from backend.imaging.register import register
from tests.backend.imaging import simulator

from .measures import psnr, tampering_left

KINDS = (("none", 0.0), ("invent", 0.05), ("invent", 0.08), ("erase", 0.05), ("erase", 0.09))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path, nargs="+")
    parser.add_argument("--lit", action="store_true", help="as for presets that switch lamps on")
    options = parser.parse_args()
    pictures = [_fitted(decode(path.read_bytes()).pixels, 2000) for path in options.photos]
    rows: dict[tuple[str, float], list[tuple[float, bool, float, float]]] = {}
    for number, picture in enumerate(pictures):
        small = _fitted(picture, 1536)
        donor = pictures[(number + 1) % len(pictures)]
        for variant, (lamps, night) in enumerate(((0, 0.0), (5, 0.6))):
            seed = number * 10 + variant
            edited = simulator.relit(picture, seed, lamps=lamps, night=night)
            for kind, share in KINDS:
                tampered, box = edited, (0, 0, 0, 0)
                if kind == "invent":
                    donated = simulator.relit(donor, seed, night=night)
                    tampered, box = simulator.invent(edited, donated, share, seed * 7 + int(share * 100))
                elif kind == "erase":
                    tampered, box = simulator.erase(edited, share, seed * 7 + int(share * 100))
                reply = simulator.answer(tampered, small.shape[1::-1], seed + 1000, cast=False)
                row = _judged(small, reply, scale(edited, small.shape[1::-1]), tampered, box, lit=options.lit)
                if row:
                    rows.setdefault((kind, share), []).append(row)
    for (kind, share), row in rows.items():
        scores = np.array([r[0] for r in row])
        print(
            f"{kind:8}{share:5.2f}  above {judge.RETRY_ABOVE}: {np.mean(scores > judge.RETRY_ABOVE):.2f}"
            f"  highest {scores.max():.2f}  peak on it {np.mean([r[1] for r in row]):.2f}"
            f"  left {np.mean([r[2] for r in row]):.3f}  PSNR {np.mean([r[3] for r in row]):.1f}"
        )


def _fitted(picture: np.ndarray, edge: int) -> np.ndarray:
    ratio = min(1.0, edge / max(picture.shape[:2]))
    return scale(picture, (round(picture.shape[1] * ratio), round(picture.shape[0] * ratio)))


def _judged(
    small: np.ndarray,
    reply: np.ndarray,
    clean: np.ndarray,
    tampered: np.ndarray,
    box: tuple[int, int, int, int],
    *,
    lit: bool,
) -> tuple[float, bool, float, float] | None:
    """Score, whether the peak is on the tampering, how much of it is left, PSNR there (or everywhere)."""
    try:
        aligned = register(small, reply)
    except Unusable as error:
        print(error.reason)
        return None
    nothing = np.zeros(small.shape[:2], np.float32)
    found = drift.measure(small, aligned.answer.astype(np.float32), aligned.valid, nothing, lit=lit)
    transform = lift.fit(small, aligned.answer, aligned.valid * (1 - found.gate(small.shape[1::-1])) + 1e-4)
    output = np.clip(np.rint(transform.apply(small)), 0, 255).astype(np.uint8)
    verdict = judge.judge(found)
    ratio = small.shape[1] / tampered.shape[1]
    x, y, w, h = (round(v * ratio) for v in box)
    if not w:
        return verdict.score, True, 0.0, psnr(output, clean)
    where = np.zeros(small.shape[:2], bool)
    where[max(y, 0) : y + h, max(x, 0) : x + w] = True
    at = (verdict.peak[0] * small.shape[1], verdict.peak[1] * small.shape[0])
    hit = x - 16 <= at[0] <= x + w + 16 and y - 16 <= at[1] <= y + h + 16
    left = tampering_left(output, clean, scale(tampered, small.shape[1::-1]), where)
    return verdict.score, hit, left, psnr(output, clean, where)


if __name__ == "__main__":
    main()
