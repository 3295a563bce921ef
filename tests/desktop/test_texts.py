"""Every text of the app can be said in another language, and is, in those that ship."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from backend import contract, words
from backend.api import problems
from luster_desktop.cloud import callback_pages
from luster_desktop.paths import resource
from luster_desktop.ui.settings.sheets import COMPARING, DELIVERING, EDITING, PHOTOS, REVIEWING, STACKS
from luster_desktop.words import service

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("ui", "words")
SPOKEN = {"tr", "plural", "mark"}
NOT_SHOWN = {
    # names for Qt and the style sheet
    *("setObjectName", "setProperty", "property", "findChild", "QStyleFactory", "create", "invokeMethod"),
    # for the log, and for whoever programs
    *("debug", "info", "warning", "error", "exception", "ValueError", "RuntimeError", "getLogger"),
    # keys of the keyboard and of the settings' file
    *("QKeySequence", "_text", "_switch", "_number", "_bytes", "set"),
    # what can be taken back, by a name that is nowhere shown
    *("Change", "_change", "_arrange", "_mark"),
}
KEYS = re.compile(r"(Ctrl|Shift|Alt)\+.*|Esc|Enter|Return|Space|Del|Backspace|Left|Right|Up|Down|Home|End|PgUp|PgDown")
AS_IT_IS = {
    "Luster",
    "Digitally altered, Virtually staged",  # what those ask for who read English
    # groups of the sheet of shortcuts, which says them itself
    *(PHOTOS, STACKS, EDITING, REVIEWING, DELIVERING, COMPARING),
}
FILES = {
    "ui/theme/theme.py": "families of fonts",
    "ui/theme/__init__.py": "names of the module",
    "ui/language.py": "languages, each in its own words",
    "words/language.py": "English itself",
}
WORDS = re.compile(r"[A-Z][a-z]|[a-z]{2} [a-z0-9]|[a-z]…|[A-Z]{5}")
NAME = re.compile(r"\w*[a-z][A-Z]\w*")
"""Of a standard: no word has a capital in its middle."""


def _tree(path: Path) -> tuple[ast.Module, dict[ast.AST, ast.AST]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return tree, {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _shown(text: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a literal may reach the user without a translation."""
    child = text
    while child in parents:
        node = parents[child]
        if isinstance(node, ast.Call) and _name(node) in SPOKEN | NOT_SHOWN:
            return False
        if isinstance(node, ast.keyword) and node.arg == "group":  # said by the sheet of shortcuts
            return False
        if isinstance(node, ast.Compare | ast.Raise | ast.Assert | ast.arg | ast.MatchValue):
            return False
        if isinstance(node, ast.AnnAssign) and child is node.annotation:
            return False
        if isinstance(node, ast.Subscript) and child is node.slice:
            return False
        if isinstance(node, ast.Expr):
            return not (isinstance(node.value, ast.Constant) and node.value is text)
        if isinstance(node, ast.FunctionDef) and child is node.returns:
            return False
        child = node
    return True


def _untranslated(path: Path) -> Iterator[str]:
    tree, parents = _tree(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            said = WORDS.search(text) and text not in AS_IT_IS and not KEYS.fullmatch(text.strip())
            if said and not NAME.fullmatch(text) and _shown(node, parents):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {text!r}"


def _code() -> list[Path]:
    found = [path for room in ROOMS for path in sorted((ROOT / "luster_desktop" / room).rglob("*.py"))]
    return [path for path in found if path.relative_to(ROOT / "luster_desktop").as_posix() not in FILES]


def test_no_text_is_shown_that_cannot_be_translated() -> None:
    assert [text for path in _code() for text in _untranslated(path)] == []


def test_a_text_is_said_as_it_stands_in_the_code() -> None:
    """What is put together of pieces, or of values, is no text that anybody could translate."""
    wrong = []
    for path in sorted((ROOT / "luster_desktop").rglob("*.py")):
        for call in ast.walk(_tree(path)[0]):
            if isinstance(call, ast.Call) and _name(call) in SPOKEN and call.args:
                pieces = call.args[:2] if _name(call) == "plural" else call.args[:1]
                if any(isinstance(piece, ast.JoinedStr | ast.BinOp) for piece in pieces):
                    wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    assert wrong == []


def _runs(call: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether it is done when something is shown, or else once, when the module is read."""
    child = call
    while child in parents:
        node = parents[child]
        if isinstance(node, ast.Lambda) or (isinstance(node, ast.FunctionDef) and child in node.body):
            return True
        child = node
    return False


def test_no_text_is_said_before_it_is_known_in_which_language() -> None:
    wrong = []
    for path in sorted((ROOT / "luster_desktop").rglob("*.py")):
        tree, parents = _tree(path)
        calls = [call for call in ast.walk(tree) if isinstance(call, ast.Call) and _name(call) in SPOKEN - {"mark"}]
        wrong += [f"{path.relative_to(ROOT)}:{call.lineno}" for call in calls if not _runs(call, parents)]
    assert wrong == []


def translations() -> ModuleType:
    spec = spec_from_file_location("translations", ROOT / ".ci" / "translations.py")
    assert spec is not None and spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


TOOLS = translations()


def messages(code: str) -> Iterator[tuple[str, str, ElementTree.Element, list[str]]]:
    """Source, note, the element of the translation, and its forms: several of a `plural`."""
    tree = ElementTree.parse(resource("translations", f"luster_{code}.ts"))
    for message in tree.iter("message"):
        said = message.find("translation")
        assert said is not None
        forms = [form.text or "" for form in said.iter("numerusform")] or [said.text or ""]
        yield message.findtext("source", ""), message.findtext("comment", ""), said, forms


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_files_of_translations_are_those_of_the_code(tmp_path: Path) -> None:
    """Where this fails: `.venv/bin/python .ci/translations.py`, then translate what it marks as unfinished."""
    there = Path(str(resource("translations")))
    for code in TOOLS.CODES:
        name = f"luster_{code}.ts"
        (tmp_path / name).write_bytes((there / name).read_bytes())
    TOOLS.collect(tmp_path)
    TOOLS.compile_all(tmp_path)
    for code in TOOLS.CODES:
        for name in (f"luster_{code}.ts", f"luster_{code}.qm"):
            assert (tmp_path / name).read_bytes() == (there / name).read_bytes(), name


@pytest.mark.parametrize("code", TOOLS.CODES)
def test_every_text_is_translated_with_all_that_it_names(code: str) -> None:
    wrong = []
    for source, note, said, forms in messages(code):
        if said.get("type") or not all(form.strip() for form in forms):
            wrong.append(f"not translated: {source}")
            continue
        plural = len(forms) > 1
        for form in forms:
            wanted = fields(note if plural else source)
            # One thing may be said without its number.
            if fields(form) != wanted and not (plural and form == forms[0] and fields(form) == wanted - {"n"}):
                wrong.append(f"other values: {source} > {form}")
            if (source[:1].isspace(), source[-1:].isspace()) != (form[:1].isspace(), form[-1:].isspace()):
                wrong.append(f"other spaces at its ends: {source} > {form}")
            ends = [text.rstrip()[-1:] in ".…:?!" for text in (source, form)]
            if ends[0] != ends[1] or source.count("&") != form.count("&"):
                wrong.append(f"ends otherwise: {source} > {form}")
    assert wrong == []


def test_every_text_of_the_code_was_found() -> None:
    """Counted by Python's own parser: what the tool has overlooked would never be translated."""
    wanted = set()
    for path in (ROOT / "luster_desktop").rglob("*.py"):
        for call in ast.walk(_tree(path)[0]):
            if isinstance(call, ast.Call) and _name(call) in SPOKEN and call.args:
                text = call.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value:
                    wanted.add(text.value)
    assert wanted == {source for source, _, _, _ in messages("de")}


def test_the_catalogue_of_presets_can_be_said() -> None:
    offer = contract.PresetList.model_validate_json(resource("presets", "presets.json").read_text(encoding="utf-8"))
    texts = set()
    for preset in offer.presets:
        texts |= {preset.title, preset.summary, *preset.excludes.values()}
        for parameter in preset.parameters:
            texts |= {parameter.title, *(choice.title for choice in parameter.choices)}
    assert texts == set(service.PRESETS)


def test_what_the_service_always_says_in_the_same_words_can_be_said() -> None:
    constant = {text for text in words.SENTENCES.values() if not fields(text)}
    constant |= {problem.detail for problem in (problems.INTERNAL, problems.UNAVAILABLE, problems.TOO_SLOW)}
    constant |= {problem.detail for problem in problems.CONSTANT.values()}
    assert constant == set(service.SENTENCES)


def test_the_pages_of_an_e_mailed_link_can_be_said() -> None:
    constants = {name: text for name, text in vars(callback_pages).items() if name.isupper()}
    assert set(constants.values()) - {constants[name] for name in ("STYLE", "FORWARD", "TIDY")} == set(
        service.LINK_PAGES
    )
