"""Recorded photos are known again in what the worker sends, and no other photo is taken for one of them."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import httpx
import numpy as np
import openai
import pytest
from PIL import Image

from backend.imaging import icc
from backend.imaging.sizes import SizeLimits, fit_size
from backend.local.image_model.editor import Bright, Dusk, Edit, Lawn, Remove, Sky
from backend.local.image_model.pictures import open_file
from backend.local.image_model.recordings import read
from backend.local.image_model.replay import Replay, recorded_answer
from backend.local.image_model.server import create_app
from tests import shared
from tests.backend.local.serving import serving

from .conftest import KEY, MODEL, SIZE
from .photos import SHOOT, file, photo
from .recorded import folder

EDITS: dict[str, Edit] = {"dusk": Dusk(), "sky": Sky(), "lawn": Lawn(), "bright": Bright(), "remove": Remove()}
FRONT, ROOM = photo("IMG_0001"), photo("IMG_0005")
ANSWER = np.roll(FRONT[::-1], 1, 2)
PICTURES = {
    "front.jpg": FRONT,
    "again.jpg": FRONT,
    "room.jpg": ROOM,
    "warm.png": ANSWER,
    "cool.png": ANSWER // 2,
    "bright.png": ANSWER,
}
LINES = [
    ("front.jpg", "warm.png", "dusk", {"sky_warmth": "warm"}),
    ("again.jpg", "cool.png", "dusk", {"sky_warmth": "cool"}),
    ("front.jpg", "cool.png", "sky", {}),
    ("front.jpg", "warm.png", "sky", {"kind": "sunset"}),
    ("room.jpg", "bright.png", "bright", {}),
    ("room.jpg", "bright.png", "remove", {"region": "160:1,1"}),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("recorded"), PICTURES, LINES)


@pytest.fixture(scope="module")
def replay(made: Path) -> Replay:
    return Replay(read(made))


def sent(pixels: np.ndarray, edge: int, quality: int) -> np.ndarray:
    """A picture as a request holds it: `edge` long, sides of multiples of 16, through a JPEG."""
    longest = max(pixels.shape[:2])
    width, height = (max(16, round(side * edge / longest / 16) * 16) for side in pixels.shape[1::-1])
    scaled = Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(Image.open(io.BytesIO(file(np.asarray(scaled), quality=quality))))


def name(replay: Replay, pixels: np.ndarray, edit: Edit | None) -> str | None:
    found = replay.find(pixels, edit)
    return found.id if found else None


@pytest.mark.parametrize(
    ("pixels", "edit", "expected"),
    [
        (FRONT, Dusk("warm"), "1"),
        (FRONT, Dusk("cool"), "2"),
        (FRONT, Dusk("natural"), "1"),
        (FRONT, Dusk("cool", "off"), "1"),
        (FRONT, Sky(), "3"),
        (FRONT, Sky("sunset"), "4"),
        (FRONT, Sky("clear"), "3"),
        (FRONT, Lawn(), None),
        (FRONT, None, None),
        (ROOM, Bright(), "5"),
        (ROOM, Bright("strong", "cool"), "5"),
        (ROOM, Remove(), "6"),
        (ROOM, Sky(), None),
    ],
)
def test_the_preset_chooses_and_then_its_parameters(
    replay: Replay, pixels: np.ndarray, edit: Edit | None, expected: str | None
) -> None:
    assert name(replay, pixels, edit) == expected


@pytest.mark.parametrize("edge", [1024, 1280, 1536])
@pytest.mark.parametrize("quality", [60, 95])
def test_a_photo_is_known_in_every_size(replay: Replay, edge: int, quality: int) -> None:
    assert name(replay, sent(FRONT, edge, quality), Sky()) == "3"
    assert name(replay, sent(ROOM, edge, quality), Bright()) == "5"


def test_what_is_nearly_the_photo_is_another(replay: Replay) -> None:
    moved = np.roll(ROOM, 32, 1)
    brighter = np.clip(ROOM * 1.12, 0, 255).astype(np.uint8)
    wide = cv2.resize(ROOM, (1136, 704))
    for other in (moved, brighter, wide, ROOM[:, ::-1], ROOM[:, 24:-24], ROOM[::-1]):
        assert name(replay, np.ascontiguousarray(other), Bright()) is None


def test_the_sample_shoot_is_told_apart(tmp_path: Path) -> None:
    """Exposures of one scene among them."""
    names = sorted({path.stem for path in SHOOT.iterdir()})
    pictures = {f"{stem}.jpg": photo(stem) for stem in names}
    replay = Replay(read(folder(tmp_path, pictures, [(n, n, "bright", {}) for n in pictures])))
    for number, stem in enumerate(names, 1):
        assert name(replay, sent(photo(stem), 1024, 85), Bright()) == str(number)


def test_a_turned_photo_in_display_p3_is_known(tmp_path: Path) -> None:
    vivid = np.array(ROOM)
    vivid[..., 0] = np.clip(vivid[..., 0] * 1.4, 0, 255)
    made = folder(tmp_path, {"a.jpg": vivid}, [("a.jpg", "a.jpg", "bright", {})])
    turned = Image.fromarray(icc.convert(np.rot90(vivid), icc.srgb(), icc.display_p3()))
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(made / "photos" / "a.jpg", exif=exif, icc_profile=icc.display_p3())
    assert name(Replay(read(made)), vivid, Bright()) == "1"


@pytest.fixture(scope="module")
def url(made: Path) -> Iterator[str]:
    with serving(lambda _: create_app(KEY, replay=Replay(read(made)))) as address:
        yield address


def edit(url: str, prompt: str, pixels: np.ndarray, **changes: Any) -> tuple[np.ndarray, str | None]:
    """The picture that comes back, and which recording the stand-in says it is."""
    form: dict[str, Any] = {"size": changes.pop("size", SIZE), "output_format": changes.pop("output_format", "png")}
    with openai.OpenAI(base_url=f"{url}/v1", api_key=KEY, max_retries=0, timeout=30) as sdk:
        reply = sdk.images.edit(
            model=MODEL,
            image=("photo.jpg", file(pixels, quality=92), "image/jpeg"),
            prompt=prompt,
            **form,
            extra_headers={"X-Luster-Fault": changes["fault"]} if changes else None,
        )
    assert reply.data
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(reply.data[0].b64_json or ""))))
    recording: str | None = httpx.get(f"{url}/control/requests").json()[-1]["recording"]
    return picture, recording


def off(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(np.float32) - other).mean())


@pytest.mark.parametrize("output_format", ["png", "jpeg", "webp"])
def test_the_recorded_answer_comes_back_at_the_size_asked_for(url: str, output_format: str) -> None:
    for size, shape in ((SIZE, (704, 1056, 3)), ("1152x768", (768, 1152, 3))):
        picture, recording = edit(url, "Dusk, with a warm sky.", FRONT, size=size, output_format=output_format)
        assert (picture.shape, recording) == (shape, "1")
        assert off(picture, cv2.resize(ANSWER, shape[1::-1], interpolation=cv2.INTER_CUBIC)) < 6
        assert size != SIZE or output_format != "png" or np.array_equal(picture, ANSWER)


def test_everything_else_is_edited_as_before(url: str) -> None:
    with serving(lambda _: create_app(KEY)) as plain:
        prompt, pixels = "Replace the sky.", photo("IMG_0002")
        before, after = edit(plain, prompt, pixels), edit(url, prompt, pixels)
    assert np.array_equal(before[0], after[0])
    assert (before[1], after[1]) == (None, None)


def test_faults_befall_recorded_answers_too(url: str) -> None:
    prompt = "Make it dusk with a warm evening sky."
    for fault in ("invented", "erased"):
        picture, recording = edit(url, prompt, FRONT, fault=fault)
        assert recording == "1"
        assert 0.1 < off(picture, ANSWER) < 15
    assert edit(url, prompt, FRONT, fault="black")[0].mean() < 20
    assert edit(url, prompt, FRONT, fault="wrong_size")[0].shape == (1056, 704, 3)
    with pytest.raises(openai.InternalServerError):
        edit(url, prompt, FRONT, fault="server_error")


def test_real_photos_are_known_and_told_apart() -> None:
    """Each one of a folder of real photos of up to 24 megapixels, in the worker's size and in another."""
    recordings = read(shared.need(shared.ANSWERS))
    replay = Replay(recordings)
    for recording in {recording.photo: recording for recording in recordings}.values():
        pixels = open_file(recording.photo, edge=1024)
        width, height = fit_size(pixels.shape[1], pixels.shape[0], SizeLimits())
        worker = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
        for view in (worker, sent(pixels, 1024, 60)):
            found = replay.find(view, EDITS[recording.preset])
            assert found is not None and found.preset == recording.preset
            assert found.photo.read_bytes() == recording.photo.read_bytes()
    for stem in {path.stem for path in SHOOT.iterdir()}:
        assert all(replay.find(photo(stem), wanted) is None for wanted in EDITS.values())


def test_a_crop_of_a_photo_is_answered_with_what_its_answer_shows_there(replay: Replay) -> None:
    height, width = ROOM.shape[:2]
    area = np.s_[height // 4 : height // 4 + height // 2, width // 3 : width // 3 + width // 2]
    crop = sent(np.ascontiguousarray(ROOM[area]), max(ROOM[area].shape), 90)
    found = replay.find(crop, Remove())
    assert found is not None and found.id == "6"
    wanted = cv2.resize(np.ascontiguousarray(ANSWER[area]), crop.shape[1::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(recorded_answer(found, *crop.shape[1::-1]).astype(int) - wanted).mean() < 4
    assert replay.find(crop, Sky()) is None, "other edits are of whole photos"
    assert replay.find(np.ascontiguousarray(FRONT[area]), Remove()) is None
