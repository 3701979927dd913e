"""`kg review`: what a person should decide, and the decisions."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from kg import decisions
from kg.output import DECISIONS
from kg.store import read

_HELP = "y 是 · n 否 · s 跳过 · q 结束"


def review(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="输出文件夹")] = Path("exports"),
    author: Annotated[str, typer.Option(help="写入决定的署名")] = "",
    below: Annotated[float, typer.Option(help="列出置信度低于此值的事实与合并")] = 0.8,
    listed: Annotated[bool, typer.Option("--list", help="只列出，不提问")] = False,
    file: Annotated[Path | None, typer.Option("-f", "--file", help="并入一份决定文件（如网页导出的）")] = None,
) -> None:
    """List the proposals and unsure facts, take yes or no, and keep the answers in OUT/decisions.toml for later builds."""
    console, kept = Console(highlight=False), out / DECISIONS
    if file is not None:
        console.print(f"已有 {len(decisions.added(kept, decisions.read(file)))} 条决定 → {kept}", markup=False)
        return
    told = read(out)
    known = {d.subjects for d in decisions.read(kept)}
    open_questions = [q for q in decisions.questions(told, below=below) if q.subjects not in known]
    today = datetime.now(UTC).date().isoformat()
    for number, question in enumerate(open_questions, 1):
        console.print(f"[bold]{number}/{len(open_questions)}[/] {escape(question.text)}  （{question.confidence:.2f}）")
        console.print(f"    {escape(question.document or '')}：{escape(question.evidence)}")
        if listed:
            continue
        answer = typer.prompt(_HELP, default="s")[:1].lower()
        if answer == "q":
            break
        if answer in {"y", "n"}:
            name = author or typer.prompt("署名")
            author = name
            decisions.added(kept, [decisions.answered(question, yes=answer == "y", author=name, date=today)])
    console.print(f"{len(decisions.read(kept))} 条决定在 {kept}；下次 kg build -o {out} 时生效", markup=False)
