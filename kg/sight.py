"""What the scorer of claims sees: their rules and parts, the places of those, the words around and between them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from itertools import pairwise
from typing import Generic, TypeAlias, TypeVar

from kg.lazy import regex
from kg.model import Argument, Claim, Mention, Scope
from kg.patterns.acts import Ways
from kg.patterns.building import AHEAD, SOON
from kg.patterns.numbers import number
from kg.patterns.plans import DONE, outlook, past_due
from kg.patterns.signature import Signature
from kg.patterns.tokens import LETTER
from kg.patterns.words import classes
from kg.terms import FactType, Role

T = TypeVar("T")
Names: TypeAlias = list[str]
_Placed: TypeAlias = tuple[int, int, str, str]
"""Start, end, role and letter of a party."""

_SHORT = 24
_NAMES, _VERBS = regex("[A-Z]"), regex("[a-z]")
_GAPS = (0, 2, 5, 10, 20, 40, 80)
_REMEMBERED = 1 << 13
_SPELLED = frozenset({Role.UNIT, Role.STATUS, Role.ROLE, Role.RANK, Role.WORKS, Role.MEASURE})
"""Literals that are seen as they are."""


class Sight(Generic[T]):
    """The claims of one sentence. What several of them share (a party, two parties, a clause) is named and weighed once.

    `weigh` takes names of features: the sum of their weights is all that a trained model needs, and who trains one needs the names.
    `everywhere` is what was weighed that does not depend on the sentence: more is kept there.
    """

    def __init__(self, sign: Signature, weigh: Callable[[Names], T], everywhere: dict[Hashable, T]) -> None:
        self._sign = sign
        self._weigh = weigh
        self._everywhere = everywhere
        self._text = sign.sentence.text
        self._ways = Ways(sign)
        self._from, self._to = sign.sentence.span.start, sign.sentence.span.end
        self._known: dict[Hashable, T] = {}

    def seen(self, claim: Claim) -> list[T]:
        """What is seen of a claim by itself."""
        kind, rule, known, everywhere = claim.type.value, claim.rule, self._known, self._everywhere
        key: Hashable = "rule", kind, rule, claim.confidence
        out = [everywhere[key] if key in everywhere else self._keep_for_all(key, _of_rule(claim, kind))]
        placed: list[_Placed] = []
        out += [self._argument(kind, rule, role, claim.args[role], placed) for role in sorted(claim.args)]
        if claim.type is FactType.OBSERVATION:
            placed += _counted(claim, self._sign)
        placed.sort()
        opens, ends = claim.evidence.start, claim.evidence.end
        for one in placed:
            start, end, role_, _ = one
            key = "beside", kind, role_, start, end
            out.append(known[key] if key in known else self._keep(key, self._beside(kind, one)))
            side = "in" if opens <= start < ends else "before" if start < opens else "after"
            gap = _bucket(opens - end) if side == "before" else side
            key = "side", kind, role_, side, gap
            more = everywhere[key] if key in everywhere else self._keep_for_all(key, _of_side(kind, role_, side, gap))
            out.append(more)
        for n in range(1, len(placed)):
            key = "gap", kind, placed[n - 1], placed[n]
            out.append(known[key] if key in known else self._keep(key, self._gap(kind, placed[n - 1], placed[n])))
        told = claim.args[Role.STATUS] if claim.type is FactType.CONSTRUCTION else None
        key = "clause", kind, opens, ends, told
        out.append(known[key] if key in known else self._keep(key, _of_clause(claim, kind, self._sign)))
        key = "sentence", kind
        out.append(known[key] if key in known else self._keep(key, self._of_sentence(kind)))
        if told is not None:
            key = "ahead", told, opens, ends, claim.args.get(Role.DATE)
            out.append(known[key] if key in known else self._keep(key, list(_ahead(claim, self._sign))))
        self._add_parties(claim, kind, out)
        return out

    def other(self, kind: str, names: tuple[str, ...], what: str) -> T:
        """What it says of a claim that these other rules told it, or something that rivals it."""
        key = what, kind, names
        known = self._everywhere
        return known[key] if key in known else self._keep_for_all(key, [f"{kind}|{what}={rule}" for rule in names])

    def _keep_for_all(self, key: Hashable, names: Names) -> T:
        if len(self._everywhere) >= _REMEMBERED:
            self._everywhere.clear()
        found = self._everywhere[key] = self._weigh(names)
        return found

    def _keep(self, key: Hashable, names: Names) -> T:
        """What these names weigh, kept for the next who asks by this key."""
        found = self._known[key] = self._weigh(names)
        return found

    def _argument(self, kind: str, rule: str, role: Role, value: Argument, placed: list[_Placed]) -> T:
        known = self._known
        key: Hashable
        if isinstance(value, Mention):
            start, end = value.span.start, value.span.end
            if self._from <= start < self._to:
                placed.append((start, end, role, LETTER[value.type]))
            key = "name", kind, rule, role, start, end
            return known[key] if key in known else self._keep(key, self._of_name(kind, rule, role, value))
        key = "value", kind, rule, role, value if isinstance(value, Scope) or role in _SPELLED else None
        known = self._everywhere
        return known[key] if key in known else self._keep_for_all(key, _of_value(kind, rule, role, value))

    def _of_name(self, kind: str, rule: str, role: Role, value: Mention) -> Names:
        letter = LETTER[value.type]
        out = [f"{kind}|{role}={letter}", f"rule={rule}|{role}={letter}"]
        inside = self._from <= value.span.start < self._to
        if not inside:
            out.append(f"{kind}|{role}|away={_bucket(self._sign.sentence.span.start - value.span.end)}")
        if any(value.text == main.text for main in self._sign.mains):
            out.append(f"{kind}|{role}|main{'' if inside else '|away'}")
        return out

    def _beside(self, kind: str, one: _Placed) -> Names:
        start, end, role, _ = one
        sign, base = self._sign, self._sign.sentence.span.start
        left, right = self._text[max(0, start - base - 3) : start - base], self._text[end - base : end - base + 3]
        out = [
            f"{kind}|{role}<{left[-1:]}",
            f"{kind}|{role}<{left[-2:]}",
            f"{kind}|{role}>{right[:1]}",
            f"{kind}|{role}>{right[:2]}",
        ]
        at = sign.places.get(start)
        if at is not None and at in sign.chunks:
            out.append(f"{kind}|{role}|list={min(len(sign.chunks[at].items), 4)}")
            out.append(f"{kind}|{role}|opens={sign.opens(at)}")
        return out

    def _gap(self, kind: str, one: _Placed, other: _Placed) -> Names:
        """What stands between two parties."""
        (_, end, a, x), (start, _, b, y) = one, other
        sign, base = self._sign, self._sign.sentence.span.start
        i, j = sign.places.get(end), sign.places.get(start)
        within = i is not None and j is not None and j >= i
        between = sign.text[i:j] if within else self._text[end - base : start - base]
        out = [f"{kind}|{a}{b}|gap={_bucket(len(between))}", f"{kind}|{x}{y}"]
        out += [f"{kind}|{a}{b}|cross={mark}" for mark in ",;:、(" if mark in between]
        out += [f"{kind}|{a}{b}|letter={c}" for c in sorted(set(_NAMES.findall(between)))]
        if len(between) <= _SHORT:
            out += sorted({f"{kind}|{a}{b}|{between[n : n + 2]}" for n in range(len(between) - 1)})
        return out

    def _of_sentence(self, kind: str) -> Names:
        sign, text = self._sign, self._text
        return [
            f"{kind}|speaker={LETTER[sign.speaker.type] if sign.speaker else '-'}",
            f"{kind}|turns={bool(sign.sentence.document.utterances)}",
            f"{kind}|title={text.endswith(chr(10)) and '。' not in text}",
            f"{kind}|names={min(len(sign.sentence.mentions), 8)}",
        ]

    def _add_parties(self, claim: Claim, kind: str, out: list[T]) -> None:
        """The way between the parties and the verbs beside each: B,o for B和…联合,组织…"""
        known, place = self._known, self._sign.places
        parties = sorted(
            (place[v.span.start], role)
            for role, v in claim.args.items()
            if isinstance(v, Mention) and self._from <= v.span.start < self._to and v.span.start in place
        )
        alone = len(parties) == 1
        key: Hashable
        for at, role in parties:
            key = "party", kind, at, role, alone
            out.append(known[key] if key in known else self._keep(key, self._party(kind, at, role, alone=alone)))
        for (x, a), (y, b) in pairwise(parties):
            key = "way", kind, x, a, y, b
            out.append(known[key] if key in known else self._keep(key, self._way(kind, x, a, y, b)))

    def _party(self, kind: str, at: int, role: Role, *, alone: bool) -> Names:
        left, right, lead, tail = self._ways.beside(at)
        out = [f"{kind}|{role}|left={left}", f"{kind}|{role}|right={right}", f"{kind}|{role}|lead={lead[-6:]}"]
        out += [f"{kind}|{role}|tail={tail[:6]}", f"{kind}|{role}|lead2={lead[-2:]}", f"{kind}|{role}|tail2={tail[:2]}"]
        if alone:
            out += [
                f"{kind}|alone|{role}|{self._ways.between(0, at)[-8:]}",
                f"{kind}|alone|{role}|left={left}|{lead[-3:]}",
            ]
        return out

    def _way(self, kind: str, x: int, a: Role, y: int, b: Role) -> Names:
        path = self._ways.between(x + 1, y)
        return [
            f"{kind}|{a}{b}|way={path}",
            f"{kind}|{a}{b}|way3={path[:3]}|{path[-3:]}",
            f"{kind}|{a}{b}|verbs={''.join(sorted(set(_VERBS.findall(path))))}",
        ]


def _of_rule(claim: Claim, kind: str) -> Names:
    return ["bias", kind, f"rule={claim.rule}", f"{kind}|sure={round(claim.confidence, 1)}"]


def _of_side(kind: str, role: str, side: str, gap: int | str) -> Names:
    return [f"{kind}|{role}|{side}", f"{kind}|{role}|from={gap}"]


def _of_value(kind: str, rule: str, role: Role, value: Argument) -> Names:
    if isinstance(value, Scope):
        return [f"{kind}|{role}=scope:{value.level}", f"rule={rule}|{role}=scope"]
    out = [f"{kind}|{role}"]
    if role is Role.MEASURE:
        out += [f"{kind}|{role}~{str(value)[-2:]}", f"{kind}|{role}^{str(value)[:2]}"]
    elif role in _SPELLED:
        out.append(f"{kind}|{role}={value}")
    return out


def _of_clause(claim: Claim, kind: str, sign: Signature) -> Names:
    clause = claim.evidence.of(sign.sentence.document.text)
    out = [f"{kind}|has={cue}" for cue in classes()["cue"] if cue in clause]
    if claim.type is FactType.CONSTRUCTION:
        status = claim.args[Role.STATUS]
        out += sorted({f"{status}|{clause[n : n + 2]}" for n in range(len(clause) - 1)})
    return out


def _ahead(claim: Claim, sign: Signature) -> Iterator[str]:
    """Whether what is told of a building looks ahead: by its words, by its date, by its heading."""
    status = claim.args[Role.STATUS]
    clause = claim.evidence.of(sign.sentence.document.text)
    date = claim.args.get(Role.DATE)
    due = past_due(sign, date if isinstance(date, str) else None)
    under = outlook(sign)
    words = AHEAD.search(clause) or SOON.search(clause)
    yield f"{status}|under={under}"
    yield f"{status}|ahead={words[0] if words else ''}"
    yield f"{status}|due={due}"
    yield f"{status}|looks={bool(words)}|{due}|{under}|{DONE.search(clause) is not None}"


def _counted(claim: Claim, sign: Signature) -> Iterator[_Placed]:
    """The place of the number itself, as a party like those that have a name."""
    for _, chunk in sorted(sign.chunks.items()):
        count = chunk.count
        if (
            count
            and claim.evidence.start <= chunk.span.start < claim.evidence.end
            and count.unit == claim.args[Role.UNIT]
        ) and number(count.value) == claim.args[Role.VALUE]:
            yield chunk.span.start, chunk.span.end, "n", "N"
            return


def _bucket(size: int) -> int:
    return next((gap for gap in _GAPS if size <= gap), 99)
