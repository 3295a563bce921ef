"""`luster --smoke-test`: whether everything that a built app needs is in it, by doing a little of everything.

In a folder of its own that is gone afterwards, off screen unless a platform is set, and without any network.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from luster_desktop.paths import resource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from luster_desktop.app import App

NOWHERE = "http://127.0.0.1:9"
PATIENCE = 60.0


class SmokeFound(Exception):
    """A sentence about what does not work."""


def run() -> int:
    """Try every part and say so; returns the exit code."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="luster-", ignore_cleanup_errors=True) as folder:
        try:
            for step in (_pictures, _merge, _keys, _languages, _window):
                for said in step(Path(folder)):
                    _say(f"{step.__name__.strip('_')}: {said}")
        except SmokeFound as found:
            _say(f"failed: {found}")
            return 1
    _say("ok")
    return 0


def _say(text: str) -> None:
    # A windowed program has no output on Windows.
    if sys.stdout is not None:
        print(text, flush=True)  # noqa: T201


def _samples() -> list[Path]:
    return sorted(path for path in resource("sample_shoot").iterdir() if path.suffix.lower() in (".jpg", ".heic"))


def _pictures(folder: Path) -> Iterator[str]:
    """Headers, pixels and thumbnails of every format that the sample has, and what RAW and lenses need."""
    import lensfunpy
    import rawpy

    from luster_desktop.intake import headers, pictures
    from luster_desktop.intake.thumbnails import ThumbnailCache

    cache = ThumbnailCache(folder / "thumbnails")
    for path in _samples():
        header, picture, thumbnail = headers.read(path), pictures.read(path), cache.load(path, 256)
        sizes = {max(header.width, header.height), max(picture.pixels.shape)}
        if len(sizes) > 1 or max(thumbnail.width, thumbnail.height) != 256:
            raise SmokeFound(f"{path.name} has no picture")
    yield f"{len(_samples())} read"
    yield f"LibRaw {'.'.join(map(str, rawpy.libraw_version))}, {len(lensfunpy.Database().cameras)} cameras of Lensfun"


def _merge(folder: Path) -> Iterator[str]:
    """One photo of five exposures."""
    from luster_desktop.intake.merge.files import merge_files

    made = merge_files(_samples()[2:7], folder / "merged.jpg")
    yield f"{made.width} x {made.height}"


def _keys(_folder: Path) -> Iterator[str]:
    """The computer's key store may be missing; what asks it may not."""
    import keyring

    from luster_desktop.cloud.keystore import Keystore, KeystoreUnavailable

    try:
        Keystore(NOWHERE).load()
        yield f"{type(keyring.get_keyring()).__module__}"
    except KeystoreUnavailable:
        yield "none on this computer"


def _languages(_folder: Path) -> Iterator[str]:
    """Each language has its own words, and Qt's."""
    from PySide6.QtWidgets import QApplication

    from luster_desktop.ui.language import LANGUAGES, speak
    from luster_desktop.words.counts import photos

    # By another name, since Qt's tool would take its own words for ours.
    qt, said, qt_says = _application(), [], QApplication.translate
    for code in (*LANGUAGES, "en"):
        speak(qt, code)
        said.append((photos(2), qt_says("QPlatformTheme", "Cancel")))
    for kind in zip(*said, strict=True):
        if len(set(kind)) < len(LANGUAGES):
            raise SmokeFound(f"a language is missing: {kind}")
    yield ", ".join(text for text, _ in said[:-1])


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication

    qt = QApplication.instance() or QApplication(["luster"])
    assert isinstance(qt, QApplication)
    return qt


def _window(folder: Path) -> Iterator[str]:
    """The real window with the sample shoot, up to a photo beside its result."""
    from luster_desktop.app import Start, build
    from luster_desktop.operations import samples
    from luster_desktop.settings import DesktopSettings

    _application()
    settings = DesktopSettings(NOWHERE, NOWHERE, "none", folder / "home")
    app = build(settings, Start(tuple(_samples()), "Sample", cloud=False))
    try:
        app.window.show()
        _until(lambda: len(app.bench.photos.all_rows()) > 0 and not app.bench.grouping, "the gallery has no photos")
        assert app.local is not None
        shoot = app.local.library.shoots()[0]
        yield f"{len(app.bench.photos.all_rows())} photos"
        samples.add_results(app.local.library, shoot.id)
        _until(lambda: any(row.output for row in app.bench.photos.all_rows()), "no results came into the gallery")
        yield _compared(app)
    finally:
        app.window.close()
        app.close()


def _compared(app: App) -> str:
    row = next(row for row in app.bench.photos.all_rows() if row.output is not None)
    app.window.open_review(row.photo.id)
    compare = app.window.review.compare
    _until(lambda: _is_a_picture(compare), "the photo and its result are not compared")
    return f"compared, {compare.width()} x {compare.height()}"


def _is_a_picture(widget: QWidget) -> bool:
    shown = widget.grab().toImage()
    points = [(x, y) for x in range(0, shown.width(), 16) for y in range(0, shown.height(), 16)]
    return len({shown.pixel(x, y) for x, y in points}) > len(points) / 4


def _until(true: Callable[[], bool], else_: str) -> None:
    """Let the window work until something is so."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, look = QEventLoop(), QTimer()
    end = time.monotonic() + PATIENCE
    look.timeout.connect(lambda: loop.quit() if true() or time.monotonic() > end else None)
    look.start(50)
    loop.exec()
    if not true():
        raise SmokeFound(else_)
