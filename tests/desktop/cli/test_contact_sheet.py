from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

from PIL import Image

from backend import contract
from luster_desktop.cli.contact_sheet import ContactSheet
from luster_desktop.cli.run import Ended
from luster_desktop.library.models import Job, JobState, Output, Photo, PhotoState, Recipe
from luster_desktop.paths import resource
from tests.desktop.photos import write_heic, write_jpeg

PRESETS = [
    contract.Preset(id="dusk", title="Dusk <soft>", summary="s", credits=1, parameters=[]),
    contract.Preset(id="sky", title="New sky", summary="s", credits=1, parameters=[]),
]
NOW = datetime(2026, 11, 23, tzinfo=UTC)


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.images: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "img":
            self.images.append(unquote(found["src"] or ""))
        if tag == "a":
            self.links.append(unquote(found["href"] or ""))
        assert tag != "link"
        assert not (tag == "script" and found.get("src"))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def photo(path: Path) -> Photo:
    return Photo(uuid4(), uuid4(), path, path.name, 1, 1, "image/jpeg", PhotoState.READY, NOW)


def ended(of: Photo, output: Path | None, preset: str, error: str | None = None) -> Ended:
    job = Job(
        uuid4(), of.shoot_id, of.id, Recipe.of(preset), JobState.SUCCEEDED, NOW, NOW, 1,
        details={"fidelity": {"verdict": "pass", "score": 0.04, "beyond_request": 0, "left_out": 1}},
    )  # fmt: skip
    made = Output(job.id, of.shoot_id, of.id, output, None, 96, 64, 1_200_000, "aa") if output else None
    return Ended(of, job, made, error, of.path)


def test_the_page_shows_pairs_that_exist_and_says_what_they_are(tmp_path: Path) -> None:
    out = tmp_path / "sheet"
    after = write_jpeg(tmp_path / "o.jpg")
    front, phone = photo(write_jpeg(tmp_path / "front & 🏠.jpg")), photo(write_heic(tmp_path / "phone.heic"))
    sheet = ContactSheet(out, "12 <Oak> St", PRESETS)
    sheet.add(front, front.path, Recipe.of("dusk"), ended(front, after, "dusk"))
    sheet.add(phone, phone.path, Recipe.of("sky"), ended(phone, after, "sky"))
    sheet.add(phone, phone.path, Recipe.of("dusk"), ended(phone, None, "dusk", "No sky was found."))
    text = sheet.write().read_text(encoding="utf-8")
    page = Page(text)
    words = " ".join(page.words)
    assert (sheet.good, sheet.number) == (2, 3)
    assert page.images == [
        "after/front & 🏠 dusk.jpg", "before/front & 🏠.jpg", "after/phone sky.jpg", "before/phone.jpg",
    ]  # fmt: skip
    for name in page.images:
        with Image.open(out / name) as image:
            assert (image.format, image.size) == ("JPEG", (96, 64))
    assert "12 <Oak> St" in words
    assert "Dusk <soft>" in words
    assert "96 × 64" in words
    assert "1.2 MB" in words
    assert "1 credit" in words
    assert "Nothing else changed 1 place was left as in your photo" in words
    assert "No sky was found." in words
    assert "<Oak>" not in text


def test_a_new_sheet_replaces_the_old_one(tmp_path: Path) -> None:
    of = photo(write_jpeg(tmp_path / "a.jpg"))
    for _ in range(2):
        sheet = ContactSheet(tmp_path / "sheet", "A", PRESETS)
        sheet.add(of, of.path, Recipe.of("dusk"), ended(of, write_jpeg(tmp_path / "o.jpg"), "dusk"))
        sheet.write()
    files = {str(path.relative_to(tmp_path / "sheet")) for path in (tmp_path / "sheet").rglob("*") if path.is_file()}
    assert files == {"index.html", str(Path("before/a.jpg")), str(Path("after/a dusk.jpg"))}


def test_a_photo_that_is_gone_costs_its_pair_alone(tmp_path: Path) -> None:
    here, gone = photo(write_jpeg(tmp_path / "a.jpg")), photo(tmp_path / "gone.jpg")
    sheet = ContactSheet(tmp_path / "sheet", "A", PRESETS)
    for of in (here, replace(gone)):
        sheet.add(of, of.path, Recipe.of("dusk"), ended(of, write_jpeg(tmp_path / "o.jpg"), "dusk"))
    words = " ".join(Page(sheet.write().read_text(encoding="utf-8")).words)
    assert "gone.jpg" in words
    assert "no longer there" in words


def test_the_demo_orders_every_scene_of_the_sample_within_25_credits() -> None:
    orders = tomllib.loads(resource("demo.toml").read_text(encoding="utf-8"))["orders"]
    sample = {path.name for path in resource("sample_shoot").iterdir()}
    results = [
        (name, "+".join(edit["preset"] for edit in order["edits"])) for order in orders for name in order["photos"]
    ]
    exposures = {f"IMG_{n:04}.JPG" for n in (3, 4, 6, 7, 8, 9, 11, 12)}  # of the scenes in IMG_0005 and IMG_0010
    assert {name for name, _edits in results} == sample - exposures
    assert len(results) == len(set(results)) == 11
