"""Things of many documents: which clusters are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg import areas
from kg.identity.activities import activity
from kg.identity.align import shortening
from kg.identity.cluster import CLEAR, Cluster, Link
from kg.identity.forms import parts, plain
from kg.identity.kinds import kind_of
from kg.identity.naming import canonical, jurisdiction
from kg.terms import EntityType, Kind

_SHORTENED = frozenset({
    EntityType.SCHOOL, EntityType.CAMPUS, EntityType.GROUP, EntityType.GOVERNMENT_BODY, EntityType.ORGANIZATION,
})  # fmt: skip
_ACTIVITIES = frozenset({EntityType.COMPETITION, EntityType.EVENT, EntityType.PROGRAM, EntityType.HONOUR})
_TENS = "十"


@dataclass(slots=True)
class Thing:
    """One real thing of the whole corpus, gathered from the documents' clusters."""

    type: EntityType
    kind: Kind | None
    name: str
    code: str | None
    told: bool
    names: set[str]
    members: list[tuple[str, Cluster]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def order(self) -> tuple[str, str, str, list[str]]:
        """What things are sorted by, whatever the order of documents."""
        return self.type, self.code or "", self.name, sorted(self.names)


def things(found: Iterable[tuple[str, Cluster]]) -> tuple[list[Thing], list[Link]]:
    """The things that the documents' clusters (each with its document's name) are, and the links that are only proposed."""
    singles = sorted(
        (_single(document, cluster) for document, cluster in found), key=lambda t: (*t.order(), t.members[0][0])
    )
    equal = _equal(singles)
    proposals: list[Link] = []
    out: list[Thing] = []
    for block in _blocks(equal):
        merged, likely = _merged(block)
        out += merged
        proposals += likely
    return sorted(out, key=Thing.order), proposals


def _single(document: str, cluster: Cluster) -> Thing:
    if cluster.code:
        known = areas.area(cluster.code)
        name = known.name if known else cluster.code
        return Thing(
            cluster.type,
            Kind.ADMINISTRATIVE_AREA,
            name,
            cluster.code,
            True,
            {*map(plain, cluster.names)},
            [(document, cluster)],
            list(cluster.links),
        )
    longest = max(cluster.names, key=lambda n: len(plain(n)))
    kind = kind_of(cluster.type, plain(longest))
    code, told = jurisdiction(cluster.type, cluster.names, cluster.region, kind)
    name = canonical(cluster.type, cluster.names, code, cluster.region)
    names = {*map(plain, cluster.names), name}
    return Thing(cluster.type, kind, name, code, told, names, [(document, cluster)], list(cluster.links))


def _equal(singles: Sequence[Thing]) -> list[Thing]:
    """Things of one type, jurisdiction and canonical name are one."""
    out: dict[tuple[EntityType, str | None, str], Thing] = {}
    for thing in singles:
        key = (thing.type, thing.code, thing.name)
        if key in out:
            _take(out[key], thing, None)
        else:
            out[key] = thing
    return list(out.values())


def _take(one: Thing, other: Thing, link: Link | None) -> None:
    if link:
        one.links.append(link)
    one.links += other.links
    one.members += other.members
    one.names |= other.names
    if other.told and not one.told:
        one.code, one.told = other.code, True
    elif other.told == one.told and other.code and one.code and areas.within(other.code, one.code):
        one.code = other.code
    if (len(other.name), other.name) > (len(one.name), one.name):
        one.name, one.kind = other.name, other.kind


def _blocks(equal: Sequence[Thing]) -> list[list[Thing]]:
    """Things that could be one: same type and prefecture (or what lies above all prefectures)."""
    out: dict[tuple[EntityType, str], list[Thing]] = {}
    for thing in equal:
        code = thing.code or ""
        block = code[:4] if not code.endswith("0000") else code[:2]
        out.setdefault((thing.type, block), []).append(thing)
    return list(out.values())


def _merged(block: list[Thing]) -> tuple[list[Thing], list[Link]]:
    """The block with short names joined to full ones, longest first; what fits several or is too bare is proposed."""
    proposals: list[Link] = []
    if block[0].type not in _SHORTENED | _ACTIVITIES:
        return block, proposals
    left: list[Thing] = []
    index: dict[str, list[Thing]] = {}
    for thing in sorted(block, key=lambda t: (-len(t.name), t.order())):
        rivals = [o for key in _keys(thing) for o in index.get(key, ()) if _may_be(thing, o)]
        fits = sorted(
            {id(o): (cost, i, o) for i, o in enumerate(rivals) if (cost := _cost(thing, o)) is not None}.values(),
            key=lambda f: f[:2],
        )
        if fits and (len(fits) == 1 or fits[1][0] - fits[0][0] >= CLEAR):
            cost, _, full = fits[0]
            link = Link(thing.name, full.name, "同一地区的全称与简称", round(max(0.6, 0.95 - 0.12 * cost), 2))
            if _sure(thing, full):
                _take(full, thing, link)
                for key in _keys(thing):
                    index.setdefault(key, []).append(full)
                continue
            proposals.append(Link(thing.name, full.name, "同一地区可能的全称与简称", 0.5))
        elif fits:
            proposals.append(Link(thing.name, fits[0][2].name, f"可能的简称,另有 {fits[1][2].name}", 0.4))
        left.append(thing)
        for key in _keys(thing):
            index.setdefault(key, []).append(thing)
    return left, proposals


def _keys(thing: Thing) -> list[str]:
    """Where a thing is looked for: by its number, and by the first character of its own part."""
    pieces = [p for p in parts(thing.name, thing.code) if p.what not in {"area", "town"}]
    number = next((p.text for p in pieces if p.what == "number"), "")
    if thing.type in _ACTIVITIES:
        return [activity(thing.name, thing.code).rest[-2:]]
    return [number + (pieces[0].text[0] if pieces and pieces[0].what != "number" else "")]


def _may_be(thing: Thing, other: Thing) -> bool:
    """Whether jurisdictions allow that the two are one: equal, or one within the other and not both told."""
    if thing.code is None or other.code is None:
        return thing.code == other.code
    if thing.code == other.code:
        return True
    nested = areas.within(thing.code, other.code) or areas.within(other.code, thing.code)
    return nested and not (thing.told and other.told)


def _cost(thing: Thing, full: Thing) -> float | None:
    if thing.type in _ACTIVITIES:
        one, other = activity(thing.name, thing.code), activity(full.name, full.code)
        same = (one.rest, one.year, one.edition) == (other.rest, other.year, other.edition) and thing.code == full.code
        return 0.1 if same else None
    region = thing.code if thing.code and full.code and areas.within(thing.code, full.code) else full.code
    costs = [c for name in thing.names if (c := shortening(name, full.name, region, thing.type)) is not None]
    return min(costs, default=None)


def _sure(thing: Thing, full: Thing) -> bool:
    """Whether the short name tells enough of itself: 二十四中 does, 实验小学 and 一小 could be of any district around."""
    if thing.code == full.code:
        return True
    pieces = parts(thing.name, thing.code)
    own = [p for p in pieces if p.what == "core" and len(p.text) > 1]
    numbers = [p.text for p in pieces if p.what == "number"]
    return bool(own) or any(_TENS in n and len(n) > 1 for n in numbers) or thing.type in _ACTIVITIES
