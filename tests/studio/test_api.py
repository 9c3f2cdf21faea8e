"""The service as its clients see it."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from tunesmith.cli import app
from tunesmith.notation import Tune, check
from tunesmith.studio.api.edits import ContinueBody, VaryBody
from tunesmith.studio.api.requests import ComposeBody

JIG = {"rhythm": "jig", "meter": "6/8", "key": "Ador", "form": "AABB", "bars": 8}
REAL = "X:1\nT:A Trial\nL:1/8\nM:6/8\nK:D\n|: ABA d2 f | edc d3 :|\n"


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem document that an answer must be."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["detail"]
    return body


def bars_of(abc: str) -> list[str]:
    return ["".join(element.text for element in bar.elements).strip() for bar in Tune.parse(abc).bars]


# Composing ---------------------------------------------------------------------------------------------------------


def test_a_composed_tune_is_as_asked_valid_and_kept(client: TestClient) -> None:
    answer = client.post("/api/v1/tunes", json={**JIG, "seed": 11, "title": "The Anvil"})
    assert answer.status_code == 201
    made = answer.json()
    assert (made["title"], made["key"], made["meter"], made["form"], made["rhythm"]) == (
        "The Anvil",
        "Ador",
        "6/8",
        "AABB",
        "jig",
    )
    assert made["check"] == {"ok": True, "findings": [], "more": 0}
    assert check(made["abc"]).ok
    assert made["seconds"] > 20
    assert client.get(f"/api/v1/tunes/{made['id']}").json() == made


def test_a_tune_is_composed_to_chords_and_its_recipe_keeps_them(client: TestClient) -> None:
    asked = {**JIG, "key": "D", "progression": "D | G A | D | A7", "seed": 3}
    made = client.post("/api/v1/tunes", json=asked).json()
    assert re.findall(r'"([^"]*)"', made["abc"])[:5] == ["D", "G", "A", "D", "A7"]
    assert made["recipe"]["options"]["progression"] == asked["progression"]
    plain = client.post("/api/v1/tunes", json={**JIG, "chords": False, "seed": 3}).json()
    assert '"' not in plain["abc"]
    refused = problem(client.post("/api/v1/tunes", json={**asked, "progression": "D | X"}), 422)
    assert refused["errors"][0]["field"] == "progression"
    assert refused["errors"][0]["reason"] == "progression must have chord symbols such as G, Em7 or D/F#, not 'X'"


def test_the_recipe_makes_the_tune_again(client: TestClient) -> None:
    first = client.post("/api/v1/tunes", json={**JIG, "title": "Once"}).json()
    recipe = first["recipe"]
    again = client.post("/api/v1/tunes", json={**recipe["options"], "seed": recipe["seed"], "title": "Once"}).json()
    assert again["abc"] == first["abc"]
    assert again["id"] != first["id"]


def test_an_idempotency_key_gives_the_same_tune_and_refuses_another_request(client: TestClient) -> None:
    headers = {"Idempotency-Key": "abc-1"}
    first = client.post("/api/v1/tunes", json=JIG, headers=headers)
    second = client.post("/api/v1/tunes", json=JIG, headers=headers)
    assert first.json() == second.json()
    problem(client.post("/api/v1/tunes", json={**JIG, "key": "G"}, headers=headers), 422)


def test_a_stream_tells_the_tune_as_it_grows(client: TestClient) -> None:
    with client.stream("POST", "/api/v1/tunes/stream", json={**JIG, "seed": 5}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = [block.split("\n", 1) for block in answer.read().decode().strip().split("\n\n")]
    told = [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in events]
    names = [name for name, _ in told]
    assert names[0] == "start"
    assert names[-1] == "done"
    done = told[-1][1]
    text = "".join(data["text"] for name, data in told if name == "text")
    alone = client.post("/api/v1/tunes", json={**JIG, "seed": 5, "title": done["title"]}).json()
    assert done["abc"] == alone["abc"]
    assert done["abc"].replace(f"T:{done['title']}\nR:jig\n", "").startswith(text[text.index("X:") :])


def test_what_cannot_be_composed_is_one_sentence(client: TestClient) -> None:
    for wrong in ({"key": "H"}, {"meter": "5/7"}, {"form": "AA1"}, {"instrument": "kazoo"}, {"model": "nosuch"}):
        assert problem(client.post("/api/v1/tunes", json=wrong), 422)["detail"].count("\n") == 0
    assert problem(client.post("/api/v1/tunes", json={"length": 10**6}), 422)["errors"][0]["field"] == "length"
    assert problem(client.post("/api/v1/tunes", json={"tempreature": 1}), 422)["errors"][0]["field"] == "tempreature"


BODIES: dict[str, type[BaseModel]] = {"compose": ComposeBody, "continue": ContinueBody, "vary": VaryBody}
OF_THE_COMMAND_LINE = {"count", "out", "to", "no_chords"}
"""A request makes one tune, and /render its files; in JSON, `--no-chords` is false."""
OF_THE_SERVICE = {"abc", "title"}


@pytest.mark.parametrize("command", BODIES)
def test_every_option_of_the_command_line_is_one_of_the_service(command: str) -> None:
    arguments = app[command].assemble_argument_collection(parse_docstring=False)
    names = [name for argument in arguments for name in argument.names]
    options = {name[2:].replace("-", "_") for name in names if name.startswith("--")}
    assert set(BODIES[command].model_fields) - OF_THE_SERVICE == options - OF_THE_COMMAND_LINE


def test_all_options_at_once_are_heeded_and_kept_in_the_recipe(client: TestClient) -> None:
    options = {
        **JIG, "parts": 2, "opening": "X:1\nL:1/8\n|: A2 B", "instrument": "flute", "outside": 0.1, "temperature": 0.7,
        "top_k": 40, "top_p": 0.98, "min_p": 0.001, "length": 900, "best_of": 2, "original": True,
        "unconstrained": False,
    }  # fmt: skip
    made = client.post("/api/v1/tunes", json={**options, "seed": 9, "title": "All", "model": "small"}).json()
    assert made["check"]["ok"]
    assert (made["title"], made["form"], made["bars"]) == ("All", "AABB", 16)
    assert "|: A2 B" in made["abc"]
    assert min(min(event.pitches) for event in Tune.parse(made["abc"]).events() if event.pitches) >= 62
    assert made["recipe"]["options"] == options
    assert (made["recipe"]["model"], made["recipe"]["seed"]) == ("small", 9)


def test_a_tune_may_be_as_long_as_is_on_offer(client: TestClient) -> None:
    longest = client.get("/api/v1/choices").json()["limits"]["length"]
    wish = {"rhythm": "slip jig", "parts": 12, "bars": 4, "length": longest}
    made = client.post("/api/v1/tunes", json=wish).json()
    assert len(Tune.parse(made["abc"]).form.parts) == 12
    assert problem(client.post("/api/v1/tunes", json={"length": longest + 1}), 422)["errors"][0]["field"] == "length"


def test_an_unconstrained_tune_is_what_the_network_says(client: TestClient) -> None:
    wish = {"unconstrained": True, "temperature": 2.0, "length": 300}
    answers = [client.post("/api/v1/tunes", json={**wish, "seed": seed}) for seed in range(4)]
    assert {answer.status_code for answer in answers} <= {201, 422}
    assert not all(answer.status_code == 201 and answer.json()["check"]["ok"] for answer in answers)


# Keeping -----------------------------------------------------------------------------------------------------------


def test_tunes_are_imported_found_changed_and_deleted(client: TestClient) -> None:
    kept = client.post("/api/v1/tunes/import", json={"abc": REAL}).json()
    path = f"/api/v1/tunes/{kept['id']}"
    assert kept["title"] == "A Trial"
    changed = client.patch(path, json={"starred": True, "title": "<b>Bold</b>"}).json()
    assert (changed["starred"], changed["title"]) == (True, "<b>Bold</b>")
    assert [
        t["id"] for t in client.get("/api/v1/tunes", params={"query": "bold", "starred": True}).json()["tunes"]
    ] == [kept["id"]]
    edited = client.patch(path, json={"abc": REAL.replace("K:D", "K:G")}).json()
    assert (edited["key"], edited["recipe"]["operation"]) == ("G", "edit")
    assert client.delete(path).status_code == 204
    problem(client.get(path), 404)
    problem(client.delete(path), 404)


def test_a_tune_goes_back_to_what_it_was(client: TestClient) -> None:
    made = client.post("/api/v1/tunes", json={**JIG, "seed": 3}).json()
    path = f"/api/v1/tunes/{made['id']}"
    client.patch(path, json={"starred": True})
    edited = client.patch(path, json={"abc": REAL}).json()
    assert (edited["version"], edited["title"], edited["starred"]) == (2, "A Trial", True)
    [former] = client.get(f"{path}/versions").json()["versions"]
    assert (former["version"], former["abc"], former["recipe"]["seed"]) == (1, made["abc"], 3)
    back = client.post(f"{path}/versions/1/restore").json()
    assert (back["abc"], back["title"], back["rhythm"]) == (made["abc"], made["title"], "jig")
    assert (back["version"], back["recipe"]["seed"]) == (3, 3)
    assert len(client.get(f"{path}/versions").json()["versions"]) == 2
    problem(client.post(f"{path}/versions/9/restore"), 404)


def test_a_change_of_an_older_version_is_refused(client: TestClient) -> None:
    kept = client.post("/api/v1/tunes/import", json={"abc": REAL}).json()
    path = f"/api/v1/tunes/{kept['id']}"
    assert client.patch(path, json={"title": "One"}, headers={"If-Match": '"1"'}).json()["version"] == 2
    problem(client.patch(path, json={"title": "Two"}, headers={"If-Match": '"1"'}), 412)
    problem(client.patch(path, json={"title": "Two"}, headers={"If-Match": "yesterday"}), 422)
    assert client.get(path).json()["title"] == "One"


def test_what_was_deleted_is_put_back(client: TestClient) -> None:
    kept = client.post("/api/v1/tunes/import", json={"abc": REAL}).json()
    book = client.post("/api/v1/tunebooks", json={"title": "Forge", "tunes": [kept["id"]]}).json()
    for path in (f"/api/v1/tunes/{kept['id']}", f"/api/v1/tunebooks/{book['id']}"):
        assert client.delete(path).status_code == 204
        problem(client.get(path), 404)
    [deleted] = client.get("/api/v1/tunes", params={"deleted": True}).json()["tunes"]
    assert deleted["id"] == kept["id"]
    assert client.post(f"/api/v1/tunes/{kept['id']}/restore").json() == kept
    assert client.post(f"/api/v1/tunebooks/{book['id']}/restore").json() == book
    problem(client.post("/api/v1/tunes/t_none/restore"), 404)
    problem(client.post("/api/v1/tunebooks/b_none/restore"), 404)


TYPED = {
    "without a rhythm": ("X:1\nT:A Trial\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "A Trial", None),
    "with another rhythm": ("X:1\nT:A Trial\nR:slide\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "A Trial", "slide"),
    "without a title": ("X:1\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "Untitled", None),
    "with an empty title": ("X:1\nT:\nR:jig\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "Untitled", "jig"),
    "with two titles": ("X:1\nT:One\nT:Two\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "One", None),
    "with a first title that is empty": ("X:1\nT:\nT:Two\nM:6/8\nL:1/8\nK:D\nABA d2f|]", "Two", None),
}


@pytest.mark.parametrize("how", TYPED)
def test_what_a_person_types_is_kept_as_typed(client: TestClient, how: str) -> None:
    text, title, rhythm = TYPED[how]
    made = client.post("/api/v1/tunes", json={**JIG, "seed": 3}).json()
    edited = client.patch(f"/api/v1/tunes/{made['id']}", json={"abc": text}).json()
    brought = client.post("/api/v1/tunes/import", json={"abc": text}).json()
    for tune in (edited, brought):
        assert (tune["abc"], tune["title"], tune["rhythm"]) == (text, title, rhythm)
    renamed = client.patch(f"/api/v1/tunes/{made['id']}", json={"title": "Three"}).json()
    assert (renamed["title"], renamed["abc"].count("T:Three")) == ("Three", 1)
    assert renamed["abc"].count("T:") == max(1, text.count("T:"))


def test_tunes_are_transposed_and_mended_beside_the_old(client: TestClient) -> None:
    kept = client.post("/api/v1/tunes/import", json={"abc": REAL}).json()
    higher = client.post(f"/api/v1/tunes/{kept['id']}/transpose", json={"key": "G"}).json()
    assert (higher["key"], higher["recipe"]["parent"]) == ("G", kept["id"])
    pitches = [event.pitches[0] for event in Tune.parse(REAL).events()]
    assert [event.pitches[0] - 5 for event in Tune.parse(higher["abc"]).events()] == pitches
    problem(client.post("/api/v1/transpose", json={"abc": REAL}), 422)
    broken = client.post("/api/v1/tunes/import", json={"abc": "K:D\nX:2\nM:4/4\nABcd ABcd|"}).json()
    assert not broken["check"]["ok"]
    mended = client.post(f"/api/v1/tunes/{broken['id']}/mend").json()
    assert len(mended["check"]["findings"]) < len(broken["check"]["findings"])


def test_bars_are_varied_and_nothing_else_is_touched(client: TestClient) -> None:
    made = client.post("/api/v1/tunes", json={**JIG, "seed": 3}).json()
    varied = client.post(f"/api/v1/tunes/{made['id']}/vary", json={"bars": "3-4", "seed": 1}).json()
    assert varied["abc"] != made["abc"]
    assert varied["check"]["ok"]
    assert (varied["recipe"]["operation"], varied["recipe"]["parent"]) == ("vary", made["id"])
    assert bars_of(varied["abc"])[5:] == bars_of(made["abc"])[5:]
    again = client.post("/api/v1/vary", json={"abc": made["abc"], "bars": "3-4", "seed": 1}).json()
    assert again["abc"] == varied["abc"]
    problem(client.post(f"/api/v1/tunes/{made['id']}/vary", json={"bars": "300-400"}), 422)


def test_a_fragment_is_continued_to_a_complete_tune(client: TestClient) -> None:
    fragment = "X:1\nT:Half a Jig\nL:1/8\nM:6/8\nK:D\n|: ABA d2 f | edc d2 A | B2"
    kept = client.post("/api/v1/tunes/import", json={"abc": fragment}).json()
    whole = client.post(f"/api/v1/tunes/{kept['id']}/continue", json={"parts": 2, "bars": 8, "seed": 4}).json()
    assert whole["check"]["ok"]
    assert "ABA d2 f | edc d2 A | B2" in whole["abc"]
    assert set(whole["form"]) == set("AB")


def test_tunebooks_are_made_and_printed(client: TestClient) -> None:
    ids = [client.post("/api/v1/tunes/import", json={"abc": REAL}).json()["id"] for _ in range(2)]
    book = client.post("/api/v1/tunebooks", json={"title": "Ríl & Port", "tunes": ids}).json()
    assert client.get("/api/v1/tunebooks").json()["tunebooks"][0] == book
    printed = client.get(f"/api/v1/tunebooks/{book['id']}/render/pdf")
    assert printed.content.startswith(b"%PDF")
    assert "filename*=UTF-8''R%C3%ADl%20%26%20Port.pdf" in printed.headers["content-disposition"]
    text = client.get(f"/api/v1/tunebooks/{book['id']}/render/abc").text
    assert text.count("T:A Trial") == 2
    assert [line for line in text.split("\n") if line.startswith("X:")] == ["X:1", "X:2"]
    assert client.patch(f"/api/v1/tunebooks/{book['id']}", json={"tunes": ids[:1]}).json()["tunes"] == ids[:1]
    assert client.delete(f"/api/v1/tunebooks/{book['id']}").status_code == 204
    problem(client.get(f"/api/v1/tunebooks/{book['id']}"), 404)
    problem(client.post("/api/v1/tunebooks", json={"title": "Ghosts", "tunes": ["t_none"]}), 422)


# Looking and listening -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "start"), [("svg", b"<svg"), ("mid", b"MThd"), ("wav", b"RIFF"), ("abc", b"X:1")])
def test_any_abc_is_rendered_once_and_known_by_its_tag(client: TestClient, form: str, start: bytes) -> None:
    body = {"abc": REAL, "format": form}
    first = client.post("/api/v1/render", json=body)
    assert first.status_code == 200
    assert first.content.startswith(start)
    again = client.post("/api/v1/render", json=body, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.post("/api/v1/render", json={"abc": REAL.replace("d3", "d2e"), "format": form})
    assert other.headers["etag"] != first.headers["etag"]


def test_what_cannot_be_rendered_is_refused(client: TestClient) -> None:
    problem(client.post("/api/v1/render", json={"abc": REAL, "format": "exe"}), 422)
    problem(client.post("/api/v1/render", json={"abc": "X:1\nK:D\n", "format": "svg"}), 422)
    problem(client.post("/api/v1/render", json={"abc": REAL, "format": "wav", "options": {"instrument": "kazoo"}}), 422)


def test_check_says_where(client: TestClient) -> None:
    answer = client.post("/api/v1/check", json={"abc": REAL.replace("edc d3", "edc d4")}).json()
    assert not answer["ok"]
    [finding] = [f for f in answer["findings"] if "bar" in f["code"]]
    assert finding["line"] == 6
    assert [bar["fill"] for bar in answer["bars"]] == ["full", "over"]


def test_origin_tells_what_is_shared_with_known_tunes(client: TestClient) -> None:
    kesh = "X:1\nM:6/8\nL:1/8\nK:A\n|: A3 ABc | B3 Bce | A3 ABc | ece BAG |"
    answer = client.post("/api/v1/origin", json={"abc": kesh}).json()
    assert {"nearest", "longest_run", "remarkable", "words"} <= answer.keys()
    assert all(0 < known["similarity"] <= 1 for known in answer["nearest"])


# Limits, safety and health -----------------------------------------------------------------------------------------


def test_malformed_json_is_400_and_a_large_body_413(client: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    problem(client.post("/api/v1/tunes", content=b'{"key": ', headers=headers), 400)
    problem(client.post("/api/generate", content=b"nonsense", headers=headers), 400)
    large = b'{"abc": "' + b"a" * 300_000 + b'"}'
    problem(client.post("/api/v1/check", content=large, headers=headers), 413)


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/api/v1/choices", "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_health_metrics_and_what_is_on_offer(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "healthy", "model_loaded": True}
    client.post("/api/v1/tunes", json=JIG)
    metrics = client.get("/metrics").text
    assert 'tunesmith_requests_total{method="POST",route="/api/v1/tunes",status="201"}' in metrics
    choices = client.get("/api/v1/choices").json()
    assert choices["rhythms"]["jig"] == "6/8"


def test_models_are_told_of_without_being_opened(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tunesmith.studio.composers.Composers._open", None)
    small, flagship = client.get("/api/v1/models").json()["models"]
    assert (small["name"], flagship["name"]) == ("small", "flagship")
    assert small["parameters"] <= 1_000_000 < flagship["parameters"]


def test_every_key_meter_and_form_on_offer_can_be_composed(client: TestClient) -> None:
    choices = client.get("/api/v1/choices").json()
    wishes = [{"key": key} for key in choices["keys"]] + [{"form": form} for form in choices["forms"]]
    wishes += [{"rhythm": rhythm} for rhythm in choices["rhythms"]] + [{"meter": meter} for meter in choices["meters"]]
    for wish in wishes:
        answer = client.post("/api/v1/tunes", json=wish)
        assert answer.status_code == 201, (wish, answer.text)
        assert answer.json()["check"]["ok"], (wish, answer.text)


def test_a_new_title_stands_in_the_text_and_the_recipe_stays(client: TestClient) -> None:
    tune = client.post("/api/v1/tunes", json={**JIG, "seed": 5}).json()
    renamed = client.patch(f"/api/v1/tunes/{tune['id']}", json={"title": "The Bellows"}).json()
    assert renamed["abc"] == tune["abc"].replace(f"T:{tune['title']}", "T:The Bellows")
    assert renamed["recipe"] == tune["recipe"]


def test_chords_are_written_where_there_are_none(client: TestClient) -> None:
    abc = client.post("/api/v1/chords", json={"abc": REAL}).json()["abc"]
    assert '"D"' in abc
    assert client.post("/api/v1/chords", json={"abc": abc}).json()["abc"] == abc


def test_check_says_how_long_the_tune_takes(client: TestClient) -> None:
    once, twice = (REAL.replace("|:", "|").replace(":|", "|]"), REAL)
    seconds = [client.post("/api/v1/check", json={"abc": abc}).json()["seconds"] for abc in (once, twice)]
    assert seconds[1] == pytest.approx(2 * seconds[0], abs=0.1)


def test_bars_are_counted_as_musicians_count_them(client: TestClient) -> None:
    abc = "X:1\nM:6/8\nL:1/8\nK:G\nD|GAB ABc|ded cBA|1 GAG AFD:|2 GAG G2||\nd|efg def|gdB G2:|\n"
    assert client.post("/api/v1/tunes/import", json={"abc": abc}).json()["bars"] == 5
    bars = client.post("/api/v1/check", json={"abc": abc}).json()["bars"]
    assert [bar["number"] for bar in bars if not bar["counts"]] == [0, 4, 5]


def test_a_performance_tells_every_note_and_where_it_is_written(client: TestClient) -> None:
    hornpipe = "X:1\nR:hornpipe\nM:4/4\nL:1/8\nK:G\nGA|:BdBd ABAG:|\n"
    played = client.post("/api/v1/performance", json={"abc": hornpipe}).json()
    melody, chords, bass = played["parts"]
    lengths = [later["at"] - earlier["at"] for earlier, later in pairwise(melody["notes"][2:10])]
    assert all(long > 1.3 * short for long, short in zip(lengths[::2], lengths[1::2], strict=False))
    assert [(note["line"], note["column"]) for note in melody["notes"][:3]] == [(6, 1), (6, 2), (6, 5)]
    assert [bar["number"] for bar in played["bars"]] == [0, 1, 1]
    assert played["bars"][1]["at"] == played["pickup"] > 0
    assert (played["beats"], played["beat"]) == (2, pytest.approx(60 / 80))
    assert played["seconds"] == pytest.approx(2.25 * 2 * 60 / 80)
    assert chords["notes"]
    assert bass["notes"][0]["line"] is None
    even = client.post("/api/v1/performance", json={"abc": hornpipe, "swing": 0, "accompaniment": "none"}).json()
    assert [part["notes"] == [] for part in even["parts"]] == [False, True, True]
    problem(client.post("/api/v1/performance", json={"abc": hornpipe, "accompaniment": "gong"}), 422)
    problem(client.post("/api/v1/performance", json={"abc": "K:G"}), 422)


def test_who_loses_music_by_an_empty_line_is_told_with_the_file(client: TestClient) -> None:
    cut = "X:1\nL:1/8\nM:4/4\nK:D\nd8 |]\n\ne8 |]\n"
    answer = client.post("/api/v1/render", json={"abc": cut, "format": "mid"})
    assert answer.headers["Tunesmith-Not-Read"] == "line 7: an empty line ended the tune, so this line is not read"
    whole = client.post("/api/v1/render", json={"abc": cut.replace("\n\n", "\n"), "format": "mid"})
    assert "Tunesmith-Not-Read" not in whole.headers


def test_who_gets_boxes_for_letters_is_told_with_the_file(client: TestClient) -> None:
    text = "X:1\nT:小 🎻 𝄎\nL:1/8\nM:4/4\nK:D\nd8 |]\n"
    answers = {form: client.post("/api/v1/render", json={"abc": text, "format": form}) for form in ("png", "svg")}
    assert answers["png"].headers["Tunesmith-Not-Drawn"] == "U+5C0F U+1D10E"
    assert "Tunesmith-Not-Drawn" not in answers["svg"].headers


def test_the_page_says_what_each_number_may_be(client: TestClient) -> None:
    options = client.get("/api/v1/choices").json()["limits"]["options"]
    for name, range_ in options.items():
        for value in range_.values():
            whole = int(value) if name in ("parts", "bars", "best_of", "top_k", "seed", "length") else value
            ComposeBody.model_validate({name: whole})
    assert options["parts"] == {"least": 1, "most": 12}
    assert {"bars", "best_of", "top_k", "top_p", "min_p", "temperature", "seed", "length"} <= options.keys()


def test_chords_give_way_to_others(client: TestClient) -> None:
    own = 'X:1\nM:4/4\nL:1/8\nK:G\n"Em"GABc d2d2|G8|]'
    assert client.post("/api/v1/chords", json={"abc": own}).json()["abc"] == own
    anew = client.post("/api/v1/chords", json={"abc": own, "anew": True}).json()["abc"]
    assert '"G"GABc' in anew
    assert "Em" not in anew
