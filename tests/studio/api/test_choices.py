from __future__ import annotations

import pytest

from tests.support.serving import IsolatedSettings
from tunesmith.music.instruments import INSTRUMENTS
from tunesmith.options import Option
from tunesmith.studio.api.choices import FINEST, choice_of, choices

SETTINGS = IsolatedSettings(max_length=900)


@pytest.mark.parametrize(
    ("option", "bounds"),
    [
        (Option("", name="bars", type=int, least=2, most=64), (2, 64, 1)),
        (Option("", name="heat", type=float, above=0, below=2), (FINEST, 2 - FINEST, FINEST)),  # bounds that are none
        (Option("", name="length", type=int, least=1, most=2000), (1, 900, 1)),  # of this studio
        (Option("", name="length", type=int, least=1, most=200), (1, 200, 1)),
        (Option("", name="key"), (None, None, None)),
    ],
)
def test_a_page_offers_only_what_is_accepted(option: Option, bounds: tuple[float | None, ...]) -> None:
    found = choice_of(option, SETTINGS)
    assert (found.least, found.most, found.step) == bounds


@pytest.mark.parametrize(
    ("option", "longest"), [(Option("", name="key"), 40), (Option("", name="form", choices=["AABB"]), None)]
)
def test_free_words_have_a_length_and_listed_ones_none(option: Option, longest: int | None) -> None:
    assert choice_of(option, SETTINGS).longest == longest


def test_the_limits_are_those_of_the_options_that_are_numbers() -> None:
    found = choices(SETTINGS)
    offered = {option.name: (option.least, option.most) for option in found.options}
    assert {name: (limit.least, limit.most) for name, limit in found.limits.options.items()} == {
        name: bounds for name, bounds in offered.items() if None not in bounds
    }
    assert found.limits.length == 900


def test_every_name_of_an_instrument_leads_to_a_sound() -> None:
    found = choices(SETTINGS)
    backing = [sound.program for name in found.accompaniments if (sound := INSTRUMENTS[name].sound)]
    assert len(backing) == len(found.accompaniments)
    assert {*found.programs.values(), *backing} == set(found.sounds)
