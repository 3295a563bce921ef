"""How the app is released: the commands that makers and machines are told to use are those that there are."""

from __future__ import annotations

import re
import shlex
import stat
from pathlib import Path

import pytest
import yaml

from tests.desktop.updates.feeds import RELEASE

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / ".github" / "workflows").glob("*.yml"))]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_what_is_written_of_the_command_is_what_it_takes(path: Path) -> None:
    lines = re.findall(r"python \.ci/release\.py (.+)", path.read_text(encoding="utf-8"))
    assert lines
    for line in lines:
        given = RELEASE.parser().parse_args(shlex.split(line, comments=True))
        assert callable(given.does)


def test_secrets_are_named_and_never_written(tmp_path: Path) -> None:
    for path in WRITTEN[1:]:
        assert "PRIVATE KEY" not in path.read_text(encoding="utf-8")
        jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
        values = {name: value for job in jobs.values() for name, value in job.get("env", {}).items()}
        assert [value for name, value in values.items() if name.endswith("KEY")] == [
            f"${{{{ secrets.{name} }}}}" for name in values if name.endswith("KEY") and "AWS" not in name
        ] + ["${{ secrets.UPDATES_SECRET_ACCESS_KEY }}"]


def test_the_job_of_every_week_has_the_key_of_the_timestamp_alone() -> None:
    text = (ROOT / ".github" / "workflows" / "updates.yml").read_text(encoding="utf-8")
    assert "TIMESTAMP_KEY" in text and "RELEASE_KEY" not in text


def test_keys_are_made_once_and_for_their_maker_alone(tmp_path: Path) -> None:
    keys, feed = tmp_path / "keys", tmp_path / "feed"
    for _ in range(2):
        assert RELEASE.main(["root", str(keys), str(feed)]) == 0
        made = {path.name: path.read_bytes() for path in keys.iterdir()}
    assert made.keys() == {"root.pem", "release.pem", "timestamp.pem"} and len(set(made.values())) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == {0o600}
    first, second = (RELEASE.latest(feed, "root"), feed / "metadata" / "1.root.json")
    assert first.signed.version == 2 and second.exists()
    assert made == {path.name: path.read_bytes() for path in keys.iterdir()}


def test_only_numbers_are_released(tmp_path: Path) -> None:
    keys, feed, archive = tmp_path / "keys", tmp_path / "feed", tmp_path / "luster-linux-x86_64.tar.gz"
    RELEASE.main(["root", str(keys), str(feed)])
    (tmp_path / "Luster").mkdir()
    RELEASE.main(["pack", str(tmp_path / "Luster"), str(archive)])
    with pytest.raises(SystemExit, match="no release's number"):
        RELEASE.main(["add", str(keys), str(feed), str(archive), "--version", "1.0-rc1"])
    assert RELEASE.latest(feed, "targets") is None


def test_the_image_of_the_service_begins_with_one_that_is_named_by_its_digest() -> None:
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert bases and all(re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", base) for base in bases)
