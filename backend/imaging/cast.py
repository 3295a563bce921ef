"""How far a change of colour outside the edit is a cast of the answer, to be taken back, and not light that it put in.

Models return a photo some levels off all over, in all of its colours alike. What is more than that is the evening that
the answer's new sky belongs to; undone, that sky would be no evening's any more.
"""

from __future__ import annotations

import numpy as np

from .arrays import Floats

CAST, LIGHT = 11.0, 18.0
"""Levels of 255 that an answer is off, at the most anywhere: all of that is a cast, and none of it is one."""


def taken_back(answer: Floats, corrected: Floats) -> Floats:
    """The answer without its cast, as far as that can be one.

    Parameters
    ----------
    answer : (H, W, 3) Floats
        The registered answer, in levels of 255.
    corrected : (H, W, 3) Floats
        What `lift.without_cast` made of it.

    Returns
    -------
    (H, W, 3) Floats
        `corrected` if the two differ nowhere by more than `CAST` levels, `answer` if they do somewhere by `LIGHT` or
        more, and else something between.
    """
    step = corrected - answer
    believed = np.clip((LIGHT - float(np.abs(step).max())) / (LIGHT - CAST), 0, 1)
    return np.asarray(answer + np.float32(believed) * step)
