"""When something was counted or built: the time of its clause, one told before, the year of the report, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.attributes.question import Options, Question, cues, heading, title
from kg.lazy import regex
from kg.model import Claim, Mention, Span
from kg.patterns.dates import all_in
from kg.patterns.plans import planned
from kg.patterns.signature import Signature
from kg.patterns.tokens import LETTER
from kg.patterns.words import classes
from kg.terms import FactType, Role

_YEAR = regex(r"(?<!\d)(20\d\d|19\d\d)(?:年|学年|\D)")
_LONG, _MONTH = len("2019"), len("2019-09")


def _options(claim: Claim, sign: Signature) -> Options:
    yield "rule", claim.args.get(Role.DATE)
    yield "none", None
    document = sign.sentence.document
    if document.date:
        yield "document-year", document.date[:4]
        yield "document-month", document.date[:7]
        yield "document", document.date
    years = []
    if found := _YEAR.search(title(sign)):
        yield "title-year", found[1]
        years.append(("title", found[1]))
    head = heading(sign)
    for _, value in all_in(head) if head is not None else ():
        yield from _shades("heading", value)
        years.append(("heading", value[:_LONG]))
        break
    yield from _in_sentence(claim, sign, years)
    yield from _before(sign)


def _before(sign: Signature) -> Options:
    """The last time that the sentences before tell."""
    at = sign.before
    for n in range(_BACK):
        if at is None:
            return
        if times := list(all_in(at)):
            span, value = times[-1]
            source = f"before{min(n, 1)}"
            yield from _shades(source, value)
            opens = span.start - at.sentence.span.start <= _OPENING
            yield f"{source}:{_shape(span, sign)}", value
            yield f"{source}:opens={opens}", value
            if len(times) > 1:
                yield from _shades(f"{source}-first", times[0][1])
            return
        at = at.before


_BACK, _OPENING, _CLOSE = 4, 3, 30
_AGAIN = regex("同[日月年]|同一天|同一[日月年]|当[天日月年]|同期|当年")


def _shape(span: Span, sign: Signature) -> str:
    return re.sub(r"\d+", "d", span.of(sign.sentence.document.text))


def _in_sentence(claim: Claim, sign: Signature, years: list[tuple[str, str]]) -> Options:
    text = sign.sentence.document.text
    times = list(all_in(sign))
    ahead = [span for span, _ in times if span.start < claim.evidence.start]
    for n, (span, value) in enumerate(times):
        inside = claim.evidence.start <= span.start < claim.evidence.end
        where = "own" if inside else "lead" if span.start < claim.evidence.start else "after"
        if where == "lead":
            gap = text[span.end : claim.evidence.start]
            where += ";" if re.search("[;；。]", gap) else "" if len(gap) <= _CLOSE else "-far"
            where += "" if span == ahead[-1] else "-old"
            yield f"{where}:clauses={min(4, len(re.findall('[,，;；]', gap)))}", value
        yield from _shades(where, value)
        yield f"{where}:{_shape(span, sign)}", value
        yield f"{where}:<{text[span.start - 1 : span.start]}", value
        yield f"{where}:>{text[span.end : span.end + 1]}", value
        if n == 0 and span.start - sign.sentence.span.start <= _OPENING:
            yield f"{where}:opens", value
        if "年" not in span.of(text) and len(value) > _LONG:
            yield from ((f"{where}@{source}", re.sub(r"\d{4}", year, value)) for source, year in years)


def _shades(source: str, value: str) -> Options:
    """A time as it is told, and its month and year alone."""
    first, _, last = value.partition("/")
    day = len(first) > _MONTH
    yield source + ("-day" if day else "") + ("-span" if last else ""), value
    if len(first) > _LONG and first[:_LONG] == (last or first)[:_LONG]:
        yield f"{source}-year", first[:_LONG]
    if day and first[:_MONTH] == (last or first)[:_MONTH]:
        yield f"{source}-month", first[:_MONTH]


def _context(claim: Claim, sign: Signature) -> Iterator[str]:
    document = sign.sentence.document
    text = claim.evidence.of(document.text)
    yield f"rule={claim.rule}"
    yield f"speaker={LETTER[sign.speaker.type] if sign.speaker else '-'}"
    yield f"times={min(3, sum(c.letter == 'T' for c in sign.chunks.values()))}"
    yield f"again={_AGAIN.search(text) is not None}"
    yield f"planned={planned(sign, text)}"
    yield f"^{text[:1]}"
    yield from cues("has", "detail-when", text)
    yield from cues("how", "detail-how", text)
    yield from cues("cue", "cue", text)
    yield from (f"said={cue}" for cue in classes()["detail-when"] if cue in sign.sentence.text and cue not in text)
    yield from _of_document(sign)
    yield from _of_kind(claim)


def _of_document(sign: Signature) -> Iterator[str]:
    document, name = sign.sentence.document, title(sign)
    yield from cues("title", "detail-genre", name)
    yield f"year-in-title={_YEAR.search(name) is not None}"
    if (above := heading(sign)) is not None:
        yield from cues("heading", "detail-when", above.sentence.text)
        yield from cues("heading", "detail-genre", above.sentence.text)
    yield f"turns={bool(document.utterances)}"
    yield f"dated={len(document.date or '')}"
    yield f"turn-of-year={(document.date or '')[5:7] in ('01', '02', '12')}"


def _of_kind(claim: Claim) -> Iterator[str]:
    for role in (Role.SUBJECT, Role.FACILITY):
        if (value := claim.args.get(role)) is not None:
            yield f"{role}={LETTER[value.type] if isinstance(value, Mention) else 'area'}"
    if claim.type is FactType.OBSERVATION:
        measure = str(claim.args.get(Role.MEASURE, ""))
        yield f"unit={claim.args[Role.UNIT]}"
        yield f"measure={measure[-2:]}"
        yield f"measure^{measure[:2]}"
    else:
        yield f"status={claim.args[Role.STATUS]}"
        yield f"works={claim.args.get(Role.WORKS) is not None}"


COUNTED = Question("observation-date", Role.DATE, _options, _context, follows=True)
BUILT = Question("construction-date", Role.DATE, _options, _context, follows=True)
