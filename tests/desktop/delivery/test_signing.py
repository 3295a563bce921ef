"""Content Credentials: signed by a certificate that was made for the test, and read back."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import c2pa
import numpy as np
import pytest
from PIL import Image

from luster_desktop.delivery.items import Origin
from luster_desktop.delivery.marks import signing
from luster_desktop.delivery.marks.signing import SigningFailed, State
from luster_desktop.reasons import Reason

from .certificates import authority
from .things import BRIGHT, EDITED, edited, exported, picture

GENERATED, ENHANCED = "compositeWithTrainedAlgorithmicMedia", "algorithmicallyEnhanced"


def test_a_signed_picture_says_which_edits_it_came_about_by(tmp_path: Path) -> None:
    known = authority(tmp_path)
    plain = exported(EDITED, picture())
    data = signing.signed(plain, EDITED, known.identity)
    found = signing.read(data, anchors=known.root)
    assert found == signing.Signature(
        State.TRUSTED, "A studio", ("opened", "color_adjustments", "edited"), (ENHANCED, GENERATED)
    )
    with Image.open(BytesIO(plain)) as before, Image.open(BytesIO(data)) as after:
        assert np.array_equal(np.asarray(before), np.asarray(after))
        assert before.info["xmp"] == after.info["xmp"]


def test_edits_of_light_alone_are_no_generated_media(tmp_path: Path) -> None:
    item = edited(origin=Origin.ENHANCED, done=(BRIGHT,))
    found = signing.read(signing.signed(exported(item, picture()), item, authority(tmp_path).identity))
    assert found is not None and found.sources == (ENHANCED,)


def test_nothing_personal_and_no_place_goes_in(tmp_path: Path) -> None:
    data = signing.signed(exported(EDITED, picture()), EDITED, authority(tmp_path).identity)
    with c2pa.Context.from_dict({}) as context:
        told = c2pa.Reader("image/jpeg", BytesIO(data), context=context).json()
    for secret in ("Secret", "IMG_0001", "Front", "original.jpg", str(tmp_path)):
        assert secret not in told and secret.encode() not in data
    manifest = next(iter(json.loads(told)["manifests"].values()))
    assert "thumbnail" not in manifest and [one["title"] for one in manifest["ingredients"]] == ["Original"]


def test_whom_nobody_vouches_for_is_not_trusted_and_what_was_changed_is_broken(tmp_path: Path) -> None:
    data = signing.signed(exported(EDITED, picture()), EDITED, authority(tmp_path).identity)
    found = signing.read(data)
    assert found is not None and found.state is State.WHOLE
    changed = signing.read(data[:-40] + bytes([data[-40] ^ 1]) + data[-39:])
    assert changed is not None and changed.state is State.BROKEN


def test_a_picture_without_any_has_none() -> None:
    assert signing.read(exported(EDITED, picture())) is None
    assert signing.read(b"II*\0" + bytes(90), "image/tiff") is None
    assert signing.read(b"RAW", "image/x-raw") is None


def test_without_the_library_it_is_said_that_there_are_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = authority(tmp_path).identity
    data = signing.signed(exported(EDITED, picture()), EDITED, identity)
    monkeypatch.setattr(signing, "available", lambda: False)
    found = signing.read(data)
    assert found is not None and found.state is State.UNREAD
    assert signing.read(exported(EDITED, picture())) is None
    with pytest.raises(SigningFailed, match=Reason.SIGNING_MISSING):
        signing.signed(picture(), EDITED, identity)


def test_a_certificate_that_does_not_serve_is_named(tmp_path: Path) -> None:
    identity = authority(tmp_path).identity
    missing = replace(identity, key=tmp_path / "gone.pem")
    with pytest.raises(SigningFailed, match=Reason.CERTIFICATE_UNREADABLE) as refused:
        signing.signed(picture(), EDITED, missing)
    assert "gone.pem" in str(refused.value)
    (tmp_path / "nonsense.pem").write_text("nonsense")
    for wrong in (
        replace(identity, certificate=tmp_path / "nonsense.pem"),
        replace(identity, key=identity.certificate),
    ):
        with pytest.raises(SigningFailed, match=Reason.CERTIFICATE_UNUSABLE):
            signing.signed(picture(), EDITED, wrong)


def test_a_certificate_that_has_run_out_does_not_serve(tmp_path: Path) -> None:
    with pytest.raises(SigningFailed, match=Reason.CERTIFICATE_UNUSABLE):
        signing.signed(picture(), EDITED, authority(tmp_path, days=-1).identity)
