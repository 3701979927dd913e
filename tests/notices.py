"""Notices as offices print them to PDF: the same text in one layout after another."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
_CLOSING = "。，、；：！？）》〉”’」』"


@dataclass(frozen=True)
class Layout:
    """How a notice is set: sizes in points, `indent` in letters, gaps in points beside the usual distance of lines."""

    size: float = 14
    title_size: float = 14
    leading: float = 24
    indent: int = 2
    centred: bool = True
    signed_right: bool = True
    gap: float = 0
    letters: int = 28
    left: float = 90
    top: float = 100
    bottom: float = 740
    head: str = ""
    number: Callable[[int], str] | None = None
    columns: int = 1
    odd: float = 0
    """By how much odd pages stand further left: room for the binding."""


@dataclass(frozen=True)
class Notice:
    """The parts of a notice; each string of `title` is one line."""

    title: Sequence[str]
    paragraphs: Sequence[str]
    issuer: str = ""
    date: str = ""
    above: Sequence[str] = ()
    """What stands above the title: the head of a file and its number."""
    salutation: str = ""

    @property
    def text(self) -> list[str]:
        """The paragraphs that a reader sees."""
        parts = [*self.above, "".join(self.title), self.salutation, *self.paragraphs, self.issuer, self.date]
        return [part for part in parts if part]


@dataclass
class _Sheet:
    canvas: Canvas
    layout: Layout
    y: float = 0
    page: int = 1
    column: int = 0
    lowest: float = field(default=0)

    def __post_init__(self) -> None:
        self.y = self.lowest = self.layout.top
        self._furniture()

    @property
    def left(self) -> float:
        shift = self.layout.odd if self.page % 2 else 0
        return self.layout.left - shift + self.column * (self.layout.letters + 2) * self.layout.size

    def put(self, text: str, x: float, size: float) -> None:
        if self.y > self.layout.bottom:
            self._turn()
            x = x if self.layout.columns == 1 and not self.layout.odd else self.left
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - self.y, text)
        self.y += max(self.layout.leading, size * 1.4)

    def _turn(self) -> None:
        if self.column + 1 < self.layout.columns:
            self.column += 1
            self.y = self.lowest
            return
        self.canvas.showPage()
        self.page += 1
        self.column = 0
        self.y = self.lowest = self.layout.top
        self._furniture()

    def _furniture(self) -> None:
        if self.layout.head:
            self.canvas.setFont(FONT, 9)
            self.canvas.drawString(self.layout.left, HEIGHT - 50, self.layout.head)
        if self.layout.number:
            self.canvas.setFont(FONT, 10.5)
            self.canvas.drawCentredString(WIDTH / 2, HEIGHT - 795, self.layout.number(self.page))


def wrapped(text: str, first: int, letters: int) -> list[str]:
    """The lines of a paragraph: no closing mark opens one."""
    out, room = [], first
    while len(text) > room:
        cut = room
        while text[cut] in _CLOSING:
            cut -= 1
        out.append(text[:cut])
        text, room = text[cut:], letters
    return [*out, text]


def pdf(notice: Notice, layout: Layout) -> bytes:
    """The notice as PDF."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    sheet = _Sheet(Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1), layout)
    whole = (layout.letters * layout.columns + 2 * (layout.columns - 1)) * layout.size

    def heading(text: str, size: float) -> None:
        width = pdfmetrics.stringWidth(text, FONT, size)
        sheet.put(text, layout.left + (whole - width) / 2 if layout.centred else sheet.left, size)

    for text in notice.above:
        heading(text, layout.size)
        sheet.y += layout.gap
    for text in notice.title:
        heading(text, layout.title_size)
    sheet.y += layout.gap
    sheet.lowest = sheet.y
    for paragraph in [*([notice.salutation] if notice.salutation else []), *notice.paragraphs]:
        indent = 0 if paragraph == notice.salutation else layout.indent
        for n, line in enumerate(wrapped(paragraph, layout.letters - indent, layout.letters)):
            sheet.put(line, sheet.left + (0 if n else indent * layout.size), layout.size)
        sheet.y += layout.gap
    for text in (notice.issuer, notice.date):
        if text:
            width = pdfmetrics.stringWidth(text, FONT, layout.size)
            far = sheet.left + layout.letters * layout.size - width - 2 * layout.size
            sheet.put(text, far if layout.signed_right else sheet.left, layout.size)
    sheet.canvas.save()
    return out.getvalue()
