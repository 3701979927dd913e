"""Trains the scorer of claims: `python -m training.claims [MODEL]`, from annotated documents with their facts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from kg import areas, evaluate, gold, relate, scoring
from kg.corpus import Example, examples
from kg.model import Claim, Document, Mention, Scope, Span
from kg.sources import document
from kg.terms import ENTITY_ROLES, EntityType, FactType, Role

ROOT = Path(__file__).parent.parent
AUTHORED = ROOT / "training" / "annotated"
SHOWN = ROOT / "tests" / "corpus"
ANNOTATED = ROOT / "tests" / "gold" / "tuned"
PARAMETERS = {"c1": 0.5, "c2": 2.0, "max_iterations": 150, "feature.minfreq": 2}
AREA = "AREA"


@dataclass(frozen=True, slots=True)
class Marked:
    """A document, its mentions with the entity of each, and its facts: key → whether it is certain."""

    document: Document
    mentions: tuple[Mention, ...]
    entity: Mapping[Span, str]
    area: str
    facts: Mapping[evaluate.Key, bool]


def main() -> None:
    """Trains on everything annotated, and on the examples that rules are shown by, but not on the seed and what is held out."""
    target = sys.argv[1] if len(sys.argv) > 1 else str(scoring.MODEL)
    files = sorted((*AUTHORED.glob("*.md"), *SHOWN.glob("*.md")), key=lambda file: file.name)
    documents = [*authored(files), *annotated(ANNOTATED)]
    count = train(documents, target)
    sys.stderr.write(f"{count} claims of {len(documents)} documents → {target}\n")


def train(documents: Iterable[Marked], target: str) -> int:
    """Writes the model; the number of claims that it was trained on. The same documents give the same bytes."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    count = 0
    for marked in documents:
        for features, label in labelled(marked):
            trainer.append([features], [label])
            count += 1
    trainer.train(target)
    return count


def labelled(marked: Marked) -> Iterator[tuple[list[str], str]]:
    """The features of each candidate claim and whether the annotation has it; what is arguable there is left out."""
    for claim, features in relate.candidates(marked.document, marked.mentions):
        certain = marked.facts.get(key(claim, marked))
        if certain is not False:
            yield features, scoring.TRUE if certain else "0"


def key(claim: Claim, marked: Marked) -> evaluate.Key:
    """The claim's core arguments as the evaluation compares them."""
    args: dict[str, object] = {}
    for role, value in claim.args.items():
        if isinstance(value, Mention):
            args[role] = marked.entity[value.span]
        elif isinstance(value, Scope):
            args[role] = marked.area if value.level is None else f"?{value.level}"
        else:
            args[role] = value
    return evaluate.fact_key(claim.type.value, args)


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
    facts: dict[evaluate.Key, bool] = {}
    for told in example.facts or ():
        args: dict[str, object] = {}
        for role, value in told.args.items():
            entity = role in ENTITY_ROLES
            args[role] = first.get(value, value) if entity else _number(role, value)
        k = evaluate.fact_key(FactType(told.type).value, args)
        facts[k] = facts.get(k, False) or told.certain
    read = document(example.place, example.text, date=example.date, region=example.region)
    return Marked(read, mentions, {m.span: first.get(m.text, m.text) for m in mentions}, AREA, facts)


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
        facts: dict[evaluate.Key, bool] = {}
        for fact in told.facts:
            k = evaluate.fact_key(fact["type"], fact["args"])
            facts[k] = facts.get(k, False) or fact.get("certain", True)
        yield Marked(gold.source(told, folder), gold.mentions(told), entity, area, facts)


if __name__ == "__main__":
    main()
