"""RDF 1.2: the evidence of two-party facts on triple terms (`rdf:reifies`) in the place of `edu:Statement`."""

from __future__ import annotations

from typing import Final

from kg.rdf.sheet import RDF, TERM, Statements
from kg.terms import Class

_STATEMENT: Final = f"<{RDF}type> {TERM[Class.STATEMENT]}"
_ENDS: Final = tuple(f"<{RDF}{end}> " for end in ("subject", "predicate", "object"))


def with_triple_terms(statements: Statements) -> Statements:
    """The statements with each `edu:Statement` made the reifier of its triple."""
    return {subject: _reifier(said) if _STATEMENT in said else said for subject, said in statements.items()}


def _reifier(said: list[str]) -> list[str]:
    ends = [next(rest[len(end) :] for rest in said if rest.startswith(end)) for end in _ENDS]
    kept = [rest for rest in said if rest != _STATEMENT and not rest.startswith(_ENDS)]
    return sorted([*kept, f"<{RDF}reifies> <<( {' '.join(ends)} )>>"])
