"""The house rules that no other tool checks."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted(p for room in ("backend", "luster_desktop", "tests") for p in (ROOT / room).rglob("*.py"))
MAX_LINES = 500


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.decode().split("\0") if name]


def test_no_file_is_long() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert not {name: count for name, count in lines.items() if count > MAX_LINES}


def test_top_level_holds_only_what_belongs_there() -> None:
    allowed = {
        "luster_desktop", "backend", "resources", "tests", "pyproject.toml", "build.spec", "README.md", ".ci",
        "LICENSE", "requirements.lock", "Dockerfile", ".dockerignore", ".gitignore", "docs",
        "CONTRIBUTING.md", "CHANGELOG.md", "compose.yaml", ".github", "SECURITY.md",
    }  # fmt: skip
    assert {p.relative_to(ROOT).parts[0] for p in tracked()} <= allowed


def test_resources_hold_no_code() -> None:
    assert not [p for p in (ROOT / "resources").rglob("*") if p.suffix in {".py", ".sh"}]


def test_no_file_names_a_package_registry() -> None:
    hosts = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "debian" + ".org"]
    texts = [p for p in tracked() if p.suffix not in {".JPG", ".HEIC", ".png", ".jpg"}]
    named = [str(p) for p in texts if any(host in p.read_text(encoding="utf-8", errors="ignore") for host in hosts)]
    assert not named


def test_documents_name_only_what_is_there() -> None:
    path = re.compile(r"`((?:backend|luster_desktop|resources|tests|docs|\.ci)/[\w./-]*)`|\]\(([\w./-]+)\)")
    missing = []
    for document in (p for p in tracked() if p.suffix == ".md"):
        for code, link in path.findall(document.read_text(encoding="utf-8")):
            there = document.parent / link if link else ROOT / code
            if "NAME" not in code and not there.exists():
                missing.append(f"{document.name}: {code or link}")
    assert not missing


def test_every_public_function_of_the_product_has_a_docstring() -> None:
    missing = []
    for path in CODE:
        if "tests" in path.relative_to(ROOT).parts or "ui" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and isinstance(node, ast.FunctionDef) and not ast.get_docstring(node):
                missing.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert not missing
