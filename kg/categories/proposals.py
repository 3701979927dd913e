"""What may be the category of a prize: each proposal with what speaks for it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from kg.categories.spelling import Piece, Speller
from kg.lazy import regex
from kg.model import Claim, Mention
from kg.patterns.prizes import ranks
from kg.patterns.signature import Signature
from kg.terms import Role

CHOICE = "choice"
"""What the names of this model's features begin with."""

_BEFORE, _HEADINGS, _EARLIER = 4, 3, 2
"""So many pieces before the rank, in the headings above, in the sentences before are looked at."""
_BACK, _SENTENCES = 25, 4
_TITLE = 40
"""Characters that a heading has at most."""
_BESIDE = 3
_PAIRS = tuple(tuple(pair.split()) for pair in (
    "b2 b1", "b3 b1", "b4 b1", "b3 b2", "p1 b1", "p2 b1", "p2 p1", "p1 a1", "p1 i1", "p1 n1", "h1 b1", "h2 b1", "h3 b1", "h2 h1",
    "h3 h1", "h1 a1", "h1 i1", "h1 n1", "b1 a1", "b1 i1", "n1 b1", "n1 a1", "c1 b1", "b3 b2 b1", "h1 b2 b1", "p1 b2 b1", "h2 h1 b1",
))  # fmt: skip
"""Pieces that together may name a category: 团体总分 in a heading and 小学组 before the rank."""
_WITH_RULE = ("b2", "b3", "p1", "p2", "h1", "h2", "h3", "n1")
_RANKS = ("等奖", "冠军", "亚军", "季军", "牌", "名", "位", "组织奖", "最佳", "优秀", "道德风尚")
_SHAPES = {
    "g": regex("组"),
    "s": regex("男|女"),
    "t": regex("团体|个人|集体|双打|单打"),
    "l": regex("类$"),
    "m": regex(r"\d"),
}
_LETTERS = frozenset("RCSAGOPBWHTK;。,、")
_LINE_END = regex(r"[。!?！？;；,，]\s*$")
_NOTED = regex(r"[（(]([\u4e00-\u9fffA-Za-z0-9]{1,12})[)）]")
_LONGEST, _SHOWN, _GAP = 12, 5, 4


class _Found(NamedTuple):
    """A piece where it stands: the signs between it and the rank, and the words."""

    text: str
    signs: str = ""
    between: str = ""


class Names(tuple[str, ...]):
    """Names of features that several options have: the same ones are one object, and are weighed once."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


class Option(NamedTuple):
    """The words of a category, and what is seen of it: of its pieces, of each with what is around, of the prize itself."""

    words: str
    shared: tuple[Names, ...]
    own: tuple[str, ...]

    @property
    def features(self) -> list[str]:
        """All that is seen of it."""
        return [*chain.from_iterable(self.shared), *self.own]


class _Proposal(NamedTuple):
    """The words that pieces propose, as they are compared, what is seen of the pieces, where they come from."""

    words: str
    key: str
    seen: Names
    sources: tuple[str, ...]


class Proposer:
    """Proposes categories for the prizes of one passage; what several prizes share (pieces, headings) is looked at once."""

    def __init__(self, speller: Speller) -> None:
        self._speller = speller
        self._above: dict[int, dict[str, _Found]] = {}
        self._made: dict[Hashable, list[_Proposal]] = {}
        self._told: dict[tuple[str, tuple[str, ...]], Names] = {}

    def options(self, claim: Claim, sign: Signature) -> list[Option]:
        """The proposals for a claim, what its rule read first."""
        read = str(claim.args.get(Role.CATEGORY, ""))
        bare_read = bare(read)
        place = _rank(claim, sign, bare_read)
        found = self._found(claim, sign, place)
        kind, contest = _kind(claim), claim.args.get(Role.COMPETITION)
        title = contest.text if isinstance(contest, Mention) else None
        context = _context(claim, sign, kind, bool(bare_read), sum(name[0] == "b" for name in found))
        out = []
        for words, key, seen, sources in self._proposed(read, found):
            own = _named(f"shape={_shape(key)}|{kind}", f"inname={title is not None and key in title}")
            out.append(Option(words, (seen, *(self._around(source, context) for source in sources)), own))
        return out

    def _proposed(self, read: str, found: Mapping[str, _Found]) -> list[_Proposal]:
        asked = read, tuple(found.items())
        if asked not in self._made:
            self._made[asked] = list(_options(read, found))
        return self._made[asked]

    def _around(self, source: str, context: tuple[str, ...]) -> Names:
        asked = source, context
        if asked not in self._told:
            self._told[asked] = Names(_named(*(f"{source}|{told}" for told in context)))
        return self._told[asked]

    def _found(self, claim: Claim, sign: Signature, place: int | None) -> Mapping[str, _Found]:
        """The pieces around a prize: b before the rank, a behind it, i and c behind the winner and the contest in brackets,
        n before the winner, p in the sentences before, h in the headings above; each numbered from the nearest on.
        """
        pieces = self._speller.pieces(sign)
        end = len(sign.text) if place is None else place
        before = [piece for piece in pieces if piece.end <= end][-_BEFORE:]
        found = {
            f"b{n}": _placed(piece.text, sign.text[piece.end : end]) for n, piece in enumerate(reversed(before), 1)
        }
        after = next((piece for piece in pieces if place is not None and piece.start > place), None)
        if after is not None:
            found["a1"] = _placed(after.text, sign.text[end + 1 : after.start])
        found |= _beside_winner(claim, sign, pieces, before[-1:])
        contest = claim.args.get(Role.COMPETITION)
        if isinstance(contest, Mention) and (noted := _NOTED.match(sign.sentence.document.text, contest.span.end)):
            found["c1"] = _Found(noted[1])
        at = sign.sentence.span.start
        if at not in self._above:
            self._above[at] = _above(sign, self._speller)
        return found | self._above[at]


def _options(read: str, found: Mapping[str, _Found]) -> Iterator[_Proposal]:
    """What these pieces propose, alone and together, and what the rule read."""
    own = bare(read)
    offered: dict[str, tuple[str, dict[str, None]]] = {}
    sources: dict[str, list[str]] = {}

    def offer(words: str, main: str, shades: Iterable[str] = ()) -> None:
        key = bare(words)
        kept = offered.setdefault(key, (words, {}))[1]
        kept.update(dict.fromkeys((main, *shades)))
        sources.setdefault(key, []).append(main)

    offer(read, "rule")
    offer("", "none")
    for names in (*((name,) for name in found), *_PAIRS):
        if all(name in found for name in names):
            pieces = [found[name] for name in names]
            offer(" ".join(piece.text for piece in pieces), "+".join(names), _shades(names, pieces))
    for name in _WITH_RULE if own else ():
        if name in found and found[name].text not in own and own not in found[name].text:
            piece = found[name]
            shades = (
                f"{name}+rule|{_shape(piece.text)}+{_shape(own)}",
                f"{name}+rule|{piece.signs}",
                f"heads={piece.text[-2:]}",
            )
            offer(f"{piece.text} {read}", f"{name}+rule", shades)
    for key, (words, seen) in offered.items():
        rule = () if not key or not own else ("in",) if key in own else ("has",) if own in key else ("else",)
        yield _Proposal(words, key, Names(_named(*seen, "&".join(sources[key]), *rule)), tuple(sources[key]))


def _named(*names: str) -> tuple[str, ...]:
    return tuple([f"{CHOICE}|{name}" for name in names])


def bare(words: str) -> str:
    """Words without blanks: as they are compared."""
    return "".join(words.split())


def _shades(names: Sequence[str], pieces: Sequence[_Found]) -> Iterator[str]:
    """What is seen of pieces that together are a proposal."""
    words, key = [piece.text for piece in pieces], "+".join(names)
    text = bare("".join(words))
    yield from (f"{key}|{pieces[-1].signs}", f"{key}:{pieces[0].signs}", f"{key}~{_shape(text)}")
    yield f"gap={pieces[-1].between[:_GAP]}|{names[-1]}"
    yield from (
        f"end={text[-2:]}",
        f"end1={text[-1:]}",
        f"start={text[:2]}",
        f"v={text}",
        f"len={min(len(text), _LONGEST)}",
    )
    if len(names) > 1:
        joint = f"{_shape(words[0])}+{_shape(words[-1])}"
        yield from (f"join={joint}", f"join2={key}|{joint}", f"heads={words[0][-2:]}")


def _context(claim: Claim, sign: Signature, kind: str, own: bool, before: int) -> tuple[str, ...]:
    contest = claim.args.get(Role.COMPETITION)
    named = contest if isinstance(contest, Mention) else None
    return (
        f"rule={claim.rule}",
        f"rank={kind}",
        f"c={named.text[-2:] if named else ''}",
        f"nb={min(before, 3)}",
        f"own={own}",
        f"here={named is not None and named.span.start >= sign.sentence.span.start}",
    )


def _kind(claim: Claim) -> str:
    rank = str(claim.args.get(Role.RANK))
    return next((word for word in _RANKS if word in rank), "?")


@lru_cache(maxsize=1 << 12)
def _shape(words: str) -> str:
    return "".join(name for name, shape in _SHAPES.items() if shape.search(words))


def _rank(claim: Claim, sign: Signature, own: str) -> int | None:
    """The place of the claim's rank: behind its category where one is read, else the first one behind the winner."""
    rank = str(claim.args[Role.RANK])
    inside = [i for i in sign.held("R") if claim.evidence.start <= sign.starts[i] < claim.evidence.end]
    fits = [i for i in inside if rank in ranks(sign.said(i)) or rank.removeprefix("并列") in sign.said(i)]
    fits = fits or [i for i in sign.held("R") if rank in sign.said(i)]
    if not fits:
        return None
    if len(fits) > 1 and own:
        ahead = (i for i in fits if own[-3:] in bare("".join(sign.said(k) for k in range(max(0, i - 14), i))))
        if (behind_own := next(ahead, None)) is not None:
            return behind_own
    winner = claim.args.get(Role.RECIPIENT)
    if isinstance(winner, Mention):
        return next((i for i in fits if sign.starts[i] >= winner.span.end), fits[0])
    return fits[0]


def _placed(text: str, between: str) -> _Found:
    return _Found(text, "".join(char for char in between if char in _LETTERS)[:_SHOWN], between)


def _beside_winner(claim: Claim, sign: Signature, pieces: Sequence[Piece], last: Sequence[Piece]) -> dict[str, _Found]:
    winner = claim.args.get(Role.RECIPIENT)
    out: dict[str, _Found] = {}
    if not isinstance(winner, Mention):
        return out
    at = next((i for i, start in enumerate(sign.starts) if start <= winner.span.start < sign.ends[i]), None)
    if at is None:
        return out
    into = [piece.text for piece in pieces if 0 <= piece.start - at - 1 <= _BESIDE]
    if noted := _NOTED.match(sign.sentence.document.text, winner.span.end):
        into = [noted[1]]  # of a list of winners, each with its own brackets, the signature has one letter
    if into:
        out["i1"] = _Found(into[0])
    near = [piece for piece in pieces if piece.end <= at][-1:]
    if near and list(last) != near:
        out["n1"] = _placed(near[0].text, sign.text[near[0].end : at])
    return out


def _above(sign: Signature, speller: Speller) -> dict[str, _Found]:
    """The pieces of the sentences before (p), and of the headings above (h): the nearest first."""
    earlier: list[Piece] = []
    headings: list[Piece] = []
    at = sign.before
    for back in range(_BACK):
        if at is None or len(headings) >= _HEADINGS:
            break
        text = at.sentence.text
        line = text.endswith(("\n", "\r")) and not _LINE_END.search(text)
        titled = line and at.letters.isdisjoint("SPAG")
        if back < _SENTENCES and not titled:
            earlier += reversed(speller.pieces(at))
        if titled and len(text) <= _TITLE:
            headings += list(reversed(speller.pieces(at)))[:2]
        at = at.before
    found = {f"p{n}": _Found(piece.text) for n, piece in enumerate(earlier[:_EARLIER], 1)}
    return found | {f"h{n}": _Found(piece.text) for n, piece in enumerate(headings[:_HEADINGS], 1)}
