from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from tunesmith.errors import CheckpointError, MissingExtraError
from tunesmith.model import locating
from tunesmith.model.checkpoint import Checkpoint, load, models
from tunesmith.model.hub import push
from tunesmith.model.locating import MODEL, locate

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUNESMITH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def served() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that has a model under /mine.safetensors, and the paths that it was asked for."""
    asked: list[str] = []
    content = locate("small").read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            found = self.path == "/mine.safetensors"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(content if found else b"")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_a_model_has_a_name_a_file_or_a_folder(tmp_path: Path) -> None:
    assert locate("small").stem == "small"
    assert "small" in models()
    (tmp_path / MODEL).write_bytes(b"")
    assert locate(tmp_path / MODEL) == locate(str(tmp_path)) == locate(tmp_path) == tmp_path / MODEL


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nobody", "no model is called 'nobody': there is flagship, open, small"),
        ("runs/mine", "runs/mine is no file, and no folder with a model.safetensors"),
        ("hf://nobody", "hf://nobody is no repository of the hub: that would be hf://user/name"),
    ],
)
def test_what_is_nowhere_is_refused(name: str, said: str) -> None:
    with pytest.raises(CheckpointError, match=said):
        locate(name)


def test_an_address_is_fetched_once(served: tuple[str, list[str]], cache: Path) -> None:
    address, asked = served
    fetched = load(f"{address}/mine.safetensors")
    assert fetched.fingerprint == Checkpoint.load("small").fingerprint
    assert Checkpoint.load(f"{address}/mine.safetensors").fingerprint == fetched.fingerprint
    assert asked == ["/mine.safetensors"]
    assert [path.name for path in cache.rglob("*") if path.is_file()] == [MODEL]


def test_an_address_without_a_model_leaves_nothing(
    served: tuple[str, list[str]], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _ = served
    with pytest.raises(CheckpointError, match=f"{address}/other cannot be fetched: Not Found"):
        locate(f"{address}/other")
    monkeypatch.setattr(locating, "LARGEST", 1000)
    with pytest.raises(CheckpointError, match="too large for a model"):
        locate(f"{address}/mine.safetensors")
    assert not cache.exists()


def hub(monkeypatch: pytest.MonkeyPatch, **names: object) -> None:
    """Put a library of the hub with these names in the place of the real one."""
    library = ModuleType("huggingface_hub")
    vars(library).update(names)
    monkeypatch.setitem(sys.modules, "huggingface_hub", library)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("hf://fiddler/tunes", ("fiddler/tunes", MODEL, None)),
        ("hf://fiddler/tunes@v2", ("fiddler/tunes", MODEL, "v2")),
        ("hf://fiddler/tunes/old/best.safetensors", ("fiddler/tunes", "old/best.safetensors", None)),
    ],
)
def test_the_library_of_the_hub_fetches_its_models(
    name: str, asked: tuple[str, str, str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, str, str | None]] = []

    def download(repository: str, file: str, *, revision: str | None) -> str:
        calls.append((repository, file, revision))
        return str(locate("small"))

    hub(monkeypatch, hf_hub_download=download)
    assert locate(name) == locate("small")
    assert calls == [asked]


def test_what_the_hub_refuses_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("there is no such repository")

    hub(monkeypatch, hf_hub_download=refuse)
    with pytest.raises(CheckpointError, match="hf://fiddler/tunes cannot be fetched from the hub: there is no such"):
        locate("hf://fiddler/tunes")
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(MissingExtraError, match="hub"):
        locate("hf://fiddler/tunes")
    with pytest.raises(MissingExtraError, match="hub"):
        push(Checkpoint.load("small"), "fiddler/tunes")


class Hub:
    """A hub that notes what it is given, or refuses it."""

    written: dict[str, bytes]
    refuses = False

    def create_repo(self, repository: str, **options: Any) -> str:
        assert options == {"private": True, "exist_ok": True}
        return f"https://hub/{repository}"

    def upload_folder(self, *, repo_id: str, folder_path: str, commit_message: str) -> None:
        assert commit_message
        if Hub.refuses:
            raise OSError("no token")
        Hub.written = {f"{repo_id}/{file.name}": file.read_bytes() for file in Path(folder_path).iterdir()}


def test_a_model_is_published_with_its_card(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hub(monkeypatch, HfApi=Hub)
    small = Checkpoint.load("small")
    assert push(small, "fiddler/tunes", card="# Mine\n", private=True) == "https://hub/fiddler/tunes"
    assert set(Hub.written) == {"fiddler/tunes/README.md", f"fiddler/tunes/{MODEL}"}
    assert Hub.written["fiddler/tunes/README.md"] == b"# Mine\n"
    (tmp_path / MODEL).write_bytes(Hub.written[f"fiddler/tunes/{MODEL}"])
    assert load(tmp_path).fingerprint == small.fingerprint
    monkeypatch.setattr(Hub, "refuses", True)
    with pytest.raises(CheckpointError, match="fiddler/tunes cannot be written on the hub: no token"):
        push(small, "fiddler/tunes", private=True)
