"""What Luster ships of others says under which licence it is, and nothing is under the GPL alone."""

from __future__ import annotations

from importlib.metadata import distribution

import pytest

from luster_desktop import licences
from tests.test_bundling import RULES


@pytest.fixture(scope="module")
def parts() -> list[licences.Part]:
    return licences.parts(distribution(name) for name in RULES.shipped())


def test_every_part_says_its_licence_and_comes_with_the_text(parts: list[licences.Part]) -> None:
    names = {part.name for part in parts}
    assert {"pyside6-essentials", "pi-heif", "rawpy", "lensfunpy", "numpy", "httpx"} <= names and "luster" not in names
    assert not names & {"mypy", "pytest", "openai", "boto3", "pillow-heif"}
    assert not [part.name for part in parts if not part.licence or not part.texts]


def test_no_part_is_under_the_gpl_alone(parts: list[licences.Part]) -> None:
    assert not [part.name for part in parts if part.is_gpl]


def test_what_is_under_the_gpl_is_found() -> None:
    """The service's reader of HEIF says that it is BSD, and has an encoder in it that is not."""
    [part] = licences.parts([distribution("pillow-heif")])
    assert part.is_gpl and part.gpl_files
    assert licences.Part("a", "1", "GPL-3.0-or-later", "", ()).is_gpl
    assert not licences.Part("a", "1", "LGPL-2.1-only OR GPL-2.0-only", "", ()).is_gpl


def test_the_duties_of_the_large_ones_are_in_the_document(parts: list[licences.Part]) -> None:
    text = licences.document(parts)
    for needed in ("GNU LESSER GENERAL PUBLIC LICENSE", "download.qt.io", "libde265", "LibRaw", "FFmpeg", "by-sa/3.0"):
        assert needed in text, needed


def test_the_bill_of_materials_names_all_of_them(parts: list[licences.Part]) -> None:
    bill = licences.sbom(parts, "1.2.3")
    assert bill["metadata"]["component"]["version"] == "1.2.3"
    assert [(one["name"], one["version"]) for one in bill["components"]] == [(p.name, p.version) for p in parts]
