"""Winners and ranks side by side without a verb: 一等奖：A、B；二等奖：C. 小学组：A第一名，B第二名。 In prose as in lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.lazy import regex
from kg.model import Argument, Claim, Mention
from kg.patterns.phrases import Chunk, Item
from kg.patterns.prizes import SPECIAL, level, ranks
from kg.patterns.signature import Signature
from kg.terms import FactType, Role

_WITH = r"(?:W|的W|\([^()]{0,20}\))*"
_AND = r"(?:[、\s]|以及|[和及与]|,(?=[SAGOP](?:W|\([^()]{0,20}\))*(?:[、,;。]|\s*$)))+"
_WHO = rf"[SAGOP]{_WITH}(?:{_AND}[SAGOP]{_WITH})*"
_NOUN = "(?:的?(?:获得者|获奖者|得主|获奖|名单|学校|单位|选手|作品|节目|教师|学生|团队|队伍))?"
_LABELLED = regex(
    rf"R{_NOUN}(?:\(?N\)?)?(?:,?分别)?(?::|[为是有]:?|包括:?|如下:)(?P<a>{_WHO})"
    rf"|(?:(?<=[;:,。、\s])|^)K*R(?P<b>{_WHO})(?=[、,;。\s]|$)"
    rf"|(?:(?<=[;:,。、\sK])|^)(?P<c>{_WHO})[,:\s]?K*(?P<r>R)(?=[、,;。\s]|$)"
)
"""A rank with its winners behind it or before it; without a colon only where nothing else stands in the clause."""
_RULES = {"a": "labelled.winners", "b": "labelled.beside", "c": "labelled.result"}
_ROW = regex(r"[\t|]")
"""What parts the cells of a row: tables are read by their headers."""
_NEAR = 30
"""How far before its rank a category may stand."""


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """The prizes of each label, in the contest that was named last."""
    contest: Mention | None = None
    for sign in passage:
        at = 0
        told = "R" in sign.letters and not _ROW.search(sign.text)
        for found in _LABELLED.finditer(sign.text) if told else ():
            place = found.start("r") if found["r"] else sign.text.index("R", found.start())
            contest = _last(sign, at, place) or contest
            at = place
            if contest is not None:
                yield from _prizes(sign, place, found, contest)
        contest = _last(sign, at, len(sign.text)) or contest


def _last(sign: Signature, start: int, end: int) -> Mention | None:
    """The last contest between two places."""
    heads = [c.items[-1].head for _, c in sign.between(start, end) if c.letter == "C" and c.items]
    return next((head for head in reversed(heads) if isinstance(head, Mention)), None)


def _prizes(sign: Signature, place: int, found: re.Match[str], contest: Mention) -> Iterator[Claim]:
    rank = ranks(sign.said(place))
    if len(rank) > 1:
        return
    args: dict[Role, Argument] = {Role.COMPETITION: contest, Role.RANK: rank[0]}
    if (known := level(contest.text, sign.sentence.document.region)) is not None:
        args[Role.LEVEL] = known
    if not SPECIAL.search(rank[0]) and (category := _category(sign, place)):
        args[Role.CATEGORY] = category
    group = next(name for name in _RULES if found[name])
    chunks = list(sign.between(*found.span(group)))
    who = [(i, c) for i, c in chunks if c.letter == "P"] or [(i, c) for i, c in chunks if c.letter in "SAGO"]
    evidence = sign.span(*found.span())
    for at, chunk in who:
        for item in chunk.items:
            if isinstance(item.head, Mention):
                told = args | {Role.RECIPIENT: item.head} | _work(sign, at, chunk, item)
                yield Claim(FactType.AWARD, told, evidence, _RULES[group], 0.9)


def _category(sign: Signature, place: int) -> str:
    """The category before a rank, in its clause or as the label of several: 小学组：一等奖A；二等奖B."""
    near = [i for i in sign.held("K") if place - _NEAR <= i < place]
    since = sign.text.rfind("。", 0, place)
    return "".join(sign.said(near[-1]).split()) if near and near[-1] > since else ""


def _work(sign: Signature, place: int, chunk: Chunk, item: Item) -> dict[Role, Argument]:
    """The work that stands behind the last winner of a list."""
    after = sign.chunks.get(place + 1 + (sign.text[place + 1 : place + 2] == "的"))
    if after is None or after.letter != "W" or item is not chunk.items[-1] or len(after.items) != 1:
        return {}
    work = after.items[0].head
    return {Role.WORK: work} if isinstance(work, Mention) else {}
