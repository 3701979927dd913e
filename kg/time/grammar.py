"""The grammar of time expressions: one meaning a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.compiled import compiled
from kg.lazy import regex
from kg.lexicon import rows

_NUM = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR4 = r"(?:(?:18[4-9]|19\d|20\d)\d|[１２][９０][０-９]{2}|[一二][八九〇零○OＯ][〇零○OＯ一二三四五六七八九]{2})"
_DASH = r"(?:至|到|[-—－~～–]{1,2})"
_RELATIVE = r"今年|本年度?|去年|上年|前年|明年|来年|后年|当年|同年|次年|翌年"
_GAP = r"[ \u00a0\u3000]{0,2}"
_PARTS = {
    "y": rf"(?:(?P<y>{_YEAR4}){_GAP}年度?|(?P<ry>{_RELATIVE}))的?",
    "y2": rf"(?:(?P<y2>{_YEAR4})年|(?P<ry2>今年|明年|次年|翌年))",
    "m": rf"(?:(?P<m>{_NUM}){_GAP}|元)月",
    "part": r"(?P<part>[上中下]旬|[初中底末](?![一-鿿]考|学|等|队))?",
    "num": _NUM,
    "year4": _YEAR4,
    "dash": rf"{_GAP}{_DASH}{_GAP}",
    "gap": _GAP,
    "sep": r"[-/.．]",
    "mm": r"(?:0?[1-9]|1[0-2])",
    "dd": r"(?:0?[1-9]|[12]\d|3[01])",
}
# what recurs (每年9月) and what the lunar calendar counts (农历八月十五) has no value
_EDGE = r"(?<![0-9０-９第.．])(?<!每年)(?<!每年的)(?<!历年)(?<!农历)(?<!阴历)(?<!旧历)"
_STAMP = r"(?:[ \u00a0\u3000]*\d{1,2}:\d\d(?::\d\d)?)?"


_GROUP = regex(r"\(\?P<\w+>")
_FIRST = '0-9０-９〇零一二三四五六七八九十两半今本去上前明来后当同下春夏秋冬暑寒第年过翌元最近这次月昨新世“"「'


def _pattern(source: str) -> str:
    for name, piece in _PARTS.items():
        source = source.replace(f"@{name};", piece)
    names = sorted(feasts(), key=lambda w: (-len(w), w))
    return source.replace("FEASTS", "|".join(names)).replace("ERAS", "|".join(eras()))


# one meaning a line, the longer before the shorter; a group's name says what it holds
_KINDS: tuple[tuple[str, str], ...] = (
    (
        "iso_range",
        r"(?P<y>(?:19|20)\d\d)@sep;(?P<m>@mm;)(?:@sep;(?P<d>@dd;))?@dash;(?P<y2>(?:19|20)\d\d)@sep;(?P<m2>@mm;)(?:@sep;(?P<d2>@dd;))?(?![\d.．/-])",
    ),
    (
        "iso_range",
        r"(?P<y>(?:19|20)\d\d)@sep;(?P<m>@mm;)@sep;(?P<d>@dd;)(?:@dash;(?P<m2>@mm;)@sep;|@gap;[至到—－~～–]@gap;)(?P<d2>@dd;)日?(?![\d.．/:：-])",
    ),
    ("iso", rf"(?P<y>(?:19|20)\d\d)[-/.．](?P<m>[01]?\d)[-/.．](?P<d>[0-3]?\d)(?!\d){_STAMP}"),
    ("iso_month", r"(?P<y>(?:19|20)\d\d)[-/.．](?P<m>0[1-9]|1[0-2])(?![\d.．/%号期万亿元学-])"),
    (
        "term",
        r"(?P<y>@year4;)[-—－~～–/至]{1,2}(?P<y2>(?:@year4;|\d\d))学年(?:度)?(?:的)?(?P<t>第[一二]学期|[上下]学期|[春秋]季?学期)?",
    ),
    ("term", r"(?P<y>@year4;)学年(?:度)?(?P<t>第[一二]学期|[上下]学期)?"),
    ("season_term", r"(?:@y;)(?P<t>[春秋]季?学期)"),
    (
        "day_range",
        r"(?:@y;@gap;)?@m;@gap;(?P<d>@num;)@gap;[日号]?@dash;(?:@y2;@gap;)?(?:(?P<m2>@num;)@gap;月(?:份)?@gap;)?(?P<d2>@num;)@gap;[日号]",
    ),
    (
        "month_range",
        r"(?:@y;@gap;)?(?P<m>@num;)@gap;(?:月(?:份|[上中下]旬|[初中底末])?)?@dash;(?:@y2;@gap;)?(?P<m2>@num;)@gap;月(?:份|[上中下]旬|[初中底末])?(?!\d)",
    ),
    ("months_before", r"(?:@y;)前(?P<k>@num;)个月"),
    ("day", r"(?:@y;@gap;)?@m;@gap;(?P<d>@num;)@gap;[日号]"),
    ("month", r"(?:@y;@gap;)?@m;(?:份)?@part;"),
    ("half", r"(?:@y;)?(?P<h>[上下])半年"),
    ("quarter", r"(?:@y;)?(?:第?(?P<q>[一二三四1-4])|前(?P<q3>[二两三]))(?:个)?季度"),
    ("year_range", r"(?P<y>@year4;)年?@dash;(?P<y2>@year4;)年(?:度|期间)?"),
    ("season", r"(?P<ry>今年|去年|前年|明年|本)?(?P<s>[春夏秋冬](?:季|天)|[暑寒]假(?:期间)?|暑期)"),
    ("dated_season", r"(?:@y;)(?P<s>[春夏秋冬](?:季|天)?(?!令|晚|联)|[暑寒]假|暑期)"),
    # the days before and after a feast, and most holidays, are not told by its name
    ("feast", r"(?:@y;)[“\"「]?(?P<f>FEASTS)[”\"」]?(?![”\"」]?(?:前|后|过后|之前|之后|小?长假|假期|黄金周))"),
    ("feast", r"[“\"「]?(?P<f>FEASTS)[”\"」]?(?:当天|当日|这一?天)"),
    ("era", r"(?P<era>ERAS)(?P<k>元|@num;)年(?:@m;(?:(?P<d>@num;)日)?|(?P<s>[春夏秋冬])(?![考令游]))?"),
    (
        "year_part",
        r"(?:@y;|(?P<bare>(?<![学周一二三四五六七八九十两几多半])年))(?P<part>年?[初中底末](?!中|学|等|队|级|生))",
    ),
    ("year", r"(?:@y;)(?:期间|全年|年内|以内|内)?|(?P<within>(?<![学周一二三四五六七八九十两几多半])年内)"),
    (
        "plan",
        r"[“\"「]?(?P<plan>十[一二三四五])[·•]?五[”\"」]?(?P<tail>期间|时期|以来|末期?|初期?|开局之年|收官之年|收官)",
    ),
    ("decade", r"(?:上世纪|20世纪|(?P<c>21世纪|本世纪))?(?P<dec>[二三四五六七八九]十|[2-9]0)年代"),
    ("term_now", r"(?P<t>本学期|这个?学期|上个?学期|下个?学期|新学期|本学年|上个?学年|下个?学年|新学年)"),
    ("month_near", r"(?P<n>上上|上|下|本|当|这|次)个?月(?P<d>@num;)[日号]"),
    ("month_near", r"(?P<n>上上|上|下|本|当|这|次)个?月(?:份)?(?:[上中下]旬|[初中底末])?"),
    ("month_edge", r"(?<![0-9０-９一二三四五六七八九十个每])月[初中底末]"),
    (
        "week_range",
        r"(?P<n>上上|上|下下|下|本|这)(?:个)?(?:周|星期)(?P<w>[一二三四五六日])@dash;(?:周|星期)?(?P<w2>[一二三四五六日])",
    ),
    ("week", r"(?P<n>上上|上|下下|下|本|这)(?:个)?(?:周|星期|礼拜)(?P<w>[一二三四五六日天末])?(?!年|期|边|围|报)"),
    ("near_day", r"(?P<n>今天|今日|今晚|今早|今晨|昨天|昨日|昨晚|前天|前日|明天|明日|明晚|后天)"),
    (
        "span",
        r"(?<!将)(?:近|最近|过去)(?P<k>@num;|两)(?P<u>年|个月)(?:来|以来|里|间)?|(?P<k2>@num;|两|半)(?P<u2>年|个月)(?:多)?(?:以)?来",
    ),
    ("same_day", r"(?P<n>当天|当日|次日|翌日|第二天)"),
    ("listed_day", r"(?<=[日号][、，,和及])(?P<d>@num;)[日号]"),
    ("lone_day", r"(?P<d>[0-9０-９]{1,2})日(?=上午|下午|晚|早|中午|凌晨|在|起|,|，|至|举行|召开|落幕|开幕)"),
)


@cache
def feasts() -> Mapping[str, str]:
    """Feasts with a fixed day, and holidays: name → MM-DD, or the first and the last day: MM-DD/MM-DD."""
    return {r["word"]: r["day"] for r in rows("feasts")}


@cache
def eras() -> Mapping[str, int]:
    """Eras by which years were counted → their first year."""
    return {r["word"]: int(r["first"]) for r in rows("eras")}


@cache
def form(number: int) -> tuple[str, re.Pattern[str]]:
    """A meaning with its pattern, compiled where a text has it; the names of the groups say what they hold."""
    kind, source = _KINDS[number]
    return kind, compiled(_EDGE + _pattern(source))


@cache
def scanner() -> re.Pattern[str]:
    """All forms at once; the group `k3` matches where the fourth form does."""
    forms = (_EDGE + _pattern(source) for _, source in _KINDS)
    alternatives = (f"(?P<k{i}>{_GROUP.sub('(?:', source)})" for i, source in enumerate(forms))
    # the first character decides in most places: a class is faster than some thirty alternatives
    first = _FIRST + "".join(sorted({name[0] for name in (*feasts(), *eras())} - set(_FIRST)))
    return compiled(f"(?=[{first}])(?:{'|'.join(alternatives)})")
