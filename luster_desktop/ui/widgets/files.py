"""File dialogs that do not block: each opens over the window and calls back with what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from luster_desktop.words.language import tr


def ask_folder(parent: QWidget, title: str, start: Path, chosen: Callable[[Path], None]) -> QFileDialog:
    """Have the user choose a folder."""
    dialog = _dialog(parent, title, start, QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda text: chosen(Path(text)))
    dialog.open()
    return dialog


def ask_photos(parent: QWidget, start: Path, chosen: Callable[[Sequence[Path]], None]) -> QFileDialog:
    """Have the user choose photos."""
    from backend.contract import CONTENT_TYPES

    dialog = _dialog(parent, tr("Add photos"), start, QFileDialog.FileMode.ExistingFiles)
    patterns = " ".join(f"*{suffix}" for suffix in sorted(CONTENT_TYPES))
    dialog.setNameFilters([tr("Photos ({patterns})", patterns=patterns), tr("All files (*)")])
    dialog.filesSelected.connect(lambda texts: chosen([Path(text) for text in texts]))
    dialog.open()
    return dialog


def show_in_folder(folder: Path) -> None:
    """Open the system's file manager at `folder`."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _dialog(parent: QWidget, title: str, start: Path, mode: QFileDialog.FileMode) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(start))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(mode)
    return dialog
