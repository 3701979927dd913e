"""Persons of one name: who may be the same, by the schools that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.identity.align import shortening
from kg.identity.campuses import Owners
from kg.identity.forms import plain
from kg.identity.link import Belonging, Cluster
from kg.lazy import regex
from kg.model import Claim, Mention, Span
from kg.terms import EntityType, FactType, Role

_PUPIL = regex(r"学生|同学|小学生|中学生|幼儿|小朋友|队员|少年")
_HOLDS = frozenset({FactType.AFFILIATED_WITH, FactType.HOLDS_POST})


def belongings(claims: Iterable[Claim], owners: Owners) -> Mapping[Span, list[Belonging]]:
    """For each mention of a person, the organizations that the text gives it, by their fullest names."""
    out: dict[Span, list[Belonging]] = {}
    for claim in claims:
        person, place = claim.args.get(Role.PERSON), claim.args.get(Role.ORGANIZATION)
        if claim.type in _HOLDS and isinstance(person, Mention) and isinstance(place, Mention):
            name = max(map(plain, owners[place.span].names), key=len)
            pupil = bool(_PUPIL.search(str(claim.args.get(Role.ROLE, ""))))
            out.setdefault(person.span, []).append(Belonging(place.type, name, pupil))
    return out


def groups(namesakes: Sequence[Cluster]) -> list[list[int]]:
    """The namesakes (by number) that may be one person, in order; those of whom nothing is told come with the first group.

    A pupil is not a teacher, and who belongs to one school is not taken for who belongs to another.
    """
    told = [i for i, cluster in enumerate(namesakes) if cluster.belongings]
    out: list[list[int]] = []
    for i in told:
        fitting = [g for g in out if all(_may_be_one(namesakes[i], namesakes[j]) for j in g)]
        if fitting:
            fitting[0].append(i)
        else:
            out.append([i])
    rest = [i for i, cluster in enumerate(namesakes) if not cluster.belongings]
    if len(out) <= 1:
        return [sorted([*(out[0] if out else []), *rest])]
    return [*out, rest] if rest else out


def qualifier_of(clusters: Iterable[Cluster]) -> str | None:
    """What tells the person from namesakes: the school, or failing that another organization, with 学生 for a pupil."""
    known = sorted({(b.type is not EntityType.SCHOOL, b.name, b.pupil) for c in clusters for b in c.belongings})
    return known[0][1] + ("学生" if any(pupil for _, _, pupil in known) else "") if known else None


def _may_be_one(one: Cluster, other: Cluster) -> bool:
    if any(b.pupil for b in one.belongings) != any(b.pupil for b in other.belongings):
        return False
    mine, theirs = ({b.name for b in c.belongings if b.type is EntityType.SCHOOL} for c in (one, other))
    if not mine or not theirs:
        return True
    region = one.region
    return any(_same_school(a, b, region) for a in mine for b in theirs)


def _same_school(one: str, other: str, region: str | None) -> bool:
    short, full = sorted((one, other), key=len)
    return short == full or shortening(short, full, region, EntityType.SCHOOL) is not None
