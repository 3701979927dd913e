"""Turns of an interview → utterances: role, speaker, time, and the question that each answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.compiled import compiled
from kg.lazy import regex
from kg.lexicon import rows, words
from kg.model import Span, Utterance
from kg.sources.turns import QUESTION, Interview, Turn, Words
from kg.terms import TurnRole

_SELF = regex(r"(?:我是|我叫)([^,，。;；!！?？\s、]{2,40})")
_SEVERAL = regex(r"[两二三四几各]位(?:嘉宾|领导|局长|校长)")
_NAME = regex(r"[一-鿿·]{2,5}")
_DAY = regex(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
_CLOCK = regex(r"(\d{1,2})[:：](\d\d)(?:[:：](\d\d))?\s*\]?$")
_ASKS = regex(rf"{QUESTION}|请[^。!！?？,，]{{0,12}}(?:介绍|谈谈|谈一谈|说说|讲讲|解读|解释|回答|解答)")
"""How a host asks: a question at the end, or a request to tell of something."""
_NAME_LENGTHS = (3, 2, 4)
_FAR = -1e9
_FOLLOWS = {
    (TurnRole.HOST, TurnRole.GUEST): 0.0, (TurnRole.HOST, TurnRole.NETIZEN): 0.0, (TurnRole.HOST, TurnRole.HOST): -2.0,
    (TurnRole.GUEST, TurnRole.NETIZEN): 0.0, (TurnRole.GUEST, TurnRole.HOST): -1.0, (TurnRole.GUEST, TurnRole.GUEST): -2.0,
    (TurnRole.NETIZEN, TurnRole.GUEST): 1.0, (TurnRole.NETIZEN, TurnRole.NETIZEN): -3.0,
    (TurnRole.NETIZEN, TurnRole.HOST): -3.0,
}  # fmt: skip
"""How well one turn follows another where nobody is named: questions are answered, answers are followed by questions."""
_CUED = 500
"""Characters at both ends of a turn that are looked at for what they tell of its speaker."""
_LONG = 150
"""Characters: turns longer than this are answers far more often than questions."""


def label_words() -> Words:
    """The words by which labels of turns are known."""
    return Words(
        compiled(_alternatives(frozenset(w for w, r in _roles().items() if r))),
        compiled(f"[一-鿿]{{0,4}}(?:{_alternatives(frozenset(w for w, r in _roles().items() if r and len(w) > 1))})"),
        compiled(rf"(?:{_ending(long=True)})$|^(?:{_ending(long=False)})$"),
    )


def utterances(text: str, told: Interview, date: str | None) -> tuple[Utterance, ...]:
    """The utterances of an interview; `date` dates the stamps that tell the time of day alone."""
    cast = {name: role for label, rest in told.cast if (role := _told_role(label, {})) for name in _people(rest)}
    if any(t.asks is not None for t in told.turns):
        asker = TurnRole.REPORTER if "记者" in text[: told.turns[0].span.start] else TurnRole.HOST
        roles = [asker if t.asks else TurnRole.GUEST for t in told.turns]
    elif any(t.label for t in told.turns):
        roles = [_told_role(t.label or "", cast) for t in told.turns]
    else:
        roles = _likely_roles([t.span.of(text) for t in told.turns])
    spoken = [
        Utterance(t.span, _time(t.stamp, date), role, _label_name(t.label, role) if t.label else None)
        for t, role in zip(told.turns, roles, strict=True)
    ]
    open_labels = [not t.label or _alternative_roles().fullmatch(t.label) is not None for t in told.turns]
    return tuple(_answering(text, _named(text, spoken, cast, open_labels)))


def _people(phrase: str) -> list[str]:
    """The names that end the pieces of a line like 教育局局长周敏华,教师发展中心主任陆一鸣."""
    pieces = re.split(r"[,，、;；/\s]+", phrase)
    return list(dict.fromkeys(name for piece in pieces if (name := person(piece))))


def person(phrase: str) -> str | None:
    """The person's name that ends a phrase: 区委宣传部副部长罗孝廉 → 罗孝廉; None where no surname stands there."""
    compact = phrase.strip()
    surnames = words("surnames")
    for length in (4, 3):
        if len(compact) >= length and compact[-length:][:2] in surnames and length > len(compact[-length:][:2]):
            return compact[-length:]
    for length in _NAME_LENGTHS[:2]:
        name = compact[-length:]
        if len(name) == length and name[0] in surnames and re.fullmatch(r"[一-鿿]+", name):
            return name
    return None


def _told_role(label: str, cast: Mapping[str, TurnRole]) -> TurnRole:
    """A label's role; whoever is not called host, reporter or netizen, there or in the cast, is a guest."""
    known = _roles()
    if (role := known.get(label)) or (role := cast.get(_last_word(label))):
        return role
    found = (r for w, r in known.items() if r and len(w) > 1 and w in label and r is not TurnRole.GUEST)
    return next(found, TurnRole.GUEST)


def _last_word(label: str) -> str:
    last = re.sub(r"[(（][^()（）]*[)）]", "", label).split()[-1:]
    return _alternative_roles().sub("", last[0]) if last else ""


def _label_name(label: str, role: TurnRole) -> str | None:
    """The name in a label: 局长 邵立言, 主持人佟彤; a label of a few characters that is no role is a name."""
    if role in {TurnRole.NETIZEN, TurnRole.REPORTER}:
        return None
    bare = _last_word(label)
    return bare if _NAME.fullmatch(bare) else person(bare)


def _likely_roles(said: Sequence[str]) -> list[TurnRole]:
    """The likeliest roles of unlabelled turns: what each says, and what follows what (Viterbi)."""
    roles = (TurnRole.HOST, TurnRole.GUEST, TurnRole.NETIZEN)
    best: list[dict[TurnRole, tuple[float, TurnRole | None]]] = []
    for i, text in enumerate(said):
        column: dict[TurnRole, tuple[float, TurnRole | None]] = {}
        for role in roles:
            own = _weight(text, role)
            if i == 0:
                column[role] = (own + (2.0 if role is TurnRole.HOST else 0.0), None)
                continue
            steps = ((best[-1][r][0] + _FOLLOWS[r, role], r) for r in roles)
            score, came = max(steps, key=lambda s: (s[0], -roles.index(s[1])))
            column[role] = (score + own, came)
        best.append(column)
    if not best:
        return []
    here: TurnRole | None = max(roles, key=lambda r: (best[-1][r][0], -roles.index(r)))
    out: list[TurnRole] = []
    for column in reversed(best):
        if here is None:
            break
        out.append(here)
        here = column[here][1]
    return out[::-1]


def _weight(text: str, role: TurnRole) -> float:
    ends = text if len(text) <= 2 * _CUED else f"{text[:_CUED]}\n{text[-_CUED:]}"
    weight = sum(w for pattern, r, w in _cues() if r is role and pattern.search(ends))
    if len(text) > _LONG:
        weight += {TurnRole.GUEST: 2.0, TurnRole.NETIZEN: -2.0}.get(role, 0.0)
    return weight


def _named(
    text: str, spoken: list[Utterance], cast: Mapping[str, TurnRole], open_labels: Sequence[bool]
) -> list[Utterance]:
    """Speakers where the text says who: the label, 我是…, or the only one of the role; else the known ones are candidates."""
    told = [u.speaker or _introduced(u.span.of(text)) for u in spoken]
    known: dict[TurnRole, dict[str, None]] = {}
    for name, role in cast.items():
        known.setdefault(role, {})[name] = None
    for turn, own in zip(spoken, told, strict=True):
        if own:
            known.setdefault(turn.role, {})[own] = None
    # 感谢两位嘉宾: one of them may never have said who he is
    several = any(_SEVERAL.search(u.span.of(text)) for u in spoken if u.role is TurnRole.HOST)
    out = []
    for turn, own, is_open in zip(spoken, told, open_labels, strict=True):
        names = tuple(known.get(turn.role, {}))
        if turn.role in {TurnRole.NETIZEN, TurnRole.REPORTER}:
            out.append(replace(turn, speaker=None))
        elif own or not is_open:
            out.append(replace(turn, speaker=own))
        elif len(names) == 1 and not several:
            out.append(replace(turn, speaker=names[0]))
        else:
            out.append(replace(turn, possible=names if turn.role is TurnRole.GUEST else ()))
    return out


def _introduced(said: str) -> str | None:
    found = _SELF.search(said[:200])
    return person(found[1]) if found else None


def _answering(text: str, spoken: Sequence[Utterance]) -> list[Utterance]:
    """Each guest's turn points at the question before it: of a netizen, a reporter, or a host who asks."""
    out: list[Utterance] = []
    question: int | None = None
    for i, turn in enumerate(spoken):
        if turn.role in {TurnRole.NETIZEN, TurnRole.REPORTER}:
            question = i
        elif turn.role is TurnRole.HOST:
            question = i if _ASKS.search(turn.span.of(text)) else None
        out.append(replace(turn, answers=question) if turn.role is TurnRole.GUEST and question is not None else turn)
    return out


def _time(stamp: str | None, date: str | None) -> str | None:
    """A stamp as ISO 8601."""
    if stamp is None:
        return None
    day, clock = _DAY.search(stamp), _CLOCK.search(stamp)
    on = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else date
    if clock is None or on is None or len(on) != len("2019-10-31"):
        return on if clock is None else None
    return f"{on}T{int(clock[1]):02}:{clock[2]}:{clock[3] or '00'}"


def _ending(*, long: bool) -> str:
    """Words that open no turn: long ones where they end a label, single characters where they are one."""
    return _alternatives(frozenset(w for w, role in _roles().items() if role is None and (len(w) > 1) is long))


@cache
def _roles() -> Mapping[str, TurnRole | None]:
    return {r["word"]: None if r["role"] == "none" else TurnRole(r["role"]) for r in rows("turn-roles")}


@cache
def _alternative_roles() -> re.Pattern[str]:
    return compiled(_alternatives(frozenset(w for w, role in _roles().items() if role)))


@cache
def _cues() -> tuple[tuple[re.Pattern[str], TurnRole, float], ...]:
    return tuple((compiled(r["pattern"]), TurnRole(r["role"]), float(r["weight"])) for r in rows("turn-cues"))


@cache
def _alternatives(found: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, found), key=lambda w: (-len(w), w)))


def spans_outside(text: str, turns: Sequence[Turn], kept: Sequence[Span]) -> tuple[Span, ...]:
    """What is to be read: the turns and their labels, and of the rest the lines `kept`; stamps fall away."""
    first = min(t.label_span.start if t.label_span else t.span.start for t in turns)
    last = turns[-1].end
    out = [Span(s.start, min(s.end, first)) for s in kept if s.start < first]
    out += [Span(max(s.start, last), s.end) for s in kept if s.end > last]
    out += [t.span for t in turns] + [t.label_span for t in turns if t.label_span]
    return tuple(sorted(s for s in out if s.of(text).strip()))
