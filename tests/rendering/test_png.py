"""PNG pictures, read back by a decoder."""

from __future__ import annotations

import io

from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from tunesmith.notation import Tune
from tunesmith.rendering.png import png_of
from tunesmith.rendering.score import engraved
from tunesmith.rendering.tags import Tags


def test_a_picture_is_twice_the_size_of_the_drawing_and_has_ink_on_white(jig: str) -> None:
    score = engraved(Tune.parse(jig))
    image = Image.open(io.BytesIO(png_of(score.svg())))
    assert image.size == (round(2 * score.engraving.width), round(2 * score.engraving.height))
    darkest, lightest = image.convert("L").getextrema()
    assert (darkest, lightest) == (0, 255)


def test_text_is_drawn_with_the_shipped_fonts() -> None:
    def ink(text: str) -> int:
        words = f'<text y="20" font-family="STIX Two Text">{text}</text>'
        png = png_of(f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">{words}</svg>')
        return sum(Image.open(io.BytesIO(png)).convert("L").histogram()[:128])

    assert ink("Reel") > ink(".") > ink("") == 0


def test_a_picture_says_what_it_is(jig: str) -> None:
    tags = Tags(title="Ríl", seed=7, model="small-0123456789ab")
    image = Image.open(io.BytesIO(png_of(engraved(Tune.parse(jig)).svg(), tags=tags)))
    assert isinstance(image, PngImageFile)
    assert image.text == {"Title": "Ríl", "Author": "Tunesmith", "Comment": tags.comment}
