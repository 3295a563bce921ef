"""Painted parts: in the light of the photo around them, without stains; and whether what was asked for was done."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backend.imaging import Stroke, brush, compose, lift, removal
from backend.imaging.arrays import lab_of
from backend.imaging.decode import decode
from backend.imaging.register import register
from tests.bench.real_answers import Pair, pairs
from tests.shared import SHARED, need

from . import simulator
from .delta_e import ciede2000

SIZE = (600, 400)
STROKE = Stroke(0.08, ((0.4, 0.5), (0.6, 0.5)))
EVERYWHERE = np.ones(SIZE[::-1], np.float32)


def floor() -> np.ndarray:
    """Grained boards in side light."""
    rng = np.random.default_rng(3)
    grain = cv2.GaussianBlur(rng.normal(0, 1, SIZE[::-1]), (0, 0), sigmaX=6, sigmaY=0.8)
    light = np.linspace(0.8, 1.1, SIZE[0])[None, :] * (1 + 0.08 * grain / grain.std())
    return np.clip(light[..., None] * np.array([150, 130, 105]), 0, 255).astype(np.uint8)


def with_thing(clean: np.ndarray) -> np.ndarray:
    """A red thing, and its dark pink shadow that reaches beyond what is painted over."""
    shade = np.zeros(SIZE[::-1], np.float32)
    cv2.ellipse(shade, (300, 200), (135, 80), 0, 0, 360, 1, -1)
    shade = cv2.GaussianBlur(shade, (0, 0), 8)[..., None]
    photo = np.clip(clean * (1 - shade * np.array([0.1, 0.3, 0.25])), 0, 255).astype(np.uint8)
    cv2.ellipse(photo, (300, 200), (80, 35), 0, 0, 360, (200, 30, 40), -1)
    return photo


def painted() -> np.ndarray:
    return brush.coverage([STROKE], *SIZE)


def edited(photo: np.ndarray, answer: np.ndarray) -> np.ndarray:
    return compose.render(photo.copy(), compose.plan(photo, answer, EVERYWHERE, False, {"painted": painted()}))


def apart(one: np.ndarray, other: np.ndarray, where: np.ndarray) -> np.ndarray:
    even = [lab_of(cv2.GaussianBlur(v.astype(np.float32), (0, 0), 2))[where] for v in (one, other)]
    return np.asarray(ciede2000(*even))


def test_the_shadow_of_a_removed_thing_does_not_stain_what_takes_its_place() -> None:
    clean = floor()
    answer = np.clip(clean * np.array([0.97, 1.0, 1.02]) + 3, 0, 255).astype(np.uint8)
    output = edited(with_thing(clean), answer)
    assert np.quantile(apart(output, clean, painted() > 0.99), 0.95) < 4
    middle = np.zeros(SIZE[::-1], bool)
    middle[180:220, 250:350] = True
    assert np.median(apart(output, clean, middle)) < 1


def test_a_step_of_light_at_the_border_fades_into_the_painted_part() -> None:
    clean = floor()
    photo = clean.copy()
    cv2.circle(photo, (300, 200), 20, (200, 30, 40), -1)
    brighter = np.clip(clean + 7 * painted()[..., None], 0, 255).astype(np.uint8)
    output = edited(photo, brighter).astype(np.float32)
    light = cv2.GaussianBlur(output, (0, 0), 3).mean(axis=-1)
    assert np.abs(np.diff(light[200, 150:250])).max() < 3


def test_a_shadow_outside_large_paint_fades_in_over_a_long_way_and_a_glow_of_the_answer_out() -> None:
    everything = np.full((*SIZE[::-1], 3), 190, np.uint8)
    matte = cv2.GaussianBlur((np.arange(SIZE[0]) > 120).astype(np.float32), (0, 0), 1).reshape(1, -1)
    matte = np.repeat(matte, SIZE[1], axis=0)
    spot = np.zeros(SIZE[::-1], np.float32)
    cv2.circle(spot, (110, 200), 30, 1, -1)
    spot = cv2.GaussianBlur(spot, (0, 0), 10)[..., None]
    shadowed = np.clip(everything - 28 * spot, 0, 255).astype(np.uint8)
    glowing = np.clip(everything + spot * np.array([28, 14, -28]), 0, 255).astype(np.uint8)
    for photo, answer in ((shadowed, everything), (everything, glowing)):
        photo = photo.copy()
        photo[100:300, 320:500] = (30, 90, 200)
        plan = compose.plan(photo, answer, EVERYWHERE, False, {"painted": matte})
        made = cv2.GaussianBlur(compose.render(photo.copy(), plan).astype(np.float32), (0, 0), 2)
        assert np.abs(np.diff(made[200, 60:300], axis=0)).max() < 2
        assert np.abs(made[200, 400] - 190).max() < 3


def test_smooth_paint_beside_texture_gets_no_more_grain_than_smooth_places_have() -> None:
    rng = np.random.default_rng(5)
    photo = 150 + rng.normal(0, 2, (*SIZE[::-1], 1)).repeat(3, axis=2)
    photo[::6, :, :] -= 60
    photo[:, 300:] = 150 + rng.normal(0, 2, (SIZE[1], SIZE[0] - 300, 1))
    clean = np.full((*SIZE[::-1], 3), 150, np.uint8)
    photo[180:220, 270:330] = 40
    made = edited(np.clip(photo, 0, 255).astype(np.uint8), clean)[190:210, 280:320].astype(np.float32)
    assert 1.3 < made.std(axis=(0, 1)).mean() < 2.6
    noisy = np.clip(150 + rng.normal(0, 2, (*SIZE[::-1], 1)).repeat(3, axis=2), 0, 255).astype(np.uint8)
    made = edited(np.clip(photo, 0, 255).astype(np.uint8), noisy)[190:210, 280:320].astype(np.float32)
    assert made.std(axis=(0, 1)).mean() < 2.6


def siding(grain: float) -> np.ndarray:
    """Boards with dark gaps and bright edges between them, some in the shade."""
    rng = np.random.default_rng(7)
    rows = np.full(SIZE[1], 150.0)
    rows[::26], rows[1::26], rows[2::26] = 40, 60, 190
    light = np.where(np.arange(SIZE[0]) > 330, 0.5, 1)[None, :]
    picture = cv2.GaussianBlur(rows[:, None] * light, (0, 0), 0.8) + rng.normal(0, grain, SIZE[::-1])
    return np.clip(picture[..., None] + np.zeros(3), 0, 255).astype(np.uint8)


def energy(picture: np.ndarray, where: np.ndarray) -> float:
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float((cv2.Laplacian(luma, cv2.CV_32F) ** 2)[where].mean())


def test_what_the_answer_sharpens_and_grains_over_has_the_strength_of_what_is_around_it() -> None:
    clean = siding(2.0)
    photo = clean.copy()
    photo[painted() > 0] = 128
    inside = painted() > 0.99
    answer = simulator.answer(clean, SIZE, 1, warp="none", cast=False)
    assert energy(answer, inside) / energy(clean, inside) > 1.4
    assert 0.9 < energy(edited(photo, answer), inside) / energy(clean, inside) < 1.1


def test_smooth_boards_get_no_grain_from_the_edges_between_others() -> None:
    clean = siding(0.0)
    photo = clean.copy()
    photo[painted() > 0] = 128
    middle = np.zeros(SIZE[::-1], bool)
    middle[191:201, 250:330] = True  # of a board
    assert edited(photo, clean)[middle].std() < 1.2


def test_where_the_answers_frame_ends_in_the_paint_it_fades() -> None:
    photo = np.full((*SIZE[::-1], 3), 120, np.uint8)
    valid = EVERYWHERE.copy()
    for top in range(0, SIZE[1], 20):
        valid[top : top + 20, : 200 + top // 20 % 2 * 6] = 0
    plan = compose.plan(photo, np.full_like(photo, 200), valid, False, {"painted": EVERYWHERE})
    made = compose.render(photo.copy(), plan).astype(np.float32)
    assert np.abs(np.diff(made, axis=1)).max() < 12
    assert np.abs(made[:, 300:] - 200).max() < 8 and np.abs(made[:, :150] - 120).max() < 1
    assert np.abs(np.diff(made, axis=0)).max() < 12


def test_what_the_answer_did_not_change_stays_the_photos_own_also_in_the_paint() -> None:
    clean = floor()
    photo = clean.copy()
    cv2.circle(photo, (240, 200), 14, (200, 30, 40), -1)
    soft = cv2.GaussianBlur(clean, (0, 0), 0.6)
    output = edited(photo, soft)
    far = np.s_[180:220, 300:350]
    assert painted()[far].min() > 0.99
    assert np.array_equal(output[far], photo[far])
    assert np.abs(output[190:210, 230:250].astype(float) - clean[190:210, 230:250]).mean() < 8


def test_a_strip_that_the_answer_does_not_show_is_not_left_as_it_was() -> None:
    clean = floor()
    photo = clean.copy()
    photo[-60:, 200:400] = (20, 200, 30)
    coverage = brush.coverage([Stroke(0.08, ((0.3, 1.0), (0.7, 1.0)))], *SIZE)
    valid = EVERYWHERE.copy()
    valid[-5:] = 0
    plan = compose.plan(photo, clean, valid, False, {"painted": coverage})
    output = compose.render(photo.copy(), plan)
    assert np.abs(output[-5:, 230:370].astype(float) - clean[-5:, 230:370]).mean() < 12


def test_an_answer_that_was_lit_anew_keeps_its_colours() -> None:
    """No gain and offset lead from there to the photo: extrapolated, they would turn grass into gold."""
    rng = np.random.default_rng(1)
    patches = cv2.resize(rng.uniform(40, 220, (10, 15, 3)).astype(np.float32), SIZE, interpolation=cv2.INTER_NEAREST)
    other = cv2.resize(rng.uniform(40, 220, (10, 15, 3)).astype(np.float32), SIZE, interpolation=cv2.INTER_NEAREST)
    photo, answer = patches.astype(np.uint8), 0.5 * patches + 0.5 * other
    answer[150:250, 200:400] = (68, 77, 32)
    outside = EVERYWHERE.copy()
    outside[150:250, 200:400] = 0
    corrected = lift.without_cast(photo, answer, outside)
    assert np.abs(corrected[200, 300] - np.array([68, 77, 32])).max() < 3
    cast = patches * np.array([0.96, 1.0, 1.03], np.float32) + 4
    assert np.abs(lift.without_cast(photo, cast.astype(np.float32), EVERYWHERE) - patches).mean() < 1


def test_it_is_told_whether_the_thing_is_gone_and_whether_the_border_meets() -> None:
    clean = floor()
    photo, everywhere = with_thing(clean), EVERYWHERE
    assert removal.measure(photo, clean, clean, painted(), everywhere).gone > 0.2 > removal.GONE
    assert removal.measure(photo, photo, photo, painted(), everywhere).gone < removal.GONE
    assert removal.measure(photo, photo, photo, painted(), everywhere).seam < 1
    other = floor()[::-1, ::-1].copy()
    other[::2] = other[::2] // 2
    other[:, 200:400] = (40, 120, 40)
    assert removal.measure(photo, other, other, painted(), everywhere).seam > removal.SEAM


def real(name: str) -> tuple[np.ndarray, ...]:
    """Photo, registered answer, paint and validity of a recorded pair."""
    from backend.editing import catalogue
    from backend.imaging import chain
    from backend.imaging.arrays import scale

    (pair,) = (p for p in pairs(need(SHARED / "answers")) if p.id == name)
    assert isinstance(pair, Pair)
    scope = catalogue.scope(catalogue.preset(pair.preset), catalogue.check(pair.preset, pair.parameters))
    photo = decode(pair.photo.read_bytes(), keep=True).pixels
    reply, points = chain.look_at(pair.answer.read_bytes())
    ratio = min(1.0, max(reply.shape[:2]) / max(photo.shape[:2]))
    small = scale(photo, (round(photo.shape[1] * ratio), round(photo.shape[0] * ratio)))
    aligned = register(small, reply, points)
    return small, aligned.answer, brush.coverage(scope.strokes, *small.shape[1::-1]), aligned.valid


@pytest.mark.parametrize(("name", "meets"), [("ia-baseball", True), ("sr-declutter", True), ("oy-fence", False)])
def test_real_removals_meet_the_photo_or_are_told_apart(name: str, meets: bool) -> None:
    small, answer, coverage, valid = real(name)
    done = removal.measure(small, answer, answer, coverage, valid)
    assert (done.seam < removal.SEAM) == meets and done.gone > removal.GONE
