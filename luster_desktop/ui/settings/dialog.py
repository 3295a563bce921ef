"""Preferences: how the window looks, how photos are prepared, and where finished ones go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QWidget

from luster_desktop.facts import Finishing
from luster_desktop.library.wishes import Wishes
from luster_desktop.ui.language import LANGUAGES, SYSTEM
from luster_desktop.ui.settings.store import WindowStore
from luster_desktop.ui.theme import Mode
from luster_desktop.ui.theme.theme import mode_titles
from luster_desktop.ui.widgets.controls import ElidedLabel, button, label
from luster_desktop.ui.widgets.current import theme
from luster_desktop.ui.widgets.dialogs import Dialog
from luster_desktop.ui.widgets.segments import Segments
from luster_desktop.words.language import mark, tr

SCALES = [("1.0", "100 %"), ("1.25", "125 %"), ("1.5", "150 %"), ("2.0", "200 %")]
ASK = mark("Ask each time")


class SettingsDialog(Dialog):
    saved = Signal()

    def __init__(self, parent: QWidget | None, store: WindowStore) -> None:
        super().__init__(parent, tr("Settings"), width=500, long=True)
        self._store = store
        self.content.addWidget(label(tr("Appearance"), "strong"))
        self.appearance = Segments(
            tr("Appearance"), [(mode.value, title) for mode, title in mode_titles().items()], store.mode.value
        )
        self.appearance.chosen.connect(self._on_mode)
        self.content.addWidget(self.appearance)
        self.content.addSpacing(8)
        self.content.addWidget(label(tr("Text size"), "strong"))
        now = min(SCALES, key=lambda scale: abs(float(scale[0]) - store.text_scale))[0]
        self.scale = Segments(tr("Text size"), SCALES, now)
        self.scale.chosen.connect(self._on_scale)
        self.content.addWidget(self.scale)
        self.content.addSpacing(8)
        self._add_language()
        self.content.addSpacing(8)
        self.content.addWidget(label(tr("Save finished photos to"), "strong"))
        row = QHBoxLayout()
        folder = store.save_folder
        self._folder = ElidedLabel(str(folder) if folder else tr(ASK), "muted")
        row.addWidget(self._folder, 1)
        choose = button(tr("Choose…"))
        choose.clicked.connect(self._on_choose)
        row.addWidget(choose)
        self._ask = button(tr(ASK), "quiet")
        self._ask.setVisible(folder is not None)
        self._ask.clicked.connect(self._on_ask)
        row.addWidget(self._ask)
        self.content.addLayout(row)
        self.words = QCheckBox(tr("With my byline, copyright, caption and keywords"))
        self.words.setToolTip(tr("As far as my files have them; keywords that tell a place are left out"))
        self.words.setChecked(store.words)
        self.words.toggled.connect(self._on_words)
        self.content.addWidget(self.words)
        self.content.addSpacing(8)
        self._add_wishes()
        self.content.addStretch(1)
        self.buttons.addStretch(1)
        done = button(tr("Done"), "primary")
        done.setDefault(True)
        done.clicked.connect(self.accept)
        self.buttons.addWidget(done)

    def _add_language(self) -> None:
        head = label(tr("Language"), "strong")
        self.content.addWidget(head)
        self.language = QComboBox()
        self.language.setAccessibleName(tr("Language"))
        for code, name in {SYSTEM: tr("As on this computer"), **LANGUAGES}.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(self._store.language)))
        self.language.currentIndexChanged.connect(self._on_language)
        head.setBuddy(self.language)
        self.content.addWidget(self.language)
        self._later = label(tr("Luster speaks it from its next start on."), "small", wrap=True)
        self._later.hide()
        self.content.addWidget(self._later)

    @Slot()
    def _on_language(self) -> None:
        self._store.set("language", self.language.currentData())
        self._later.show()

    def _add_wishes(self) -> None:
        wishes = self._store.wishes
        self.content.addWidget(label(tr("Before photos are sent"), "strong"))
        self.content.addWidget(
            label(tr("Location and serial numbers always stay on this computer."), "small", wrap=True)
        )
        self.content.addWidget(label(tr("Finishing of merged and RAW photos"), "small"))
        self.verticals = self._box(tr("Straighten verticals"), wishes.finishing.verticals)
        self.lens = self._box(tr("Correct the lens of RAW photos"), wishes.finishing.lens)
        self.whites = self._box(tr("Balance whites"), wishes.finishing.whites)
        self.match = self._box(tr("Make rooms look alike across the shoot"), wishes.finishing.match)
        self.singles = self._box(tr("Finish single JPEG and HEIC photos too"), wishes.singles)

    def _box(self, text: str, on: bool) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(on)
        box.toggled.connect(self._on_wish)
        self.content.addWidget(box)
        return box

    @Slot()
    def _on_wish(self) -> None:
        finishing = Finishing(
            self.lens.isChecked(), self.verticals.isChecked(), self.whites.isChecked(), self.match.isChecked()
        )
        self._store.set_wishes(Wishes(finishing, self.singles.isChecked()))

    @Slot(bool)
    def _on_words(self, on: bool) -> None:
        self._store.set("save/words", str(int(on)))

    @Slot(str)
    def _on_mode(self, value: str) -> None:
        self._store.set("mode", value)
        theme().set_mode(Mode(value))

    @Slot(str)
    def _on_scale(self, value: str) -> None:
        self._store.set("text_scale", value)
        theme().set_text_scale(float(value))

    @Slot()
    def _on_choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Save finished photos to"), str(self._store.folder("save")))
        if folder:
            self._store.set("save_folder", folder)
            self._folder.set_text(str(Path(folder)))
            self._ask.show()

    @Slot()
    def _on_ask(self) -> None:
        self._store.set("save_folder", "")
        self._folder.set_text(tr(ASK))
        self._ask.hide()
