"""The panes of a window: its opening without frame, bars and what stands before it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from backend.local.image_model.editor.raster import Plane, plane, smoothstep
from backend.local.image_model.editor.windows import Window


def panes(tone: Plane, window: Window) -> Plane:
    """Coverage by glass, of the size of `tone`, the photo's luma (gamma-coded).

    The opening is looked at straight on, where frame and bars are rows and columns, and put back in perspective.
    """
    height, width = tone.shape
    quad = window.polygon(width, height)
    size = (
        max(16, round(float(np.linalg.norm(quad[1] - quad[0])))),
        max(16, round(float(np.linalg.norm(quad[3] - quad[0])))),
    )
    flat = plane([(0, 0), (size[0], 0), size, (0, size[1])])
    matrix = cv2.getPerspectiveTransform(quad, flat)
    front = plane(cv2.warpPerspective(tone, matrix, size))
    across, down = _clear(front, 0), _clear(front, 1)
    clear = plane(across[None, :] * down[:, None])
    straight = plane(cv2.copyMakeBorder(clear, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0))
    shift = plane([[1, 0, -1], [0, 1, -1], [0, 0, 1]])
    back = cv2.warpPerspective(straight, np.linalg.inv(matrix) @ shift, (width, height))
    bright = smoothstep(0.45, 0.62, plane(cv2.dilate(cv2.GaussianBlur(tone, (0, 0), 0.6), np.ones((3, 3), np.uint8))))
    return plane(np.clip(back, 0, 1) * (1 - bright * _near_floor(quad, height)))


def _near_floor(quad: NDArray[np.float32], height: int) -> Plane:
    """How likely furniture before the glass hides it: only in the lower half of an opening."""
    top, bottom = float(quad[:2, 1].mean()), float(quad[2:, 1].mean())
    rows = (np.arange(height, dtype=np.float32) - top) / max(bottom - top, 1)
    return smoothstep(0.35, 0.6, plane(rows))[:, None]


def _clear(front: Plane, axis: int) -> Plane:
    """1 for the columns (axis 0) or rows (axis 1) that are glass, 0 for frame and bars."""
    length = front.shape[1 - axis]
    inner = front[round(0.15 * front.shape[0]) : round(0.85 * front.shape[0])] if axis == 0 else front
    inner = inner if axis == 0 else front[:, round(0.15 * front.shape[1]) : round(0.85 * front.shape[1])]
    profile = np.median(inner, axis=axis).astype(np.float32)
    kernel = max(5, 2 * round(length * 0.05) + 1)
    rest = cv2.morphologyEx(profile[None, :], cv2.MORPH_CLOSE, np.ones((1, kernel), np.uint8))[0]
    level = float(np.median(profile))
    edge_length = max(3, round(length * 0.12))
    frame_tone = float(np.sort(np.concatenate([profile[2:edge_length], profile[-edge_length:-2]]))[:3].mean())
    # Reflections draw level lines: a transom has to be darker than a mullion to be believed.
    depth_needed = max(0.03, (0.13, 0.24)[axis] * level)
    dark = ((rest - profile) > depth_needed) & (profile < frame_tone + 0.5 * max(level - frame_tone, 0))
    # A bar is dark over its whole length, a curtain's edge or a chair is not.
    below = inner < np.expand_dims(rest - 0.6 * depth_needed, axis)
    bars = dark & (below.mean(axis) > 0.6)
    clear = ~(cv2.dilate(bars.astype(np.uint8)[None, :], np.ones((1, 3), np.uint8))[0] > 0)
    for step in (1, -1):
        reach = edge_length
        side, beside = profile[::step][:reach], float(np.median(profile[::step][reach : max(reach + 3, length // 4)]))
        edge_tone = float(side[min(2, len(side) - 1)])
        frame = (np.abs(side - beside) > 0.2 * beside) & (np.abs(side - edge_tone) < 0.6 * abs(beside - edge_tone))
        # The frame ends where a run of glass begins; the first pixels may still be wall.
        inward = 2
        while inward < len(side) and frame[inward : inward + 2].any():
            inward += 1
        # What lies outside a bar close to the edge is reveal or wall: that bar is the frame.
        inward = max(inward, int(np.flatnonzero(bars[::step][:reach]).max(initial=0)))
        edge = clear[::step]
        edge[: inward + 1] = False
    return plane(cv2.GaussianBlur(clear.astype(np.float32)[None, :], (0, 0), 0.6)[0])
