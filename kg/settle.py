"""What claims say of each other: the same told twice, and what one kind of claim leaves to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.model import Argument, Claim
from kg.terms import FactType, Role

_ONE_OF: Mapping[FactType, tuple[Role, ...]] = {
    FactType.AFFILIATED_WITH: (Role.PERSON, Role.ORGANIZATION),
    FactType.CONSTRUCTION: (Role.FACILITY, Role.STATUS),
}
"""Types of which one claim stands for all that agree in these roles: the fullest."""


def settled(claims: Iterable[Claim]) -> list[Claim]:
    """The claims without repeats, and without those that a stronger claim makes needless."""
    once = _once(_one_group(list(_one_subject(claims))))
    winners = {(c.args.get(Role.RECIPIENT), c.args.get(Role.COMPETITION)) for c in once if c.type is FactType.AWARD}
    named = {(_name(who), _name(what)) for who, what in winners}
    posts = {
        (_name(c.args[Role.PERSON]), _name(c.args[Role.ORGANIZATION])) for c in once if c.type is FactType.HOLDS_POST
    }
    campuses = {(_name(c.args[Role.CAMPUS]), _name(c.args[Role.SCHOOL])) for c in once if c.type is FactType.CAMPUS_OF}
    out = []
    for claim in once:
        a = claim.args
        if claim.type is FactType.PARTICIPATES_IN and (_name(a[Role.PARTICIPANT]), _name(a[Role.ACTIVITY])) in named:
            continue
        if claim.type is FactType.AFFILIATED_WITH and (_name(a[Role.PERSON]), _name(a[Role.ORGANIZATION])) in posts:
            continue
        if claim.type is FactType.MEMBER_OF and (_name(a[Role.MEMBER]), _name(a[Role.GROUP])) in campuses:
            continue
        out.append(claim)
    return out


def _name(value: Argument | None) -> str:
    return str(getattr(value, "text", value))


def _once(claims: Iterable[Claim]) -> list[Claim]:
    found: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        roles = _ONE_OF.get(claim.type, tuple(claim.args))
        key = (claim.type, tuple(sorted((role, _name(claim.args.get(role))) for role in roles)))
        known = found.get(key)
        if known is None or _rank(claim) < _rank(known):
            found[key] = claim
    return list(found.values())


def _one_subject(claims: Iterable[Claim]) -> Iterator[Claim]:
    """A count belongs to one thing: the surest of those that it might belong to."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        if claim.type is not FactType.OBSERVATION:
            yield claim
            continue
        key = (claim.evidence, *(claim.args.get(role) for role in (Role.MEASURE, Role.VALUE, Role.UNIT)))
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    yield from best.values()


def _one_group(claims: list[Claim]) -> Iterator[Claim]:
    """A school that a rule reads into one group is no member of another that the sentence merely names nearby."""
    read = [(c.args[Role.MEMBER], c) for c in claims if c.type is FactType.MEMBER_OF and not c.rule.startswith(_NEARBY)]
    for claim in claims:
        if claim.type is FactType.MEMBER_OF and claim.rule.startswith(_NEARBY):
            member, group = claim.args[Role.MEMBER], _name(claim.args[Role.GROUP])
            if any(member == who and _name(c.args[Role.GROUP]) != group for who, c in read):
                continue
        yield claim


_NEARBY = "nearby."


def _is_default(claim: Claim) -> bool:
    """Whether the claim's role is what a name beside a school mostly has: a rule that has read more goes before."""
    return claim.rule == "posts.affiliation"


def _rank(claim: Claim) -> tuple[object, ...]:
    full = sum(claim.args.get(role) is not None for role in claim.args)
    return (
        _is_default(claim),
        -claim.confidence,
        -full,
        claim.evidence,
        claim.rule,
        sorted((r, _name(v)) for r, v in claim.args.items()),
    )
