"""What commands share: their arguments, and the reading of sources with a line for each that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.errors import InputError
from kg.given import Given
from kg.model import Document
from kg.sources import Unreadable, documents, summed

_F = TypeVar("_F", bound=Callable[..., Any])
FILE = click.Path(path_type=Path)
"""A file or folder: whether it is there is told by who reads it."""

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_REGION = re.compile(r"\d{6}(\d{3})?")


def output(metavar: str = "OUT", told: str = "输出文件夹", name: str = "out") -> Callable[[_F], _F]:
    """The argument for a built graph."""
    return click.argument(
        name, metavar=f"[{metavar}]", help=f"{told}，缺省为 exports", type=FILE, default=Path("exports")
    )


paths = click.argument("paths", metavar="PATH…", help="文件、文件夹或通配符", nargs=-1, required=True)
date = click.option("--date", help="文档日期，如 2019-10-31；缺省则从文中读取")
region = click.option("--region", help="六位行政区划代码，如 320404；缺省则从文中读取")


def read(paths: Sequence[str], date: str | None, region: str | None) -> tuple[list[Document], list[Unreadable]]:
    """The documents, and the sources that could not be read: each of those is told on standard error."""
    given(date, region)
    found: list[Document] = []
    unread: list[Unreadable] = []
    for item in documents(paths, date=date, region=region):
        if isinstance(item, Document):
            found.append(item)
        else:
            unread.append(item)
    for line in summed(unread):
        click.echo(f"kg: {line}", err=True)
    if not found:
        raise InputError("没有可读的文档", exit_code=1)
    return found, unread


def given(date: str | None, region: str | None) -> Given:
    """What the options say of all documents. Raises InputError."""
    if date is not None and not _DATE.fullmatch(date):
        raise InputError(f"--date {date} 不是日期：请写作 2019-10-31、2019-10 或 2019")
    if region is not None and not _REGION.fullmatch(region):
        raise InputError(f"--region {region} 不是行政区划代码：请写六位数字，如 320404")
    return Given(date, region)
