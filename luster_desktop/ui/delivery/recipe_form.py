"""One export recipe as a form."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from luster_desktop.delivery import shelf
from luster_desktop.delivery.composing import BadTemplate, check_template
from luster_desktop.delivery.exports import Colours, ExportRecipe, Fit, Sharpening
from luster_desktop.ui.delivery.fields import number
from luster_desktop.ui.errors import trouble
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.dialogs import Dialog, TroubleDialog
from luster_desktop.ui.widgets.segments import Segments

E = TypeVar("E", bound=StrEnum)

SIZES = [("full", "As it is"), ("edge", "Longer edge"), ("exact", "Exact size")]
NAMES = "{n:02}, {address}, {room}, {name} and {edits} are filled in"


class RecipeForm(Dialog):
    """Emits `kept(ExportRecipe)` or `forgotten(id)`; what ships with Luster is kept as the user's own copy."""

    kept = Signal(object)
    forgotten = Signal(str)

    def __init__(self, parent: QWidget | None, home: Path, recipe: ExportRecipe) -> None:
        super().__init__(parent, recipe.title or "New export recipe", width=520, long=True)
        self._home = home
        self._recipe = recipe
        form = QFormLayout()
        form.setSpacing(10)
        self.title = QLineEdit(recipe.title)
        self.title.setPlaceholderText("Name of the recipe and its folder")
        self.title.setMaxLength(60)
        form.addRow(label("Name"), self.title)
        size = "exact" if recipe.exact else "edge" if recipe.long_edge else "full"
        self.size_kind = Segments("Size", SIZES, size)
        self.size_kind.chosen.connect(self._fit_rows)
        form.addRow(label("Size"), self.size_kind)
        self.edge = number(recipe.long_edge or 2048, 200, 20_000, " px")
        self.width_, self.height_ = (number(side or 1080, 200, 20_000, " px") for side in (recipe.width, recipe.height))
        self.fit_ = Segments("Fit", [(Fit.CROP.value, "Crop"), (Fit.PAD.value, "Pad")], recipe.fit.value, snug=True)
        sides = QHBoxLayout()
        self._times = label("×", "muted")
        for item in (self.edge, self.width_, self._times, self.height_, self.fit_):
            sides.addWidget(item)
        sides.addStretch(1)
        form.addRow("", sides)
        self.quality = number(recipe.quality, 40, 100, " %")
        form.addRow(label("JPEG quality"), self.quality)
        self.most_bytes = number(recipe.max_bytes // 1000, 0, 100_000, " kB", "any size")
        form.addRow(label("At most"), self.most_bytes)
        self.sharpening = _segments("Sharpening", Sharpening, recipe.sharpening)
        form.addRow(label("Sharpened"), self.sharpening)
        colours = [(Colours.SRGB.value, "sRGB"), (Colours.KEEP.value, "As in the photo")]
        self.colours = Segments("Colours", colours, recipe.colours.value)
        form.addRow(label("Colours"), self.colours)
        self.names = QLineEdit(recipe.names)
        self.names.setToolTip(NAMES)
        form.addRow(label("File names"), self.names)
        form.addRow("", label(NAMES, "small"))
        self.most = number(recipe.most, 0, 500, " pictures", "all")
        form.addRow(label("How many"), self.most)
        self.listing = QCheckBox("For a listing: the rules of the profile hold")
        self.listing.setChecked(recipe.listing)
        form.addRow("", self.listing)
        self.content.addLayout(form)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self.content.addWidget(self._error)
        if shelf.kept(home, recipe):
            forget = button("Delete", "danger")
            forget.setToolTip("What ships with Luster under this name is there again")
            forget.clicked.connect(self._on_forget)
            self.buttons.addWidget(forget)
        self.buttons.addStretch(1)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.buttons.addWidget(cancel)
        self.save = button("Keep", "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_keep)
        self.buttons.addWidget(self.save)
        self._fit_rows()

    @Slot()
    def _fit_rows(self) -> None:
        kind = self.size_kind.value
        self.edge.setVisible(kind == "edge")
        for item in (self.width_, self._times, self.height_, self.fit_):
            item.setVisible(kind == "exact")
        if self.isVisible():
            self.fit()

    def recipe(self) -> ExportRecipe:
        """What the form says."""
        kind = self.size_kind.value
        return replace(
            self._recipe,
            title=self.title.text().strip(),
            names=self.names.text().strip(),
            long_edge=self.edge.value() if kind == "edge" else 0,
            width=self.width_.value() if kind == "exact" else 0,
            height=self.height_.value() if kind == "exact" else 0,
            fit=Fit(self.fit_.value),
            quality=self.quality.value(),
            max_bytes=self.most_bytes.value() * 1000,
            colours=Colours(self.colours.value),
            sharpening=Sharpening(self.sharpening.value),
            most=self.most.value(),
            listing=self.listing.isChecked(),
        )

    @Slot()
    def _on_keep(self) -> None:
        recipe = self.recipe()
        try:
            check_template(recipe.names)
        except BadTemplate:
            self._tell(f"File names cannot be made by “{recipe.names}”. {NAMES}.")
            return
        if not recipe.title or not recipe.names:
            self._tell("The recipe needs a name, and its files do.")
            return
        try:
            self.kept.emit(shelf.keep(self._home, recipe))
        except OSError as error:
            TroubleDialog(self, trouble("The recipe could not be kept", error)).open()
            return
        self.accept()

    @Slot()
    def _on_forget(self) -> None:
        try:
            shelf.forget(self._home, self._recipe)
        except OSError as error:
            TroubleDialog(self, trouble("The recipe could not be deleted", error)).open()
            return
        self.forgotten.emit(self._recipe.id)
        self.accept()

    def _tell(self, text: str) -> None:
        self._error.setText(text)
        self._error.show()
        self.fit()


def _segments(name: str, kinds: type[E], value: E) -> Segments:
    return Segments(name, [(kind.value, kind.value.capitalize()) for kind in kinds], value.value)
