"""Short forms of names that the text itself gives in full: 局前街小学 → 局小, 第三十七中学 → 三十七中."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kg import lexicon
from kg.gazetteer import areas
from kg.lazy import regex
from kg.model import Span
from kg.page import Page, Proposal, occurrences
from kg.terms import EntityType

_INTRODUCED = regex(r"[(（](?:以下|下)?[简统俗]称[:：为]?[“\"「]?([^“”\"「」()（）\n]{2,20})[”\"」]?[)）]")
_ORDINAL = regex(r"第([一二三四五六七八九十]{1,3})")
_KINDS = frozenset({EntityType.SCHOOL, EntityType.GROUP})
_LONGEST_AREA = 10
_LONGEST_NAME = 30
_GOES_ON = frozenset("学")
_CLASS_WORDS = frozenset("省市区县镇乡道旗盟州")


@cache
def _endings() -> Mapping[str, tuple[str, ...]]:
    """Kind of school → the words that stand for it in short forms; longer ones first."""
    kinds = sorted(lexicon.rows("school-kinds"), key=lambda row: (-len(row["word"]), row["word"]))
    return {row["word"]: tuple(row["short"].split(" ")) for row in kinds}


def proposals(page: Page) -> Iterator[Proposal]:
    """Forms introduced in brackets, and derived forms of the sure names of schools and groups wherever they stand."""
    introduced = [one for part in page.body for one in _introduced(page, part)]
    yield from introduced
    generic = lexicon.words("generic-schools")
    derived = {one.span.of(page.text): one.type for one in introduced}
    for name, kind in page.sure.items():
        if kind in _KINDS:
            derived.update((form, kind) for form in forms(name, kind) if form not in generic and form not in derived)
    yield from _derived(page, {form: kind for form, kind in derived.items() if form not in page.sure})


def _introduced(page: Page, part: Span) -> Iterator[Proposal]:
    for found in _INTRODUCED.finditer(page.text, part.start, part.end):
        before = next((name for name in _ending_at(page.text, found.start()) if name in page.sure), None)
        if before is not None:
            yield Proposal(Span(*found.span(1)), page.sure[before], "shorts.introduced")


def _derived(page: Page, derived: Mapping[str, EntityType]) -> Iterator[Proposal]:
    reach = 0
    for span, form in occurrences([*derived, *page.sure], page.text, sorted(page.body)):
        if span.end <= reach or page.text[span.end : span.end + 1] in _GOES_ON:
            continue  # within a name told in full: 局小 of 局小学
        if form in page.sure:
            reach = span.end
        else:
            yield Proposal(span, derived[form], "shorts.derived")


def _ending_at(text: str, end: int) -> Iterator[str]:
    return (text[end - size : end] for size in range(min(_LONGEST_NAME, end), 1, -1))


def forms(name: str, kind: EntityType) -> Iterator[str]:
    """The short forms that a full name may take."""
    bare = _without_areas(name)
    if kind is EntityType.GROUP:
        yield from _group_forms(bare)
        return
    ending = next((e for e in _endings() if bare.endswith(e)), None)
    if ending is None:
        return
    stem = bare.removesuffix(ending)
    if bare != name:
        yield bare
    ordinal = _ORDINAL.search(stem)
    for short in _endings()[ending]:
        if ordinal:
            yield stem[: ordinal.start()] + ordinal[1] + short
            yield ordinal[1] + short
            continue
        for size in (1, 2, 3, len(stem)):
            if 0 < size <= len(stem):
                yield stem[:size] + short
        if not stem and len(short) > 1:
            yield short
    if ordinal and ending in ("中学", "小学"):
        yield stem[: ordinal.start()] + ordinal[1] + ending[0]


def _group_forms(bare: str) -> Iterator[str]:
    for tail in ("教育集团", "集团"):
        if bare.endswith(tail):
            stem = bare.removesuffix(tail)
            shorts = {stem[:2], stem}
            ending = next((e for e in _endings() if stem.endswith(e)), None)
            if ending is not None:
                root = stem.removesuffix(ending)
                shorts |= {root[:size] + short for size in (1, 2, len(root)) for short in _endings()[ending]} | {root}
            for short in sorted(shorts):
                if len(short) > 1:
                    yield short + "集团"
                    yield short + "教育集团"
            break


def _without_areas(name: str) -> str:
    """The name without the areas that it opens with; 解放 is a district, too: short names below the city stay."""
    level = areas().level
    while True:
        heads = (name[:n] for n in range(min(_LONGEST_AREA, len(name) - 3), 1, -1))
        head = next((h for h in heads if (here := level(h)) and (h[-1] in _CLASS_WORDS or here == "c")), "")
        if not head:
            return name
        name = name.removeprefix(head)
