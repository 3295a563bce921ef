"""Every way in which the vendor fails, as its SDK reports it."""

from __future__ import annotations

import base64
import binascii
import io
import time

import numpy as np
import openai
import pytest
from PIL import Image

from .conftest import MODEL, Vendor, in_base64
from .photos import grey
from .test_server import PHOTO, picture


@pytest.mark.parametrize(
    ("fault", "error", "status", "code", "kind"),
    [
        ("rate_limited:7", openai.RateLimitError, 429, "rate_limit_exceeded", "input-images"),
        ("quota", openai.RateLimitError, 429, "insufficient_quota", "insufficient_quota"),
        ("moderation", openai.BadRequestError, 400, "moderation_blocked", "image_generation_user_error"),
        ("server_error", openai.InternalServerError, 500, "server_error", "server_error"),
        ("unavailable", openai.InternalServerError, 503, "server_overloaded", "server_error"),
        ("model_gone", openai.NotFoundError, 404, "model_not_found", "invalid_request_error"),
    ],
)
def test_errors(
    vendor: Vendor, fault: str, error: type[openai.APIStatusError], status: int, code: str, kind: str
) -> None:
    with pytest.raises(error) as caught:
        vendor.edit(f"No change. [[fault:{fault}]]", image=PHOTO)
    assert (caught.value.status_code, caught.value.code, caught.value.type) == (status, code, kind)
    assert caught.value.request_id
    assert caught.value.response.headers.get("retry-after") == ("7" if fault.startswith("rate") else None)
    if fault == "moderation":
        assert isinstance(caught.value.body, dict)
        assert caught.value.body["moderation_details"] == {"moderation_stage": "input", "categories": ["sexual"]}
        assert "safety_violations=[" in caught.value.message


def test_the_connection_is_cut_in_the_middle_of_the_body(vendor: Vendor) -> None:
    with pytest.raises(openai.APIConnectionError):
        vendor.edit("No change. [[fault:cut]]", image=PHOTO)


def test_a_request_that_is_never_answered_runs_into_the_callers_timeout(vendor: Vendor) -> None:
    with pytest.raises(openai.APITimeoutError):
        vendor.edit("No change. [[fault:timeout]]", image=PHOTO, timeout=0.5)
    with pytest.raises(openai.APIConnectionError):
        vendor.edit("No change. [[fault:timeout:0]]", image=PHOTO)


def test_a_slow_answer_is_an_answer(vendor: Vendor) -> None:
    started = time.monotonic()
    assert picture(vendor.edit("No change. [[fault:slow:0.4]]", image=PHOTO)).shape == (704, 1056, 3)
    assert time.monotonic() - started >= 0.4


def test_answers_without_a_picture(vendor: Vendor) -> None:
    assert vendor.edit("[[fault:empty]]", image=PHOTO).data == []
    broken = in_base64(vendor.edit("[[fault:bad_base64]]", image=PHOTO))
    with pytest.raises(binascii.Error):
        base64.b64decode(broken, validate=True)
    wrong = base64.b64decode(in_base64(vendor.edit("[[fault:not_an_image]]", image=PHOTO)), validate=True)
    with pytest.raises(OSError, match="cannot identify"):
        Image.open(io.BytesIO(wrong))


def test_answers_with_the_wrong_picture(vendor: Vendor) -> None:
    wrong = vendor.edit("[[fault:wrong_size]]", image=PHOTO)
    assert wrong.size == "1056x704"
    assert picture(wrong).shape != (704, 1056, 3)
    assert picture(vendor.edit("[[fault:black]]", image=PHOTO)).max() == 0


@pytest.mark.parametrize("fault", ["invented", "erased"])
def test_answers_with_something_too_much_or_too_little(vendor: Vendor, fault: str) -> None:
    faithful = picture(vendor.edit("No change."))
    tampered = picture(vendor.edit(f"[[fault:{fault}]]No change."))
    change = np.abs(grey(tampered) - grey(faithful))
    assert (change > 40).sum() > 0.001 * change.size


def test_a_script_is_used_up_in_order_and_header_and_prompt_come_first(vendor: Vendor) -> None:
    vendor.script("server_error", "ok", "rate_limited:3")
    assert vendor.http.get("/control/faults").json() == ["server_error", "ok", "rate_limited:3"]
    with pytest.raises(openai.InternalServerError):
        vendor.edit("No change.", image=PHOTO)
    with pytest.raises(openai.NotFoundError):
        vendor.edit("No change.", image=PHOTO, extra_headers={"X-Luster-Fault": "model_gone"})
    with pytest.raises(openai.BadRequestError):
        vendor.edit("[[fault:moderation]]", image=PHOTO)
    assert vendor.edit("No change.", image=PHOTO).data
    assert vendor.http.get("/control/faults").json() == ["rate_limited:3"]
    assert vendor.http.delete("/control/faults").json() == []
    assert vendor.edit("No change.", image=PHOTO).data
    faults = [entry["fault"] for entry in vendor.http.get("/control/requests").json()]
    assert faults == ["server_error", "model_gone", "moderation", None, None]


@pytest.mark.parametrize("script", [["no_such_fault"], ["slow:-1"], ["slow:x"], {"faults": []}, [7]])
def test_a_script_that_makes_no_sense_is_refused(vendor: Vendor, script: object) -> None:
    assert vendor.http.post("/control/faults", json=script).status_code == 400
    assert vendor.http.get("/control/faults").json() == []


def test_an_unknown_fault_in_a_prompt_is_said_so(vendor: Vendor) -> None:
    with pytest.raises(openai.BadRequestError, match="There is no fault"):
        vendor.edit("[[fault:gremlins]]", image=PHOTO, model=MODEL)
