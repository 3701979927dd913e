"""`kg terms`: names from the ontology."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import rendering


def terms(
    check: Annotated[bool, typer.Option("--check", help="只检查文件是否与本体一致")] = False,
) -> None:
    """Write kg/terms.py and the JSON-LD context from ontology/edu.ttl."""
    package = Path(rendering.__file__).parent
    files = {
        package / "terms.py": rendering.terms(),
        package.parent / "ontology" / "context.jsonld": rendering.context(),
    }
    stale = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        typer.echo(f"{'应更新' if check else '已更新'} {path.name}")
        if not check:
            path.write_text(files[path], encoding="utf-8")
    raise typer.Exit(1 if check and stale else 0)
