"""What a web page tells of itself: in its meta tags, and in labelled words beside its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from lxml import etree, html  # type: ignore[import-untyped]

from kg import lexicon
from kg.lazy import regex
from kg.sources.stored import day

Element: TypeAlias = html.HtmlElement

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "mark",
        "o:p",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
    ]
)
_CRUMBS = regex(r"(?:当前|现在|所在|您的)\S{0,4}位置")
_SAVED = regex(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_SITE = regex(r"(?<=[\u4e00-\u9fff\u201d》)\uff09\d])\s*(?:[_|]|-{1,2}|\s>\s)\s*(?=[\u4e00-\u9fff])(?!.*[通公]告$).*$")
"""What a window's title says behind that of the text: the column and the site."""
_NO_BODY = regex(r"^(?:本站|本网|原创|网络|互联网|转载|未知|佚名|.*(?:浏览|阅读|点击).*)$")
_HEADLINE = regex(r"title|headline", re.IGNORECASE)
_LONGEST_VALUE = 60
_LEAST_TITLE, _LONGEST_TITLE = 4, 120


@dataclass(frozen=True, slots=True)
class About:
    """The fields that a page tells (see `Stored.about`), and the lines beside its text that tell source and date."""

    fields: Mapping[str, str]
    lines: tuple[str, ...] = field(default=())

    def get(self, name: str) -> str | None:
        """A field, None where it is not told."""
        return self.fields.get(name)


def chunks(element: Element, is_left_out: Callable[[Element], bool]) -> Iterator[str]:
    """The visible text block by block, in order; elements that are left out are passed over."""
    out: list[str] = []
    skipped: Element | None = None
    for event, one in etree.iterwalk(element, events=("start", "end", "comment")):
        ends_line = isinstance(one.tag, str) and one.tag not in _INLINE
        if ends_line and "".join(out).strip():
            yield "".join(out).strip()
        if ends_line:
            out.clear()
        if event == "start" and skipped is None:
            if one is not element and is_left_out(one):
                skipped = one
            else:
                out.append(one.text or "")
        elif event != "start" and (skipped is None or one is skipped):
            skipped = None
            out.append("" if one is element else one.tail or "")
    if "".join(out).strip():
        yield "".join(out).strip()


def about(page: Element, text: str) -> About:
    """What a page tells of itself; the meta tags that government sites must have count most, `text` is its source."""
    told = dict(_metas(page))
    lines: list[str] = []
    for name, value in _labelled(page, lines):
        told.setdefault(name, value)
    if (heading := _heading(page)) is not None:
        told.setdefault("title", heading)
    if (column := _column(page)) is not None:
        told.setdefault("column", column)
    if saved := _SAVED.search(text[:2000]):
        told.setdefault("address", saved[1])
    if (link := page.find(".//link[@rel='canonical']")) is not None and link.get("href"):
        told.setdefault("address", link.get("href"))
    site = told.pop("site", None)
    if site and (_NO_BODY.match(told.get("issuer", "")) or "issuer" not in told):
        told["issuer"] = _SITE.sub("", site)
    if not re.match(r"https?://", told.get("address", "")):
        told.pop("address", None)
    return About({name: told[name] for name in sorted(told) if told[name]}, tuple(lines))


def _metas(page: Element) -> Iterator[tuple[str, str]]:
    known = {row["name"].lower(): (row["field"], int(row["order"])) for row in lexicon.rows("page-metas")}
    found: dict[str, tuple[int, str]] = {}
    for meta in page.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        value = " ".join((meta.get("content") or "").split())
        if name not in known or not value:
            continue
        kind, order = known[name]
        value = day(value) or "" if kind == "date" else value
        if value and (kind not in found or order < found[kind][0]):
            found[kind] = (order, value)
    yield from ((kind, value) for kind, (_, value) in found.items())


@cache
def _labels() -> tuple[re.Pattern[str], Mapping[str, tuple[str, int]]]:
    rows = lexicon.rows("page-labels")
    words = sorted((row["label"] for row in rows), key=lambda w: (-len(w), w))
    pattern = re.compile(rf"(?<![\u4e00-\u9fff])({'|'.join(words)})\s*[\]】]?\s*[:\uff1a]\s*([^:\uff1a|\uff5c]*)")
    return pattern, {row["label"]: (row["field"], int(row["order"])) for row in rows}


def _labelled(page: Element, lines: list[str]) -> Iterator[tuple[str, str]]:
    """Fields behind their labels in short blocks; a label that stands alone tells of the next block. `lines` gets the blocks."""
    pattern, fields = _labels()
    found: dict[str, tuple[int, str]] = {}
    before = ""
    for chunk in chunks(page, lambda e: e.tag in {"script", "style", "noscript", "template", "option"}):
        squeezed = "".join(before.split()) + " ".join(chunk.split()) if before else " ".join(chunk.split())
        before = ""
        if len(squeezed) > 3 * _LONGEST_VALUE:
            continue
        told = False
        for match in pattern.finditer(squeezed):
            kind, order = fields[match[1]]
            value = _value(kind, match[2])
            if not match[2].strip() and match.end() == len(squeezed):
                before = squeezed
            elif value and (kind not in found or order < found[kind][0]):
                found[kind] = (order, value)
                told = told or kind in {"date", "issuer"}
        if told and not before:
            lines.append(squeezed)
    yield from ((kind, value) for kind, (_, value) in found.items())


def _value(kind: str, text: str) -> str | None:
    if kind == "date":
        return day(text)
    words = text.split()
    if kind == "title":
        return text.strip()[:_LONGEST_TITLE] or None
    first = words[0].strip("[]【】()\uff08\uff09\u3000 ") if words else ""
    return first if 1 < len(first) <= _LONGEST_VALUE and not _NO_BODY.match(first) else None


def _heading(page: Element) -> str | None:
    """The page's only first-level heading, else the block that its style calls title, else the window's title without the site."""
    headings = [" ".join(h.text_content().split()) for h in page.iter("h1")]
    styled = (
        " ".join(e.text_content().split())
        for e in page.iter("h2", "h3", "div", "p", "td", "span")
        if _HEADLINE.search(f"{e.get('class') or ''} {e.get('id') or ''}")
    )
    window = " ".join((page.findtext(".//title") or "").split())
    bare = _SITE.sub("", window)
    for one in (*headings, *styled):
        if _LEAST_TITLE <= len(one) <= _LONGEST_TITLE and (
            "".join(bare.split())[:8] in "".join(one.split()) or len(headings) == 1
        ):
            return one
    return bare if len(bare) >= _LEAST_TITLE else None


def _column(page: Element) -> str | None:
    """The last link of the line that tells where the page stands in its site."""
    for chunk in chunks(page, lambda e: e.tag in {"script", "style"}):
        if _CRUMBS.search(chunk):
            steps = [
                s.strip() for s in re.split(r">+|\u00bb|\u203a|/|::", re.split(r"[:\uff1a]", chunk, maxsplit=1)[-1])
            ]
            steps = [s for s in steps if s and not re.search(r"正文|内容|首页", s)]
            if steps and len(steps[-1]) <= _LONGEST_VALUE // 2:
                return steps[-1]
    return None
