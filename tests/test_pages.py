"""Every command of the pages is run by a test, or says why none can; every variable and picture is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend.__main__ import main as backend
from luster_desktop import settings
from luster_desktop.__main__ import main as desktop
from tests.pages import PAGES, ROOT, commands, parts, spoken, text

TESTED = {
    "python3 .ci/setup.py": "tests/test_setup.py",
    "luster demo": "tests/journeys/test_commands.py",
    "luster demo --answers": "tests/journeys/test_replay.py",
    "luster enhance": "tests/journeys/test_own_photos.py",
    "luster deliver": "tests/journeys/test_own_photos.py",
    "luster verify": "tests/journeys/test_own_photos.py",
    "luster watch": "tests/desktop/cli/test_deliver.py",
    "luster": "tests/desktop/ui/test_starts.py",
    "luster-backend local": "tests/backend/local/test_stack.py",
    "luster-backend --help": "tests/test_pages.py",
    "luster-backend admin site": "tests/backend/admin/test_private.py",
    "luster-backend migrate": "tests/backend/test_operating.py",
    "luster-backend reconcile": "tests/backend/test_operation.py",
    "luster-backend check-ledger": "tests/backend/test_operating.py",
    "pg_dump": "tests/backend/test_operating.py",
    "pg_restore": "tests/backend/test_operating.py",
    "python -c": "tests/test_pages.py",
    "python .ci/release.py": "tests/test_release.py",
    "python -m tests.screenshots": "tests/test_pages.py",
}
"""How a command begins, and the file of the test that runs it."""
NOT_RUN = {
    "python -m tests": "it is this very run",
    "python -m pytest": "it is this very run",
    "python -m mypy": "a step of `python -m tests`",
    "lint-imports": "a step of `python -m tests`",
    "ruff": "a step of `python -m tests`",
    "python -m tests.bench": "takes minutes and asserts nothing: it prints figures",
    "printf": "uv asks a package registry, which no test does",
    "uv": "it asks a package registry, which no test does",
    "python3 .ci/bundling.py": "takes minutes and a registry; what it has built is tested by `tests/test_bundling.py`",
}


def known(words: list[str]) -> str | None:
    """The longest beginning that is listed."""
    said = " ".join(words)
    fits = [start for start in (*TESTED, *NOT_RUN) if said == start or said.startswith((f"{start} ", f"{start}."))]
    return max(fits, key=len, default=None)


def test_every_command_is_run_by_a_test_or_says_why_not() -> None:
    found = [part for page in PAGES for command in commands(page) for part in parts(command)]
    assert len(found) > 30
    starts = {" ".join(part): known(part) for part in found}
    assert not [command for command, start in starts.items() if start is None]
    assert not {start for start in {*TESTED, *NOT_RUN} if start not in starts.values()} - {
        known(part) for page in PAGES for part in spoken(page)
    }
    assert not [test for test in TESTED.values() if not (ROOT / test).is_file()]


def test_commands_in_sentences_exist(capsys: pytest.CaptureFixture[str]) -> None:
    asked: dict[str, set[tuple[str, ...]]] = {"luster": {()}, "luster-backend": {()}}
    for words in (part for page in PAGES for part in spoken(page)):
        if words[:3] == ["python", "-m", "backend"]:
            words = ["luster-backend", *words[3:]]
        program, *rest = words
        if program in asked:
            asked[program].add(tuple(rest[: 2 if rest[0] == "admin" else 1]))
        elif rest[0] == "-m":
            module = ROOT.joinpath(*rest[1].split("."))
            assert module.with_suffix(".py").is_file() or (module / "__main__.py").is_file(), words
        else:
            assert (ROOT / rest[0]).is_file(), words
    assert len(asked["luster-backend"]) > 8 and len(asked["luster"]) > 3
    for program, main in (("luster", desktop), ("luster-backend", backend)):
        for said in sorted(asked[program]):
            with pytest.raises(SystemExit) as ended:
                main([*said, *([] if said and said[0].startswith("-") else ["--help"])])
            assert ended.value.code == 0, (said, capsys.readouterr().err)


def test_the_catalogue_that_the_app_ships_is_what_the_page_s_command_writes(tmp_path: Path) -> None:
    [command] = [part for part in map(parts, commands(ROOT / "CONTRIBUTING.md")) if part[0][:2] == ["python", "-c"]]
    written = ROOT / "resources" / "presets" / "presets.json"
    told = command[0][2].replace("resources/presets", tmp_path.as_posix())
    exec(told, {})
    assert (tmp_path / "presets.json").read_bytes() == written.read_bytes()


def test_every_variable_of_the_app_is_described() -> None:
    source = Path(settings.__file__).read_text(encoding="utf-8")
    names = set(re.findall(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"', source))
    assert len(names) > 8
    table = text(ROOT / "docs" / "operating.md").partition("### Of the app")[2].partition("\n## ")[0]
    assert set(re.findall(r"`([A-Z][A-Z0-9_]+)`", table)) >= names


def test_every_picture_is_shown_and_small() -> None:
    folder = ROOT / "resources" / "screenshots"
    shown = set(re.findall(r"resources/screenshots/([\w-]+\.\w+)", "".join(map(text, PAGES))))
    assert shown == {path.name for path in folder.iterdir()} and len(shown) > 8
    assert sum(path.stat().st_size for path in folder.iterdir()) < 3_000_000
