"""SPARQL of any shape over a graph's own terms, as its grammar allows, and with a few characters of it changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from kg.terms import PREFIXES, Class, Property, Reused

_LOCAL = {iri: f"{prefix}:" for prefix, iri in PREFIXES.items()}
_SHARED = ("?a", "?b", "?c", "?d", "?e")
_DEEPEST = 3
_BROKEN = 0.25
"""The share of queries of which some characters are changed."""
_CHARACTERS = "{}()[]<>?$.;,:*+/^!|&='\"\\#@_ \n\t0aé学\u200d\ufffe𠀀"
_NUMBERS = ("0", "1", "-1", "2.5", "1e0", "1e309", "-0.0e0", "9223372036854775807", "9223372036854775808", "1.000000000000000000000000001", "1e-400")  # fmt: skip
_TEXTS = ("''", "'小学'@zh", "'一等奖'", "'a'@en-GB", "'2019-02-30'^^xsd:date", "'2019-05'^^xsd:gYearMonth", "'x'^^xsd:integer", "'\\u0000\\n\\\"'", "'''\n'''", "'𠀀\u200d'", "true", "'1'^^<x:y>")  # fmt: skip
_REGEXES = ("'^.*小学$'", "'('", "'[一-龥]{2,4}'", "'(a|b)*c'", "'\\\\p{Han}'", "''", "'(?=a)'", "'a{99999999}'", "'\\\\1'", "'((((a{0,99}){0,99}){0,99}))'")  # fmt: skip
_FLAGS, _PUT = ("", "", ", 'i'", ", 'smixq'", ", 'z'"), ("'$1'", "'$9'", "'\\\\'", "'x'")
_ONE = ("STR", "LANG", "DATATYPE", "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "ABS", "ROUND", "CEIL", "FLOOR", "YEAR", "MONTH", "DAY", "HOURS", "SECONDS", "TIMEZONE", "TZ", "MD5", "SHA1", "SHA512", "IRI", "isIRI", "isBLANK",
        "isLITERAL", "isNUMERIC", "xsd:integer", "xsd:decimal", "xsd:double", "xsd:date", "xsd:dateTime", "xsd:boolean", "xsd:string", "xsd:duration", "isTRIPLE", "SUBJECT", "-", "!", "BNODE")  # fmt: skip
_TWO = ("CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER", "STRDT", "STRLANG", "LANGMATCHES", "sameTerm", "CONCAT", "COALESCE")  # fmt: skip
_BETWEEN = ("=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "&&", "||")
_AGGREGATES = ("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT")
_COUNTS = (0, 1, 5, 50, 1000, 99_999, 100_001, 2**31, 2**63, 2**64 - 1)


@dataclass
class Maker:
    """Makes queries over some things, names and graphs, which are written as SPARQL writes them."""

    chance: random.Random
    things: tuple[str, ...]
    names: tuple[str, ...]
    graphs: tuple[str, ...]
    _fresh: int = field(default=0, init=False)

    def query(self) -> str:
        """A query; one of four is then changed somewhere."""
        self._fresh = 0
        form = self.chance.choice(
            (self._select, self._select, self._select, self._ask, self._construct, self._describe)
        )
        told = form(0)
        return self._changed(told) if self.chance.random() < _BROKEN else told

    def _changed(self, told: str) -> str:
        for _ in range(self.chance.choice((1, 1, 1, 2, 4))):
            at = self.chance.randrange(len(told))
            put = self.chance.choice(("", told[at] * 2, self.chance.choice(_CHARACTERS), told[at] + self.chance.choice(_CHARACTERS)))  # fmt: skip
            told = told[:at] + put + told[at + 1 :]
        return told

    def _any(self, *ways: Callable[[], str]) -> str:
        return self.chance.choice(ways)()

    def _maybe(self, told: str, share: float = 0.3) -> str:
        return told if self.chance.random() < share else ""

    def _new(self) -> str:
        self._fresh += 1
        return f"?n{self._fresh}"

    def _variable(self) -> str:
        return self.chance.choice(_SHARED)

    def _select(self, depth: int) -> str:
        if self.chance.random() < 0.3:
            keys = self.chance.sample(_SHARED, self.chance.randrange(3))
            told = [f"({self._aggregate()} AS {self._new()})" for _ in range(self.chance.randrange(1, 3))]
            tail = f" GROUP BY {' '.join(keys)}" if keys else ""
            having = (
                f" HAVING({self._aggregate()} > {self.chance.choice(_NUMBERS)})" if self.chance.random() < 0.2 else ""
            )
            return f"SELECT {' '.join([*keys, *told])} WHERE {self._group(depth)}{tail}{having}{self._slice(keys)}"
        names = self.chance.sample(_SHARED, self.chance.randrange(1, 4))
        told = ["*"] if self.chance.random() < 0.3 else names
        if told != ["*"] and self.chance.random() < 0.2:
            told = [*names, f"({self._expression(depth)} AS {self._new()})"]
        where = self._group(depth)
        return f"SELECT {self._any(str, str, lambda: 'DISTINCT ', lambda: 'REDUCED ')}{' '.join(told)} {self._maybe('WHERE ')}{where}{self._slice(names)}"

    def _ask(self, depth: int) -> str:
        return f"ASK {self._group(depth)}"

    def _construct(self, depth: int) -> str:
        if self.chance.random() < 0.2:
            return f"CONSTRUCT WHERE {{ {self._triple(plain=True)} }}{self._slice(())}"
        made = " . ".join(
            f"{self._any(self._variable, lambda: '_:x', lambda: self.chance.choice(self.things))} {self._any(self._variable, self._predicate)} {self._object()}"
            for _ in range(self.chance.randrange(1, 4))
        )
        return f"CONSTRUCT {{ {made} }} WHERE {self._group(depth)}{self._slice(_SHARED)}"

    def _describe(self, depth: int) -> str:
        if self.chance.random() < 0.5:
            return f"DESCRIBE {' '.join(self.chance.sample(self.things, min(2, len(self.things))))}"
        return f"DESCRIBE {self._variable()} {self._group(depth)} LIMIT {self.chance.choice((1, 5, 50))}"

    def _aggregate(self) -> str:
        name, inner = self.chance.choice(_AGGREGATES), self._any(self._variable, lambda: self._expression(_DEEPEST))
        if name == "COUNT" and self.chance.random() < 0.4:
            inner = "*"
        last = " ; SEPARATOR = '、'" if name == "GROUP_CONCAT" and self.chance.random() < 0.5 else ""
        return f"{name}({self._maybe('DISTINCT ')}{inner}{last})"

    def _slice(self, names: tuple[str, ...] | list[str]) -> str:
        told = ""
        if names and self.chance.random() < 0.4:
            keys = (self._any(lambda n=n: n, lambda n=n: f"DESC({n})", lambda n=n: f"ASC(STR({n}))") for n in names)
            told += f" ORDER BY {' '.join(keys)}"
        told += f" LIMIT {self.chance.choice(_COUNTS)}" if self.chance.random() < 0.7 else ""
        return told + (f" OFFSET {self.chance.choice(_COUNTS)}" if self.chance.random() < 0.2 else "")

    def _group(self, depth: int) -> str:
        parts = [self._triple() + " ." for _ in range(self.chance.randrange(1, 4))]
        for _ in range(self.chance.choice((0, 1, 1, 2, 3)) if depth < _DEEPEST else 0):
            parts.insert(self.chance.randrange(1, len(parts) + 1), self._part(depth + 1))
        return f"{{ {' '.join(parts)} }}"

    def _part(self, depth: int) -> str:
        return self._any(
            lambda: f"OPTIONAL {self._group(depth)}",
            lambda: f"{self._group(depth)} UNION {self._group(depth)}",
            lambda: f"MINUS {self._group(depth)}",
            lambda: f"FILTER({self._expression(depth)})",
            lambda: f"FILTER({self._expression(depth)})",
            lambda: f"FILTER {self._maybe('NOT ')}EXISTS {self._group(depth)}",
            lambda: f"BIND({self._expression(depth)} AS {self._new()})",
            self._values,
            lambda: (
                f"GRAPH {self._any(lambda: '?g', lambda: self.chance.choice(self.graphs), lambda: '<x:none>')} {self._group(depth)}"
            ),
            lambda: f"{{ {self._select(depth)} }}",
            lambda: f"{{ {self._triple()} }}",
        )

    def _values(self) -> str:
        one = (*self.things, *self.names, "UNDEF", *_NUMBERS, *_TEXTS)
        if self.chance.random() < 0.5:
            return f"VALUES {self._variable()} {{ {' '.join(self.chance.choices(one, k=self.chance.randrange(4)))} }}"
        rows = " ".join(f"({' '.join(self.chance.choices(one, k=2))})" for _ in range(self.chance.randrange(4)))
        return f"VALUES ({' '.join(self.chance.sample(_SHARED, 2))}) {{ {rows} }}"

    def _triple(self, *, plain: bool = False) -> str:
        """A pattern; most of them begin with a variable that others begin with, too, so that few joins are products."""
        subject = self.chance.choice(("?a", "?a", "?a", "?b", "?c", self.chance.choice(self.things), "[]"))
        verb = self._any(self._predicate, self._predicate, self._variable) if plain else self._any(self._predicate, self._predicate, self._predicate, lambda: self._path(0), self._variable)  # fmt: skip
        more = f" ; {self._predicate()} {self._object()}" if self.chance.random() < 0.2 else ""
        return f"{'_:a' if plain and subject == '[]' else subject} {verb} {self._object()}{more}"

    def _object(self) -> str:
        return self._any(*[self._variable] * 6, lambda: self.chance.choice(self.things), lambda: self.chance.choice(self.names), lambda: self.chance.choice(_TEXTS))  # fmt: skip

    def _predicate(self) -> str:
        if self.chance.random() < 0.2:
            return "a"
        return _short(self.chance.choice((*Property, *Reused, *list(Class)[:2])).value)

    def _path(self, depth: int) -> str:
        if depth >= _DEEPEST:
            return self._predicate()

        def deeper() -> str:
            return self._path(depth + 1)

        return self._any(
            self._predicate,
            lambda: f"^{self._predicate()}",
            lambda: f"({deeper()}/{deeper()})",
            lambda: f"({deeper()}|{deeper()})",
            lambda: f"({deeper()}){self.chance.choice('*+?')}",
            lambda: f"{self._predicate()}{self.chance.choice('*+?')}",
            lambda: f"!({self._predicate()}|^{self._predicate()})",
            lambda: f"!{self._predicate()}",
        )

    def _expression(self, depth: int) -> str:
        def one() -> str:
            return self._any(self._variable, lambda: self.chance.choice((*_NUMBERS, *_TEXTS)), lambda: self.chance.choice((*self.names, *self.things)))  # fmt: skip

        if depth > _DEEPEST:
            return one()

        def deeper() -> str:
            return self._expression(depth + 1)

        return self._any(
            one,
            lambda: f"({deeper()} {self.chance.choice(_BETWEEN)} {deeper()})",
            lambda: f"{self.chance.choice(_ONE)}({deeper()})",
            lambda: f"{self.chance.choice(_TWO)}({deeper()}, {deeper()})",
            lambda: f"REGEX(STR({one()}), {self.chance.choice(_REGEXES)}{self.chance.choice(_FLAGS)})",
            lambda: f"REPLACE({one()}, {self.chance.choice(_REGEXES)}, {self.chance.choice(_PUT)})",
            lambda: (
                f"SUBSTR(STR({one()}), {self.chance.choice(_NUMBERS)}{self._maybe(f', {self.chance.choice(_NUMBERS)}')})"
            ),
            lambda: f"IF({deeper()}, {deeper()}, {deeper()})",
            lambda: f"({one()} {self._maybe('NOT ')}IN ({one()}, {deeper()}))",
            lambda: f"BOUND({self._variable()})",
            lambda: self.chance.choice(("NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()")),
            lambda: f"{self._maybe('NOT ')}EXISTS {self._group(_DEEPEST)}",
            lambda: f"TRIPLE({one()}, {self._predicate() if self.chance.random() < 0.5 else one()}, {one()})",
        )


def _short(iri: str) -> str:
    """An IRI as a prefixed name, where a prefix fits."""
    return next((short + iri[len(known) :] for known, short in _LOCAL.items() if iri.startswith(known)), f"<{iri}>")
