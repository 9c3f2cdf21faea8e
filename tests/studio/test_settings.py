"""What the environment says is taken, and what it says wrongly is refused in one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tunesmith.errors import RequestError
from tunesmith.studio.settings import Settings, read_settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "deployment.md"


def test_only_this_machine_by_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings().host == "127.0.0.1"
    assert Settings().port == 5000


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=6001\nMODEL_PATH=/models/mine.safetensors\nUNKNOWN=ignored\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "6002")
    settings = read_settings()
    assert (settings.port, settings.model_path) == (6002, "/models/mine.safetensors")


@pytest.mark.parametrize(("name", "value"), [("PORT", "many"), ("LOG_LEVEL", "LOUD"), ("WORKERS", "0")])
def test_a_wrong_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(RequestError, match=name):
        read_settings()


def test_the_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_KEY", "secret of the session")
    assert "secret of the session" not in repr(Settings())


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", DOCUMENT.read_text(), re.MULTILINE))
    assert documented == {name.upper() for name in Settings.model_fields}
