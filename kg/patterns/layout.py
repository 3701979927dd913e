"""How a page is laid out: lines of prose, headings, rows of lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.lazy import regex
from kg.patterns.signature import Signature
from kg.patterns.words import compiled

HEAD = regex(
    r"^(?:[\s　]*(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]+\)|\d+[.、]|★|◆|●|■|▲|◎|※|【[一二三四五六七八九十]+】|【|附件\d*[::]?|—+))*"
)
_COLUMNS = 2
_MARK = regex(r"[。!?]")
_LONG = regex(r"[一-龥]{15,}")
_VERB = r"(?:被|在|由|了|荣获|获得|获评|举办|举行|出席|是|将|为(?!民|公)|开展|曾获|拿下|夺得|(?<!获)获(?!奖|评))"


def lines(passage: Sequence[Signature]) -> Iterator[list[Signature]]:
    """The sentences of a passage line by line; blank lines are left out."""
    line: list[Signature] = []
    for sign in passage:
        if sign.text.strip("\n \t"):
            line.append(sign)
        if sign.text.endswith("\n"):
            if line:
                yield line
            line = []
    if line:
        yield line


_LISTED = regex(r"[^,。:]{0,14}:(?:[SAGOBP](?:[、,;\s]|以及|[和及])*)+[。;]?\s*")
"""A label with names alone behind it, though a full stop closes it: 优秀组织奖N:S、S。"""


def is_prose(text: str) -> bool:
    """Whether a line (as signature) is told in sentences: it has a full stop, a verb outside of brackets, or runs long."""
    bare = re.sub(r"\([^()]*\)", "", HEAD.sub("", text))
    if _LISTED.fullmatch(bare):
        return False
    return bool(_MARK.search(bare) or _LONG.search(bare) or compiled(_VERB).search(bare))


def is_told(text: str) -> bool:
    """Whether a sentence (as signature) is one of prose, and no row of a list or table."""
    return is_prose(text) or text.endswith(("。", "!", "?"))


def cells(line: str) -> list[str]:
    """The cells of a pasted row: by tabs or bars, else by wide gaps, else by blanks."""
    line = line.strip("\n\r")
    if "\t" in line or "|" in line or "｜" in line:
        return [c.strip() for c in re.split(r"[\t|｜]", line.strip(" 　"))]
    wide = [c.strip() for c in re.split(r"[ 　]{2,}|　", line.strip()) if c.strip()]
    return wide if len(wide) > _COLUMNS else line.split()
