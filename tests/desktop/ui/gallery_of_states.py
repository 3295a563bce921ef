"""Every window and state as PNG files to look at: `python -m tests.desktop.ui.gallery_of_states FOLDER [WHAT...]`.

`WHAT` are names, sizes (s, w, l), modes (light, dark) and a language (en, de, es, pseudo, mirrored). Run by hand, with
`QT_SCALE_FACTOR=2` for a fine screen. Uses the sample shoot and the real library; needs no service.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageDraw
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from luster_desktop import licences
from luster_desktop.app import App, Start, build
from luster_desktop.cloud.status import SyncState, SyncStatus
from luster_desktop.facts import Scene, Seen
from luster_desktop.intake.scan import RejectedFile
from luster_desktop.library import contents, marks, outputs, prepared, stacks
from luster_desktop.library.models import Edit, JobState, Mark, Prepared, Role
from luster_desktop.library.stacks import Place
from luster_desktop.library.store import Library
from luster_desktop.operations.ordering import Need, Quote, quote
from luster_desktop.paths import Paths, resource
from luster_desktop.reasons import Reason
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.account.sign_in import SignInDialog
from luster_desktop.ui.gallery.dragging import Landing, bar_beside
from luster_desktop.ui.gallery.ordering import Look, Rejected, Sort
from luster_desktop.ui.language import LANGUAGES, speak
from luster_desktop.ui.presets.confirm import ConfirmDialog
from luster_desktop.ui.review.note import NoteDialog
from luster_desktop.ui.settings.sheets import ShortcutSheet
from luster_desktop.ui.shell.about import AboutSheet, LicencesSheet
from luster_desktop.ui.shell.drop import zones_for
from luster_desktop.ui.shell.place import PlaceDialog
from luster_desktop.ui.shell.rejects import RejectsDialog
from luster_desktop.ui.theme import Mode
from luster_desktop.ui.widgets.dialogs import Trouble, TroubleDialog
from luster_desktop.words.recipes import named
from tests.desktop.ui import (
    account_pictures,
    anchor_pictures,
    delivery_pictures,
    proposal_pictures,
    pseudo,
    review_pictures,
    rules_pictures,
    share_pictures,
    states,
    trouble_pictures,
    updating_pictures,
)
from tests.desktop.ui.settling import settle

SIZES = {"s": (1024, 700), "w": (1280, 800), "l": (1920, 1080)}
Spot = tuple[int, int, int]
"""Across, down and radius in a change map."""
DUSK = {"sky_warmth": "natural", "interior_lights": "on"}


def fill(home: Path) -> None:
    """Three shoots; the newest with a photo in each state."""
    library = Library(Paths(home).create().library)
    for name, count in (("Harbour View 3B", 9), ("48 Mill Lane", 24)):
        old = library.create_shoot(name)
        photos = states.add(library, old, states.make_photos(home / name, count))
        for job in states.order(library, photos[:4], "sky", {"kind": "clouds"}):
            states.finish(library, job, home / "outputs")
    shoot = library.create_shoot("12 Oak Street")
    photos = states.add(library, shoot, states.copy_sample(resource("sample_shoot"), home / "12 Oak Street"))
    jobs = states.order(library, photos[:11], "dusk", DUSK)
    states.finish(library, jobs[0], home / "outputs", {"fidelity": {"verdict": "pass", "score": 0.02}})
    look = {"fidelity": {"verdict": "pass", "score": 0.61, "beyond_request": 2, "left_out": 1, "generated": ["sky"]}}
    places = judged(home / "places.png", beyond=[(60, 170, 40), (300, 250, 12)], left_out=[(210, 230, 25)])
    states.finish(library, jobs[1], home / "outputs", look, places)
    states.finish(library, jobs[4], home / "outputs")
    states.fail(library, jobs[2], "The edit changed more than it was asked to, twice. Nothing was charged.")
    states.move(library, jobs[3], JobState.PROCESSING)
    states.move(library, jobs[5], JobState.QUEUED)
    states.uploading(library, jobs[6], 0.4)
    states.uploading(library, jobs[7], 0.85)
    states.move(library, jobs[8], JobState.WAITING_FOR_CREDITS)
    states.move(library, jobs[9], JobState.CANCELLED)
    library.refuse_photo(photos[11].id, Reason.DAMAGED_PART)
    sky = states.order(library, photos[:1], "sky", {"kind": "clouds"})
    good = {"fidelity": {"verdict": "pass", "score": 0.0, "beyond_request": 0, "left_out": 3, "generated": ["sky"]}}
    places = judged(home / "left.png", left_out=[(75, 165, 34), (392, 272, 22), (150, 250, 6)])
    states.finish(library, sky[0], home / "outputs", good, places)
    for job in (jobs[0], jobs[4], sky[0]):
        library.write(outputs.saved, job.id, str(home / "delivery" / f"{job.id}.jpg"), 1, "aa")
    photos[12].path.unlink()
    library.close()


def judged(path: Path, beyond: Sequence[Spot] = (), left_out: Sequence[Spot] = ()) -> Path:
    """A service's change map with these spots."""
    image = Image.new("RGBA", (480, 320))
    for spots, color in ((beyond, (255, 0, 0, 200)), (left_out, (0, 255, 0, 120))):
        for x, y, radius in spots:
            ImageDraw.Draw(image).ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)
    image.save(path)
    return path


def fill_stacks(home: Path) -> None:
    """One shoot of brackets, sure and unsure, with marks, a pair, and photos by themselves."""
    library = Library(Paths(home).create().library)
    shoot = library.create_shoot("7 Elm Court")
    folder, sample = home / "7 Elm Court", sorted(resource("sample_shoot").glob("*.JPG"))
    sizes = (5, 3, 1, 5, 1, 3, 5, 1, 2, 1, 7, 1)
    scenes = []
    for source, count in zip(sample, sizes, strict=False):
        stops = [2 * (number - count // 2) for number in range(count)]
        paths = states.bracket(source, folder, stops)
        scenes.append(states.add(library, shoot, paths))
    doubts = {
        3: Reason.OTHER_GROUPING,
        8: Reason.UNUSUAL_SIZE.of(exposures=2, usual=5),
    }
    tops = [
        states.stack(library, shoot, scene, doubts.get(number)) if len(scene) > 1 else scene[0].id
        for number, scene in enumerate(scenes)
    ]
    camera = states.add(library, shoot, [Path(shutil.copy2(scenes[2][0].path, folder / "camera.JPG"))])
    places = {scene[0].id: Place(settled=True) for scene in scenes if len(scene) == 1}
    doubt = "Nothing tells whether this photo belongs to those before or after it."
    places |= {camera[0].id: Place(tops[2], Role.COMPANION, True), tops[7]: Place(settled=True, unsure=doubt)}
    library.write(stacks.arrange, shoot.id, places)
    stars = {0: Mark(rating=5), 1: Mark(rating=3), 4: Mark(rejected=True), 5: Mark(rating=4, turn=1)}
    stars |= {9: Mark(rejected=True, rating=1), 10: Mark(rating=4), 11: Mark(turn=2)}
    library.write(marks.mark, {tops[number]: mark for number, mark in stars.items()})
    middle = scenes[6][2].path
    facts = {"merged": 5, "tilt": [-1.24, 0.4], "whites": [1.1, 1.0, 0.9]}
    made = Prepared(tops[6], uuid4(), "r", middle, 1, 1, "image/jpeg", 1536, 1024, "0", "0", facts=facts)
    library.write(prepared.keep, made)
    library.close()


class Shots:
    def __init__(self, out: Path, names: list[str], mode: Mode, size: str) -> None:
        self.out, self.names, self.mode, self.size = out, names, mode, size

    def wanted(self, name: str) -> bool:
        return not self.names or any(wish in name for wish in self.names)

    def take(self, widget: QWidget, name: str) -> None:
        settle(60)
        path = self.out / f"{name}-{self.mode.value}-{self.size}.png"
        widget.grab().save(str(path))
        print(path)


def start(home: Path, size: str) -> App:
    settings = DesktopSettings("http://127.0.0.1:1", "http://127.0.0.1:1", "key", home)
    app = build(settings, Start(cloud=False, prepare=False))
    app.window.resize(*SIZES[size])
    app.window.show()
    loop = QEventLoop()
    app.library_ready.connect(loop.quit)
    loop.exec()
    settle(1500)
    return app


def signed_in(app: App, available: int, painted: str | None = None) -> None:
    """Show the panel and the bar as they are with an account; no service is asked in these pictures."""
    account_pictures.signed_in(app.account, available)
    app.window.topbar.refresh()
    panel = app.window.presets
    rows = app.bench.photos.all_rows()
    chosen = set(app.window.chosen_ids())
    panel.show_quote(quote(rows, chosen, panel.recipe, panel.offer, available, signed_in=True, painted=painted))


def dialogs(app: App, shots: Shots) -> None:
    window = app.window
    rejected = [
        RejectedFile(Path("notes.txt"), Reason.NOT_A_PHOTO),
        RejectedFile(Path("IMG_0042.JPG"), Reason.FILE_EMPTY),
        RejectedFile(Path("Grundriss Küche.pdf"), Reason.NOT_A_PHOTO),
    ]
    trouble = Trouble(
        "The photos could not be saved",
        "The disk or folder cannot be reached or is full.",
        "Check that the disk is connected and has free space, then try again.",
        "Request 7f3c2a",
    )
    made: dict[str, Callable[[], QWidget]] = {
        "signin": lambda: SignInDialog(window, app.account, mailbox="http://127.0.0.1:1/mailbox"),
        "shortcuts": lambda: ShortcutSheet(window, app.actions.sheet()),
        "about": lambda: AboutSheet(window, app.settings),
        "licences": lambda: LicencesSheet(window, licences.parts()),
        "rejects": lambda: RejectsDialog(window, rejected),
        "place": lambda: PlaceDialog(window, zones_for([resource("sample_shoot")], 184, "12 Oak Street")),
        "trouble": lambda: TroubleDialog(window, trouble),
    }
    for name, make in made.items():
        if shots.wanted(f"dialog-{name}"):
            dialog = make()
            dialog.show()
            shots.take(dialog, f"dialog-{name}")
            if isinstance(dialog, SignInDialog):
                dialog._email = "ana@example.com"
                dialog._on_sent(None)
                dialog.code.setText("4815")
                shots.take(dialog, "dialog-code")
            dialog.close()
    if shots.wanted("dialog-settings"):
        app.commands.settings()
        dialog = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "SettingsDialog")
        shots.take(dialog, "dialog-settings")
        dialog.close()
    if any(shots.wanted(f"dialog-{name}") for name in ("buy", "account", "delete", "history", "share", "studio")):
        account_pictures.take(window, app.account, shots.take)
        share_pictures.take(app, shots.take)


def working(**facts: Any) -> SyncStatus:
    return SyncStatus(SyncState.WORKING, "", uploading=2, editing=3, done=4, total=11, failed=1, **facts)


def photograph(app: App, shots: Shots) -> None:
    window = app.window
    if shots.wanted("gallery"):
        signed_in(app, 25)
        window.activity.show_status(working(seconds_left=140.0), signed_in=True, expired=False, idle="")
        shots.take(window, "gallery")
        rows = app.bench.photos.all_rows()
        window.gallery.view.select([row.photo.id for row in rows[11:15]])
        settle(30)
        signed_in(app, 2)
        offline = SyncStatus(SyncState.OFFLINE, Reason.OFFLINE, done=4, total=11)
        window.activity.show_status(offline, signed_in=True, expired=False, idle="")
        window.notices.say("saved", "12 photos saved.", tone="ok", action="Show in folder")
        window.notices.say("rejects", "15 photos added, 3 files were left out.", tone="warn", action="Show which")
        shots.take(window, "gallery-selected")
        window.notices.clear("saved")
        window.notices.clear("rejects")
        window.gallery.view.clearSelection()
    if shots.wanted("trouble"):
        trouble_pictures.take_all(app, shots.take)
    if shots.wanted("updates"):
        updating_pictures.take_all(app, shots.take)
    if shots.wanted("decisions"):
        review_pictures.take_all(app, shots.take)
    if shots.wanted("drop"):
        folder = Path(tempfile.mkdtemp(prefix="7 Elm Court "))
        window.overlay.show_zones(zones_for([folder], 184, "12 Oak Street"), window.rect().center())
        shots.take(window, "drop")
        window.overlay.hide()
    if shots.wanted("review"):
        rows = app.bench.photos.all_rows()
        window.open_review(rows[0].photo.id)
        settle(1200)
        signed_in(app, 25)
        shots.take(window, "review")
        window.review.toolbar.sides.click()
        shots.take(window, "review-sides")
        window.review.toolbar.wipe.click()
        window.review.toolbar.changes.click()
        settle(600)
        window.review.compare.toggle_full()
        settle(600)
        window.review.compare.set_divider(0.3)
        shots.take(window, "review-full")
        window.review.compare.toggle_full()
        for number, photo in enumerate(rows[:2]):
            window.review.show_photo(photo.photo.id)
            settle(900)
            for layer in ("all", "beyond", "left-out"):
                shots.take(window, f"review-{number}-{layer}")
                window.review._changes.bar.step()
                settle(500)
        window.review.toolbar.changes.click()
        shots.take(window, "review-look")
        window.review.show_photo(rows[2].photo.id)
        settle(900)
        shots.take(window, "review-failed")
        window.close_review()
    dialogs(app, shots)


def photograph_rooms(app: App, shots: Shots, delivered: Path) -> None:
    """What has pictures of its own."""
    if shots.wanted("orders"):
        photograph_orders(app, shots)
    if shots.wanted("recipes"):
        photograph_recipes(app, shots)
    if shots.wanted("anchors"):
        anchor_pictures.take_all(app, shots.take)
    if shots.wanted("rules"):
        rules_pictures.take_all(app, shots.take)
    if shots.wanted("delivery"):
        delivery_pictures.take_all(app, shots.take, delivered)


def photograph_orders(app: App, shots: Shots) -> None:
    """What is said before an order: that it waits, what does not fit, that files are missing, and the question."""
    window, panel = app.window, app.window.presets
    window.gallery.view.clearSelection()
    rows = app.bench.photos.all_rows()
    inside = [row.photo.id for row in rows[8:11]]
    app.bench.library.write(contents.keep_seen, dict.fromkeys(inside, Seen(Scene.INSIDE)))
    settle(300)
    panel.choose("dusk", DUSK)
    settle(60)
    signed_in(app, 25)
    shots.take(window, "orders")
    assert panel.quote is not None
    dialog = ConfirmDialog(window, panel.quote, named(panel.recipe, app.bench.photos.preset_titles))
    dialog.show()
    shots.take(dialog, "orders-question")
    dialog.close()
    panel.show_quote(Quote(need=Need.GROUPING, grouping=184))
    shots.take(window, "orders-grouping")
    window.gallery.view.select(inside)
    settle(60)
    signed_in(app, 2)
    shots.take(window, "orders-unfit-selected")
    window.gallery.view.select([rows[12].photo.id])
    settle(60)
    signed_in(app, 25)
    shots.take(window, "orders-missing")
    window.gallery.view.clearSelection()


def photograph_recipes(app: App, shots: Shots) -> None:
    """One edit, several, what cannot be added, and a result that is gone on from."""
    window, panel = app.window, app.window.presets
    rows = app.bench.photos.all_rows()
    window.gallery.view.select([row.photo.id for row in rows[:3]])
    for name, presets in (("one", ("sky",)), ("two", ("sky", "lawn")), ("dusk", ("dusk",))):
        panel.choose(presets[0], {"kind": "sunset"})
        for preset in presets[1:]:
            panel.toggle(preset)
        settle(100)
        signed_in(app, 25)
        shots.take(window, f"recipes-{name}")
    library, photo = app.bench.library, rows[0].photo
    if not any(job.recipe.source for job in library.jobs(photo.id)):
        first = library.jobs(photo.id)[-1]
        (onward,) = states.order(library, [photo], "lawn", {"strength": "natural"}, source=first.id, note="Softer")
        found = {"verdict": "pass", "score": 0.0, "beyond_request": 0, "generated": ["sky", "lawn"]}
        states.finish(library, onward, library.folder / "outputs", {"fidelity": {**found, "source": found}})
    window.open_review(photo.id)
    settle(1500)
    window.review.go_on_from(window.review._versions[0])
    panel.choose_edits([Edit("lawn"), Edit("remove")])
    settle(400)
    signed_in(app, 25, painted="300:5000,5000")
    shots.take(window, "recipes-onward")
    window.review.toolbar.open_results()
    shots.take(window.review.toolbar._menu, "recipes-results")
    window.review.toolbar._menu.close()
    window.review.redo_noted()
    (dialog,) = window.review.findChildren(NoteDialog)
    shots.take(dialog, "recipes-note")
    dialog.close()
    window.close_review()
    panel.choose("dusk", DUSK)


def photograph_stacks(app: App, shots: Shots) -> None:
    """The grid of a shoot with stacks, closed and open, at the sizes of text; then sorted and filtered."""
    window, gallery = app.window, app.window.gallery
    rows = app.bench.photos.all_rows()
    signed_in(app, 25)
    if shots.wanted("stacks"):
        shots.take(window, "stacks")
        gallery.view.select([rows[3].photo.id])
        gallery.open_stack()
        settle(900)
        gallery.stack.strip.select([rows[3].exposures[1].id])
        signed_in(app, 25)
        shots.take(window, "stacks-open")
        gallery.view.select([rows[2].photo.id])
        settle(100)
        shots.take(window, "stacks-alone")
        gallery.view.select([rows[3].photo.id])
        app.theme.set_text_scale(2.0)
        settle(400)
        shots.take(window, "stacks-large-text")
        app.theme.set_text_scale(1.0)
        gallery.close_stack()
        gallery.view.clearSelection()
        gallery.show_look(Look(sort=Sort.RATING, rating=1, rejected=Rejected.HIDDEN))
        settle(300)
        signed_in(app, 25)
        shots.take(window, "stacks-sorted")
        gallery.show_look(Look(unsure=True, rating=5))
        shots.take(window, "stacks-nothing")
        gallery.show_look(Look())
        settle(100)
        gallery.view.show_landing(Landing(gallery.view.visualRect(app.bench.photos.index(0)), onto=rows[0].photo.id))
        shots.take(window, "stacks-drop-onto")
        cell = gallery.view.visualRect(app.bench.photos.index(1))
        gallery.view.show_landing(Landing(bar_beside(cell, after=True), before=rows[2].photo.id))
        shots.take(window, "stacks-drop-between")
        gallery.view.show_landing(None)
    if shots.wanted("stack-menu"):
        for name, chosen in (("one", rows[:1]), ("several", rows[:3])):
            menu = gallery.menu.build(chosen)
            menu.popup(window.mapToGlobal(window.rect().center()))
            shots.take(menu, f"stack-menu-{name}")
            menu.close()
        for name, menu in (("sort", gallery.filters.looks._sort_menu), ("filter", gallery.filters.looks._narrow_menu)):
            menu.popup(window.mapToGlobal(window.rect().center()))
            shots.take(menu, f"stack-menu-{name}")
            menu.close()
    if shots.wanted("stack-review"):
        for name, number in (("turned", 5), ("made", 6)):
            window.open_review(rows[number].photo.id)
            settle(1200)
            shots.take(window, f"stack-review-{name}")
        window.close_review()


def speak_any(qt: QApplication, name: str) -> None:
    """A language that ships, or one of the tests' own."""
    if name in LANGUAGES:
        speak(qt, name)
    else:
        pseudo.speak(qt, mirrored=name == "mirrored")


def main(arguments: list[str]) -> int:
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    spoken = [name for name in arguments[1:] if name in (*LANGUAGES, "pseudo", "mirrored")]
    names = [name for name in arguments[1:] if name not in (*SIZES, "light", "dark", *spoken)]
    modes = [Mode(name) for name in arguments[1:] if name in ("light", "dark")] or [Mode.DARK, Mode.LIGHT]
    sizes = [name for name in arguments[1:] if name in SIZES] or list(SIZES)
    qt = QApplication(["luster"])
    for name in spoken:
        speak_any(qt, name)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "full"
        fill(home)
        fill_stacks(Path(scratch) / "stacks")
        proposal_pictures.fill(Path(scratch) / "unordered")
        for size in sizes:
            app = start(home, size)
            for mode in modes:
                app.theme.set_mode(mode)
                settle(250)
                photograph(app, Shots(out, names, mode, size))
                photograph_rooms(app, Shots(out, names, mode, size), Path(scratch) / "delivered")
            app.window.close()
            if any(Shots(out, names, modes[0], size).wanted(name) for name in ("stacks", "stack-menu", "stack-review")):
                brackets = start(Path(scratch) / "stacks", size)
                for mode in modes:
                    brackets.theme.set_mode(mode)
                    settle(250)
                    photograph_stacks(brackets, Shots(out, names, mode, size))
                brackets.window.close()
            if Shots(out, names, modes[0], size).wanted("proposals"):
                for mode in modes:
                    unordered = start(Path(scratch) / "unordered", size)
                    unordered.theme.set_mode(mode)
                    proposal_pictures.take_all(unordered, Shots(out, names, mode, size).take, settle)
                    unordered.window.close()
            empty = start(Path(scratch) / f"empty-{size}", size)
            for mode in modes:
                shots = Shots(out, names, mode, size)
                if shots.wanted("empty"):
                    empty.theme.set_mode(mode)
                    shots.take(empty.window, "empty")
            empty.window.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
