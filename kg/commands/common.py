"""What commands share: their arguments, and the reading of sources with a line for each that cannot be read."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

import typer

from kg.errors import InputError
from kg.given import Given
from kg.model import Document
from kg.sources import Unreadable, documents, summed

Paths: TypeAlias = Annotated[list[str], typer.Argument(metavar="PATH…", help="文件、文件夹或通配符")]
Date: TypeAlias = Annotated[str | None, typer.Option(help="文档日期，如 2019-10-31；缺省则从文中读取")]
Region: TypeAlias = Annotated[str | None, typer.Option(help="六位行政区划代码，如 320404；缺省则从文中读取")]

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_REGION = re.compile(r"\d{6}(\d{3})?")


def read(paths: list[str], date: str | None, region: str | None) -> tuple[list[Document], list[Unreadable]]:
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
        typer.echo(f"kg: {line}", err=True)
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
