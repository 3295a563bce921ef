"""What an image model does to a photo besides the edit: a seeded re-rendering of a known full-size truth."""

from __future__ import annotations

import cv2
import numpy as np

from tests.present import present

WARPS: dict[str, tuple[float, ...]] = {
    "none": (0.0, 0.0),
    "mild": (3.0, 0.7),
    "typical": (7.0, 1.5),
    "hard": (16.0, 3.0),
    "recomposed": (7.0, 1.5, 0.07, 18.0),
}
"""Corner shift of the homography, rms of the local warp, most zoom (in or out) and shift: pixels at 1536 wide."""


def answer(
    edited: np.ndarray,
    size: tuple[int, int],
    seed: int,
    *,
    warp: str = "typical",
    cast: bool = True,
    texture: float = 1.0,
) -> np.ndarray:
    """`edited` (H x W x 3 uint8, the true result at full size) as a model would return it at `size`."""
    rng = np.random.default_rng(seed)
    small: np.ndarray = cv2.resize(edited, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    small = _warped(small, rng, WARPS[warp])
    if texture:
        soft = cv2.bilateralFilter(small, 5, 14 * texture, 1.5)
        soft = soft + 0.35 * (soft - cv2.GaussianBlur(soft, (0, 0), 1.2))
        band = rng.normal(0, 1, small.shape[:2]).astype(np.float32)
        band = cv2.GaussianBlur(band, (0, 0), 0.8) - cv2.GaussianBlur(band, (0, 0), 2.5)
        luma = cv2.cvtColor(small / 255, cv2.COLOR_RGB2GRAY)
        activity = cv2.GaussianBlur(np.abs(luma - cv2.GaussianBlur(luma, (0, 0), 3)), (0, 0), 4)
        small = soft + (band / band.std() * texture * (1.2 + 40 * activity))[..., None]
    if cast:
        small = small * rng.uniform(0.97, 1.03, 3) + rng.uniform(-2, 2, 3)
    picture = np.clip(np.rint(small), 0, 255).astype(np.uint8)
    packed = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 93])[1]
    return present(cv2.imdecode(packed, cv2.IMREAD_COLOR))[..., ::-1].copy()


def _warped(picture: np.ndarray, rng: np.random.Generator, warp: tuple[float, ...]) -> np.ndarray:
    where = displacement(picture.shape[1::-1], rng, *warp)
    return cv2.remap(picture, where[..., 0], where[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)


def displacement(
    size: tuple[int, int],
    rng: np.random.Generator,
    corners: float,
    local: float,
    zoom: float = 0.0,
    shift: float = 0.0,
) -> np.ndarray:
    """Where each pixel of the answer comes from (H x W x 2, x and y)."""
    width, height = size
    unit = max(width, height) / 1536
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    jitter = rng.uniform(-corners, corners, (4, 2)).astype(np.float32) * unit
    matrix = cv2.getPerspectiveTransform(frame, frame + jitter)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    where = cv2.perspectiveTransform(np.stack((x, y), -1).reshape(1, -1, 2), matrix).reshape(height, width, 2)
    bumps = cv2.resize(rng.normal(0, 1, (7, 10, 2)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    if local:
        where += bumps / bumps.std() * local * unit
    if zoom:
        centre = np.array([width / 2, height / 2], np.float32)
        factor = 1 + rng.uniform(-zoom, zoom)
        where = (where - centre) * factor + centre + rng.uniform(-shift, shift, 2) * unit
    return where.astype(np.float32)


def relit(picture: np.ndarray, seed: int, *, lamps: int = 0, night: float = 0.0) -> np.ndarray:
    """A tone edit with a known result: white balance, smooth relight, curve, saturation, lamps, night."""
    rng = np.random.default_rng(seed)
    linear = (picture.astype(np.float32) / 255) ** 2.2
    height, width = picture.shape[:2]
    field = cv2.resize(rng.normal(0, 0.45, (3, 4)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    gain = 2.0 ** np.clip(field, -0.65, 0.65)
    linear *= gain[..., None] * rng.uniform(0.86, 1.16, 3).astype(np.float32)
    if night:
        linear *= np.array([0.35, 0.42, 0.70], np.float32) * (1 - 0.6 * night)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    for _ in range(lamps):
        cx, cy = rng.uniform(0.1, 0.9) * width, rng.uniform(0.3, 0.7) * height
        reach = rng.uniform(0.03, 0.10) * width
        glow = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * reach**2)) * rng.uniform(0.8, 2.0)
        linear *= 1 + glow[..., None] * np.array([1.0, 0.75, 0.45], np.float32)
    shown = np.clip(linear, 0, 1) ** (1 / 2.2)
    shown = shown + 0.06 * np.sin((shown - 0.5) * 2 * np.pi) * rng.uniform(0, 1)
    grey = shown.mean(axis=-1, keepdims=True)
    return np.clip((grey + (shown - grey) * rng.uniform(0.9, 1.2)) * 255 + 0.5, 0, 255).astype(np.uint8)


def invent(
    picture: np.ndarray, donor: np.ndarray, share: float, seed: int
) -> tuple[np.ndarray, tuple[int, int, int, int]]:
    """Clone a patch of `donor`, `share` of the width wide, seamlessly into `picture`; returns its box x, y, w, h."""
    rng = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    side = max(12, int(share * width))
    patch = donor
    for _ in range(60):
        u, v = int(rng.integers(0, donor.shape[1] - side)), int(rng.integers(0, donor.shape[0] - side))
        patch = donor[v : v + side, u : u + side]
        if cv2.Laplacian(cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY), cv2.CV_32F).std() > 12:
            break
    cx = int(rng.integers(side, width - side))
    cy = int(rng.integers(side, height - side))
    mask = np.zeros(patch.shape[:2], np.uint8)
    cv2.ellipse(mask, (side // 2, side // 2), (side // 2 - 2, side // 2 - 2), 0, 0, 360, 255, -1)
    out = cv2.seamlessClone(
        np.ascontiguousarray(patch), np.ascontiguousarray(picture), mask, (cx, cy), cv2.NORMAL_CLONE
    )
    return out, (cx - side // 2, cy - side // 2, side, side)


def erase(picture: np.ndarray, share: float, seed: int) -> tuple[np.ndarray, tuple[int, int, int, int]]:
    """Inpaint a textured blob, `share` of the width wide; returns its box x, y, w, h."""
    rng = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    side = max(12, int(share * width))
    detail = np.abs(cv2.Laplacian(cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), 1), cv2.CV_32F))
    dense = cv2.blur(detail, (side, side))
    level = np.quantile(dense, 0.6)
    cx = cy = 0
    for _ in range(200):
        cx, cy = int(rng.integers(side, width - side)), int(rng.integers(side, height - side))
        if dense[cy, cx] > level:
            break
    mask = np.zeros((height, width), np.uint8)
    cv2.ellipse(mask, (cx, cy), (side // 2, side // 2), 0, 0, 360, 255, -1)
    pad = side
    top, left = max(0, cy - pad), max(0, cx - pad)
    crop = np.ascontiguousarray(picture[top : cy + pad, left : cx + pad])
    out = picture.copy()
    out[top : cy + pad, left : cx + pad] = cv2.inpaint(
        crop, mask[top : cy + pad, left : cx + pad], 4, cv2.INPAINT_TELEA
    )
    return out, (cx - side // 2, cy - side // 2, side, side)


def greened(picture: np.ndarray, lawn: np.ndarray, seed: int) -> np.ndarray:
    """A lawn edit with a known result: hue and saturation pulled to green in `lawn` (H x W, 0 to 1), texture kept."""
    rng = np.random.default_rng(seed)
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    dry = np.clip((lab[..., 1:2] + 14) / 14, 0, 1)
    green = np.array([rng.uniform(-30, -22), rng.uniform(26, 36)], np.float32)
    pulled: np.ndarray = lab.copy()
    pulled[..., 1:] += (0.55 + 0.3 * dry) * (green * (lab[..., :1] / 45) ** 0.6 - lab[..., 1:])
    pulled[..., 0] *= 1 - rng.uniform(0.1, 0.2) * dry[..., 0]
    shown = cv2.cvtColor(pulled, cv2.COLOR_LAB2RGB) * 255
    mixed = picture + np.asarray(lawn, np.float32)[..., None] * (shown - picture)
    return np.clip(np.rint(mixed), 0, 255).astype(np.uint8)


def under_skies(picture: np.ndarray, sky: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """`picture` with one sky and with another behind what stands before it; `sky` is the coverage (H x W, 0 to 1).

    Both are mixed in linear light, where an overcast sky is brighter than white, so edges are what a camera shows.
    """
    rng = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    coverage = np.asarray(sky, np.float32)[..., None]
    solid = np.asarray(coverage < 0.02, np.float32)
    linear = (picture.astype(np.float32) / 255) ** 2.2
    near = cv2.GaussianBlur(solid, (0, 0), 3)[..., None]
    front = solid * linear + (1 - solid) * (cv2.GaussianBlur(linear * solid, (0, 0), 3) / (near + 1e-3))
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    clouds = np.zeros((height, width), np.float32)
    for octave in range(6):
        cells = (3 * 2**octave, 5 * 2**octave)
        noise = rng.normal(0, 0.5 * 0.6**octave, cells).astype(np.float32)
        clouds += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    cover = 0.5 + 0.5 * np.tanh(2 * (clouds - rng.uniform(0, 0.5)))[..., None]
    blue, pale = np.array([0.12, 0.30, 0.72], np.float32), np.array([0.50, 0.68, 0.90], np.float32)
    rosy, violet = np.array([0.85, 0.42, 0.34], np.float32), np.array([0.20, 0.22, 0.50], np.float32)
    overcast = np.array([1.15, 1.18, 1.22], np.float32) * (1 - 0.25 * cover) * rng.uniform(0.8, 1.3)
    top, bottom = ((blue, pale), (violet, rosy))[seed % 2]
    fair = top + (bottom - top) * np.clip(down * 1.8, 0, 1)
    fair = fair + cover * (np.array([0.9, 0.9, 0.92], np.float32) * (0.4 + 0.6 * bottom) - fair)
    plain = blue + (pale - blue) * np.clip(down * 1.8, 0, 1)
    before = overcast if seed % 3 else plain * np.ones_like(linear)
    shown = []
    for behind in (before, fair):
        light = front * (1 - coverage) + behind * coverage
        shown.append(np.clip(np.rint(np.clip(light, 0, 1) ** (1 / 2.2) * 255), 0, 255).astype(np.uint8))
    return shown[0], shown[1]
