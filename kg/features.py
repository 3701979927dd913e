"""What the sequence model sees of each character of a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from kg import lexicon, segment
from kg.gazetteer import areas, lengths, openings

_OPEN = {"《": "《", "“": "“", "「": "“", "『": "“", "‘": "‘", "(": "(", "（": "(", "【": "(", "<": "《", "〈": "《"}
_CLOSE = {"》": "《", "”": "“", "」": "“", "』": "“", "’": "‘", ")": "(", "）": "(", "】": "(", ">": "《", "〉": "《"}
_FOLD = str.maketrans("，：；（）！？．　\u00a0０１２３４５６７８９", ",:;()!?.  0123456789")
_DIGITS = str.maketrans("0123456789", "0" * 10)
_STOPS = frozenset(",;:。!?、\n\t|“”《》()")
_FULL_STOPS = frozenset("。!?\n")
_NUMERALS = frozenset("一二三四五六七八九十百千两零〇")
_FAR = 24  # a head word further back says nothing
_QUOTE_REACH = 60  # a quotation longer than that is no name
_DEEPEST = 8
_LONGEST_HEAD = 8
_LONGEST_AREA = 8
_HEADLINE = 40

_NEAR = tuple(str(sum(far >= one for one in (1, 2, 3, 4, 5, 8, 13))) for far in range(14))

Features = list[list[str]]


def features(sentence: str) -> Features:
    """One list of feature names per character."""
    text = sentence.translate(_FOLD)
    out: Features = [["bias"] for _ in text]
    _add_characters(text, out)
    _add_words(text, out)
    heads = _Heads(text)
    _add_following(text, heads, out)
    _add_before(text, heads, out)
    _add_neighbours(text, heads, out)
    _add_quotes(text, out)
    _add_persons(text, out)
    _add_areas(text, out)
    return out


@lru_cache(maxsize=1 << 14)
def _kind(char: str) -> str:
    if "\u4e00" <= char <= "\u9fff":
        return "N" if char in _NUMERALS else "C"
    if char.isdigit():
        return "D"
    if char.isascii() and char.isalpha():
        return "A"
    return "(" if char in _OPEN else ")" if char in _CLOSE else char if char in _STOPS else "P"


def _near(distance: int) -> str:
    """The class of a distance in characters."""
    return _NEAR[distance] if distance < len(_NEAR) else _NEAR[-1]


def _add_characters(text: str, out: Features) -> None:
    p = "\x02\x02\x02" + text.translate(_DIGITS) + "\x03\x03\x03"
    k = "^^^" + "".join(map(_kind, text)) + "$$$"
    line = "hl" if len(text) < _HEADLINE and "。" not in text else "pr"
    for i, here in enumerate(out):
        a, b, c, d, e, g, h = tuple(p[i : i + 7])
        here.extend((
            "a" + a, "b" + b, "c" + c, "d" + d, "e" + e, "g" + g, "h" + h, "ab" + a + b, "bc" + b + c, "cd" + c + d, "de" + d + e,
            "eg" + e + g, "gh" + g + h, "ce" + c + e, "bcd" + b + c + d, "cde" + c + d + e, "deg" + d + e + g,
            "k" + k[i + 1 : i + 6], "l" + k[i + 2 : i + 5], line, line + k[i + 1 : i + 4],
        ))  # fmt: skip


def _add_words(text: str, out: Features) -> None:
    words = [("^", "^"), ("^", "^"), *segment.words(text), ("$", "$"), ("$", "$")]
    at = 0
    for j in range(2, len(words) - 2):
        (v, vt), (u, ut), (w, t), (x, xt), (_, yt) = words[j - 2 : j + 3]
        size = len(w)
        shared = (
            "w" + w, "t" + t, "u" + u, "x" + x, "ut" + ut + t, "tx" + t + xt, "uw" + u + w, "wx" + w + x, "utx" + ut + t + xt,
            "vu" + v + u, "vt" + vt + ut + t, "xy" + t + xt + yt, "n" + str(min(size, 4)) + t,
        )  # fmt: skip
        for o in range(size):
            place = "S" if size == 1 else "B" if o == 0 else "E" if o == size - 1 else "M"
            here = out[at + o]
            here.extend((*shared, "p" + place + t, "pw" + place + w, "pu" + place + ut + t + xt))
            if place in "BS":
                here.extend(("<" + u, "<t" + ut))
            if place in "ES":
                here.extend((">" + x, ">t" + xt))
        at += size


@cache
def _head_words() -> Mapping[str, str]:
    return {row["word"]: row["type"] for row in (*lexicon.rows("acts"), *lexicon.rows("heads"))}


@cache
def _head_sizes() -> Mapping[str, tuple[int, ...]]:
    return openings(_head_words(), 1)


@cache
def _acts() -> frozenset[str]:
    return lexicon.words("acts", "type")


class _Heads:
    """The head words and verbs of a sentence, longest first from the left; `ends[i]` is the one that ends before i."""

    def __init__(self, text: str) -> None:
        known, sizes = _head_words(), _head_sizes()
        self.ends: list[tuple[str, str] | None] = [None] * (len(text) + 1)
        self.inside = [""] * len(text)
        at = 0
        while at < len(text):
            for size in sizes.get(text[at], ()):
                word = text[at : at + size]
                if word in known:
                    self._enter(at, word, known[word])
                    at += size
                    break
            else:
                at += 1

    def _enter(self, at: int, word: str, kind: str) -> None:
        self.ends[at + len(word)] = kind, word
        for o in range(len(word)):
            self.inside[at + o] = kind + ("B" if o == 0 else "E" if o == len(word) - 1 else "I")


def _add_following(text: str, heads: _Heads, out: Features) -> None:
    """The next head word up to the next mark, the one behind it, the last one; and whether a rank is told further on."""
    acts = _acts()
    following: tuple[str, str] | None = None
    second = last = ""
    where, ranked = 0, "0"
    for i in range(len(text) - 1, -1, -1):
        if text[i] in _STOPS:
            following, second, last = None, "", ""
            if text[i] in _FULL_STOPS:
                ranked = "0"
        head = heads.ends[i + 1]
        if head and head[0] == "Rank":
            ranked = "1"
        if head and head[0] not in acts:
            second = following[0] if following else "-"
            following, where = head, i
            last = last or head[0]
        here = out[i]
        if heads.inside[i]:
            here.append("H" + heads.inside[i])
        if following:
            kind, word = following
            here.extend((
                "f" + kind, "fd" + kind + _near(where - i), "fw" + word, "fs" + kind + second, "fl" + last, "fwl" + word + last,
                "fr" + word + ranked,
            ))  # fmt: skip
        else:
            here.append("f-")


def _add_before(text: str, heads: _Heads, out: Features) -> None:
    """The last head word or verb before, up to the mark before."""
    before: tuple[str, str] | None = None
    where = 0
    for i, here in enumerate(out):
        head = heads.ends[i]
        if head:
            before, where = head, i
        if i and text[i - 1] in _STOPS:
            before = None
        if before and i - where < _FAR:
            far = _near(i - where)
            here.extend(("q" + before[0] + far, "qw" + before[1] + far))


def _add_neighbours(text: str, heads: _Heads, out: Features) -> None:
    """In a list, the head words at the ends of the items before and behind."""
    last = current = "-"
    start = 0
    closed: list[tuple[int, int, str, str]] = []
    for i, char in enumerate(text):
        head = heads.ends[i]
        if head:
            current = head[0]
        if char in _STOPS:
            closed.append((start, i, last, current))
            last = current if char == "、" else "-"
            current, start = "-", i + 1
    closed.append((start, len(text), last, current))
    for number, (start, end, last, _) in enumerate(closed):
        behind = closed[number + 1][3] if end < len(text) and text[end] == "、" else "-"
        if last == behind == "-":
            continue
        names = ("ps" + last, "ns" + behind)
        for here in out[start:end]:
            here.extend(names)


def _add_quotes(text: str, out: Features) -> None:
    stack: list[tuple[str, int]] = []
    for i, char in enumerate(text):
        if char in _OPEN:
            stack.append((_OPEN[char], i))
            del stack[:-_DEEPEST]
        elif char in _CLOSE and any(mark == _CLOSE[char] for mark, _ in stack):
            while (top := stack.pop())[0] != _CLOSE[char]:
                pass
            if i - top[1] <= _QUOTE_REACH:
                _add_quote(text, *top, i, out)


def _add_quote(text: str, mark: str, start: int, end: int, out: Features) -> None:
    inside, behind = text[start + 1 : end], text[end + 1 : end + 1 + _LONGEST_HEAD]
    known = _head_words()
    head = next(
        (known[inside[-n:]] for n in range(min(_LONGEST_HEAD, len(inside)), 0, -1) if inside[-n:] in known), "-"
    )
    after = next((known[behind[:n]] for n in range(len(behind), 0, -1) if behind[:n] in known), "-")
    shared = (
        "Q" + mark, "Qb" + mark + behind[:2], "Qc" + mark + behind[:1], "Qh" + mark + head, "Qa" + mark + head + after,
        "Qn" + mark + _near(end - start - 1), "Qp" + mark + text[max(0, start - 1) : start], "Qpp" + mark + text[max(0, start - 2) : start],
    )  # fmt: skip
    for here in out[start : end + 1]:
        here.extend(shared)
    for side, place in (("0", start), ("1", end)):
        out[place] += ("Qe" + mark + head + side, "Qea" + mark + head + after + side)
    out[start + 1] += ("Qs", "Qs" + mark + head + after)


def _add_persons(text: str, out: Features) -> None:
    surnames, given = lexicon.words("surnames"), lexicon.words("given-names")
    for i, char in enumerate(text):
        if char in surnames:
            _mark(out, i, 3, "s1")
            pattern = "".join("1" if one in given else "0" for one in text[i + 1 : i + 4])
            out[i].append("sg" + pattern)
            for o in range(1, min(3, len(text) - i)):
                out[i + o].append(f"sg{o}" + pattern)
        elif text[i : i + 2] in surnames:
            _mark(out, i, 4, "s2")
        if char in given:
            out[i].append("g1")


def _mark(out: Features, start: int, size: int, name: str) -> None:
    for o, here in enumerate(out[start : start + size]):
        here.append(f"{name}+{o}")


def _add_areas(text: str, out: Features) -> None:
    known, sizes = areas(), lengths()
    at = 0
    while at < len(text):
        for size in sizes.get(text[at : at + 2], ()):
            if size <= _LONGEST_AREA and text[at : at + size] in known:
                _add_area(out, at, min(at + size, len(text)), known[text[at : at + size]])
                at += size
                break
        else:
            at += 1


def _add_area(out: Sequence[list[str]], start: int, end: int, level: str) -> None:
    for i in range(start, end):
        place = "B" if i == start else "E" if i == end - 1 else "I"
        out[i] += ("A" + place, "A" + place + level)
    if start:
        out[start - 1].append("A>" + level)
    if end < len(out):
        out[end].append("A<" + level)
