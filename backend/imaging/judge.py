"""Is something in the output that nobody asked for? Compares structure (gradients), never colour."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur

RETRY_ABOVE = 0.6


@dataclass(frozen=True, slots=True)
class Judgement:
    """`score` 0 to 1; `peak` (x, y) from 0 to 1; `change_map` is a PNG to lay over the photo."""

    score: float
    peak: tuple[float, float]
    change_map: bytes

    @property
    def verdict(self) -> str:
        return "retry" if self.score > RETRY_ABOVE else "pass"


def judge(original: Pixels8, answer: Pixels8, allowed: Floats) -> Judgement:
    """Compare two pictures of one frame at working size; `allowed` (0 to 1) is not looked at."""
    explained = _gradients(original)
    shown = _gradients(answer)
    scale = _local(explained) + _local(shown) + 6.0
    invented = np.maximum(_local(np.maximum(shown - cv2.dilate(explained, np.ones((5, 5))) * 1.5, 0)), 0) / scale
    missing = np.maximum(_local(np.maximum(explained - cv2.dilate(shown, np.ones((5, 5))) * 1.5, 0)), 0) / scale
    look = 1 - cv2.dilate(allowed, np.ones((9, 9)))
    invented, missing = invented * look, missing * look
    worst = np.maximum(invented, missing)
    y, x = np.unravel_index(int(worst.argmax()), worst.shape)
    score = float(np.clip(worst.max(), 0, 1))
    return Judgement(score, (x / worst.shape[1], y / worst.shape[0]), _map(invented, missing))


def _gradients(picture: Pixels8) -> Floats:
    luma = blur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32), 1.2)
    magnitude = np.hypot(cv2.Sobel(luma, cv2.CV_32F, 1, 0), cv2.Sobel(luma, cv2.CV_32F, 0, 1))
    return np.asarray(magnitude / (blur(magnitude, max(luma.shape) / 16) + 8) * 20)


def _local(values: Floats) -> Floats:
    return blur(values, 8)


def _map(invented: Floats, missing: Floats) -> bytes:
    """RGBA, 480 px on the long edge: red invented, blue missing."""
    scale = 480 / max(invented.shape)
    red, blue = (cv2.resize(v, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) for v in (invented, missing))
    alpha = np.clip((np.maximum(red, blue) - 0.5 * RETRY_ABOVE) / (0.5 * RETRY_ABOVE), 0, 1)
    picture = np.zeros((*red.shape, 4), np.uint8)
    picture[..., 2] = np.where(red >= blue, 255, 0)
    picture[..., 0] = np.where(red < blue, 255, 0)
    picture[..., 3] = alpha * 200
    return bytes(cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1])
