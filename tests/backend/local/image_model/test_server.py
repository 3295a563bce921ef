"""The stand-in driven by the vendor's SDK: edits that come back, refusals in the vendor's words, several at a time."""

from __future__ import annotations

import base64
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import numpy as np
import openai
import pytest
from PIL import Image

from backend.local.image_model.server import create_app
from tests.backend.local.serving import serving
from tests.present import present

from .conftest import KEY, MODEL, Vendor, in_base64
from .photos import file, grey, photo


def picture(reply: openai.types.ImagesResponse, index: int = 0) -> np.ndarray:
    assert reply.data
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(reply.data[index].b64_json or "", validate=True))))


@pytest.mark.parametrize("output_format", ["png", "jpeg", "webp"])
def test_an_edit_comes_back_as_asked(vendor: Vendor, output_format: str) -> None:
    reply = vendor.edit(
        quality="medium", output_format=output_format, background="opaque", complexity="low", safety_identifier="abc"
    )
    edited = picture(reply)
    assert edited.shape == (704, 1056, 3)
    # The sky, white in the photo, is blue now.
    assert edited[40, 500:560].mean(0)[2] > edited[40, 500:560].mean(0)[0] + 60
    assert (reply.size, reply.quality, reply.output_format) == ("1056x704", "medium", output_format)
    assert reply.background == "opaque"
    assert reply.safety_identifier == "abc"
    assert Image.open(io.BytesIO(base64.b64decode(in_base64(reply)))).format == output_format.upper()


def test_usage_adds_up_and_grows_with_size_and_quality(vendor: Vendor) -> None:
    small = vendor.edit("No change.", quality="low").usage
    large = vendor.edit("No change.", quality="high", n=2).usage
    for usage in (small, large):
        assert usage is not None
        assert usage.total_tokens == usage.input_tokens + usage.output_tokens
        details = usage.input_tokens_details
        assert usage.input_tokens == details.image_tokens + details.text_tokens
        assert min(details.image_tokens, details.text_tokens, usage.output_tokens) > 0
    assert present(large).output_tokens > 4 * present(small).output_tokens


def test_the_same_order_gives_the_same_picture_and_another_prompt_another(vendor: Vendor) -> None:
    first, again, other = (picture(vendor.edit(f"No change{end}")) for end in (".", ".", "!"))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_several_images_and_several_answers(vendor: Vendor) -> None:
    data = file(photo("IMG_0005"))
    reply = vendor.edit("No change.", image=[("a.jpg", data, "image/jpeg"), ("b.jpg", data, "image/jpeg")], n=2)
    first, second = picture(reply, 0), picture(reply, 1)
    assert not np.array_equal(first, second)


def test_a_mask_says_where(vendor: Vendor) -> None:
    image = photo("IMG_0005")
    clear = np.zeros((*image.shape[:2], 4), np.uint8)
    clear[:, :528] = 255
    clear[:, 528:, 3] = 0
    mask = ("mask.png", file(clear, "PNG"), "image/png")
    jpeg = ("photo.jpg", file(image), "image/jpeg")
    edited = picture(vendor.edit("Brighten the interior strongly.", image=jpeg, mask=mask))
    lift = grey(edited) - grey(image)
    assert abs(np.median(lift[:, 40:480])) < 4
    assert np.median(lift[:, 580:]) > 15


def test_orientation_and_auto_size(vendor: Vendor) -> None:
    landscape = Image.fromarray(photo("IMG_0005"))
    exif = landscape.getexif()
    exif[0x0112] = 6
    target = io.BytesIO()
    landscape.save(target, "JPEG", exif=exif)
    reply = vendor.edit("No change.", image=("photo.jpg", target.getvalue(), "image/jpeg"), size="auto")
    assert reply.size == "1024x1536"
    assert picture(reply).shape == (1536, 1024, 3)


def test_models_are_listed_until_they_are_shut_down(vendor: Vendor) -> None:
    listed = {model.id for model in vendor.sdk.models.list()}
    assert MODEL in listed
    assert "gpt-image-1" not in listed
    ending = vendor.sdk.models.retrieve("gpt-image-1.5")
    assert ending.shutdown_date == "2026-12-01"
    assert vendor.sdk.models.retrieve(MODEL).shutdown_date is None
    with pytest.raises(openai.NotFoundError) as caught:
        vendor.sdk.models.retrieve("gpt-image-1")
    assert caught.value.code == "model_not_found"


JPEG = file(np.full((704, 1056, 3), 127, np.uint8))
PHOTO = ("photo.jpg", JPEG, "image/jpeg")


@pytest.mark.parametrize(
    ("changes", "status", "code", "param"),
    [
        ({"model": "gpt-image-1"}, 404, "model_not_found", None),
        ({"model": "dall-e-2"}, 404, "model_not_found", None),
        ({"model": "no-such-model"}, 404, "model_not_found", None),
        ({"size": "1000x700"}, 400, "invalid_value", "size"),
        ({"size": "3200x1024"}, 400, "invalid_value", "size"),
        ({"size": "512x512"}, 400, "invalid_value", "size"),
        ({"size": "3840x2400"}, 400, "invalid_value", "size"),
        ({"size": "4096x2048"}, 400, "invalid_value", "size"),
        ({"size": "large"}, 400, "invalid_value", "size"),
        ({"size": "²x²"}, 400, "invalid_value", "size"),
        ({"model": "gpt-image-1.5", "size": "1056x704"}, 400, "invalid_value", "size"),
        ({"quality": "ultra"}, 400, "invalid_value", "quality"),
        ({"model": "gpt-image-2", "quality": "max"}, 400, "invalid_value", "quality"),
        ({"input_fidelity": "high"}, 400, "unsupported_parameter", "input_fidelity"),
        ({"model": "gpt-image-2", "complexity": "low"}, 400, "unsupported_parameter", "complexity"),
        ({"complexity": "extreme"}, 400, "invalid_value", "complexity"),
        ({"response_format": "b64_json"}, 400, "unknown_parameter", "response_format"),
        ({"extra_body": {"moderation": "low"}}, 400, "unknown_parameter", "moderation"),
        ({"n": 11}, 400, "integer_above_max_value", "n"),
        ({"n": 0}, 400, "integer_below_min_value", "n"),
        ({"extra_body": {"n": "two"}}, 400, "invalid_type", "n"),
        ({"output_format": "tiff"}, 400, "invalid_value", "output_format"),
        ({"output_compression": 50}, 400, "invalid_png_output_compression", "output_compression"),
        ({"prompt": "x" * 32_001}, 400, "string_above_max_length", "prompt"),
        ({"prompt": ""}, 400, "missing_required_parameter", "prompt"),
        ({"image": JPEG}, 400, "unsupported_file_mimetype", "image"),
        ({"image": ("photo.heic", JPEG, "image/heic")}, 400, "unsupported_file_mimetype", "image"),
        ({"image": ("photo.png", JPEG, "image/png")}, 400, "invalid_image_file", "image"),
        ({"image": ("photo.jpg", JPEG[:500], "image/jpeg")}, 400, "invalid_image_file", "image"),
        ({"image": ("photo.jpg", b"", "image/jpeg")}, 400, "invalid_image_file", "image"),
        ({"image": [PHOTO] * 17}, 400, "array_above_max_length", "image"),
        (
            {"mask": ("mask.png", file(np.zeros((9, 9, 4), np.uint8), "PNG"), "image/png")},
            400,
            "invalid_image_file",
            "mask",
        ),
        ({"mask": PHOTO}, 400, "invalid_image_file", "mask"),
    ],
)
def test_refusals_are_the_vendors(
    vendor: Vendor, changes: dict[str, Any], status: int, code: str, param: str | None
) -> None:
    with pytest.raises(openai.APIStatusError) as caught:
        vendor.edit(**{"prompt": "No change.", "image": PHOTO, **changes})
    assert (caught.value.status_code, caught.value.code, caught.value.param) == (status, code, param)
    assert caught.value.type == "invalid_request_error"
    assert caught.value.request_id


@pytest.mark.parametrize("key", ["sk-wrong", "ключ"])
def test_another_key_is_not_let_in(vendor: Vendor, key: str) -> None:
    for path in ("/v1/models", f"/v1/models/{MODEL}"):
        headers = {b"Authorization": b"Bearer " + key.encode()}
        assert vendor.http.get(path, headers=headers).json()["error"]["code"] == "invalid_api_key"
    reply = httpx.post(f"{vendor.url}/v1/images/edits", content=b"")
    assert reply.status_code == 401
    assert "API key" in reply.json()["error"]["message"]


def test_the_app_is_not_made_without_a_key() -> None:
    with pytest.raises(ValueError, match="API key"):
        create_app("")


def test_bodies_that_are_no_form_are_refused(vendor: Vendor) -> None:
    for content_type in ("application/json", "multipart/form-data; boundary=x", ""):
        reply = vendor.http.post("/v1/images/edits", content=b"{}", headers={"Content-Type": content_type})
        assert reply.status_code == 400
        assert reply.json()["error"]["type"] == "invalid_request_error"
    assert vendor.http.get("/v1/elsewhere").json()["error"]["message"] == "Invalid URL (GET /v1/elsewhere)"


def test_requests_are_answered_side_by_side_and_recorded(vendor: Vendor) -> None:
    with ThreadPoolExecutor(4) as pool:
        sizes = list(pool.map(lambda n: picture(vendor.edit(f"No change {n}.", image=PHOTO)).shape, range(4)))
    assert sizes == [(704, 1056, 3)] * 4
    asked = vendor.http.get("/control/requests").json()
    assert sorted(entry["prompt"] for entry in asked) == [f"No change {n}." for n in range(4)]
    assert all(entry["status"] == 200 and entry["size"] == "1056x704" for entry in asked)


def test_the_sky_of_a_second_picture_is_taken_over_where_the_prompt_says_so() -> None:
    with (
        serving(lambda _: create_app(KEY, strength=0)) as url,
        openai.OpenAI(base_url=f"{url}/v1", api_key=KEY, max_retries=0) as sdk,
    ):
        pink = np.full((300, 400, 3), (230, 120, 160), np.uint8)
        sent = [
            ("photo.png", file(photo("IMG_0001"), "PNG"), "image/png"),
            ("like.png", file(pink, "PNG"), "image/png"),
        ]
        words = "Replace the sky with a clear blue sky."
        like = f"{words}\n\nThe second picture is a reference for the sky."
        plain, alike = (
            picture(sdk.images.edit(model=MODEL, image=sent, prompt=prompt, size="1056x704"))
            for prompt in (words, like)
        )
    sky, house = np.s_[20:180, 100:900], np.s_[400:500, 550:700]
    blue, rosy = (np.median(made[sky], axis=(0, 1)) for made in (plain, alike))
    assert blue[2] > 180 > blue[0] and np.abs(rosy - (230, 120, 160)).max() < 25
    assert np.abs(alike[house].astype(int) - plain[house]).max() <= 2


def test_strength_nought_returns_the_photo_itself() -> None:
    with (
        serving(lambda _: create_app(KEY, strength=0)) as url,
        openai.OpenAI(base_url=f"{url}/v1", api_key=KEY, max_retries=0) as sdk,
    ):
        image = photo("IMG_0002")
        sent = ("photo.png", file(image, "PNG"), "image/png")
        reply = sdk.images.edit(model=MODEL, image=sent, prompt="No change.", size="1056x704")
        assert np.array_equal(picture(reply), image)
        assert httpx.get(f"{url}/healthz").json() == {"status": "ok"}


def test_the_accounts_limits_are_told_with_each_reply_and_hold(vendor: Vendor) -> None:
    said = vendor.http.put("/control/limits", json={"input-images": 2, "seconds": 600}).json()
    assert (said["input-images"], said["seconds"]) == (2, 600)
    reply = vendor.sdk.images.with_raw_response.edit(**vendor.arguments())
    assert reply.headers["x-ratelimit-limit-input-images"] == "2"
    assert reply.headers["x-ratelimit-remaining-input-images"] == "1"
    assert reply.headers["x-ratelimit-reset-input-images"].startswith("5m0")
    vendor.edit()
    with pytest.raises(openai.RateLimitError) as caught:
        vendor.edit()
    headers = caught.value.response.headers
    assert caught.value.code == "rate_limit_exceeded" and 200 < float(headers["retry-after"]) < 301
    assert headers["x-ratelimit-remaining-input-images"] == "0"
    assert vendor.http.put("/control/limits", json={"images": 1}).status_code == 400
    assert vendor.http.put("/control/limits", json={}).json()["input-images"] == 5000
    vendor.edit()
