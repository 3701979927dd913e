"""`kg validate`: the graph against the shapes."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import FILE, output
from kg.output import replaced
from kg.validate import by_pyshacl
from kg.validate import validate as validated

_MOST = 20
"""Violations of one rule that are shown."""


@click.command
@output("OUT|FILE", "输出文件夹或 RDF 文件", "graph")
@click.option("--pyshacl", "reference", is_flag=True, help="改用 pySHACL 检查（结果相同，慢约百倍）")
@click.option("-o", "--report", type=FILE, help="把 sh:ValidationReport 存为 Turtle")
@click.option("--all", "whole", is_flag=True, help=f"每条规则列出全部，不止 {_MOST} 处")
def validate(graph: Path, reference: bool, report: Path | None, whole: bool) -> None:
    """Exit 1 and a paragraph for each violation: the node, the rule, the evidence."""
    if reference:
        conforms, text = by_pyshacl(graph)
        click.echo(text)
        raise click.exceptions.Exit(0 if conforms else 1)
    found = validated(graph)
    if report is not None:
        with replaced(report) as file:
            file.write(found.turtle())
    for paragraph in found.text(None if whole else _MOST):
        click.echo(paragraph)
    click.echo("符合全部形状" if found.conforms else f"{len(found.violations)} 处不符合", err=True)
    raise click.exceptions.Exit(0 if found.conforms else 1)
