"""What persons decided on identity and facts: a file that every build replays, and the questions that it answers."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kg.errors import InputError
from kg.identity.forms import plain
from kg.identity.ids import entity_id
from kg.model import Document, Entity, Fact, Knowledge, Merge, Span
from kg.output import DECISIONS, replaced

_HEAD = "# 人工决定:每次构建都会重放;不再适用的会在报告中列出。 Decisions: replayed by every build.\n"
UNSURE = 0.8
"""Below this confidence a person is asked."""


class Action(StrEnum):
    """What a decision does."""

    MERGE = "merge"
    APART = "apart"
    SPLIT = "split"
    RENAME = "rename"
    ACCEPT = "accept"
    REJECT = "reject"


_FACTS = frozenset({Action.ACCEPT, Action.REJECT})


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `subjects` are entity ids (two or more to merge or keep apart, one to split or rename), or one fact's id.

    `name` is what a renamed or split-off thing is called. A split takes out the mentions in `documents` (in all, if none is
    given) that are written as one of `names` (in any way, if none is given). `date` is ISO 8601.
    """

    action: Action
    subjects: tuple[str, ...]
    author: str
    date: str
    name: str | None = None
    documents: tuple[str, ...] = ()
    note: str | None = None
    names: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[object, ...]:
        """What it decides: of several decisions about the same the last one counts."""
        match self.action:
            case Action.MERGE | Action.APART:
                return "pair", frozenset(self.subjects)
            case Action.ACCEPT | Action.REJECT:
                return "fact", self.subjects
            case Action.SPLIT:
                return self.action, self.subjects, frozenset(self.documents), frozenset(self.names)
            case Action.RENAME:
                return self.action, self.subjects


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked: two names that may be one thing, or a fact that is not sure."""

    subjects: tuple[str, ...]
    text: str
    confidence: float
    evidence: str
    document: str | None
    about_fact: bool
    span: Span | None = None


def read(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file, in order; none where there is no file. Raises InputError naming file and entry."""
    if not path.exists():
        return ()
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("decision", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path}: 不能读取决定: {error} (decisions cannot be read)") from error
    return tuple(_decision(entry, f"{path}: 第 {i} 条决定") for i, entry in enumerate(entries, 1))


def given(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file that a person named: it must be there. Raises InputError."""
    if not path.is_file():
        raise InputError(f"没有决定文件 {path}")
    return read(path)


def replayed(named: Path | None, out: Path) -> tuple[Decision, ...]:
    """What a build replays: the file that a person named, else that of the output folder, if there is one."""
    return given(named) if named else read(out / DECISIONS)


def write(path: Path, decisions: Sequence[Decision]) -> None:
    """The decisions as a file, whole or not at all."""
    with replaced(path) as file:
        file.write(_text(decisions))


def added(path: Path, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Writes the decisions behind those of the file, on disk at once; returns those that are new.

    The last word on the same subjects counts, and none is lost; what that word says already is not said twice.
    Raises InputError where another process writes the file.
    """
    with replaced(path) as file:  # held from the reading on: two who decide at one time lose nothing
        every = list(read(path))
        last = {one.about: one for one in every}
        new: list[Decision] = []
        for decision in decisions:
            before = last.get(decision.about)
            if before is None or (before.action, before.name) != (decision.action, decision.name):
                last[decision.about] = decision
                new.append(decision)
        file.write(_text([*every, *new]))
    return tuple(new)


def questions(knowledge: Knowledge, *, below: float = UNSURE) -> Iterator[Question]:
    """What a person should look at: the proposed merges, then merges and facts less sure than `below`, least sure first."""
    yield from joins(knowledge, below=below)
    entities = {e.id: e for part in knowledge.parts for e in part.entities}
    unsure = [(f, part.document) for part in knowledge.parts for f in part.facts if f.confidence < below]
    for fact, document in sorted(unsure, key=lambda u: (u[0].confidence, u[0].id, u[1].name)):
        said = fact.evidence[0]
        yield Question(
            (fact.id,), _told(fact, entities), fact.confidence, said.of(document.text), document.name, True, said
        )


def joins(knowledge: Knowledge, *, below: float = UNSURE) -> Iterator[Question]:
    """The proposed merges, and those less sure than `below`: whether two names are one thing."""
    entities = {e.id: e for part in knowledge.parts for e in part.entities}
    documents = {part.document.name: part.document for part in knowledge.parts}
    asked = [(m, True) for m in knowledge.proposals]
    asked += ((m, False) for m in knowledge.merges if m.confidence < below)
    seen: set[frozenset[str]] = set()
    for merge, proposed in sorted(asked, key=lambda a: (a[0].confidence, a[0].entity, a[0].names, a[0].other or "")):
        question = _merge_question(merge, entities, documents, proposed=proposed)
        if question and frozenset(question.subjects) not in seen:
            seen.add(frozenset(question.subjects))
            yield question


def answered(question: Question, *, yes: bool, author: str, date: str, note: str | None = None) -> Decision:
    """The decision that an answer makes."""
    replies = (Action.REJECT, Action.ACCEPT) if question.about_fact else (Action.APART, Action.MERGE)
    action = replies[yes]
    return Decision(action, question.subjects, author, date, note=note)


def reference(entity: str) -> tuple[str, str, str]:
    """An entity id taken apart: type as in ids (`government-body`), jurisdiction, name."""
    kind, _, rest = entity.partition("/")
    code, _, name = rest.partition("/")
    return kind, code, unquote(name)


def _merge_question(
    merge: Merge, entities: Mapping[str, Entity], documents: Mapping[str, Document], *, proposed: bool
) -> Question | None:
    """What is asked of a merge, or of a proposal: of a place that may be any of many areas nothing that yes or no answers."""
    known = entities.get(merge.entity)
    if known is None or (proposed and merge.other is None):
        return None
    short, *_, full = sorted((*merge.names, *merge.names), key=lambda name: (len(name), name))
    # what is one already has no second entity: one of its names stands for it
    second = next((name for name in (short, full) if plain(name) != plain(known.name)), short)
    other = merge.other or entity_id(known.type, known.jurisdiction, plain(second))
    subjects = (
        (known.id, other)
        if merge.other and plain(short) in {known.name, *map(plain, known.aliases)}
        else (other, known.id)
    )
    document = documents.get(merge.document or "")
    evidence = merge.evidence.of(document.text) if document and merge.evidence else ""
    text = f"“{short}”就是“{full}”吗?({merge.reason})"
    return Question(subjects, text, merge.confidence, evidence, merge.document, False, merge.evidence)


def _told(fact: Fact, entities: Mapping[str, Entity]) -> str:
    def shown(value: object) -> str:
        known = entities.get(str(value))
        return known.name if known else str(value)

    return f"{fact.type}: " + ", ".join(f"{role}={shown(fact.args[role])}" for role in sorted(fact.args))


def _decision(entry: Mapping[str, Any], place: str) -> Decision:
    try:
        action = Action(entry["action"])
        name, note = (_string(entry, key) for key in ("name", "note"))
        documents, names = (_strings(entry.get(key, [])) for key in ("documents", "names"))
        subjects, author, date = _strings(entry["subjects"]), str(entry["author"]), str(entry["date"])
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(f"{place}: 缺少或写错: {error} (wrong entry)") from error
    found = Decision(action, subjects, author, date, name, documents, note, names)
    least = 2 if action in {Action.MERGE, Action.APART} else 1
    if len(subjects) < least or (action in {Action.RENAME, Action.SPLIT} and not found.name):
        raise InputError(
            f"{place}: {action} 需要 {least} 个对象" + ("和名称" if least == 1 and action not in _FACTS else "")
        )
    if action is Action.SPLIT and not (documents or names):
        raise InputError(f"{place}: {action} 需要 documents 或 names:从哪些文档、取出哪些写法")
    return found


def _string(entry: Mapping[str, Any], key: str) -> str | None:
    value = entry.get(key)
    if not isinstance(value, str | None):
        raise TypeError(f"{key} 应是文字")
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError(f"{value!r} 应是文字的列表")
    return tuple(value)


def _text(decisions: Iterable[Decision]) -> bytes:
    return (_HEAD + "".join(f"\n[[decision]]\n{_lines(decision)}" for decision in decisions)).encode()


def _lines(decision: Decision) -> str:
    fields: dict[str, object] = {
        "action": decision.action.value,
        "subjects": list(decision.subjects),
        "name": decision.name,
        "documents": list(decision.documents) or None,
        "names": list(decision.names) or None,
        "author": decision.author,
        "date": decision.date,
        "note": decision.note,
    }
    # a JSON string or list of strings is one of TOML too, but for the delete character
    return "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n".replace("\x7f", "\\u007f")
        for key, value in fields.items()
        if value is not None
    )
