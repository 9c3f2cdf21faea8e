"""What the studio's tests may use."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from tests.studio.on_the_site import NEED_A_STUDIO
from tests.support import browsing, databases, serving
from tests.support.profiles import Profiles
from tests.support.visiting import PATIENCE, Visit
from tunesmith.benchmarks.browsers import served
from tunesmith.studio import static
from tunesmith.studio.settings import Settings
from tunesmith.studio.store import connect, migrate


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    if databases.programs() is None:
        pytest.skip("no PostgreSQL server is installed (Debian: postgresql)")
    with databases.postgresql() as url:
        yield url


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[databases.Redis]:
    if shutil.which("redis-server") is None:
        pytest.skip("no Redis server is installed (Debian: redis-server)")
    with databases.redis(tmp_path) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database of each kind."""
    postgres = request.param == "postgresql"
    engine = connect(request.getfixturevalue("postgresql_url") if postgres else f"sqlite:///{tmp_path}/studio.db")
    if postgres:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for a studio of the test's own."""
    return serving.IsolatedSettings(database_url=f"sqlite:///{tmp_path}/studio.db", rate_limit="100000/minute")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of a running studio."""
    with serving.client_of(settings) as client:
        yield client


@pytest.fixture(scope="module")
def lasting_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings for the studio of a module."""
    url = f"sqlite:///{tmp_path_factory.mktemp('studio')}/studio.db"
    return serving.IsolatedSettings(database_url=url, rate_limit="100000/minute")


@pytest.fixture(scope="module")
def lasting_client(lasting_settings: Settings) -> Iterator[TestClient]:
    """A client of one studio for all tests of a module, to which it matters little what the others left there.

    Such a module makes it its `client`. To start a studio takes longer than most requests.
    """
    with serving.client_of(lasting_settings) as client:
        yield client


@pytest.fixture
def emptied_client(lasting_client: TestClient, lasting_settings: Settings) -> TestClient:
    """The lasting client of a module, of whose studio each test finds that it keeps nothing yet."""
    serving.empty(lasting_settings.database_url)
    return lasting_client


# The page, in a real browser on a real studio that is started once for all tests of a worker ------------------------


SITE = Path(__file__).parents[2] / "build" / "site"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --site, leave the tests that a page without a studio can pass."""
    if config.getoption("--site"):
        left = [item for item in items if isinstance(item, pytest.Function) and on_the_site(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in left])
        items[:] = left


def on_the_site(item: pytest.Function) -> bool:
    return "visit" in item.fixturenames and item.originalname not in NEED_A_STUDIO


class Server(Protocol):
    """What answers the page."""

    @property
    def url(self) -> str: ...

    def forget(self) -> None:
        """Forget the tunes of earlier tests."""


@dataclass(frozen=True, slots=True)
class StaticHost:
    """A host of the site, which keeps nothing: browsers do."""

    url: str

    def forget(self) -> None:
        """There is nothing to forget."""


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running studio with its page; with --site, a host of the site."""
    if request.config.getoption("--site"):
        if not (SITE / "index.html").is_file():
            pytest.skip("the site is not built (make site)")
        with served(SITE) as address:
            yield StaticHost(address)
        return
    if not (static.PAGE / "index.html").is_file():
        pytest.skip("the page is not built (make studio)")
    with serving.studio(tmp_path_factory.mktemp("studio")) as server:
        yield server


@pytest.fixture
def studio(server: Server) -> str:
    """The address of a running studio."""
    return server.url


CHROMIUM = browsing.LastingChromium()


@pytest.fixture
def browser() -> Browser:
    """A Chromium that runs until a test comes that does without."""
    if browsing.executable() is None:
        pytest.skip("no chromium is installed (Debian: chromium-headless-shell)")
    expect.set_options(timeout=PATIENCE)
    return CHROMIUM.browser()


@pytest.fixture
def profiles(browser: Browser, server: Server) -> Profiles:  # noqa: ARG001
    return CHROMIUM.profiles(server.url)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """Close Chromium after the last of the tests in a row that use it."""
    try:
        yield
    finally:
        if not isinstance(nextitem, pytest.Function) or "browser" not in nextitem.fixturenames:
            CHROMIUM.close()


@pytest.fixture
def visit(profiles: Profiles, server: Server) -> Iterator[Visit]:
    """Opens the studio, which keeps nothing yet, as if for the first time; see `Profiles.page` for options.

    Afterwards nothing may have gone wrong or out to another host.
    """
    server.forget()
    complaints: list[str] = []

    def listen(page: Page) -> None:
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("request", lambda request: complaints.append(request.url) if foreign(request.url, page) else None)

    def opened(path: str = "/", script: str | None = None, **options: Any) -> Page:
        page = profiles.page(listen, **options)
        if script:
            page.add_init_script(script)
        page.goto(path)
        expect(page.get_by_role("radio", name="Reel", exact=True)).to_be_attached()
        return page

    yield opened
    profiles.take_back()
    assert complaints == []


def foreign(url: str, page: Page) -> bool:
    """Whether a request leaves the page's own host; what a page holds in itself goes nowhere."""
    asked, own = urlsplit(url), urlsplit(page.url)
    return asked.scheme not in ("data", "blob") and own.netloc not in ("", asked.netloc)
