"""Noun phrases: mentions with what belongs to them (office, school, brackets), joined into lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from kg.lazy import regex
from kg.model import Mention, Scope, Span
from kg.patterns.tokens import DROPPED, Count, Token
from kg.patterns.tokens import LETTER as _LETTERS
from kg.patterns.words import compiled

Thing: TypeAlias = Mention | Scope


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list. `owner` is the school of a campus or person, `offices` a person's (organization or None, words)."""

    head: Thing
    span: Span
    owner: Thing | None = None
    offices: tuple[tuple[Thing | None, str], ...] = ()
    note: str = ""
    title: str = ""
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """A list of like things, or one token, under one letter of the signature."""

    letter: str
    span: Span
    items: tuple[Item, ...] = ()
    count: Count | None = None
    total: Count | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """Text as a string in which each token is one letter; position i of `text` stands for offsets starts[i]:ends[i]."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tokens: dict[int, Token]


_LEFT_OUT = regex(rf"[\t\u3000{re.escape(''.join(sorted(DROPPED)))}]")


def strip(text: str, span: Span, tokens: tuple[Token, ...]) -> Strip:
    """One sentence as a strip: quotation marks and single blanks left out, wider gaps as tabs."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    placed: dict[int, Token] = {}
    at = span.start
    for token in (*tokens, None):
        stop = token.span.start if token else span.end
        plain = found.start() if (found := _LEFT_OUT.search(text, at, stop)) else stop  # whole runs are copied at once
        out.extend(text[at:plain])
        starts.extend(range(at, plain))
        ends.extend(range(at + 1, plain + 1))
        for i in range(plain, stop):
            char = text[i]
            if char in "\t\u3000" or (char == " " and text[i - 1 : i] == " "):
                if out and out[-1] != "\t":
                    char = "\t"
                else:
                    continue
            elif char in DROPPED:
                continue
            out.append(char)
            starts.append(i)
            ends.append(i + 1)
        if token:
            placed[len(out)] = token
            out.append(token.letter)
            starts.append(token.span.start)
            ends.append(token.span.end)
            at = token.span.end
    return Strip("".join(out), tuple(starts), tuple(ends), placed)


_NO = "的了在获被与由将把是为等向让请会和及从到有对当就"
_ROLE = rf"(?:(?:(?![{_NO}])[一-龥a-z\d()·K]){{0,12}}?(?:«post»|«member»)(?:(?:\(|\()[一-龥]{{1,6}}\))?)"
_CLASS = r"(?:[一-龥\d]{0,6}(?:[小初高大中][一二三四五六]|[一二三四五六七八九]年级|[一二三四五六七八九]|\d{4}级|\d)(?:年级|[一-龥]{0,4}级)?(?:\(?[\d一二三四五六七八九十]{1,2}\)?班)?(?:学生|同学)?)"
_GRADE = r"(?:[小初高大][一二三四五六]|[一二三四五六七八九]年级|[一二三四五六七八九七八九]\(?\d{1,2}\)?班|\d{4}级)(?:[一-龥]{0,6}(?:专业|系))?(?:\(?[\d一二三四五六七八九十]{1,2}\)?班)?(?:的?(?:学生|同学|[一-龥]{0,2}女生|[一-龥]{0,2}男生))?"
_ROLES = rf"{_ROLE}(?:[、兼,]{_ROLE}){{0,4}}"
_BRACKET = r"(?:\((?![^()]*A)[^()]{0,24}\))"
_INST = rf"(?:[SG]{_BRACKET}?的?A{_BRACKET}?|[SAGBO]{_BRACKET}?)"
_OFFICE = rf"(?:{_INST}(?:[一-龥]{{0,6}}(?:室|科|部|处|中心|系|学院|校区|园区))?(?:原|现任|的)?{_ROLES})"
_PERSON = rf"(?P<person>(?:(?:{_OFFICE}、?(?:兼)?|(?<![为任是当]){_OFFICE},(?:兼)?)+\t?)?(?:{_INST}的?(?:{_GRADE})?的?|(?:{_GRADE}|(?:(?<![一-龥])|(?<=[由是请让据给被跟向从])){_ROLES}|{_ROLES}(?=P(?:[、,(]|«title»)))的?)?P(?:«title»)?{_BRACKET}?)"
_NOBODY = r"(?P<person>(?!))"
"""Stands for a person in lines that name none: most lines, and the pattern of persons is the longest of all."""
_OTHER = r"(?P<campus>[SG](?:的)?A)" + rf"{_BRACKET}?|(?P<one>[SAGBOLCEFHDWZ])(?:{_BRACKET})?"

_AND = regex(r"[、\t]*(?:以及|及其|和|及|与|、|/|\t|;(?=[SAGBO]))[、\t]*(?:[一-龥]{0,2}的)?$")
_CLASSES = ("SAGBO", "P", "CEF", "DW", "H", "L", "Z")
_JOINT = 5
_REST = regex(
    r"等(?:共|一批)?(?:N(?:[一-龥]{0,4}?(?:学校|幼儿园|中小学|小学|中学|单位|校|园|专家|老师|教师|同学|学生|集团|部门|作品|选手|嘉宾|领导|人))?)?"
)
_BODIES = regex(r"[、,]?(?:会同|联合|协同|偕同|联手|、|和|与|及|携手)$")


def chunks(line: Strip) -> Iterator[tuple[int, int, Chunk]]:
    """The chunks of a strip with their place in it, in order: lists of items first, then single tokens."""
    if not line.tokens:
        return
    scan = compiled(f"{_PERSON if 'P' in line.text else _NOBODY}|{_OTHER}")
    found = [(m.start(), m.end(), _items(line, m)) for m in scan.finditer(line.text)]
    covered = 0
    run: list[tuple[int, int, tuple[Item, ...]]] = []
    for start, end, items in found:
        if run and not _joins(line, run, start, items):
            yield from _closed(line, run, covered)
            covered = _end(line, run)
            run = []
        if not run:
            yield from _singles(line, covered, start)
            covered = start
        run.append((start, end, items))
    if run:
        yield from _closed(line, run, covered)
        covered = _end(line, run)
    yield from _singles(line, covered, len(line.text))


def _closed(line: Strip, run: list[tuple[int, int, tuple[Item, ...]]], _: int) -> Iterator[tuple[int, int, Chunk]]:
    start, end = run[0][0], _end(line, run)
    items = tuple(item for _, _, group in run for item in group)
    total = next((line.tokens[i].count for i in range(run[-1][1], end) if line.text[i] == "N"), None)
    yield start, end, Chunk(_letter(items), Span(line.starts[start], line.ends[end - 1]), items, total=total)


def _end(line: Strip, run: list[tuple[int, int, tuple[Item, ...]]]) -> int:
    end = run[-1][1]
    rest = _REST.match(line.text, end)
    if rest and _kind(run[-1][2][-1]) in "SP":
        return rest.end()
    return end


def _letter(items: tuple[Item, ...]) -> str:
    from_heads = [_head_letter(i) for i in items]
    return from_heads[0] if len(set(from_heads)) == 1 else ("S" if "S" in from_heads else from_heads[0])


def _head_letter(item: Item) -> str:
    return "Z" if isinstance(item.head, Scope) else _LETTERS[item.head.type]


def _kind(item: Item) -> str:
    letter = _head_letter(item)
    return next(group for group in _CLASSES if letter in group)[0]


def _joins(line: Strip, run: list[tuple[int, int, tuple[Item, ...]]], start: int, items: tuple[Item, ...]) -> bool:
    before, after = run[-1][2][-1], items[0]
    if _kind(before) != _kind(after) or before.pronoun or after.pronoun:
        return False
    gap = line.text[run[-1][1] : start]
    kind = _kind(after)
    if kind == "P":
        return gap in ("", "、", "和", "与", "及", "以及", "\t", "/") or (
            gap in (",", ";") and bool(after.offices and before.offices)
        )
    if kind == "S" and _BODIES.fullmatch(gap) and {_head_letter(before), _head_letter(after)} <= set("BO"):
        return True
    if gap == "与" and kind == "S" and line.text[run[0][0] - 1 : run[0][0]] in tuple("与和同"):
        return False
    if gap in ("与", "\t") and len(run) == 1 and kind == "S":
        return gap == "\t"
    if gap == "" and kind in "HDC":
        return kind == "D"
    return bool(_AND.fullmatch(gap)) and len(gap) <= _JOINT


def _singles(line: Strip, start: int, end: int) -> Iterator[tuple[int, int, Chunk]]:
    for i in range(start, end):
        token = line.tokens.get(i)
        if token is not None:
            items = tuple(Item(thing, token.span, pronoun=token.pronoun) for thing in token.means)
            yield i, i + 1, Chunk(token.letter, token.span, items, token.count)


def _items(line: Strip, found: re.Match[str]) -> tuple[Item, ...]:
    start, end = found.span()
    span = Span(line.starts[start], line.ends[end - 1])
    if found["person"]:
        return _person(line, start, end, span)
    places = [i for i in range(start, end) if i in line.tokens]
    head = places[0]
    owner: Thing | None = None
    if found["campus"]:
        owner, head = _thing(line, places[0]), places[1]
    note = _note(line, head + 1, end)
    return tuple(Item(t, span, owner, note=note, pronoun=line.tokens[head].pronoun) for t in line.tokens[head].means)


def _note(line: Strip, start: int, end: int) -> str:
    found = re.match(r"\(([^()]*)\)", line.text[start:end])
    return found[1] if found else ""


def _thing(line: Strip, place: int) -> Thing:
    return line.tokens[place].means[0]


def _person(line: Strip, start: int, end: int, span: Span) -> tuple[Item, ...]:
    text = line.text
    name = next(i for i in range(start, end) if text[i] == "P")
    offices: list[tuple[Thing | None, str]] = []
    owner: Thing | None = None
    for found in compiled(rf"(?P<org>{_INST})?(?P<words>[^SAGBO、,]*)").finditer(text, start, name):
        if not found[0]:
            continue
        if found["org"]:
            letters = [i for i in range(*found.span("org")) if i in line.tokens and text[i] in "SAGBO"]
            campus = [i for i in letters if text[i] == "A"]
            owner = _thing(line, (campus or letters)[0])
        words = found["words"].lstrip("的兼原现任")
        words = words.removesuffix("的")
        if words or found["org"]:
            offices.append((owner, words.replace("K", "")))
    title = compiled("(?:«title»)?").match(text, name + 1)
    tail = text[name + 1 : end]
    note_at = name + 1 + tail.find("(") if "(" in tail else end
    note = text[note_at:end].strip("()")
    if note and all(org is None for org, _ in offices) and compiled("«leader»").search(note):
        offices = _noted(line, note_at + 1, end)
    elif note and all(org is None for org, _ in offices):
        inside = [i for i in range(note_at, end) if i in line.tokens and text[i] in "SAGBO"]
        if inside:
            owner = _thing(line, next((i for i in inside if text[i] == "A"), inside[0]))
            said = offices[0][1] if offices else re.sub(r"[A-Z]", "", note)
            offices = [(owner, said)]
    means = line.tokens[name].means
    pronoun = line.tokens[name].pronoun
    return tuple(Item(t, span, owner, tuple(offices), note, title[0] if title else "", pronoun) for t in means)


def _noted(line: Strip, start: int, end: int) -> list[tuple[Thing | None, str]]:
    """The offices in the bracket behind a name: P(S副校长、G总校长)."""
    owner: Thing | None = None
    offices: list[tuple[Thing | None, str]] = []
    for found in compiled(rf"(?P<org>{_INST})?(?P<words>[^SAGBO、,;()]*)").finditer(line.text, start, end):
        if not found[0]:
            continue
        if found["org"]:
            letters = [i for i in range(*found.span("org")) if i in line.tokens and line.text[i] in "SAGBO"]
            owner = _thing(line, next((i for i in letters if line.text[i] == "A"), letters[0]))
        words = re.sub("[A-Z]", "", found["words"]).lstrip("的兼原现任")
        if words or found["org"]:
            offices.append((owner, words))
    return offices
