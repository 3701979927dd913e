"""Names that a text introduces as another name of the one before: 鼓楼区第一中心小学（即鼓一中心小学）."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.aliases import EARLIER, FORMER, OTHER, PREDECESSOR, PRESENT, RENAMED, THUS, WHOLE
from kg.lazy import regex
from kg.model import Mention, Span
from kg.page import occurrences
from kg.terms import EntityType

RULE = "also.introduced"
_CONFIDENCE = 0.95
_ENDS = {
    EntityType.SCHOOL: r"(?:小学|中学|学校|学院|学堂|书院|大学|幼儿园|[完附实一二三四五六七八九十][小中]|[小中幼高初]|[一二三四五六七八九十]校|分校|校|园)",
    EntityType.GROUP: r"(?:集团|联盟|共同体|联合体)",
}
"""What names of a type end in."""
_CUE = (
    rf"(?:(?:以下|下文)?(?:统一?)?(?:简称|下称)为?|{THUS}|{OTHER}|人称|对外称|{EARLIER}|习惯上?称"
    rf"|其?{PREDECESSOR}|{FORMER}|(?:现|今|后|现已|后来)?(?:{RENAMED})|{PRESENT}|{WHOLE})[:：]?"
)
_BRACKETED = rf"[”\"’]?[(（]{_CUE}[“\"‘]?(?P<inside>NAME)[”\"’]?(?=[)）])"
_SAID = rf"[”\"’]?[,，]{_CUE}[“\"‘]?(?P<said>NAME)[”\"’]?(?=[,，。;；\n]|$)"
_CHANGED = r"[”\"’]?[^,，。;；()（）]{0,14}?(?:更名|改名|改称|易名)为[“\"‘]?(?P<now>NAME)[”\"’]?(?=[,，。;；\n]|$)"
_NAME = r"[\u4e00-\u9fffA-Za-z0-9·]{0,18}?"
_INTRODUCED = {
    kind: regex(f"{_BRACKETED}|{_SAID}|{_CHANGED}".replace("NAME", _NAME + end)) for kind, end in _ENDS.items()
}
_NO_NAME = regex(
    r"[的是在]|(?:小学|中学|学校|幼儿园)[和与及]|[一两三几多数]所|[本该我这那此]校|更名|改名|改称|^(?:来|将|有|由|为|属|址|任|校长|教师|学生|这|那|一所)"
)
"""What no name holds or opens with: 原来是一所农村小学, 即将更名."""
_GENERIC = regex(
    r"(?:中心|实验|完全|初级|高级|职业|民办|公办|九年一贯制)*(?:小学|中学|学校|幼儿园|学院|大学|集团|教育集团|.)"
)
_GOES_ON = frozenset("学区组队朋型班")


def introduced(text: str, body: Sequence[Span], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with the names that the text introduces so, wherever these stand; what was read across them is left out.

    Such a name need look like none (和平区一校): the word before it says that it is one. That word is no part of it.
    """
    found = dict(_found(text, mentions))
    if not found:
        return tuple(mentions)
    out = {span: Mention(span, span.of(text), kind, RULE, _CONFIDENCE) for span, kind in found.items()}
    for mention in mentions:
        if found.get(mention.span) is mention.type or not any(mention.span.overlaps(span) for span in found):
            out[mention.span] = mention
    kinds = {span.of(text): kind for span, kind in found.items()}
    for span, name in occurrences(kinds, text, body):
        if text[span.end : span.end + 1] in _GOES_ON:
            continue
        across = [m for m in out.values() if m.span.overlaps(span)]
        if all(span.covers(m.span) and m.span != span for m in across):
            for mention in across:
                del out[mention.span]
            out[span] = Mention(span, name, kinds[name], RULE, _CONFIDENCE)
    return tuple(sorted(out.values(), key=lambda m: m.span))


def _found(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Span, EntityType]]:
    """The names introduced behind mentions, each with the type of the mention."""
    for mention in mentions:
        pattern = _INTRODUCED.get(mention.type)
        match = pattern.match(text, mention.span.end) if pattern else None
        if match is None:
            continue
        span = Span(*match.span(str(match.lastgroup)))
        name = span.of(text)
        if not _NO_NAME.search(name) and not _GENERIC.fullmatch(name) and name != mention.text:
            yield span, mention.type
