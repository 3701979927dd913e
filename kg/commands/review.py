"""`kg review`: what a person should decide, and the decisions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from kg import decisions
from kg.commands.common import FILE, output
from kg.commands.dialogue import Dialogue
from kg.deciding import Things
from kg.decisions import Question
from kg.errors import INTERRUPTED
from kg.output import DECISIONS
from kg.store import read


@click.command
@output()
@click.option("--author", default="", show_default=False, help="写入决定的署名")
@click.option("--below", type=float, default=0.8, help="列出置信度低于此值的事实与合并")
@click.option("--list", "listed", is_flag=True, help="只列出，不提问")
@click.option("-f", "--file", type=FILE, help="并入一份决定文件（如网页导出的）")
def review(out: Path, author: str, below: float, listed: bool, file: Path | None) -> None:
    """List the proposals and unsure facts, take decisions, and keep them in OUT/decisions.toml for later builds."""
    console, kept = Console(highlight=False, soft_wrap=True), out / DECISIONS
    if file is not None:
        _tell(console, out, len(decisions.added(kept, decisions.given(file))))
        return
    told = read(out)
    known = {decision.about for decision in decisions.read(kept)}
    asked = [q for q in decisions.questions(told, below=below) if _about(q) not in known]
    if listed:
        for number, question in enumerate(asked, 1):
            console.print(f"[bold]{number}/{len(asked)}[/] {escape(question.text)}  （{question.confidence:.2f}）")
            console.print(f"    {escape(question.document or '')}：{escape(question.evidence)}")
        _tell(console, out, 0)
        return
    dialogue = Dialogue(console, Things(told), kept, author)
    try:
        _converse(dialogue, asked)
    except EOFError:
        console.print()
    except KeyboardInterrupt:
        console.print("\n已中断。已作的决定都已记下")
        _tell(console, out, dialogue.new)
        raise click.exceptions.Exit(INTERRUPTED) from None
    _tell(console, out, dialogue.new)


def _about(question: Question) -> tuple[object, ...]:
    return decisions.answered(question, yes=True, author="", date="").about


def _converse(dialogue: Dialogue, asked: Sequence[Question]) -> None:
    person = sys.stdin.isatty()
    if asked or person:
        dialogue.signed()
    for number, question in enumerate(asked, 1):
        dialogue.about(question, number, len(asked))
    if person:
        dialogue.more()


def _tell(console: Console, out: Path, new: int) -> None:
    kept = out / DECISIONS
    count = len(decisions.read(kept))
    console.print(f"新增 {new} 条，共 {count} 条决定在 {kept}；下次 kg build -o {out} 时生效", markup=False)
