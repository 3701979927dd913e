"""Campuses whose names fit many schools: 南校区 of one school is not 南校区 of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from kg.identity.forms import plain
from kg.identity.link import Cluster
from kg.lazy import regex
from kg.model import Claim, Mention, Span
from kg.terms import EntityType, FactType, Role

_ANY = regex(
    r"(?:[东西南北中新老本总主分]|城?[东西南北]区?|第?[一二三四五六七八九十\d]+|[A-Z]|初中部?|高中部?|小学部?|幼儿部?|低年级|高年级|校)"
    r"(?:校区|园区|分校区?|分园|校部|本部|部)"
)
"""Names that tell a campus from its sisters, and not from those of other schools."""


class Owners(Protocol):
    """Which cluster a mention belongs to."""

    def __getitem__(self, span: Span) -> Cluster:
        """The cluster of the mention at the span."""


def by_school(cluster: Cluster, claims: Iterable[Claim], owners: Owners) -> list[Cluster]:
    """The cluster as it is, or, for campuses of a common name, one cluster for each school that the text gives them to.

    A mention whose school is not told belongs to the school told last before it, else to the first that is told.
    """
    if cluster.type is not EntityType.CAMPUS or not all(_ANY.fullmatch(plain(n)) for n in cluster.names):
        return [cluster]
    told = _told(claims)
    mentions = sorted(cluster.mentions, key=lambda m: m.span)
    current = next((told[m.span] for m in mentions if m.span in told), None)
    if current is None:
        return [cluster]
    out: dict[int, Cluster] = {}
    for mention in mentions:
        current = told.get(mention.span, current)
        school = owners[current.span]
        part = out.setdefault(
            id(school),
            Cluster(
                cluster.type,
                [],
                [],
                cluster.region,
                links=cluster.links,
                stated=cluster.stated,
                former=cluster.former,
                beside=cluster.beside,
            ),
        )
        part.holder = max(map(plain, school.names), key=len)
        part.mentions.append(mention)
        if mention.text not in part.names:
            part.names.append(mention.text)
    return list(out.values())


def _told(claims: Iterable[Claim]) -> Mapping[Span, Mention]:
    out: dict[Span, Mention] = {}
    for claim in claims:
        campus, school = claim.args.get(Role.CAMPUS), claim.args.get(Role.SCHOOL)
        if claim.type is FactType.CAMPUS_OF and isinstance(campus, Mention) and isinstance(school, Mention):
            out[campus.span] = school
    return out
