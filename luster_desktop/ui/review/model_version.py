"""A place that was left as in the photo, beside what the image model had made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from luster_desktop.operations.left_out import ALL, Box, around, showing
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.ui.errors import sentence
from luster_desktop.ui.review.compare import CompareView
from luster_desktop.ui.review.pictures import Picture
from luster_desktop.ui.review.versions import Version
from luster_desktop.ui.widgets.controls import icon_button, label
from luster_desktop.words.language import mark, tr

if TYPE_CHECKING:
    from luster_desktop.cloud.answers import Answer

Fetch: TypeAlias = Callable[[UUID], "Sequence[Answer]"]
"""Asks the service for a job's answers; on a worker."""
Given: TypeAlias = tuple[QImage, Box]
"""What the model gave, and where it lies in the result."""

EDGE = 220  # px: of each picture
LEAST_WIDTH = 260  # px
FETCHING = mark("Fetching the model's version…")
GONE = mark("The model's version is no longer kept.")
MINE, THEIRS = mark("Left as in your photo"), mark("The model's version")
CLOSE_UP = mark("The model's version, close up")


class ModelCard(QFrame):
    """Lies over the stage: the result's place and the model's, side by side. `closed()`, `stepped(±1)`."""

    closed = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = parent
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 8, 14)
        head = QHBoxLayout()
        self.title = label("", "strong")
        head.addWidget(self.title, 1)
        for name, icon, by in ((tr("Previous place"), "previous", -1), (tr("Next place"), "next", 1)):
            step = icon_button(icon, name, "I" if by > 0 else "")
            step.clicked.connect(lambda _checked=False, by=by: self.stepped.emit(by))
            head.addWidget(step)
        close = icon_button("close", tr("Close"), "Esc")
        close.clicked.connect(self.closed)
        head.addWidget(close)
        column.addLayout(head)
        self.says = label("", "small", wrap=True)
        column.addWidget(self.says)
        self._pictures = QHBoxLayout()
        self._pictures.setSpacing(10)
        column.addLayout(self._pictures)
        self.hide()

    def show_place(self, number: int, count: int, pictures: Sequence[tuple[str, QImage]], says: str) -> None:
        """Place `number`, counted from 1, of so many."""
        several = tr("Left-out place {number} of {count}", number=number, count=count)
        self.title.setText(several if count > 1 else tr("Left-out place"))
        self.says.setText(says)
        self.says.setVisible(bool(says))
        while (item := self._pictures.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        ratio = self.devicePixelRatioF()
        for name, image in pictures:
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 6, 0)
            shown = QLabel()
            shown.setFixedSize(QSize(EDGE, EDGE))
            edge = round(EDGE * ratio)
            modes = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
            pixmap = QPixmap.fromImage(image.scaled(edge, edge, *modes))
            pixmap.setDevicePixelRatio(ratio)
            shown.setPixmap(pixmap)
            shown.setAccessibleName(name)
            column.addWidget(shown)
            column.addWidget(label(name, "small"))
            self._pictures.addWidget(side)
            side.show()  # or its room would be found a moment later

    def _size(self) -> QSize:
        """As high as the wrapped words need."""
        self._column.invalidate()
        self._column.activate()
        width = max(LEAST_WIDTH, self._column.totalMinimumSize().width())
        return QSize(width, max(self._column.totalHeightForWidth(width), self._column.totalMinimumSize().height()))

    def place_beside(self, area: QRectF) -> None:
        """Stand where the place itself stays in sight, as far as there is room."""
        room, size = self._stage.size(), self._size()
        left = area.center().x() > room.width() / 2
        x = 16 if left else room.width() - size.width() - 16
        y = 16 if area.center().y() > room.height() / 2 else room.height() - size.height() - 16
        self.setGeometry(QRect(QPoint(max(0, x), max(0, y)), size))


@dataclass(frozen=True, slots=True)
class _Shown:
    version: Version
    after: Picture
    places: tuple[Box, ...]


class ModelVersions(QObject):
    """Opens the card for a place that is clicked while left-out places are shown, or for the next one by a key."""

    def __init__(self, compare: CompareView, runner: TaskRunner) -> None:
        super().__init__(compare)
        self._compare, self._runner = compare, runner
        self._fetch: Fetch | None = None
        self._shown: _Shown | None = None
        self._number = -1
        self._answers: dict[UUID, Sequence[Given] | str] = {}
        """Of the job on show what the model gave, or why it cannot be had."""
        self.card = ModelCard(compare)
        self.card.closed.connect(self.close)
        self.card.stepped.connect(self.step)
        compare.clicked.connect(self._on_clicked)

    def use(self, fetch: Fetch) -> None:
        """Where answers come from."""
        self._fetch = fetch

    def offer(self, version: Version, after: Picture, places: tuple[Box, ...]) -> None:
        """These places of the result can be looked at."""
        self.drop()
        self._shown = _Shown(version, after, places)

    def drop(self) -> None:
        """None can."""
        if self._shown is not None:
            self._answers.clear()
        self._shown = None
        self.close()

    @property
    def offered(self) -> bool:
        return self._shown is not None and bool(self._shown.places)

    @property
    def open(self) -> bool:
        return self.card.isVisible()

    @Slot()
    def close(self) -> None:
        self._number = -1
        self.card.hide()

    @Slot(int)
    def step(self, by: int = 1) -> None:
        """The next place, or the first."""
        if self._shown is not None and self._shown.places:
            self._open((self._number + by) % len(self._shown.places))

    @Slot(float, float)
    def _on_clicked(self, x: float, y: float) -> None:
        if self._shown is None:
            return
        hit = [number for number, place in enumerate(self._shown.places) if place.holds(x, y)]
        if hit:
            self._open(hit[0])
        else:
            self.close()

    def _open(self, number: int) -> None:
        shown = self._shown
        if shown is None:
            return
        self._number = number
        job_id = shown.version.output.job_id
        if job_id not in self._answers:
            self._ask(job_id)
        place, found = shown.places[number], self._answers.get(job_id, tr(FETCHING))
        first = shown.after.levels[0]
        view = around(place, first.width() / first.height())
        pictures = [(tr(MINE), cut(first, view))]
        if not isinstance(found, str):
            for which in showing([box for _, box in found], place):
                image, box = found[which]
                name = tr(THEIRS if box == ALL else CLOSE_UP)
                pictures.append((name, cut(image, view.within(box))))
        says = found if isinstance(found, str) else "" if len(pictures) > 1 else tr(GONE)
        self.card.show_place(number + 1, len(shown.places), pictures, says)
        self.card.show()
        self.card.raise_()
        if not self._in_sight(place):
            self._compare.fit()
        self.card.place_beside(self._compare.on_screen(place.left, place.top, place.width, place.height))

    def _in_sight(self, place: Box) -> bool:
        seen = self._compare.on_screen(place.left, place.top, place.width, place.height)
        return QRectF(self._compare.rect()).contains(seen.center())

    def _ask(self, job_id: UUID) -> None:
        fetch, job = self._fetch, self._shown.version.job if self._shown is not None else None
        if fetch is None or job is None or job.sample:
            self._answers[job_id] = tr(GONE)
            return
        self._answers[job_id] = tr(FETCHING)
        self._runner.run(
            lambda _token: [given for one in fetch(job_id) if (given := _read(one)) is not None],
            lambda found: self._on_answers(job_id, found or tr(GONE)),
            lambda error: self._on_failed(job_id, error),
            owner=self,
        )

    def _on_answers(self, job_id: UUID, found: Sequence[Given] | str) -> None:
        if job_id in self._answers:
            self._answers[job_id] = found
            if self._number >= 0:
                self._open(self._number)

    def _on_failed(self, job_id: UUID, error: Exception) -> None:
        self._on_answers(job_id, sentence(error))
        self._answers.pop(job_id, None)  # the next look asks again


def cut(image: QImage, view: Box) -> QImage:
    """What lies in that part of the picture; black where it has nothing."""
    width, height = image.width(), image.height()
    return image.copy(
        round(view.left * width), round(view.top * height), round(view.width * width), round(view.height * height)
    )


def _read(answer: Answer) -> Given | None:
    image = QImage.fromData(answer.picture)
    return None if image.isNull() else (image, Box(answer.left, answer.top, answer.width, answer.height))
