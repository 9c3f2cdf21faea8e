from __future__ import annotations

from typing import TYPE_CHECKING

from tunesmith.cli.evaluate import evaluate

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TUNE = "X:1\nL:1/8\nM:4/4\nK:D\nABcd efga | ABcd efga |]\n"


def test_the_table_fits_on_a_screen_of_80_columns(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "tune.abc").write_text(TUNE)
    evaluate(str(tmp_path / "tune.abc"), model=model)
    names, *rows = capsys.readouterr().out.splitlines()[:5]
    assert names.split() == ["characters", "nats/char", "bits/char", "perplexity", "top-1", "top-5"]
    assert [row.split("  ")[0] for row in rows] == [
        "header", "body, given the header", "all characters", "end of the tune",
    ]  # fmt: skip
