"""`kg accuracy`: the README's table of figures."""

from __future__ import annotations

from pathlib import Path

import click

from kg import assess
from kg.commands.common import FILE
from kg.evaluate import figures

MARK = "<!-- {} -->"
_FOLDERS = ("unseen", "tuned", "seed")
_LINES = {
    "mentions": "mentions, strict span and type",
    "names": "School, Campus, Group together",
    "entities": "entities (B-cubed)",
    "facts core": "facts, core",
    "facts full": "facts, full",
    "sure mentions": "precision of mentions with confidence ≥ 0.9",
    "sure facts": "precision of facts with confidence ≥ 0.9",
}


@click.command
@click.argument(
    "gold",
    metavar="[GOLD]",
    help="含 unseen、tuned、seed 三个文件夹，缺省为 tests/gold",
    type=FILE,
    default=Path("tests/gold"),
)
def accuracy(gold: Path) -> None:
    """Print the table that stands in the README."""
    click.echo(rendered(gold))


def rendered(gold: Path) -> str:
    """The table as Markdown: F1 by line and folder; for the `sure` lines precision."""
    columns = [_column(gold / name) for name in _FOLDERS]
    rows = [f"| {title} | " + " | ".join(c[line] for c in columns) + " |" for line, title in _LINES.items()]
    head = "| figure | " + " | ".join(f"`{name}`" for name in _FOLDERS) + " |"
    return "\n".join([head, "| --- |" + " --- |" * len(_FOLDERS), *rows])


def _column(folder: Path) -> dict[str, str]:
    lines = {f.name: f for f in figures([s.score for s in assess.folder(folder, None)])}
    return {name: f"{lines[name].precision if name.startswith('sure') else lines[name].f1:.3f}" for name in _LINES}
