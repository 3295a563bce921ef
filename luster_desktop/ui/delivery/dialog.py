"""A delivery on one screen: the property, the rules, what is made and where; then whether it passes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from luster_desktop.delivery import shelf
from luster_desktop.delivery.exports import ExportRecipe
from luster_desktop.delivery.items import Item
from luster_desktop.delivery.profiles import Profile, Standing
from luster_desktop.operations import delivering
from luster_desktop.operations.delivering import BadTemplate, Delivered, Problem, Proposal
from luster_desktop.tasks.runner import CancelToken, TaskRunner
from luster_desktop.ui.delivery.lists import FindingList
from luster_desktop.ui.delivery.recipe_form import RecipeForm
from luster_desktop.ui.delivery.rules_form import RulesForm
from luster_desktop.ui.errors import trouble
from luster_desktop.ui.widgets.controls import ElidedLabel, button, icon_button, label
from luster_desktop.ui.widgets.dialogs import Dialog, TroubleDialog
from luster_desktop.ui.widgets.files import ask_folder, show_in_folder
from luster_desktop.words import deliveries as words
from luster_desktop.words.counts import pictures
from luster_desktop.words.language import tr
from luster_desktop.words.reasons import sentence

if TYPE_CHECKING:
    from backend import contract
    from luster_desktop.delivery.marks.signing import Identity
    from luster_desktop.library.models import Shoot
    from luster_desktop.library.store import Library


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user has chosen, to be remembered."""

    recipes: tuple[str, ...]
    archives: bool
    target: Path


class DeliveryDialog(Dialog):
    """Emits `described(address, profile)` and `chosen(Chosen)` as they change, and `rules_changed` after a form."""

    described = Signal(str, str)
    chosen = Signal(object)
    rules_changed = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        library: Library,
        shoot: Shoot,
        profiles: Sequence[Profile],
        offer: contract.PresetList,
        runner: TaskRunner,
        before: Chosen,
        identity: Identity | None = None,
        only: Sequence[UUID] = (),
    ) -> None:
        super().__init__(parent, tr("Deliver {name}", name=shoot.name), width=720, long=True)
        self._library, self._shoot, self._runner, self._offer, self._only = library, shoot, runner, offer, only
        self._profiles: dict[str, Profile] = {}
        self._ticked = set(before.recipes)
        self._target, self._identity = before.target, identity
        self._items: list[Item] | None = None
        self._unready: list[Problem] = []
        self._busy = False
        self._stop = threading.Event()
        self.proposal: Proposal | None = None
        self.outcome: Delivered | None = None
        self._add_property()
        self._offer_profiles({profile.id: profile for profile in profiles}, shoot.profile or shelf.DEFAULT)
        self.profile.currentIndexChanged.connect(self._on_described)
        self._add_recipes(before)
        self.findings = FindingList()
        self.content.addWidget(self.findings)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.content.addWidget(self.bar)
        self._add_buttons()
        self._show_profile()
        self._read_recipes()
        self._gather()

    def _add_property(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(4)
            row.addLayout(column, 1)
        left.addWidget(label(tr("Address, for the names of the files"), "small"))
        self.address = QLineEdit(self._shoot.address)
        self.address.setPlaceholderText(tr("12 Oak Street"))
        self.address.setMaxLength(120)
        self.address.setAccessibleName(tr("Address"))
        self.address.textChanged.connect(self._propose)
        self.address.editingFinished.connect(self._on_described)
        left.addWidget(self.address)
        head = QHBoxLayout()
        head.addWidget(label(tr("Rules"), "small"))
        head.addStretch(1)
        self.new_rules = button(tr("New rules…"), "link", tip=tr("Begin with the ones that are chosen"))
        self.new_rules.clicked.connect(self._on_new_rules)
        head.addWidget(self.new_rules)
        right.addLayout(head)
        self.profile = QComboBox()
        self.profile.setAccessibleName(tr("Whose rules it is delivered by"))
        whose = QHBoxLayout()
        whose.addWidget(self.profile, 1)
        self.edit_rules = icon_button("settings", tr("Edit these rules"))
        self.edit_rules.clicked.connect(self._on_edit_rules)
        whose.addWidget(self.edit_rules)
        right.addLayout(whose)
        self.content.addLayout(row)
        self._demands = label("", "body", wrap=True)
        self.content.addWidget(self._demands)
        self._source = label("", "small", wrap=True)
        self.content.addWidget(self._source)
        self.unreadable = label("", "warn", wrap=True)
        self.unreadable.hide()
        self.content.addWidget(self.unreadable)
        self._say_unreadable(shelf.profiles(self._library.folder).troubles)

    def _offer_profiles(self, profiles: dict[str, Profile], name: str) -> None:
        self._profiles = profiles
        self.profile.clear()
        for profile in profiles.values():
            self.profile.addItem(
                tr("{name} (your own)", name=profile.body) if profile.own else profile.body, profile.id
            )
        self.profile.setCurrentIndex(max(0, self.profile.findData(name)))

    def _say_unreadable(self, troubles: Sequence[str]) -> None:
        """Which of the user's own files are wrong, where, and how."""
        self.unreadable.setText("\n".join(map(sentence, troubles)))
        self.unreadable.setVisible(bool(troubles))

    def _add_recipes(self, before: Chosen) -> None:
        head = QHBoxLayout()
        head.addWidget(label(tr("Export recipes"), "strong"))
        head.addStretch(1)
        self.new_recipe = button(tr("New recipe…"), "link")
        self.new_recipe.clicked.connect(partial(self._edit_recipe, ExportRecipe("", "")))
        head.addWidget(self.new_recipe)
        self.content.addLayout(head)
        self._recipe_rows = QVBoxLayout()
        self._recipe_rows.setSpacing(4)
        self.content.addLayout(self._recipe_rows)
        self.boxes: dict[str, QCheckBox] = {}
        row = QHBoxLayout()
        row.addWidget(label(tr("To")))
        self._where = ElidedLabel(str(self._target), "muted", Qt.TextElideMode.ElideMiddle)
        row.addWidget(self._where, 1)
        choose = button(tr("Choose…"))
        choose.clicked.connect(self._on_choose)
        row.addWidget(choose)
        self.archives = QCheckBox(tr("Each as a ZIP, too"))
        self.archives.setChecked(before.archives)
        self.archives.toggled.connect(self._remember)
        row.addWidget(self.archives)
        self.content.addLayout(row)
        self.url = QLineEdit()
        self.url.setPlaceholderText(tr("Web address that the disclosure page will have, for its QR code (optional)"))
        self.url.setAccessibleName(tr("Web address of the disclosure page"))
        self.content.addWidget(self.url)
        self.summary = label("", "strong", wrap=True)
        self.content.addWidget(self.summary)

    def _add_buttons(self) -> None:
        self.open_folder = button(tr("Open folder"), "plain", "folder")
        self.open_folder.clicked.connect(lambda: show_in_folder(self._target))
        self.open_folder.hide()
        self.buttons.addWidget(self.open_folder)
        self.buttons.addStretch(1)
        self.close_button = button(tr("Cancel"))
        self.close_button.clicked.connect(self._on_close)
        self.buttons.addWidget(self.close_button)
        self.export = button(tr("Export"), "primary", "download")
        self.export.setDefault(True)
        self.export.setEnabled(False)
        self.export.clicked.connect(self._on_export)
        self.buttons.addWidget(self.export)

    # What would be made

    def _gather(self) -> None:
        library, shoot_id, offer, only = self._library, self._shoot.id, self._offer, self._only
        self._runner.run(
            lambda _token: delivering.gather(library, shoot_id, offer, only),
            self._on_gathered,
            lambda error: TroubleDialog(self, trouble(tr("The photos could not be read"), error)).open(),
            owner=self,
            pool="library",
        )

    def _on_gathered(self, found: tuple[list[Item], list[Problem]]) -> None:
        self._items, self._unready = found
        self._propose()

    def _read_recipes(self) -> None:
        """Show what recipes there are, ticked as before."""
        found = shelf.export_recipes(self._library.folder)
        self._recipes = found.items
        while (item := self._recipe_rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = {}
        for recipe in found.items.values():
            self._recipe_rows.addWidget(self._recipe_row(recipe))
        for reason in found.troubles:
            self._recipe_rows.addWidget(label(sentence(reason), "warn", wrap=True))

    def _recipe_row(self, recipe: ExportRecipe) -> QWidget:
        area = QWidget()
        row = QHBoxLayout(area)
        row.setContentsMargins(0, 0, 0, 0)
        box = QCheckBox(recipe.title)
        box.setChecked(recipe.id in self._ticked)
        box.toggled.connect(partial(self._on_ticked, recipe.id))
        self.boxes[recipe.id] = box
        row.addWidget(box)
        row.addWidget(label(words.recipe(recipe), "small"), 1)
        edit = icon_button("settings", tr("Edit {title}", title=recipe.title))
        edit.clicked.connect(partial(self._edit_recipe, recipe))
        row.addWidget(edit)
        return area

    @property
    def _chosen_profile(self) -> Profile:
        return self._profiles[str(self.profile.currentData())]

    def _show_profile(self) -> None:
        profile = self._chosen_profile
        self._demands.setText(" ".join(part for part in (words.demands(profile), profile.note) if part))
        self._source.setText(words.source(profile))

    @Slot()
    def _propose(self) -> None:
        if self._items is None:
            return
        recipes = [recipe for name, recipe in self._recipes.items() if name in self._ticked]
        items = delivering.at_address(self._items, self.address.text().strip())
        try:
            self.proposal = delivering.propose(items, self._chosen_profile, recipes, self._unready)
        except BadTemplate as error:
            self.proposal = None
            self.summary.setText(tr("File names cannot be made by “{error}”.", error=error))
            self.export.setEnabled(False)
            return
        self.outcome = None
        self.open_folder.hide()
        self.summary.setText(words.proposal(self.proposal) or tr("Tick what is to be made."))
        self.findings.show_problems(self.proposal.problems)
        self.export.setEnabled(self.proposal.pictures > 0)
        self.export.setText(tr("Export"))
        if self.isVisible():
            self.fit()

    # What the user changes

    @Slot()
    def _on_described(self) -> None:
        self._show_profile()
        self.described.emit(self.address.text().strip(), self._chosen_profile.id)
        self._propose()

    def _on_ticked(self, name: str, on: bool) -> None:
        (self._ticked.add if on else self._ticked.discard)(name)
        self._remember()
        self._propose()

    @Slot()
    def _on_choose(self) -> None:
        ask_folder(self, tr("Deliver to"), self._target.parent, self._choose_target)

    def _choose_target(self, folder: Path) -> None:
        self._target = folder
        self._where.set_text(str(folder))
        self._remember()
        self._propose()

    @Slot()
    def _remember(self) -> None:
        self.chosen.emit(Chosen(tuple(sorted(self._ticked)), self.archives.isChecked(), self._target))

    def _edit_recipe(self, recipe: ExportRecipe, _checked: bool = False) -> None:
        form = RecipeForm(self, self._library.folder, recipe)
        form.kept.connect(self._on_kept)
        form.forgotten.connect(self._on_forgotten)
        form.open()

    @Slot(object)
    def _on_kept(self, recipe: ExportRecipe) -> None:
        self._ticked.add(recipe.id)
        self._remember()
        self._read_recipes()
        self._propose()

    @Slot(str)
    def _on_forgotten(self, _name: str) -> None:
        self._read_recipes()
        self._propose()

    @Slot()
    def _on_edit_rules(self) -> None:
        self._open_rules(self._chosen_profile)

    @Slot()
    def _on_new_rules(self) -> None:
        self._open_rules(replace(self._chosen_profile, id="", body="", source="", standing=Standing.OWN, own=False))

    def _open_rules(self, profile: Profile) -> None:
        form = RulesForm(self, self._library.folder, profile)
        form.kept.connect(lambda kept: self._on_rules_changed(kept.id))
        form.forgotten.connect(self._on_rules_changed)
        form.open()

    @Slot(str)
    def _on_rules_changed(self, name: str) -> None:
        found = shelf.profiles(self._library.folder)
        self.profile.blockSignals(True)
        self._offer_profiles(found.items, name if name in found.items else shelf.DEFAULT)
        self.profile.blockSignals(False)
        self._say_unreadable(found.troubles)
        self.rules_changed.emit()
        self._on_described()

    # Making it

    @Slot()
    def _on_export(self) -> None:
        proposal, target, archives = self.proposal, self._target, self.archives.isChecked()
        identity, url = self._identity, self.url.text().strip()
        if proposal is None or self._busy:
            return
        self._stop.clear()

        def work(token: CancelToken) -> Delivered:
            return delivering.deliver(
                proposal,
                target,
                archives=archives,
                identity=identity,
                url=url,
                progress=lambda done, total: self._runner.post(self._on_progress, done, total),
                cancelled=lambda: token.cancelled or self._stop.is_set(),
            )

        self._set_busy(True)
        self.bar.setRange(0, proposal.pictures)
        self.bar.setValue(0)
        self._runner.run(work, self._on_done, self._on_failed, owner=self, pool="disk")

    def _on_progress(self, done: int, total: int) -> None:
        self.bar.setValue(max(done, self.bar.value()))
        self.summary.setText(tr("{done} of {pictures}", done=done, pictures=pictures(total)))

    def _on_done(self, done: Delivered) -> None:
        self.outcome = done
        self._set_busy(False)
        self.summary.setText(words.delivered(done))
        if not done.cancelled:
            self.findings.show_checked(done.checked)
            self.open_folder.show()
            self.close_button.setText(tr("Done"))
            self.export.setText(tr("Export again"))
        self.fit()
        self.reveal(self.findings)

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(False)
        self._propose()
        TroubleDialog(self, trouble(tr("The pictures could not be made"), error)).open()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.bar.setVisible(busy)
        for item in (
            self.address,
            self.url,
            self.profile,
            self.edit_rules,
            self.new_rules,
            self.export,
            self.new_recipe,
            self.archives,
            *self.boxes.values(),
        ):
            item.setEnabled(not busy)
        self.close_button.setText(tr("Stop") if busy else tr("Cancel"))

    @Slot()
    def _on_close(self) -> None:
        if self._busy:
            # Not by the task's own switch: what became of the export is to be told.
            self._stop.set()
        else:
            self.reject()

    def reject(self) -> None:
        """Closing ends what is being made; the next time goes on from there."""
        self._stop.set()
        super().reject()
