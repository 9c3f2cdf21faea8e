from __future__ import annotations

from io import StringIO
from types import SimpleNamespace
from typing import Any

from rich.console import Console

from tunesmith.analysis.statistics import STATISTICS
from tunesmith.evaluation.intervals import ConfidenceInterval
from tunesmith.reporting.summary import rows_of, summary

HALF = ConfidenceInterval(0.5, 0.25, 0.75)
SHARE, NUMBER = "50.0% (25.0% to 75.0%)", "0.50 (0.25 to 0.75)"


def judged(name: str) -> Any:
    verdicts = {"abc2midi": SimpleNamespace(clean=HALF), "abcm2ps": None}
    return SimpleNamespace(
        name=name,
        tunes=1200,
        validity=SimpleNamespace(verdicts=verdicts),
        form=SimpleNamespace(statistics=dict.fromkeys(STATISTICS, HALF)),
        novelty=SimpleNamespace(similarity=HALF, above_chance=HALF, copied=HALF),
    )


def test_a_sample_has_a_row_for_each_figure_in_its_unit() -> None:
    rows = rows_of(judged("composed"))
    assert rows["tunes"] == "1,200"
    assert (rows["clean by abc2midi"], rows["clean by abcm2ps"]) == (SHARE, "not installed")
    assert (rows[STATISTICS["aabb"]], rows[STATISTICS["range"]]) == (SHARE, NUMBER)


def test_real_tunes_stand_beside_and_the_rest_below() -> None:
    bits = SimpleNamespace(bits=HALF)
    report: Any = SimpleNamespace(
        judged=judged("composed"),
        real=judged("real"),
        two_sample=SimpleNamespace(areas={"network": HALF}, full={"network": HALF}, baseline={"network": HALF}),
        likelihood=[SimpleNamespace(sample="real", parts={"header": bits, "body": bits, "all": bits})],
        control={"meter": SimpleNamespace(share=HALF)},
    )
    table = summary(report)
    assert [column.header for column in table.columns] == ["", "composed", "real"]
    names, ours, real = ([*column.cells] for column in table.columns)
    assert list(zip(names, ours, real, strict=True))[-6:] == [
        ("distinguished by a network, AUC", NUMBER, f"{NUMBER} real from real"),
        ("from real tunes with full bars by a network, AUC", NUMBER, ""),
        *((f"bits per character, {part}", "0.5000 (0.2500 to 0.7500)", "real") for part in ("header", "body", "all")),
        ("as asked: meter", SHARE, ""),
    ]
    assert ours[0] == real[0] == "1,200"


def test_a_long_name_goes_on_in_the_next_line() -> None:
    report: Any = SimpleNamespace(
        judged=judged("Ж" * 90), real=judged("Ω" * 90), two_sample=None, likelihood=[], control={}
    )
    console = Console(width=80, record=True, file=StringIO())
    console.print(summary(report))
    shown = console.export_text()
    assert (shown.count("Ж"), shown.count("Ω"), shown.count("…")) == (90, 90, 0)
