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
    reason = None
    for platform in platforms:
        plugin = folder / f"libq{platform}.so"
        if not plugin.is_file():
            continue
        if missing := missing_libraries(plugin):
            reason = _sentence(missing)
        elif platform == "xcb" and not x_server_answers():
            reason = f"The display {os.environ.get('DISPLAY', '')} does not answer."
        else:
            return None
    return reason


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


def x_server_answers() -> bool:
    """Whether the X server that `DISPLAY` names takes a connection."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # whoever needs it says so
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    try:
        return bool(xcb.xcb_connection_has_error(connection) == 0)
    finally:
        xcb.xcb_disconnect(connection)


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
