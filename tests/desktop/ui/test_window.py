"""The window as a whole, driven as a person drives it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from luster_desktop.app import App, Start, build
from luster_desktop.facts import ScannedFile
from luster_desktop.intake.scan import scan
from luster_desktop.library import contents
from luster_desktop.library.models import Recipe
from luster_desktop.paths import resource
from luster_desktop.settings import DesktopSettings
from luster_desktop.ui.gallery.status import status_of
from luster_desktop.ui.settings.sheets import ShortcutSheet
from luster_desktop.ui.shell.drop import zones_for
from luster_desktop.ui.shell.rejects import RejectsDialog
from luster_desktop.ui.theme import Theme
from tests.desktop.ui import states
from tests.present import present

MakeApp = Callable[..., App]


def drop(window: QWidget, paths: list[Path], keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QDropEvent:
    """A real drag of files onto the window, as a file manager would do it: a move is on offer and proposed."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    enter = QDragEnterEvent(QPoint(300, 300), actions, data, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    event = QDropEvent(QPointF(300, 300), actions, data, Qt.MouseButton.LeftButton, keys)
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(window, event)
    return event


def exposures(app: App) -> list[int]:
    """How many each photo of the gallery is made from; 0 for a file by itself."""
    return [len(row.exposures) for row in app.bench.photos.all_rows()]


def test_the_first_frame_shows_no_empty_boxes(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    settings = DesktopSettings("http://127.0.0.1:1", "http://127.0.0.1:1", "key", tmp_path / "home")
    app = build(settings, Start(cloud=False, prepare=False))
    with qtbot.waitSignal(app.library_ready):
        app.window.show()
        panel = app.window.presets
        assert not panel.ready, "not the first frame any more"
        assert [item for item in panel.findChildren(QLabel) if item.isVisible() and not item.text()] == []
        assert not panel.show_unsure.isVisible()
        assert not panel.missing.button.isVisible()
        assert not panel.run.isEnabled()
    app.window.close()
    app.window.deleteLater()
    app.deleteLater()


def test_dropping_a_folder_makes_a_shoot_with_its_photos(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    folder = tmp_path / "Villa Süd 🏡"
    states.make_photos(folder, 4)
    states.make_photos(folder / "garden", 2)
    (folder / "notes.txt").write_text("not a photo")
    (folder / "IMG_0099.JPG").write_bytes(b"")
    event = drop(app.window, [folder], Qt.KeyboardModifier.ShiftModifier)
    assert event.dropAction() == Qt.DropAction.CopyAction, "a shift-drop would have moved the user's files"
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 6)
    assert app.bench.current is not None
    assert app.bench.current.name == "Villa Süd 🏡"
    assert app.window.windowTitle().startswith("Villa Süd 🏡")
    assert len(list(folder.rglob("*"))) == 9, "a file of the user was touched"
    qtbot.waitUntil(lambda: "rejects" in app.window.notices._topics)
    notice = app.window.notices._topics["rejects"]
    assert "2 files were left out" in notice.accessibleName()
    notice.action.click()
    dialog = app.window.findChild(RejectsDialog)
    assert dialog is not None
    dialog.close()


def test_a_card_that_is_gone_is_said_in_one_sentence(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    drop(app.window, [tmp_path / "card" / f"IMG_{number}.JPG" for number in range(30)])
    qtbot.waitUntil(lambda: "rejects" in app.window.notices._topics)
    said = app.window.notices._topics["rejects"].accessibleName()
    assert said == "0 photos added. The card or folder is no longer there."


def test_a_moved_folder_is_found_again(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    folder = tmp_path / "Card"
    states.make_photos(folder, 3)
    drop(app.window, [folder])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 3)
    before = [row.photo.id for row in app.bench.photos.all_rows()]
    qtbot.waitUntil(lambda: app.bench.library.read(contents.unsampled, present(app.bench.current).id) == [])
    folder.rename(tmp_path / "Oak")
    drop(app.window, [tmp_path / "Oak"])
    qtbot.waitUntil(lambda: "added" in app.window.notices._topics)
    assert "3 photos found again in a new place" in app.window.notices._topics["added"].accessibleName()
    qtbot.waitUntil(lambda: app.bench.photos.at(0).photo.path.parent == tmp_path / "Oak")
    assert [row.photo.id for row in app.bench.photos.all_rows()] == before


def test_the_same_folder_twice_adds_nothing(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    folder = tmp_path / "Twice"
    states.make_photos(folder, 3)
    # Photos are shown before their drop has ended: the next one's end must not be taken for this one's.
    with qtbot.waitSignal(app.bench.added):
        drop(app.window, [folder])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 3)
    with qtbot.waitSignal(app.bench.added) as added:
        drop(app.window, [folder])
    assert (added.args[0].added, added.args[0].duplicates) == (0, 3)
    assert app.bench.photos.rowCount() == 3


def test_the_overlay_says_what_will_happen_and_leaves(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    paths = states.make_photos(tmp_path / "in", 2)
    assert [zone.text for zone in zones_for(paths, 2, None)] == ["Add 2 files to a new shoot"]
    app.bench.add_paths([tmp_path / "in"])
    qtbot.waitUntil(lambda: app.bench.current is not None)
    assert [zone.text for zone in zones_for([tmp_path / "in"], None, "in")] == ["Add to in", "New shoot: in"]
    drop(app.window, paths)
    assert not app.window.overlay.isVisible()


def test_an_empty_library_offers_the_sample_shoot(make_app: MakeApp, qtbot: QtBot) -> None:
    app = make_app()
    empty = app.window.gallery.empty
    qtbot.waitUntil(lambda: empty.isVisible())
    qtbot.mouseClick(empty.sample, Qt.MouseButton.LeftButton)
    sizes = [0, 0, 5, 5, 0, 0, 0]
    qtbot.waitUntil(lambda: exposures(app) == sizes, timeout=30_000)
    assert app.bench.current is not None
    assert app.bench.current.name == "Sample shoot"
    rows = app.bench.photos.all_rows()
    assert [row.photo.name[:8] for row in rows] == [f"IMG_{n:04}" for n in (1, 2, 5, 10, 13, 14, 15)]
    assert not any(row.photo.unsure for row in rows)
    front = rows[0]
    assert status_of(front, app.bench.photos.preset_titles).text == "Dusk (sample)"
    app.window.open_review(front.photo.id)
    bar = app.window.review.toolbar
    qtbot.waitUntil(lambda: bar.version.text() == "Dusk (sample)")
    bar._fill_menu()
    assert [action.text() for action in bar._menu.actions()][:3] == [
        "Dusk (sample), delivered",
        "New sky (sample)",
        "Green lawn (sample)",
    ]
    qtbot.waitUntil(lambda: app.window.review.compare._after is not None)


def test_the_sample_asked_for_before_the_library_is_open_has_its_results(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    settings = DesktopSettings("http://127.0.0.1:1", "http://127.0.0.1:1", "key", tmp_path / "home")
    app = build(settings, Start(cloud=False, prepare=False))
    app.window.show()
    assert not app.bench.ready
    app.commands.try_sample()
    qtbot.waitUntil(lambda: any(len(row.results) == 3 for row in app.bench.photos.all_rows()))
    assert app.bench.current is not None
    assert app.bench.current.name == "Sample shoot"
    app.window.close()
    app.window.deleteLater()
    app.deleteLater()


def test_late_exposures_join_their_stack_in_the_window(make_app: MakeApp, qtbot: QtBot) -> None:
    app = make_app()
    sample = sorted(resource("sample_shoot").iterdir())
    drop(app.window, sample[:6])
    qtbot.waitUntil(lambda: exposures(app) == [0, 0, 4], timeout=30_000)
    stack = app.bench.photos.all_rows()[2].photo
    app.window.gallery.view.select([stack.id])
    drop(app.window, [resource("sample_shoot")])
    qtbot.waitUntil(lambda: exposures(app) == [0, 0, 5, 5, 0, 0, 0], timeout=30_000)
    assert app.bench.photos.all_rows()[2].photo.id == stack.id
    assert app.window.gallery.view.selected_ids() == [stack.id]


def test_what_was_just_removed_does_not_come_back_in_a_stack(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    states.make_photos(tmp_path / "in", 1)
    with qtbot.waitSignal(app.bench.added):
        app.bench.add_paths([tmp_path / "in"])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 1)
    library, shoot = app.bench.library, app.bench.current
    assert shoot is not None
    files = [found for found in scan([resource("sample_shoot")]) if isinstance(found, ScannedFile)]
    removed = [photo.id for photo in library.add_photos(shoot.id, files[2:7]).photos]
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 6)
    app.bench.remove(removed)
    with qtbot.waitSignal(app.bench.added):
        drop(app.window, [resource("sample_shoot")])
    qtbot.waitUntil(lambda: exposures(app).count(5) == 1, timeout=30_000)
    assert app.bench.photos.rowCount() == 7
    assert {row.photo.id for row in library.photos(shoot.id)} >= set(removed)


def test_paths_given_at_the_start_are_opened(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    states.make_photos(tmp_path / "in", 2)
    app = make_app(start=Start(open_paths=(tmp_path / "in",), shoot_name="Demo", cloud=False))
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 2)
    assert app.bench.current is not None
    assert app.bench.current.name == "Demo"


def test_everything_is_there_after_a_restart(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    first = make_app(home=tmp_path / "home")
    states.make_photos(tmp_path / "One", 2)
    states.make_photos(tmp_path / "Two", 3)
    first.bench.add_paths([tmp_path / "One"])
    qtbot.waitUntil(lambda: first.bench.photos.rowCount() == 2)
    first.bench.new_shoot("Two")
    qtbot.waitUntil(lambda: first.bench.current is not None and first.bench.current.name == "Two")
    first.window.gallery.view.set_cell_width(333)
    first.window.presets.choose("dusk", {"sky_warmth": "warm"})
    first.window.presets.choose("sky", {"kind": "sunset"})
    first.window.resize(1301, 777)
    one = next(shoot for shoot in first.bench.shoots if shoot.name == "One")
    first.bench.open(one.id)
    qtbot.waitUntil(lambda: first.bench.photos.rowCount() == 2)
    first.window.close()
    second = make_app(home=tmp_path / "home")
    qtbot.waitUntil(lambda: second.bench.photos.rowCount() == 2)
    assert second.bench.current is not None
    assert second.bench.current.name == "One"
    assert second.window.gallery.view.cell_width == 333
    assert second.window.presets.recipe == Recipe.of("sky", {"kind": "sunset"})
    assert [shoot.name for shoot in second.bench.shoots] == ["Two", "One"]


def test_presets_by_number_and_the_price(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    states.make_photos(tmp_path / "in", 3)
    app.bench.add_paths([tmp_path / "in"])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 3)
    app.window.activateWindow()
    qtbot.keyClick(app.window.gallery.view, Qt.Key.Key_2)
    assert app.window.presets.recipe.label == "sky"
    qtbot.waitUntil(lambda: app.window.presets.quote is not None and len(app.window.presets.quote.photo_ids) == 3)
    assert app.window.presets.run.text() == "Sign in to enhance"
    app.window.gallery.view.select([app.bench.photos.at(1).photo.id])
    qtbot.waitUntil(lambda: app.window.presets.quote is not None and len(app.window.presets.quote.photo_ids) == 1)
    assert app.window.presets._scope.text() == "1 photo selected"


def test_compare_opens_steps_and_closes_by_keyboard(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    states.make_photos(tmp_path / "in", 3)
    app.bench.add_paths([tmp_path / "in"])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 3)
    first = app.bench.photos.at(0)
    (job,) = states.order(app.bench.library, [first.photo], "dusk", {})
    found = {"verdict": "pass", "score": 0.03, "beyond_request": 0, "left_out": 3, "generated": ["sky"]}
    states.finish(app.bench.library, job, tmp_path / "out", {"fidelity": found})
    view = app.window.gallery.view
    view.setCurrentIndex(app.bench.photos.index(0))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    review = app.window.review
    assert app.window.reviewing
    # Picture, row and list of results arrive each on its own; the verdict is told by the last two.
    qtbot.waitUntil(lambda: review.compare._after is not None and len(review.toolbar._found) > 1)
    told = ["The sky was generated", "Nothing else changed", "3 places were left as in your photo"]
    for width, text in ((2300, ". ".join(told)), (1600, "3 places left as in your photo"), (1100, "")):
        app.window.resize(width, 800)
        qtbot.waitUntil(lambda text=text: review.toolbar._verdict.text() == text)  # type: ignore[misc]
        assert review.toolbar._verdict_icon.toolTip().splitlines() == told
    qtbot.keyPress(review.compare, Qt.Key.Key_B)
    assert review.compare.accessibleDescription() == "before only"
    qtbot.keyRelease(review.compare, Qt.Key.Key_B)
    assert review.compare.accessibleDescription() == "before 50 percent"
    qtbot.keyClick(review.compare, Qt.Key.Key_PageDown)
    assert review.photo_id == app.bench.photos.at(1).photo.id
    qtbot.waitUntil(lambda: review.compare._after is None)
    qtbot.keyClick(review.compare, Qt.Key.Key_Escape)
    assert not app.window.reviewing
    assert view.selected_ids() == [app.bench.photos.at(1).photo.id]


def test_saving_goes_to_the_chosen_folder_and_says_so(make_app: MakeApp, qtbot: QtBot, tmp_path: Path) -> None:
    app = make_app()
    states.make_photos(tmp_path / "in", 2)
    app.bench.add_paths([tmp_path / "in"])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 2)
    rows = app.bench.photos.all_rows()
    for job in states.order(app.bench.library, [row.photo for row in rows], "dusk", {}):
        states.finish(app.bench.library, job, tmp_path / "out")
    qtbot.waitUntil(lambda: len(app.window.gallery.saveable()) == 2)
    app.window.gallery.filters.save.click()
    dialog = app.window.findChild(QFileDialog)
    assert dialog is not None
    target = tmp_path / "Delivery für Ana"
    target.mkdir()
    dialog.fileSelected.emit(str(target))
    dialog.close()
    qtbot.waitUntil(lambda: "saved" in app.window.notices._topics)
    assert app.window.notices._topics["saved"].accessibleName() == "2 results saved."
    assert len(list(target.iterdir())) == 2


def test_question_mark_lists_the_shortcuts(make_app: MakeApp, qtbot: QtBot) -> None:
    app = make_app()
    app.window.activateWindow()
    qtbot.keyClick(app.window, Qt.Key.Key_Question)
    sheet = app.window.findChild(ShortcutSheet)
    assert sheet is not None
    sheet.close()


def test_every_icon_button_has_a_name(make_app: MakeApp) -> None:
    app = make_app()
    nameless = [
        button
        for button in app.window.findChildren(QAbstractButton)
        if not button.isHidden() and not button.text() and not button.accessibleName()
    ]
    assert nameless == []


def test_nothing_is_left_when_the_window_has_closed(
    no_leaks: None, make_app: MakeApp, qtbot: QtBot, tmp_path: Path
) -> None:
    app = make_app()
    states.make_photos(tmp_path / "in", 5)
    app.bench.add_paths([tmp_path / "in"])
    qtbot.waitUntil(lambda: app.bench.photos.rowCount() == 5)
    app.window.close()
