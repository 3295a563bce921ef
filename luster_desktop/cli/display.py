"""Whether a window can be opened here, found out without opening one."""

from __future__ import annotations

import os
import sys


def no_display() -> str | None:
    """A sentence that says why no window can be opened, or None when one can."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform.startswith("linux") and not platform and not _screen():
        return "There is no display."
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        missing = str(error).split(":")[0]
        return f"The window needs a system library that is missing ({missing})."
    return None


def _screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
