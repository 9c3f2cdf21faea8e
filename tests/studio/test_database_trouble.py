"""The database says no: full, gone, newer, no database at all, or asked by many for the same thing at once."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Connection, Engine, event

from tests.support.serving import client_of
from tunesmith.errors import RequestError
from tunesmith.studio import problems
from tunesmith.studio.logs import Seldom
from tunesmith.studio.settings import Settings
from tunesmith.studio.store import NewTune, TunebookStore, TuneStore, connect, migrate

JIG = {"rhythm": "jig", "key": "D"}
REAL = "X:1\nL:1/8\nM:6/8\nK:D\n|: ABA d2 f | edc d3 :|\n"
TUNE = NewTune("A", REAL, "D", "6/8", None, {})
CLIENTS = 8


@pytest.fixture
def full() -> Iterator[Callable[[bool], None]]:
    """A disk that can be made full: SQLite then takes no page more than it has."""
    pages = [2**30]

    def bound(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages[0]}")

    def fill(is_full: bool) -> None:
        pages[0] = 1 if is_full else 2**30

    event.listen(Engine, "begin", bound)
    yield fill
    event.remove(Engine, "begin", bound)


def until(holds: Callable[[Response], bool], ask: Callable[[], Response]) -> Response:
    """Ask until the answer is such. A full database takes what still fits in the pages it has, one question more."""
    for _ in range(200):
        answer = ask()
        if holds(answer):
            return answer
    raise AssertionError(f"never {holds.__name__}")


def refused(answer: Response) -> bool:
    """It is a 503."""
    return answer.status_code == 503


def refused_in_stream(answer: Response) -> bool:
    """The last event is a 503."""
    name, _, data = answer.text.strip().split("\n\n")[-1].partition("\ndata: ")
    return name == "event: problem" and json.loads(data)["status"] == 503


def test_a_full_disk_is_said_and_recovered_from(
    client: TestClient, full: Callable[[bool], None], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problems, "seldom", Seldom(problems.logger))
    monkeypatch.setattr("tunesmith.studio.logs.A_MINUTE", 3600.0)  # a busy machine may take longer than a minute here
    big = {"abc": REAL + "".join(f"% {n}\n" for n in range(2000))}
    assert client.get("/readyz").status_code == 200
    full(True)
    with caplog.at_level(logging.ERROR):
        answer = until(refused, lambda: client.post("/api/v1/tunes/import", json=big))
        assert answer.headers["retry-after"] == "5"
        assert "full" not in answer.text  # what is wrong with the disk is nobody's business
        answer = until(
            refused, lambda: client.post("/api/v1/tunes", json=JIG, headers={"Idempotency-Key": os.urandom(8).hex()})
        )
        assert answer.headers["content-type"] == "application/problem+json"
        assert client.get("/readyz").status_code == 503  # though a short tunebook may still fit
        until(refused, lambda: client.post("/api/v1/tunebooks", json={"title": "x" * 200}))
        assert until(refused, lambda: client.post("/api/generate", json={})).json()["error"]
        until(refused_in_stream, lambda: client.post("/api/v1/tunes/stream", json=JIG))
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
    lines = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.exc_info for record in lines] == [None]
    assert "full" in lines[0].getMessage()
    full(False)
    assert client.post("/api/v1/tunes/import", json=big).status_code == 201
    assert client.get("/readyz").status_code == 200


def test_a_locked_database_is_said_in_time(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tunesmith.studio.store.engine.SECONDS_TO_WAIT_FOR_A_LOCK", 0.1)
    with client_of(settings) as client:
        other = connect(settings.database_url)
        with other.connect() as holding:
            holding.exec_driver_sql("BEGIN IMMEDIATE")
            assert client.post("/api/v1/tunes/import", json={"abc": REAL}).status_code == 503
            assert client.get("/api/v1/tunes").status_code == 200
            assert client.get("/readyz").status_code == 503
        other.dispose()
        assert client.get("/readyz").status_code == 200
        assert client.post("/api/v1/tunes/import", json={"abc": REAL}).status_code == 201


# Many at once ------------------------------------------------------------------------------------------------------


def at_once(*asks: Callable[[int], object]) -> Counter[str]:
    """Let many do these things again and again; what came of it, errors by their names."""

    def one(number: int) -> str:
        try:
            asks[number % len(asks)](number // len(asks))
        except RequestError:
            return "refused"
        return "done"

    with ThreadPoolExecutor(CLIENTS) as clients:
        return Counter(clients.map(one, range(60 * len(asks))))


def test_many_change_one_tunebook_and_it_is_as_one_of_them_says(database: Engine) -> None:
    tunes, books = TuneStore(database), TunebookStore(database)
    ids = [tune.id for tune in tunes.add([TUNE] * 3)]
    book = books.add("b", ids)
    assert at_once(lambda n: books.change(book.id, f"{n}", ids[: 1 + n % 3])) == {"done": 60}
    changed = books.get(book.id)
    assert changed is not None
    assert list(changed.tunes) == ids[: 1 + int(changed.title) % 3]


def test_tunes_are_put_into_tunebooks_while_they_are_deleted(database: Engine) -> None:
    tunes, books = TuneStore(database), TunebookStore(database)
    ids = [tune.id for tune in tunes.add([TUNE] * 60)]
    outcome = at_once(lambda n: books.add("race", [ids[n]]), lambda n: tunes.delete(ids[n]))
    assert outcome.keys() <= {"done", "refused"}
    assert not any(book.tunes for book in books.all())
    assert tunes.get_many(ids) == []


def test_tunes_are_changed_while_they_are_deleted(database: Engine) -> None:
    tunes = TuneStore(database)
    ids = [tune.id for tune in tunes.add([TUNE] * 60)]
    assert at_once(lambda n: tunes.change(ids[n], starred=True), lambda n: tunes.delete(ids[n])) == {"done": 120}


ODD = {
    "NUL in an id": ("GET", "/api/v1/tunes/a%00b", None),
    "NUL in an id to render": ("GET", "/api/v1/tunes/a%00b/render/mid", None),
    "NUL in an id to delete": ("DELETE", "/api/v1/tunes/%00", None),
    "NUL in an id to change": ("PATCH", "/api/v1/tunes/%00", {"starred": True}),
    "NUL in a query": ("GET", "/api/v1/tunes?query=%00", None),
    "NUL in a rhythm": ("GET", "/api/v1/tunes?rhythm=%00", None),
    "NUL in a cursor": ("GET", "/api/v1/tunes?cursor=2026-01-01T00:00:00~%00", None),
    "NUL in a tunebook's id": ("GET", "/api/v1/tunebooks/%00", None),
    "NUL in a tunebook's tunes": ("POST", "/api/v1/tunebooks", {"title": "x", "tunes": ["\0"]}),
    "half a character in a title": ("POST", "/api/v1/tunes/import", {"abc": REAL, "title": "\ud800"}),
    "half a character in a tune": ("POST", "/api/v1/tunes/import", {"abc": f"{REAL}% \ud800"}),
}
KEPT = {
    "a key and a meter without end": {"abc": f"X:1\nM:{'1+' * 60}1/4\nR:{'r' * 300}\nK:D exp {'^a ' * 60}\nDEFG|]"},
    "a title of 200 fiddles": {"abc": REAL, "title": "\N{VIOLIN}" * 200},
}


@pytest.fixture(params=["sqlite", "postgresql"])
def on_each(request: pytest.FixtureRequest, settings: Settings) -> Iterator[TestClient]:
    """A studio on each kind of database."""
    url = settings.database_url if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    with client_of(settings.model_copy(update={"database_url": url})) as client:
        yield client


def test_odd_characters_are_refused_and_long_fields_kept(on_each: TestClient) -> None:
    for name, (method, path, body) in ODD.items():
        headers = {"Content-Type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        assert on_each.request(method, path, content=content, headers=headers).status_code in (404, 422), name
    for name, kept in KEPT.items():
        assert on_each.post("/api/v1/tunes/import", json=kept).status_code == 201, name


# Starting ----------------------------------------------------------------------------------------------------------


def test_a_database_of_a_newer_studio_is_one_sentence(database: Engine) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RequestError, match="written by a newer Tunesmith"):
        migrate(database)


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "noise.db").write_bytes(os.urandom(9000))
    with pytest.raises(RequestError, match="cannot be used: file is not a database"):
        migrate(connect(f"sqlite:///{tmp_path}/noise.db"))


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(RequestError, match=r"cannot be used: .*refused"):
        migrate(connect("postgresql+psycopg://nobody@127.0.0.1:1/none"))


@pytest.mark.parametrize("url", ["mysql://u:pw@h/db", "mysql+pymysql://u:pw@h/db", "oracle://h/db", "nonsense"])
def test_a_kind_of_database_that_is_not_served_is_one_sentence_without_the_password(url: str) -> None:
    with pytest.raises(RequestError, match="DATABASE_URL is no database that the studio can open") as caught:
        connect(url)
    assert "pw" not in str(caught.value)


def test_several_studios_may_start_on_a_new_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    code = f"from tunesmith.studio.store import connect, migrate; migrate(connect({url!r}))"
    starting = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(4)]
    errors = [process.communicate()[1] for process in starting]
    assert [process.returncode for process in starting] == [0] * 4, errors
    assert len(TuneStore(connect(url)).add([TUNE])) == 1
