"""IPTC's fields say what really happened, and no more."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from luster_desktop.delivery.items import Model, Origin
from luster_desktop.delivery.marks import provenance
from luster_desktop.delivery.words import with_words
from luster_desktop.facts import Words
from luster_desktop.intake import headers
from luster_desktop.intake.clean import xmp

from .things import BRIGHT, EDITED, edited, exported, picture

FIELDS = {
    "AISystemUsed": "Luster with OpenAI gpt-image-2",
    "AISystemVersionUsed": "prompt v7",
    "AIPromptInformation": "Bright interior; New sky (kind sunset)",
    "AIPromptWriterName": "Luster",
}


def test_a_picture_with_generated_parts_names_the_model_and_what_was_asked_for() -> None:
    assert provenance.ai(EDITED) == FIELDS


def test_one_whose_light_alone_was_changed_is_no_generated_one() -> None:
    assert provenance.ai(edited(origin=Origin.ENHANCED, done=(BRIGHT,))) == {}
    assert provenance.ai(edited(origin=Origin.MERGED, done=(), model=None)) == {}


def test_what_is_not_known_is_not_said() -> None:
    assert provenance.ai(edited(model=None)).keys() == {"AIPromptInformation", "AIPromptWriterName"}
    assert "AISystemVersionUsed" not in provenance.ai(edited(model=Model("openai", "gpt-image-2")))


def test_the_file_says_it_beside_the_photographers_words(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(with_words(exported(EDITED, picture()), Words("Ana & Co", caption="<b>")))
    packet = headers.read(file).xmp
    assert xmp.ai(packet) == FIELDS
    assert xmp.source(packet) == "compositeWithTrainedAlgorithmicMedia"
    assert b"Ana &amp; Co" in packet
    assert b"Secret" not in file.read_bytes()


def test_other_programs_read_it(tmp_path: Path) -> None:
    if shutil.which("exiftool") is None:
        pytest.skip("exiftool is not installed")
    file = tmp_path / "a.jpg"
    file.write_bytes(exported(EDITED, picture()))
    listing = subprocess.run(["exiftool", "-S", "-XMP-iptcExt:all", file], capture_output=True, text=True, check=True)
    told = dict(line.split(": ", 1) for line in listing.stdout.splitlines())
    assert {name: told[name] for name in FIELDS} == FIELDS
