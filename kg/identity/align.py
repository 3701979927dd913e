"""Whether one name is a short form of another, piece by piece, and how much it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kg import areas
from kg.identity.forms import Part, numerals, parts
from kg.terms import EntityType

_SIZE = 1 << 13
"""Answers that are remembered."""
_SHORTEST = 2
_ABBREVIATED = frozenset({"stage", "qualifier"})
_BODIES = frozenset({EntityType.GOVERNMENT_BODY})

Step = tuple[int, float, bool]
"""Characters taken, cost, and whether a core or a stage is abbreviated by it."""


@lru_cache(maxsize=_SIZE)
def shortening(short: str, full: str, region: str | None, kind: EntityType) -> float | None:
    """What it costs to read `short` as a form of `full` (0 the same, about 3 far-fetched); None if it is none.

    Both are plain names. Numbers, the own part of a name and the words that tell its stage are never left out; areas
    are if they lie around the document's region; `kind` is the type of both.
    """
    text = numerals(short)
    if len(text) < _SHORTEST or len(text) > len(full) + 2:
        return None
    pieces = parts(full, region)
    return _best(text, 0, pieces, 0, _State(region, kind, pieces), core=False, stage=False, area=False)


class _State:
    """What stays the same during one comparison."""

    __slots__ = ("around", "body", "group", "own", "region")

    def __init__(self, region: str | None, kind: EntityType, pieces: tuple[Part, ...]) -> None:
        self.region = region
        # only a name with a part of its own may be called without an area that lies elsewhere
        self.own = any(p.what == "core" and len(p.text) > 1 for p in pieces)
        self.around = frozenset(areas.chain(region)) if region else frozenset()
        self.group = kind is EntityType.GROUP
        self.body = kind in _BODIES


def _best(
    text: str, at: int, pieces: tuple[Part, ...], number: int, state: _State, *, core: bool, stage: bool, area: bool
) -> float | None:
    """The least cost of the rest; `core` and `stage` tell what was abbreviated so far, `area` whether one was kept."""
    if number == len(pieces):
        # 解放小学 is no short form of 解放路小学, 解小 is: whoever shortens the own part shortens the stage
        return 0.0 if at == len(text) and (stage or state.group or not core) else None
    piece = pieces[number]
    found: float | None = None
    last_area = not any(p.what == "area" for p in pieces[number + 1 :])
    for taken, cost, abbreviated in _steps(text, at, pieces, number, state, last_area=last_area, area=area):
        rest = _best(
            text,
            at + taken,
            pieces,
            number + 1,
            state,
            core=core or (abbreviated and piece.what in {"core", "inner", "area", "town"}),
            stage=stage or (abbreviated and piece.what in _ABBREVIATED),
            area=area or (taken > 0 and piece.what == "area"),
        )
        if rest is not None and (found is None or rest + cost < found):
            found = rest + cost
    return found


def _steps(
    text: str, at: int, pieces: tuple[Part, ...], number: int, state: _State, *, last_area: bool, area: bool
) -> Iterator[Step]:
    piece = pieces[number]
    if text.startswith(piece.text, at):
        yield len(piece.text), 0.0, False
    match piece.what:
        case "area":
            yield from _area_steps(text, at, piece, state, last=last_area, kept=area)
        case "town":
            yield from _stem_steps(text, at, piece)
            if piece.drop == "town":
                yield 0, 0.5, False
        case "number":
            if text.startswith("第" + piece.text, at):
                yield 1 + len(piece.text), 0.0, False
        case "core" | "inner":
            yield from _core_steps(text, at, piece)
            yield from _town_steps(text, at, piece, state.region)
        case _:
            yield from _word_steps(text, at, pieces, number, state)


def _area_steps(text: str, at: int, piece: Part, state: _State, *, last: bool, kept: bool) -> Iterator[Step]:
    stem = areas.short_name(piece.text)
    if stem != piece.text and text.startswith(stem, at):
        yield len(stem), 0.1, False
    if (bare := areas.bare_name(piece.text)) and text.startswith(bare, at):
        yield len(bare), 0.1, False
    if piece.code in state.around:
        scoped = areas.opening_scope(text[at:], state.region)
        if scoped and scoped[0] == piece.code:
            yield scoped[1], 0.1, False
        if not kept and not (state.body and last):
            yield 0, 0.3, False
    elif not kept and not state.body and state.own:
        yield 0, 0.9, False
    if text.startswith(stem[0] + piece.text[-1], at) and stem != piece.text:
        yield 2, 0.8, False
    if text.startswith(stem[0], at):
        yield 1, 1.0, True


def _stem_steps(text: str, at: int, piece: Part) -> Iterator[Step]:
    stem = areas.short_name(piece.text)
    if stem != piece.text and text.startswith(stem, at):
        yield len(stem), 0.3, False
    if text.startswith(piece.text[0], at):
        yield 1, 1.0, True


def _core_steps(text: str, at: int, piece: Part) -> Iterator[Step]:
    """A beginning of the core, or its first character and a later one: 解放路 → 解, 体育东路 → 体东."""
    own = piece.text
    if not text.startswith(own[0], at):
        return
    for length in range(1, len(own)):
        if text.startswith(own[:length], at):
            yield length, 1.0, True
    if at + 1 < len(text) and text[at + 1] in own[2:]:
        yield 2, 1.2, True


def _town_steps(text: str, at: int, piece: Part, region: str | None) -> Iterator[Step]:
    for rest in without_town(piece.text, region):
        if text.startswith(rest, at):
            yield len(rest), 0.6, False


@lru_cache(maxsize=_SIZE)
def without_town(core: str, region: str | None) -> tuple[str, ...]:
    """A core without the town's name that opens it, however it can be read: 市桥富都 (of 市桥街道) → 富都."""
    return tuple(core[n:] for n in range(2, len(core) - 1) if areas.is_town(core[:n], region))


def _word_steps(text: str, at: int, pieces: tuple[Part, ...], number: int, state: _State) -> Iterator[Step]:
    piece = pieces[number]
    for short in piece.shorts:
        if text.startswith(short, at):
            yield len(short), 0.2 + 0.1 * (len(piece.text) - len(short)), True
    before = pieces[number - 1].what if number else None
    after = _what(pieces, number + 1)
    match piece.drop:
        case "small":
            yield 0, 0.1, False
        case "school" if before in {"qualifier", "inner"} and after is None:
            yield 0, 0.5, False
        case "college" if after == "qualifier" or (after == "number" and _what(pieces, number + 2) == "qualifier"):
            yield 0, 0.5, False
        case "centre" if before in {"core", "town", "number"} and after == "stage":
            yield 0, 0.6, False
        case _:
            pass
    # 八一路小学教育集团 is called 八一集团; 长郡双语教育集团 is not 长郡教育集团
    if state.group and piece.what == "stage" and before is not None:
        yield 0, 1.0, False


def _what(pieces: tuple[Part, ...], number: int) -> str | None:
    return pieces[number].what if number < len(pieces) else None
