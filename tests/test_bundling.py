"""What goes into the built app: the rules, and where one was built (`python3 .ci/bundling.py`) the app itself."""

from __future__ import annotations

import json
import plistlib
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def bundling() -> ModuleType:
    spec = spec_from_file_location("bundling", ROOT / ".ci" / "bundling.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RULES = bundling()
BUILT = ROOT / "dist" / ("Luster.app" if sys.platform == "darwin" else "Luster")
built = pytest.mark.skipif(not BUILT.exists(), reason="no app was built here")


def test_macos_is_told_of_an_app_with_a_window_that_may_read_photos() -> None:
    plist = plistlib.loads(plistlib.dumps(RULES.info_plist("1.2.3")))
    assert plist["CFBundleVersion"] == plist["CFBundleShortVersionString"] == "1.2.3"
    assert "LSBackgroundOnly" not in plist and "CFBundleURLTypes" not in plist
    assert len([key for key in plist if key.endswith("UsageDescription") and "photos" in plist[key]]) == 5
    assert plist["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == ["public.folder", "public.image"]
    entitlements = plistlib.loads((ROOT / ".ci" / "entitlements.plist").read_bytes())
    assert entitlements == {}
    spec = (ROOT / "build.spec").read_text(encoding="utf-8")
    assert spec.rstrip().count("console=True") == 1 and "if bundling.WINDOWS else [window]" in spec


def test_parts_of_qt_that_are_not_used_go_with_their_data() -> None:
    def entries(*names: str) -> list[tuple[str, str, str]]:
        return [(name, name, "DATA") for name in names]

    unused = entries(
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/lib/QtQml.framework/Versions/A/Resources/Info.plist",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "PySide6\\translations\\qt_help_de.qm",
        "resources/translations/luster_de.ts",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PIL/_avif.cpython-313-darwin.so",
        "resources/screenshots/review.webp",
    )
    unused.append(("libavif-1.so.16", "pillow.libs/libavif-1.so.16", "SYMLINK"))
    used = entries(
        "PySide6/Qt/lib/libQt6Gui.so.6",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6\\translations\\qtbase_es.qm",
        "resources/theme/a.json",
        "resources/translations/luster_de.qm",
    )
    assert RULES.needed([*unused, *used]) == used


def test_the_lock_of_the_app_holds_no_tool_and_no_server() -> None:
    text = (ROOT / "luster_desktop" / "requirements.lock").read_text(encoding="utf-8")
    names = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))
    assert {"pyside6-essentials", "pyinstaller", "pi-heif"} <= names.keys()
    assert not names.keys() & {"mypy", "hypothesis", "pytest", "openai", "stripe", "boto3", "starlette", "pillow-heif"}
    every = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+)==([^\s;]+)", every, re.MULTILINE))
    known = {name for name, _ in pinned}
    assert not {(name, names[name]) for name in names.keys() & known} - pinned


@built
def test_the_built_app_holds_what_it_needs_and_nothing_of_the_builder() -> None:
    files = {str(path.relative_to(BUILT)).replace("\\", "/") for path in BUILT.rglob("*")}
    assert not [name for name in files if RULES.UNUSED.search(name)]
    assert not [path for path in BUILT.rglob("*") if path.is_symlink() and not path.exists()]
    assert not [name for name in files if re.search(r"(?i)x265|x264|pytest|mypy|openai|botocore", name)]
    texts = [
        path for path in BUILT.rglob("*") if path.suffix in {".json", ".txt", ".toml", ".py", ""} and path.is_file()
    ]
    assert not [path for path in texts if str(ROOT).encode() in path.read_bytes()]
    [bill] = BUILT.rglob("luster.cdx.json")
    parts = {part["name"] for part in json.loads(bill.read_text(encoding="utf-8"))["components"]}
    assert {"pyside6-essentials", "pi-heif", "rawpy"} <= parts and not parts & {"mypy", "pyinstaller", "pillow-heif"}
    [notices] = BUILT.rglob("LICENCES.txt")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in notices.read_text(encoding="utf-8")


@built
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there are the system's libraries in it")
def test_the_built_app_of_linux_holds_no_library_that_nothing_asks_for() -> None:
    libraries = {path.name for path in BUILT.rglob("lib*.so*")}
    assert {"libX11.so.6", "libxcb-cursor.so.0", "libQt6Gui.so.6"} <= libraries
    assert not [name for name in libraries if re.match(r"lib(gtk|gdk|cairo|pango|epoxy|Qt6EglF)", name)]
    assert not (BUILT / "luster-cli").exists(), "a second program is for consoles of Windows"
    assert RULES.size(BUILT) < 450e6


@built
@pytest.mark.skipif(sys.platform != "darwin", reason="a property list is macOS' own")
def test_the_built_app_of_macos_has_a_window() -> None:
    plist = plistlib.loads((BUILT / "Contents" / "Info.plist").read_bytes())
    assert plist["CFBundleExecutable"] == "Luster" and not plist.get("LSBackgroundOnly")
