from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import sys
import types
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from tunesmith.corpus.sources import SourceTune, read_tunes
from tunesmith.errors import CorpusError, MissingExtraError

if TYPE_CHECKING:
    from pathlib import Path

JIG = "X:1\nL:1/8\nM:6/8\nK:G\nGAB c2 d|e2 d cBA:|"
REEL = "X:2\nL:1/8\nM:4/4\nK:D\nd2 fd Adfd|c2 ec Acec|]"


def test_a_book_of_abc_gives_its_tunes_numbered(tmp_path: Path) -> None:
    (tmp_path / "book.abc").write_text(f"% a book\n\n{JIG}\n\nwords between\n\n{REEL}\n")
    assert list(read_tunes(tmp_path / "book.abc")) == [
        SourceTune("book/1", "book/1", JIG, "book", "book"),
        SourceTune("book/2", "book/2", REEL, "book", "book"),
    ]


def test_many_small_files_are_one_source_named_after_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "reels"
    folder.mkdir()
    for name, abc in (("b", REEL), ("a", JIG)):
        (folder / f"{name}.abc").write_text(abc)
    assert [(tune.id, tune.source) for tune in read_tunes(folder)] == [("reels/a/1", "reels"), ("reels/b/1", "reels")]


def test_irishman_json_has_the_text_under_its_own_key(tmp_path: Path) -> None:
    records = [{"abc notation": JIG, "control code": "S:1\nB:2\n"}, {"abc notation": REEL, "control code": ""}]
    (tmp_path / "train.json").write_text(json.dumps(records), encoding="utf-8-sig")
    assert [tune.abc for tune in read_tunes(tmp_path / "train.json")] == [JIG, REEL]


def test_jsonl_says_which_tunes_are_settings_of_one(tmp_path: Path) -> None:
    record = {"id": "setting-7", "group": "tune-3", "abc": JIG}
    (tmp_path / "session.jsonl.gz").write_bytes(gzip.compress(json.dumps(record).encode() + b"\n\n"))
    assert list(read_tunes(tmp_path / "session.jsonl.gz")) == [
        SourceTune("session/setting-7", "session/tune-3", JIG, "session", "session")
    ]


SETTING = {
    "tune_id": "7", "setting_id": "70", "name": 'The "Best", The', "type": "jig", "meter": "6/8", "mode": "Adorian",
    "abc": "|:A2B c2d|e3 d3:|\r\n\r\n|:edc BAG|A6:|", "date": "2020-01-01", "username": "nobody",
}  # fmt: skip
SETTING_TEXT = 'X:70\nT:The "Best", The\nR:jig\nM:6/8\nL:1/8\nK:Adorian\n|:A2B c2d|e3 d3:|\n|:edc BAG|A6:|\n'


def test_the_sessions_own_json_and_csv_have_their_header_beside_the_music(tmp_path: Path) -> None:
    (tmp_path / "tunes.json").write_text(json.dumps([SETTING]))
    with (tmp_path / "tunes.csv").open("w", newline="", encoding="utf-8-sig") as file:
        table = csv.DictWriter(file, list(SETTING))
        table.writeheader()
        table.writerow(SETTING)
    expected = [SourceTune("tunes/70", "tunes/7", SETTING_TEXT, "tunes", "tunes")]
    assert list(read_tunes(tmp_path / "tunes.json")) == list(read_tunes(tmp_path / "tunes.csv")) == expected


def test_a_table_without_tunes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("name,abc notes\na,b\n")
    with pytest.raises(CorpusError, match="object 1 has no text under"):
        list(read_tunes(tmp_path / "other.csv"))


def test_a_long_list_is_read_piece_by_piece(tmp_path: Path) -> None:
    records = [{"abc notation": JIG.replace("X:1", f"X:{number}")} for number in range(40_000)]
    (tmp_path / "many.json").write_text(json.dumps(records, indent=1))
    tunes = list(read_tunes(tmp_path / "many.json"))
    assert [tune.abc.split("\n")[0] for tune in tunes] == [f"X:{number}" for number in range(40_000)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_abc_may_be_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    abc = JIG.replace("K:", "T:Ré\nK:")
    (tmp_path / "book.abc").write_text(abc, encoding=encoding)
    assert [tune.abc for tune in read_tunes(tmp_path / "book.abc")] == [abc]


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.json", '[{"abc": "X:1"}, {"ab', "ends in the middle"),
        ("a.json", '[{"abc": "X:1"},', "ends in the middle"),
        ("a.json", '{"abc": "X:1"}', "not a JSON list of objects"),
        ("a.json", '[{"abc": "X:1"} {"abc": "X:2"}]', "not a JSON list of objects"),
        ("a.json", "[1, 2]", "not a JSON list of objects"),
        ("a.json", '[{"title": "none"}]', "object 1 has no text"),
        ("a.json", '[{"abc": 3}]', "object 1 has no text"),
        ("a.json", '["\ud800"]', "not UTF-8"),
        ("a.json", "[]", "holds no tune"),
        ("a.jsonl", '{"abc": "X:1"}\n{"abc"\n', "line 2 is not JSON"),
        ("a.jsonl", "7\n", "object 1 has no text"),
        ("a.abc", "nothing here\n", "holds no tune"),
        ("a.abc", "X:1\0\n", "NUL"),
    ],
)
def test_what_is_wrong_is_said_with_the_file_and_the_place(
    tmp_path: Path, name: str, text: str, complaint: str
) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(CorpusError, match=complaint) as caught:
        list(read_tunes(path))
    assert str(path) in str(caught.value)


def test_irishman_comes_from_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(repository: str, name: str, repo_type: str) -> str:
        assert (repository, repo_type) == ("sander-wood/irishman", "dataset")
        (tmp_path / name).write_text(json.dumps([{"abc notation": JIG, "control code": "S:1\n"}]))
        return str(tmp_path / name)

    hub = types.ModuleType("huggingface_hub")
    hub.hf_hub_download = download  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "huggingface_hub", hub)
    assert [(tune.id, tune.source) for tune in read_tunes("irishman")] == [
        ("train/1", "irishman"),
        ("validation/1", "irishman"),
    ]


def test_a_hub_out_of_reach_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def download(*_: str, **__: str) -> str:
        raise ConnectionError("no route to host")

    hub = types.ModuleType("huggingface_hub")
    hub.hf_hub_download = download  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "huggingface_hub", hub)
    with pytest.raises(CorpusError, match=r"train\.json of sander-wood/irishman cannot be fetched"):
        list(read_tunes("irishman"))


@pytest.mark.parametrize("name", ["irishman", "music21"])
def test_a_name_whose_package_is_missing_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=rf"tunesmith\[{name}\]"):
        list(read_tunes(name))


def test_music21_gives_three_books_and_not_the_essen_collection() -> None:
    pytest.importorskip("music21.common", reason="music21 is not installed")
    found = {tune.source for tune in read_tunes("music21")}
    assert found == {"oneills1850", "ryansMammoth", "airdsAirs"}


def test_the_real_corpora_are_read(corpus_folder: Path) -> None:
    tunes = list(islice(read_tunes(corpus_folder / "session2021.jsonl.gz"), 100))
    assert all(tune.group.startswith("session2021/tune-") and "\nK:" in tune.abc for tune in tunes)
    assert sum(1 for _ in read_tunes(corpus_folder / "irishman_sample.json")) == 992


@pytest.mark.parametrize("name", ["deep.json", "deeper.json", "deep.jsonl"])
def test_json_nested_without_end_is_refused_by_name(tmp_path: Path, name: str) -> None:
    inner = '{"abc":' + "[" * 100_000
    (tmp_path / name).write_text(
        "[" * 100_000 if name == "deeper.json" else inner if name.endswith("l") else "[" + inner
    )
    with pytest.raises(CorpusError, match=name):
        list(read_tunes(tmp_path / name))
