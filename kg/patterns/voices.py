"""Who speaks in a turn, and for which school, group or body: what 我校, 我们集团 and 我局 mean there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.model import Document, Mention, Span
from kg.patterns.tokens import LETTER
from kg.patterns.words import compiled
from kg.terms import EntityType, TurnRole

Voice = Mapping[str, Mention]
"""By its letter the school, the group, the body that somebody speaks for."""

_HOUSES = "SGB"
_LEADS = r"(?:[^,，。;；:：!?！？\n]{0,12}[、兼,，])?[一-龥]{0,6}(?:«leader»)[ \u3000]*"
"""What stands between a school and the name of who leads it."""
_WIDE = 24


def voices(document: Document, mentions: Sequence[Mention]) -> dict[Span, Voice]:
    """For each turn whose speaker leads a school, group or body by the text's own words: those."""
    if not document.utterances:
        return {}
    led = _led(document.text, mentions)
    opened = document.utterances[0].span.start
    guests = {m.text for m in mentions if m.text in led and m.span.end <= opened}
    out: dict[Span, Voice] = {}
    for turn in document.utterances:
        names = (
            {turn.speaker} if turn.speaker else set(turn.possible) or (guests if turn.role is TurnRole.GUEST else set())
        )
        if len(names) == 1 and (voice := led.get(names.pop() or "")):
            out[turn.span] = voice
    return out


def _led(text: str, mentions: Sequence[Mention]) -> dict[str, dict[str, Mention]]:
    """What each person leads: the nearest school, group or body before the name with an office between."""
    found: dict[str, dict[str, Mention]] = {}
    for n, person in enumerate(mentions):
        if person.type is not EntityType.PERSON:
            continue
        for house in mentions[max(0, n - 2) : n]:
            gap = text[house.span.end : person.span.start]
            letter = LETTER[house.type]
            if letter in _HOUSES and len(gap) <= _WIDE and compiled(_LEADS).fullmatch(gap):
                found.setdefault(person.text, {}).setdefault(letter, house)
    return found
