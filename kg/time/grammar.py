"""The grammar of time expressions: one meaning a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.lexicon import rows

_NUM = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR4 = r"(?:(?:19|20)\d\d|[１２][９０][０-９]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})"
_DASH = r"(?:至|到|[-—－~～–]{1,2})"
_RELATIVE = r"今年|本年度?|去年|上年|前年|明年|来年|后年|当年|同年"
_PARTS = {
    "y": rf"(?:(?P<y>{_YEAR4})年度?|(?P<ry>{_RELATIVE}))的?",
    "num": _NUM,
    "year4": _YEAR4,
    "dash": _DASH,
}
_EDGE = r"(?<![0-9０-９第.．])"
_STAMP = r"(?:[ \u00a0\u3000]*\d{1,2}:\d\d(?::\d\d)?)?"


_GROUP = re.compile(r"\(\?P<\w+>")
_FIRST = '0-9０-９〇零一二三四五六七八九十两半今本去上前明来后当同下春夏秋冬暑第年过最近这次月昨新世“"「'


def _pattern(source: str) -> str:
    for name, piece in _PARTS.items():
        source = source.replace(f"@{name};", piece)
    names = sorted(feasts(), key=lambda w: (-len(w), w))
    return source.replace("FEASTS", "|".join(names))


# one meaning a line, the longer before the shorter; a group's name says what it holds
_KINDS: tuple[tuple[str, str], ...] = (
    ("iso", rf"(?P<y>(?:19|20)\d\d)[-/.．](?P<m>[01]?\d)[-/.．](?P<d>[0-3]?\d)(?!\d){_STAMP}"),
    (
        "term",
        r"(?P<y>@year4;)[-—－~～–/至]{1,2}(?P<y2>(?:@year4;|\d\d))学年(?:度)?(?:的)?(?P<t>第[一二]学期|[上下]学期|[春秋]季?学期)?",
    ),
    ("term", r"(?P<y>@year4;)学年(?:度)?(?P<t>第[一二]学期|[上下]学期)?"),
    ("season_term", r"(?:@y;)(?P<t>[春秋]季?学期)"),
    ("day_range", r"(?:@y;)?(?P<m>@num;)月(?P<d>@num;)[日号]?@dash;(?:(?P<m2>@num;)月(?:份)?)?(?P<d2>@num;)[日号]"),
    (
        "month_range",
        r"(?:@y;)?(?P<m>@num;)月?(?:份)?@dash;(?:(?P<y2>@year4;)年|(?P<ry2>今年|明年|次年))?(?P<m2>@num;)月(?:份)?(?!\d)",
    ),
    ("day", r"(?:@y;)?(?P<m>@num;)月(?P<d>@num;)[日号]"),
    ("month", r"(?:@y;)?(?P<m>@num;)月(?:份)?(?P<part>[上中下]旬|[初中底末](?![一-鿿]考|学|等|队))?"),
    ("half", r"(?:@y;)?(?P<h>[上下])半年"),
    ("quarter", r"(?:@y;)?(?:第?(?P<q>[一二三四1-4])|前(?P<q3>[二两三]))(?:个)?季度"),
    ("year_range", r"(?P<y>@year4;)年?@dash;(?P<y2>@year4;)年(?:度|期间)?"),
    ("season", r"(?P<ry>今年|去年|前年|明年|本)?(?P<s>[春夏秋冬](?:季|天)|暑假(?:期间)?|暑期)"),
    ("dated_season", r"(?:@y;)(?P<s>[春夏秋冬](?:季|天)?(?!令|晚|联)|暑假|暑期)"),
    ("feast", r"(?:@y;)(?P<f>FEASTS)"),
    ("year_part", r"(?:@y;|(?P<bare>年))(?P<part>年?[初中底末](?!中|学|等|队|级|生))"),
    ("year", r"(?:@y;)(?:期间|全年|年内|以内|内)?|(?P<within>年内)"),
    ("plan", r"[“\"「]?(?P<plan>十[一二三四五])[·•]?五[”\"」]?(?P<tail>期间|时期|以来|末期?|初期?|收官)"),
    ("decade", r"(?:上世纪|20世纪|(?P<c>21世纪|本世纪))?(?P<dec>[二三四五六七八九]十|[2-9]0)年代"),
    ("term_now", r"(?P<t>本学期|这个?学期|上个?学期|下个?学期|新学期|本学年|上个?学年|下个?学年|新学年)"),
    ("month_near", r"(?P<n>上上|上|下|本|当|这|次)个?月(?P<d>@num;)[日号]"),
    ("month_near", r"(?P<n>上上|上|下|本|当|这|次)个?月(?:份)?(?:[上中下]旬|[初中底末])?"),
    ("month_edge", r"(?<![0-9０-９一二三四五六七八九十个每])月[初中底末]"),
    ("week", r"(?P<n>上上|上|下下|下|本|这)(?:个)?(?:周|星期|礼拜)(?P<w>[一二三四五六日天末])?(?!年|期|边|围|报)"),
    ("near_day", r"(?P<n>今天|今日|今晚|今早|今晨|昨天|昨日|昨晚|前天|前日|明天|明日|明晚|后天)"),
    (
        "span",
        r"(?<!将)(?:近|最近|过去)(?P<k>@num;|两)(?P<u>年|个月)(?:来|以来|里|间)?|(?P<k2>@num;|两|半)(?P<u2>年|个月)(?:多)?(?:以)?来",
    ),
    ("lone_day", r"(?P<d>[0-9０-９]{1,2})日(?=上午|下午|晚|早|中午|凌晨|在|起|,|，|至|举行|召开|落幕|开幕)"),
)


@cache
def feasts() -> Mapping[str, str]:
    """Feasts with a fixed day: name → MM-DD."""
    return {r["word"]: r["day"] for r in rows("feasts")}


@cache
def forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each meaning with its pattern; the names of the groups say what they hold."""
    return tuple((kind, re.compile(_EDGE + _pattern(source))) for kind, source in _KINDS)


@cache
def scanner() -> re.Pattern[str]:
    """All forms at once; the group `k3` matches where the fourth form does."""
    alternatives = (f"(?P<k{i}>{_GROUP.sub('(?:', pattern.pattern)})" for i, (_, pattern) in enumerate(forms()))
    # the first character decides in most places: a class is faster than some thirty alternatives
    return re.compile(f"(?=[{_FIRST}])(?:{'|'.join(alternatives)})")
