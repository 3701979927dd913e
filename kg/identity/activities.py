"""Names of contests, events, programmes, honours: year, edition and area apart from the rest, and their short forms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg import areas
from kg.identity.forms import numerals, plain
from kg.lazy import regex
from kg.terms import EntityType

ACTIVITIES = frozenset({EntityType.COMPETITION, EntityType.EVENT, EntityType.PROGRAM, EntityType.HONOUR})
"""Types of which names are taken apart so before they are compared."""

_SIZE = 1 << 13
"""Names that are remembered as they were taken apart."""
_YEAR = regex(r"(?:19|20)\d\d(?:[-—–~至/](?:(?:19|20)\d\d|\d\d))?(?:学年度?|年度?|赛季)?(?:的)?")
_EDITION = regex(r"(?:第[〇零一二三四五六七八九十百\d]{1,5}|首|本|上|历)(?:届|期|批|轮|季|次)")
_LEVEL = regex(r"(?:国家|全国|省|市|区|县|州|校)级")
_NOT_SCOPE = regex(r"[省市区县旗州](?=[民域场桥级长委内外直属属辖政城乡区])")
_QUOTED = regex(r"[“\"「]([^“”\"「」]{2,30})[”\"」]")
_LEAST = 3
"""Characters that a short form keeps of the end of the full name."""


@dataclass(frozen=True, slots=True)
class Activity:
    """The name of a contest or the like taken apart; `code` is the area that it names, `rest` what is left.

    The edition is in Chinese numerals: 第38届 and 第三十八届 are one, and so are 首届 and 第一届.
    """

    year: str | None
    edition: str | None
    code: str | None
    rest: str


@lru_cache(maxsize=_SIZE)
def activity(name: str, region: str | None) -> Activity:
    """A plain name taken apart."""
    year = edition = code = None
    rest = name
    while rest:
        if not year and (found := _YEAR.match(rest)):
            year = found[0][:9].rstrip("年学的")
        elif not edition and (found := _EDITION.match(rest)):
            edition = numerals(found[0][:-1]).replace("首", "第一") + found[0][-1]
        elif code is None and (scope := _scope(rest, region)):
            code, end = scope
            rest = rest[end:]
            continue
        else:
            break
        rest = rest[found.end() :]
    return Activity(year, edition, code, rest)


def variant(short: str, full: str, region: str | None) -> float | None:
    """What it costs to read `short` as a form of `full` (both with their quotation marks); None if it is none.

    Years, editions and areas that both name must agree.
    """
    one, other = activity(plain(short), region), activity(plain(full), region)
    if _differ(one.year, other.year) or _differ(one.edition, other.edition):
        return None
    if _differ(one.code, other.code):
        return None
    if (one.year and not other.year) or (one.edition and not other.edition):
        return None
    if one.rest == other.rest and one.rest:
        return 0.2 if one.code == other.code or not one.code else 0.8
    quoted = _QUOTED.search(full)
    if quoted and plain(short) == plain(quoted[1]):
        return 0.5
    own = _QUOTED.search(short)
    if quoted and own and quoted[1] == own[1] and short[-2:] == full[-2:] and len(short) < len(full):
        return 0.6
    if len(one.rest) >= _LEAST and not own and other.rest.endswith(one.rest) and not one.code:
        return 0.9 if quoted and plain(quoted[1]) not in one.rest else 1.2
    return None


def fuller(short: str, full: str, region: str | None) -> bool:
    """Whether `full` says the same quoted name and the same end with words between: “鸢都名师”工程, “鸢都名师”培养工程."""
    one, other = _QUOTED.search(short), _QUOTED.search(full)
    if not one or not other or plain(one[1]) != plain(other[1]):
        return False
    least, most = activity(plain(short), region).rest, activity(plain(full), region).rest
    return len(least) < len(most) and least[-2:] == most[-2:] and _in_order(least, most)


def _in_order(few: str, many: str) -> bool:
    letters = iter(many)
    return all(letter in letters for letter in few)


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)


def _scope(rest: str, region: str | None) -> tuple[str, int] | None:
    """The area that the rest opens with, in full or as a scope word, and its length."""
    found = areas.prefix(rest, region)
    if found.code and found.end < len(rest):
        return found.code, found.end
    if rest.startswith(("全国", "国家", "中国")):
        return areas.COUNTRY, 2 + (rest[2:3] == "级")
    if (level := _LEVEL.match(rest)) and region and (code := areas.scope(rest[0], region)):
        return code, level.end()
    if _NOT_SCOPE.match(rest):
        return None
    for length in (2, 1):
        word = rest[:length]
        if word and word[-1] in "省市区县旗州" and len(rest) > length + 1 and (code := areas.scope(word, region)):
            return code, length
    return None
