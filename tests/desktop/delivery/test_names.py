from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from luster_desktop.delivery.names import LONGEST, clean, output_name, same


@pytest.mark.parametrize(
    ("photo", "name"),
    [
        ("IMG_0001.JPG", "IMG_0001 dusk.jpg"),
        ("front door.heic", "front door dusk.jpg"),
        ("12. Oak St.tiff", "12. Oak St dusk.jpg"),
        ("no suffix", "no suffix dusk.jpg"),
        ("caf\u0065\u0301.jpg", "caf\u00e9 dusk.jpg"),
        ("厨房.jpg", "厨房 dusk.jpg"),
        ("🏠.jpg", "🏠 dusk.jpg"),
        ('a/b\\c:d*e?f"g<h>i|j.jpg', "a_b_c_d_e_f_g_h_i_j dusk.jpg"),
        ("CON.jpg", "_CON dusk.jpg"),
        ("lpt1.front.jpg", "_lpt1.front dusk.jpg"),
        ("....jpg", "photo dusk.jpg"),
        ("gpj.\u202eexe.jpg", "gpj.exe dusk.jpg"),
        ("a\u200bb\ufeff.jpg", "ab dusk.jpg"),
        ("new\nline.jpg", "newline dusk.jpg"),
        ("bad-\udcff.jpg", "bad-_ dusk.jpg"),
    ],
)
def test_names_are_kept_where_they_are_harmless(photo: str, name: str) -> None:
    assert output_name(photo, "dusk") == name


def test_a_second_one_is_numbered() -> None:
    assert output_name("IMG_0001.JPG", "dusk", 2) == "IMG_0001 dusk (2).jpg"


@given(st.text(max_size=400), st.sampled_from(["dusk", "sky", "a" * 40]), st.integers(1, 999))
@example("x" * 400, "dusk", 12)
@example("🏠" * 200 + ".jpg", "dusk", 2)
@example("../../../etc/passwd", "dusk", 1)
@example("nul", "dusk", 1)
def test_every_name_is_one_that_every_system_takes(photo: str, preset: str, number: int) -> None:
    name = output_name(photo, preset, number)
    stem = name.removesuffix(".jpg")
    assert name.endswith(".jpg")
    assert 0 < len(stem) <= LONGEST
    assert len(name.encode()) <= 255
    assert not set(name) & set('\\/:*?"<>|')
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in name)
    assert unicodedata.is_normalized("NFC", name)
    assert stem == stem.strip(". ")
    assert output_name(photo, preset, number) == name


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_names_that_some_system_takes_for_one_are_the_same() -> None:
    assert same("IMG dusk.jpg") == same("img DUSK.JPG")
    assert same("caf\u0065\u0301.jpg") == same("CAF\u00c9.jpg")
    assert same("a.jpg") != same("b.jpg")
