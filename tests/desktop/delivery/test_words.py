"""The user's own words in a saved result: other programs read them, and nothing else changes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from backend.imaging import exif, icc, jpeg
from luster_desktop.delivery.words import with_words
from luster_desktop.facts import Words
from luster_desktop.intake import metadata
from tests import hiding

WORDS = Words("Ana Pérez", "© 2026 Ana & Co", 'A "bright" <flat>', ("kitchen", "garden"))


def result() -> bytes:
    """As the service delivers it."""
    facts = exif.read({0x010F: "Luster"}, {0x829A: 0.008})
    return jpeg.full(np.asarray(hiding.picture()).copy(), icc.display_p3(), facts, jpeg.GENERATED)


def test_they_are_read_again_and_the_rest_is_as_it_was(tmp_path: Path) -> None:
    before = result()
    after = with_words(before, WORDS)
    (tmp_path / "a.jpg").write_bytes(after)
    assert metadata.read(tmp_path / "a.jpg").words == WORDS
    with Image.open(BytesIO(before)) as old, Image.open(BytesIO(after)) as new:
        assert np.array_equal(np.asarray(old), np.asarray(new))
        assert new.info["icc_profile"] == old.info["icc_profile"]
        assert jpeg.GENERATED.encode() in new.info["xmp"]
        tags = new.getexif()
        assert tags[0x010F] == "Luster"
        assert float(tags.get_ifd(0x8769)[0x829A]) == 0.008
        assert tags[0x010E] == WORDS.caption
        assert tags[0x8298].encode("latin-1").decode() == WORDS.copyright
    assert with_words(after, WORDS) == after


def test_without_words_a_result_is_what_came() -> None:
    assert with_words(result(), Words()) == result()
    assert with_words(b"no photo", WORDS) == b"no photo"
