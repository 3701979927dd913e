"""`kg terms`: names from the ontology."""

from __future__ import annotations

from pathlib import Path

import click

from kg import rendering
from kg.commands.common import FILE
from kg.ontology_page import page as documentation
from kg.output import replaced


@click.command
@click.option("--check", is_flag=True, help="只检查文件是否与本体一致")
@click.option("--page", type=FILE, help="把本体的说明写成一个网页")
def terms(check: bool, page: Path | None) -> None:
    """Write kg/terms.py and the JSON-LD context from ontology/edu.ttl; or the ontology's documentation as one HTML page."""
    if page is not None:
        with replaced(page) as file:
            file.write(documentation().encode())
        return
    package = Path(rendering.__file__).parent
    files = {
        package / "terms.py": rendering.terms(),
        package.parent / "ontology" / "context.jsonld": rendering.context(),
    }
    stale = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        click.echo(f"{'应更新' if check else '已更新'} {path.name}")
        if not check:
            path.write_text(files[path], encoding="utf-8")
    raise click.exceptions.Exit(1 if check and stale else 0)
