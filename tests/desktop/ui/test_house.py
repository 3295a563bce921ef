"""Rules of the window's code that no type checker knows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import luster_desktop

ROOT = Path(luster_desktop.__file__).parent
GUI = [ROOT / "app.py", *sorted((ROOT / "tasks").rglob("*.py")), *sorted((ROOT / "ui").rglob("*.py"))]
WORKER_SIGNALS = {"ready", "loaded", "failed", "_arrived", "_dirty", "_caught", "library_ready", "cloud_ready"}


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def test_signals_of_workers_are_received_by_methods() -> None:
    """A lambda would run on the thread that emits; so would a method of anything that is no QObject."""
    wrong = []
    for path in GUI:
        for call in calls(path):
            attribute = call.func
            if not (isinstance(attribute, ast.Attribute) and attribute.attr == "connect" and call.args):
                continue
            signal = attribute.value.attr if isinstance(attribute.value, ast.Attribute) else ""
            if signal in WORKER_SIGNALS and not isinstance(call.args[0], ast.Attribute):
                wrong.append(f"{path.name}:{call.lineno}")
    assert wrong == []


def test_no_nested_event_loops() -> None:
    banned = {"processEvents", "exec_", "moveToThread"}
    wrong = [
        f"{path.name}:{call.lineno}"
        for path in GUI
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in banned
    ]
    loops = [path.name for path in GUI for call in calls(path) if ast.unparse(call.func).endswith(".exec")]
    assert wrong == []
    assert loops == ["app.py"]


def test_the_rest_of_the_desktop_knows_no_qt() -> None:
    wrong = []
    for path in sorted(ROOT.rglob("*.py")):
        if path in GUI:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] in ("PySide6", "shiboken6") for name in names):
                wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_files_stay_small() -> None:
    long = {path.name: count for path in GUI if (count := len(path.read_text(encoding="utf-8").splitlines())) > 500}
    assert long == {}
