"""Form bodies as HTTP clients make them, and as nobody should."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.local.image_model.multipart import parse
from backend.local.image_model.problems import Problem


def encoded(**kwargs: object) -> tuple[bytes, str]:
    request = httpx.Request("POST", "http://127.0.0.1/", **kwargs)  # type: ignore[arg-type]
    return request.read(), request.headers["content-type"]


@given(st.binary(max_size=300), st.text(max_size=50))
def test_what_a_client_sends_is_what_is_read(data: bytes, text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    body, kind = encoded(data={"prompt": text}, files={"image": ("ä photo.jpg", data, "image/jpeg")})
    prompt, image = parse(body, kind)
    assert (prompt.name, prompt.text, prompt.filename) == ("prompt", text, None)
    assert (image.name, image.data, image.content_type) == ("image", data, "image/jpeg")
    assert image.filename


def test_repeated_names_keep_their_order() -> None:
    files = [("image[]", (f"{n}.png", bytes([n]) * 3, "image/png")) for n in range(3)]
    body, kind = encoded(files=files)
    assert [part.data for part in parse(body, kind)] == [b"\0\0\0", b"\1\1\1", b"\2\2\2"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"--x\r\n\r\n--x--", "multipart/form-data"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--", "multipart/form-data; boundary=x"),
        (b"--x\r\nno header at all\r\n--x--", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nunfinished', "multipart/form-data; boundary=x"),
    ],
)
def test_broken_bodies_are_refused(body: bytes, kind: str) -> None:
    with pytest.raises(Problem) as caught:
        parse(body, kind)
    assert caught.value.status == 400


@given(st.binary(max_size=400))
def test_no_body_makes_it_fall_over(body: bytes) -> None:
    try:
        parse(b"--x\r\n" + body + b"\r\n--x--", "multipart/form-data; boundary=x")
    except Problem as problem:
        assert problem.status == 400
