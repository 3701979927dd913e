"""`kg verify`: every passage re-read from its source."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.verify import verify as verified


def verify(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="输出文件夹，或 RDF 文件（配合 --sources）")] = Path(
        "exports"
    ),
    sources: Annotated[Path | None, typer.Option(help="原文所在的文件夹；缺省则用图谱自带的原文")] = None,
) -> None:
    """Exit 1 and a line for each passage where one character differs."""
    found = verified(out, sources)
    for difference in found.differences:
        typer.echo(str(difference))
    typer.echo(f"{found.documents} 个文档，{found.passages} 条证据，{len(found.differences)} 处不符", err=True)
    raise typer.Exit(1 if found.differences else 0)
