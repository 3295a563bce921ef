"""The disclosure pack: people, spreadsheets and screen readers get what was altered and the original beside it."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import cv2
import numpy as np
import pytest
from PIL import Image

from luster_desktop.delivery import shelf
from luster_desktop.delivery.judging import caption
from luster_desktop.delivery.pack import codes, label, tables
from luster_desktop.delivery.pack.contents import Altered, Pack
from luster_desktop.delivery.pack.files import files
from luster_desktop.delivery.pack.page import page

from .things import SKY, edited, picture

URL = "https://photos.example.com/12?a=1&b=2"
VOID = {"meta", "img", "input", "br", "link"}


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    profile = shelf.profiles(tmp_path / "home").items["crmls"]
    photos = []
    for number, room in enumerate(('Garden "& façade" <b>', "", "=1+1"), start=1):
        item = edited(room=room, done=(SKY,))
        names = [f"photos/{number:02} {kind} #1.jpg" for kind in ("edited", "labelled", "original")]
        for name, colour in zip(names, ("navy", "teal", "gray"), strict=True):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(picture((1500, 1000), colour))
        photos.append(Altered(item, number, caption(profile, item), names[0], names[1], names[2], (1500, 1000)))
    return Pack("12 Straße", profile, tuple(photos), "One photo was altered.", tmp_path, date(2026, 11, 30), URL)


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    within: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Every element with the words directly in it; complains of tags that are not closed in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, within=[one.tag for one in self._open])
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].text += data

    def all(self, *tags: str) -> Iterator[Element]:
        return (one for one in self.elements if one.tag in tags)


def test_the_page_asks_nothing_of_a_network_and_every_picture_of_it_is_there(pack: Pack) -> None:
    read = Reader(page(pack))
    assert {one.attributes.get("src") for one in read.all("script")} == {None}
    assert not list(read.all("link", "iframe", "object", "base", "form"))
    asked = [one.attributes["src"] for one in read.all("img", "source", "video", "audio")]
    assert len(asked) == 6
    linked = [one.attributes["href"] for one in read.all("a")]
    for address in (*asked, *(one for one in linked if one != URL and not one.startswith("#"))):
        assert not urlsplit(address).scheme and (pack.folder / unquote(address)).is_file()
    assert "url(" not in page(pack) and "@import" not in page(pack)


def test_the_page_can_be_heard_and_used_by_keys(pack: Pack) -> None:
    read = Reader(page(pack))
    assert next(read.all("html")).attributes["lang"] == "en"
    assert [one.tag for one in read.all("h1", "h2", "h3")] == ["h1", "h2", "h2", "h2"]
    texts = [one.attributes["alt"] for one in read.all("img")]
    assert texts[:2] == ['Garden "& façade" <b>, original photo', 'Garden "& façade" <b>, edited: New sky']
    assert len(set(texts[4:])) == 2
    sliders = [one.attributes for one in read.all("input")]
    assert [one["type"] for one in sliders] == ["range"] * 3
    assert all(one["aria-label"] for one in sliders) and len({one["aria-label"] for one in sliders}) == 3
    names = {one.attributes["id"] for one in read.elements if "id" in one.attributes}
    targets = [one.attributes["href"][1:] for one in read.all("a") if one.attributes["href"].startswith("#")]
    assert set(targets) <= names and len(targets) == 4
    assert all(one.attributes["aria-labelledby"] in names for one in read.all("article"))
    assert pack.statement in {one.text for one in read.all("p")}


def test_the_page_runs_in_a_browser_without_complaints(pack: Pack) -> None:
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("chromium is not installed")
    file = pack.folder / "index.html"
    file.write_text(page(pack), encoding="utf-8")
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
    home = f"--user-data-dir={pack.folder / 'browser'}"
    command = [browser, *quiet, home, "--enable-logging=stderr", "--dump-dom", file.as_uri()]
    ended = subprocess.run(command, capture_output=True, check=True, timeout=240)
    assert b"CONSOLE" not in ended.stderr
    shown = Reader(ended.stdout.decode())
    assert next(shown.all("html")).attributes["class"] == "sliding"
    told = {one.attributes["aria-valuetext"] for one in shown.all("input")}
    assert told == {"50 percent original, 50 percent edited"}


def test_the_colours_of_the_page_are_told_apart(pack: Pack) -> None:
    """Words on both of the page's grounds, in light and dark, at 4.5 to 1 at least."""
    text = page(pack)
    for block in (text.split(":root {")[1], text.split(":root {")[2]):
        colours = dict(re.findall(r"(--\w+): (#\w+)", block.split("}")[0]))
        for ground in ("--canvas", "--raised"):
            for words in ("--text", "--muted", "--accent"):
                assert contrast(hexed(colours[words]), hexed(colours[ground])) >= 4.5, (words, ground)


def hexed(colour: str) -> tuple[int, int, int]:
    digits = colour.removeprefix("#").strip()
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """As WCAG counts it."""

    def light(colour: tuple[int, ...]) -> float:
        parts = [value / 255 for value in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_code_leads_to_where_the_page_will_be(pack: Pack) -> None:
    pixels = cv2.imdecode(np.frombuffer(files(pack)["qr.png"], np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    assert cv2.QRCodeDetector().detectAndDecode(pixels)[0] == URL
    rows = np.array(codes.modules(URL))
    drawn = np.where(rows, 0, 255).astype(np.uint8).repeat(8, 0).repeat(8, 1)
    assert cv2.QRCodeDetector().detectAndDecode(drawn)[0] == URL
    assert "<svg" in page(pack).split("<main")[0]


def test_without_an_address_there_is_no_code(pack: Pack) -> None:
    nowhere = replace(pack, url="")
    assert "qr.png" not in files(nowhere)
    assert 'class="address"' not in page(nowhere)


def test_the_table_opens_in_spreadsheets_and_runs_nothing_there(pack: Pack) -> None:
    data = files(pack)["disclosure.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert list(rows[0]) == list(tables.COLUMNS)
    assert rows[0]["room"] == 'Garden "& façade" <b>'
    assert rows[0]["disclosure"] == "Digitally altered: new sky"
    assert rows[0]["source_type"] == "compositeWithTrainedAlgorithmicMedia"
    assert (pack.folder / rows[0]["original"]).is_file()
    assert rows[2]["room"] == "'=1+1"


def test_the_words_for_the_listing_are_there_to_paste(pack: Pack) -> None:
    made = files(pack)
    assert (
        made["captions.txt"]
        .decode()
        .startswith('1. Garden "& façade" <b>\nDigitally altered: new sky\n\n2. IMG_0001\n')
    )
    assert made["remarks.txt"].decode() == f"One photo was altered. Originals: {URL}\n"
    assert tables.remarks(replace(pack, remarks="", url="")) == f"{pack.statement}\n"


def test_the_same_pack_makes_the_same_files(pack: Pack) -> None:
    assert files(pack) == files(pack)


def test_the_sheet_tells_and_shows_every_photo(pack: Pack) -> None:
    data = files(pack)["disclosure.pdf"]
    assert data.startswith(b"%PDF")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: the sheet's words cannot be read")
    (pack.folder / "a.pdf").write_bytes(data)
    said = subprocess.run(["pdftotext", pack.folder / "a.pdf", "-"], capture_output=True, check=True).stdout.decode()
    text = " ".join(said.split())
    told = ("12 Straße", 'Garden "& façade" <b>', "Digitally altered: new sky", URL, "Not legal advice", "Page 2")
    assert [words for words in told if words not in text] == []
    listing = subprocess.run(["pdfimages", "-list", pack.folder / "a.pdf"], capture_output=True, check=True).stdout
    assert listing.decode().count(" image ") == 6


@pytest.mark.parametrize("ground", ["white", "black", "gray"])
def test_a_label_can_be_read_at_1024_pixels(ground: str) -> None:
    labelled = label.labelled(Image.new("RGB", (2048, 1365), ground), "ILLI")
    small = np.asarray(labelled.resize((1024, 683), Image.Resampling.LANCZOS))
    plate = small[683 - 16 - 28 : 683 - 16 - 8, 16 + 8 : 16 + 48].astype(int)
    letters = np.flatnonzero((plate.min(2) > 180).any(1))
    assert letters.size >= 14
    assert contrast(tuple(plate.reshape(-1, 3).min(0)), tuple(plate.reshape(-1, 3).max(0))) > 7


def test_a_long_label_runs_over_lines_and_stays_in_the_picture() -> None:
    photo = Image.new("RGB", (1200, 1800), "teal")
    words = "Digitally altered with AI: new sky, green lawn, dusk, objects removed, bright interior"
    changed = np.asarray(label.labelled(photo, words)).astype(int) - np.asarray(photo)
    rows, columns = np.nonzero(np.abs(changed).sum(2))
    assert rows.max() < 1800 - 10 and columns.min() > 10 and columns.max() < 1200 - 10
    assert rows.max() - rows.min() > 80
    assert np.asarray(photo)[0, 0].tolist() == [0, 128, 128]


def test_a_label_without_words_is_none() -> None:
    photo = Image.new("RGB", (1200, 800), "teal")
    assert np.array_equal(np.asarray(label.labelled(photo, " ")), np.asarray(photo))
