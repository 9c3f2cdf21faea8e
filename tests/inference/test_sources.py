from __future__ import annotations

from pathlib import Path

import pytest

from tunesmith.inference import sources
from tunesmith.inference.sources import imported_modules, modules_behind, path_of


def test_what_is_imported_stands_before_what_imports_it() -> None:
    names = modules_behind("tunesmith.inference.kernel")
    assert names[-1] == "tunesmith.inference.kernel"
    place = {name: index for index, name in enumerate(names)}
    for name in names:
        assert all(place[other] < place[name] for other in imported_modules(path_of(name)))


def test_constants_of_other_rooms_count() -> None:
    """`readers` counts `<bos>` by its number in the vocabulary."""
    assert "tunesmith.corpus.vocabulary" in modules_behind("tunesmith.model.readers")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import tunesmith.errors", {"tunesmith.errors"}),
        ("from tunesmith.grammar import layout", {"tunesmith.grammar.layout"}),
        ("from tunesmith.grammar import Plan", {"tunesmith.grammar"}),
        ("def f():\n    from tunesmith import errors", {"tunesmith.errors"}),
        ("if TYPE_CHECKING:\n    import tunesmith.errors\nelse:\n    import tunesmith.model", {"tunesmith.model"}),
        ("import numpy as np\nfrom pathlib import Path", set()),
    ],
)
def test_imports_of_a_file(text: str, names: set[str], tmp_path: Path) -> None:
    path = tmp_path / "file.py"
    path.write_text(text)
    assert imported_modules(path) == names


def test_a_circle_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "PACKAGE", tmp_path / "tunesmith")
    (tmp_path / "tunesmith").mkdir()
    (tmp_path / "tunesmith" / "here.py").write_text("import tunesmith.there")
    (tmp_path / "tunesmith" / "there.py").write_text("def late():\n    import tunesmith.here")
    with pytest.raises(RuntimeError, match=r"tunesmith\.here -> tunesmith\.there -> tunesmith\.here"):
        modules_behind("tunesmith.here")
