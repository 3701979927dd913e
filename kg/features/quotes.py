"""Quotation marks and brackets: what stands in and around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from kg.features.heads import head_words
from kg.features.passage import NEAR, Passage, Seen
from kg.keys import number

OPEN = {"《": "《", "“": "“", "「": "“", "『": "“", "‘": "‘", "(": "(", "（": "(", "【": "(", "<": "《", "〈": "《"}
CLOSE = {"》": "《", "”": "“", "」": "“", "』": "“", "’": "‘", ")": "(", "）": "(", "】": "(", ">": "《", "〉": "《"}
_MARK = re.compile("[" + re.escape("".join((*OPEN, *CLOSE))) + "]")
_REACH = 60  # a quotation longer than that is no name
_DEEPEST = 8
_LONGEST_HEAD = 8


def quotes(passage: Passage) -> Iterator[Seen]:
    """What is quoted, by the head word in it and behind it, and what stands before it."""
    found = [
        (number(name), base + start, size)
        for base, text in zip(passage.starts.tolist(), passage.sentences, strict=True)
        for mark, opens, closes in _quoted(text)
        for names, start, size in _quote(text, mark, opens, closes)
        for name in names
    ]
    if found:
        numbers, starts, sizes = zip(*found, strict=True)
        yield Seen(np.array([numbers], np.uint64), np.array(starts), np.array(sizes), apart=False)


def _quoted(text: str) -> Iterator[tuple[str, int, int]]:
    """Each quotation: its mark, and the places of its ends."""
    stack: list[tuple[str, int]] = []
    for found in _MARK.finditer(text):
        char, i = found[0], found.start()
        if char in OPEN:
            stack.append((OPEN[char], i))
            del stack[:-_DEEPEST]
        elif any(mark == CLOSE[char] for mark, _ in stack):
            while (top := stack.pop())[0] != CLOSE[char]:
                pass
            if i - top[1] <= _REACH:
                yield *top, i


def _quote(text: str, mark: str, start: int, end: int) -> Iterator[tuple[tuple[str, ...], int, int]]:
    inside, behind = text[start + 1 : end], text[end + 1 : end + 1 + _LONGEST_HEAD]
    known = head_words()
    head = next(
        (known[inside[-n:]] for n in range(min(_LONGEST_HEAD, len(inside)), 0, -1) if inside[-n:] in known), "-"
    )
    after = next((known[behind[:n]] for n in range(len(behind), 0, -1) if behind[:n] in known), "-")
    shared = (
        "Q" + mark, "Qb" + mark + behind[:2], "Qc" + mark + behind[:1], "Qh" + mark + head, "Qa" + mark + head + after,
        "Qn" + mark + NEAR[min(end - start - 1, len(NEAR) - 1)], "Qp" + mark + text[max(0, start - 1) : start],
        "Qpp" + mark + text[max(0, start - 2) : start],
    )  # fmt: skip
    yield shared, start, end + 1 - start
    for side, place in (("0", start), ("1", end)):
        yield ("Qe" + mark + head + side, "Qea" + mark + head + after + side), place, 1
    yield ("Qs", "Qs" + mark + head + after), start + 1, 1
