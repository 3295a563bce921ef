"""Replies against the facts of the vendor's API description and against the SDK's own types.

The description predates the free sizes and the models since 2.5: requests here keep to what it knows.
"""

from __future__ import annotations

from typing import get_args

import httpx
import jsonschema_rs
import openai
from openai.types import ImageEditParams, ImageModel, ImagesResponse, Model
from typing_extensions import get_type_hints

from backend.local.image_model import models, requests

from ..vendors import described
from .conftest import MODEL, Vendor
from .test_server import PHOTO


def validate(schema: str, value: object) -> None:
    components = described("images")["components"]
    jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{schema}", "components": components}).validate(value)


def raw(vendor: Vendor, **fields: str) -> httpx.Response:
    form = {"model": MODEL, "prompt": "No change.", "size": "1536x1024", "quality": "high", **fields}
    return vendor.http.post("/v1/images/edits", data=form, files={"image": PHOTO})


def test_an_edit_is_what_the_description_says(vendor: Vendor) -> None:
    reply = raw(vendor, output_format="jpeg", background="opaque")
    assert reply.status_code == 200
    validate("ImagesResponse", reply.json())
    assert ImagesResponse.model_validate(reply.json(), strict=True)
    for name in (
        "x-request-id",
        "openai-processing-ms",
        "x-ratelimit-limit-requests",
        "x-ratelimit-remaining-requests",
    ):
        assert reply.headers[name]


def test_as_many_images_are_taken_as_the_description_says(vendor: Vendor) -> None:
    one, several = described("images")["takes"]["image"]["anyOf"]
    assert (one["type"], several["maxItems"]) == ("string", requests.MAX_IMAGES)


def test_the_models_are_what_the_description_says(vendor: Vendor) -> None:
    validate("ListModelsResponse", vendor.http.get("/v1/models").json())
    one = vendor.http.get(f"/v1/models/{MODEL}").json()
    validate("Model", one)
    assert Model.model_validate(one, strict=True)


def test_the_fields_of_the_sdk_are_known() -> None:
    """Every parameter that the SDK can send is taken, or refused on purpose."""
    on_purpose = {"response_format", "svg", "frame_count", "frame_duration_ms"}
    sendable: set[str] = set()
    for variant in get_args(ImageEditParams):
        sendable |= set(get_type_hints(variant))
    assert sendable - on_purpose == (requests.FIELDS | {"image", "mask", "markup"})


def test_the_models_of_the_sdk_are_known() -> None:
    assert set(get_args(ImageModel)) == set(models.CATALOGUE)


def test_errors_have_the_vendors_form(vendor: Vendor) -> None:
    for reply in (raw(vendor, size="7x7"), raw(vendor, prompt="[[fault:quota]]"), vendor.http.get("/v1/models/none")):
        error = reply.json()["error"]
        assert set(error) == {"message", "type", "param", "code"}
        assert isinstance(error["message"], str)


def test_the_sdk_does_not_retry_here_but_would_elsewhere(vendor: Vendor) -> None:
    """The stand-in's 429 and 5xx are of the kind that the SDK itself would repeat, with Retry-After honoured."""
    vendor.script("rate_limited:0.01", "server_error", "ok")
    with openai.OpenAI(base_url=f"{vendor.url}/v1", api_key=vendor.sdk.api_key, max_retries=2) as patient:
        assert patient.images.edit(model=MODEL, image=PHOTO, prompt="No change.", size="1024x1024").data
    assert [entry["status"] for entry in vendor.http.get("/control/requests").json()] == [429, 500, 200]
