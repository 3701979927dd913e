"""The command `kg`: parse, call one function, print."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from kg.errors import INTERRUPTED, InputError

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


class Commands(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """The commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, or its help line alone where the list is printed."""
        if cmd_name not in COMMANDS:
            near = difflib.get_close_matches(cmd_name, COMMANDS, 1)
            raise click.UsageError(f"没有命令 {cmd_name}{f'，可能是 {near[0]}' if near else ''}", ctx)
        if ctx.resilient_parsing or _only_lists():
            return click.Command(cmd_name, short_help=COMMANDS[cmd_name])
        command: click.Command = getattr(import_module(f"kg.commands.{cmd_name}"), cmd_name)
        command.help = COMMANDS[cmd_name]
        return command


def _only_lists() -> bool:
    return all(word in {"--help", "-h"} for word in sys.argv[1:])


@click.group(
    cls=Commands,
    help="教谱：把中文教育治理文本读成知识图谱，每条事实都附原文证据。",
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True, "max_content_width": 120},
)
def app() -> None:
    """What is common to all commands: nothing."""


def main() -> None:
    """Run the command line; wrong input ends in one line on standard error, without a traceback."""
    try:
        sys.exit(app(prog_name="kg", standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "kg"
        click.echo(f"kg: {_told(error)}（用法见 {path} --help）", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(INTERRUPTED)
    except InputError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of a pipe has left: `kg query … | head`
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:  # a disk that is full, a file that may not be written
        where = f"{error.filename}：" if error.filename else ""
        click.echo(f"kg: {where}{error.strerror or error}", err=True)
        sys.exit(1)


def _told(error: click.UsageError) -> str:
    """What is wrong with the words of the command line."""
    if isinstance(error, click.NoSuchOption):
        near: Sequence[str] = error.possibilities or ()
        return f"没有选项 {error.option_name}" + (f"，可能是 {'、'.join(near)}" if near else "")
    if isinstance(error, click.BadParameter) and error.param is not None and error.ctx is not None:
        name = error.param.opts[-1] if isinstance(error.param, click.Option) else error.param.make_metavar(error.ctx)
        return f"缺少 {name}" if isinstance(error, click.MissingParameter) else f"{name}：{error.message}"
    return error.message
