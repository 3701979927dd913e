"""What takes a claim back: a school is no member of a group, no longer or not yet; a title is still sought; a count is a slogan's."""

from __future__ import annotations

from kg.lazy import regex
from kg.model import Claim, Mention
from kg.patterns.numbers import number
from kg.terms import FactType, Role

OTHERWISE = regex(
    r"(?:没有?|未(?:能|曾|被|获)?|尚未|不(?:想|愿|会|肯|打算)?)(?:再|正式|被)?(?:加入|加盟|纳入|并入|入盟|吸收|吸纳|成为|列入|进入)"
    r"|不是|并非|不属于|不再是|不在|有意|有望|拟(?!定)|打算|退出|退盟|脱离|婉拒|谢绝"
    r"|(?:申请|希望|准备|考虑|计划|争取|即将|将要|预备|酝酿|商量|提出|想|盼着?|等待)(?:着|要|把|将)?(?:正式)?(?:加入|加盟|入盟|吸纳|纳入|吸收|并入)"
)
SOUGHT = regex(r"(?:还要|将|拟|计划|力争|争取|打算|准备)(?:建成|创成|创建|争创|申报)(?:为|成)?[“《]?$")
"""What stands right before a title that nobody has yet."""
_NEAR = 10
"""Characters before a title that are looked at."""
_SLOGAN = regex(
    r"[“‘「][^”’」，,。；;]{0,6}?(?P<value>\d+|[一二三四五六七八九十百两]+)(?P<rest>[^”’」，,。；;]{1,8})[”’」]"
)
"""A number that is part of a coined phrase: “四个一”, ‘10个有’."""
_CLAUSE = regex(r"[^,，;；。!！?？\n]*")


def denied(claim: Claim, text: str) -> bool:
    """Whether the text itself takes a claim back."""
    if claim.type is FactType.OBSERVATION:
        return _is_slogan(claim, text)
    member, honour = claim.args.get(Role.MEMBER), claim.args.get(Role.HONOUR)
    if claim.type is FactType.AWARD and isinstance(honour, Mention):
        return SOUGHT.search(text[max(0, honour.span.start - _NEAR) : honour.span.start]) is not None
    if claim.type is not FactType.MEMBER_OF or not isinstance(member, Mention):
        return False
    start = max(text.rfind(mark, 0, member.span.start) for mark in ",，;；。!！?？\n") + 1
    end = _CLAUSE.match(text, member.span.end)
    return OTHERWISE.search(text, start, end.end() if end else member.span.end) is not None


def _is_slogan(claim: Claim, text: str) -> bool:
    """Whether the count stands in quotation marks together with what is counted."""
    value, unit = claim.args.get(Role.VALUE), str(claim.args.get(Role.UNIT, ""))
    found = _SLOGAN.finditer(text, claim.evidence.start, claim.evidence.end + 1)
    return any(number(one["value"]) == value and one["rest"].startswith(unit) for one in found)
