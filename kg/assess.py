"""Evaluation over folders: gold files against files of predictions, or against extraction here and now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import gold
from kg.errors import InputError
from kg.evaluate import Score, score
from kg.gold import Annotated
from kg.model import Document, Part, Reading
from kg.pipeline import knowledge
from kg.relate import claims
from kg.resolve import resolve
from kg.sources import documents


@dataclass(frozen=True, slots=True)
class Scored:
    """One document's score with its text, for showing errors in their sentences."""

    name: str
    text: str
    score: Score


def folder(golds: Path, predicted: Path | None, *, named: bool = False) -> list[Scored]:
    """Every gold document of a folder, scored. Raises InputError where a file is missing or is not of the shape.

    With `named` the gold's own mentions are given, so that only identity and claims are asked for.
    """
    files = gold.gold_files(golds)
    if not files:
        raise InputError(f"{golds} 中没有 *.gold.json：请给出标注文件夹")
    pairs = [(path, _annotated(path)) for path in files]
    wanted = [annotated for _, annotated in pairs]
    found = (_named if named else _extracted)(golds, wanted) if predicted is None else None
    scored = []
    for path, annotated in pairs:
        stem = path.name.removesuffix(".gold.json")
        other = found[annotated.name] if found is not None else _predicted(predicted, stem)  # type: ignore[arg-type]
        text_file = path.with_name(annotated.name)
        text = gold.source(annotated, golds).text if text_file.exists() else ""
        scored.append(Scored(annotated.name, text, score(annotated, other)))
    return scored


def error_lines(scored: list[Scored]) -> Iterator[str]:
    """Each miss on a line: document, sign, type, place, what, and the sentence with the place marked."""
    for one in scored:
        for miss in one.score.misses:
            where = f"{miss.span[0]}:{miss.span[1]}" if miss.span else ""
            shown = _in_sentence(one.text, *miss.span) if miss.span else ""
            yield "\t".join((one.name, miss.sign + miss.what, where, miss.text, shown))


def _in_sentence(text: str, start: int, end: int, margin: int = 25) -> str:
    left, right = text[max(0, start - margin) : start], text[end : end + margin]
    return f"…{left}【{text[start:end]}】{right}…".replace("\n", "⏎")


def _annotated(path: Path) -> Annotated:
    try:
        return gold.read(path)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} 不是标注文件：{error}") from error


def _predicted(folder: Path, stem: str) -> Annotated:
    path = folder / f"{stem}.json"
    return _annotated(path) if path.exists() else Annotated(stem, None, None, (), (), ())


def _extracted(folder: Path, wanted: list[Annotated]) -> dict[str, Annotated]:
    read: list[Document] = []
    for annotated in wanted:
        for document in documents([str(folder / annotated.name)]):
            if not isinstance(document, Document):
                raise InputError(str(document), exit_code=1)
            read.append(document)
    return {part.document.name: as_annotated(part) for part in knowledge(read).parts}


def _named(folder: Path, wanted: list[Annotated]) -> dict[str, Annotated]:
    """What is told of the gold's own mentions; each document is resolved alone, as its gold is."""
    out: dict[str, Annotated] = {}
    for annotated in wanted:
        if not (folder / annotated.name).is_file():
            raise InputError(f"{folder / annotated.name} 不存在", exit_code=1)
        document, mentions = gold.source(annotated, folder), gold.mentions(annotated)
        told = resolve([Reading(document, mentions, claims(document, mentions), ())])
        out[annotated.name] = as_annotated(told.parts[0])
    return out


def as_annotated(part: Part) -> Annotated:
    """A part in the shape of the gold."""
    data = json.loads(json.dumps(gold.as_json(part)))
    parts = (tuple(data[key]) for key in ("entities", "mentions", "facts", "utterances"))
    return Annotated(data["doc"], data["date"], data["region"], *parts)
