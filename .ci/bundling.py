"""Build the app of this system into `dist/`: `python3 .ci/bundling.py`. `build.spec` says how, this of what.

An environment of its own, from `luster_desktop/requirements.lock` alone, so that nothing else can get into the app. The
built app is then tried with `--smoke-test`: anything that it writes to its error output fails.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "luster_desktop" / "requirements.lock"
VENV = ROOT / "build" / "venv"
WINDOWS, MAC, LINUX = (sys.platform.startswith(name) for name in ("win32", "darwin", "linux"))
BUNDLE_ID = "app.luster.desktop"
UNUSED = re.compile(
    # Modules and plug-ins that a widgets app never loads, and Qt's own words in languages that Luster does not speak.
    r"Qt6?(Qml|Quick|Pdf|VirtualKeyboard|Designer|Sql|Test|Help|Charts|UiTools|Concurrent)|virtualkeyboard|qmltooling"
    r"|PySide6[/\\](Qt[/\\])?(translations(?![/\\]qtbase_(de|es)\.qm)|qml|resources|metatypes|typesystems|glue|include)[/\\]"
    # What the texts of other languages are made from.
    r"|resources[/\\]translations[/\\]\w+\.ts"
    # Fonts of reportlab: one is under the GPL, and none is used.
    r"|reportlab[/\\]fonts|opencv_videoio_ffmpeg"
    # The look of another toolkit, which the app's own takes the place of, and where its builder had the sources.
    r"|platformthemes[/\\]libqgtk3|direct_url\.json"
    # Screens without a desktop around the window.
    r"|platforms[/\\]libq(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)\.|egldeviceintegrations|libQt6EglF[Ss]"
    r"|plugins[/\\]generic[/\\]"
    # A format that Luster does not take, and pictures of the pages.
    r"|PIL[/\\]_avif|PIL[/\\]_imagingtk|pillow\.libs[/\\]libavif|resources[/\\]screenshots"
)
DEBUGGABLE = re.compile(r"^libpython|lib-dynload[/\\]|^(sqlalchemy|cryptography|pydantic_core)[/\\]")
"""Libraries whose symbols can go. Others were changed after they were linked, and would not load without them."""
EXCLUDED = (
    *("backend.api", "backend.worker", "backend.local", "backend.admin", "backend.payments", "backend.database"),
    *("openai", "stripe", "boto3", "botocore", "alembic", "psycopg", "psycopg_binary", "starlette", "uvicorn"),
    *("tkinter", "pytest", "mypy", "hypothesis", "pillow_heif", "unittest", "pydoc", "lib2to3"),
)


def needed(entries: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Without what is not used: data too, since a framework's links would else lead nowhere and spoil its signature."""
    return [
        (name, path, kind)
        for name, path, kind in entries
        # A link's path is the name of another entry.
        if not UNUSED.search(name) and not (kind == "SYMLINK" and UNUSED.search(path))
    ]


def reachable(entries: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Without libraries that nothing which is left asks for. Only on Linux are the system's own in the app."""
    entries = list(entries)
    if not LINUX:
        return entries
    from PyInstaller.depend.bindepend import get_imports

    found = {name: path for name, path, kind in entries if kind in ("BINARY", "EXTENSION")}
    # What lies in no folder is the system's; Python's own is loaded by the program itself.
    system = {name for name in found if "/" not in name and re.match(r"lib(?!python)", name)}
    asked, left = set(), [path for name, path in found.items() if name not in system]
    while left:
        more = {Path(name).name for name, _ in get_imports(left.pop())} & system - asked
        asked |= more
        left += [found[name] for name in more]
    return [entry for entry in entries if entry[0] not in system - asked]


def stripped(entries: Iterable[tuple[str, str, str]], folder: Path) -> list[tuple[str, str, str]]:
    """With copies in `folder` that have no symbols for a debugger, where a system has the tool and they the symbols."""
    if not LINUX or not shutil.which("strip"):
        return list(entries)
    made = []
    for name, path, kind in entries:
        if kind in ("BINARY", "EXTENSION") and DEBUGGABLE.search(name):
            copy = folder / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)
            subprocess.run(["strip", "--strip-unneeded", str(copy)], check=True)
            path = str(copy)
        made.append((name, path, kind))
    return made


def info_plist(version: str) -> dict[str, Any]:
    """What macOS is told of the app. No scheme of its own: nothing ever opens one."""
    why = "Luster reads the photos that you open, and saves finished ones where you say."
    return {
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSMinimumSystemVersion": "14.0",
        "LSApplicationCategoryType": "public.app-category.photography",
        "NSRequiresAquaSystemAppearance": False,
        "NSHighResolutionCapable": True,
        "NSDesktopFolderUsageDescription": why,
        "NSDocumentsFolderUsageDescription": why,
        "NSDownloadsFolderUsageDescription": why,
        "NSRemovableVolumesUsageDescription": why,
        "NSNetworkVolumesUsageDescription": why,
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Photos and folders",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.folder", "public.image"],
            }
        ],
    }


def shipped(name: str = "luster", extras: tuple[str, ...] = ("desktop", "sign")) -> list[str]:
    """The distributions that the app is made of, Luster's own among them."""
    from importlib.metadata import distribution

    from packaging.requirements import Requirement

    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    left = [(name, extras)]
    while left:
        key = left.pop()
        if key in seen:
            continue
        found = distribution(key[0])
        seen[key] = found.metadata["Name"]
        needs = [Requirement(line) for line in found.requires or ()]
        left += [
            (need.name, tuple(sorted(need.extras)))
            for need in needs
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *key[1]))
        ]
    return sorted(set(seen.values()))


def describe(folder: Path, version: str) -> None:
    """Write the notices and the bill of materials; ends the build over a part that Luster cannot ship."""
    from importlib.metadata import distribution

    from luster_desktop import licences

    parts = licences.parts(distribution(name) for name in shipped())
    bad = [part.name for part in parts if part.is_gpl or not part.licence or not part.texts]
    if bad:
        sys.exit(f"Under the GPL, or without a licence: {', '.join(bad)}")
    (folder / "LICENCES.txt").write_text(licences.document(parts), encoding="utf-8")
    bill = json.dumps(licences.sbom(parts, version), indent=1) + "\n"
    (folder / "luster.cdx.json").write_text(bill, encoding="utf-8")


def program(dist: Path) -> Path:
    """Where the built window's program is."""
    if MAC:
        return dist / "Luster.app" / "Contents" / "MacOS" / "Luster"
    return dist / "Luster" / ("Luster.exe" if WINDOWS else "Luster")


def smoke_test(program: Path) -> None:
    """Try the built app; ends the build when it fails or complains."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    ran = subprocess.run([program, "--smoke-test"], capture_output=True, text=True, timeout=600, env=environment)
    print(ran.stdout, ran.stderr, sep="", flush=True)
    if ran.returncode != 0 or ran.stderr.strip():
        sys.exit("The built app does not pass its smoke test.")


def size(place: Path) -> int:
    """Bytes of a file, or of all files below a folder; links take none."""
    files = [place] if place.is_file() else place.rglob("*")
    return sum(path.lstat().st_size for path in files if path.is_file() and not path.is_symlink())


def main() -> None:
    """Build, describe and try it."""
    import setup  # it stands beside this file

    # Not editable: nothing in the app may name a folder of the computer that it was built on.
    python = setup.environment(VENV, LOCK)
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", "build.spec"]
    subprocess.run(command, cwd=ROOT, check=True)
    built = program(ROOT / "dist")
    smoke_test(built)
    folder = ROOT / "dist" / ("Luster.app" if MAC else "Luster")
    print(f"{folder}: {size(folder) / 1e6:.0f} MB")
    for part in sorted(built.parent.glob("_internal/*"), key=size, reverse=True)[:12]:
        print(f"  {part.name}: {size(part) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
