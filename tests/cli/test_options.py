"""The options that commands have in common: the same names, words and defaults in each, and the same refusals."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.options import wrong_values
from tunesmith.cli import app, flag, main
from tunesmith.cli.options import PRINTED, Delivery, offered, request_of
from tunesmith.composing.request import DEFAULT_MODEL, Request, TaskOptions
from tunesmith.errors import RequestError
from tunesmith.grammar.outlines import Ending
from tunesmith.options import Option, options_of
from tunesmith.rendering import FORMATS, RenderOptions

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = {
    "--temperature": "Below 1 the tune is more usual, above 1 more daring; 0 always takes the most likely character. "
    "[from 0 to 5] [default: 0.8]",
    "--top-k": "Choose each character from the K most likely ones; 0 means from all. [from 0 to 1000] [default: 0]",
    "--top-p": "Choose each character from the most likely ones that together have this probability. "
    "[above 0 and at most 1] [default: 1.0]",
    "--min-p": "Never choose a character whose probability is below this share of the most likely one's. "
    "[from 0 to below 1] [default: 0.0]",
    "--model": f"The name of a model that ships with Tunesmith, or a file. [default: {DEFAULT_MODEL}]",
    "--to": f"Formats, separated by commas: {', '.join(FORMATS)}. [default: abc]",
}
OUT = {
    "compose": "A file for all tunes, or a folder for a file a tune and format; of more than 10,000 tunes, "
    "for files of 1,000.",
    "continue": "A file, or a folder for a file for each format; without it, print ABC.",
    "vary": "A file, or a folder for a file for each format; without it, print ABC.",
}


def of_table(operation: str) -> dict[str, Option]:
    """The options of an operation, as the tables have them."""
    options = options_of(Request, operation) | options_of(TaskOptions, operation)
    return {name: option for name, option in options.items() if name != "title"}


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], dict[str, str]]:
    """What the help of a command says of each option, on a screen so wide that each has a line of its own."""
    monkeypatch.setenv("COLUMNS", "240")

    def words(command: str) -> dict[str, str]:
        app([command, "--help"], result_action="return_value")
        lines = (line.strip("│* ") for line in capsys.readouterr().out.splitlines())
        options = (re.split(r" {2,}", line, maxsplit=1) for line in lines if line.startswith("--"))
        return {names.split()[0]: text for names, text in options}

    return words


@pytest.mark.parametrize("command", OUT)
def test_the_commands_that_compose_say_the_same_of_the_same_options(
    command: str, said: Callable[[str], dict[str, str]]
) -> None:
    words = said(command)
    assert {option: words[option] for option in SHARED} == SHARED
    assert words["--out"] == OUT[command]


def test_train_and_estimate_take_the_same_fields(said: Callable[[str], dict[str, str]]) -> None:
    train, estimate = said("train"), said("estimate")
    assert train["--rate"] == "the highest learning rate [0.003]"
    assert {option for option in train if train[option] != estimate.get(option)} == {
        "--candidates",
        "--out",
        "--preset",
        "--resume",
        "--start",
    }


@pytest.mark.parametrize(("operation", "ending"), [("compose", "home"), ("continue", "home"), ("vary", "any")])
def test_a_request_is_the_usual_one_but_for_its_ending_where_nothing_is_said(operation: str, ending: Ending) -> None:
    given = offered(operation)(**({"bars": "1"} if operation == "vary" else {}))
    assert request_of(given, operation) == Request(ending=ending)


@pytest.mark.parametrize(
    ("words", "chords"),
    [
        ([], None),
        (["--chords"], "written"),
        (["--chords", "--count", "1"], "written"),
        (["--chords", "found"], "found"),
        (["--chords=none"], "none"),
        (["--no-chords"], "none"),
    ],
)
def test_chords_are_a_word_or_a_switch(words: list[str], chords: str | None) -> None:
    command, bound, _ = app.parse_args(["compose", *words])
    given = bound.arguments.get("options") or (command.__kwdefaults__ or {})["options"]
    assert request_of(given, "compose").chords == chords


@pytest.mark.parametrize(
    ("delivery", "formats", "file"),
    [
        (PRINTED, ["abc"], None),
        (Delivery(out=Path("new.mid"), to="mid"), ["mid"], Path("new.mid")),
        (Delivery(out=Path("new.mid")), ["abc"], Path("new.mid")),
        (Delivery(out=Path("folder"), to="ABC, svg"), ["abc", "svg"], None),
    ],
)
def test_a_name_with_an_ending_is_a_file(delivery: Delivery, formats: list[str], file: Path | None) -> None:
    assert (delivery.formats, delivery.file) == (formats, file)


def test_a_folder_that_exists_is_one_whatever_its_name(tmp_path: Path) -> None:
    delivery = Delivery(out=tmp_path, to="abc,wav")
    assert (delivery.formats, delivery.file) == (["abc", "wav"], None)


@pytest.mark.parametrize(
    ("delivery", "says"),
    [
        (Delivery(to="wav"), "to needs --out: only ABC is printed"),
        (Delivery(out=Path("x.abc"), to="wav"), "to wav does not fit x.abc: one file holds one format"),
    ],
)
def test_what_cannot_go_there_is_refused(delivery: Delivery, says: str) -> None:
    with pytest.raises(RequestError, match=says):
        _ = delivery.formats


@pytest.mark.parametrize("command", [["compose"], ["continue", "a.abc"], ["vary", "a.abc", "--bars", "1"]])
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--top-k", "many"], "--top-k must be a whole number from 0 to 1000, not 'many'"),
        (["--drawing.top-k", "3"], "Unknown option: --drawing.top-k"),
        (["--to", "wav"], "--to needs --out: only ABC is printed"),
    ],
)
def test_a_bad_option_is_refused_in_the_same_words_everywhere(
    command: list[str], words: list[str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["tunesmith", *command, *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith(f"tunesmith: {says}")


COMMANDS = {
    "compose": (["compose"], of_table("compose")),
    "continue": (["continue", "a.abc"], of_table("continue")),
    "vary": (["vary", "a.abc"], of_table("vary")),
    "render": (["render", "a.abc", "--to", "svg"], options_of(RenderOptions)),
}
WRONG = [
    pytest.param(words, option, wrong, id=f"{command} {flag(option.name)} {how}")
    for command, (words, options) in COMMANDS.items()
    for option in options.values()
    for how, wrong in wrong_values(option).items()
    if not (option.type is str and how == "of the wrong type")  # every word on the command line is a text
]


@pytest.mark.parametrize(("words", "option", "wrong"), WRONG)
def test_every_option_is_refused_by_its_flag_with_what_it_accepts(
    words: list[str], option: Option, wrong: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    required = ["--bars=1"] if words[0] == "vary" and option.name != "bars" else []
    monkeypatch.setattr("sys.argv", ["tunesmith", *words, *required, f"{flag(option.name)}={wrong}"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1
    if option.type is bool:
        assert f"{flag(option.name)}: unable to convert" in printed
    else:
        assert printed.startswith(f"tunesmith: {flag(option.name)} must be {option.accepted}, not ")
