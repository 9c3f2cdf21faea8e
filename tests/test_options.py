"""The tables of options: what each accepts, what it refuses and how, and that each surface shows what a table says."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Annotated, Any, Literal

import pytest

import tunesmith
from tests.support.options import wrong_values
from tunesmith.composing.request import Request, TaskOptions
from tunesmith.errors import RequestError
from tunesmith.options import Option, check_options, options_of
from tunesmith.rendering import RenderOptions

PACKAGE = Path(tunesmith.__file__).parent


@dataclass(frozen=True, kw_only=True)
class Dance:
    """A table of its own."""

    pairs: Annotated[int | None, Option("How many pairs dance.", least=2, most=8, hint="any")] = None
    share: Annotated[float, Option("Of the floor.", above=0, most=1, of=("ball",), usual={"ball": 0.5})] = 1.0
    floor: Annotated[Literal["wood", "stone"], Option("What it is danced on.", label="Dance floor")] = "wood"
    masks: Annotated[Literal["all", "few", "none"] | bool | None, Option("Who wears one.", yes="all", no="none")] = None
    band: str = "no option"

    def __post_init__(self) -> None:
        check_options(self)


def test_an_option_has_its_name_type_and_default_from_its_field() -> None:
    options = options_of(Dance)
    assert list(options) == ["pairs", "share", "floor", "masks"]
    assert (options["pairs"].type, options["pairs"].default, options["pairs"].title) == (int, None, "Pairs")
    assert (options["floor"].type, options["floor"].choices, options["floor"].title) == (
        str,
        ("wood", "stone"),
        "Dance floor",
    )


def test_an_operation_has_its_own_options_and_defaults() -> None:
    assert options_of(Dance, "ball")["share"].default == 0.5
    assert "share" not in options_of(Dance, "lesson")


@pytest.mark.parametrize(
    ("values", "sentence", "limits"),
    [
        ({"pairs": 1}, "pairs must be a whole number from 2 to 8, not 1", {"least": 2, "most": 8}),
        ({"pairs": 2.5}, "pairs must be a whole number from 2 to 8, not 2.5", {"least": 2, "most": 8}),
        ({"pairs": True}, "pairs must be a whole number from 2 to 8, not True", {"least": 2, "most": 8}),
        ({"share": 0}, "share must be a number above 0 and at most 1, not 0", {"above": 0, "most": 1}),
        ({"share": float("nan")}, "share must be a number above 0 and at most 1, not nan", {"above": 0, "most": 1}),
        ({"share": None}, "share must be a number above 0 and at most 1, not None", {"above": 0, "most": 1}),
        ({"floor": "ice"}, "floor must be one of wood, stone, not 'ice'", {"choices": ["wood", "stone"]}),
    ],
)
def test_a_refusal_names_the_field_and_its_limits(
    values: dict[str, Any], sentence: str, limits: dict[str, Any]
) -> None:
    with pytest.raises(RequestError) as refused:
        Dance(**values)
    [name] = values
    assert (str(refused.value), refused.value.field, refused.value.limits) == (sentence, name, limits)
    assert refused.value.calling("--it") == sentence.replace(name, "--it", 1)


def test_true_and_false_stand_for_words_where_an_option_says_so() -> None:
    assert [Dance(masks=value).masks for value in (True, "few", False, None)] == ["all", "few", "none", None]
    assert Request(chords=True) == Request(chords="written")
    with pytest.raises(RequestError, match="masks must be one of all, few, none, not 1"):
        Dance(masks=1)  # type: ignore[arg-type]
    with pytest.raises(RequestError, match="floor must be one of wood, stone, not True"):
        Dance(floor=True)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Hall:
    """An option whose type names the switch before the words."""

    light: Annotated[bool | Literal["bright", "dim"] | None, Option("How it is lit.", yes="bright", no="dim")] = None


def test_an_option_of_words_has_them_in_whatever_order_its_type_names_them() -> None:
    assert options_of(Hall)["light"].choices == ("bright", "dim")


def test_a_refusal_is_whole_in_another_process() -> None:
    error = pickle.loads(pickle.dumps(RequestError("must be more", field="pairs", limits={"least": 2})))
    assert (str(error), error.field, error.limits) == ("pairs must be more", "pairs", {"least": 2})


TABLES = {
    f"{table.__name__}.{name}": (table, option)
    for table in (Request, TaskOptions, RenderOptions)
    for name, option in options_of(table).items()
}


@pytest.mark.parametrize(("table", "option"), TABLES.values(), ids=TABLES)
def test_every_option_has_words_for_people_and_refuses_what_it_must(table: type, option: Option) -> None:
    assert option.help[0].isupper()
    assert option.help.endswith(".")
    for wrong in wrong_values(option).values():
        with pytest.raises(RequestError) as refused:
            option.check(wrong) if table is TaskOptions else table(**{option.name: wrong})
        assert (refused.value.field, refused.value.limits) == (option.name, option.limits)
        assert str(refused.value).startswith(f"{option.name} must be {option.accepted}, not ")


SURFACES = """
import io, json
from contextlib import redirect_stdout
from tunesmith import Request
from tunesmith.cli import app
from tunesmith.studio.api.choices import choices
from tunesmith.studio.api.edits import ContinueBody
from tunesmith.studio.api.requests import ComposeBody
from tunesmith.studio.settings import Settings
helps = {}
for command in ("compose", "continue", "vary"):
    with redirect_stdout(io.StringIO()) as printed:
        app([command, "--help"], result_action="return_value")
    helps[command] = printed.getvalue()
schemas = {"compose": ComposeBody.model_json_schema(), "continue": ContinueBody.model_json_schema()}
offered = choices(Settings(_env_file=None)).model_dump()["options"]
print(json.dumps({"helps": helps, "schemas": schemas, "choices": offered, "default": Request().temperature}))
"""
NEW_OPTION = """
    sparkle: Annotated[int, Option("How brightly it shines.", least=3, most=9, of=("compose",), label="Shine")] = 4
"""


def surfaces(folder: Path, old: str, new: str) -> dict[str, Any]:
    """What the surfaces show where one text of the table of requests is another."""
    copytree(PACKAGE, folder / "tunesmith", copy_function=os.symlink, ignore=lambda *_: ["__pycache__"])
    table = folder / "tunesmith" / "composing" / "request.py"
    text = table.read_text()
    assert text.count(old) == 1
    table.unlink()
    table.write_text(text.replace(old, new))
    environment = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "240"}
    done = subprocess.run(
        [sys.executable, "-c", SURFACES], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    shown: dict[str, Any] = json.loads(done.stdout)
    return shown


def test_an_option_that_is_added_to_the_table_is_on_every_surface(tmp_path: Path) -> None:
    place = "\n    def __post_init__(self) -> None:\n        check_options(self)\n"
    shown = surfaces(tmp_path, place, f"{NEW_OPTION}{place}")
    [line] = [line for line in shown["helps"]["compose"].splitlines() if "--sparkle" in line]
    assert "How brightly it shines. [from 3 to 9] [default: 4]" in line
    assert "--sparkle" not in shown["helps"]["continue"]
    field = shown["schemas"]["compose"]["properties"]["sparkle"]
    assert (field["description"], field["default"]) == ("How brightly it shines.", 4)
    assert {"type": "integer", "minimum": 3, "maximum": 9} in field["anyOf"]
    assert "sparkle" not in shown["schemas"]["continue"]["properties"]
    [choice] = [option for option in shown["choices"] if option["name"] == "sparkle"]
    assert (choice["label"], choice["kind"], choice["default"]) == ("Shine", "whole", 4)
    assert (choice["least"], choice["most"], choice["step"]) == (3, 9, 1)


def test_a_default_that_is_changed_in_the_table_is_changed_on_every_surface(tmp_path: Path) -> None:
    shown = surfaces(tmp_path, "] = 0.8\n", "] = 0.7\n")
    assert shown["default"] == 0.7
    for printed in shown["helps"].values():
        [line] = [line for line in printed.splitlines() if "--temperature" in line]
        assert "[default: 0.7]" in line
    assert {schema["properties"]["temperature"]["default"] for schema in shown["schemas"].values()} == {0.7}
    assert [option["default"] for option in shown["choices"] if option["name"] == "temperature"] == [0.7]
