"""The sample shoot delivered by the rules of six bodies: every file is read again, and none tells a place."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from PIL import Image

from luster_desktop.delivery import judging, shelf
from luster_desktop.delivery.items import Item, Kind, Origin
from luster_desktop.delivery.marks import reading
from luster_desktop.facts import Words
from luster_desktop.intake.clean import xmp
from luster_desktop.library import jobs, marks, outputs, shoots
from luster_desktop.library import words as own_words
from luster_desktop.library.models import Edit, JobState, Mark, Output, PhotoRow, Recipe, Shoot
from luster_desktop.library.store import Library
from luster_desktop.operations import delivering, ruling, samples
from luster_desktop.operations.adding import add_files
from luster_desktop.operations.delivering import Delivered, deliver, gather, propose
from luster_desktop.paths import resource
from luster_desktop.reasons import Reason
from luster_desktop.ui.presets.catalogue import built_in
from tests import hiding
from tests.desktop.delivery.items import profile, recipe

PROFILES = ("crmls", "stellar", "mls_now", "realtracs", "eu", "generic")


@pytest.fixture
def delivered_shoot(library: Library, tmp_path: Path) -> Shoot:
    """The sample shoot with its results, one of a removal and one of tones alone, and two photos that hide a place."""
    folder = tmp_path / "photos"
    shutil.copytree(resource("sample_shoot"), folder)
    (folder / "IMG_0020.JPG").write_bytes(hiding.jpeg())
    (folder / "IMG_0021.PNG").write_bytes(hiding.png())
    shoot = library.create_shoot("Sample")
    add_files(library, shoot, [folder])
    samples.add_results(library, shoot.id)
    rows = named(library, shoot)
    library.write(marks.name_rooms, {rows["IMG_0001"].photo.id: "Front", rows["IMG_0008"].photo.id: "Kitchen"})
    library.write(marks.mark, {rows["IMG_0009"].photo.id: Mark(rejected=True)})
    library.write(shoots.describe, shoot.id, "12 Oak Street", None)
    bright = finish(library, rows["IMG_0008"], Recipe.of("bright"), "algorithmicallyEnhanced")
    parts = ("remove_fixed", "remove_defect", "remove_fixed")
    removal = Recipe((Edit("remove", {"region": "300:5000,5000;200:1000,1000;200:9000,9000"}, parts),))
    finish(library, rows["IMG_0010"], removal, "compositeWithTrainedAlgorithmicMedia")
    library.write(own_words.keep, bright, Words(byline="Ana Maler", caption="At dawn"))
    return shoot


def named(library: Library, shoot: Shoot) -> dict[str, PhotoRow]:
    return {row.file.path.stem: row for row in library.photos(shoot.id)}


def finish(library: Library, row: PhotoRow, given: Recipe, source: str) -> UUID:
    """A result of the photo as the service makes it: it says how it came about."""
    ((job,), _) = library.write(jobs.order, [row.photo.id], given, None)
    path = library.folder / f"{job.id}.jpg"
    with Image.open(row.file.path) as image:
        pixels = np.clip(np.asarray(image.convert("RGB")).astype(int) + 25, 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(path, quality=95, xmp=xmp.packet(source=source))
        size = image.size
    details = {"model": {"provider": "openai", "name": "gpt-image-2", "prompt_version": "7"}}
    library.write(jobs.move, job.id, JobState.SUCCEEDED)
    library.write(jobs.measure, job.id, 1, details)
    made = Output(job.id, job.shoot_id, job.photo_id, path, None, *size, path.stat().st_size, "aa")
    library.write(outputs.keep, made)
    return row.photo.id


def items_of(library: Library, shoot: Shoot) -> dict[str, Item]:
    items, _ = gather(library, shoot.id, built_in())
    return {item.name.rpartition(".")[0]: item for item in items}


def test_every_photo_is_told_with_what_was_done_to_it(library: Library, delivered_shoot: Shoot) -> None:
    items = items_of(library, delivered_shoot)
    assert "IMG_0009" not in items and [item.number for item in items.values()] == list(range(1, len(items) + 1))
    front, kitchen, wires = items["IMG_0001"], items["IMG_0008"], items["IMG_0010"]
    assert (front.address, front.room, [done.title for done in front.done]) == ("12 Oak Street", "Front", ["Dusk"])
    assert front.done[0].settings == {"Evening sky": "Natural", "Interior lights": "On"}
    assert (front.origin, kitchen.origin, wires.origin) == (Origin.GENERATED, Origin.ENHANCED, Origin.GENERATED)
    assert {done.kind for done in wires.done} == {Kind.REMOVE_FIXED, Kind.REMOVE_DEFECT}
    assert wires.model is not None and (wires.model.name, wires.model.prompt_version) == ("gpt-image-2", "7")
    assert kitchen.words == Words(byline="Ana Maler", caption="At dawn") and kitchen.original.name == "IMG_0008.JPG"
    plain = items["IMG_0002"]
    assert (plain.path, plain.altered, plain.origin, plain.model) == (plain.original, False, Origin.CAPTURED, None)


def test_the_accepted_result_is_delivered_and_not_the_newest(library: Library, delivered_shoot: Shoot) -> None:
    front = named(library, delivered_shoot)["IMG_0001"]
    accepted = front.results[-1]
    assert front.output is not None and accepted.job_id != front.output.job_id
    library.write(outputs.decide, {one.job_id: one is accepted for one in front.results})
    assert items_of(library, delivered_shoot)["IMG_0001"].path == accepted.path


def test_a_removal_is_disclosed_by_what_goes_with_each_of_its_parts(library: Library, delivered_shoot: Shoot) -> None:
    row = named(library, delivered_shoot)["IMG_0010"]
    wires = items_of(library, delivered_shoot)["IMG_0010"]
    assert [one.told for one in wires.done] == ["Remove objects (fixed part)", "Remove objects (damage)"]
    said = "Digitally altered: remove objects (fixed part), remove objects (damage)"
    assert judging.caption(profile("generic"), wires) == said
    bin_ = Recipe((Edit("remove", {"region": "300:2000,2000"}, ("remove_movable",)),))
    finish(library, row, bin_, "compositeWithTrainedAlgorithmicMedia")
    (done,) = items_of(library, delivered_shoot)["IMG_0010"].done
    assert done.kind is Kind.REMOVE_MOVABLE, "what other orders of the photo took away says nothing of this one"


@dataclass(frozen=True)
class Golden:
    """What a body's rules make of the sample shoot."""

    listing: int
    """Pictures of the set for the MLS."""
    firsts: tuple[str, ...]
    """The first names of it."""
    caption: str
    """Of the front at dusk."""
    problems: tuple[str, ...]


GOLDEN = {
    "crmls": Golden(
        18,
        ("01 12 Oak Street Front.jpg", "02 12 Oak Street Front original.jpg", "03 12 Oak Street.jpg"),
        "Digitally altered: dusk",
        ("IMG_0010 edit_prohibited", "IMG_0010 edit_prohibited"),
    ),
    "stellar": Golden(
        16,
        ("01 12 Oak Street Front.jpg", "02 12 Oak Street.jpg", "03 12 Oak Street.jpg"),
        "Virtually staged: dusk",
        ("IMG_0010 edit_prohibited", "IMG_0010 edit_prohibited"),
    ),
    "mls_now": Golden(
        16,
        ("01 12 Oak Street Front.jpg", "02 12 Oak Street.jpg", "03 12 Oak Street.jpg"),
        "Digitally altered: dusk",
        ("IMG_0010 edit_prohibited", "IMG_0010 edit_prohibited", "IMG_0001 not_first"),
    ),
    "realtracs": Golden(
        18,
        ("01 12 Oak Street Front.jpg", "02 12 Oak Street Front original.jpg", "03 12 Oak Street.jpg"),
        "Digitally altered: dusk",
        ("IMG_0010 edit_prohibited", "IMG_0010 edit_prohibited"),
    ),
    "eu": Golden(
        16,
        ("01 12 Oak Street Front.jpg", "02 12 Oak Street.jpg", "03 12 Oak Street.jpg"),
        "Digitally altered with AI: dusk",
        (),
    ),
    "generic": Golden(
        18,
        ("01 12 Oak Street Front.jpg", "02 12 Oak Street Front original.jpg", "03 12 Oak Street.jpg"),
        "Digitally altered: dusk",
        ("IMG_0001 not_first",),
    ),
}


def delivery(library: Library, shoot: Shoot, name: str, target: Path) -> tuple[Delivered, delivering.Proposal]:
    items, unready = gather(library, shoot.id, built_in())
    proposal = propose(items, profile(name), [recipe("mls"), recipe("print"), recipe("social_story")], unready)
    return deliver(proposal, target, url="https://agent.example/12-oak"), proposal


@pytest.mark.parametrize("name", PROFILES)
def test_the_sample_shoot_is_delivered_by_the_rules(
    library: Library, delivered_shoot: Shoot, name: str, tmp_path: Path, exif_of: Callable[[Path], list[dict[str, str]]]
) -> None:
    golden, target = GOLDEN[name], tmp_path / "out"
    done, proposal = delivery(library, delivered_shoot, name, target)
    listing = proposal.sets[0]
    assert [one.wrong for one in done.checked if one.wrong] == []
    assert len(listing.pictures) == golden.listing == len(list((target / "MLS").iterdir()))
    assert tuple(picture.name for picture in listing.pictures[:3]) == golden.firsts
    assert listing.pictures[0].caption == golden.caption
    said = [f"{problem.name.partition('.')[0]} {problem.reason.partition(' ')[0]}" for problem in proposal.problems]
    assert tuple(said) == golden.problems
    assert len(list((target / "Print").iterdir())) == 16 and len(list((target / "Social 9_16").iterdir())) == 10
    pack = target / "Disclosure"
    assert {path.name for path in pack.iterdir() if path.suffix != ".jpg"} == {
        "index.html", "disclosure.csv", "disclosure.pdf", "captions.txt", "remarks.txt", "qr.png",
    }  # fmt: skip
    assert len(list(pack.glob("*.jpg"))) == 6 and golden.caption in (pack / "captions.txt").read_text("utf-8")
    prefix = profile(name).remarks_prefix
    assert (pack / "remarks.txt").read_text("utf-8").startswith(prefix)
    found = reading.read(target / "MLS" / golden.firsts[0])
    assert found.source == Origin.GENERATED
    assert (found.mark is not None) is profile(name).marked
    for path in target.rglob("*"):
        if path.is_file() and path.suffix in (".jpg", ".zip", ".html", ".csv", ".txt"):
            data = path.read_bytes()
            assert hiding.SECRET not in data and hiding.WORDS.encode("utf-16-le") not in data, path
            assert not any(place in data for place in hiding.GPS), path
            assert str(tmp_path).encode() not in data, path
    for one in exif_of(target):
        assert not [key for key in one if "GPS" in key or "Serial" in key], one["SourceFile"]


@pytest.fixture
def exif_of() -> Callable[[Path], list[dict[str, str]]]:
    """What exiftool says of every picture below a folder; nothing where there is no exiftool."""

    def ask(folder: Path) -> list[dict[str, str]]:
        if shutil.which("exiftool") is None:
            return []
        run = subprocess.run(["exiftool", "-json", "-r", "-ext", "jpg", str(folder)], capture_output=True, check=True)
        said: list[dict[str, str]] = json.loads(run.stdout)
        return said

    return ask


def test_the_same_delivery_again_makes_nothing(library: Library, delivered_shoot: Shoot, tmp_path: Path) -> None:
    first, _ = delivery(library, delivered_shoot, "crmls", tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.*")}
    again, _ = delivery(library, delivered_shoot, "crmls", tmp_path / "out")
    assert first.new == len(first.checked) and again.new == 0 and not again.wrong
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.*")} == before


def test_what_has_no_picture_yet_is_named(library: Library, tmp_path: Path) -> None:
    shoot = library.create_shoot("A")
    (tmp_path / "photos").mkdir()
    shutil.copy(resource("sample_shoot", "IMG_0001.JPG"), tmp_path / "photos")
    add_files(library, shoot, [tmp_path / "photos"])
    (row,) = library.photos(shoot.id)
    row.file.path.unlink()
    items, unready = gather(library, shoot.id, built_in())
    proposal = propose(items, profile(shelf.DEFAULT), [recipe("mls")], unready)
    assert items == [] and [problem.reason for problem in proposal.problems] == [Reason.NOT_READY]
    assert proposal.pictures == 0


def test_what_the_rules_say_is_kept_with_the_order() -> None:
    edits = Recipe((Edit("sky"), Edit("lawn"), Edit("remove", {"region": "300:1,1"})))
    kept = ruling.decided(profile("mls_now"), ruling.saying(edits, (Kind.REMOVE_MOVABLE, Kind.REMOVE_MOVABLE)))
    assert [(one.preset, one.part, one.kind, one.verdict) for one in kept] == [
        ("sky", None, "sky", "disclose not_first"),
        ("lawn", None, "lawn", "prohibited not_first"),
        ("remove", 1, "remove_movable", "disclose not_first"),
        ("remove", 2, "remove_movable", "disclose not_first"),
    ]
    assert kept[1].sentence and kept[1].read_on == date(2026, 11, 29)
    said = ruling.before_order(profile("crmls"), edits, built_in())
    assert [one.rule.verdict.value for one in said] == ["disclose", "prohibited", "prohibited"]
