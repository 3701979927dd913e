"""The details of a prize that its rule may misread: its level, and who those are that are only counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import areas
from kg.attributes.question import Options, Question, cues, heading, pairs, title
from kg.lazy import regex
from kg.model import Claim, Mention
from kg.patterns.numbers import number
from kg.patterns.prizes import level
from kg.patterns.signature import Signature
from kg.patterns.tokens import LETTER
from kg.patterns.words import classes
from kg.terms import EntityType, Level, Role


def _prize(claim: Claim) -> Mention | None:
    found = claim.args.get(Role.COMPETITION) or claim.args.get(Role.HONOUR)
    return found if isinstance(found, Mention) else None


def _levels(claim: Claim, sign: Signature) -> Options:
    """The level of the area itself, of who is named near, of the title; and a school's own."""
    yield "rule", claim.args.get(Role.LEVEL)
    yield "none", None
    yield "school", Level.SCHOOL
    region = sign.sentence.document.region
    own = areas.area(region) if region else None
    if own is not None:
        yield "own", own.level
    for body, where in _givers(sign):
        if (told := level(body.text, region)) is not None:
            yield where, told
    if (told := level(title(sign), region)) is not None:
        yield "title", told


def _givers(sign: Signature) -> Iterator[tuple[Mention, str]]:
    """The bodies of the sentence and of the ones before."""
    at: Signature | None = sign
    for n in range(_BACK):
        if at is None:
            return
        bodies = [m for m in at.sentence.mentions if m.type in (EntityType.GOVERNMENT_BODY, EntityType.ORGANIZATION)]
        for body in bodies[:2]:
            yield body, f"body{min(n, 2)}"
        at = at.before


_BACK, _AROUND = 6, 40
_EDITION = regex(r"^(?:\d{4}年?度?|第?[一二三四五六七八九十\d]+届|首届)+")


def _level_context(claim: Claim, sign: Signature) -> Iterator[str]:
    document = sign.sentence.document
    yield f"told={claim.args.get(Role.LEVEL)}"
    yield f"rule={claim.rule}"
    yield f"honour={Role.HONOUR in claim.args}"
    yield f"speaker={LETTER[sign.speaker.type] if sign.speaker else '-'}"
    own = areas.area(document.region) if document.region else None
    yield f"region={own.level if own else None}"
    if (prize := _prize(claim)) is not None:
        bare = _EDITION.sub("", prize.text)
        yield f"name^{bare[:1]}"
        yield f"name^{bare[:2]}"
        yield f"quoted={prize.text[:1] in '“‘'}"
        yield from cues("in", "detail-level", prize.text)
        first = document.text.find(prize.text)
        around = document.text[max(0, first - _AROUND) : first + len(prize.text) + _AROUND]
        yield from cues("first", "detail-area", around)
        yield from cues("holds", "detail-holds", around)
    yield from cues("sentence", "detail-area", sign.sentence.text)
    yield from cues("title", "detail-area", title(sign))
    yield from cues("title", "detail-holds", title(sign))
    if (above := heading(sign)) is not None:
        yield from cues("heading", "detail-area", above.sentence.text)


def _is_counted(claim: Claim) -> bool:
    return Role.RECIPIENT_COUNT in claim.args


def _place(claim: Claim, sign: Signature) -> int | None:
    """Where the winners are counted."""
    told = claim.args[Role.RECIPIENT_COUNT]
    counts = (
        place
        for place, chunk in sorted(sign.chunks.items())
        if chunk.count
        and claim.evidence.start <= chunk.span.start < claim.evidence.end
        and number(chunk.count.value) == told
    )
    return next(counts, None)


_SAME = {"老师": "教师", "同学": "学生"}


def _kinds(claim: Claim, sign: Signature) -> Options:
    """The nouns behind the number, in the name of the contest, in the rank, in the sentence; or no more than 人."""
    yield "rule", claim.args.get(Role.RECIPIENT_KIND)
    place, prize = _place(claim, sign), _prize(claim)
    texts = {
        "name": prize.text if prize else "",
        "rank": str(claim.args.get(Role.RANK, "")),
        "sentence": sign.sentence.text,
    }
    if place is not None and (behind := re.match("[一-龥]{0,8}", sign.text[place + 1 :])):
        texts["noun"] = behind[0]
        yield from (("noun", kind) for word, kind in _SAME.items() if word in behind[0])
    for source, text in texts.items():
        yield from ((source, word) for word in classes()["detail-kind"] if word in text)
    yield from (("person", "人"), ("teacher", "教师"), ("pupil", "学生"), ("works", "作品"), ("school", "学校"))


def _kind_context(claim: Claim, sign: Signature) -> Iterator[str]:
    yield f"told={claim.args.get(Role.RECIPIENT_KIND)}"
    yield f"rule={claim.rule}"
    yield f"rank={claim.args.get(Role.RANK)}"
    place = _place(claim, sign)
    if place is not None and (count := sign.chunks[place].count):
        yield f"unit={count.unit}"
        yield f">{sign.text[place + 1 : place + 3]}"
        yield f"unit>{count.unit}{sign.text[place + 1 : place + 2]}"
    prize = _prize(claim)
    yield from (f"name={two}" for two in pairs(prize.text[-_TAIL:] if prize else ""))
    yield from cues("sentence", "detail-kind", sign.sentence.text)


_TAIL = 10
LEVEL = Question("award-level", Role.LEVEL, _levels, _level_context, lambda claim: _prize(claim) is not None)
KIND = Question("award-kind", Role.RECIPIENT_KIND, _kinds, _kind_context, _is_counted)
