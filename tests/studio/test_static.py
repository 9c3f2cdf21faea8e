"""The page's files go out compressed to whoever can read them, and whole to others."""

from __future__ import annotations

import gzip

import pytest
from fastapi.testclient import TestClient

from tunesmith.studio import static


@pytest.fixture(scope="module", autouse=True)
def page() -> None:
    if not (static.PAGE / "index.html").is_file():
        pytest.skip("the page is not built (make studio)")


def test_the_page_and_its_files_are_compressed(client: TestClient) -> None:
    script = next((static.PAGE / "assets").glob("application-*.js"))
    for path, file in (("/", static.PAGE / "index.html"), (f"/assets/{script.name}", script)):
        with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
            sent = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(sent) == file.read_bytes()
        whole = client.get(path, headers={"Accept-Encoding": "identity"})
        assert "content-encoding" not in whole.headers
        assert whole.content == file.read_bytes()
        assert whole.headers["cache-control"] == answer.headers["cache-control"]
    assert len(sent) < script.stat().st_size / 2


def test_what_is_compressed_in_itself_is_not_compressed_again(client: TestClient) -> None:
    font = next((static.PAGE / "assets").glob("*.woff2"))
    answer = client.get(f"/assets/{font.name}", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert answer.content == font.read_bytes()
