"""One profile's rules as a form: what ships with Luster is kept as the user's own copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QFormLayout, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from luster_desktop.delivery import shelf
from luster_desktop.delivery.items import Kind
from luster_desktop.delivery.profiles import First, Label, Limits, Original, Profile, Rule, Verdict
from luster_desktop.ui.delivery.fields import number
from luster_desktop.ui.errors import trouble
from luster_desktop.ui.widgets.controls import button, label
from luster_desktop.ui.widgets.dialogs import Dialog, TroubleDialog
from luster_desktop.words import deliveries as words
from luster_desktop.words.language import tr

E = TypeVar("E", bound=StrEnum)

LEAST_SENTENCE = 200  # px


class RulesForm(Dialog):
    """Emits `kept(Profile)` or `forgotten(id)`."""

    kept = Signal(object)
    forgotten = Signal(str)

    def __init__(self, parent: QWidget | None, home: Path, profile: Profile) -> None:
        super().__init__(parent, profile.body or tr("New rules"), width=880, long=True)
        self._home, self._profile = home, profile
        self.content.addWidget(label(words.source(profile) if profile.body else tr(words.ADVICE), "small", wrap=True))
        self._add_body()
        self._add_edits()
        self._add_demands()
        self._add_limits()
        self._add_buttons()

    def _add_body(self) -> None:
        form = self._form()
        self.body = QLineEdit(self._profile.body)
        self.body.setPlaceholderText(tr("Whose rules they are"))
        self.body.setMaxLength(80)
        self.body.setMinimumWidth(LEAST_SENTENCE)
        form.addRow(label(tr("Name")), self.body)
        row = QHBoxLayout()
        self.source = QLineEdit(self._profile.source)
        self.source.setPlaceholderText(tr("Where you have read them"))
        self.source.setMaxLength(300)
        row.addWidget(self.source, 1)
        row.addWidget(label(tr("read on"), "muted"))
        day = self._profile.read_on
        self.read_on = QDateEdit(QDate(day.year, day.month, day.day))
        self.read_on.setDisplayFormat(tr("d MMMM yyyy", "a date, as Qt writes it"))
        self.read_on.setAccessibleName(tr("Read on"))
        if (field := self.read_on.lineEdit()) is not None:
            field.setTextMargins(9, 0, 0, 0)  # as those of numbers
        row.addWidget(self.read_on)
        form.addRow(label(tr("Source")), row)

    def _add_edits(self) -> None:
        self.content.addWidget(label(tr("What they say of each edit"), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        self.verdicts: dict[Kind, QComboBox] = {}
        self.not_first: dict[Kind, QCheckBox] = {}
        self.sentences: dict[Kind, QLineEdit] = {}
        for place, (kind, marked) in enumerate(words.KINDS.items()):
            title = tr(marked)
            rule = self._profile.rule(kind)
            verdict = self.verdicts[kind] = _choice(
                tr("{title}: what holds", title=title), words.VERDICTS, rule.verdict
            )
            barred = self.not_first[kind] = QCheckBox(tr("Never first"))
            barred.setChecked(rule.not_first)
            barred.setAccessibleName(tr("{title}: never in the first photo", title=title))
            sentence = self.sentences[kind] = QLineEdit(rule.sentence)
            sentence.setPlaceholderText(tr("In the rule's own words"))
            sentence.setMaxLength(300)
            sentence.setMinimumWidth(LEAST_SENTENCE)
            sentence.setCursorPosition(0)
            sentence.setAccessibleName(tr("{title}: the rule", title=title))
            for column, item in enumerate((label(title), verdict, barred, sentence)):
                grid.addWidget(item, place, column)
        grid.setColumnStretch(3, 1)
        self.content.addLayout(grid)

    def _add_demands(self) -> None:
        self.content.addWidget(label(tr("What altered photos need"), "strong"))
        form, profile = self._form(), self._profile
        self.label_ = _choice(tr("Label"), words.LABELS, profile.label)
        form.addRow(label(tr("Label")), self.label_)
        self.label_words = QLineEdit(", ".join(profile.label_words))
        self.label_words.setPlaceholderText("Digitally altered, Virtually staged")
        self.label_words.setToolTip(tr("The words that count as a label, the ones that Luster writes first"))
        form.addRow(label(tr("Its words")), self.label_words)
        self.original = _choice(tr("Original"), words.ORIGINALS, profile.original)
        form.addRow(label(tr("Original")), self.original)
        self.first = _choice(tr("First photo"), words.FIRSTS, profile.first)
        form.addRow(label(tr("First photo")), self.first)
        self.remarks = QLineEdit(profile.remarks_prefix)
        self.remarks.setMaxLength(300)
        form.addRow(label(tr("Remarks begin")), self.remarks)
        self.marked = QCheckBox(tr("Marks that machines read, in the pixels too"))
        self.marked.setChecked(profile.marked)
        form.addRow("", self.marked)

    def _add_limits(self) -> None:
        self.content.addWidget(label(tr("What a picture has to be"), "strong"))
        form, limits = self._form(), self._profile.limits
        self.most_bytes = number(limits.max_bytes // 1000, 0, 100_000, " kB", tr("any size"))
        self.least_bytes = number(limits.min_bytes // 1000, 0, 100_000, " kB", tr("any size"))
        self.edge = number(limits.max_edge, 0, 20_000, " px", tr("any"))
        self.width_ = number(limits.min_width, 0, 20_000, " px", tr("any"))
        self.height_ = number(limits.min_height, 0, 20_000, " px", tr("any"))
        self.most = number(limits.most, 0, 1000, tr(" photos"), tr("any number"))
        for title, boxes in (
            (tr("File"), ((tr("at most"), self.most_bytes), (tr("at least"), self.least_bytes))),
            (
                tr("Pixels"),
                ((tr("longer edge at most"), self.edge), (tr("at least"), self.width_), ("×", self.height_)),
            ),
            (tr("Listing"), ((tr("at most"), self.most),)),
        ):
            row = QHBoxLayout()
            for text, box in boxes:
                row.addWidget(label(text, "muted"))
                row.addWidget(box)
                box.setAccessibleName(f"{title} {text}")
            row.addStretch(1)
            form.addRow(label(title), row)

    def _add_buttons(self) -> None:
        if shelf.kept(self._home, self._profile):
            ships = shelf.ships(self._profile)
            self.reset = button(tr("Back to Luster's") if ships else tr("Delete"), "danger")
            self.reset.setToolTip(
                tr("Your own copy goes; the rules as Luster has read them hold again") if ships else ""
            )
            self.reset.clicked.connect(self._on_forget)
            self.buttons.addWidget(self.reset)
        self._error = label("", "bad", wrap=True)
        self.buttons.addWidget(self._error, 1)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.buttons.addWidget(cancel)
        self.save = button(tr("Keep as my own"), "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_keep)
        self.buttons.addWidget(self.save)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(8)
        self.content.addLayout(form)
        return form

    def profile(self) -> Profile:
        """What the form says."""
        day = self.read_on.date()
        said = (text.strip() for text in self.label_words.text().split(","))
        return replace(
            self._profile,
            body=self.body.text().strip(),
            source=self.source.text().strip(),
            read_on=date(day.year(), day.month(), day.day()),
            edits={**self._profile.edits, **{kind: self._rule(kind) for kind in words.KINDS}},
            first=First(self.first.currentData()),
            label=Label(self.label_.currentData()),
            label_words=tuple(text for text in said if text),
            original=Original(self.original.currentData()),
            remarks_prefix=self.remarks.text().strip(),
            marked=self.marked.isChecked(),
            limits=self._limits(),
        )

    def _rule(self, kind: Kind) -> Rule:
        verdict = Verdict(self.verdicts[kind].currentData())
        return Rule(verdict, self.sentences[kind].text().strip(), self.not_first[kind].isChecked())

    def _limits(self) -> Limits:
        return replace(
            self._profile.limits,
            max_bytes=self.most_bytes.value() * 1000,
            min_bytes=self.least_bytes.value() * 1000,
            max_edge=self.edge.value(),
            min_width=self.width_.value(),
            min_height=self.height_.value(),
            most=self.most.value(),
        )

    @Slot()
    def _on_keep(self) -> None:
        profile = self.profile()
        if mistake := words.mistake(profile):
            self._error.setText(mistake)
            return
        try:
            self.kept.emit(shelf.keep(self._home, profile))
        except OSError as error:
            TroubleDialog(self, trouble(tr("The rules could not be kept"), error)).open()
            return
        self.accept()

    @Slot()
    def _on_forget(self) -> None:
        try:
            shelf.forget(self._home, self._profile)
        except OSError as error:
            TroubleDialog(self, trouble(tr("Your own copy could not be deleted"), error)).open()
            return
        self.forgotten.emit(self._profile.id)
        self.accept()


def _choice(name: str, titles: Mapping[E, str], value: E) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for choice, title in titles.items():
        said = tr(title) if title else tr("Nothing is asked")
        box.addItem(said[:1].upper() + said[1:], choice.value)
    box.setCurrentIndex(box.findData(value.value))
    return box
