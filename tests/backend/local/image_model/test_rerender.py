"""What the model does to a picture beside the edit, and what it does when it goes wrong."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from backend.local.image_model.rerender import fit, rerender
from backend.local.image_model.tampering import erase, invent

from .photos import grey, photo


def displacement(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Dense flow in pixels from one picture to the other."""
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    # No flow is known beforehand, which the library's types leave out.
    return flow.calc(grey(first).astype(np.uint8), grey(second).astype(np.uint8), None)  # type: ignore[call-overload]


def test_a_rendering_is_shifted_and_softer_but_the_same_picture() -> None:
    image = photo("IMG_0005")
    drawn = rerender(image, 4, 1.0)
    moved = np.linalg.norm(displacement(image, drawn), axis=2)
    assert 0.3 < np.median(moved) < 5
    assert np.abs(drawn.astype(int) - image.astype(int)).mean() < 12
    assert not np.array_equal(drawn, rerender(image, 5, 1.0))
    assert np.array_equal(drawn, rerender(image, 4, 1.0))


def test_strength_scales_the_rendering_down_to_nothing() -> None:
    image = photo("IMG_0005", 720, 480)
    assert np.array_equal(rerender(image, 4, 0), image)
    error = [np.abs(rerender(image, 4, s).astype(int) - image.astype(int)).mean() for s in (0.25, 1.0, 2.0)]
    assert error[0] < error[1] < error[2]


@pytest.mark.parametrize(("width", "height"), [(1024, 640), (640, 1024), (1056, 704)])
def test_another_aspect_is_cut_never_stretched(width: int, height: int) -> None:
    circle = np.zeros((600, 900, 3), np.uint8)
    cv2.circle(circle, (450, 300), 200, (255, 255, 255), cv2.FILLED)
    fitted = fit(circle, width, height)
    assert fitted.shape == (height, width, 3)
    columns, rows = (fitted[..., 0] > 127).any(0).sum(), (fitted[..., 0] > 127).any(1).sum()
    assert min(columns, width) == pytest.approx(min(rows, width), abs=4)


@pytest.mark.parametrize("tamper", [invent, erase])
def test_tampering_changes_one_place_and_no_other(tamper: Callable[[np.ndarray, int], np.ndarray]) -> None:
    image = photo("IMG_0005")
    change = np.abs(tamper(image, 3).astype(int) - image.astype(int)).max(2) > 24
    rows, columns = np.nonzero(change)
    assert 0.001 < change.mean() < 0.05
    assert np.ptp(columns) < 0.2 * image.shape[1]
    assert np.ptp(rows) < 0.3 * image.shape[0]
