"""Mentions → claims: cuts a document into sentences, sees each as its signature, asks every rule of kg/rules."""

from __future__ import annotations

import importlib
import pkgutil
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate

from kg import areas, rules
from kg.attributes import decided
from kg.attributes.question import Earlier
from kg.categories import chosen, is_prize
from kg.lazy import regex
from kg.loglinear import LogLinear
from kg.model import Claim, Document, Mention, Sentence, Span
from kg.patterns.denial import denied
from kg.patterns.signature import Signature, one_width, signature
from kg.patterns.tokens import LETTER, Focus
from kg.patterns.voices import voices
from kg.scoring import WEAK, described, scored
from kg.settle import settled
from kg.terms import EntityType, FactType

LEAST = 0.2
LEAST_NEARBY = 0.5
"""Claims less sure than this are not told, counts and what merely stands nearby more strictly: by cross-validation over
the authored documents, which is flat from .4 to .5."""
_LEAST_JOINING = 0.3

LONGEST = 1000
"""Characters of a sentence: the rules look back and forth within one, and must not in a text without full stops."""

Reader = Callable[[Sequence[Signature]], Iterator[Claim]]

_PROSE = regex(r"[^\n]{0,400}。")
_SENTENCE = regex(r"[^。!?！？\n\r]*(?:[。!?！？]+[”’」』）)]*|[\n\r]+|$)")


def claims(document: Document, mentions: tuple[Mention, ...]) -> tuple[Claim, ...]:
    """All claims of a document, in text order; the same claim is told once, where it is first said."""
    earlier = Earlier()
    told = [
        _with_names(claim) for passage, sure in told_in(document, mentions) for claim in decided(sure, passage, earlier)
    ]
    return tuple(
        sorted(
            settled(told), key=lambda c: (c.evidence, c.type, c.rule, sorted((r, str(v)) for r, v in c.args.items()))
        )
    )


def told_in(document: Document, mentions: tuple[Mention, ...]) -> Iterator[tuple[tuple[Signature, ...], list[Claim]]]:
    """Each passage with its claims that are sure enough to be told, their details as the rules read them."""
    for passage in passages(document, mentions):
        weighed = scored(chosen(offered(passage), passage), passage)
        yield passage, [c for c in weighed if c.confidence >= least(c) and not denied(c, document.text)]


def least(claim: Claim) -> float:
    """How sure a claim must be to be told."""
    if not claim.rule.startswith(WEAK):
        return LEAST_NEARBY if claim.type is FactType.OBSERVATION else LEAST
    return _LEAST_JOINING if claim.type is FactType.PARTICIPATES_IN else LEAST_NEARBY


def _with_names(claim: Claim) -> Claim:
    """The claim, no surer than its least sure name: where a name is misread, so is what is said of it."""
    least = min((v.confidence for v in claim.args.values() if isinstance(v, Mention)), default=1.0)
    return claim if least == 1.0 else replace(claim, confidence=round(claim.confidence * least, 4))


def candidates(
    document: Document, mentions: tuple[Mention, ...], categories: LogLinear | None = None
) -> Iterator[tuple[Claim, list[str]]]:
    """Every claim that a rule offers, before any is weighed, with what the scorer sees of it: what it is trained from.

    `categories` is the model of categories that is asked, by default the shipped one.
    """
    for passage in passages(document, mentions):
        yield from described(chosen(offered(passage), passage, categories), passage)


def offered(passage: Sequence[Signature]) -> Iterator[Claim]:
    """The claims of a passage as the rules read them; who merely stands near a rank is left out where a rule reads a prize in the clause."""
    found = [claim for reader in _readers() for claim in reader(passage)]
    read = sorted(c.evidence for c in found if is_prize(c) and not c.rule.startswith(WEAK))
    starts, ends = [span.start for span in read], list(accumulate((span.end for span in read), max))
    for claim in found:
        if claim.rule.startswith(WEAK) and is_prize(claim):
            before = bisect_left(starts, claim.evidence.end)
            if before and ends[before - 1] > claim.evidence.start:
                continue
        yield claim


@cache
def _readers() -> tuple[Reader, ...]:
    """The `claims` function of every module in kg/rules, in order of name: the folder is the registry."""
    names = sorted(m.name for m in pkgutil.iter_modules(rules.__path__))
    return tuple(importlib.import_module(f"{rules.__name__}.{name}").claims for name in names)


def passages(document: Document, mentions: tuple[Mention, ...]) -> Iterator[tuple[Signature, ...]]:
    """The turns and bodies of a document, sentence by sentence as the rules see them."""
    text = one_width(document.text)
    own = areas.own_words(document.region)
    speaker = _speaker(document, mentions)
    mains = _mains(mentions)
    said = voices(document, mentions)
    whole = {LETTER[speaker.type]: speaker} if speaker else {}
    starts = [m.span.start for m in mentions]
    at = 0
    for span in _stretches(document):
        voice = said.get(span, whole)
        focus = Focus(own, voice=voice)
        own_voice = speaker or (None if "B" in voice else voice.get("S"))
        sentence: Sentence | None = None
        line: list[Signature] = []
        for place in _sentences(document.text, span, starts, mentions):
            inside: list[Mention] = []
            while at < len(mentions) and mentions[at].span.start < place.end:
                inside.append(mentions[at])
                at += 1
            sentence = Sentence(document, place, tuple(inside), sentence)
            line.append(signature(sentence, text, focus, line[-1] if line else None, own_voice, mains))
        yield tuple(line)


_REPORT = regex(
    r"总结|工作计划|述职|工作要点|工作汇报|情况汇报|工作报告|年度报告|自查|自评|申报材料|简介|概况|大事记|小结"
)


_REPORT_GAP = regex(r"[^。\n]{0,24}\n?[^。\n]{0,24}")
"""What may stand between a body and the words that call the document its report."""
_BODIES = (EntityType.GOVERNMENT_BODY, EntityType.GROUP, EntityType.ORGANIZATION, EntityType.SCHOOL)
_BUREAU = regex(
    "(?:教育(?:和|与|局|厅|部|委|体育|科技|文化)[一-龥]{0,8}|教体局|教科体局|教委|政府|教工委|教育工委|区委|县委|市委)$"
)
"""Who reports of an area: its dropped subject is the area, not the office."""


def _speaker(document: Document, mentions: tuple[Mention, ...]) -> Mention | None:
    """The office or school that the document's heading lines name as its own voice; None where it speaks for an area."""
    if document.utterances:
        return None
    end = _PROSE.search(document.text)
    title = [m for m in mentions if m.span.end <= (end.start() if end else 0)]
    bodies = [m for m in title if m.type in (EntityType.GOVERNMENT_BODY, EntityType.GROUP)]
    report = _REPORT.search(document.text, 0, end.start() if end else 0)
    own = next((m for m in title if m.type in _BODIES and report and m.span.end <= report.start()), None)
    if own is not None and not _REPORT_GAP.fullmatch(document.text, own.span.end, report.start() if report else 0):
        own = None
    if own is not None and own.type is not EntityType.SCHOOL:
        return None if _BUREAU.search(own.text) else own
    if (house := _house(document, mentions)) is not None:
        return house
    schools = Counter(m.text for m in mentions if m.type is EntityType.SCHOOL)
    first = next((m for m in title if m.type is EntityType.SCHOOL), None)
    if first is None or bodies:
        return None
    return first if schools[first.text] * 3 >= sum(schools.values()) or first is mentions[0] else None


_OURS = regex(
    r"[我本](?:校|园|院)(?![长区级本])|我们(?:学校|幼儿园|校|园)|学校(?:始建|创建|创办|坐落|位于|占地|现有)|幼儿园(?:始建|创建|创办|坐落|位于|占地|现有)"
)
_AREAS = regex(r"[我全](?:区|县|市|旗|州)(?!级)|我局|我们区|辖区")
"""Words of who speaks for a school, and of who speaks for an area."""
_PROFILE = regex(
    r"(?:学校|校园|本园|园所|幼儿园|小学|中学|学院)(?:概况|简介|介绍)|(?:单位|学校|校园|集体)[^\n。]{0,8}(?:事迹|申报)(?:材料)?"
)
"""How a page or paper is headed in which a school tells of itself."""
_OFTEN, _TOP = 3, 200


def _house(document: Document, mentions: tuple[Mention, ...]) -> Mention | None:
    """The school that a document is about which speaks as 我校, or names it more often than all others and no area."""
    schools = [m for m in mentions if m.type is EntityType.SCHOOL]
    if not schools:
        return None
    ours = _OURS.search(document.text) is not None
    if _PROFILE.search(document.text, 0, _TOP) and schools[0].span.start < _TOP:
        return schools[0]
    if _AREAS.search(document.text):
        return None
    named = Counter(m.text for m in schools)
    (most, times), *rest = named.most_common()
    alone = times >= _OFTEN and times > sum(n for _, n in rest)
    if alone or (ours and (schools[0].text == most or times > (rest[0][1] if rest else 0))):
        return next(m for m in schools if m.text == most)
    return None


_MAIN = (EntityType.SCHOOL, EntityType.GROUP, EntityType.GOVERNMENT_BODY)


def _mains(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Of each type the name that the document has most often, where it stands first."""
    found: list[Mention] = []
    for kind in _MAIN:
        names = Counter(m.text for m in mentions if m.type is kind)
        if names:
            most = max(names.values())
            found.append(next(m for m in mentions if m.type is kind and names[m.text] == most))
    return tuple(found)


def _stretches(document: Document) -> Iterator[Span]:
    """The turns or body spans, and what lies between them, in text order."""
    at = 0
    for span in sorted(document.body):
        if span.start > at:
            yield Span(at, span.start)
        if span.end > span.start:
            yield span
        at = max(at, span.end)
    if at < len(document.text):
        yield Span(at, len(document.text))


def _sentences(text: str, span: Span, starts: Sequence[int], mentions: Sequence[Mention]) -> Iterator[Span]:
    """The sentences of a stretch; what runs on without an end is cut, never through a name."""
    at = span.start
    while at < span.end:
        limit = min(span.end, at + LONGEST)
        found = _SENTENCE.match(text, at, limit)
        end = found.end() if found and found.end() > at else limit
        if end == limit < span.end:
            end = max(text.rfind(mark, at + 1, end) + 1 for mark in ",，;；、") or end
        near = bisect_left(starts, end) - 1
        if near >= 0 and mentions[near].span.end > end:
            end = mentions[near].span.start if mentions[near].span.start > at else mentions[near].span.end
        yield Span(at, end)
        at = end
