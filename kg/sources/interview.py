"""Turns of an interview → utterances: role, speaker, time, and the question that each answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.lexicon import rows, words
from kg.model import Span, Utterance
from kg.sources.turns import Turn
from kg.terms import TurnRole

_SELF = re.compile(r"(?:我是|我叫)([^,,。;;!!??\s、]{2,40})")
_GUESTS = re.compile(r"(?:嘉宾|做客|邀请到|请到)[^。\n]{0,200}")
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2})[::](\d\d)(?:[::](\d\d))?\s*\]?$")
_NAME_LENGTHS = (3, 2, 4)
_FAR = -1e9
_FOLLOWS = {
    (TurnRole.HOST, TurnRole.GUEST): 0.0, (TurnRole.HOST, TurnRole.NETIZEN): 0.0, (TurnRole.HOST, TurnRole.HOST): -2.0,
    (TurnRole.GUEST, TurnRole.NETIZEN): 0.0, (TurnRole.GUEST, TurnRole.HOST): -1.0, (TurnRole.GUEST, TurnRole.GUEST): -2.0,
    (TurnRole.NETIZEN, TurnRole.GUEST): 1.0, (TurnRole.NETIZEN, TurnRole.NETIZEN): -3.0,
    (TurnRole.NETIZEN, TurnRole.HOST): -3.0,
}  # fmt: skip
"""How well one turn follows another where nobody is named: questions are answered, answers are followed by questions."""
_LONG = 150
"""Characters: turns longer than this are answers far more often than questions."""


def role_words() -> re.Pattern[str]:
    """The words that tell a speaker's role where a label holds them."""
    return re.compile(_alternatives(words("turn-roles")))


def utterances(text: str, turns: Sequence[Turn], date: str | None) -> tuple[Utterance, ...]:
    """The utterances of the turns; `date` dates the stamps that tell the time of day alone."""
    labelled = any(t.label for t in turns)
    roles = [_told_role(t.label or "") for t in turns] if labelled else _likely_roles([t.span.of(text) for t in turns])
    spoken = [
        Utterance(t.span, _time(t.stamp, date), role, _label_name(t.label, role) if t.label else None)
        for t, role in zip(turns, roles, strict=True)
    ]
    return tuple(_answering(_named(text, spoken)))


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


def _told_role(label: str) -> TurnRole:
    """A label's role; whoever is not called host, reporter or netizen is a guest."""
    known = {r["word"]: TurnRole(r["role"]) for r in rows("turn-roles")}
    if label in known:
        return known[label]
    found = (role for word, role in known.items() if len(word) > 1 and word in label and role is not TurnRole.GUEST)
    return next(found, TurnRole.GUEST)


def _label_name(label: str, role: TurnRole) -> str | None:
    if role in {TurnRole.NETIZEN, TurnRole.REPORTER}:
        return None
    last = re.sub(r"[((][^()()]*[))]", "", label).split()[-1:]
    bare = re.sub(_alternatives(words("turn-roles")), "", last[0]) if last else ""
    return person(bare) if len(bare) > 1 else None


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
    weight = sum(w for pattern, r, w in _cues() if r is role and pattern.search(text))
    if len(text) > _LONG:
        weight += {TurnRole.GUEST: 2.0, TurnRole.NETIZEN: -2.0}.get(role, 0.0)
    return weight


def _named(text: str, spoken: list[Utterance]) -> list[Utterance]:
    """Speakers where the text says who: the label, 我是…, or the only one of the role; else the guests are candidates."""
    told = [u.speaker or _introduced(u.span.of(text)) for u in spoken]
    by_role: dict[TurnRole, list[str]] = {}
    for turn, name in zip(spoken, told, strict=True):
        if name and name not in by_role.setdefault(turn.role, []):
            by_role[turn.role].append(name)
    invited = _invited(spoken, text)
    out = []
    for turn, name in zip(spoken, told, strict=True):
        known = by_role.get(turn.role, [])
        asked = turn.role in {TurnRole.NETIZEN, TurnRole.REPORTER}
        only = known[0] if len(known) == 1 and len(invited) <= 1 and not asked else None
        if name or asked:
            out.append(replace(turn, speaker=None if turn.role is TurnRole.NETIZEN else name))
        elif only and (turn.role is TurnRole.HOST or not turn.speaker):
            out.append(replace(turn, speaker=only))
        else:
            out.append(replace(turn, possible=tuple(known) if turn.role is TurnRole.GUEST else ()))
    return out


def _invited(spoken: Sequence[Utterance], text: str) -> set[str]:
    """The guests that introduced themselves by their full name."""
    names = (_introduced(u.span.of(text)) for u in spoken if u.role is TurnRole.GUEST)
    return {name for name in names if name}


def _introduced(said: str) -> str | None:
    found = _SELF.search(said[:200])
    return person(found[1]) if found else None


def _answering(spoken: Sequence[Utterance]) -> list[Utterance]:
    """Each guest's turn points at the question before it."""
    out: list[Utterance] = []
    question: int | None = None
    for i, turn in enumerate(spoken):
        if turn.role in {TurnRole.NETIZEN, TurnRole.REPORTER}:
            question = i
        elif turn.role is TurnRole.HOST:
            question = None
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


@cache
def _cues() -> tuple[tuple[re.Pattern[str], TurnRole, float], ...]:
    return tuple((re.compile(r["pattern"]), TurnRole(r["role"]), float(r["weight"])) for r in rows("turn-cues"))


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
