"""Picture measures: RGB uint8 in, one number out."""

from __future__ import annotations

import cv2
import numpy as np


def psnr(a: np.ndarray, b: np.ndarray, where: np.ndarray | None = None) -> float:
    square = (a.astype(np.float32) - b.astype(np.float32)) ** 2
    error = float(square.mean() if where is None else square[where].mean())
    return 99.0 if error == 0 else 10 * float(np.log10(255**2 / error))


def gmsd(a: np.ndarray, b: np.ndarray) -> float:
    """Gradient magnitude similarity deviation (Xue et al. 2014): Prewitt on luma at half size, T = 170."""
    maps = []
    for picture in (a, b):
        luma: np.ndarray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
        luma = cv2.blur(luma, (2, 2))[::2, ::2]
        kernel = np.array([[1, 0, -1]] * 3, np.float32) / 3
        maps.append(np.hypot(cv2.filter2D(luma, -1, kernel), cv2.filter2D(luma, -1, kernel.T)))
    x, y = maps
    return float(((2 * x * y + 170) / (x * x + y * y + 170)).std())


def gradient(picture: np.ndarray) -> np.ndarray:
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return np.stack((cv2.Sobel(luma, cv2.CV_32F, 1, 0), cv2.Sobel(luma, cv2.CV_32F, 0, 1)), -1)


def tampering_left(output: np.ndarray, clean: np.ndarray, tampered: np.ndarray, where: np.ndarray) -> float:
    """Mean gradient difference to the clean truth over the tampering's own: 0 gone, 1 all there."""
    own = np.abs(gradient(tampered) - gradient(clean))[where].mean()
    return float(np.abs(gradient(output) - gradient(clean))[where].mean() / max(own, 1e-6))


def iou(a: np.ndarray, b: np.ndarray) -> float:
    x, y = a > 0.5, b > 0.5
    return float((x & y).sum() / max((x | y).sum(), 1))
