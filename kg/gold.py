"""Annotated documents: the JSON shape of the gold standard, read and written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from kg.errors import InputError
from kg.model import Document, Knowledge, Mention, Named, Part, Span, Utterance
from kg.output import replaced
from kg.terms import EntityType, TurnRole


@dataclass(frozen=True, slots=True)
class Annotated:
    """One document's annotations: entities, mentions, facts and utterances as plain JSON objects."""

    name: str
    date: str | None
    region: str | None
    entities: tuple[Mapping[str, Any], ...]
    mentions: tuple[Mapping[str, Any], ...]
    facts: tuple[Mapping[str, Any], ...]
    utterances: tuple[Mapping[str, Any], ...] = ()


def read(path: Path) -> Annotated:
    """One annotation file. Raises ValueError (json) on what is not of the shape."""
    data = json.loads(path.read_text(encoding="utf-8"))
    parts = (tuple(data.get(key, ())) for key in ("entities", "mentions", "facts", "utterances"))
    return Annotated(data.get("doc", path.name), data.get("date"), data.get("region"), *parts)


def gold_files(folder: Path) -> list[Path]:
    """The annotation files of a folder, sorted by name."""
    return sorted(folder.glob("*.gold.json"))


def source(annotated: Annotated, folder: Path) -> Document:
    """The annotated document itself with the gold's date, region and turns: what extraction is given when these are not in question."""
    with (folder / annotated.name).open(encoding="utf-8", newline="") as file:
        text = file.read()
    turns = tuple(
        Utterance(Span(u["start"], u["end"]), u.get("time"), TurnRole(u["role"])) for u in annotated.utterances
    )
    return Document(annotated.name, text, annotated.date, annotated.region, (Span(0, len(text)),), turns)


def mentions(annotated: Annotated) -> tuple[Mention, ...]:
    """The gold's own mentions (inner ones left out), in text order."""
    asked = (m for m in annotated.mentions if not m.get("inner"))
    found = (Mention(Span(m["start"], m["end"]), m["text"], EntityType(m["type"]), "gold") for m in asked)
    return tuple(sorted(found, key=lambda m: m.span))


def as_json(part: Part) -> dict[str, Any]:
    """A part in the gold's shape, with rule and confidence beside each mention and fact; entity ids are e1, e2 … in order of first mention."""
    order = {
        e: i for i, e in enumerate(dict.fromkeys([n.entity for n in part.mentions] + [e.id for e in part.entities]), 1)
    }
    short = {identifier: f"e{i}" for identifier, i in order.items()}
    document = part.document
    return {
        "doc": document.name,
        "date": document.date,
        "region": document.region,
        "entities": [
            {"id": short[e.id], "type": e.type, "kind": e.kind, "name": e.name, "aliases": list(e.aliases), "iri": e.id}
            for e in sorted(part.entities, key=lambda e: order[e.id])
        ],
        "mentions": [_mention(n, short) for n in part.mentions],
        "facts": [
            {
                "type": f.type,
                "args": {role: short.get(v, v) if isinstance(v, str) else v for role, v in f.args.items()},
                "evidence": [f.evidence[0].start, f.evidence[0].end],
                "certain": True,
                "rule": f.rule,
                "confidence": f.confidence,
            }
            for f in part.facts
        ],
        "utterances": [_utterance(u, part.mentions, short) for u in document.utterances],
    }


def write(knowledge: Knowledge, out: Path) -> None:
    """One JSON file per part in `out`, named like the document. Raises InputError where two would share a name."""
    names = [file_name(part.document) for part in knowledge.parts]
    if twice := next((n for n, count in Counter(names).items() if count > 1), None):
        raise InputError(f"两个文档都会写成 {twice}：请分开抽取，或改文件名")
    out.mkdir(parents=True, exist_ok=True)
    for name, part in zip(names, knowledge.parts, strict=True):
        text = json.dumps(as_json(part), ensure_ascii=False, indent=1)
        with replaced(out / name) as file:
            file.write(f"{text}\n".encode())


def file_name(document: Document) -> str:
    """The name of a document's JSON file: that of its source, with `.json`."""
    return PurePosixPath(document.name).with_suffix(".json").name


def _mention(named: Named, short: Mapping[str, str]) -> dict[str, Any]:
    m = named.mention
    place = {"start": m.span.start, "end": m.span.end, "text": m.text, "type": m.type}
    return place | {"entity": short[named.entity], "inner": False, "rule": m.rule, "confidence": m.confidence}


def _utterance(turn: Utterance, named: Iterable[Named], short: Mapping[str, str]) -> dict[str, Any]:
    speaker = next(
        (short[n.entity] for n in named if n.mention.type is EntityType.PERSON and n.mention.text == turn.speaker), None
    )
    return {"start": turn.span.start, "end": turn.span.end, "time": turn.time, "role": turn.role, "speaker": speaker}
