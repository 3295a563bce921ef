"""A lawn: the answer's green with the photo's blades in it, to the edge of the photo's own grass, and nothing else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backend.imaging import compose, regions
from backend.imaging.arrays import lab_of
from backend.imaging.content.detail import fine

from .test_lift import grass
from .test_painted import real

WIDTH, HEIGHT = 900, 600
TOP = 300
"""Row from which on there is grass, below a wall."""

GREEN = np.array([0.42, 0.78, 0.28], np.float32)


def yard() -> np.ndarray:
    """Dry grass before a grey wall."""
    picture = np.full((HEIGHT, WIDTH, 3), 170, np.uint8)
    picture[:TOP:12] = 120
    picture[TOP:] = np.clip(grass(WIDTH, HEIGHT)[TOP:] * np.array([1.1, 1.0, 0.95]), 0, 255)
    return picture


def turfed(photo: np.ndarray) -> np.ndarray:
    """The answer's own turf, drawn anew."""
    answer = photo.copy()
    light: np.ndarray = cv2.cvtColor(photo[::-1, ::-1], cv2.COLOR_RGB2GRAY).astype(np.float32)
    light = cv2.GaussianBlur(light, (0, 0), 0.7)[:HEIGHT]
    answer[TOP:] = np.clip(light[: HEIGHT - TOP, :, None] * GREEN * 0.9, 0, 255)
    return answer


def output(photo: np.ndarray, answer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    valid = np.ones(photo.shape[:2], np.float32)
    found = regions.find("lawn", photo, answer, valid)
    return compose.render(photo.copy(), compose.plan(photo, answer, valid, False, {"lawn": found})), found


def blades(picture: np.ndarray) -> float:
    return float(np.std(fine(picture[TOP + 40 : HEIGHT - 40, 40:-40].astype(np.float32))))


def test_where_the_answer_is_flat_paint_the_photos_blades_are_in_it() -> None:
    photo = yard()
    answer = photo.copy()
    answer[TOP:] = (60, 120, 40)
    made, found = output(photo, answer)
    assert found[TOP + 20 :].mean() > 0.98
    inside = np.s_[TOP + 40 : HEIGHT - 40, 40:-40]
    assert np.abs(made[inside].mean(axis=(0, 1)) - (60, 120, 40)).max() < 5
    assert blades(answer) < 0.5
    assert 0.5 < blades(made) / blades(photo) < 1.1


def test_a_path_that_the_answer_laid_on_the_grass_leaves_no_dead_strip() -> None:
    photo = yard()
    answer = turfed(photo)
    answer[HEIGHT - 30 :] = (190, 190, 185)
    made, found = output(photo, answer)
    assert found[HEIGHT - 26 :].mean() > 0.95
    strip = lab_of(made)[HEIGHT - 24 : HEIGHT - 4]
    beside = lab_of(made)[HEIGHT - 120 : HEIGHT - 60]
    assert np.abs(strip.mean(axis=(0, 1)) - beside.mean(axis=(0, 1))).max() < 5
    assert (made[:TOP] == photo[:TOP]).mean() > 0.99


def test_shrubs_that_the_answer_planted_are_no_lawn() -> None:
    rng = np.random.default_rng(8)
    photo = yard()
    answer = turfed(photo)
    leaves = cv2.GaussianBlur(rng.normal(0, 1, (200, 250)), (0, 0), 5)
    light = np.clip(60 + 40 * leaves / leaves.std(), 5, 150)[..., None]
    answer[TOP + 60 : TOP + 260, :250] = np.clip(light * np.array([0.6, 1.0, 0.5]), 0, 255)
    made, found = output(photo, answer)
    assert found[TOP + 90 : TOP + 230, 30:220].mean() < 0.1
    assert found[TOP + 40 :, 330:].mean() > 0.97
    assert np.abs(made[TOP + 90 : TOP + 230, 30:220].astype(float) - photo[TOP + 90 : TOP + 230, 30:220]).mean() < 5


def test_the_photos_own_shadows_stay_on_the_lawn() -> None:
    photo = yard()
    shade: np.ndarray = np.ones((HEIGHT, WIDTH, 1), np.float32)
    for x in range(300, 600, 50):
        cv2.line(shade, (x, TOP + 60), (x + 60, TOP + 200), 0.45, 18)
    shade = cv2.GaussianBlur(shade, (0, 0), 2)[..., None]
    answer = np.clip(turfed(photo) * shade, 0, 255).astype(np.uint8)
    photo = np.clip(photo * shade, 0, 255).astype(np.uint8)
    made, found = output(photo, answer)
    assert found[TOP + 60 : TOP + 200, 250:700].mean() > 0.95
    dark = shade[..., 0] < 0.5
    assert np.abs(made[dark].astype(float).mean(axis=0) - answer[dark].mean(axis=0)).max() < 8


def greenness(picture: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 0.7) @ np.array([-0.5, 1, -0.5], np.float32)


def too_green(photo: np.ndarray, answer: np.ndarray, made: np.ndarray) -> np.ndarray:
    """Levels by which the result is greener than anything that photo or answer show there."""
    most = np.maximum(greenness(photo), greenness(answer))
    return np.asarray(greenness(made) - cv2.dilate(most, np.ones((3, 3), np.uint8)))


def test_mud_lends_an_even_lawn_no_relief() -> None:
    rng = np.random.default_rng(4)
    photo = yard()
    relief = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, WIDTH)), (0, 0), 1.5)
    mud = np.clip((1 + 0.5 * relief / relief.std())[..., None] * np.array([95, 88, 70]), 5, 255)
    photo[TOP + 60 :, 300:600] = mud[TOP + 60 :, 300:600]
    answer = yard()
    answer[TOP:] = (60, 120, 40)
    made, found = output(photo, answer)
    inside = np.s_[TOP + 90 : HEIGHT - 40, 340:560]
    assert found[inside].mean() > 0.95
    assert np.abs(made[inside].mean(axis=(0, 1)) - (60, 120, 40)).max() < 8
    light = made[inside].astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    assert fine(made.astype(np.float32))[inside].std() < 0.1 * light.mean()


def test_a_real_answers_lawn_arrives_and_its_flower_bed_does_not() -> None:
    small, answer, _, valid = real("pv-lawn")
    found = regions.find("lawn", small, answer, valid)
    made = compose.render(small.copy(), compose.plan(small, answer, valid, False, {"lawn": found}))
    lawn = (found > 0.9) & (valid > 0.5)
    photo, wanted, shown = (cv2.GaussianBlur(lab_of(v), (0, 0), 8)[lawn] for v in (small, answer, made))
    left, asked = (np.linalg.norm(v, axis=-1).mean() for v in (shown - wanted, wanted - photo))
    assert left < 0.1 * asked
    bed = np.s_[int(0.66 * len(small)) : int(0.71 * len(small)), 200:-200]
    assert (found[bed] < 0.05).mean() > 0.99
    assert 0.7 < np.std(fine(made.astype(np.float32))[lawn]) / np.std(fine(small.astype(np.float32))[lawn]) < 1.5


@pytest.mark.parametrize("name", ["pv-lawn", "gp2-season-as-lawn"])
def test_nothing_real_along_a_lawn_is_neon(name: str) -> None:
    small, answer, _, valid = real(name)
    found = regions.find("lawn", small, answer, valid)
    made = compose.render(small.copy(), compose.plan(small, answer, valid, False, {"lawn": found}))
    assert np.count_nonzero(too_green(small, answer, made) > 20) < 20
