"""Things of many documents: which clusters are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from kg import areas
from kg.identity.activities import ACTIVITIES, activity
from kg.identity.aliases import otherwise_called
from kg.identity.align import without_town
from kg.identity.cluster import CLEAR
from kg.identity.decided import Decided
from kg.identity.fits import STAGE_LETTERS, Fit, fit, may_be
from kg.identity.forms import letters, parts, plain
from kg.identity.kinds import kind_of
from kg.identity.link import Alike, Cluster, Link
from kg.identity.naming import canonical, jurisdiction
from kg.identity.persons import groups, qualifier_of
from kg.identity.replay import by_document, in_one_area, renamed, split_by_document, split_off, united
from kg.identity.sole import Unsure, sole
from kg.identity.thing import Thing
from kg.terms import EntityType, Kind

_SHORTENED = frozenset({
    EntityType.SCHOOL, EntityType.CAMPUS, EntityType.GROUP, EntityType.GOVERNMENT_BODY, EntityType.ORGANIZATION,
})  # fmt: skip
_SIZE = 1 << 13
"""Names of which the keys are remembered."""
JOINED = _SHORTENED | ACTIVITIES
"""Types of which names that are not equal may be one thing's."""


def things(found: Iterable[tuple[str, Cluster]], decided: Decided) -> tuple[list[Thing], list[Alike]]:
    """The things that the documents' clusters (each with its document's name) are, and the links that are only proposed.

    What persons decided counts more than any rule.
    """
    singles = split_off((single(document, cluster) for document, cluster in found), decided)
    namesakes = told_apart(singles)
    out, proposals = joined(singles, decided)
    return out, proposals + namesakes


def joined(singles: Iterable[Thing], decided: Decided) -> tuple[list[Thing], list[Alike]]:
    """The things that are one made one, and the links that are only proposed.

    Only things of one type that share one of their `name_keys` in areas of which one lies in the other see each other.
    """
    singles = list(singles)
    if by_document(singles, decided):
        trial, _ = _all_joined([thing.copy() for thing in singles], decided)
        split_by_document(singles, trial, decided)
    in_one_area(singles, decided)
    out, proposals = _all_joined(singles, decided)
    decided.kept_apart({(thing.type, name) for thing in out for name in thing.names})
    return sorted(_equal(sorted(out, key=Thing.order)), key=Thing.order), proposals


def _all_joined(singles: Iterable[Thing], decided: Decided) -> tuple[list[Thing], list[Alike]]:
    """What rules and persons make one."""
    out, proposals = _merged(otherwise_called(_equal(sorted(singles, key=_place)), decided), decided)
    return renamed(united(out, decided), decided), proposals


def _place(thing: Thing) -> tuple[object, ...]:
    return *thing.order(), thing.members[0][0]


def single(document: str, cluster: Cluster) -> Thing:
    """A document's cluster as a thing of its own."""
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
    borne = [n for n in cluster.names if plain(n) not in cluster.former] or cluster.names
    longest = max(borne, key=lambda n: len(plain(n)))
    kind = kind_of(cluster.type, plain(longest))
    code, told = jurisdiction(cluster.type, borne, cluster.region, kind)
    name = canonical(cluster.type, borne, code, cluster.region)
    if cluster.holder:
        name = cluster.holder + name
    names = {*map(plain, cluster.names), name} if not cluster.holder else {name}
    thing = Thing(cluster.type, kind, name, code, told, names, [(document, cluster)], list(cluster.links))
    thing.stated, thing.former = frozenset(cluster.stated), frozenset(cluster.former)
    thing.beside = frozenset(cluster.beside)
    return thing


def _equal(singles: Sequence[Thing]) -> list[Thing]:
    """Things of one type, jurisdiction and canonical name are one."""
    out: dict[tuple[EntityType, str | None, str, str | None], Thing] = {}
    for thing in singles:
        key = (thing.type, thing.code, thing.name, thing.qualifier)
        if key in out:
            out[key].take(thing, None)
        else:
            out[key] = thing
    return list(out.values())


def told_apart(singles: Iterable[Thing]) -> list[Alike]:
    """Gives persons of one name and place who belong to different schools their school, and proposes that they are one."""
    found: dict[tuple[str | None, str], list[Thing]] = {}
    for thing in sorted((t for t in singles if t.type is EntityType.PERSON), key=_place):
        found.setdefault((thing.code, thing.name), []).append(thing)
    proposals: list[Alike] = []
    for (_, name), people in found.items():
        told = groups([thing.members[0][1] for thing in people])
        for group in told if len(told) > 1 else ():
            school = qualifier_of(people[i].members[0][1] for i in group)
            for i in group:
                people[i].qualifier = school
        first = {p.qualifier: p for p in reversed(people) if p.qualifier}
        schools = sorted(first)
        for school in schools[1:]:
            link = Link(f"{name}({school})", f"{name}({schools[0]})", "同名同地区,所属学校不同", 0.4)
            proposals.append(first[school].may_be(first[schools[0]], link))
    return proposals


class _Index:
    """Things by the keys of their names and by area: what lies in an area, and what the areas around hold."""

    def __init__(self) -> None:
        self._under: dict[tuple[EntityType, str, str], list[Thing]] = {}
        self._at: dict[tuple[EntityType, str, str], list[Thing]] = {}

    def add(self, thing: Thing, key: str, code: str | None) -> None:
        """Lets the thing be found under the key of one of its names, in the area in which that name was told."""
        code = code or ""
        self._at.setdefault((thing.type, key, code), []).append(thing)
        for above in areas.chain(code)[1:] if code else ():
            self._under.setdefault((thing.type, key, above), []).append(thing)

    def rivals(self, thing: Thing) -> list[Thing]:
        """The things that share a key with this one and whose area lies around or in its area, each once."""
        body = thing.type is EntityType.GOVERNMENT_BODY
        out: dict[int, Thing] = {}
        for key in sorted(self._rare(thing)) if body else name_keys(thing.name, thing.code, thing.type):
            for found in self._around(thing, key):
                for other in found:
                    out[id(other)] = other
        return list(out.values())

    def _around(self, thing: Thing, key: str) -> list[list[Thing]]:
        code = thing.code or ""
        told = [self._at.get((thing.type, key, above), []) for above in (areas.chain(code) if code else (code,))]
        return [self._under.get((thing.type, key, code), []), *told]

    def _rare(self, thing: Thing) -> set[str]:
        """The characters that fewest bodies have: a full form has all of a short one, and a misprint all but one."""
        keys = set()
        for name in thing.names | {thing.name}:
            rare = sorted(letters(name), key=lambda one: (sum(map(len, self._around(thing, one))), one))
            keys |= set(rare[:2]) if len(rare) > 1 else {""}
        return keys


def _merged(equal: Sequence[Thing], decided: Decided) -> tuple[list[Thing], list[Alike]]:
    """The things with short names joined to full ones, longest first; what fits several or is too bare is proposed."""
    proposals: list[Alike] = []
    left: list[Thing] = []
    unsure: list[Unsure] = []
    index = _Index()
    for thing in sorted(equal, key=lambda t: (-len(t.name), t.order())):
        keys = name_keys(thing.name, thing.code, thing.type) if thing.type in JOINED else ()
        fits = _fits(thing, index, decided) if keys else []
        target = thing
        if fits and (len(fits) == 1 or fits[1].cost - fits[0].cost >= CLEAR):
            best = fits[0]
            if best.sure:
                best.full.take(thing, best.link(thing))
                best.settle(thing)
                target = best.full
            else:
                unsure.append(Unsure(thing, best, alone=len(fits) == 1))
        elif fits:
            best = fits[0]
            link = Link(thing.name, best.full.name, f"可能的简称,另有 {fits[1].full.name}", 0.4)
            proposals.append(thing.may_be(best.full, link))
        if target is thing:
            left.append(thing)
        also = letters(thing.name) if thing.type is EntityType.GOVERNMENT_BODY else ()
        for key in (*keys, *also):
            index.add(target, key, thing.code)
    taken, likely = sole(unsure)
    return [thing for thing in left if id(thing) not in taken], proposals + likely


def _fits(thing: Thing, index: _Index, decided: Decided) -> list[Fit]:
    """The things that this one may be, the likeliest first."""
    found = (
        fit(thing, other)
        for other in index.rivals(thing)
        if may_be(thing, other) and not decided.forbids(thing.type, thing.names, other.names, thing.code)
    )
    # of two alike the one of the thing's own area: 实验小学 in a text of a district is sooner the district's than the city's
    return sorted((f for f in found if f), key=lambda f: (f.cost, f.full.code != thing.code, f.full.order()))


@lru_cache(maxsize=_SIZE)
def name_keys(name: str, code: str | None, kind: EntityType) -> tuple[str, ...]:
    """Where a name is looked for: by its number with the first character of its own part or of the area before it."""
    if kind in ACTIVITIES:
        return (activity(name, code).rest[-2:],)
    pieces = parts(name, code)
    if kind is EntityType.GOVERNMENT_BODY:
        return ("",)
    if kind is EntityType.ORGANIZATION:
        if scoped := areas.opening_scope(name, code):
            pieces = parts(name[scoped[1] :], code)
        opening = next((p for p in pieces if p.what not in {"area", "town"}), pieces[0])
        return tuple(dict.fromkeys(form[:1] for form in (opening.text, *opening.shorts)))
    number = next((p.text for p in pieces if p.what == "number"), "")
    own = next((p.text[0] for p in pieces if p.what not in {"area", "town", "number"}), "")
    places = (p.text[0] for p in pieces if p.what in {"area", "town"})
    cores = (p.text for p in pieces if p.what == "core")
    # 市桥富都小学 (of 市桥街道) is 富都小学
    towns = [number + rest[0] for core in cores for rest in without_town(core, code)]
    # in 二十四中 nothing but the stage follows the number: it is found by the number alone
    bare = "number" in {p.what for p in (*pieces[:1], *pieces[-2:-1])} and own in STAGE_LETTERS
    keys = [number + ("" if bare else own), *(number + p for p in places), *towns]
    return tuple(dict.fromkeys([*keys, number] if number else keys))
