"""How sure each candidate for a mention is, seen in its whole document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg import lexicon, segment
from kg.model import Span
from kg.page import Page, Proposal
from kg.tagger import Vote
from kg.terms import EntityType

_ALIKE = {
    EntityType.COMPETITION: (EntityType.EVENT,),
    EntityType.EVENT: (EntityType.COMPETITION, EntityType.PROGRAM),
    EntityType.PROGRAM: (EntityType.EVENT, EntityType.WORK),
    EntityType.WORK: (EntityType.POLICY, EntityType.PROGRAM),
    EntityType.POLICY: (EntityType.WORK,),
}
"""Types that one wording serves: what was found as one is also thought of as the other."""

SURE_ELSEWHERE = 0.8
_LINE = 400
_RANK_REACH = 45
_STEPS = (0.001, 0.06, 0.15, 0.3, 0.5, 0.7, 0.85, 0.93, 0.97, 0.99, 0.997)


@dataclass(slots=True)
class Candidate:
    """A span with a type, what the model gives it, and the rules that propose it."""

    span: Span
    text: str
    type: EntityType
    probability: float = 0.0
    best: bool = False
    rules: set[str] = field(default_factory=set)


def sure_names(text: str, votes: Iterable[Vote]) -> dict[str, EntityType]:
    """The names that the model is sure of somewhere, each with the type it is most sure of."""
    best: dict[str, tuple[float, str]] = {}
    for vote in votes:
        name = vote.span.of(text)
        if vote.best and vote.probability >= SURE_ELSEWHERE and len(name) > 1:
            best[name] = max(best.get(name, (0.0, "")), (vote.probability, str(vote.type)))
    return {name: EntityType(kind) for name, (_, kind) in sorted(best.items())}


def gathered(text: str, votes: Iterable[Vote], proposals: Iterable[Proposal]) -> list[Candidate]:
    """Votes and proposals as candidates, one a span and type, in order."""
    found: dict[tuple[Span, str], Candidate] = {}
    for vote in votes:
        found[vote.span, vote.type] = Candidate(vote.span, vote.span.of(text), vote.type, vote.probability, vote.best)
    for vote in [one for one in found.values() if one.best]:
        for kind in _ALIKE.get(vote.type, ()):
            found.setdefault((vote.span, kind), Candidate(vote.span, vote.text, kind))
    for one in proposals:
        key = one.span, one.type
        if key not in found:
            found[key] = Candidate(one.span, one.span.of(text), one.type)
        found[key].rules.add(one.rule)
    return [found[key] for key in sorted(found)]


def step(value: float) -> str:
    """The class of a probability."""
    return str(sum(value >= one for one in _STEPS))


class Evidence:
    """What a document tells of its candidates."""

    def __init__(self, page: Page, candidates: Sequence[Candidate]) -> None:
        self._text = page.text
        self._sure = page.sure
        self._names: defaultdict[str, _Tally] = defaultdict(_Tally)
        self._same_place: defaultdict[Span, _Place] = defaultdict(_Place)
        for one in candidates:
            self._names[one.text].add(one, page.text)
            self._same_place[one.span].add(one)
        self._edges = _edges(page)
        self._rivals = _rivals(candidates)

    def features(self, one: Candidate) -> list[str]:
        """The names of what speaks for or against a candidate."""
        kind = str(one.type)
        p = step(one.probability) + ("+" if one.best else "")
        out = ["bias", "t" + kind, "p" + p, "pt" + p + kind]
        for rule in sorted(one.rules):
            out += ["r" + rule, "rp" + rule + p, "rt" + rule + kind]
        if not one.rules:
            out.append("r-")
        out += self._of_name(one, p)
        out += self._of_place(one, kind, p)
        return out

    def _of_name(self, one: Candidate, p: str) -> list[str]:
        """What the other places of the same name say, and rivals at this place."""
        kind = str(one.type)
        tally = self._names[one.text]
        same = step(tally.elsewhere(one.span, one.type))
        other = step(max((tally.elsewhere(one.span, t) for t in tally.types if t is not one.type), default=0.0))
        taken = min(tally.count[one.type] - one.best, 3)
        here = step(self._same_place[one.span].other_than(one.type))
        inside, around, across = map(step, self._rivals[one.span, one.type])
        return [
            "s" + same, "sp" + same + p, "spk" + same + p + kind, "o" + other, "op" + other + same, "h" + here, "hp" + here + p,
            "n" + str(taken) + p, "i" + inside, "ip" + inside + p, "a" + around, "ap" + around + p, "x" + across, "xp" + across + p,
            "iap" + inside + around + across + step(one.probability),
        ]  # fmt: skip

    def _of_place(self, one: Candidate, kind: str, p: str) -> list[str]:
        """What stands in the name and around it."""
        text, (start, end) = self._text, (one.span.start, one.span.end)
        left, right = text[max(0, start - 2) : start], text[end : end + 2]
        aligned = f"{start in self._edges:d}{end in self._edges:d}"
        name = one.text
        out = [
            "L" + left[-1:] + kind, "R" + right[:1] + kind, "LL" + left + kind, "RR" + right + kind, "E" + name[-2:] + kind, "F" + name[:1] + kind, "FF" + name[:2] + kind, "e" + aligned, "ek" + aligned + kind + p,
            "l" + str(min(len(name), 6)) + kind, "lp" + str(min(len(name), 3)) + p, "q" + _balance(name) + kind, "qp" + _balance(name) + p,
        ]
        for size in range(1, min(5, len(name) - 1)):
            if self._sure.get(name[size:]) is one.type:
                out += ["cut-left" + str(size) + kind, "cut-left" + name[:size], "cut-left" + p]
        for cut in range(1, 6):
            if start >= cut and text[start - cut : end] in self._sure:
                out += ["more-left" + kind, "more-left" + p]
        if kind in ("Event", "Competition", "Honour"):
            ranked = f"{_ranked(text, end):d}{self._names[name].ranked:d}"
            out += ["rank" + kind + ranked, "rank" + kind + name[-2:] + ranked]
        return out


class _Tally:
    """What the places of one name give each type: the two best probabilities, how often it was found, a rank behind it."""

    def __init__(self) -> None:
        self.types: dict[EntityType, tuple[tuple[float, Span], tuple[float, Span]]] = {}
        self.count: defaultdict[EntityType, int] = defaultdict(int)
        self.ranked = False

    def add(self, one: Candidate, text: str) -> None:
        self.ranked = self.ranked or _ranked(text, one.span.end)
        if one.best:
            none = 0.0, Span(-1, -1)
            first, second = self.types.get(one.type, (none, none))
            here = one.probability, one.span
            self.types[one.type] = (here, first) if here[0] > first[0] else (first, max(second, here))
            self.count[one.type] += 1

    def elsewhere(self, span: Span, kind: EntityType) -> float:
        first, second = self.types.get(kind, ((0.0, span), (0.0, span)))
        return first[0] if first[1] != span else second[0]


class _Place:
    """The types that are thought of at one place."""

    def __init__(self) -> None:
        self.found: list[tuple[float, EntityType]] = []

    def add(self, one: Candidate) -> None:
        self.found.append((one.probability, one.type))

    def other_than(self, kind: EntityType) -> float:
        return max((p for p, k in self.found if k is not kind), default=0.0)


def _ranked(text: str, end: int) -> bool:
    """Whether a rank stands behind, on the same line."""
    behind = text[end : end + _RANK_REACH].split("\n")[0]
    return any(word in behind for word in lexicon.words("ranks"))


def _balance(name: str) -> str:
    pairs = ("“”", "《》", "()", "（）", "‘’")
    open_ = any(name.count(a) > name.count(b) for a, b in pairs)
    close = any(name.count(a) < name.count(b) for a, b in pairs)
    wrapped = any(name.startswith(a) and name.endswith(b) for a, b in pairs)
    return f"{open_:d}{close:d}{wrapped:d}"


def _edges(page: Page) -> set[int]:
    """Where words begin and end."""
    edges: set[int] = set()
    for line in page.lines():
        at = line.start
        for word, _ in segment.words(line.of(page.text)):
            edges.add(at)
            at += len(word)
        edges.add(at)
    return edges


def _rivals(candidates: Sequence[Candidate]) -> Mapping[tuple[Span, EntityType], tuple[float, float, float]]:
    """For each candidate the best probability of one inside, around and across it."""
    out: dict[tuple[Span, EntityType], list[float]] = {(c.span, c.type): [0.0, 0.0, 0.0] for c in candidates}
    live: list[Candidate] = []
    for one in candidates:  # in order of start
        live = [c for c in live if c.span.end > one.span.start]
        for other in live:
            if other.span == one.span:
                continue
            a, b = (one.span, one.type), (other.span, other.type)
            if other.span.covers(one.span):
                ranks = 1, 0
            elif one.span.covers(other.span):
                ranks = 0, 1
            else:
                ranks = 2, 2
            out[a][ranks[0]] = max(out[a][ranks[0]], other.probability)
            out[b][ranks[1]] = max(out[b][ranks[1]], one.probability)
        live.append(one)
    return {key: (a, b, c) for key, (a, b, c) in out.items()}


def chosen(candidates: Sequence[Candidate], scores: Sequence[float], threshold: float) -> list[int]:
    """The candidates that do not overlap and whose scores above the threshold add up to most; ties go to the longer, then the earlier."""
    order = sorted(range(len(candidates)), key=lambda i: (candidates[i].span.end, candidates[i].span.start, str(candidates[i].type)))
    order = [i for i in order if scores[i] > threshold]
    best: list[tuple[float, int]] = [(0.0, 0)]
    kept: list[int] = [-1]
    before: list[int] = [0]
    ends = [0]
    for i in order:
        span = candidates[i].span
        j = _last(ends, span.start)
        gain = best[j][0] + scores[i] - threshold, best[j][1] + span.end - span.start
        if gain > best[-1]:
            best.append(gain)
            kept.append(i)
            before.append(j)
        else:
            best.append(best[-1])
            kept.append(-1)
            before.append(len(best) - 2)
        ends.append(span.end)
    out = []
    at = len(best) - 1
    while at > 0:
        if kept[at] >= 0:
            out.append(kept[at])
        at = before[at]
    return sorted(out)


def _last(ends: Sequence[int], start: int) -> int:
    """The last state that ends at or before `start`."""
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if ends[middle] <= start:
            low = middle
        else:
            high = middle - 1
    return low
