from __future__ import annotations

from pathlib import Path

import pytest

from luster_desktop.paths import Paths, resource
from luster_desktop.settings import DesktopSettings, SettingsError


def test_everything_is_built_in() -> None:
    settings = DesktopSettings.from_environment({})
    assert settings.app_url.startswith("https://")
    assert settings.supabase_url.startswith("https://")
    assert not settings.one_machine


def test_the_environment_overrides(tmp_path: Path) -> None:
    settings = DesktopSettings.from_environment(
        {
            "APP_URL": "http://127.0.0.1:8000/",
            "SUPABASE_URL": "http://localhost:9/",
            "SUPABASE_ANON_KEY": "k",
            "LUSTER_HOME": str(tmp_path),
        }
    )
    assert (settings.app_url, settings.supabase_url) == ("http://127.0.0.1:8000", "http://localhost:9")
    assert (settings.home, settings.one_machine) == (tmp_path, True)


@pytest.mark.parametrize(
    "value", ["ftp://x", "http://example.test", "nonsense", "http://", "http://[::1", "http://a:b"]
)
@pytest.mark.parametrize("name", ["APP_URL", "SUPABASE_URL"])
def test_a_bad_address_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name} .*\.$"):
        DesktopSettings.from_environment({name: value})


def test_pictures_are_signed_by_a_certificate_with_its_key(tmp_path: Path) -> None:
    named = {"C2PA_CERTIFICATE": str(tmp_path / "chain.pem"), "C2PA_KEY": str(tmp_path / "key.pem")}
    settings = DesktopSettings.from_environment(named | {"C2PA_TIMESTAMPS": "http://time.example.com/ts"})
    assert (settings.certificate, settings.certificate_key) == (tmp_path / "chain.pem", tmp_path / "key.pem")
    assert settings.timestamps == "http://time.example.com/ts"
    with pytest.raises(SettingsError, match="C2PA_TIMESTAMPS"):
        DesktopSettings.from_environment({"C2PA_TIMESTAMPS": "time.example.com"})
    assert "key.pem" not in repr(settings)
    assert DesktopSettings.from_environment({}).certificate is None
    for name in named:
        with pytest.raises(SettingsError, match="go together"):
            DesktopSettings.from_environment({name: named[name]})


def test_the_data_folder_is_the_users_alone(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "a" / "b").create()
    assert paths.home.stat().st_mode & 0o077 == 0
    assert paths.outputs.is_dir()
    assert paths.create() == paths


def test_what_ships_is_there() -> None:
    assert len(list(resource("sample_shoot").iterdir())) == 15
    assert resource("demo.toml").is_file()
    assert resource("templates", "contact_sheet.html").is_file()
