"""`kg evaluate`: gold against extraction."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from kg import assess
from kg.errors import InputError
from kg.evaluate import Figure, figures


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="标注文件夹：*.gold.json 与同名 .txt")],
    predicted: Annotated[
        Path | None, typer.Argument(metavar="[PREDICTED_DIR]", help="kg extract 的输出；缺省则现场抽取")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="逐条列出漏（-）与误（+）及其所在句")] = False,
    named: Annotated[
        bool, typer.Option("--gold-mentions", help="名称取自标注，只评归并（B³）与事实；与 PREDICTED_DIR 不能并用")
    ] = False,
    bootstrap: Annotated[int, typer.Option(help="自助法重抽样次数（0 为不算区间）")] = 1000,
) -> None:
    """Precision, recall and F1 per total, entity type and fact type."""
    if named and predicted:
        raise InputError("--gold-mentions 现场抽取，不能与 PREDICTED_DIR 并用")
    scored = assess.folder(gold, predicted, named=named)
    if errors:
        for line in assess.error_lines(scored):
            typer.echo(line)
    Console(width=100).print(_table(figures([s.score for s in scored], rounds=bootstrap)))


def _table(lines: list[Figure]) -> Table:
    table = Table("项目", "P", "R", "F1", "F1 95%", "标注数", box=None)
    for f in lines:
        bounds = "" if f.low is None else f"{f.low:.3f}–{f.high:.3f}"
        table.add_row(f.name, f"{f.precision:.3f}", f"{f.recall:.3f}", f"{f.f1:.3f}", bounds, str(f.gold))
    return table
