"""Things of many documents: which clusters are one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kg import areas
from kg.identity.activities import activity
from kg.identity.align import shortening, without_town
from kg.identity.cluster import CLEAR
from kg.identity.decided import Decided
from kg.identity.forms import letters, own_area, parts, plain
from kg.identity.kinds import kind_of
from kg.identity.link import Cluster, Link
from kg.identity.naming import canonical, jurisdiction
from kg.identity.persons import groups, qualifier_of
from kg.identity.replay import renamed, split_off, united
from kg.identity.thing import Thing
from kg.terms import EntityType, Kind

_SHORTENED = frozenset({
    EntityType.SCHOOL, EntityType.CAMPUS, EntityType.GROUP, EntityType.GOVERNMENT_BODY, EntityType.ORGANIZATION,
})  # fmt: skip
_ACTIVITIES = frozenset({EntityType.COMPETITION, EntityType.EVENT, EntityType.PROGRAM, EntityType.HONOUR})
JOINED = _SHORTENED | _ACTIVITIES
"""Types of which names that are not equal may be one thing's."""
_CENTRE = "中心"
_TENS = "十"
_STAGE_LETTERS = "实小中幼附初高校园"
_STAGES = re.compile(rf"[{_STAGE_LETTERS}]+$")


def things(found: Iterable[tuple[str, Cluster]], decided: Decided) -> tuple[list[Thing], list[Link]]:
    """The things that the documents' clusters (each with its document's name) are, and the links that are only proposed.

    What persons decided counts more than any rule.
    """
    singles = [single(document, cluster) for document, cluster in found]
    split_off(singles, decided)
    namesakes = told_apart(singles)
    out, proposals = joined(singles, decided)
    return out, proposals + namesakes


def joined(singles: Iterable[Thing], decided: Decided) -> tuple[list[Thing], list[Link]]:
    """The things that are one made one, and the links that are only proposed.

    Only things of one type that share one of their `name_keys` in areas of which one lies in the other see each other.
    """
    out, proposals = _merged(_equal(sorted(singles, key=_place)), decided)
    out = renamed(united(out, decided), decided)
    decided.kept_apart({(thing.type, name) for thing in out for name in thing.names})
    return sorted(_equal(sorted(out, key=Thing.order)), key=Thing.order), proposals


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
    longest = max(cluster.names, key=lambda n: len(plain(n)))
    kind = kind_of(cluster.type, plain(longest))
    code, told = jurisdiction(cluster.type, cluster.names, cluster.region, kind)
    name = canonical(cluster.type, cluster.names, code, cluster.region)
    if cluster.holder:
        name = cluster.holder + name
    names = {*map(plain, cluster.names), name} if not cluster.holder else {name}
    return Thing(cluster.type, kind, name, code, told, names, [(document, cluster)], list(cluster.links))


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


def told_apart(singles: Iterable[Thing]) -> list[Link]:
    """Gives persons of one name and place who belong to different schools their school, and proposes that they are one."""
    found: dict[tuple[str | None, str], list[Thing]] = {}
    for thing in sorted((t for t in singles if t.type is EntityType.PERSON), key=_place):
        found.setdefault((thing.code, thing.name), []).append(thing)
    proposals: list[Link] = []
    for (_, name), people in found.items():
        told = groups([thing.members[0][1] for thing in people])
        for group in told if len(told) > 1 else ():
            school = qualifier_of(people[i].members[0][1] for i in group)
            for i in group:
                people[i].qualifier = school
        schools = sorted({p.qualifier for p in people if p.qualifier})
        proposals += [
            Link(f"{name}({s})", f"{name}({schools[0]})", "同名同地区,所属学校不同", 0.4) for s in schools[1:]
        ]
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
        code = thing.code or ""
        around = areas.chain(code) if code else (code,)
        out: dict[int, Thing] = {}
        for key in name_keys(thing.name, thing.code, thing.type):
            for other in self._under.get((thing.type, key, code), ()):
                out[id(other)] = other
            for above in around:
                for other in self._at.get((thing.type, key, above), ()):
                    out[id(other)] = other
        return list(out.values())


def _merged(equal: Sequence[Thing], decided: Decided) -> tuple[list[Thing], list[Link]]:
    """The things with short names joined to full ones, longest first; what fits several or is too bare is proposed."""
    proposals: list[Link] = []
    left: list[Thing] = []
    index = _Index()
    for thing in sorted(equal, key=lambda t: (-len(t.name), t.order())):
        if thing.type not in JOINED:
            left.append(thing)
            continue
        fits = sorted(
            (
                (cost, o.order(), o)
                for o in index.rivals(thing)
                if _may_be(thing, o)
                and not decided.forbids(thing.type, thing.names, o.names, thing.code)
                and (cost := _cost(thing, o)) is not None
            ),
            key=lambda fit: fit[:2],
        )
        keys = name_keys(thing.name, thing.code, thing.type)
        target = thing
        if fits and (len(fits) == 1 or fits[1][0] - fits[0][0] >= CLEAR):
            cost, _, full = fits[0]
            confidence = round(max(0.6, 0.95 - 0.12 * cost), 2)
            if _sure(thing, full):
                full.take(thing, Link(thing.name, full.name, "同一地区的全称与简称", confidence))
                target = full
            else:
                proposals.append(Link(thing.name, full.name, "同一地区可能的全称与简称", 0.5))
        elif fits:
            proposals.append(Link(thing.name, fits[0][2].name, f"可能的简称,另有 {fits[1][2].name}", 0.4))
        if target is thing:
            left.append(thing)
        for key in keys:
            index.add(target, key, thing.code)
    return left, proposals


@lru_cache(maxsize=1 << 16)
def name_keys(name: str, code: str | None, kind: EntityType) -> tuple[str, ...]:
    """Where a name is looked for: by its number with the first character of its own part or of the area before it."""
    if kind in _ACTIVITIES:
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
    # in 二十四中 nothing but the stage follows the number: it is found by the number alone
    bare = "number" in {p.what for p in (*pieces[:1], *pieces[-2:-1])} and own in _STAGE_LETTERS
    # 市桥富都小学 is called 富都小学 in its town
    own_of_town = (form[0] for p in pieces if p.what == "core" for form in without_town(p.text, code))
    keys = [number + ("" if bare else own), *(number + p for p in places), *(number + o for o in own_of_town)]
    return tuple(dict.fromkeys([*keys, number] if number else keys))


def _may_be(thing: Thing, other: Thing) -> bool:
    """Whether jurisdictions allow that the two are one: equal, or one within the other and not both told apart."""
    if thing.alone or other.alone:
        return False
    if thing.code is None or other.code is None:
        return thing.code == other.code
    if thing.code == other.code:
        return True
    low, high = (thing, other) if areas.within(thing.code, other.code) else (other, thing)
    if not areas.within(low.code or "", high.code or areas.COUNTRY):
        return False
    known = areas.area(low.code or "")
    # 铜梁二中 and 重庆市铜梁第二中学校 both tell an area, and both tell 铜梁
    return not (thing.told and other.told) or (known is not None and areas.short_name(known.name) in high.name)


def _cost(thing: Thing, full: Thing) -> float | None:
    if thing.type in _ACTIVITIES:
        one, other = activity(thing.name, thing.code), activity(full.name, full.code)
        same = (one.rest, one.year, one.edition) == (other.rest, other.year, other.edition) and thing.code == full.code
        return 0.1 if same else None
    region = thing.code if thing.code and full.code and areas.within(thing.code, full.code) else full.code
    own = letters(full.name)
    fitting = [(name, extra) for name, extra in _forms(thing) if letters(name) <= own]
    costs = [c + extra for name, extra in fitting if (c := shortening(name, full.name, region, thing.type)) is not None]
    return min(costs, default=None)


def _forms(thing: Thing) -> Iterator[tuple[str, float]]:
    """The thing's names, and those that open with its own area without it, with what that costs: 合川区久长街小学 → 久长街小学."""
    for name in sorted(thing.names):
        yield name, 0.0
        if thing.type is EntityType.SCHOOL and thing.told and own_area(name, thing.code) == thing.code:
            bare = name[areas.prefix(name, thing.code).end :]
            if parts(bare, thing.code)[0].what == "core":
                yield bare, 0.3


def _told_of_one_place(thing: Thing, full: Thing) -> bool:
    """Whether every document that says the short name is of a place of which another says the full one."""
    places = {cluster.region for _, cluster in full.members}
    return all(cluster.region in places for _, cluster in thing.members)


def _sure(thing: Thing, full: Thing) -> bool:
    """Whether the short name tells enough of itself: 二十四中 does, 实验小学 and 一小 could be of any district around."""
    if thing.type in _ACTIVITIES:
        return True
    if _CENTRE in full.name and _CENTRE not in thing.name and not thing.name.endswith(tuple(_STAGE_LETTERS)):
        return False  # 和平小学 need not be 和平镇中心小学
    if thing.code == full.code or _told_of_one_place(thing, full):
        return True
    pieces = parts(thing.name, thing.code)
    own = (_STAGES.sub("", p.text) for p in pieces if p.what == "core")
    numbers = (p.text for p in pieces if p.what == "number")
    return thing.told or any(own) or any(_TENS in n and len(n) > 1 for n in numbers)
