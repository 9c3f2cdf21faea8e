from __future__ import annotations

from dataclasses import dataclass

import pytest

from tunesmith.music.table import Table


@dataclass(frozen=True)
class Dance:
    name: str
    aliases: tuple[str, ...] = ()


def dances() -> Table[Dance]:
    return Table([Dance("reel"), Dance("jig", ("double jig",))])


def test_a_record_is_found_by_its_name_and_its_aliases() -> None:
    table = dances()
    assert table["jig"] is table.find("jig") is table.find("double jig")
    assert table.find("tango") is None
    assert "double jig" not in table
    assert list(table) == ["reel", "jig"]


@pytest.mark.parametrize("taken", [Dance("reel"), Dance("double jig"), Dance("gigue", ("jig",))])
def test_no_name_stands_for_two(taken: Dance) -> None:
    table = dances()
    with pytest.raises(ValueError, match="is in the table already"):
        table.register(taken)
    assert table == dances()


def test_a_record_can_be_there_for_a_while() -> None:
    table = dances()
    with table.having(Dance("tango", ("milonga",))) as tango:
        assert table.find("milonga") is tango
        assert list(table) == ["reel", "jig", "tango"]
    assert table.find("milonga") is None
    assert table == dances()
