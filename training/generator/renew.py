"""Annotated text with new names: each named thing of a document gets another name of its type, alike in form."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from training.generator.names import Names, areas, short

Marked = tuple[str, list[tuple[int, int, str]]]

_ORDINAL = re.compile(r"第[一二三四五六七八九十]{1,4}(?=[届期批轮次])")
_YEAR = re.compile(r"20[0-3][0-9](?=年)")
_QUOTED = re.compile(r"(?<=“)[\u4e00-\u9fff]{2,6}(?=”)")
_SHORT_SCHOOL = 4
_FULL_ENDINGS = ("小学", "中学", "幼儿园", "学校")
_VENUE_ENDS = frozenset("馆院心场园厅堂宫")
_KEPT = 0.15
_POOLED = 0.45


class Renewal:
    """New names for old, drawn from a grammar and from the pool of all annotated names."""

    def __init__(self, documents: Iterable[Marked], seed: int) -> None:
        pool: dict[str, set[str]] = {}
        for text, mentions in documents:
            for start, end, kind in mentions:
                pool.setdefault(kind, set()).add(text[start:end])
        self.pool: Mapping[str, Sequence[str]] = {kind: sorted(names) for kind, names in pool.items()}
        self.chance = random.Random(seed)
        self.names = Names(self.chance)

    def renewed(self, document: Marked) -> Marked:
        """The document with its names replaced; equal names stay equal."""
        text, mentions = document
        new: dict[tuple[str, str], str] = {}
        out: list[str] = []
        marks: list[tuple[int, int, str]] = []
        at = length = 0
        for start, end, kind in sorted(mentions):
            old = text[start:end]
            name = new.setdefault((kind, old), self._new(kind, old))
            out += [text[at:start], name]
            length += start - at + len(name)
            marks.append((length - len(name), length, kind))
            at = end
        out.append(text[at:])
        return "".join(out), marks

    def _new(self, kind: str, old: str) -> str:
        draw = self.chance.random()
        if draw < _KEPT:
            return old
        n = self.names
        match kind:
            case "Person":
                return n.person()
            case "Place":
                return self._place(old)
            case "School" if len(old) <= _SHORT_SCHOOL and not old.endswith(_FULL_ENDINGS):
                return n.school_short()
            case "School" | "Campus" | "Group" | "GovernmentBody" | "Organization":
                return self.chance.choice(self.pool[kind]) if draw < _POOLED else self._of_grammar(kind)
            case "Work":
                return self.chance.choice(self.pool[kind])
            case _:
                return self._varied(self.chance.choice(self.pool[kind]) if draw < _POOLED else old)

    def _of_grammar(self, kind: str) -> str:
        n = self.names
        return {
            "School": n.school,
            "Campus": n.campus,
            "Group": n.group,
            "GovernmentBody": n.body,
            "Organization": n.organization,
        }[kind]()

    def _place(self, old: str) -> str:
        n = self.names
        if old in _area_names():
            return n.chance.choice((n.province(), n.city(), n.county(), n.county()))
        if old.endswith(("街道", "镇", "乡")):
            return n.town()
        if len(old) <= 3:
            return short(n.chance.choice((n.city(), n.city(), n.county(), n.province())))
        return n.venue() if old[-1] in _VENUE_ENDS else old

    def _varied(self, name: str) -> str:
        """The name with other areas, ordinals, years and quoted words."""
        n = self.names
        name = _ORDINAL.sub(lambda _: "第" + n.ordinal(), name)
        name = _YEAR.sub(lambda _: str(n.chance.randint(2014, 2025)), name)
        if n.often(0.6):
            name = _QUOTED.sub(lambda _: n.one("quoted"), name)
        for size in range(min(9, len(name)), 2, -1):
            for at in (0, 5):
                head = name[at : at + size]
                if head in _area_names() and (at == 0 or name[4] == "年"):
                    new = (
                        n.county()
                        if head[-1] in "区县"
                        else n.chance.choice((n.city(), n.county()))
                        if head[-1] == "市"
                        else n.province()
                    )
                    return name[:at] + new + name[at + size :]
        return name


@cache
def _area_names() -> frozenset[str]:
    return frozenset(name for level in areas()[:3] for name in level)
