"""The command `kg`: parse, call one function, print."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from kg.errors import InputError

COMMANDS = {
    "build": "读入文档，生成图谱（Turtle、N-Quads、网页、SPARQL 库、报告）",
    "extract": "每个文档输出一份 JSON（提及、实体、事实）",
    "explain": "说明哪条规则读出了哪个提及、哪条事实，以及为何合并",
    "query": "SPARQL 查询：命名查询、语句或文件",
    "export": "导出为一种格式（RDF、GraphML、GEXF、CSV、Cypher、网页）",
    "view": "打开图谱网页",
    "push": "把图谱送入其他 SPARQL 库",
    "serve": "启动 SPARQL 服务与浏览器",
    "validate": "按 SHACL 形状检查图谱",
    "verify": "逐字核对每条证据与原文",
    "evaluate": "与人工标注对照：准确率、召回率、F1",
    "accuracy": "打印 README 中的准确率表",
    "review": "逐条核定建议的合并与低置信度的事实",
    "terms": "由本体生成 kg/terms.py",
}
"""Command → help line. Each command is a module of `kg.commands`, imported only when it is called: `kg --help` stays fast."""

FREE = frozenset({"query"})
"""Commands that take options of their own making: the parameters of a named query."""


class Commands(TyperGroup):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002 (typer's signature)
        """The commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]  # noqa: ANN401 (typer's type is private)
        """The command itself, or its help line alone where the list is printed."""
        if cmd_name not in COMMANDS:
            return None
        if ctx.resilient_parsing or _only_lists():
            return TyperCommand(cmd_name, help=COMMANDS[cmd_name])
        return _loaded(cmd_name)


def _only_lists() -> bool:
    return all(word in {"--help", "-h"} for word in sys.argv[1:])


def _loaded(name: str) -> Any:  # noqa: ANN401 (typer's type is private)
    module = import_module(f"kg.commands.{name}")
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    extra = {"allow_extra_args": True, "ignore_unknown_options": True} if name in FREE else {}
    app.command(name=name, help=COMMANDS[name], context_settings=extra)(getattr(module, name))
    return typer.main.get_command(app)


app = typer.Typer(cls=Commands, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback(context_settings={"help_option_names": ["-h", "--help"]})
def root() -> None:
    """教谱：把中文教育治理文本读成知识图谱，每条事实都附原文证据。"""


def main() -> None:
    """Run the command line; wrong input ends in one line on standard error, without a traceback."""
    try:
        app()
    except InputError as error:
        typer.echo(f"kg: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of a pipe has left: `kg query … | head`
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:  # a disk that is full, a file that may not be written
        where = f"{error.filename}：" if error.filename else ""
        typer.echo(f"kg: {where}{error.strerror or error}", err=True)
        sys.exit(1)
