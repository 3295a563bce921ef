"""`luster verify` tells what marks a file carries, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from luster_desktop.__main__ import main
from luster_desktop.delivery.items import Origin
from luster_desktop.delivery.marks import invisible, signing
from tests.bench import marks as bench
from tests.desktop.delivery.certificates import authority
from tests.desktop.delivery.things import EDITED, exported, picture
from tests.desktop.intake import sample


def delivered(folder: Path) -> Path:
    """A photo with every mark."""
    pixels = invisible.marked(bench.resized(sample.pixels(1), 2048), Origin.GENERATED)
    path = folder / "marked.jpg"
    Image.fromarray(pixels).save(path, quality=85)
    known = authority(folder)
    path.write_bytes(signing.signed(exported(EDITED, path.read_bytes()), EDITED, known.identity))
    (folder / "roots.pem").write_text(known.root)
    return path


def test_every_mark_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = delivered(tmp_path)
    assert main(["verify", str(path)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == str(path)
    assert told[1].startswith("  Pixels: Luster's mark, a photo with parts made by a generative model (")
    assert told[2:] == [
        "  Metadata (IPTC): a photo with parts made by a generative model",
        "  Model: Luster with OpenAI gpt-image-2",
        "  Version: prompt v7",
        "  Asked for: Bright interior; New sky (kind sunset)",
        "  Prompt by: Luster",
        "  Content Credentials (C2PA): signed by A studio, unchanged since; whether the signer can be trusted is not "
        "known",
        "  They say: a photo with light and colour changed; a photo with parts made by a generative model",
    ]


def test_programs_get_lines_of_json_and_may_name_whom_to_trust(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = delivered(tmp_path)
    assert main(["verify", "--json", "--trust", str(tmp_path / "roots.pem"), str(path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["good"] is True and told["file"] == str(path)
    assert told["mark"]["origin"] == told["iptc"]["DigitalSourceType"] == Origin.GENERATED
    assert told["c2pa"]["state"] == "trusted"


def test_what_a_portal_leaves_is_the_mark_in_the_pixels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Image.open(delivered(tmp_path)) as image:
        image.resize((1440, 960)).save(tmp_path / "portal.jpg", quality=75)
    assert main(["verify", str(tmp_path / "portal.jpg")]) == 0
    told = capsys.readouterr().out.splitlines()
    assert "a photo with parts made by a generative model" in told[1]
    assert told[2:] == ["  Metadata (IPTC): nothing about how it came about", "  Content Credentials (C2PA): none"]


def test_a_file_without_marks_or_with_a_broken_signature_is_not_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = tmp_path / "plain.jpg"
    plain.write_bytes(picture())
    assert main(["verify", str(plain)]) == 1
    whole = delivered(tmp_path)
    data = bytearray(whole.read_bytes())
    data[-500] ^= 1
    whole.write_bytes(data)
    assert main(["verify", str(whole)]) == 1
    assert "the file was changed since" in capsys.readouterr().out


def test_what_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.jpg").write_text("no photo")
    assert main(["verify", str(tmp_path / "text.jpg")]) == 1
    assert "not a photo" in capsys.readouterr().out
    assert main(["verify", "--trust", str(tmp_path / "gone.pem"), str(tmp_path / "text.jpg")]) == 2
    assert "gone.pem" in capsys.readouterr().err
