"""Peak memory of building a folder as an office has it, against its size: `python -m benchmarks.office [MB …]`.

Most of such a folder is pictures and markup: notices in Word with photographs, PDFs with scans beside their text, saved web pages full
of scripts and styles, lists of winners as workbooks, texts in two encodings. What all processes of `kg build` hold together is looked
at twice a second.
"""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks import machine
from benchmarks.documents import documents
from benchmarks.scale import run
from tests import offices

MB = 1_000_000
SIZES = (100, 500, 2000)
_COLUMNS = ("number", "persons", "school", "teacher", "category", "rank")
_FONT = "STSong-Light"


def fill(folder: Path, size: int) -> int:
    """A folder of so many bytes; gives the number of its files."""
    chance, done = random.Random(size), 0
    for number, (name, text) in enumerate(documents(sys.maxsize)):
        if done >= size:
            return number
        suffix, make = _MAKERS[number % len(_MAKERS)]
        path = (folder / name).with_suffix(suffix)
        path.parent.mkdir(exist_ok=True)
        done += path.write_bytes(make(chance, text))
    raise AssertionError("the documents have no end")


def _photograph(chance: random.Random, wide: int = 1200) -> io.BytesIO:
    """A JPEG of noise, some 0.8 MB for 1,200 pixels: nothing in it can be packed."""
    out = io.BytesIO()
    Image.frombytes("RGB", (wide, wide * 3 // 4), chance.randbytes(wide * wide * 9 // 4)).save(out, "JPEG", quality=60)
    out.seek(0)
    return out


def _word(chance: random.Random, text: str) -> bytes:
    file = docx.Document()
    for line in text.splitlines():
        file.add_paragraph(line)
    for _ in range(3):
        file.add_picture(_photograph(chance))
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _pdf(chance: random.Random, text: str) -> bytes:
    """Pages of text, each with a picture."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    lines = [line[at : at + 38] for line in text.splitlines() for at in range(0, len(line), 38)]
    for first in range(0, len(lines), 25):
        canvas.setFont(_FONT, 12)
        for row, line in enumerate(lines[first : first + 25]):
            canvas.drawString(72, 780 - 18 * row, line)
        canvas.drawImage(ImageReader(_photograph(chance)), 72, 60, 400, 240)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _page(chance: random.Random, text: str) -> bytes:
    """A portal's page: a hundred kilobytes of scripts and menus around one article."""
    title, *lines = text.splitlines()
    script = "".join(f"var v{n}='{chance.randbytes(24).hex()}';\n" for n in range(1000))
    menu = "".join(f"<li><a href='/c{n}/'>栏目{n}</a></li>" for n in range(300))
    body = "".join(f"<p>{line}</p>" for line in lines)
    head = f"<head><meta charset=utf-8><title>{title}</title><script>{script}</script></head>"
    return f"<html>{head}<body><ul>{menu}</ul><div class=article><h1>{title}</h1>{body}</div></body></html>".encode()


def _workbook(chance: random.Random, text: str) -> bytes:
    """A list of sixty winners under the text's first line."""
    found = offices.winners(60, seed=chance.randrange(sys.maxsize))
    return offices.workbook(offices.rows(found, _COLUMNS), title=text.splitlines()[0])


def _text(chance: random.Random, text: str) -> bytes:
    return text.encode(chance.choice(("utf-8", "gb18030")))


_MAKERS: tuple[tuple[str, Callable[[random.Random, str], bytes]], ...] = (
    (".docx", _word), (".html", _page), (".pdf", _pdf), (".txt", _text), (".docx", _word), (".html", _page), (".xlsx", _workbook),
)  # fmt: skip


def rows(sizes: tuple[int, ...]) -> Iterator[str]:
    """One line for each size."""
    yield "| input MB | files | peak memory MB | minutes |\n| ---: | ---: | ---: | ---: |"
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            given, out = Path(folder) / "files", Path(folder) / "out"
            given.mkdir()
            count = fill(given, size * MB)
            _, wall, memory = run(given, out, os.cpu_count() or 1)
            yield f"| {size:,} | {count:,} | {memory:.0f} | {wall / 60:.1f} |"


def main() -> None:
    """Print the table."""
    print(machine.told())
    for told in rows(tuple(int(size) for size in sys.argv[1:]) or SIZES):
        print(told, flush=True)


if __name__ == "__main__":
    main()
