"""How sure each candidate for a mention is, seen in its whole document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from kg import lexicon, segment
from kg.candidates import Candidate, rivals
from kg.compiled import compiled
from kg.lazy import regex
from kg.loglinear import LogLinear
from kg.model import Span
from kg.page import Page
from kg.terms import EntityType

MODEL = Path(__file__).parent / "models" / "judge.weights"
"""The shipped model; `python -m training.train` makes it."""

RIGHT, WRONG = "Y", "N"

_RANK_REACH = 45
_ACT_REACH = 14
_LIKELY = 0.2
_COUNT = regex(r"[0-9一二三四五六七八九十两几多各]+[余多]?[大个所家名项次位届期批场]")
_SENTENCE_END = regex(r"[。;；!！?？\n]")
_CLAUSE_ENDS = frozenset(",，。;；!！?？\n:：")
_RANKED = frozenset({EntityType.EVENT, EntityType.COMPETITION, EntityType.HONOUR, EntityType.PROGRAM})
_NEW_LINES = frozenset("\n\r")
_LABEL_ENDS = frozenset((":", "：", "\n", ""))
_STEPS = (0.001, 0.06, 0.15, 0.3, 0.5, 0.7, 0.85, 0.93, 0.97, 0.99, 0.997)
_CLASSES = tuple(map(str, range(len(_STEPS) + 1)))


def step(value: float) -> str:
    """The class of a probability."""
    return _CLASSES[bisect_right(_STEPS, value)]


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
        self._starts, self._ends = _words(page)
        self._longer = _longer(candidates)
        self._rivals = rivals(candidates)

    def features(self, one: Candidate) -> list[str]:
        """The names of what speaks for or against a candidate."""
        kind = str(one.type)
        p = step(one.probability) + ("+" if one.best else "")
        out = ["bias", "t" + kind, "p" + p, "pt" + p + kind]
        for rule in sorted(one.rules):
            out += ["r" + rule, "rp" + rule + p, "rt" + rule + kind]
        if not one.rules:
            out.append("r-")
        for read in (self._of_name, self._of_place, self._of_rivals, self._of_type):
            out += read(one, kind, p)
        return out

    def _of_name(self, one: Candidate, kind: str, p: str) -> list[str]:
        """What the other places of the same name say, and rivals at this place."""
        tally = self._names[one.text]
        same = step(tally.elsewhere(one.span, one.type))
        other = step(max((tally.elsewhere(one.span, t) for t in tally.types if t is not one.type), default=0.0))
        taken = min(tally.count[one.type] - one.best, 3)
        here = step(self._same_place[one.span].other_than(one.type))
        inside, around, across = map(step, self._rivals[one.span])
        return [
            "s" + same, "sp" + same + p, "spk" + same + p + kind, "o" + other, "op" + other + same, "h" + here, "hp" + here + p,
            "n" + str(taken) + p, "i" + inside, "ip" + inside + p, "a" + around, "ap" + around + p, "x" + across, "xp" + across + p,
            "iap" + inside + around + across + step(one.probability),
        ]  # fmt: skip

    def _of_place(self, one: Candidate, kind: str, p: str) -> list[str]:
        """What stands in the name and around it."""
        text, (start, end), name = self._text, (one.span.start, one.span.end), one.text
        left, right = text[max(0, start - 2) : start], text[end : end + 2]
        aligned = f"{start in self._starts:d}{end in self._ends:d}"
        none = "", "-"
        first, before, after = (self._starts.get(start, none), self._ends.get(start, none), self._starts.get(end, none))
        return [
            "L" + left[-1:] + kind, "R" + right[:1] + kind, "LL" + left + kind, "RR" + right + kind, "E" + name[-2:] + kind,
            "F" + name[:1] + kind, "FF" + name[:2] + kind, "e" + aligned, "ek" + aligned + kind + p, "l" + str(min(len(name), 6)) + kind,
            "lp" + str(min(len(name), 3)) + p, "q" + _balance(name) + kind, "qp" + _balance(name) + p, "t1" + first[1] + kind,
            "t0" + before[1] + kind, "t2" + after[1] + kind, "count" + kind + f"{bool(_COUNT.match(name)):d}",
        ]  # fmt: skip

    def _of_rivals(self, one: Candidate, kind: str, p: str) -> list[str]:
        """Other types at this place, likely candidates with the same end, sure names that are cut or cut off on the left."""
        text, start, end, name = self._text, one.span.start, one.span.end, one.text
        beside = (found for found in self._same_place[one.span].found if found[1] is not one.type)
        out = ["beside" + rule + kind for _, _, rules in beside for rule in sorted(rules)]
        for other in self._longer.get((end, one.type), ()):
            if other < start:
                out += ["longer" + text[other:start][:4], "longer" + kind + p]
            elif other > start:
                out += ["shorter" + text[start:other][:4], "shorter" + kind + p]
        for size in range(1, min(5, len(name) - 1)):
            if self._sure.get(name[size:]) is one.type:
                out += ["cut-left" + str(size) + kind, "cut-left" + name[:size], "cut-left" + p]
        for cut in range(1, 6):
            if start >= cut and text[start - cut : end] in self._sure:
                out += ["more-left" + kind, "more-left" + p]
        return out

    def _of_type(self, one: Candidate, kind: str, p: str) -> list[str]:
        """What only some types care for: ranks and verbs of activities, the shape of persons' names."""
        text, start, end, name = self._text, one.span.start, one.span.end, one.text
        if one.type is EntityType.PERSON:
            label = f"{start == 0 or text[start - 1] in _NEW_LINES:d}{text[end : end + 1] in _LABEL_ENDS:d}"
            return [*_of_person(name, p), "label" + label, "label" + label + p]
        if one.type not in _RANKED:
            return []
        ranked = f"{_ranked(text, end):d}{self._names[name].ranked:d}"
        act = _act_before(text, start)
        return [
            "rank" + kind + ranked, "rank" + kind + name[-2:] + ranked, "act" + kind + act, "act" + kind + act + ranked,
            "act" + kind + act + ranked + name[-2:], "rr" + text[end : end + 1] + ranked + kind,
        ]  # fmt: skip


def _of_person(name: str, p: str) -> list[str]:
    surnames, given = lexicon.words("surnames"), lexicon.words("given-names")
    size = 1 if name[0] in surnames else 2 if name[:2] in surnames else 0
    shape = str(size) + "".join("1" if char in given else "0" for char in name[size:][:3])
    return ["shape" + shape, "shape" + shape + p]


def _act_before(text: str, start: int) -> str:
    """The kind of the nearest verb before, in the same clause."""
    acts = _acts()
    for end in range(start, max(0, start - _ACT_REACH), -1):
        if text[end - 1] in _CLAUSE_ENDS:
            return "|"
        for size in (4, 3, 2, 1):
            if kind := acts.get(text[max(0, end - size) : end]):
                return kind
    return "-"


@cache
def _acts() -> Mapping[str, str]:
    return {row["word"]: row["type"] for row in lexicon.rows("acts")}


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
        self.found: list[tuple[float, EntityType, set[str]]] = []

    def add(self, one: Candidate) -> None:
        self.found.append((one.probability, one.type, one.rules))

    def other_than(self, kind: EntityType) -> float:
        return max((p for p, k, _ in self.found if k is not kind), default=0.0)


def _ranked(text: str, end: int) -> bool:
    """Whether a rank stands behind, on the same line."""
    stop = _SENTENCE_END.search(text, end, end + _RANK_REACH)
    return _ranks().search(text, end, stop.start() if stop else end + _RANK_REACH) is not None


@cache
def _ranks() -> re.Pattern[str]:
    return compiled("|".join(map(re.escape, sorted(lexicon.words("ranks")))))


@lru_cache(maxsize=1 << 14)
def _balance(name: str) -> str:
    pairs = (("“", "”"), ("《", "》"), ("(", ")"), ("（", "）"), ("‘", "’"))
    open_ = any(name.count(a) > name.count(b) for a, b in pairs)
    close = any(name.count(a) < name.count(b) for a, b in pairs)
    wrapped = any(name.startswith(a) and name.endswith(b) for a, b in pairs)
    return f"{open_:d}{close:d}{wrapped:d}"


def _words(page: Page) -> tuple[dict[int, segment.Word], dict[int, segment.Word]]:
    """The words by where they begin, and by where they end."""
    starts: dict[int, segment.Word] = {}
    ends: dict[int, segment.Word] = {}
    for line in page.lines():
        at = line.start
        for word in segment.words(line.of(page.text)):
            starts[at] = word
            at += len(word[0])
            ends[at] = word
    return starts, ends


def _longer(candidates: Sequence[Candidate]) -> Mapping[tuple[int, EntityType], tuple[int, ...]]:
    """Where the likely candidates of each end and type begin."""
    out: defaultdict[tuple[int, EntityType], list[int]] = defaultdict(list)
    for one in candidates:
        if one.probability >= _LIKELY:
            out[one.span.end, one.type].append(one.span.start)
    return {key: tuple(starts) for key, starts in out.items()}


class Judge:
    """A trained weighing of evidence, opened."""

    def __init__(self, model: LogLinear) -> None:
        self._model = model

    def scores(self, page: Page, candidates: Sequence[Candidate]) -> list[float]:
        """How sure each candidate is, 0–1."""
        evidence = Evidence(page, candidates)
        return [self._model.sure(evidence.features(one)) for one in candidates]


@cache
def shipped() -> Judge:
    """The judge of the shipped model."""
    return Judge(LogLinear.read(MODEL))
