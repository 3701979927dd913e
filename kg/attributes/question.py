"""What may be asked of a claim: which detail, what the text offers as its answer, and what speaks for one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.model import Argument, Claim, Span
from kg.patterns.signature import Signature
from kg.patterns.words import classes
from kg.terms import Role

Value: TypeAlias = Argument | None
Options: TypeAlias = Iterable[tuple[str, Value]]


@dataclass(frozen=True)
class Question:
    """One detail of one type of claims.

    `options` gives the values that the text offers, each with where it comes from; a source with a colon in it is a shade of
    another. `context` tells what is around the claim, `asks` to which claims the question applies.
    """

    name: str
    role: Role
    options: Callable[[Claim, Signature], Options]
    context: Callable[[Claim, Signature], Iterable[str]]
    asks: Callable[[Claim], bool] = lambda _: True
    follows: bool = False


@dataclass(slots=True)
class Earlier:
    """What was chosen for the claims before: counts and buildings of a paragraph mostly share their date."""

    last: dict[str, tuple[Value, Span]] = field(default_factory=dict)

    def note(self, question: Question, claim: Claim) -> None:
        """Takes note of the answer of a claim."""
        if question.follows:
            self.last[question.name] = (claim.args.get(question.role), claim.evidence)

    def options(self, question: Question, claim: Claim) -> Options:
        """The answer of the claim before, by how far it stands."""
        if question.follows and question.name in self.last:
            value, place = self.last[question.name]
            gap = claim.evidence.start - place.end
            yield ("same" if gap < 0 else "next" if gap < _NEAR else "near" if gap < _FAR else "far"), value


_NEAR, _FAR = 3, 120


def title(sign: Signature) -> str:
    """The document's title, or its first line."""
    document = sign.sentence.document
    return document.title or document.text.lstrip()[:_TITLE].partition("\n")[0]


_TITLE = 60


def heading(sign: Signature) -> Signature | None:
    """The heading above a sentence: the nearest short line without a full stop."""
    at = sign.before
    for _ in range(_BACK):
        if at is None:
            return None
        text = at.sentence.text.strip()
        if 0 < len(text) <= _HEADING and at.sentence.text.endswith("\n") and not re.search("[。!?！？;；,，]$", text):
            return at
        at = at.before
    return None


_BACK, _HEADING = 40, 40


def pairs(text: str) -> list[str]:
    """The letters of a text two by two."""
    return [text[n : n + 2] for n in range(len(text) - 1)]


def cues(where: str, name: str, text: str) -> Iterator[str]:
    """The words of a class of triggers.csv that a text has, as context."""
    return (f"{where}={word}" for word in classes()[name] if word in text)
