"""Statements as Turtle: grouped by subject, facts below the thing that they are about; the same bytes for the same statements."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import itemgetter
from typing import Any, Final, TypeAlias

from kg.lazy import regex
from kg.rdf.sheet import Statements
from kg.terms import PREFIXES, Property

_RDF: Final = PREFIXES["rdf"]
_XSD: Final = PREFIXES["xsd"]
_TYPE: Final = f"<{_RDF}type>"
_OWNED: Final = (
    *(f"<{p.value}> " for p in (Property.RECIPIENT, Property.FACILITY, Property.HOLDER, Property.SUBJECT)),
    f"<{_RDF}subject> ",
    *(f"<{p.value}> " for p in (Property.MERGED_ENTITY, Property.BELONGS_TO)),
)
"""How the statement opens that tells whom a fact is about: the first of these that it has."""
_NAMES: Final = {name: iri for name, iri in PREFIXES.items() if name not in {"oa", "owl", "vann", "void"}}
_LOCAL: Final = regex(r"[A-Za-z_][A-Za-z0-9_-]*")
_INTEGER: Final = regex(r"[+-]?[0-9]+")
_DECIMAL: Final = regex(r"[+-]?[0-9]*\.[0-9]+")
_RELATIVE: Final = regex(r"(?!/)[^:?#]*?/[^?#]*(?:[?#].*)?|[^:/?#]+")
_DOTS: Final = regex(r"(?:^|/)\.{1,2}(?:[/?#]|$)")
_OFFSETS: Final = "#char="
_TRIPLE: Final = "<<( "
_FIRST: Final = ("a", "rdfs:label", "skos:altLabel")
_NIF: Final = PREFIXES["nif"]
_ANCHOR: Final = f"<{_NIF}anchorOf> "
_BEGIN: Final = f"<{_NIF}beginIndex> "
_END: Final = f"<{_NIF}endIndex> "
_CONTEXT: Final = f"<{_NIF}referenceContext> "
_COUNT: Final = f"^^<{_XSD}integer>"
_PASSAGE: Final = f"{_TYPE} <{PREFIXES['edu']}Passage>"
_CONFIDENCE: Final = f"<{PREFIXES['edu']}confidence> "
_RULE: Final = f"<{PREFIXES['edu']}rule> "
_USUAL: Final = 5
"""Statements of a passage that is no more than one."""
_TOLD: Final = 2
"""Statements that a mention has besides."""
_CHUNK: Final = 2000
"""Subjects written at a time."""
_REMEMBERED: Final = 1 << 15
"""Terms and statements whose writing is remembered at once."""
_LONG: Final = 24
"""From this length on, a string is not expected to be said again."""


def as_turtle(statements: Statements, base: str) -> Iterator[str]:
    """The statements as a Turtle document, in pieces of some hundred kilobytes."""
    yield head(base)
    yield from _blocks(_Writer(base), statements)


def as_trig(graphs: Iterable[tuple[str, Statements]], base: str) -> Iterator[str]:
    """The named graphs (IRI, statements) as a TriG document, in order of the graphs' IRIs."""
    yield head(base)
    write = _Writer(base)
    for graph, statements in sorted(graphs, key=lambda pair: pair[0]):
        yield f"\n{write.written[f'<{graph}>']} {{\n"
        yield from _blocks(write, statements)
        yield "}\n"


def head(base: str) -> str:
    """What opens a Turtle or TriG document."""
    names = {"id": base, **_NAMES}
    return f"@base <{base}> .\n" + "".join(f"@prefix {name}: <{names[name]}> .\n" for name in sorted(names))


def _blocks(write: _Writer, statements: Statements) -> Iterator[str]:
    order = _in_order(write, statements)
    while blocks := list(islice(order, _CHUNK)):
        yield "".join(blocks)


def _in_order(write: _Writer, statements: Statements) -> Iterator[str]:
    """The blocks: entities by IRI, each with the facts about it behind it; passages behind their document in text order."""
    near: defaultdict[str, list[tuple[bool, str]]] = defaultdict(list)
    passages: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for subject, said in statements.items():
        before, offsets, span = subject.partition(_OFFSETS)
        if offsets and (place := _numbers(span)):
            passages[before].append((*place, subject))
        else:
            owner = _owner(subject, said)
            near[owner].append((owner != subject, subject))
    for owner in sorted({*near, *[f"{before}>" for before in passages]}):
        for _, subject in sorted(near.get(owner, ())):
            yield write.block(write.written[subject], statements[subject])
        if within := passages.get(owner[:-1]):
            passage = write.passages(owner[:-1])
            for start, end, subject in sorted(within):
                yield passage(start, end, subject, statements[subject])


def _numbers(span: str) -> tuple[int, int] | None:
    """The offsets of a passage whose IRI ends so."""
    start, _, end = span[:-1].partition(",")
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None


def _owner(subject: str, said: list[str]) -> str:
    """Whom the subject is about; itself, if about no other."""
    for name in _OWNED:
        at = bisect_left(said, name)  # they are sorted: a look at four of twenty, where each was looked at
        if at < len(said) and said[at].startswith(name):
            return said[at][len(name) :]
    return subject


class Blocks:
    """Subjects one by one, each with the place that it has among the others, for sorting on disk."""

    def __init__(self, base: str) -> None:
        self._write = _Writer(base)

    def placed(self, subject: str, said: list[str]) -> tuple[str, str]:
        """Where the subject stands, as text that sorts like places do, and its block."""
        before, offsets, span = subject.partition(_OFFSETS)
        if offsets and (place := _numbers(span)):
            name = f"{self._write.written.passage(before)}{offsets}{span}"
            return f"{before}>\x01{place[0] + 2:012d}{place[1]:012d}{subject}", self._write.block(name, said)
        owner = _owner(subject, said)
        return f"{owner}\x01{owner != subject:012d}{0:012d}{subject}", self._write.block(
            self._write.written[subject], said
        )


class _Written(dict[str, str]):
    """Terms as Turtle writes them, each made when it is first asked for."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base
        self._spaces = {iri: name for name, iri in _NAMES.items()}
        self[_TYPE] = "a"

    def __missing__(self, token: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
            self[_TYPE] = "a"
        made = self[token] = self._term(token)
        return made

    def passage(self, before: str) -> str:
        """How a passage's IRI begins; `before` is what stands before its offsets."""
        document = self[f"{before}>"]
        return document[:-1] if document[-1] == ">" else before

    def _term(self, token: str) -> str:
        if token.startswith(_TRIPLE):
            return f"<<( {' '.join([self[part] for part in token[4:-4].split(' ')])} )>>"
        if token[0] == "<":
            before, offsets, span = token.partition(_OFFSETS)
            return f"{self.passage(before)}{offsets}{span}" if offsets else self._short(token)
        return self._typed(token) if token[0] == '"' and token[-1] == ">" else token

    def _short(self, token: str) -> str:
        iri = token[1:-1]
        if iri.startswith(self._base):
            rest = iri[len(self._base) :]
            if _RELATIVE.fullmatch(rest) and not ("." in rest and _DOTS.search(rest)):
                return f"<{rest}>"
        split = max(iri.rfind("#"), iri.rfind("/")) + 1
        name = self._spaces.get(iri[:split])
        return f"{name}:{iri[split:]}" if name is not None and _LOCAL.fullmatch(iri, split) else token

    def _typed(self, token: str) -> str:
        quoted, _, datatype = token.rpartition("^^")
        kind = datatype[1:-1]
        if not kind.startswith(_XSD):
            return token
        text = quoted[1:-1]
        if (kind == f"{_XSD}integer" and _INTEGER.fullmatch(text)) or (
            kind == f"{_XSD}decimal" and _DECIMAL.fullmatch(text)
        ):
            return text
        return f"{quoted}^^xsd:{kind[len(_XSD) :]}"


class _Said(dict[str, tuple[str, str]]):
    """What is said of subjects, as predicate and object in Turtle; what is said again and again is remembered."""

    def __init__(self, written: _Written) -> None:
        super().__init__()
        self._written = written
        self._passages: dict[str, tuple[str, str]] = {}

    def __missing__(self, rest: str) -> tuple[str, str]:
        before, offsets, span = rest.partition(_OFFSETS)
        if offsets and (known := self._passages.get(before) or self._passage(before)):
            return known[0], f"{known[1]}{_OFFSETS}{span}"  # so many: their documents alone are remembered
        predicate, _, token = rest.partition(" ")
        pair = self._written[predicate], self._written[token] if token[-1] == ">" else token
        if len(token) < _LONG or token[-1] == ">":
            if len(self) >= _REMEMBERED:
                self.clear()
            self[rest] = pair
        return pair

    def _passage(self, before: str) -> tuple[str, str] | None:
        predicate, _, document = before.partition(" ")
        if document[:1] != "<" or document.startswith(_TRIPLE):
            return None
        pair = self._passages[before] = self._written[predicate], self._written.passage(document)
        return pair


_Shape: TypeAlias = tuple[str, list[slice], "itemgetter[Any] | None"]
"""A block without its terms; where each predicate's values stand among those given; all of them at once where each is one."""


class _Writer:
    """Writes blocks."""

    def __init__(self, base: str) -> None:
        self.written = _Written(base)
        self._said = _Said(self.written)
        self._shapes: dict[tuple[str, ...], _Shape] = {}
        self._tails: dict[tuple[str, ...], str] = {}

    def block(self, name: str, said: list[str]) -> str:
        """One subject, written as `name`, with all that is said of it."""
        predicates, values = zip(*map(self._said.__getitem__, said), strict=True)
        form, places, simple = self._shapes.get(predicates) or self._shape(predicates)
        if simple is not None:
            return form % (name, *simple(values))
        return form % (name, *[", ".join(values[place]) for place in places])

    def passages(self, before: str) -> Callable[[int, int, str, list[str]], str]:
        """What writes the passages of one document, whose IRIs begin with `before`: offsets, subject, what is said of it.

        Four of five subjects are passages, most with these statements and no more: they are written without a look at each.
        """
        name, skipped = self.written.passage(before), len(before)
        usual, document = [f"{_CONTEXT}{before}>", _PASSAGE], self.written[f"{before}>"]

        def passage(start: int, end: int, subject: str, said: list[str]) -> str:
            own = f"{name}{subject[skipped:]}"
            if (
                said[3:_USUAL] != usual
                or said[1] != f'{_BEGIN}"{start}"{_COUNT}'
                or said[2] != f'{_END}"{end}"{_COUNT}'
                or not said[0].startswith(_ANCHOR)
                or (tail := self._tail(said)) is None
            ):
                return self.block(own, said)
            return (
                f"\n{own} a edu:Passage ;\n{tail}    nif:anchorOf {said[0][len(_ANCHOR) :]} ;\n"
                f"    nif:beginIndex {start} ;\n    nif:endIndex {end} ;\n    nif:referenceContext {document} .\n"
            )

        return passage

    def _tail(self, said: list[str]) -> str | None:
        """What a mention has besides, its confidence and its rule; none where there is anything else."""
        if len(said) == _USUAL:
            return ""
        more = tuple(said[_USUAL:])
        known = self._tails.get(more)
        if known is None and len(more) == _TOLD and more[0].startswith(_CONFIDENCE) and more[1].startswith(_RULE):
            if len(self._tails) >= _REMEMBERED:
                self._tails.clear()
            known = self._tails[more] = "".join([f"    {' '.join(self._said[rest])} ;\n" for rest in more])
        return known

    def _shape(self, predicates: tuple[str, ...]) -> _Shape:
        """How subjects of which these predicates are said are written."""
        starts = [i for i, name in enumerate(predicates) if i == 0 or predicates[i - 1] != name]
        groups = zip(starts, [*starts[1:], len(predicates)], strict=True)
        order = sorted(
            ((predicates[start], slice(start, end)) for start, end in groups),
            key=lambda group: (_FIRST.index(group[0]) if group[0] in _FIRST else len(_FIRST), group[0]),
        )
        lines = " ;\n    ".join([f"{name.replace('%', '%%')} %s" for name, _ in order])
        places = [place for _, place in order]
        simple = itemgetter(*[p.start for p in places]) if 1 < len(places) == len(predicates) else None
        shape = self._shapes[predicates] = f"\n%s {lines} .\n", places, simple
        return shape
