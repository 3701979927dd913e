"""The mentions of one document that name one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, permutations

from kg import areas
from kg.identity.activities import ACTIVITIES, variant
from kg.identity.align import shortening
from kg.identity.campuses import by_school
from kg.identity.decided import Decided
from kg.identity.forms import Part, is_word_at, letters, number_of, numerals, parts, plain
from kg.identity.ids import entity_id
from kg.identity.link import Cluster, Likely, Link
from kg.identity.persons import belongings
from kg.identity.stated import Stated, stated
from kg.model import Document, Reading, Span
from kg.terms import EntityType

_SHORTENED = frozenset({
    EntityType.SCHOOL, EntityType.CAMPUS, EntityType.GROUP, EntityType.GOVERNMENT_BODY, EntityType.ORGANIZATION,
})  # fmt: skip
"""Types whose names have parts that short forms leave out."""
_LOCAL = frozenset({EntityType.SCHOOL, EntityType.GROUP})
CLEAR = 0.25
"""So much cheaper than the next reading must the best one be."""
_FAR_FETCHED = 3.2
"""The cost above which a short form is not believed."""
_MISPRINT_FROM = 5
"""The shortest name in which one wrong character is believed to be a misprint."""
_MISPRINT_TO = 40
_MOST_ALIKE = 4
"""More names than this that differ in one place are a series, and no misprints."""
_OURS = ("我", "本")
_SITES = frozenset({EntityType.SCHOOL, EntityType.CAMPUS, EntityType.GROUP})
_AND = frozenset({"、", "和", "与", "及", "以及", "、以及"})
"""What stands between the names of a list."""
_MOST_MEANT = 8
"""Of a homonym of more areas than this a person is not asked one by one: every county has a 城关镇."""


class _Owner:
    """Which cluster each mention belongs to, while clusters are joined."""

    def __init__(self, of: dict[Span, Cluster], decided: Decided, lists: Mapping[Span, int]) -> None:
        self._of = of
        self._decided = decided
        self._lists: dict[int, set[int]] = {}
        for span, number in lists.items():
            self._lists.setdefault(id(of[span]), set()).add(number)

    def __getitem__(self, span: Span) -> Cluster:
        return self._of[span]

    def distinct(self) -> list[Cluster]:
        """The clusters in order of their first mention."""
        unique = {id(c): c for c in self._of.values()}
        return sorted(unique.values(), key=lambda c: min((m.span, m.type) for m in c.mentions))

    def apart(self, one: Cluster, other: Cluster) -> bool:
        """Whether a person said that the two are two things, or a list names one beside the other."""
        if self._decided.forbids(one.type, one.names, other.names, one.region):
            return True
        lists, others = self._lists.get(id(one)), self._lists.get(id(other))
        if one is other or not lists or not others or lists.isdisjoint(others):
            return False
        for cluster, names in ((one, other.names), (other, one.names)):
            cluster.beside = tuple(sorted({*cluster.beside, *map(plain, names)}))
        return True

    def join(self, one: Cluster, other: Cluster, link: Link, *, said: bool = False) -> None:
        """Makes the two one, unless a person said that they are two, or a list does and the text itself does not say otherwise."""
        if one is other:
            return
        if self._decided.forbids(one.type, one.names, other.names, one.region) if said else self.apart(one, other):
            return
        one.links.append(link)
        one.take(other)
        self._lists.setdefault(id(one), set()).update(self._lists.get(id(other), ()))
        for mention in other.mentions:
            self._of[mention.span] = one


def clusters(reading: Reading, decided: Decided) -> tuple[list[Cluster], list[Likely]]:
    """The things that a document names, in order of their first mention, and the links that are likely but not sure.

    What was decided to be two things is not joined.
    """
    document = reading.document
    found = _by_name(reading)
    owner = _Owner({m.span: c for c in found for m in c.mentions}, decided, _lists(reading))
    for said in stated(document, reading.mentions):
        one, other = owner[said.first.span], owner[said.second.span]
        owner.join(one, other, _said(said, document), said=True)
        if owner[said.second.span] is one and one is not other:
            one.stated = tuple(sorted({*one.stated, plain(said.first.text), plain(said.second.text)}))
            one.former = tuple(sorted({*one.former, *([plain(said.former.text)] if said.former else [])}))
    proposals = [likely for cluster in found for likely in _open_homonym(cluster, document)]
    present = {m.type for m in reading.mentions}
    for kind in sorted(present & (_SHORTENED | ACTIVITIES)):
        if len({m.text for m in reading.mentions if m.type is kind}) > 1:
            proposals += _short_forms(kind, owner, document)
    for kind in sorted(present & _LOCAL):
        _under_two_areas(kind, owner, document)
    for kind in sorted(present & _SHORTENED):
        _misprints(kind, owner, document)
    told = belongings(reading.claims, owner)
    every = [part for cluster in owner.distinct() for part in by_school(cluster, reading.claims, owner)]
    for cluster in every:
        cluster.belongings = tuple(dict.fromkeys(b for m in cluster.mentions for b in told.get(m.span, ())))
    return every, proposals


def _lists(reading: Reading) -> Mapping[Span, int]:
    """The number of the list that each mention stands in, if one does: names of one type, or of sites, with 、 or 和 between them."""
    out: dict[Span, int] = {}
    text = reading.document.text
    for one, other in pairwise(reading.mentions):
        sites = one.type in _SITES and other.type in _SITES
        gap = text[one.span.end : other.span.start]
        # 甲小学、乙小学东校区、丙小学: the campus stands behind its school
        if (gap in _AND and (sites or one.type is other.type)) or (sites and not gap):
            number = out.setdefault(one.span, len(out))
            out[other.span] = number
    return out


def _said(said: Stated, document: Document) -> Link:
    short, full = sorted((said.first.text, said.second.text), key=len)
    return Link(short, full, said.reason, said.confidence, document.name, said.evidence)


def _by_name(reading: Reading) -> list[Cluster]:
    """Equal names of one type are one thing; areas are what their code says."""
    region = reading.document.region
    out: dict[tuple[EntityType, str], Cluster] = {}
    for mention in reading.mentions:
        name = plain(mention.text)
        code = area_code(name, region) if mention.type is EntityType.PLACE else None
        cluster = out.setdefault((mention.type, code or name), Cluster(mention.type, [], [], region, code))
        cluster.mentions.append(mention)
        if mention.text not in cluster.names:
            cluster.names.append(mention.text)
    return list(out.values())


def area_code(name: str, region: str | None) -> str | None:
    """The area that a place's plain name means (江苏省常州市, 钟楼, 西林街道); None if it is no area or an open homonym."""
    for short in (False, True):
        found = areas.prefix(name, region, short=short)
        if found.code and found.end == len(name):
            return found.code
    return areas.find(name, region).code


def _open_homonym(cluster: Cluster, document: Document) -> Iterator[Likely]:
    """What an area's name may mean where the context does not decide: each area of that name, the nearest where some are near."""
    if cluster.type is not EntityType.PLACE or cluster.code:
        return
    name, first = cluster.names[0], cluster.mentions[0]
    found = areas.find(plain(name), cluster.region)
    around = areas.chain(cluster.region)[:-1] if cluster.region else ()
    meant = [c for c in found.candidates if any(areas.within(c, outer) for outer in around)] or found.candidates
    told = [(areas.full_name(code), entity_id(first.type, code, a.name)) for code in meant if (a := areas.area(code))]
    if len(told) > _MOST_MEANT:
        told = [("、".join(full for full, _ in told), "")]
    for full, area in told:
        link = Link(name, full, found.reason, 0.0, document.name, first.span)
        yield Likely(link, ((first.span, first.type),), area or None)


def _short_forms(kind: EntityType, owner: _Owner, document: Document) -> Iterator[Likely]:
    """Joins each name with the one fuller name that it shortens; where several fit alike they are proposed.

    Longer names go first, so that a short form meets clusters that are already whole.
    """
    names = {n: c for c in owner.distinct() if c.type is kind for n in c.names}
    holding: dict[str, set[str]] = {}
    for name in names:
        for letter in letters(plain(name)):
            holding.setdefault(letter, set()).add(name)
    for short in sorted(names, key=lambda n: (-len(plain(n)), n)):
        best: dict[int, tuple[float, str]] = {}
        # a full name holds all letters of its short form: few names hold the rarest of them
        rare = sorted((holding[letter] for letter in letters(plain(short))), key=len)
        for full in sorted(set.intersection(*rare) - {short}) if rare else ():
            if (cost := _cost(short, full, document.region, kind)) is not None:
                here = owner[names[full].mentions[0].span]
                if owner.apart(here, owner[names[short].mentions[0].span]):
                    continue
                best[id(here)] = min(best.get(id(here), (cost, full)), (cost, full))
        mine = owner[names[short].mentions[0].span]
        best.pop(id(mine), None)
        ranked = sorted(best.values())
        if not ranked or ranked[0][0] > _FAR_FETCHED:
            continue
        cost, full = ranked[0]
        link = Link(
            short, full, "简称" if kind in _SHORTENED else "省略", round(max(0.6, 1 - 0.12 * cost), 2), document.name
        )
        if len(ranked) > 1 and ranked[1][0] - cost < CLEAR:
            likely = Link(short, full, f"可能的简称,另有 {ranked[1][1]}", 0.5, document.name)
            yield Likely(likely, (_place(names[short], short), _place(names[full], full)))
        else:
            owner.join(owner[names[full].mentions[0].span], mine, link)


def _place(cluster: Cluster, name: str) -> tuple[Span, EntityType]:
    """Where a cluster's name stands first."""
    return min((m.span, m.type) for m in cluster.mentions if m.text == name)


def _cost(short: str, full: str, region: str | None, kind: EntityType) -> float | None:
    if kind in ACTIVITIES:
        return variant(short, full, region) if len(plain(short)) < len(plain(full)) else None
    one, other = plain(short), plain(full)
    if kind is EntityType.SCHOOL and other.startswith(_OURS) and (scoped := areas.opening_scope(other, region)):
        known = areas.area(scoped[0])  # 我区实验小学 is called 实小, and so is 钟楼区实验小学
        other = (known.name if known else "") + other[scoped[1] :]
    if len(one) > len(other) or (len(one) == len(other) and one >= other):
        return None
    return shortening(one, other, region, kind)


def _under_two_areas(kind: EntityType, owner: _Owner, document: Document) -> None:
    """Joins names that differ only in the areas before them, one within the other: 合川区久长街小学, 合阳城街道久长街小学."""
    seen: dict[tuple[str, ...], str] = {}
    for cluster in owner.distinct():
        if cluster.type is not kind:
            continue
        for name in cluster.names:
            own = own_part(name, document.region)
            if own is None:
                continue
            other = seen.setdefault(own, name)
            if other != name and nested(name, other, document.region):
                first = next(c for c in owner.distinct() if c.type is kind and other in c.names)
                owner.join(first, cluster, Link(name, other, "上下级地区下同名", 0.85, document.name))


def own_part(name: str, region: str | None) -> tuple[str, ...] | None:
    """The pieces of a name behind the areas that open it; None where no area does, or no piece is the name's own."""
    pieces = parts(plain(name), region)
    if not _codes(name, region) or not any(p.what == "core" and len(p.text) > 1 for p in pieces):
        return None
    return tuple(p.text for p in pieces if p.what not in {"area", "town"})


def nested(one: str, other: str, region: str | None) -> bool:
    """Whether of the areas that open the names (each has one) one lies in the other."""
    low, high = (_codes(name, region)[-1] for name in (one, other))
    return areas.within(low, high) or areas.within(high, low)


def _codes(name: str, region: str | None) -> list[str]:
    """The counties, streets and towns that open a name: whoever names only a city or province may be anywhere in it."""
    codes = (p.code for p in parts(plain(name), region) if p.what in {"area", "town"} and p.code)
    return [code for code in codes if not code.endswith("00") or len(code) > len(areas.COUNTRY)]


def _misprints(kind: EntityType, owner: _Owner, document: Document) -> None:
    """Joins names that differ by one character inside a known word: 教肓局 is 教育局."""
    holder = {n: c for c in owner.distinct() if c.type is kind for n in c.names}
    alike: dict[tuple[str, str], list[str]] = {}
    for name in sorted(holder):
        text = numerals(plain(name))
        for at in range(len(text) if _MISPRINT_FROM <= len(text) <= _MISPRINT_TO else 0):
            alike.setdefault((text[:at], text[at + 1 :]), []).append(name)
    for names in alike.values():
        for wrong, right in permutations(names, 2) if 1 < len(names) <= _MOST_ALIKE else ():
            if is_misprint(plain(wrong), plain(right), document.region):
                one, other = (owner[holder[n].mentions[0].span] for n in (right, wrong))
                owner.join(one, other, Link(wrong, right, "一字之差,误写", 0.8, document.name))


def is_misprint(wrong: str, right: str, region: str | None) -> bool:
    """Whether the names differ in one character that stands inside a known word of `right`, and `wrong` has no such word."""
    one, other = numerals(wrong), numerals(right)
    if len(one) != len(other) or not (one[0] == other[0] or one[-1] == other[-1]) or number_of(one) != number_of(other):
        return False
    places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) != 1:
        return False
    if is_word_at(one, places[0]):
        return False  # 教科局 is a word of its own
    return _in_word(other, places[0], parts(right, region)) and not _in_word(one, places[0], parts(wrong, region))


def _in_word(text: str, place: int, pieces: Sequence[Part]) -> bool:
    at = 0
    for piece in pieces:
        start = text.find(piece.text, at)
        if start < 0:
            return False
        at = start + len(piece.text)
        if start <= place < at:
            return piece.what not in {"core", "inner", "number", "area", "town"} and len(piece.text) > 1
    return False
