"""What sorting, filtering and painting a large shoot costs: `python -m tests.bench.sorting [PHOTOS]`, by hand.

Prints milliseconds of this process's own CPU time: nothing is read from disk, so the clock says no more.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from luster_desktop.library.models import Photo, PhotoRow, PhotoState, Role
from luster_desktop.tasks.runner import TaskRunner
from luster_desktop.tasks.thumbnails import ThumbnailService
from luster_desktop.ui.gallery.model import GalleryModel
from luster_desktop.ui.gallery.ordering import Look, Rejected, Sort
from luster_desktop.ui.gallery.page import GalleryPage
from luster_desktop.ui.theme import Mode, Theme

NOON = datetime(2026, 5, 1, 12)
ROUNDS = 9


def rows_of(count: int) -> list[PhotoRow]:
    """Every second photo a stack of five, one in ten unsure, with all ratings; in random order of time and name."""
    dice, shoot = random.Random(7), uuid4()
    rows = []
    for number in dice.sample(range(count), count):
        photo = Photo(
            id=uuid4(),
            shoot_id=shoot,
            path=Path(f"/card/IMG_{number}.JPG"),
            name=f"IMG_{number}.JPG",
            bytes=9,
            mtime_ns=9,
            content_type="image/jpeg",
            state=PhotoState.READY,
            added_at=NOON,
            width=6000,
            height=4000,
            taken_at=NOON + timedelta(seconds=number),
            role=Role.STACK if number % 2 else Role.PHOTO,
            unsure="Could be otherwise." if number % 10 == 0 else None,
            rating=number % 6,
            rejected=number % 9 == 0,
        )
        rows.append(PhotoRow(photo, exposures=(photo,) * 5 if number % 2 else ()))
    return rows


def cpu(action: object) -> float:
    """Median milliseconds."""
    assert callable(action)
    spent = []
    for _ in range(ROUNDS):
        mark = time.process_time()
        action()
        spent.append((time.process_time() - mark) * 1000)
    return statistics.median(spent)


def main(count: int) -> int:
    application = QApplication(["luster"])
    Theme(application, Mode.DARK)
    runner = TaskRunner()
    model = GalleryModel()
    page = GalleryPage(model, ThumbnailService(runner), runner)
    page.resize(1100, 900)
    page.show()
    rows = rows_of(count)
    print(f"show {count} rows          {cpu(lambda: model.reset(rows)):6.1f} ms CPU")
    print(f"take all of them again  {cpu(lambda: model.replace(rows)):6.1f}")
    looks = {sort.value: Look(sort=sort) for sort in Sort if sort is not Sort.SHOOT}
    looks |= {"3 stars": Look(rating=3), "no rejected": Look(rejected=Rejected.HIDDEN), "unsure": Look(unsure=True)}
    for name, look in looks.items():

        def there_and_back(look: Look = look) -> None:
            page.show_look(look)
            page.show_look(Look())

        print(f"{name:12} and back   {cpu(there_and_back):6.1f}")
    page.view.select([row.photo.id for row in rows[:500]])
    print(f"500 selected: by name   {cpu(lambda: (page.show_look(looks['name']), page.show_look(Look()))):6.1f}")
    bar = page.view.verticalScrollBar()

    def frame() -> None:
        bar.setValue((bar.value() + 480) % max(1, bar.maximum()))
        page.view.grab()

    print(f"one frame of the grid   {cpu(frame):6.1f}")
    runner.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
