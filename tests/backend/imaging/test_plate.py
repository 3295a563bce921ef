"""A plate through scattered evidence of where things have moved to."""

from __future__ import annotations

import numpy as np

from backend.imaging.plate import displacement

WIDTH, HEIGHT = SIZE = (768, 512)
STIFFNESS = 4e6


def _places() -> tuple[np.ndarray, np.ndarray]:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    return x, y


def _evidence(seed: int, moved: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Slopes of a picture that has any at `share` of its places only, and what `moved` (H x W x 2) changes there."""
    rng = np.random.default_rng(seed)
    across, along = rng.normal(0, 20, (2, HEIGHT, WIDTH)).astype(np.float32) * (rng.random((HEIGHT, WIDTH)) < share)
    return across, along, across * moved[..., 0] + along * moved[..., 1]


def test_a_bend_is_found_from_a_few_places() -> None:
    x, y = _places()
    bend = np.dstack((1.5 * np.sin(x / 60) + 0.004 * y, 2.0 * np.cos(y / 80)))
    across, along, change = _evidence(1, bend, 0.03)
    found = displacement(across, along, change, np.ones_like(x), SIZE, STIFFNESS)
    assert np.abs(found - bend)[16:-16, 16:-16].mean() < 0.05


def test_noise_is_averaged_out_and_what_does_not_count_is_not_followed() -> None:
    x, y = _places()
    slant = np.dstack((0.003 * x, -0.002 * y))
    across, along, change = _evidence(2, slant, 0.2)
    change += np.random.default_rng(3).normal(0, 10, change.shape).astype(np.float32)
    wrong = (np.hypot(x - 380, y - 250) < 60).astype(np.float32)
    found = displacement(across, along, change + 200 * wrong, 1 - wrong, SIZE, STIFFNESS)
    assert np.abs(found - slant).mean() < 0.05


def test_an_edge_says_nothing_about_a_shift_along_itself() -> None:
    x, _ = _places()
    posts = (np.sin(x / 8) * 20).astype(np.float32)
    found = displacement(posts, np.zeros_like(posts), posts * 1.25, np.ones_like(posts), SIZE, STIFFNESS)
    assert np.allclose(found[..., 0], 1.25, atol=0.02)
    assert not found[..., 1].any()


def test_where_nothing_is_known_nothing_moves_and_far_from_what_is_it_levels_off() -> None:
    x, _ = _places()
    nothing = np.zeros_like(x)
    assert not displacement(nothing, nothing, nothing, nothing, SIZE, STIFFNESS).any()
    slant = np.dstack((0.02 * (x - 200), nothing))
    across, along, change = _evidence(4, slant, 0.2)
    seen = (x < 200).astype(np.float32)
    found = displacement(across, along, change, seen, SIZE, STIFFNESS)
    assert np.abs(found - slant)[16:-16, 16:180].max() < 0.15
    assert np.abs(found).max() < 10
