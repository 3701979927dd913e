"""What a person is in a school where no word tells it: pupil or teacher, by all that is said around."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kg.attributes.question import Options, Question, cues, heading, pairs, title
from kg.lazy import regex
from kg.model import Claim, Mention
from kg.patterns.signature import Signature
from kg.patterns.tokens import LETTER
from kg.patterns.words import classes
from kg.terms import EntityType, Role


def _options(claim: Claim, _: Signature) -> Options:
    said = claim.args.get(Role.ROLE)
    yield "rule", said
    yield "none", None
    yield "pupil", "学生"
    yield "teacher", "教师"
    if isinstance(said, str):
        for word in classes()["detail-office"]:
            if said.endswith(word) and said != word:
                yield "short", word


def _context(claim: Claim, sign: Signature) -> Iterator[str]:
    said = str(claim.args.get(Role.ROLE, ""))
    yield f"rule={claim.rule}"
    yield f"said={said}"
    yield f"said~{said[-2:]}"
    owner = claim.args.get(Role.ORGANIZATION)
    if isinstance(owner, Mention):
        yield f"owner={LETTER[owner.type]}"
        yield f"owner~{owner.text[-2:]}"
    yield from _beside(claim, sign.sentence.document.text)
    for where, text in _texts(sign):
        yield from cues(where, "detail-calling", text)
    for prize in _prizes(sign)[-1:]:
        yield from (f"prize={two}" for two in pairs(_BARE.sub("", prize.text)))
    yield f"more={_more(sign.sentence.document.text)}"
    yield f"prose={'。' in sign.sentence.text}"


def _beside(claim: Claim, text: str) -> Iterator[str]:
    """What stands beside the name itself."""
    person = claim.args.get(Role.PERSON)
    if isinstance(person, Mention):
        start, end = person.span.start, person.span.end
        yield f"name={len(person.text)}"
        yield f">{text[end : end + 2]}"
        yield f">>{text[end : end + 1]}"
        yield f"<{text[max(0, start - 2) : start]}"
        yield from cues("near", "detail-calling", text[max(0, start - _AROUND) : end + _AROUND])


def _texts(sign: Signature) -> Iterator[tuple[str, str]]:
    yield "sentence", sign.sentence.text
    yield "title", title(sign)
    if sign.before is not None:
        yield "before", sign.before.sentence.text
    if (above := heading(sign)) is not None:
        yield "heading", above.sentence.text


@lru_cache(maxsize=16)
def _more(text: str) -> str:
    """Whether a document speaks rather of pupils or of teachers."""
    pupils, teachers = len(_PUPILS.findall(text)), len(_TEACHERS.findall(text))
    return "pupils" if pupils > 2 * teachers else "teachers" if teachers > 2 * pupils else "mixed"


_PUPILS, _TEACHERS = regex("学生|同学|少年|小选手"), regex("教师|老师|名师|班主任")
_BARE = regex("[“”‘’0-9]")


def _prizes(sign: Signature) -> list[Mention]:
    """The contests and titles of the sentence, else of the nearest one above that has any."""
    at: Signature | None = sign
    for _ in range(_BACK):
        if at is None:
            break
        if found := [m for m in at.sentence.mentions if m.type in (EntityType.COMPETITION, EntityType.HONOUR)]:
            return found
        at = at.before
    return []


_AROUND, _BACK = 30, 12
ROLE = Question("affiliation-role", Role.ROLE, _options, _context)
