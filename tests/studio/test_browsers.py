"""What a page of somebody else's cannot make a visitor's browser do; and what only those with the key may do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from starlette.datastructures import Headers

from tests.support.answers import REAL
from tests.support.serving import client_of
from tunesmith.errors import RequestError
from tunesmith.studio.app import create_app
from tunesmith.studio.browsers import host_name, same_origin
from tunesmith.studio.settings import Settings

SECRET = SecretStr("secret")
KEY = {"Authorization": "Bearer secret"}


@pytest.fixture
def client(emptied_client: TestClient) -> TestClient:
    """One studio for all these tests that ask for no settings."""
    return emptied_client


@contextmanager
def studio(settings: Settings, **changes: object) -> Iterator[TestClient]:
    """A studio with other settings."""
    with client_of(settings.model_copy(update=changes)) as client:
        yield client


def test_a_name_that_is_not_its_own_reads_and_deletes_nothing(client: TestClient) -> None:
    kept = client.post("/api/v1/tunes/import", json={"abc": REAL}).json()["id"]
    for method, path in (("GET", "/api/v1/tunes"), ("DELETE", f"/api/v1/tunes/{kept}"), ("GET", "/metrics")):
        for host in ("evil.test", "evil.test:5000", "localhost.evil.test", "127.0.0.1.evil.test", ""):
            answer = client.request(method, path, headers={"Host": host})
            assert answer.status_code == 421
            assert answer.headers["content-type"] == "application/problem+json"
            assert "evil" not in answer.text
    for host in ("localhost:5000", "127.0.0.1:5000", "[::1]:5000", "LOCALHOST"):
        assert client.get(f"/api/v1/tunes/{kept}", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("authority", "name"),
    [("a.example:80", "a.example"), ("[::1]:5000", "[::1]"), ("[::1]", "[::1]"), ("A", "a"), ("", "")],
)
def test_a_host_is_known_without_its_port(authority: str, name: str) -> None:
    assert host_name(authority) == name


def test_trusted_hosts_are_a_setting(settings: Settings) -> None:
    with studio(settings, trusted_hosts="tunes.example.org, *.session.example") as client:
        for host, status in (
            ("tunes.example.org", 200), ("a.session.example", 200), ("session.example", 421), ("localhost", 421),
            ("127.0.0.1", 200), ("x-session.example", 421),
        ):  # fmt: skip
            assert client.get("/healthz", headers={"Host": host}).status_code == status, host


FOREIGN = {
    "the browser says cross-site": {"Sec-Fetch-Site": "cross-site"},
    "the browser says same-site": {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:3000"},
    "an old browser names the origin": {"Origin": "http://other.test"},
    "an origin on another port": {"Origin": "http://localhost:3000"},
    "an origin of no name": {"Origin": "null"},
}
OWN = {
    "the page": {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    "the page behind a proxy of another name": {"Sec-Fetch-Site": "same-origin", "Origin": "https://tunes.example"},
    "the page in an old browser": {"Origin": "http://localhost"},
    "a program": {},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_another_origin_changes_nothing(client: TestClient, headers: dict[str, str]) -> None:
    kept = client.post("/api/v1/tunes/import", json={"abc": REAL}).json()["id"]
    for method, path in (
        ("POST", "/api/v1/tunes"), ("POST", "/api/generate"), ("POST", f"/api/v1/tunes/{kept}/fix"),
        ("PATCH", f"/api/v1/tunes/{kept}"), ("DELETE", f"/api/v1/tunes/{kept}"),
    ):  # fmt: skip
        assert client.request(method, path, headers=headers).status_code == 403
    assert [tune["id"] for tune in client.get("/api/v1/tunes").json()["tunes"]] == [kept]


@pytest.mark.parametrize("headers", OWN.values(), ids=OWN)
def test_the_own_page_and_programs_may_write(headers: dict[str, str]) -> None:
    assert same_origin(Headers({"host": "localhost", **headers}))


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "text/json", None]
)
def test_a_body_that_a_form_could_send_is_refused(client: TestClient, kind: str | None) -> None:
    headers = {} if kind is None else {"Content-Type": kind}
    for path in ("/api/v1/tunes", "/api/generate"):
        assert client.post(path, content=b"{}", headers=headers).status_code == 415
    assert client.get("/api/v1/tunes").json()["tunes"] == []
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert client.post("/api/generate", content=b"{}", headers=headers).status_code == 200


def test_a_file_is_sent_as_it_is_where_files_are_converted_and_nowhere_else(client: TestClient) -> None:
    file = {"Content-Type": "application/octet-stream"}
    assert client.post("/api/v1/convert", content=REAL, headers=file).status_code == 200
    for kind in ("application/json", "text/plain", "multipart/form-data; boundary=a"):
        assert client.post("/api/v1/convert", content=REAL, headers={"Content-Type": kind}).status_code == 415
    foreign = file | {"Origin": "http://other.test"}
    assert client.post("/api/v1/convert", content=REAL, headers=foreign).status_code == 403
    for path in ("/api/v1/tunes", "/api/v1/check", "/api/generate", "/api/v1/convert/"):
        assert client.post(path, content=b"{}", headers=file).status_code == 415


def test_no_redirect_names_the_host_that_it_was_told(client: TestClient) -> None:
    answer = client.get("/api/v1/tunes/", follow_redirects=False)
    assert answer.status_code == 404
    assert "location" not in answer.headers


# The key -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_key_opens_whatever_the_case_of_its_scheme(settings: Settings, scheme: str) -> None:
    with studio(settings, api_key=SECRET) as client:
        headers = {"Authorization": f"{scheme} secret"}
        assert client.post("/api/v1/tunes/import", json={"abc": REAL}, headers=headers).status_code == 201
        for wrong in ({}, {"Authorization": "Basic secret"}, {"Authorization": "secret"}):
            refused = client.post("/api/v1/tunes/import", json={"abc": REAL}, headers=wrong)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"] == "Bearer"


def test_wrong_keys_are_limited_and_the_right_one_is_then_not_tried(settings: Settings) -> None:
    with studio(settings, api_key=SECRET, wrong_key_limit="3/hour") as client:
        guesses = [client.post("/api/v1/tunes", json={}, headers={"Authorization": f"Bearer {n}"}) for n in range(5)]
        assert [guess.status_code for guess in guesses] == [401, 401, 401, 429, 429]
        assert int(guesses[-1].headers["retry-after"]) > 1000
        assert client.post("/api/v1/check", json={"abc": REAL}, headers=KEY).status_code == 429
        assert client.get("/api/v1/tunes").status_code == 200


def test_requests_without_the_right_key_use_up_the_allowance_too(settings: Settings) -> None:
    with studio(settings, api_key=SECRET, rate_limit="2/hour") as client:
        assert [client.post("/api/v1/tunes", json={}).status_code for _ in range(3)] == [401, 401, 429]


def test_reading_needs_the_key_where_the_studio_says_so(settings: Settings) -> None:
    with studio(settings, api_key=SECRET) as client:
        assert client.get("/api/v1/tunes").status_code == 200
    with studio(settings, api_key=SECRET, key_for_reading=True) as client:
        assert client.get("/api/v1/tunes").status_code == 401
        assert client.get("/api/v1/tunes", headers=KEY).status_code == 200
        assert client.get("/healthz").status_code == 200


def test_a_limit_that_is_none_is_named(settings: Settings) -> None:
    with pytest.raises(RequestError, match="WRONG_KEY_LIMIT is 'many'"):
        create_app(settings.model_copy(update={"wrong_key_limit": "many"}))
