"""`kg verify`: every passage re-read from its source."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.common import FILE, output
from kg.verify import verify as verified


@click.command
@output(told="输出文件夹，或 RDF 文件（配合 --sources）")
@click.option("--sources", type=FILE, help="原文所在的文件夹；缺省则用图谱自带的原文")
def verify(out: Path, sources: Path | None) -> None:
    """Exit 1 and a line for each passage where one character differs."""
    found = verified(out, sources)
    for difference in found.differences:
        click.echo(str(difference))
    click.echo(f"{found.documents} 个文档，{found.passages} 条证据，{len(found.differences)} 处不符", err=True)
    raise click.exceptions.Exit(1 if found.differences else 0)
