"""The page for one instrument: what it has of a tune, where the tune lies best, fingerings; and sharing by QR code."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.visiting import TUNE, Visit, bring, written

pytestmark = [pytest.mark.xdist_group(__name__), pytest.mark.slow]

FLAT = TUNE.replace("K:G", "K:Bb").replace("|:GAB c2d", "|:Bcd f2d")


def below(page: Page) -> list[str]:
    """What stands below the notes, without the spaces that keep it apart."""
    texts: list[str] = page.locator(".drawing .abcjs-lyric").all_text_contents()
    return [text.replace("\u00a0", "") for text in texts]


READER = """
import { decodeQR } from "qr/decode.js";
const { width, height, pixels } = JSON.parse(await new Promise((done) => {
  let text = "";
  process.stdin.on("data", (piece) => (text += piece)).on("end", () => done(text));
}));
console.log(decodeQR({ width, height, data: Uint8Array.from(Buffer.from(pixels, "base64")) }));
"""


def decoded(picture: bytes) -> str:
    """The text of the QR code in a PNG picture."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node is installed")
    image = Image.open(io.BytesIO(picture)).convert("RGBA")
    pixels = base64.b64encode(image.tobytes()).decode()
    request = json.dumps({"width": image.width, "height": image.height, "pixels": pixels})
    command = [node, "--input-type=module", "--eval", READER]
    root = Path(__file__).parents[2]
    return subprocess.run(command, input=request, capture_output=True, text=True, check=True, cwd=root).stdout.strip()


def test_ornaments_are_added_one_by_one_or_all(visit: Visit) -> None:
    page = visit()
    bring(page, TUNE.replace("GAB c2d", "G3 BBd"))
    page.get_by_text("Ornaments", exact=True).click()
    page.get_by_label("As played on the").select_option("Flute")
    page.get_by_role("button", name="Add the long roll of bar 1 on G4").click()
    expect(written(page)).to_have_value(re.compile(r"\|:~G3 BBd\|"))
    expect(page.get_by_role("button", name="Add the long roll of bar 1 on G4")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Add all")).click()
    expect(page.get_by_text("Nothing to suggest", exact=False)).to_be_visible()
    expect(written(page)).to_have_value(re.compile(r"\|:~G3 B\{A\}Bd\|(?s:.*)\{a\}g2f"))
    page.get_by_role("button", name="Undo").click()
    expect(written(page)).to_have_value(re.compile(r"\|:~G3 BBd\|"))


def test_a_second_voice_is_written_drawn_and_taken_back(visit: Visit) -> None:
    page = visit()
    bring(page, TUNE)
    staves = page.locator("#score .abcjs-staff")
    expect(staves).not_to_have_count(0)
    before = staves.count()
    page.get_by_text("Second voice", exact=True).click()
    page.get_by_label("Second played on the").select_option("Fiddle")
    page.get_by_role("button", name="Write a second voice").click()
    expect(written(page)).to_have_value(re.compile(r'V:1\n(?s:.*)V:2 name="Second"\n'))
    expect(staves).to_have_count(2 * before)
    page.get_by_role("button", name="Undo").click()
    expect(written(page)).not_to_have_value(re.compile("V:2"))


def test_a_tune_in_b_flat_goes_to_the_tin_whistle(visit: Visit) -> None:
    page = visit()
    bring(page, FLAT)
    page.get_by_text("On an instrument").click()
    page.get_by_label("I play the").select_option("Tin whistle")
    expect(page.get_by_text("A tin whistle does not have F, B♭, and E♭ of this tune.")).to_be_visible()
    expect(page.get_by_text("Range: 17 semitones, moderate")).to_be_visible()
    expect(page.get_by_text("notes a second")).to_be_visible()
    page.get_by_role("button", name="Move to D major, 4 semitones up").click()
    expect(page.get_by_text("A tin whistle has all notes of this tune.")).to_be_visible()
    expect(page.get_by_text("D major, as it is, lies well.")).to_be_visible()

    choice = page.get_by_label("Tablature or fingering")
    choice.select_option("Names of the notes")
    expect(page.locator(".drawing .abcjs-lyric").first).to_be_attached()
    assert below(page)[:5] == ["D", "E", "F♯", "A", "F♯"]
    for name, first in (
        ("Tin whistle in D, holes", "○●●●●●"),
        ("Recorder in C, holes", "○○●○○○○○"),
        ("Concertina in C and G, buttons", "R2←→"),
        ("Accordion in B and C, buttons", "C7←→"),
    ):
        choice.select_option(name)
        expect(page.locator(".drawing .abcjs-lyric").first).to_have_text(re.compile(first.replace("", r"\s*")))
    page.reload()
    expect(choice).to_have_value("accordion")
    expect(page.locator(".drawing .abcjs-lyric").first).to_be_attached()
    page.emulate_media(media="print")
    assert below(page)


def test_the_link_is_a_qr_code_that_reads_as_the_link(visit: Visit) -> None:
    page = visit()
    bring(page)
    page.get_by_role("button", name="QR code").click()
    link = page.get_by_label("Link", exact=True).input_value()
    assert "#abc=" in link
    code = page.get_by_role("img", name="QR code of the link to this tune")
    expect(code).to_be_visible()
    assert decoded(code.screenshot()) == link
    page.keyboard.press("Escape")
    bring(page, TUNE.replace("K:G", "".join(f"N:{number * 7919}\n" for number in range(900)) + "K:G"))
    page.get_by_role("button", name="QR code").click()
    expect(page.get_by_text("This tune is too long for a QR code.")).to_be_visible()
    expect(written(page)).not_to_have_value("")
