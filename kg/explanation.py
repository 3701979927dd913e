"""Why the graph says what it says: the rule behind each mention and fact, the reason behind each merged name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.model import Knowledge, Merge, Part
from kg.store import read
from kg.terms import ENTITY_ROLES

Rows = list[tuple[str, ...]]


def tables(part: Part) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """What was read in one document: mentions, facts and rejected candidates, each as title, column heads and rows."""
    names = {e.id: e.name for e in part.entities}
    yield (
        "提及",
        ("位置", "文字", "类型", "规则", "置信度", "实体"),
        [
            (f"{m.span.start}–{m.span.end}", m.text, m.type, m.rule, f"{m.confidence:.2f}", n.entity)
            for n in part.mentions
            for m in [n.mention]
        ],
    )
    yield (
        "事实",
        ("类型", "内容", "规则", "置信度", "证据"),
        [
            (
                f.type,
                " ".join(f"{role}={names.get(str(v), v) if role in ENTITY_ROLES else v}" for role, v in f.args.items()),
                f.rule,
                f"{f.confidence:.2f}",
                " … ".join(span.of(part.document.text).strip() for span in f.evidence),
            )
            for f in sorted(part.facts, key=lambda f: f.evidence)
        ],
    )
    rejected = sorted(part.rejected, key=lambda r: (r.span, r.what, r.rule))
    yield (
        "未采纳",
        ("位置", "文字", "候选", "规则", "理由"),
        [(f"{r.span.start}–{r.span.end}", r.text, r.what, r.rule, r.reason) for r in rejected],
    )


def of_entity(out: Path, name: str) -> list[str]:
    """Why the names of an entity are one thing, from a built graph. Raises InputError where no entity has the name."""
    built = read(out)
    entities = {e.id: e for part in built.parts for e in part.entities if name in (e.name, *e.aliases)}
    if not entities:
        raise InputError(f"{out} 中没有名为“{name}”的实体", exit_code=1)
    return [line for key in sorted(entities) for line in _about(built, key)]


def _about(built: Knowledge, key: str) -> Iterator[str]:
    (entity, *_) = (e for part in built.parts for e in part.entities if e.id == key)
    yield f"{entity.name}  {entity.id}  类型 {entity.type}  别名 {'、'.join(entity.aliases) or '无'}"
    for part in built.parts:
        places = [n.mention for n in part.mentions if n.entity == key]
        if places:
            counted = "、".join(f"{m.text}@{m.span.start}" for m in places)
            yield f"  {part.document.name}：{counted}"
    for title, merges in (("合并", built.merges), ("仅建议", built.proposals)):
        for merge in merges:
            if key in {merge.entity, merge.other}:
                yield f"  {title}：{_merge(built, merge)}"


def _merge(built: Knowledge, merge: Merge) -> str:
    text = f"{' = '.join(merge.names)}  理由：{merge.reason}  置信度 {merge.confidence:.2f}"
    for part in built.parts:
        if merge.evidence is not None and part.document.name == merge.document:
            text += f"  证据：{merge.evidence.of(part.document.text)}"
    return text
