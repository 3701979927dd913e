"""How sure a claim is: a log-linear model over what surrounds it, trained on annotated documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from kg.loglinear import LogLinear
from kg.model import Claim, Mention, Scope
from kg.patterns.acts import Ways
from kg.patterns.building import AHEAD, SOON
from kg.patterns.numbers import number
from kg.patterns.plans import DONE, outlook, past_due
from kg.patterns.signature import Signature
from kg.patterns.tokens import LETTER
from kg.patterns.words import classes
from kg.terms import ENTITY_ROLES, FactType, Role

MODEL = Path(__file__).parent / "models" / "claims.weights"
"""The shipped model; `python -m training.claims` makes it."""
TRUE = "1"
WEAK = "nearby."
"""Rules of this name offer what merely stands side by side."""

_SHORT = 24
_NAMES, _VERBS = re.compile("[A-Z]"), re.compile("[a-z]")
_GAPS = (0, 2, 5, 10, 20, 40, 80)


def scored(claims: Iterable[Claim], passage: Sequence[Signature]) -> list[Claim]:
    """The claims of a passage with the model's probability as confidence; unchanged where no model is shipped."""
    model = _model()
    found = list(claims)
    if model is None:
        return found
    return [
        Claim(claim.type, claim.args, claim.evidence, claim.rule, model.sure(seen))
        for claim, seen in described(found, passage)
    ]


def described(claims: Iterable[Claim], passage: Sequence[Signature]) -> Iterator[tuple[Claim, list[str]]]:
    """The claims of a passage with what the model sees of them: themselves, and which rules say the same or rival them.

    What only stands nearby is left out where a rule says the same.
    """
    found = list(claims)
    signs = located(found, passage)
    ways: dict[int, Ways] = {}
    under: dict[int, str] = {}
    same: dict[object, set[str]] = defaultdict(set)
    rival: dict[object, set[str]] = defaultdict(set)
    told: set[object] = set()
    read = {_prize(claim) for claim in found if not claim.rule.startswith(WEAK)} - {None}
    names = [_same(claim) for claim in found]
    shared = [_shared(claim) for claim in found]
    for claim, name, keys in zip(found, names, shared, strict=True):
        same[name].add(claim.rule)
        for key in keys:
            rival[key].add(claim.rule)
    for claim, sign, name, keys in zip(found, signs, names, shared, strict=True):
        rules = same[name]
        if claim.rule.startswith(WEAK):
            if any(not rule.startswith(WEAK) for rule in rules) or name in told or _prize(claim) in read:
                continue
            told.add(name)
        kind = claim.type.value
        seen = features(claim, sign)
        place = sign.sentence.span.start
        if place not in ways:
            ways[place] = Ways(sign)
        if claim.type is FactType.CONSTRUCTION:
            if place not in under:
                under[place] = outlook(sign)
            seen += _ahead(claim, sign, under[place])
        seen += _ways(claim, sign, ways[place])
        seen += [f"{kind}|also={rule}" for rule in sorted(rules - {claim.rule})]
        for n, key in enumerate(keys):
            seen += [f"{kind}|rival{n}={rule}" for rule in sorted(rival[key] - rules)]
        yield claim, seen


def _ways(claim: Claim, sign: Signature, ways: Ways) -> list[str]:
    """The way between the parties and the verbs beside each: B,o for B和…联合,组织…"""
    kind = claim.type.value
    base = sign.sentence.span
    place = sign.places
    parties = [
        (place[v.span.start], role)
        for role, v in sorted(claim.args.items())
        if isinstance(v, Mention) and base.start <= v.span.start < base.end and v.span.start in place
    ]
    parties.sort()
    out: list[str] = []
    for at, role in parties:
        left, right, lead, tail = ways.beside(at)
        out += [f"{kind}|{role}|left={left}", f"{kind}|{role}|right={right}", f"{kind}|{role}|lead={lead[-6:]}"]
        out += [f"{kind}|{role}|tail={tail[:6]}", f"{kind}|{role}|lead2={lead[-2:]}", f"{kind}|{role}|tail2={tail[:2]}"]
        if len(parties) == 1:
            out += [
                f"{kind}|alone|{role}|{ways.between(0, at)[-8:]}",
                f"{kind}|alone|{role}|left={left}|{lead[-3:]}",
            ]
    for (x, a), (y, b) in pairwise(parties):
        path = ways.between(x + 1, y)
        out += [f"{kind}|{a}{b}|way={path}", f"{kind}|{a}{b}|way3={path[:3]}|{path[-3:]}"]
        out += [f"{kind}|{a}{b}|verbs={''.join(sorted(set(_VERBS.findall(path))))}"]
    return out


_DETAILS = frozenset({Role.WORKS, Role.DATE, Role.PROGRESS, Role.LEVEL, Role.WORK, Role.RECIPIENT_KIND, Role.OF})


def _same(claim: Claim) -> object:
    """What makes a claim the same claim: its parties by name, and what is told of them but for details."""
    left_out = _DETAILS | {Role.ROLE} if claim.type is FactType.AFFILIATED_WITH else _DETAILS
    args = ((r, v.text if isinstance(v, Mention) else v) for r, v in claim.args.items() if r not in left_out)
    return claim.type, frozenset(args)


def _prize(claim: Claim) -> object:
    """Who won which title, or which rank of which contest: a rule that reads it tells the category, too. None for others."""
    roles = (Role.RECIPIENT, *((Role.HONOUR,) if Role.HONOUR in claim.args else (Role.COMPETITION, Role.RANK)))
    parts = [claim.args.get(role) for role in roles]
    if claim.type is not FactType.AWARD or None in parts:
        return None
    return tuple(part.text if isinstance(part, Mention) else part for part in parts)


def _shared(claim: Claim) -> tuple[object, ...]:
    """What rivals share: the one party or the other; of observations the count."""
    if claim.type is FactType.OBSERVATION:
        return ((claim.evidence, *(claim.args.get(role) for role in (Role.MEASURE, Role.VALUE, Role.UNIT))),)
    return tuple((claim.type, role, claim.args[role]) for role in sorted(claim.args) if role in ENTITY_ROLES)


@cache
def _model() -> LogLinear | None:
    return LogLinear.read(MODEL) if MODEL.exists() else None


def located(claims: Sequence[Claim], passage: Sequence[Signature]) -> list[Signature]:
    """The sentence of each claim: the one in which its evidence starts."""
    starts = [sign.sentence.span.start for sign in passage]
    return [passage[max(0, _before(starts, claim.evidence.start))] for claim in claims]


def _before(starts: Sequence[int], place: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] <= place:
            low = middle + 1
        else:
            high = middle
    return low - 1


def features(claim: Claim, sign: Signature) -> list[str]:
    """What the model sees of a claim: its rule, its parts and their places, the words around and between them."""
    kind = claim.type.value
    out = ["bias", f"{kind}", f"rule={claim.rule}", f"{kind}|sure={round(claim.confidence, 1)}"]
    span = sign.sentence.span
    placed: list[tuple[int, int, str, str]] = []
    for role in sorted(claim.args):
        value = claim.args[role]
        if isinstance(value, Mention):
            inside = span.start <= value.span.start < span.end
            letter = LETTER[value.type]
            out += [f"{kind}|{role}={letter}", f"rule={claim.rule}|{role}={letter}"]
            if inside:
                placed.append((value.span.start, value.span.end, role, letter))
            else:
                out.append(f"{kind}|{role}|away={_bucket(span.start - value.span.end)}")
            if any(value.text == main.text for main in sign.mains):
                out.append(f"{kind}|{role}|main{'' if inside else '|away'}")
        elif isinstance(value, Scope):
            out += [f"{kind}|{role}=scope:{value.level}", f"rule={claim.rule}|{role}=scope"]
        else:
            out.append(f"{kind}|{role}")
            if role in (Role.UNIT, Role.STATUS, Role.ROLE, Role.RANK, Role.WORKS):
                out.append(f"{kind}|{role}={value}")
            if role is Role.MEASURE:
                out += [f"{kind}|{role}~{str(value)[-2:]}", f"{kind}|{role}^{str(value)[:2]}"]
    if claim.type is FactType.OBSERVATION:
        placed += _counted(claim, sign)
    text = sign.sentence.text
    out += _around(kind, claim, sign, placed, text)
    clause = claim.evidence.of(sign.sentence.document.text)
    out += [f"{kind}|has={cue}" for cue in _cues(clause)]
    if claim.type is FactType.CONSTRUCTION:
        status = claim.args[Role.STATUS]
        out += sorted({f"{status}|{clause[n : n + 2]}" for n in range(len(clause) - 1)})
    out.append(f"{kind}|speaker={LETTER[sign.speaker.type] if sign.speaker else '-'}")
    out.append(f"{kind}|turns={bool(sign.sentence.document.utterances)}")
    out.append(f"{kind}|title={text.endswith(chr(10)) and '。' not in text}")
    out.append(f"{kind}|names={min(len(sign.sentence.mentions), 8)}")
    return out


def _ahead(claim: Claim, sign: Signature, under: str) -> Iterator[str]:
    """Whether what is told of a building looks ahead: by its words, by its date, by its heading."""
    status = claim.args[Role.STATUS]
    clause = claim.evidence.of(sign.sentence.document.text)
    date = claim.args.get(Role.DATE)
    due = past_due(sign, date if isinstance(date, str) else None)
    words = AHEAD.search(clause) or SOON.search(clause)
    yield f"{status}|under={under}"
    yield f"{status}|ahead={words[0] if words else ''}"
    yield f"{status}|due={due}"
    yield f"{status}|looks={bool(words)}|{due}|{under}|{DONE.search(clause) is not None}"


@lru_cache(maxsize=1 << 8)
def _cues(clause: str) -> tuple[str, ...]:
    """The cues of a clause; the claims of one clause follow each other."""
    return tuple(cue for cue in classes()["cue"] if cue in clause)


def _counted(claim: Claim, sign: Signature) -> Iterator[tuple[int, int, str, str]]:
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


def _around(kind: str, claim: Claim, sign: Signature, placed: list[tuple[int, int, str, str]], text: str) -> list[str]:
    base = sign.sentence.span.start
    out: list[str] = []
    placed.sort()
    place = sign.places
    for start, end, role, _ in placed:
        left, right = text[max(0, start - base - 3) : start - base], text[end - base : end - base + 3]
        out += [
            f"{kind}|{role}<{left[-1:]}",
            f"{kind}|{role}<{left[-2:]}",
            f"{kind}|{role}>{right[:1]}",
            f"{kind}|{role}>{right[:2]}",
        ]
        at = place.get(start)
        if at is not None and at in sign.chunks:
            out.append(f"{kind}|{role}|list={min(len(sign.chunks[at].items), 4)}")
            out.append(f"{kind}|{role}|opens={sign.opens(at)}")
        side = (
            "in"
            if claim.evidence.start <= start < claim.evidence.end
            else ("before" if start < claim.evidence.start else "after")
        )
        out.append(f"{kind}|{role}|{side}")
        out.append(f"{kind}|{role}|from={_bucket(claim.evidence.start - end) if side == 'before' else side}")
    for (_, end, a, x), (start, _, b, y) in pairwise(placed):
        i, j = place.get(end), place.get(start)
        between = sign.text[i:j] if i is not None and j is not None and j >= i else text[end - base : start - base]
        out += [f"{kind}|{a}{b}|gap={_bucket(len(between))}", f"{kind}|{x}{y}"]
        out += [f"{kind}|{a}{b}|cross={mark}" for mark in ",;:、(" if mark in between]
        out += [f"{kind}|{a}{b}|letter={c}" for c in sorted(set(_NAMES.findall(between)))]
        if len(between) <= _SHORT:
            out += sorted({f"{kind}|{a}{b}|{between[n : n + 2]}" for n in range(len(between) - 1)})
    return out


def _bucket(size: int) -> int:
    return next((gap for gap in _GAPS if size <= gap), 99)
