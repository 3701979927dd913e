"""Generated documents: excerpts of the authored ones under other names, in other counties, of other years."""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from kg import lexicon
from kg.corpus import Example, examples
from training.generator.renew import Marked, Renewal

ANNOTATED = Path(__file__).parents[1] / "training" / "annotated"
_CHARACTERS = 280
"""About how long a document is: a short notice on a school's page, some 100 statements."""
_PER_FOLDER = 1000
_COUNTY = 6
"""Digits of the code of a county."""
_LINE = re.compile(r"[^\n]+\n?")


def documents(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """So many documents (name, text); the first ones of a larger number are the same."""
    chance = random.Random(seed)
    known = [example for path in sorted(ANNOTATED.glob("*.md")) for example in examples(path)]
    excerpts = [one for example in known for one in _excerpts(example)]
    counties = [row for row in lexicon.rows("areas") if len(row["code"]) == _COUNTY and not row["code"].endswith("00")]
    above = {row["code"]: row["name"] for row in lexicon.rows("areas")}
    renewal = Renewal(excerpts, seed)
    for number in range(count):
        county = chance.choice(counties)
        code = county["code"]
        place = "".join(dict.fromkeys(above.get(c, "") for c in (code[:2] + "0000", code[:4] + "00", code)))
        text, _ = renewal.renewed(chance.choice(excerpts))
        day = f"{chance.randint(2012, 2025)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        yield f"{number // _PER_FOLDER:03d}/{number:06d}.txt", f"{place}教育局  {day}\n{text}"


def write(folder: Path, count: int) -> int:
    """Write so many documents below the folder; returns the characters that they have together."""
    size = 0
    for name, text in documents(count):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        size += len(text)
    return size


def _excerpts(example: Example) -> Iterator[Marked]:
    """Consecutive lines of an example, with the mentions in them."""
    start = 0
    for line in _LINE.finditer(example.text):
        if line.end() - start >= _CHARACTERS or line.end() == len(example.text):
            yield _cut(example, start, line.end())
            start = line.end()


def _cut(example: Example, start: int, end: int) -> Marked:
    inside: Sequence[tuple[int, int, str]] = [
        (m.start - start, m.end - start, m.type) for m in example.mentions if start <= m.start and m.end <= end
    ]
    return example.text[start:end], list(inside)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    given = parser.parse_args()
    for name, _ in islice(documents(given.count), 3):
        print(name)
    print(write(given.folder, given.count), "characters")
