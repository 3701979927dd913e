"""What the sequence model sees of each character of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kg import lexicon, segment
from kg.gazetteer import areas as known_areas

_OPEN = {"《": "《", "“": "“", "「": "“", "『": "“", "‘": "‘", "(": "(", "（": "(", "【": "(", "<": "《", "〈": "《"}
_CLOSE = {"》": "《", "”": "“", "」": "“", "』": "“", "’": "‘", ")": "(", "）": "(", "】": "(", ">": "《", "〉": "《"}
_FOLD = str.maketrans("，：；（）！？．　\u00a0０１２３４５６７８９", ",:;()!?.  0123456789")
_STOPS = frozenset(",;:。!?、\n\t|“”《》()")
_NUMERALS = frozenset("一二三四五六七八九十百千两零〇")
_FAR = 24
_QUOTE_REACH = 60
_LONGEST_HEAD = 8


@cache
def _heads() -> Mapping[str, str]:
    return {row["word"]: row["type"] for row in lexicon.rows("heads")}


@cache
def _surnames() -> frozenset[str]:
    return lexicon.words("surnames")


def _kind(char: str) -> str:
    if "\u4e00" <= char <= "\u9fff":
        return "N" if char in _NUMERALS else "C"
    if char.isdigit():
        return "D"
    if char.isascii() and char.isalpha():
        return "A"
    if char in _OPEN:
        return "("
    if char in _CLOSE:
        return ")"
    return char if char in _STOPS else "P"


def _bucket(distance: int) -> str:
    if distance < 5:
        return str(distance)
    return "5" if distance < 8 else "8" if distance < 13 else "13"


def features(sentence: str) -> list[list[str]]:
    """One list of feature names per character."""
    text = sentence.translate(_FOLD)
    n = len(text)
    out: list[list[str]] = [["bias"] for _ in range(n)]
    _add_characters(text, out)
    _add_words(text, out)
    _add_heads(text, out)
    _add_quotes(text, out)
    _add_names(text, out)
    return out


def _add_characters(text: str, out: list[list[str]]) -> None:
    p = "\x02\x02\x02" + text.translate(_DIGITS) + "\x03\x03\x03"
    k = "^^^" + "".join(map(_kind, text)) + "$$$"
    for i, f in enumerate(out):
        a, b, c, d, e, g, h = p[i : i + 7]
        f += (
            "a" + a, "b" + b, "c" + c, "d" + d, "e" + e, "g" + g, "h" + h,
            "bc" + b + c, "cd" + c + d, "de" + d + e, "eg" + e + g, "ce" + c + e, "gh" + g + h, "ab" + a + b,
            "bcd" + b + c + d, "cde" + c + d + e, "deg" + d + e + g,
            "k" + k[i + 1 : i + 6], "l" + k[i + 2 : i + 5],
        )


def _add_words(text: str, out: list[list[str]]) -> None:
    words = [("^", "^"), ("^", "^"), *segment.words(text), ("$", "$"), ("$", "$")]
    at = 0
    for j in range(2, len(words) - 2):
        (v, vt), (u, ut), (w, t), (x, xt), (y, yt) = words[j - 2 : j + 3]
        size = len(w)
        shared = (
            "w" + w, "t" + t, "u" + u, "x" + x, "ut" + ut + t, "tx" + t + xt, "uw" + u + w, "wx" + w + x,
            "utx" + ut + t + xt, "vu" + v + u, "vt" + vt + ut + t, "xy" + t + xt + yt, "n" + str(min(size, 4)) + t,
        )
        for o in range(size):
            place = "S" if size == 1 else "B" if o == 0 else "E" if o == size - 1 else "M"
            f = out[at + o]
            f += shared
            f += ("p" + place + t, "pw" + place + w, "pu" + place + ut + t + xt)
            if place in "BS":
                f.append("<" + u)
                f.append("<t" + ut)
            if place in "ES":
                f.append(">" + x)
                f.append(">t" + xt)
        at += size


def _add_heads(text: str, out: list[list[str]]) -> None:
    heads = _heads()
    n = len(text)
    ends: list[tuple[str, str] | None] = [None] * (n + 1)
    starts: list[str] = [""] * n
    i = 0
    while i < n:
        for size in range(min(_LONGEST_HEAD, n - i), 0, -1):
            kind = heads.get(text[i : i + size])
            if kind:
                ends[i + size] = (kind, text[i : i + size])
                for o in range(size):
                    starts[i + o] = kind + ("B" if o == 0 else "E" if o == size - 1 else "I")
                break
        i += size if kind else 1
    following: tuple[str, str] | None = None
    second = ""
    last = ""
    where = n
    for i in range(n - 1, -1, -1):
        if text[i] in _STOPS:
            following, second, last = None, "", ""
        here = ends[i + 1]
        if here:
            second = following[0] if following else "-"
            following, where = here, i
            last = last or here[0]
        f = out[i]
        if starts[i]:
            f.append("H" + starts[i])
        if following:
            far = _bucket(where - i)
            f += ("f" + following[0], "fd" + following[0] + far, "fw" + following[1], "fs" + following[0] + second, "fl" + last, "fwl"+following[1]+last)
        else:
            f.append("f-")
    before: tuple[str, str] | None = None
    for i in range(n):
        if ends[i]:
            before, where = ends[i], i
        if i and text[i - 1] in _STOPS:
            before = None
        if before and i - where < _FAR:
            out[i] += ("q" + before[0] + _bucket(i - where), "qw" + before[1]+ _bucket(i - where))


def _add_quotes(text: str, out: list[list[str]]) -> None:
    n = len(text)
    stack: list[tuple[str, int]] = []
    for i, char in enumerate(text):
        if char in _CLOSE:
            if not any(mark == _CLOSE[char] for mark, _ in stack[-3:]):
                continue
            while stack:
                mark, start = stack.pop()
                if mark == _CLOSE[char]:
                    break
            if i - start > _QUOTE_REACH:
                continue
            inside = text[start + 1 : i]
            behind = text[i + 1 : i + 3]
            head = next((_heads()[inside[-s:]] for s in range(min(6, len(inside)), 0, -1) if inside[-s:] in _heads()), "-")
            after = next((_heads()[text[i + 1 : i + 1 + s]] for s in range(6, 0, -1) if text[i + 1 : i + 1 + s] in _heads()), "-")
            size = _bucket(i - start - 1)
            shared = ("Q" + mark, "Qb" + mark + behind, "Qc" + mark + behind[:1], "Qh" + mark + head, "Qa" + mark + head + after, "Qn" + mark + size, "Qp" + mark + text[max(0, start - 1) : start], "Qpp" + mark + text[max(0, start - 2) : start])
            for j in range(start, i + 1):
                f = out[j]
                f += shared
                if j == start or j == i:
                    f += ("Qe" + mark + head + ("1" if j == i else "0"), "Qea" + mark + head + after + ("1" if j == i else "0"))
                if j == start + 1:
                    f += ("Qs", "Qs" + mark + head + after)
        elif char in _OPEN:
            stack.append((_OPEN[char], i))
            if len(stack) > 8:
                del stack[0]


def _add_names(text: str, out: list[list[str]]) -> None:
    surnames, areas = _surnames(), known_areas()
    n = len(text)
    for i in range(n):
        if text[i] in surnames:
            out[i].append("s1")
            for o in (1, 2):
                if i + o < n:
                    out[i + o].append(f"s1+{o}")
        elif text[i : i + 2] in surnames:
            for o in range(min(4, n - i)):
                out[i + o].append(f"s2+{o}")
    i = 0
    while i < n:
        level = ""
        for size in range(min(8, n - i), 1, -1):
            level = areas.get(text[i : i + size], "")
            if level:
                break
        if level:
            for o in range(size):
                place = "B" if o == 0 else "E" if o == size - 1 else "I"
                out[i + o] += ("A" + place, "A" + place + level)
            if i:
                out[i - 1].append("A>" + level)
            if i + size < n:
                out[i + size].append("A<" + level)
        i += size if level else 1


_DIGITS = str.maketrans("0123456789", "0" * 10)
