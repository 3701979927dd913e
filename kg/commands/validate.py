"""`kg validate`: the graph against the shapes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.output import replaced
from kg.validate import by_pyshacl
from kg.validate import validate as validated

_MOST = 20
"""Violations of one rule that are shown."""


def validate(
    graph: Annotated[Path, typer.Argument(metavar="OUT|FILE", help="输出文件夹或 RDF 文件")] = Path("exports"),
    reference: Annotated[bool, typer.Option("--pyshacl", help="改用 pySHACL 检查（结果相同，慢约百倍）")] = False,
    report: Annotated[Path | None, typer.Option("-o", "--report", help="把 sh:ValidationReport 存为 Turtle")] = None,
    whole: Annotated[bool, typer.Option("--all", help=f"每条规则列出全部，不止 {_MOST} 处")] = False,
) -> None:
    """Exit 1 and a paragraph for each violation: the node, the rule, the evidence."""
    if reference:
        conforms, text = by_pyshacl(graph)
        typer.echo(text)
        raise typer.Exit(0 if conforms else 1)
    found = validated(graph)
    if report is not None:
        with replaced(report) as file:
            file.write(found.turtle())
    for paragraph in found.text(None if whole else _MOST):
        typer.echo(paragraph)
    typer.echo("符合全部形状" if found.conforms else f"{len(found.violations)} 处不符合", err=True)
    raise typer.Exit(0 if found.conforms else 1)
