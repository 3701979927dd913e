"""Peak resident memory of reading against the size of the input: `python -m benchmarks.memory [MB …]`.

Each size is read in a process of its own, from a folder of generated files: text in three encodings, web pages, tables,
Word files, an archive and one file of records that holds a third of all.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from kg.model import Document
from kg.sources import documents
from tests import offices

MB = 1_000_000
SIZES = (50, 200)
_FILE = 100_000
_SENTENCES = (
    "在{year}年全市中小学生合唱比赛中，{a}、{b}获小学组一等奖，{c}获二等奖。",
    "{a}与{b}结对共建，{c}校长带领骨干教师到{a}听课评课，开展了为期三天的教学研讨活动。",
    "{year}年9月，{a}新校区投入使用，新增学位1200个；{b}改扩建工程进展顺利。",
)


def text(chance: random.Random, size: int) -> str:
    """So many bytes of a notice in UTF-8, about."""
    out = ["关于公布评选结果的通知\n"]
    left = size
    while left > 0:
        a, b, c = (f"{chance.choice(offices.PLACES)}{chance.choice(offices.KINDS)}" for _ in range(3))
        line = chance.choice(_SENTENCES).format(a=a, b=b, c=c, year=chance.randrange(2015, 2025)) + "\n"
        left -= len(line.encode())
        out.append(line)
    return "".join(out)


def fill(folder: Path, size: int) -> None:
    """A folder with files of so many bytes together."""
    chance = random.Random(size)
    with (folder / "records.jsonl").open("w", encoding="utf-8") as records:
        for _ in range(size // 3 // _FILE):
            records.write(json.dumps({"text": text(chance, _FILE)}, ensure_ascii=False) + "\n")
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        for number in range(size // 10 // _FILE):
            archive.writestr(f"{number:05d}.txt", text(chance, _FILE))
    table = offices.rows(offices.winners(500), ("number", "persons", "school", "teacher", "category", "rank"))
    (folder / "table.xlsx").write_bytes(offices.workbook(table))
    (folder / "table.docx").write_bytes(offices.word(table))
    done, number = sum(path.stat().st_size for path in folder.iterdir()), 0
    while done < size:
        done += _file(folder / f"{number:05d}", text(chance, _FILE), number)
        number += 1


def _file(path: Path, content: str, number: int) -> int:
    """One file: a page in ten, a table in ten, else text in one of three encodings. Gives its bytes."""
    if number % 10 == 0:
        body = "".join(f"<p>{line}</p>" for line in content.splitlines())
        page = f"<html><head><meta charset=utf-8><title>通知公告</title></head><body>{body}</body></html>"
        return path.with_suffix(".html").write_bytes(page.encode())
    if number % 10 == 1:
        return path.with_suffix(".csv").write_bytes(content.replace("，", ",").encode("gb18030"))
    return path.with_suffix(".txt").write_bytes(content.encode(("utf-8", "gb18030", "utf-16")[number % 3]))


def read(folder: Path) -> tuple[int, int, float]:
    """Read a folder and keep nothing: documents, peak resident memory (MB), seconds."""
    started = time.perf_counter()
    count = sum(isinstance(one, Document) for one in documents([str(folder)]))
    return count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, time.perf_counter() - started


def rows(sizes: tuple[int, ...]) -> Iterator[str]:
    """One line for each size."""
    yield "input MB\tdocuments\tpeak MB\tseconds"
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder), size * MB)
            command = [sys.executable, "-m", "benchmarks.memory", "--read", folder]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        yield f"{size}\t{done.stdout.strip()}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        found, peak, seconds = read(Path(sys.argv[2]))
        print(f"{found}\t{peak}\t{seconds:.0f}")
    else:
        for told in rows(tuple(int(size) for size in sys.argv[1:]) or SIZES):
            print(told, flush=True)
