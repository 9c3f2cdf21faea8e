"""What costs much is known before, bounded or stopped, and holds up nobody."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest
from fastapi.testclient import TestClient

from tunesmith.studio import facts
from tunesmith.studio.pieces import SHORT
from tunesmith.studio.studio import Studio

HEAD = "X:1\nT:t\nM:4/4\nL:1/8\nR:reel\nK:D\n"
MISTYPED = HEAD + "B9999999|" * 8 + "]\n"
MANY_ENDINGS = HEAD + "|:D8|1,2,3,4,5,6,7,8,9 E8:|" * 400
"""20 bars are played for each 27 characters."""
FOUR_MINUTES_A_NOTE = "X:1\nM:4/4\nL:1/1\nQ:1/4=1\nK:D\nDEF3/4|]\n"
BIG = 40 * 2**20


@pytest.fixture(scope="module")
def client(lasting_client: TestClient) -> TestClient:
    """One studio for all these tests."""
    return lasting_client


def studio_of(client: TestClient) -> Studio:
    return cast("Studio", client.app.state.studio)  # type: ignore[attr-defined]


def test_pdfs_are_made_at_once(client: TestClient) -> None:
    def pdf(number: int) -> tuple[int, bytes]:
        body = {"abc": f"{HEAD}% {number}\n" + "|: DEFG ABcd :|\n" * 8, "format": "pdf"}
        answer = client.post("/api/v1/render", json=body)
        return answer.status_code, answer.content[:4]

    with ThreadPoolExecutor(8) as clients:
        assert set(clients.map(pdf, range(16))) == {(200, b"%PDF")}


@pytest.mark.parametrize("form", ["wav", "mid", "mp4"])
def test_a_few_mistyped_lengths_are_refused_before_a_note_is_played(client: TestClient, form: str) -> None:
    refused = client.post("/api/v1/render", json={"abc": MISTYPED, "format": form})
    assert refused.status_code == 422
    assert refused.json()["detail"] == "this tune lasts 192,308 minutes; up to 15 can be played"
    assert client.post("/api/v1/performance", json={"abc": MISTYPED}).json() == refused.json()


def test_many_endings_wait_in_a_lane_of_their_own_and_are_refused(client: TestClient) -> None:
    assert len(MANY_ENDINGS) > SHORT
    with ThreadPoolExecutor(8) as clients:
        heavy = [clients.submit(client.post, "/api/v1/performance", json={"abc": MANY_ENDINGS}) for _ in range(8)]
        assert client.post("/api/v1/tunes", json={"rhythm": "jig"}).status_code == 201
        assert client.post("/api/v1/check", json={"abc": f"{HEAD}DEFG ABcd|]\n"}).status_code == 200
        answers = [one.result() for one in heavy]
    assert {answer.status_code for answer in answers} == {422}
    assert "up to 15 can be played" in answers[0].json()["detail"]


@pytest.mark.slow  # eleven minutes of sound take half a minute on a busy machine
def test_sound_of_notes_that_are_held_for_minutes_stays_within_the_memory_of_a_task(client: TestClient) -> None:
    answer = client.post("/api/v1/render", json={"abc": FOUR_MINUTES_A_NOTE, "format": "wav"})
    assert answer.status_code == 200, answer.text
    assert len(answer.content) > 11 * 60 * 44_100 * 2


def test_what_is_kept_of_tunes_is_bounded_in_bytes(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "MOST_BYTES", 100_000)
    for number in range(4):
        body = {"abc": f"X:{number}\nT:{number}\nM:4/4\nL:1/8\nK:D\n" + "D9|" * 600}
        kept = client.post("/api/v1/tunes/import", json=body)
        assert kept.status_code == 201
        assert len(kept.content) > 40_000  # one tune and its findings
    assert 0 < studio_of(client).facts.held_bytes <= 100_000


@pytest.mark.parametrize("separator", ["\u2028", "\u0085"])
def test_mending_counts_lines_as_checking_does(client: TestClient, separator: str) -> None:
    title = f"T:Caf\u00e9{separator}(reel)\n"
    for abc, mended in (
        (f"X:1\n{title}M:4/4\nK:D\nDEFG ABcd|]\n", f"X:1\n{title}M:4/4\nL:1/8\nK:D\nDEFG ABcd|]\n"),
        (
            f"X:1\n{title}M:4/4\nL:1/8\nK:D\nDEFG ABcd|dcBA GFED\n",
            f"X:1\n{title}M:4/4\nL:1/8\nK:D\nDEFG ABcd|dcBA GFED |]\n",
        ),
    ):
        assert client.post("/api/v1/fix", json={"abc": abc}).json()["abc"] == mended
        findings = client.post("/api/v1/check", json={"abc": mended}).json()["findings"]
        assert [finding for finding in findings if finding["mend"]] == []


def archive(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return file.getvalue()


CONTAINER = b'<container><rootfiles><rootfile full-path="score.xml"/></rootfiles></container>'
BOMBS: dict[str, Callable[[], bytes]] = {
    "lines alone": lambda: archive({"META-INF/container.xml": CONTAINER, "score.xml": b"\n" * BIG}),
    "large members": lambda: archive({f"{number}.xml": b"\0" * (BIG // 4) for number in range(8)}),
    "cut": lambda: archive({"score.xml": b"<score-partwise/>"})[:60],
    "nested without end": lambda: b"<?xml version='1.0'?>" + b"<a>" * 60_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_an_archive_that_grows_is_one_sentence(client: TestClient, bomb: str) -> None:
    headers = {"Content-Type": "application/octet-stream"}
    answer = client.post("/api/v1/convert", content=BOMBS[bomb](), headers=headers)
    assert answer.status_code == 422
    assert "\n" not in answer.json()["detail"]
