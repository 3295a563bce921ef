"""One export recipe as a form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from luster_desktop.delivery import shelf
from luster_desktop.delivery.composing import BadTemplate, check_template
from luster_desktop.delivery.exports import Colours, ExportRecipe, Fit, Sharpening
from luster_desktop.ui.errors import trouble
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.dialogs import Dialog, TroubleDialog
from luster_desktop.ui.widgets.segments import Segments
from luster_desktop.words.language import mark, tr

SHARPENING = {Sharpening.NONE: mark("None"), Sharpening.SCREEN: mark("Screen"), Sharpening.PRINT: mark("Print")}
SIZES = [("full", mark("As it is")), ("edge", mark("Longer edge")), ("exact", mark("Exact size"))]
NAMES = mark("{n:02}, {address}, {room}, {name} and {edits} are filled in")


class RecipeForm(Dialog):
    """Emits `kept(ExportRecipe)` or `forgotten(id)`; what ships with Luster is kept as the user's own copy."""

    kept = Signal(object)
    forgotten = Signal(str)

    def __init__(self, parent: QWidget | None, home: Path, recipe: ExportRecipe) -> None:
        super().__init__(parent, recipe.title or tr("New export recipe"), width=520, long=True)
        self._home = home
        self._recipe = recipe
        form = QFormLayout()
        form.setSpacing(10)
        self.title = QLineEdit(recipe.title)
        self.title.setPlaceholderText(tr("Name of the recipe and its folder"))
        self.title.setMaxLength(60)
        form.addRow(label(tr("Name")), self.title)
        size = "exact" if recipe.exact else "edge" if recipe.long_edge else "full"
        self.size_kind = Segments(tr("Size"), [(kind, tr(title)) for kind, title in SIZES], size)
        self.size_kind.chosen.connect(self._fit_rows)
        form.addRow(label(tr("Size")), self.size_kind)
        self.edge = _number(recipe.long_edge or 2048, 200, 20_000, " px")
        self.width_, self.height_ = (
            _number(side or 1080, 200, 20_000, " px") for side in (recipe.width, recipe.height)
        )
        self.fit_ = Segments(
            tr("Fit"), [(Fit.CROP.value, tr("Crop")), (Fit.PAD.value, tr("Pad"))], recipe.fit.value, snug=True
        )
        sides = QHBoxLayout()
        self._times = label("×", "muted")
        for item in (self.edge, self.width_, self._times, self.height_, self.fit_):
            sides.addWidget(item)
        sides.addStretch(1)
        form.addRow("", sides)
        self.quality = _number(recipe.quality, 40, 100, " %")
        form.addRow(label(tr("JPEG quality")), self.quality)
        self.most_bytes = _number(recipe.max_bytes // 1000, 0, 100_000, " kB", tr("any size"))
        form.addRow(label(tr("At most")), self.most_bytes)
        self.sharpening = _sharpening(recipe.sharpening)
        form.addRow(label(tr("Sharpened")), self.sharpening)
        colours = [(Colours.SRGB.value, "sRGB"), (Colours.KEEP.value, tr("As in the photo"))]
        self.colours = Segments(tr("Colours"), colours, recipe.colours.value)
        form.addRow(label(tr("Colours")), self.colours)
        self.names = QLineEdit(recipe.names)
        self.names.setToolTip(tr(NAMES))
        form.addRow(label(tr("File names")), self.names)
        form.addRow("", label(tr(NAMES), "small"))
        self.most = _number(recipe.most, 0, 500, tr(" pictures"), tr("all"))
        form.addRow(label(tr("How many")), self.most)
        self.listing = QCheckBox(tr("For a listing: the rules of the profile hold"))
        self.listing.setChecked(recipe.listing)
        form.addRow("", self.listing)
        self.content.addLayout(form)
        self._error = label("", "bad", wrap=True)
        self._error.hide()
        self.content.addWidget(self._error)
        if recipe.own:
            forget = button(tr("Delete"), "danger")
            forget.setToolTip(tr("What ships with Luster under this name is there again"))
            forget.clicked.connect(self._on_forget)
            self.buttons.addWidget(forget)
        self.buttons.addStretch(1)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.buttons.addWidget(cancel)
        self.save = button(tr("Keep"), "primary")
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
            self._tell(tr("File names cannot be made by “{names}”. {hint}.", names=recipe.names, hint=tr(NAMES)))
            return
        if not recipe.title or not recipe.names:
            self._tell(tr("The recipe needs a name, and its files do."))
            return
        try:
            self.kept.emit(shelf.keep(self._home, recipe))
        except OSError as error:
            TroubleDialog(self, trouble(tr("The recipe could not be kept"), error)).open()
            return
        self.accept()

    @Slot()
    def _on_forget(self) -> None:
        try:
            shelf.forget(self._home, self._recipe)
        except OSError as error:
            TroubleDialog(self, trouble(tr("The recipe could not be deleted"), error)).open()
            return
        self.forgotten.emit(self._recipe.id)
        self.accept()

    def _tell(self, text: str) -> None:
        self._error.setText(text)
        self._error.show()
        self.fit()


def _number(value: int, least: int, most: int, suffix: str, none: str = "") -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, most)
    box.setValue(value)
    box.setSuffix(suffix)
    box.setSpecialValueText(none)
    box.setMinimumWidth(96)
    if (field := box.lineEdit()) is not None:
        field.setTextMargins(9, 0, 0, 0)  # which the style sheet's padding does not reach
    return box


def _sharpening(value: Sharpening) -> Segments:
    return Segments(tr("Sharpening"), [(kind.value, tr(SHARPENING[kind])) for kind in Sharpening], value.value)
