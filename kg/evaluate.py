"""Gold against extraction: precision, recall and F1 of mentions, entities and facts."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from kg.gold import Annotated
from kg.terms import ENTITY_ROLES, FactType

CORE: Mapping[str, tuple[str, ...]] = {
    "memberOf": ("member", "group"),
    "campusOf": ("campus", "school"),
    "holdsPost": ("person", "organization", "role"),
    "affiliatedWith": ("person", "organization"),
    "award": ("recipient", "recipientCount", "competition", "honour", "rank", "category"),
    "construction": ("facility", "status"),
    "organizes": ("organizer", "activity"),
    "participatesIn": ("participant", "activity"),
    "issued": ("issuer", "document"),
    "heldAt": ("activity", "place"),
    "partOf": ("part", "whole"),
    "guides": ("whole", "part"),
    "observation": ("subject", "value", "unit"),
}
"""The arguments that make a fact the same fact."""

MORE: Mapping[str, tuple[str, ...]] = {
    "affiliatedWith": ("role",),
    "award": ("recipientKind", "level", "work", "of"),
    "construction": ("works", "progress", "date"),
    "observation": ("date",),
}
"""The arguments that the full figure asks for besides."""

TOTALS = (
    "mentions",
    "names",
    "spans",
    "right edge",
    "entities",
    "facts core",
    "facts full",
    "sure mentions",
    "sure facts",
)
"""The lines that the table begins with; `names` are schools, campuses and groups together."""

_NAMES = frozenset({"School", "Campus", "Group"})

SURE = 0.9
"""What is given with at least this confidence is counted on the `sure` lines (where it is told)."""

Key: TypeAlias = tuple[Any, ...]
Tallies: TypeAlias = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: hits over predicted, hits over gold; `low` and `high` bound F1 in 95 % of resamplings."""

    name: str
    precision: float
    recall: float
    gold: int
    low: float | None = None
    high: float | None = None

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: `sign` is - where gold was missed, + where something was found that gold has not."""

    document: str
    sign: str
    what: str
    text: str
    span: tuple[int, int] | None = None


@dataclass(slots=True)
class Score:
    """One document's tallies (hits, predicted, gold; for entities the two B-cubed sums) and its misses."""

    tallies: Tallies = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0, 0.0]))
    cubed: tuple[float, float, int] = (0.0, 0.0, 0)
    misses: list[Miss] = field(default_factory=list)


def score(gold: Annotated, found: Annotated) -> Score:
    """One document's extraction against its gold, by the definitions of the annotation guidelines."""
    result = Score(cubed=_b_cubed(gold, found))
    _score_mentions(gold, found, result)
    _score_facts(gold, found, result)
    return result


def figures(scores: Sequence[Score], *, rounds: int = 0, seed: int = 20191031) -> list[Figure]:
    """The table over all documents, totals first; with `rounds` > 0 F1 gets bootstrap bounds over documents."""
    lines = _lines(scores)
    if not rounds:
        return [Figure(name, p, r, n) for name, (p, r, n) in lines.items()]
    chance = random.Random(seed)
    samples: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for name, (p, r, n) in _lines(chance.choices(scores, k=len(scores))).items():
            samples[name].append(Figure(name, p, r, n).f1)
    out = []
    for name, (p, r, n) in lines.items():
        spread = sorted(samples[name]) or [0.0]
        low, high = spread[int(0.025 * len(spread))], spread[min(int(0.975 * len(spread)), len(spread) - 1)]
        out.append(Figure(name, p, r, n, low, high))
    return out


def _lines(scores: Iterable[Score]) -> dict[str, tuple[float, float, int]]:
    sums: Tallies = defaultdict(lambda: [0.0, 0.0, 0.0])
    cubed = [0.0, 0.0, 0]
    for one in scores:
        cubed = [a + b for a, b in zip(cubed, one.cubed, strict=True)]
        for name, tally in one.tallies.items():
            sums[name] = [a + b for a, b in zip(sums[name], tally, strict=True)]
    lines = {name: (h / p if p else 0.0, h / g if g else 0.0, int(g)) for name, (h, p, g) in sums.items()}
    if cubed[2]:
        lines["entities"] = (cubed[0] / cubed[2], cubed[1] / cubed[2], int(cubed[2]))
    order = [t for t in TOTALS if t in lines] + sorted(name for name in lines if name not in TOTALS)
    return {name: lines[name] for name in order}


def _hits(
    gold: Sequence[Hashable], found: Sequence[Hashable], optional: Sequence[Hashable]
) -> tuple[list[float], list[Any], list[Any]]:
    """The tally, what was missed and what is spurious; a find that only meets `optional` counts on neither side."""
    want, may = Counter(gold), Counter(optional)
    hits, spurious = 0, []
    for item in found:
        if want[item] > 0:
            want[item] -= 1
            hits += 1
        elif may[item] > 0:
            may[item] -= 1
        else:
            spurious.append(item)
    return [hits, hits + len(spurious), len(gold)], list(want.elements()), spurious


def _add(result: Score, name: str, tally: list[float]) -> None:
    result.tallies[name] = [a + b for a, b in zip(result.tallies[name], tally, strict=True)]


def _score_mentions(gold: Annotated, found: Annotated, result: Score) -> None:
    def strict(m: Mapping[str, Any]) -> Key:
        return m["start"], m["end"], m["type"]

    asked = [m for m in gold.mentions if not m.get("inner")]
    inner = [m for m in gold.mentions if m.get("inner")]
    told = [m for m in found.mentions if not m.get("inner")]
    views: Mapping[str, Callable[[Mapping[str, Any]], Key]] = {
        "spans": lambda m: (m["start"], m["end"]),
        "right edge": lambda m: (m["end"], m["type"]),
    }
    for name, key in views.items():
        _add(result, name, _hits(*([key(m) for m in side] for side in (asked, told, inner)))[0])
    tally, missed, extra = _hits(*([strict(m) for m in side] for side in (asked, told, inner)))
    _add(result, "mentions", tally)
    sides = ([strict(m) for m in side] for side in (asked, [m for m in told if _sure(m)], inner))
    _add(result, "sure mentions", _hits(*sides)[0])
    sides = ([strict(m) for m in side if m["type"] in _NAMES] for side in (asked, told, inner))
    _add(result, "names", _hits(*sides)[0])
    for kind in sorted({m["type"] for m in asked} | {m["type"] for m in told}):
        sides = ([strict(m) for m in side if m["type"] == kind] for side in (asked, told, inner))
        _add(result, "  " + kind, _hits(*sides)[0])
    texts = {strict(m): m["text"] for m in (*gold.mentions, *found.mentions)}
    for sign, items in (("-", missed), ("+", extra)):
        result.misses += [Miss(gold.name, sign, k[2], texts[k], (k[0], k[1])) for k in sorted(items)]


def _score_facts(gold: Annotated, found: Annotated, result: Score) -> None:
    rename = _aligned(gold, found)
    sure = [f for f in gold.facts if f.get("certain", True)]
    maybe = [f for f in gold.facts if not f.get("certain", True)]
    told = [f for f in found.facts if f["type"] in CORE and f.get("certain", True)]
    names = {e["id"]: e["name"] for e in (*found.entities, *gold.entities)}

    def keys(facts: Iterable[Mapping[str, Any]], full: bool, ids: Mapping[str, str] | None = None) -> list[Key]:
        return [_fact_key(f, CORE[f["type"]] + (MORE.get(f["type"], ()) if full else ()), ids) for f in facts]

    _add(result, "facts full", _hits(keys(sure, True), keys(told, True, rename), keys(maybe, True))[0])
    sides = keys(sure, False), keys(told, False, rename), keys(maybe, False)
    tally, missed, extra = _hits(*sides)
    _add(result, "facts core", tally)
    _add(result, "sure facts", _hits(sides[0], keys([f for f in told if _sure(f)], False, rename), sides[2])[0])
    for kind in FactType:
        if any(k[0] == kind for side in sides[:2] for k in side):
            _add(result, "  " + kind, _hits(*([k for k in side if k[0] == kind] for side in sides))[0])
    evidence: dict[Key, tuple[int, int]] = {}
    for fact, key in [*zip(told, sides[1], strict=True), *zip(sure, sides[0], strict=True)]:
        evidence[key] = (fact["evidence"][0], fact["evidence"][1])
    for sign, items in (("-", missed), ("+", extra)):
        for k in sorted(items, key=str):
            text = " | ".join(str(names.get(str(x).removeprefix("?"), x)) for x in k[1:])
            result.misses.append(Miss(gold.name, sign, k[0], text, evidence[k]))


def _sure(item: Mapping[str, Any]) -> bool:
    return bool(item.get("confidence", 0.0) >= SURE)


def fact_key(kind: str, args: Mapping[str, Any]) -> Key:
    """The core arguments that make a fact of this type the same fact."""
    return _fact_key({"type": kind, "args": args}, CORE[kind], None)


def _fact_key(fact: Mapping[str, Any], fields: Iterable[str], rename: Mapping[str, str] | None) -> Key:
    out: list[Any] = [fact["type"]]
    for name in fields:
        value = literal(fact["args"].get(name))
        if name == "category" and value:
            value = str(value).replace("项目", "").removesuffix("赛")
        if rename is not None and isinstance(value, str) and name in ENTITY_ROLES:
            value = rename.get(value, "?" + value)
        out.append(value)
    return tuple(out)


def literal(value: object) -> str | float | None:
    """A value as it is compared: numbers rounded, texts without blanks."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return round(float(value), 6)
    return "".join(str(value).split())


def _aligned(gold: Annotated, found: Annotated) -> dict[str, str]:
    """Found entity id → gold entity id, by shared mention spans, else by an equal name."""
    by_span = {(m["start"], m["end"]): m["entity"] for m in gold.mentions}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for m in found.mentions:
        if (m["start"], m["end"]) in by_span:
            votes[m["entity"]][by_span[m["start"], m["end"]]] += 1
    mapping = {e: count.most_common(1)[0][0] for e, count in votes.items()}
    names: dict[str, str] = {}
    for e in gold.entities:
        for name in (e["name"], *e.get("aliases", ())):
            names.setdefault(name, e["id"])
    for e in found.entities:
        known = (names[n] for n in (e["name"], *e.get("aliases", ())) if n in names)
        if e["id"] not in mapping and (match := next(known, None)):
            mapping[e["id"]] = match
    return mapping


def _b_cubed(gold: Annotated, found: Annotated) -> tuple[float, float, int]:
    """Sums of B-cubed precision and recall over the mentions found on both sides, and their number (Bagga and Baldwin 1998)."""
    ours = {(m["start"], m["end"], m["type"]): m["entity"] for m in gold.mentions if not m.get("inner")}
    theirs = {(m["start"], m["end"], m["type"]): m["entity"] for m in found.mentions}
    shared = [k for k in ours if k in theirs]
    left: dict[str, set[Key]] = defaultdict(set)
    right: dict[str, set[Key]] = defaultdict(set)
    for k in shared:
        left[ours[k]].add(k)
        right[theirs[k]].add(k)
    both = [(k, len(left[ours[k]] & right[theirs[k]])) for k in shared]
    precision = sum(n / len(right[theirs[k]]) for k, n in both)
    recall = sum(n / len(left[ours[k]]) for k, n in both)
    return precision, recall, len(shared)
