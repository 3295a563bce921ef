"""MEF-SSIM: how well a fused picture keeps the structure of its exposures.

After K. Ma, K. Zeng, Z. Wang, "Perceptual Quality Assessment for Multi-Exposure Image Fusion", IEEE TIP 24(11), 2015,
written from the paper: local patches are split into mean, contrast and structure; the wanted patch has the highest
contrast of the exposures and the contrast-weighted mean of their structures.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

_SCALE_WEIGHTS = np.array([0.0448, 0.2856, 0.3001])
_STABLE = (0.03 * 255.0) ** 2
_STEEPEST = 10.0


def _mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(cv2.GaussianBlur(values, (11, 11), 1.5)[5:-5, 5:-5], np.float64)


def _one_scale(frames: Sequence[NDArray[np.float64]], fused: NDArray[np.float64]) -> float:
    count = len(frames)
    means = [_mean(f) for f in frames]
    fused_mean = _mean(fused)
    fused_variance = np.maximum(_mean(fused * fused) - fused_mean**2, 0)
    covariance = {
        (i, j): _mean(frames[i] * frames[j]) - means[i] * means[j] for i in range(count) for j in range(i, count)
    }
    variance = [np.maximum(covariance[i, i], 0) for i in range(count)]
    contrast = [np.sqrt(v) for v in variance]

    def length(factors: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
        square = sum(
            (1 if i == j else 2) * factors[i] * factors[j] * covariance[i, j]
            for i in range(count)
            for j in range(i, count)
        )
        return np.sqrt(np.maximum(np.asarray(square), 0))

    ones = [np.ones_like(c) for c in contrast]
    total = np.sum(contrast, axis=0)
    consistency = np.clip((length(ones) + 1e-9) / (total + 1e-9), 0, 1)
    power = np.minimum(np.tan(consistency * (np.pi / 2)), _STEEPEST)
    strongest = np.max(contrast, axis=0)
    # Weight |x|^p over unit vectors x/|x|; taken relative to the strongest, so that no power overflows.
    factors = [(c / (strongest + 1e-9)) ** power / (c + 1e-9) for c in contrast]
    scale = strongest / (length(factors) + 1e-12)
    cross = sum(f * (_mean(x * fused) - m * fused_mean) for f, x, m in zip(factors, frames, means, strict=True))
    score = (2 * scale * np.asarray(cross) + _STABLE) / (strongest**2 + fused_variance + _STABLE)
    return float(score.mean())


def mef_ssim(frames: Sequence[NDArray[np.uint8]], fused: NDArray[np.uint8]) -> float:
    """Score of `fused` against aligned exposures, all H x W x 3 RGB and of one size; 1 is the best there is."""
    grey = [cv2.cvtColor(f, cv2.COLOR_RGB2GRAY).astype(np.float64) for f in (*frames, fused)]
    scores = []
    for level in range(len(_SCALE_WEIGHTS)):
        if level:
            grey = [np.asarray(cv2.blur(g, (2, 2))[::2, ::2], np.float64) for g in grey]
        scores.append(max(_one_scale(grey[:-1], grey[-1]), 0.0))
    return float(np.prod(np.power(scores, _SCALE_WEIGHTS / _SCALE_WEIGHTS.sum())))
