"""A delivery that is shared: the page has what was delivered, byte for byte, and nothing of it is left behind."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from pathlib import Path
from uuid import UUID

import httpx
import piexif
import pytest
from PIL import Image

from backend import contract
from luster_desktop.cli.services import Services
from luster_desktop.cli.signin import by_mailbox
from luster_desktop.delivery import shelf
from luster_desktop.library import marks, shoots
from luster_desktop.library.models import Edit, JobState, Recipe, Shoot
from luster_desktop.operations import arranging, delivering, sharing
from luster_desktop.operations.sharing import Shared, Step, Wish
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.presets.catalogue import built_in
from tests.desktop.photos import scanned
from tests.desktop.waiting import until
from tests.journeys.conftest import SAMPLE, Machine
from tests.journeys.test_window import grant
from tests.present import present

pytestmark = pytest.mark.journey
EMAIL = "shared-delivery@studio.test"
ADDRESS = "12 Elm Street"
ROOMS = ("Front", "Living room", "Kitchen")
RECIPES = ("mls", "web")
BROWSER = shutil.which("chromium")
MAKER = (".google.com", ".googleapis.com", ".gvt1.com")
"""Whom the browser asks by itself."""


@pytest.fixture
def desk(machine: Machine, tmp_path: Path) -> Iterator[Services]:
    settings = DesktopSettings.from_environment({**machine.environment, "LUSTER_HOME": str(tmp_path / "home")})
    with Services(settings) as desk:
        by_mailbox(desk.session, settings, EMAIL)
        desk.api.account()
        grant(machine, EMAIL, 5)
        yield desk


def shot(source: Path, folder: Path) -> Path:
    """A photo of the sample shoot as a camera with GPS has written it."""
    path = folder / source.name
    with Image.open(source) as image:
        gps = {
            piexif.GPSIFD.GPSLatitudeRef: b"N",
            piexif.GPSIFD.GPSLatitude: ((47, 1), (36, 1), (2210, 100)),
            piexif.GPSIFD.GPSLongitudeRef: b"W",
            piexif.GPSIFD.GPSLongitude: ((122, 1), (19, 1), (5510, 100)),
        }
        image.save(path, quality=92, exif=piexif.dump({"GPS": gps, "0th": {piexif.ImageIFD.Model: b"Camera"}}))
    return path


def edited(desk: Services, folder: Path) -> Shoot:
    """A shoot of three photos: another sky, brighter light, and one as it is; the last one was dragged to the front."""
    folder.mkdir()
    files = [scanned(shot(SAMPLE / name, folder)) for name in ("IMG_0001.JPG", "IMG_0003.JPG", "IMG_0006.JPG")]
    library = desk.library
    shoot = library.create_shoot("Elm")
    photos = library.add_photos(shoot.id, files).photos
    library.write(marks.name_rooms, {photo.id: room for photo, room in zip(photos, ROOMS, strict=True)})
    library.write(shoots.describe, shoot.id, ADDRESS, "generic")
    desk.engine.start()
    desk.engine.order([photos[0].id], Recipe((Edit("sky", {"kind": "clear"}),)))
    desk.engine.order([photos[1].id], Recipe.of("bright", {"strength": "natural"}))

    def done() -> bool:
        rows = library.photos(shoot.id)[:2]
        return all(row.job and row.job.state is JobState.SUCCEEDED and row.output is not None for row in rows)

    until(library, done, 180)
    library.write(arranging.move, shoot.id, [photos[2].id], photos[0].id)
    return present(library.shoot(shoot.id))


def share(
    desk: Services, shoot: Shoot, *names: str, stopped: Callable[[list[Step]], bool] = lambda _: False
) -> tuple[Shared, list[Step]]:
    home, steps = desk.library.folder, list[Step]()
    recipes = shelf.export_recipes(home).items
    wish = Wish(ADDRESS, 30, shelf.profiles(home).items["generic"], tuple(recipes[name] for name in names))
    shared = sharing.share(
        desk.library,
        desk.api,
        present(desk.session.user).id,
        shoot,
        sharing.shareable(desk.library, shoot.id, built_in()),
        wish,
        progress=lambda step, *_: steps.append(step),
        stopped=lambda: stopped(steps),
    )
    return shared, steps


def begun(step: Step, steps: list[Step]) -> bool:
    return step in steps


def links(text: str, tag: str, attribute: str) -> list[str]:
    return [unescape(found) for found in re.findall(rf'<{tag} [^>]*?{attribute}="([^"]+)"', text)]


def uploaded(machine: Machine, owner: UUID) -> list[Path]:
    return [path for path in machine.running.data_dir.rglob(f"{owner}/**/*") if path.is_file()]


def test_what_is_shared_is_what_was_delivered(
    desk: Services, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shoot = edited(desk, tmp_path / "card")
    owner = present(desk.session.user).id
    recipes = shelf.export_recipes(desk.library.folder).items
    profile = shelf.profiles(desk.library.folder).items["generic"]
    items, unready = delivering.gather(desk.library, shoot.id, built_in())
    proposal = delivering.propose(items, profile, [recipes[name] for name in RECIPES], unready)
    target = tmp_path / "delivered"
    delivered = delivering.deliver(proposal, target, archives=True)
    assert not delivered.wrong
    of_delivery = [path.read_bytes() for path in target.rglob("*") if path.suffix in (".jpg", ".zip")]
    pictures = {hashlib.sha256(data).hexdigest() for data in of_delivery}

    before = len(uploaded(machine, owner))
    for step in Step:
        with pytest.raises(sharing.Stopped):
            share(desk, shoot, *RECIPES, stopped=partial(begun, step))
    assert desk.api.share(shoot.id) is None
    shared, steps = share(desk, shoot, *RECIPES)
    assert (shared.unmade, steps[0], steps[-1]) == (0, Step.MAKING, Step.SENDING)
    assert not (desk.library.folder / "sharing" / str(shoot.id)).exists()
    link = present(shared.share.url)
    api = machine.environment["APP_URL"]
    page = httpx.get(link)
    told = unescape(page.text)
    assert (page.status_code, f"<h1>{ADDRESS}</h1>" in told) == (200, True)
    # In the order of the delivery, with its rooms.
    assert re.findall(r"<h2 id=\"photo-\d\">([^<]+)<", told) == ["1. Kitchen", "2. Front", "3. Living room"]
    assert "1 photo of this listing was digitally altered. It is shown with the photo as it was before." in told
    assert re.findall(r"Disclosure\.</strong> ([^<]+)<", told) == ["Digitally altered: new sky"]
    assert re.findall(r"Edited: ([^<]+)\.<", told) == ["New sky", "Bright interior"]
    shown = {path: httpx.get(api + path, follow_redirects=True).content for path in links(told, "img", "src")}
    assert [max(Image.open(io.BytesIO(data)).size) for data in shown.values()] == [1024] * 5
    saved = {path: httpx.get(api + path, follow_redirects=True) for path in links(told, "a", "href")}
    titles = re.findall(r"download>([^<]+), [\d.]+ .B<", told)
    assert titles[:2] == ["MLS as ZIP", "Web as ZIP"]
    assert titles[2:4] == ["MLS", "Web"]
    assert titles[4:8] == ["MLS", "MLS, original", "Web", "Full size, 2400 × 1600 pixels"]

    files = {path: answer.content for path, answer in saved.items() if "of=file" in path}
    assert len(files) == 2 + 7
    assert {hashlib.sha256(data).hexdigest() for data in files.values()} <= pictures
    names = {re.findall(r'filename="([^"]+)"', saved[path].headers["content-disposition"])[0] for path in files}
    assert f"{ADDRESS} MLS.zip" in names
    assert {"01 12 Elm Street Kitchen.jpg", "03 12 Elm Street Front original.jpg"} <= names
    full = {hashlib.sha256(saved[path].content).hexdigest() for path in saved if "of=full" in path}
    assert full == {present(row.delivered).sha256 for row in desk.library.photos(shoot.id) if row.delivered}
    for data in [page.content, *shown.values(), *(answer.content for answer in saved.values())]:
        assert_tells_nobody(data, tmp_path)

    if BROWSER is not None:
        in_a_browser(BROWSER, link, tmp_path)

    # Shared again nothing is sent, and the link is the same; a smaller page lets go of what it has no more.
    stored = len(uploaded(machine, owner))
    assert stored == before + 9 + 1
    again, _ = share(desk, shoot, *RECIPES)
    assert (again.share.url, len(uploaded(machine, owner)), httpx.get(link).status_code) == (None, stored, 200)

    monkeypatch.setattr(contract, "MAX_ARCHIVE_BYTES", 100_000)
    smaller, _ = share(desk, shoot, *RECIPES)
    assert (shared.too_large, smaller.too_large) == ((), ("MLS", "Web"))
    assert " as ZIP" not in httpx.get(link).text

    desk.api.end_share(shoot.id)
    for address in (link, *(api + path for path in [*shown, *saved])):
        answer = httpx.get(address)
        assert (answer.status_code, "This link has ended" in answer.text) == (410, True)
    assert uploaded(machine, owner)
    desk.engine.stop()
    desk.api.delete_account()
    assert httpx.get(link).status_code in (404, 410)
    gone(lambda: not uploaded(machine, owner))


def in_a_browser(browser: str, link: str, folder: Path) -> None:
    """It runs without complaints, asks this machine alone, and its scripts are allowed to run."""
    log = folder / "net.json"
    quiet = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
    # Nor does the browser reach anybody.
    alone = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-component-update")
    home = (f"--user-data-dir={folder / 'browser'}", f"--log-net-log={log}", *alone)
    command = [browser, *quiet, *home, "--enable-logging=stderr", "--dump-dom", link]
    ended = subprocess.run(command, capture_output=True, check=True, timeout=240)
    assert b"CONSOLE" not in ended.stderr
    assert ended.stdout.count(b'class="pair slider"') == 2
    asked = set(re.findall(r'"url":"\w+://([^/:"]+)', log.read_text(encoding="utf-8", errors="replace")))
    assert {host for host in asked if not host.endswith(MAKER)} == {"127.0.0.1"}


def assert_tells_nobody(data: bytes, folder: Path) -> None:
    """No place, address or path in any byte; in pictures no GPS either."""
    for secret in (EMAIL, str(folder), "IMG_000", "/home/"):
        assert secret.encode() not in data, secret
    if data.startswith(b"\xff\xd8"):
        with Image.open(io.BytesIO(data)) as image:
            exif = piexif.load(image.info["exif"]) if "exif" in image.info else {}
        assert not exif.get("GPS")


def gone(true: Callable[[], bool]) -> None:
    """The service clears storage by itself, within its next look."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.2)
