"""Persons in by-lines: (通讯员 王小明 李华), 责任编辑：张三."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg import lexicon
from kg.compiled import compiled
from kg.lazy import regex
from kg.model import Span
from kg.page import Page, Proposal
from kg.terms import EntityType

_NAMES = r"[:：\s/|｜]{1,4}((?:[\u4e00-\u9fff·]{2,4}[、,， \u3000/]{1,3}){0,6}[\u4e00-\u9fff·]{2,4})(?![\u4e00-\u9fff])"
_NAME = regex(r"[\u4e00-\u9fff·]+")


@cache
def _byline() -> re.Pattern[str]:
    words = sorted(lexicon.words("bylines"), key=lambda w: (-len(w), w))
    return compiled(f"(?:{'|'.join(words)}){_NAMES}")


def proposals(page: Page) -> Iterator[Proposal]:
    """Each name behind a by-line word that opens with a surname."""
    surnames = lexicon.words("surnames")
    for part in page.body:
        for found in _byline().finditer(page.text, part.start, part.end):
            for name in _NAME.finditer(page.text, *found.span(1)):
                if name[0][0] in surnames or name[0][:2] in surnames:
                    yield Proposal(Span(*name.span()), EntityType.PERSON, "bylines.name")
