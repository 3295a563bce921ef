"""Fine detail and mottle: what the kinds of regions share."""

from __future__ import annotations

import cv2
import numpy as np

from ..arrays import Floats, blur, over, times


def calmed(picture: Floats, sure: Floats, mottle: float) -> Floats:
    """Without the mottle that models leave in smooth places: a self-guided filter; clouds stay.

    Parameters
    ----------
    picture : (H, W, 3) Floats
        Levels of 255.
    sure : (H, W) Floats
        0 or 1: what counts. The edges of what surrounds it would pass for clouds.
    mottle : float
        Variance (squared levels) of which half is taken for mottle.

    Returns
    -------
    (H, W, 3) Floats
    """
    window = (7, 7)
    total = np.maximum(cv2.blur(sure, window), 1e-3)

    def mean(values: Floats) -> Floats:
        return over(cv2.blur(times(values, sure), window), total)

    middle = mean(picture)
    variance = np.maximum(mean(picture * picture) - middle * middle, 0)
    keep = mean(variance / (variance + mottle))
    calm = mean(middle)
    return np.asarray(calm + keep * (picture - calm))


def fine(picture: Floats) -> Floats:
    """What of luma is between about one and five working pixels wide.

    Parameters
    ----------
    picture : (H, W, 3) Floats
        Levels of 255.

    Returns
    -------
    (H, W) Floats
        Levels around 0.
    """
    luma = cv2.transform(picture, np.array([[0.299, 0.587, 0.114]], np.float32))
    return np.asarray(cv2.GaussianBlur(luma, (0, 0), 0.7) - cv2.GaussianBlur(luma, (0, 0), 3))


def coherence(a: Floats, b: Floats, where: Floats) -> Floats:
    """How far the fine detail of two pictures is the same, around each place.

    Parameters
    ----------
    a, b : (H, W, 3) Floats
        Levels of 255.
    where : (H, W) Floats
        0 to 1: what counts.

    Returns
    -------
    (H, W) Floats
        0 to 1.
    """
    x, y = (fine(picture) * where for picture in (a, b))
    correlation = blur(x * y, 8) / np.sqrt(blur(x * x, 8) * blur(y * y, 8) + 0.5)
    t = np.clip((correlation - LOW) / (HIGH - LOW), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


LOW, HIGH = 0.3, 0.65
