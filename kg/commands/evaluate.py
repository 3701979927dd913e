"""`kg evaluate`: gold against extraction."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from kg import assess
from kg.commands.common import FILE
from kg.errors import InputError
from kg.evaluate import Figure, figures


@click.command
@click.argument("gold", metavar="GOLD_DIR", help="标注文件夹：*.gold.json 与同名 .txt", type=FILE)
@click.argument(
    "predicted", metavar="[PREDICTED_DIR]", help="kg extract 的输出；缺省则现场抽取", type=FILE, required=False
)
@click.option("--errors", is_flag=True, help="逐条列出漏（-）与误（+）及其所在句")
@click.option(
    "--gold-mentions", "named", is_flag=True, help="名称取自标注，只评归并（B³）与事实；与 PREDICTED_DIR 不能并用"
)
@click.option("--bootstrap", type=int, default=1000, help="自助法重抽样次数（0 为不算区间）")
def evaluate(gold: Path, predicted: Path | None, errors: bool, named: bool, bootstrap: int) -> None:
    """Precision, recall and F1 per total, entity type and fact type."""
    if named and predicted:
        raise InputError("--gold-mentions 现场抽取，不能与 PREDICTED_DIR 并用")
    scored = assess.folder(gold, predicted, named=named)
    if errors:
        for line in assess.error_lines(scored):
            click.echo(line)
    Console(width=100).print(_table(figures([s.score for s in scored], rounds=bootstrap)))


def _table(lines: list[Figure]) -> Table:
    table = Table("项目", "P", "R", "F1", "F1 95%", "标注数", box=None)
    for f in lines:
        bounds = "" if f.low is None else f"{f.low:.3f}–{f.high:.3f}"
        table.add_row(f.name, f"{f.precision:.3f}", f"{f.recall:.3f}", f"{f.f1:.3f}", bounds, str(f.gold))
    return table
