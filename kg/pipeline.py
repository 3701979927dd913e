"""The whole way as a list that one can read: files → documents → readings → knowledge → output folder."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from kg import store
from kg.decisions import Decision
from kg.decisions import read as decision_file
from kg.errors import InputError
from kg.extract import reading
from kg.model import Document, Knowledge, Merge, Reading
from kg.output import whole
from kg.resolve import resolve
from kg.sources import Unreadable
from kg.terms import ID
from kg.view import page

PAGE = "graph.html"
REPORT = "report.json"
DECISIONS = "decisions.toml"
TITLE = "教谱"

_TOGETHER = 16  # documents handed to a worker at a time: enough to hide the hand-over, few enough to share evenly


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the knowledge, and the report as it was written."""

    knowledge: Knowledge
    report: dict[str, Any]


def readings(documents: Iterable[Document], *, jobs: int = 1) -> Iterator[Reading]:
    """Each document's reading, in the order given; `jobs` processes share the work and change nothing of the result."""
    if jobs == 1:
        yield from map(reading, documents)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(reading, documents, chunksize=_TOGETHER)


def knowledge(documents: Iterable[Document], *, jobs: int = 1, decisions: Sequence[Decision] = ()) -> Knowledge:
    """All that the documents tell, resolved; what persons decided is replayed."""
    return resolve(readings(documents, jobs=jobs), decisions)


def build(
    documents: Sequence[Document],
    out: Path,
    *,
    unread: Sequence[Unreadable] = (),
    base: str = ID,
    jobs: int = 1,
    decisions: Path | None = None,
) -> Built:
    """Build the graph of the documents into the folder `out`: all of its files are replaced together, or none.

    `decisions` is a file of decisions, by default that of the folder itself. Raises InputError where the folder cannot
    be written or the decisions cannot be read.
    """
    started = time.perf_counter()
    decided = decision_file(decisions or out / DECISIONS)
    told = knowledge(documents, jobs=jobs, decisions=decided)
    return save(told, out, base=base, unread=unread, started=started)


def save(
    told: Knowledge, out: Path, *, base: str = ID, unread: Sequence[Unreadable] = (), started: float | None = None
) -> Built:
    """Write the output folder: all of its files are replaced together, or none. Raises InputError where it cannot be written."""
    began = time.perf_counter() if started is None else started
    try:
        with whole(out) as fresh:
            store.write(told, fresh, base)
            (fresh / PAGE).write_text(page(told, title=TITLE), encoding="utf-8")
            report = reported(told, unread) | {"seconds": round(time.perf_counter() - began, 2)}
            text = json.dumps(report, ensure_ascii=False, indent=1)
            (fresh / REPORT).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"无法写完 {out}：{error.strerror or error}。原有的输出没有改动", exit_code=1) from error
    return Built(told, report)


def reported(told: Knowledge, unread: Sequence[Unreadable] = ()) -> dict[str, Any]:
    """Counts by type, what was merged or only proposed, what was rejected and why, and what could not be read."""
    entities = {e.id: e.type for part in told.parts for e in part.entities}
    facts = {f.id: f.type for part in told.parts for f in part.facts}
    return {
        "documents": [
            {"name": p.document.name, "date": p.document.date, "region": p.document.region, "title": p.document.title}
            for p in told.parts
        ],
        "unread": [{"name": u.name, "reason": u.reason} for u in unread],
        "entities": dict(sorted(Counter(entities.values()).items())),
        "facts": dict(sorted(Counter(facts.values()).items())),
        "mentions": sum(len(p.mentions) for p in told.parts),
        "merges": [_merge(m) for m in told.merges],
        "proposals": [_merge(m) for m in told.proposals],
        "stale": [str(one) for one in told.stale],
        "rejected": [
            {
                "document": p.document.name,
                "span": [r.span.start, r.span.end],
                "text": r.text,
                "what": r.what,
                "rule": r.rule,
                "reason": r.reason,
            }
            for p in told.parts
            for r in p.rejected
        ],
    }


def _merge(merge: Merge) -> dict[str, Any]:
    return {
        "entity": merge.entity,
        "names": list(merge.names),
        "reason": merge.reason,
        "confidence": merge.confidence,
        "document": merge.document,
        "evidence": [merge.evidence.start, merge.evidence.end] if merge.evidence else None,
    }
