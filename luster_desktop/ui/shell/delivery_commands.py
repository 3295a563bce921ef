"""What the window does to deliver: the address and the rules, names of rooms, and the delivery itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from luster_desktop.settings import DesktopSettings
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.delivery.rulebook import RuleBook
from luster_desktop.ui.settings.store import WindowStore
from luster_desktop.ui.shell.window import MainWindow
from luster_desktop.ui.workbench import Workbench
from luster_desktop.words.counts import photos

if TYPE_CHECKING:
    from luster_desktop.ui.delivery.dialog import Chosen


class DeliveryCommands(QObject):
    def __init__(
        self,
        window: MainWindow,
        bench: Workbench,
        runner: TaskRunner,
        store: WindowStore,
        rules: RuleBook,
        settings: DesktopSettings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bench = bench
        self._runner = runner
        self._store = store
        self._rules = rules
        self._settings = settings

    @Slot()
    def deliver(self) -> None:
        """Deliver the selection where several photos are selected, or else the whole shoot."""
        from luster_desktop.operations.delivering import identity_of  # which loads OpenCV, as the dialog does
        from luster_desktop.ui.delivery.dialog import Chosen, DeliveryDialog

        shoot, profiles = self._bench.current, self._rules.profiles
        if shoot is None or not profiles:
            return
        chosen = self._window.gallery.view.selected_ids()
        dialog = DeliveryDialog(
            self._window,
            self._bench.library,
            shoot,
            profiles,
            self._window.presets.offer,
            self._runner,
            Chosen(self._store.export_recipes, self._store.archives, self._store.folder("deliver") / shoot.name),
            identity_of(self._settings),
            chosen if len(chosen) > 1 else (),
        )
        dialog.described.connect(self._describe)
        dialog.chosen.connect(self._remember)
        dialog.open()

    @Slot(str, str)
    def _describe(self, address: str, profile: str) -> None:
        if self._bench.current is not None:
            self._bench.edit.describe(self._bench.current, address, profile)

    @Slot(object)
    def _remember(self, chosen: Chosen) -> None:
        self._store.set_export(chosen.recipes, chosen.archives)
        self._store.set_folder("deliver", chosen.target.parent)

    @Slot()
    def name_room(self) -> None:
        """Ask for the room of the photo on the stage, or of the selection; of one photo, then of the next."""
        if chosen := self._window.chosen_ids():
            self._ask_room(chosen)

    def _ask_room(self, photo_ids: list[UUID]) -> None:
        from luster_desktop.ui.delivery.room import RoomDialog

        rows = [row for photo_id in photo_ids if (row := self._bench.photos.row_of(photo_id)) is not None]
        if not rows:
            return
        used = [row.photo.room for row in self._bench.photos.all_rows() if row.photo.room]
        following = self._next(photo_ids[0]) if len(photo_ids) == 1 else None
        title = rows[0].photo.name if len(rows) == 1 else photos(len(rows))
        dialog = RoomDialog(self._window, title, rows[0].photo.room, used, more=following is not None)
        dialog.named.connect(partial(self._bench.edit.name_rooms, photo_ids))
        dialog.next_asked.connect(partial(self._name_and_go_on, photo_ids, following))
        dialog.open()

    def _name_and_go_on(self, photo_ids: list[UUID], following: UUID | None, room: str) -> None:
        self._bench.edit.name_rooms(photo_ids, room)
        if following is None:
            return
        if self._window.reviewing:
            self._window.review.step(1)
        else:
            self._window.gallery.view.select([following])
        self._ask_room([following])

    def _next(self, photo_id: UUID) -> UUID | None:
        shown = [row.photo.id for row in self._bench.photos.shown_rows()]
        at = shown.index(photo_id) + 1 if photo_id in shown else len(shown)
        return shown[at] if at < len(shown) else None
