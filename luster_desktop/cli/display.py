"""Whether a window can be opened here, found out without opening one: Qt ends the whole process where it cannot."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path


def no_display(plugins: Path | None = None) -> str | None:
    """A sentence that says why no window can be opened, or None when one can.

    `plugins` is the folder of Qt's platform plugins, that of the installed Qt by default.
    """
    if not sys.platform.startswith("linux"):
        return _no_qt()
    platforms = _platforms()
    if not platforms:
        return "There is no display."
    if (reason := _no_qt()) is not None:
        return reason
    folder = plugins or _plugins()
    missing: list[str] = []
    for platform in platforms:
        plugin = folder / f"libq{platform}.so"
        if plugin.is_file() and not (missing := missing_libraries(plugin)):
            return None
    return _sentence(missing) if missing else None


def missing_libraries(plugin: Path) -> list[str]:
    """The shared libraries that a plugin needs and this system does not have, by name."""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        first = str(error).split(":")[0]
    else:
        return []
    if (tool := shutil.which("ldd")) is None:
        return [first]
    listed = subprocess.run([tool, str(plugin)], capture_output=True, text=True, check=False).stdout
    found = [line.split("=>")[0].strip() for line in listed.splitlines() if line.endswith("not found")]
    return sorted(set(found)) or [first]


def _no_qt() -> str | None:
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        return _sentence([str(error).split(":")[0]])
    return None


def _sentence(missing: list[str]) -> str:
    if len(missing) == 1:
        return f"The window needs a system library that is missing: {missing[0]}."
    return f"The window needs system libraries that are missing: {', '.join(missing)}."


def _platforms() -> list[str]:
    """The plugins that Qt would try, by their names."""
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    if asked:
        return [part.split(":")[0] for part in asked.split(";")]
    found = ["wayland"] if os.environ.get("WAYLAND_DISPLAY") else []
    return [*found, *(["xcb"] if os.environ.get("DISPLAY") else [])]


def _plugins() -> Path:
    from PySide6.QtCore import QLibraryInfo

    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
