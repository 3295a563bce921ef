"""The JPEG that is put together from three grey ones is the one that a single encoder makes of the same pixels."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage

from backend.imaging import progressive
from backend.imaging.arrays import Pixels8
from tests.backend.imaging.leaks import segments
from tests.backend.imaging.scenes import room


def in_one_go(pixels: Pixels8, quality: int) -> bytes:
    sink = io.BytesIO()
    Image.fromarray(pixels).save(sink, "JPEG", quality=quality, subsampling=0, progressive=True)
    return sink.getvalue()


def decoded(jpeg: bytes) -> Pixels8:
    return np.asarray(Image.open(io.BytesIO(jpeg)))


def error(jpeg: bytes, pixels: Pixels8) -> float:
    return float(np.sqrt(np.mean((decoded(jpeg).astype(float) - pixels) ** 2)))


@pytest.mark.parametrize(("width", "height"), [(1200, 800), (801, 535), (64, 64), (65, 200)])
@pytest.mark.parametrize("quality", [95, 85])
def test_it_is_as_good_as_large_and_of_the_same_form_as_that_of_one_encoder(
    width: int, height: int, quality: int
) -> None:
    pixels = np.ascontiguousarray(room()[:height, :width])
    ours, theirs = progressive.encode(pixels.copy(), quality, b""), in_one_go(pixels, quality)
    a, b = (Image.open(io.BytesIO(jpeg)) for jpeg in (ours, theirs))
    assert a.size == b.size == (width, height) and a.info["progressive"]
    assert a.quantization == b.quantization and a.layer == b.layer, "another quality or subsampling"
    assert error(ours, pixels) < 1.01 * error(theirs, pixels)
    assert len(ours) < 1.01 * len(theirs) + 1000
    assert np.abs(decoded(ours).astype(int) - decoded(theirs)).mean() < 0.5


def test_every_decoder_at_hand_reads_the_same_picture() -> None:
    jpeg = progressive.encode(room(), 95, b"")
    ours = decoded(jpeg)
    blue_first = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    shown = QImage.fromData(jpeg).convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), shown.bytesPerLine())
    qt = lines[:, : 3 * shown.width()].reshape(ours.shape)
    assert np.abs(blue_first[..., ::-1].astype(int) - ours).max() <= 1
    assert np.abs(qt.astype(int) - ours).max() <= 1


def test_each_scan_is_one_component_and_colour_comes_with_the_first_three() -> None:
    scans = [payload for marker, payload in segments(progressive.encode(room(), 95, b"")) if marker == 0xDA]
    assert all(scan[0] == 1 for scan in scans)
    assert [scan[1] for scan in scans] == [1, 2, 3] * (len(scans) // 3)
    assert [tuple(scan[3:5]) for scan in scans[:3]] == [(0, 0)] * 3, "not the mean of each block first"


def test_segments_follow_the_head() -> None:
    own = b"\xff\xe1\x00\x08Luster"
    found = list(segments(progressive.encode(room(), 95, own)))
    assert [marker for marker, _ in found[:2]] == [0xE0, 0xE1] and found[1][1] == b"Luster"
