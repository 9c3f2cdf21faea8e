"""Nothing that a person made or kept is lost: versions, undo after a reload, deleting undone, two tabs in peace."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.visiting import TUNE, Visit, bring, compose, title, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]

OTHER = TUNE.replace("The Anvil", "The Bellows").replace("K:G", "K:D")


def paste(page: Page, abc: str) -> None:
    """Paste a text over all that is written."""
    page.evaluate("text => navigator.clipboard.writeText(text)", abc)
    written(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+v")
    expect(written(page)).to_have_value(abc)


@pytest.mark.parametrize("button", ["Keep", "Continue"])
def test_a_tune_pasted_over_a_composed_one_is_another_tune(visit: Visit, button: str) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    abc = compose(page)
    composed = page.url.partition("#tune=")[2]
    page.get_by_role("button", name="Star this tune").click()
    expect(page.get_by_role("button", name="Star this tune")).to_have_attribute("aria-pressed", "true")
    paste(page, OTHER)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_hidden()
    kept = page.request.get(f"/api/v1/tunes/{composed}").json()
    assert (kept["abc"], kept["starred"], kept["version"]) == (abc, True, 1)


def test_what_was_on_the_page_comes_back_after_a_reload(visit: Visit) -> None:
    page = visit()
    bring(page)
    mine = TUNE.replace("c2d", "c3")
    written(page).fill(mine)
    compose(page)
    page.reload()
    expect(written(page)).not_to_have_value("")
    page.get_by_role("button", name="Undo").click()
    expect(written(page)).to_have_value(mine)
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()
    page.get_by_role("button", name="Redo").click()
    expect(written(page)).not_to_have_value(mine)


def test_every_change_of_a_kept_tune_is_a_version_of_it(visit: Visit) -> None:
    page = visit()
    abc = compose(page)
    seed = title(page).input_value().rpartition(" ")[2]
    written(page).fill(TUNE.strip())
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("Earlier versions (1)").click()
    page.get_by_role("button", name="Compare with version 1").click()
    expect(page.get_by_role("region", name="Version 1:")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Go back to version 1").click()
    expect(written(page)).to_have_value(abc)
    expect(page.get_by_role("region", name="How it was made").get_by_text(seed, exact=True)).to_be_visible()
    expect(page.get_by_text("Earlier versions (2)")).to_be_visible()


def test_a_text_is_kept_as_a_new_tune_beside_the_old(visit: Visit) -> None:
    page = visit()
    identity = bring(page)
    mine = TUNE.replace("c2d", "c3").strip()
    written(page).fill(mine)
    page.get_by_role("button", name="Keep as a new tune").click()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_hidden()
    assert identity not in page.url
    expect(written(page)).to_have_value(mine)
    assert page.request.get(f"/api/v1/tunes/{identity}").json()["abc"] == TUNE.strip()


def test_a_deleted_tune_is_put_back_at_once(visit: Visit) -> None:
    page = visit()
    identity = bring(page, OTHER)
    page.get_by_role("button", name="More for The Bellows").first.click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_visible()
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_hidden()
    assert page.url.endswith(identity)


def test_what_was_deleted_is_put_back_days_later(visit: Visit) -> None:
    page = visit()
    identity = bring(page, OTHER.replace("The Bellows", "The Cinder"))
    book = page.request.post("/api/v1/tunebooks", data={"title": "Ash", "tunes": [identity]}).json()["id"]
    page.reload()
    page.locator("summary", has_text="Ash").click()
    page.locator("details[open]").get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator("summary", has_text="Ash")).to_have_count(0)
    page.get_by_role("button", name="More for The Cinder").first.click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("button", name="More for The Cinder")).to_have_count(0)
    page.goto("/")
    page.reload()
    page.locator("summary", has_text="Deleted").click()
    page.get_by_role("button", name="Put back The Cinder").click()
    expect(page.get_by_role("button", name="More for The Cinder")).to_be_visible()
    page.get_by_role("button", name="Put back Ash").click()
    expect(page.locator("summary", has_text="Ash")).to_be_visible()
    assert page.request.get(f"/api/v1/tunebooks/{book}").json()["tunes"] == [identity]


def test_two_tabs_do_not_undo_each_other(visit: Visit) -> None:
    one = visit()
    identity = bring(one)
    other = one.context.new_page()
    other.goto(f"/#tune={identity}")
    expect(title(other)).to_have_value("The Anvil")
    first, second = TUNE.replace("c2d", "c3").strip(), TUNE.replace("edc", "e3").strip()
    written(one).fill(first)
    written(other).fill(second)
    one.get_by_role("button", name="Keep", exact=True).click()
    expect(one.get_by_role("button", name="Keep", exact=True)).to_be_hidden()
    other.get_by_role("button", name="Keep", exact=True).click()
    expect(other.get_by_text("your text is kept as a new tune beside it", exact=False)).to_be_visible()
    expect(other.get_by_role("button", name="Keep", exact=True)).to_be_hidden()
    assert one.request.get(f"/api/v1/tunes/{identity}").json()["abc"] == first
    theirs = other.url.partition("#tune=")[2]
    assert theirs != identity
    assert one.request.get(f"/api/v1/tunes/{theirs}").json()["abc"] == second


def test_two_tabs_order_one_tunebook(visit: Visit) -> None:
    one = visit()
    first, second, third = (bring(one, TUNE.replace("The Anvil", f"Tab {n}")) for n in (1, 2, 3))
    book = one.request.post("/api/v1/tunebooks", data={"title": "Tabs", "tunes": [first, second]}).json()["id"]
    one.reload()
    one.locator("summary", has_text="Tabs").click()
    assert one.request.patch(f"/api/v1/tunebooks/{book}", data={"tunes": [first, second, third]}).ok
    one.locator("details[open]").get_by_role("button", name="More for Tab 2").click()
    one.get_by_role("button", name="Move up").click()
    expect(one.locator("details[open] ol .title")).to_have_text(["Tab 2", "Tab 1", "Tab 3"])
    assert one.request.get(f"/api/v1/tunebooks/{book}").json()["tunes"] == [second, first, third]


TYPED = {
    "no rhythm": (TUNE.replace("R:jig\n", ""), ["G major", "6/8"], "The Anvil"),
    "another rhythm": (TUNE.replace("R:jig", "R:slide"), ["Slide", "G major"], "The Anvil"),
    "an empty title": (TUNE.replace("T:The Anvil", "T:"), ["Jig", "G major"], "Untitled"),
    "a second title": (TUNE.replace("T:The Anvil", "T:The Rasp\nT:The Anvil"), ["Jig"], "The Rasp"),
    "another key": (TUNE.replace("K:G", "K:Ador"), ["Jig", "A Dorian"], "The Anvil"),
}


def test_what_a_person_types_wins(visit: Visit) -> None:
    page = visit()
    for what, (text, facts, name) in TYPED.items():
        bring(page)
        written(page).fill(text)
        page.get_by_role("button", name="Keep", exact=True).click()
        expect(page.get_by_role("button", name="Keep", exact=True)).to_be_hidden()
        expect(written(page)).to_have_value(text.strip())
        expect(title(page)).to_have_value(name)
        assert page.locator(".heading li").all_text_contents()[: len(facts)] == facts, what


def test_the_heading_follows_the_text_before_it_is_kept(visit: Visit) -> None:
    page = visit()
    bring(page)
    written(page).fill(TUNE.replace("R:jig", "R:slide").replace("The Anvil", "The Rake"))
    expect(title(page)).to_have_value("The Rake")
    expect(page.locator(".heading li").first).to_have_text("Slide")
