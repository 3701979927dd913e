"""What models of facts are trained from: annotated documents with their mentions and facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg import areas, evaluate, gold
from kg.corpus import Example, examples
from kg.model import Claim, Document, Mention, Scope, Span
from kg.sources import document
from kg.terms import ENTITY_ROLES, EntityType, FactType, Role

ROOT = Path(__file__).parent.parent
AUTHORED = ROOT / "training" / "annotated"
SHOWN = ROOT / "tests" / "corpus"
ANNOTATED = ROOT / "tests" / "gold" / "tuned"
AREA = "AREA"


@dataclass(frozen=True, slots=True)
class Marked:
    """A document, its mentions with the entity of each, and its facts: key → whether it is certain.

    `details` holds the arguments of the certain ones: of facts with one key there may be several.
    """

    document: Document
    mentions: tuple[Mention, ...]
    entity: Mapping[Span, str]
    area: str
    facts: Mapping[evaluate.Key, bool]
    details: Mapping[evaluate.Key, list[Mapping[str, object]]]


def everything() -> list[Marked]:
    """All that is annotated, and the examples that rules are shown by, but not the seed and what is held out."""
    files = sorted((*AUTHORED.glob("*.md"), *SHOWN.glob("*.md")), key=lambda file: file.name)
    return [*authored(files), *annotated(ANNOTATED)]


def key(claim: Claim, marked: Marked) -> evaluate.Key:
    """The claim's core arguments as the evaluation compares them."""
    return evaluate.fact_key(claim.type.value, {role: named(value, marked) for role, value in claim.args.items()})


def named(value: object, marked: Marked) -> object:
    """An argument as the annotation gives it: names as entities, the document's own area as that."""
    if isinstance(value, Mention):
        return marked.entity[value.span]
    if isinstance(value, Scope):
        return marked.area if value.level is None else f"?{value.level}"
    return value


def authored(files: Iterable[Path]) -> Iterator[Marked]:
    """The documents with facts of annotated Markdown files."""
    for file in files:
        for example in examples(file):
            if example.facts is not None:
                yield _marked(example)


def _marked(example: Example) -> Marked:
    first = {name: names[0] for names in example.same for name in names}
    first |= dict.fromkeys(_own_names(example), AREA)
    mentions = tuple(
        Mention(Span(m.start, m.end), example.text[m.start : m.end], EntityType(m.type), "gold")
        for m in example.mentions
    )
    facts: list[tuple[str, dict[str, object], bool]] = []
    for told in example.facts or ():
        args: dict[str, object] = {}
        for role, value in told.args.items():
            entity = role in ENTITY_ROLES
            args[role] = first.get(value, value) if entity else _number(role, value)
        facts.append((FactType(told.type).value, args, told.certain))
    read = document(example.place, example.text, date=example.date, region=example.region)
    return Marked(read, mentions, {m.span: first.get(m.text, m.text) for m in mentions}, AREA, *_keyed(facts))


def _keyed(
    facts: Iterable[tuple[str, Mapping[str, object], bool]],
) -> tuple[dict[evaluate.Key, bool], dict[evaluate.Key, list[Mapping[str, object]]]]:
    """Facts by key: whether one of them is certain, and the arguments of those that are."""
    sure: dict[evaluate.Key, bool] = {}
    details: dict[evaluate.Key, list[Mapping[str, object]]] = defaultdict(list)
    for kind, args, certain in facts:
        k = evaluate.fact_key(kind, args)
        sure[k] = sure.get(k, False) or certain
        if certain:
            details[k].append(args)
    return sure, details


def _own_names(example: Example) -> set[str]:
    """The names by which mentions and facts call the area that the document speaks for: 京口区, 京口, 镇江市京口区."""
    own = areas.area(example.region) if example.region else None
    if own is None:
        return set()
    told = {example.text[m.start : m.end] for m in example.mentions if m.type == EntityType.PLACE}
    told |= {value for fact in example.facts or () for role, value in fact.args.items() if role in ENTITY_ROLES}
    bare = own.name[:-1] if len(own.name) > _BARE else own.name
    return {name for name in told if name.endswith(own.name) or name == bare}


_BARE = 2
"""A name of so many letters stands with its last one: 钟楼区 is 钟楼, 滕县 is not 滕."""


def _number(role: str, value: str) -> float | str:
    if role in (Role.RECIPIENT_COUNT, Role.VALUE, Role.PROGRESS):
        try:
            return float(value)
        except ValueError:
            return value
    return value


def annotated(folder: Path) -> Iterator[Marked]:
    """The annotated documents of a folder; the area that they speak for is the place that most of their facts name."""
    for file in gold.gold_files(folder):
        told = gold.read(file)
        entity = {Span(m["start"], m["end"]): m["entity"] for m in told.mentions if not m.get("inner")}
        places = {e["id"] for e in told.entities if e["type"] == EntityType.PLACE}
        named = [v for f in told.facts for v in f["args"].values() if v in places]
        area = max(sorted(set(named)), key=named.count, default=AREA)
        facts = _keyed((f["type"], f["args"], f.get("certain", True)) for f in told.facts)
        yield Marked(gold.source(told, folder), gold.mentions(told), entity, area, *facts)
