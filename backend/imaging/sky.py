"""Where the sky is: found at working size in the original, with the registered answer as a witness."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from .arrays import Floats, Pixels8, blur, disc, dot, lab_of, local_colour, over, times
from .mattes import extend
from .open_sky import open_sky


def sky(small: Pixels8, answer: Pixels8, valid: Floats | None = None) -> Floats:
    """As `regions.find`: the open sky (`open_sky`), and what shows through trees and fences by colour."""
    coverage = np.zeros(small.shape[:2], np.float32)
    seeds, walls = open_sky(small, answer)
    if seeds.mean() >= LEAST:
        reach = slice(0, int(np.flatnonzero(seeds.any(axis=1))[-1]) + len(small) // 3)
        shown = None if valid is None else valid[reach]
        shared = _shared(small, answer, seeds)
        coverage[reach] = _around(seeds[reach], walls[reach], small[reach], answer[reach], shown, shared)
    return coverage


LEAST = 0.003
"""Share of the photo below which there is no sky to speak of."""


def _around(
    seeds: Pixels8, walls: Pixels8, small: Pixels8, answer: Pixels8, valid: Floats | None, shared: Floats
) -> Floats:
    """The open sky (`seeds`), what of it is seen through something else, and pixels that are part sky: 0 to 1."""
    lab = lab_of(small)
    weight = seeds.astype(np.float32)
    colour, spread = local_colour(lab, weight, max(small.shape) / 24)
    apart = (lab - colour) / spread
    distance = np.sqrt(dot(apart, apart))
    behind = _continued(small.astype(np.float32), weight)
    away = cv2.distanceTransform(1 - seeds, cv2.DIST_L2, 3)
    near = (away < NEAR).astype(np.uint8)
    with ThreadPoolExecutor(1) as pool:
        seen_through = pool.submit(_seen_through, distance, answer, seeds)
        alpha = _mixed(small, behind, distance)
        alpha *= ((away < FAR) | _gaps(lab, colour, distance, away) | seen_through.result()) & (1 - walls)
    confirmed = _confirmed(alpha, small, answer, behind, seeds, near, shared)
    if valid is not None:
        # What the answer does not show it cannot deny.
        confirmed = np.maximum(confirmed, alpha * cv2.dilate(1 - valid, disc(10)))
    # Next to open sky its colour is proof enough.
    plain = np.clip((4.0 - distance) / 3.0, 0, 1) * (away < 4.5)
    return np.asarray(np.maximum.reduce([confirmed, plain.astype(np.float32), weight]))


NEAR, FAR = 40.0, 120.0
"""Working pixels around the open sky in which its colour is sky unless the answer denies it, and if it confirms it."""


def _seen_through(distance: Floats, answer: Pixels8, seeds: Pixels8) -> Pixels8:
    """Sky far from the open one (between planks, under branches): it looks like sky, and the answer made it so too."""
    after = lab_of(cv2.GaussianBlur(answer, (0, 0), 1))
    wanted = _continued(after, cv2.erode(seeds, disc(6)).astype(np.float32))
    apart = after - wanted
    alike = dot(apart, apart) < 14**2
    count, labels = cv2.connectedComponents((distance < 2.5).astype(np.uint8), connectivity=4)
    size = np.bincount(labels.ravel(), minlength=count)
    # What stands before a sky ends sharply. The light of a lamp on a pale wall does not.
    ring = cv2.dilate(labels.astype(np.float32), np.ones((7, 7), np.uint8)).astype(np.intp) * (labels == 0)
    edge = np.bincount(ring.ravel(), minlength=count)
    sharp = np.bincount(ring[distance > 5], minlength=count) > 0.6 * edge
    keep = (np.bincount(labels[alike], minlength=count) > 0.6 * size) & (size > 3) & sharp
    keep[0] = False
    return cv2.dilate(keep[labels].astype(np.uint8), disc(3))


def _gaps(lab: Floats, colour: Floats, distance: Floats, away: Floats) -> Pixels8:
    """Specks of the sky's colour in something dark, as leaves leave them, not too far below the open sky."""
    alike = ((distance < 6) & (lab[..., 0] > 0.75 * colour[..., 0])).astype(np.uint8)
    solid = cv2.dilate(cv2.morphologyEx(alike, cv2.MORPH_OPEN, disc(4)), disc(8))
    dark = blur((lab[..., 0] < 40).astype(np.float32), 4) > 0.4
    within = away < max(away.shape) / 8
    return cv2.dilate(((alike > solid) & dark & within).astype(np.uint8), disc(2))


def _mixed(small: Pixels8, behind: Floats, distance: Floats) -> Floats:
    """Coverage of pixels that are part sky: how far they are from what stands before it to the sky's own colour."""
    picture = small.astype(np.float32)
    solid = (distance > 5).astype(np.float32)
    total = cv2.GaussianBlur(solid, (0, 0), 3)
    before = over(cv2.GaussianBlur(times(picture, solid), (0, 0), 3), total + 1e-4)
    way = behind - before
    length = dot(way, way)
    share = dot(picture - before, way) / (length + 100)
    alpha = np.clip((4.0 - distance) / 3.0, 0, 1)
    told = (total > 0.05) & (length > 40**2)
    return np.asarray(np.where(told, np.maximum(alpha, np.clip((share - 0.25) / 0.7, 0, 1)), alpha), np.float32)


def _confirmed(
    alpha: Floats, small: Pixels8, answer: Pixels8, behind: Floats, seeds: Pixels8, near: Pixels8, shared: Floats
) -> Floats:
    """`alpha` where the answer changed as much as a new sky seen through such a coverage would have changed it.

    Gaps in trees and fences are sky wherever they are; a white wall, a chimney's cap or a bright roof never is.
    """
    after = answer.astype(np.float32)
    gain = after - np.clip(cv2.transform(small.astype(np.float32), shared.T), 0, 255)
    sure = cv2.erode(seeds, disc(4)).astype(np.float32)
    full = _continued(after, sure) - np.clip(cv2.transform(behind, shared.T), 0, 255)
    expected = times(full, alpha * (1 - seeds))
    power = dot(expected, expected)
    shown = cv2.GaussianBlur(dot(gain, expected), (0, 0), 2)
    power = cv2.GaussianBlur(power, (0, 0), 2)
    least = np.where(near, LOW, LOW_FAR)
    told = np.clip((shown / (power + 20) - least) / RISE, 0, 1)
    # Where the new sky is as bright as the old one there is nothing to see, and what is near is believed.
    weak = near * (1 - np.clip(power / 60, 0, 1))
    return np.asarray(alpha * np.maximum(np.maximum(told, weak), seeds), np.float32)


LOW, LOW_FAR, RISE = 0.15, 0.5, 0.2
"""Share of the expected change from which a place is sky, near the open one and far from it, and until it is surely."""


def _shared(small: Pixels8, answer: Pixels8, seeds: Pixels8) -> Floats:
    """What the answer did to everything but the sky: 4 x 3, for (r, g, b, 1), held towards a plain gain."""
    size = (max(1, seeds.shape[1] // 8), max(1, seeds.shape[0] // 8))
    before, after, inside = (
        cv2.resize(v.astype(np.float32), size, interpolation=cv2.INTER_AREA) for v in (small, answer, seeds)
    )
    rest = inside < 0.05
    mean, aimed = before[rest].mean(axis=0), after[rest].mean(axis=0)
    apart = before[rest] - mean
    covariance, cross = apart.T @ apart / len(apart), apart.T @ (after[rest] - aimed) / len(apart)
    held = HELD * np.eye(3, dtype=np.float32)
    slopes = np.linalg.solve(covariance + held, cross + held * (aimed / np.maximum(mean, 1)))
    return np.asarray(np.vstack((slopes, aimed - mean @ slopes)), np.float32)


HELD = 2000.0
"""Squared levels: what is brighter than all else (a white gutter) would else be told by what grass did."""


def _continued(values: Floats, weight: Floats) -> Floats:
    """`values` where `weight` is 1, coarsely, and smoothly continued from there."""
    size = (max(1, values.shape[1] // 4), max(1, values.shape[0] // 4))
    known = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    coarse = over(cv2.resize(times(values, weight), size, interpolation=cv2.INTER_AREA), known + 1e-6)
    return cv2.resize(extend(coarse, np.minimum(known * 4, 1)), values.shape[1::-1], interpolation=cv2.INTER_LINEAR)
