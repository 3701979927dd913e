"""Names of schools, campuses and groups, strict spans: this program beside other tools on the same documents in one run.

`python -m benchmarks.accuracy [GOLD_DIR …]`; without folders the documents that nobody reads. LAC takes part where it is
installed (`pip install paddlepaddle "setuptools<70"`, then `pip install --no-build-isolation LAC`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import jieba

from benchmarks import peers
from kg import gold
from kg.extract import reading
from kg.terms import EntityType

GOLD = Path(__file__).parents[1] / "tests" / "gold"
_NAMES = frozenset({EntityType.SCHOOL, EntityType.CAMPUS, EntityType.GROUP})


def figures(folder: Path, finder: peers.Finder | None) -> tuple[float, float, float]:
    """Precision, recall and F1 over a folder; None as finder is this program."""
    hits = told = asked = 0
    for file in gold.gold_files(folder):
        annotated = gold.read(file)
        document = gold.source(annotated, folder)
        marks = [m for m in annotated.mentions if m["type"] in _NAMES]
        want = {(m["start"], m["end"]) for m in marks if not m.get("inner")}
        neither = {(m["start"], m["end"]) for m in annotated.mentions if m.get("inner")}
        if finder is None:
            names: Iterable[peers.Found] = (
                (m.span.start, m.span.end) for m in reading(document).mentions if m.type in _NAMES
            )
        else:
            names = finder(document.text)
        found = set(names) - neither
        hits, told, asked = hits + len(found & want), told + len(found), asked + len(want)
    precision, recall = hits / max(told, 1), hits / max(asked, 1)
    return precision, recall, 2 * hits / max(told + asked, 1)


def main() -> None:
    """Print a table for each folder."""
    jieba.setLogLevel(60)
    tools: dict[str, peers.Finder | None] = {"suffix patterns": peers.suffixes, "jieba.posseg": peers.posseg}
    lac = peers.lac()
    if lac is not None:
        tools["LAC"] = lac
    tools["this program"] = None
    for folder in [Path(name) for name in sys.argv[1:]] or [GOLD / "unseen"]:
        print(f"{folder.name}: names of schools, campuses and groups, strict spans")
        print("| tool | precision | recall | F1 |\n| --- | ---: | ---: | ---: |")
        for name, finder in tools.items():
            print("| {} | {:.3f} | {:.3f} | {:.3f} |".format(name, *figures(folder, finder)))
        if lac is None:
            print("(LAC is not installed here.)")


if __name__ == "__main__":
    main()
