"""The image model's client against a vendor on the wire: one call, one answer or one of our errors."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from backend import words
from backend.config import Settings
from backend.editing.client import Answer, ImageModel
from backend.editing.errors import Busy, Misconfigured, Refused, Unavailable
from backend.editing.models import UnusableModel
from tests.image_vendor import Asked, Reply, Script, Vendor, answer, edited, problem, vendor

USER = UUID("7d0c5a52-3c54-4b3e-8f61-0d7a6d6f0c11")
SIZE = (1024, 688)


@pytest.fixture
def openai() -> Iterator[Vendor]:
    with vendor() as playing:
        yield playing


def settings(url: str, model: str = "gpt-image-2.6-sunburst") -> Settings:
    names = ("DATABASE_URL", "S3_ENDPOINT", "S3_REGION", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY")
    more = ("SUPABASE_URL", "SUPABASE_ANON_KEY", "SUPABASE_JWKS_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET")
    environ = dict.fromkeys((*names, *more, "STRIPE_API_BASE", "APP_URL"), "https://unused.invalid")
    environ |= {"DATABASE_URL": "postgresql+psycopg://unused", "OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": url}
    return Settings.from_environment({**environ, "OPENAI_IMAGE_MODEL": model})


def photo() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize(SIZE).convert("RGB").save(out, "PNG")
    return out.getvalue()


def edit(url: str, *, model: str = "gpt-image-2.6-sunburst", read_seconds: float = 10.0) -> Answer:
    """One call with a small photo."""
    client = ImageModel(settings(url, model), read_seconds=read_seconds)
    try:
        return client.edit(
            client.current(),
            photo(),
            "image/png",
            "Brighten the interior.",
            SIZE,
            quality="max",
            complexity="low",
            user=USER,
        )
    finally:
        client.close()


def test_a_mask_goes_along_as_a_picture(openai: Vendor) -> None:
    client = ImageModel(settings(openai.url))
    using = client.current()
    client.edit(
        using, photo(), "image/png", "Remove.", SIZE, mask=b"a mask", quality="high", complexity="low", user=USER
    )
    client.close()
    (asked,) = openai.asked
    assert asked.mask == ("mask.png", "image/png", b"a mask")


def test_an_anchor_is_the_second_picture_of_a_list_and_the_mask_is_of_the_first(openai: Vendor) -> None:
    client = ImageModel(settings(openai.url))
    common = {"quality": "high", "complexity": "low", "user": USER}
    for anchor in (b"", b"the evening"):
        client.edit(
            client.current(),
            photo(),
            "image/png",
            "Go.",
            SIZE,
            mask=b"a mask",
            anchor=anchor,
            **common,  # type: ignore[arg-type]
        )
    client.close()
    alone, anchored = openai.asked
    assert (alone.image, alone.others) == (photo(), ())
    assert (anchored.image, anchored.filename, anchored.others) == (photo(), "photo.png", (b"the evening",))
    assert anchored.mask is not None and anchored.mask[2] == b"a mask"


def test_the_request_is_what_the_vendor_takes(openai: Vendor) -> None:
    edit(openai.url)
    (asked,) = openai.asked
    identifier = asked.fields.pop("safety_identifier")
    assert asked.fields == {
        "model": "gpt-image-2.6-sunburst",
        "prompt": "Brighten the interior.",
        "size": "1024x688",
        "quality": "max",
        "complexity": "low",
        "background": "opaque",
        "output_format": "png",
        "n": "1",
    }
    assert (asked.filename, asked.content_type, asked.image) == ("photo.png", "image/png", photo())
    assert asked.authorization == "Bearer sk-test"
    assert str(USER) not in identifier and USER.hex not in identifier and 32 <= len(identifier) <= 128


def test_an_older_model_is_spared_what_it_does_not_know(openai: Vendor) -> None:
    edit(openai.url, model="gpt-image-2")
    (asked,) = openai.asked
    assert "complexity" not in asked.fields and asked.fields["quality"] == "high"


def test_the_answer_carries_the_image_and_what_it_cost(openai: Vendor) -> None:
    got = edit(openai.url)
    assert Image.open(BytesIO(got.images[0])).size == SIZE
    assert got.model == got.usage["model"] == "gpt-image-2.6-sunburst"
    assert got.usage["total_tokens"] == 2468 and got.usage["input_tokens_details"]["image_tokens"] == 700
    assert got.usage["size"] == "1024x688" and got.usage["seconds"] > 0


def test_a_reply_without_usage_is_an_answer(openai: Vendor) -> None:
    openai.script.append(lambda asked: answer(asked, usage=None))
    assert "total_tokens" not in edit(openai.url).usage


FINAL = [
    (problem(400, "moderation_blocked", "image_generation_user_error"), "moderation_blocked"),
    (problem(400, None, "image_generation_user_error"), "moderation_blocked"),
    (problem(400, "invalid_value", "invalid_request_error"), "model_rejected_request"),
    (problem(413), "model_rejected_request"),
    (problem(422), "model_rejected_request"),
]


@pytest.mark.parametrize(("script", "code"), FINAL, ids=lambda value: value if isinstance(value, str) else "")
def test_a_refusal_is_final_and_has_a_sentence(openai: Vendor, script: Script, code: str) -> None:
    openai.script.append(script)
    with pytest.raises(Refused) as caught:
        edit(openai.url)
    assert caught.value.code == code and not caught.value.billed
    assert "No credit was taken" in words.told(caught.value) and "No." not in words.told(caught.value)


OURS = [
    (problem(429, "insufficient_quota", "insufficient_quota"), "model_quota"),
    (problem(429, None, "insufficient_quota"), "model_quota"),
    (problem(429, "credit_balance_exhausted"), "model_quota"),
    (problem(429, "project_spend_limit_exceeded"), "model_quota"),
    (problem(400, "billing_hard_limit_reached"), "model_quota"),
    (problem(401, "invalid_api_key"), "model_access"),
    (problem(403, "unsupported_country_region_territory"), "model_access"),
    (problem(404, "model_not_found"), "model_not_found"),
    (problem(400, "model_not_found"), "model_not_found"),
]


@pytest.mark.parametrize(("script", "code"), OURS)
def test_what_is_our_fault_is_told_apart(openai: Vendor, script: Script, code: str) -> None:
    openai.script.append(script)
    with pytest.raises(Misconfigured) as caught:
        edit(openai.url)
    assert caught.value.code == code and not caught.value.billed


def test_a_rate_limit_says_how_long_to_wait(openai: Vendor) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    for headers in ({"retry_after": "7"}, {"retry_after_ms": "1500"}, {"retry_after": soon}, {}, {"retry_after": "x"}):
        openai.script.append(problem(429, "rate_limit_exceeded", **headers))
    waits = []
    for _ in range(5):
        with pytest.raises(Busy) as caught:
            edit(openai.url)
        waits.append(caught.value.retry_after)
    assert waits[:2] == [7.0, 1.5] and waits[3:] == [None, None]
    assert waits[2] is not None and 30 < waits[2] <= 40


def garbled(body: bytes, content_type: str = "application/json") -> Script:
    return lambda _asked: Reply(body=body, headers={"content-type": content_type})


def sized(size: tuple[int, int]) -> Script:
    def script(asked: Asked) -> Reply:
        out = BytesIO()
        Image.new("RGB", size).save(out, "PNG")
        return answer(asked, out.getvalue())

    return script


def as_jpeg(asked: Asked) -> Reply:
    out = BytesIO()
    Image.open(BytesIO(edited(asked))).save(out, "JPEG")
    return answer(asked, out.getvalue())


BROKEN = [
    (problem(500), "model_unavailable", False),
    (problem(503, "overloaded"), "model_unavailable", False),
    (problem(408), "model_unavailable", False),
    (problem(409), "model_unavailable", False),
    (problem(400, x_should_retry="true"), "model_unavailable", False),
    (garbled(b'{"created": 1, "data": []}'), "model_answer_empty", True),
    (garbled(b'{"created": 1}'), "model_answer_empty", True),
    (garbled(b'{"created": 1, "data": [{"url": "https://example.com/1.png"}]}'), "model_answer_empty", True),
    (garbled(b'{"created": 1, "data": "none"}'), "model_answer_empty", True),
    (garbled(b'{"created": 1, "data": [{"b64_json": 7}]}'), "model_answer_empty", True),
    (garbled(b'{"created": 1, "data": [{"b64_json": "$$$$"}]}'), "model_answer_unreadable", True),
    (garbled(b'{"created": 1, "data": [{"b64_json": "abc"}]}'), "model_answer_unreadable", True),
    (garbled(b'{"created": 1, "data": [{"b64_j'), "model_answer_unreadable", True),
    (garbled(b"<html>Bad gateway</html>", "text/html"), "model_answer_empty", True),
    (lambda asked: answer(asked, b"not an image"), "model_answer_unreadable", True),
    (as_jpeg, "model_answer_unreadable", True),
    (sized((1024, 1024)), "model_wrong_size", True),
    (sized((688, 1024)), "model_wrong_size", True),
]


@pytest.mark.parametrize(("script", "code", "billed"), BROKEN)
def test_whatever_else_comes_back_may_be_tried_again(openai: Vendor, script: Script, code: str, billed: bool) -> None:
    openai.script.append(script)
    with pytest.raises(Unavailable) as caught:
        edit(openai.url)
    assert (caught.value.code, caught.value.billed) == (code, billed)


def test_no_call_is_repeated_by_the_sdk(openai: Vendor) -> None:
    openai.script.append(problem(500))
    with pytest.raises(Unavailable):
        edit(openai.url)
    assert len(openai.asked) == 1


def test_an_answer_that_does_not_come_times_out_and_may_have_cost(openai: Vendor) -> None:
    openai.gate.clear()
    with pytest.raises(Unavailable) as caught:
        edit(openai.url, read_seconds=0.3)
    assert caught.value.code == "model_timeout" and caught.value.billed


def test_a_vendor_that_is_not_there_is_unavailable() -> None:
    with vendor() as gone:
        pass
    with pytest.raises(Unavailable) as caught:
        edit(gone.url)
    assert caught.value.code == "model_unreachable"


def test_no_error_quotes_the_vendor_or_the_key(openai: Vendor) -> None:
    body = {"error": {"message": "Incorrect API key provided: sk-test", "type": "invalid_request_error", "code": None}}
    openai.script.append(lambda _asked: Reply(401, json.dumps(body).encode()))
    with pytest.raises(Misconfigured) as caught:
        edit(openai.url)
    assert "sk-test" not in str(caught.value)


def test_a_model_that_is_shut_down_stops_the_start() -> None:
    with pytest.raises(UnusableModel, match="gpt-image-1 was shut down on 2026-10-23"):
        ImageModel(settings("https://unused.invalid", "gpt-image-1"))


def test_the_prepared_photo_survives_the_wire(openai: Vendor) -> None:
    got = edit(openai.url)
    assert base64.b64encode(got.images[0]) == base64.b64encode(edited(openai.asked[0]))


def test_of_several_candidates_those_that_can_be_used_are_the_answer(openai: Vendor) -> None:
    def reply(asked: Asked) -> Reply:
        good = base64.b64encode(edited(asked)).decode()
        return answer(asked, data=[{"b64_json": "?"}, {"b64_json": good}, {"b64_json": good}])

    openai.script.append(reply)
    client = ImageModel(settings(openai.url))
    got = client.edit(
        client.current(), photo(), "image/png", "Dusk.", SIZE, quality="low", complexity="low", candidates=3, user=USER
    )
    client.close()
    assert openai.asked[0].fields["n"] == "3"
    assert [Image.open(BytesIO(image)).size for image in got.images] == [SIZE] * 2


def test_what_a_reply_says_of_the_limits_is_heeded_also_when_it_refuses(openai: Vendor) -> None:
    headers = {"x_ratelimit_limit_requests": "10", "x_ratelimit_remaining_requests": "0"}
    openai.script.append(problem(429, "rate_limit_exceeded", **headers, x_ratelimit_reset_requests="30s"))
    client = ImageModel(settings(openai.url))
    arguments = (client.current(), photo(), "image/png", "Dusk.", SIZE)
    assert client.pace.ask("gpt-image-2.6-sunburst") == 0.0
    with pytest.raises(Busy):
        client.edit(*arguments, quality="low", complexity="low", user=USER)
    client.close()
    assert 1 < client.pace.seconds("gpt-image-2.6-sunburst") < 10
