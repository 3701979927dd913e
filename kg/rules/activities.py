"""Activities: who organizes them, where they are held, who takes part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.lazy import regex
from kg.model import Argument, Claim, Mention
from kg.patterns.signature import Relation, Signature, pairs
from kg.patterns.tokens import LETTER
from kg.terms import FactType, Role

_A = "(?P<b>[CEF](?:[^,;。CEFSAGBOPNR]{0,6}、[CEF])*)"
_AGENT = "[BOSGAZ](?:[^,;。BOSGAPCEFH]{0,5}(?:与|和|同|联合|携手|会同)[^,;。A-Z]{0,4}[BOSGA])?"
_FREE = "[^,;。BOSGAPCEFDWR]"

ORGANIZES = (
    Relation(
        "organizes.active", rf"(?<![在于赴到])(?P<a>{_AGENT}){_FREE}{{0,14}}(?:«organize»)了?{_FREE}{{0,10}}{_A}", 0.92
    ),
    Relation("organizes.place", rf"(?:^|[,;。])(?:T)?(?P<a>L){_FREE}{{0,8}}(?:«organize»)了?{_FREE}{{0,10}}{_A}", 0.85),
    Relation(
        "organizes.by",
        rf"(?P<b>[CEF])[^;。BOSGAPCEFR]{{0,24}}由{_FREE}{{0,6}}(?P<a>[BOSGA]){_FREE}{{0,6}}(?:«organize»|牵头|主持)",
        0.95,
    ),
    Relation(
        "organizes.by-carried",
        rf"(?:^|[,;。])(?:[^,;。BOSGAPCEF]{{0,6}})由{_FREE}{{0,6}}(?P<a>[BOSGA]){_FREE}{{0,6}}(?:主办|承办|协办|联合主办|共同主办|联合承办|组织|举办|指导)",
        0.85,
        carry_b="CEF",
    ),
    Relation(
        "organizes.series",
        r"[,、;](?P<a>[BOSGA])(?:联合|共同|具体|轮流|独家|等)?(?:主办|承办|协办|支持|冠名)",
        0.85,
        carry_b="CEF",
    ),
    Relation(
        "organizes.relative",
        rf"由?(?P<a>[BOSGA]){_FREE}{{0,8}}(?:主办|承办|协办|举办|组织|牵头|发起|承担|实施|主持|领衔|申报|组织实施|开展)的{_FREE}{{0,24}}{_A}",
        0.92,
    ),
    Relation("organizes.inspects", r"(?:接受|迎接)(?:了)?(?P<a>[BO])(?:对[BZLS]|的)?(?P<b>E)", 0.85),
    Relation(
        "organizes.chained",
        r"(?P<a>[BOSGA])(?:联合|共同)?(?:主办|承办|协办|指导)[,、][BOSGA][^;。CEF]{0,20}的[^,;。BOSGACEF]{0,10}(?P<b>[CEF])",
        0.9,
    ),
    Relation(
        "organizes.host-words",
        r"(?:主办单位|承办单位|协办单位|主办方|承办方|主办|承办|协办):?(?P<a>[BOSGA])",
        0.85,
        carry_b="CEF",
    ),
    Relation("organizes.own-event", r"(?P<a>[SGA])的(?P<b>E)(?!上|中|现场|期间)", 0.85),
    Relation(
        "organizes.venue-first",
        rf"(?P<a>[BOSG]){_FREE}{{0,10}}在[LSAOG]{_FREE}{{0,12}}(?:举办|召开|举行|组织|开展|启动)了?{_FREE}{{0,10}}{_A}",
        0.9,
    ),
    Relation(
        "organizes.moved",
        rf"(?P<a>[BOSG])[^,;。BOSGAPCEFR]{{0,6}}[把将]{_FREE}{{0,4}}{_A}(?:办|搬|开|送|带|摆|做)",
        0.85,
    ),
    Relation(
        "organizes.dropped",
        rf"(?:^|[,;:。])(?:(?:T|就|我们|Z|已|积极|继续|认真|先后|成功|还|又|也|同时|将|定期|深入|全面|大力|精心|连续|此外|目前|今春|扎实|陆续|相继|持续|上学期|本学期|这学期|一是|二是|三是|四是|五是|我们还|暑假|暑期|寒假|近年来|近日|广泛|并|做好|常态化|稳步|着力|重点|率先|进一步|各地|集中|有序|主动|在全区|在全市|在全县|面向全区|N来){{0,4}})(?:«organize»|办好|做好)(?:了|好|以来)?(?:的|和|Z|第N)?[^,;。BOSGAPCEFDWR由]{{0,8}}{_A}",
        0.75,
        carry_a="TOPICSGABO",
    ),
    Relation(
        "organizes.region-word",
        rf"(?:[一-龥]{{2,4}}教育|区域)(?:[^,;。BOSGAPCEFR]{{0,6}})(?:«organize»)了?{_FREE}{{0,6}}{_A}",
        0.8,
        carry_a="AREA",
    ),
)

_P = "(?P<b>[LSAOG])"
HELD = (
    Relation("held.at", rf"(?P<a>[CEF])[^;。CEFLSAOGB]{{0,28}}在{_P}[^,;。LSAOGBP]{{0,14}}(?:«hold»)(?!了?N)", 0.95),
    Relation(
        "held.at-relative",
        rf"在{_P}[^,;。CEFLSAOGB]{{0,10}}(?:举行|召开|举办|开幕|落幕|闭幕|收官|进行|启动|上演|开赛|启幕|开展|开班)了?的?[^,;。CEFSAOGB]{{0,8}}(?P<a>[CEF])",
        0.95,
    ),
    Relation(
        "held.site",
        rf"(?P<a>[CEF])[^;。CEFLSAOG]{{0,14}}(?:地点|会场|主会场|赛场|现场|考点|展区|赛点|决赛|总决赛)[^,;。CEFLSAOG]{{0,6}}(?:在|为|是|:|设在|选在|放在|设于|定在){_P}",
        0.95,
    ),
    Relation(
        "held.site-carried",
        rf"(?:^|[,;。])[^,;。CEFLSAOG]{{0,6}}(?:地点|会场|赛场|主会场|现场|决赛|开幕式|闭幕式|比赛地)[^,;。CEFLSAOG]{{0,6}}(?:在|为|是|:|设在|选在|放在|设于|定在|就在){_P}",
        0.85,
        carry_a="CEF",
    ),
    Relation(
        "held.moved",
        rf"(?P<a>[CEF])[^,;。CEFLSAOG]{{0,10}}(?:走进|搬进|开到|落户|开进|来到|搬到|办到|办进|送到|移师|设在|进驻|放在|安排在|选在|请到|落地|登陆|在)了?{_P}(?!代表|选手|学生|老师|教师|的P)",
        0.85,
    ),
    Relation(
        "held.carried",
        rf"(?:^|[,;。])[^,;。CEFLSAOGB]{{0,14}}在{_P}[^,;。CEFLSAOGBP]{{0,10}}(?:举行|召开|举办|开幕|落幕|开锣|启幕|收官|开班|开营|闭幕|开赛|拉开帷幕|落下帷幕|上演|鸣哨|集中展示)(?!了?[^,;。]{{0,12}}[CEF])",
        0.8,
        carry_a="CEF",
    ),
    Relation(
        "held.to-place",
        rf"(?P<a>[CEF])[^;。CEFLSAOG]{{0,10}}(?:,|N)[^,;。CEFLSAOG]{{0,10}}[到赴]{_P}[^,;。CEFLSAOG]{{0,6}}(?:进行|开展|跟岗|脱产|集中|参加|学习|研修|培训|现场|跟班|蹲点|参训)",
        0.85,
        nearest=True,
    ),
    Relation(
        "held.place-first",
        r"(?:^|[,;。])[^,;。A-Z]{0,6}(?P<b>[LSO])[^,;。A-Z]{0,10},(?P<a>[CE])[^,;。CEF]{0,12}(?:进行|举行|举办|召开|拉开|开幕|上演|开讲|启动)",
        0.8,
    ),
    Relation("held.relative", r"在(?P<b>[LSAO])的(?P<a>[CE])", 0.85),
    Relation(
        "held.entered",
        r"(?:走进|来到|走入)(?P<b>[LO])[,、]?[^;。CEF]{0,8}(?:参加|开展|举行|举办)了?[^;。CEF]{0,4}(?P<a>[CEF])",
        0.8,
    ),
    Relation(
        "held.attended",
        rf"[赴到在]{_P}[^,;。CEFLSAOGP]{{0,4}}(?:参加|出席|观摩)了?(?:在)?[^,;。CEFLSAOG]{{0,4}}(?P<a>[CE])",
        0.85,
    ),
    Relation(
        "held.brought",
        rf"(?P<a>[CEF])[^,;。CEFLSAOG]{{0,6}}(?:把|将)[^;。CEFLSAOG]{{0,12}}(?:请到|带到|送到|请进|送进|拉到){_P}",
        0.85,
    ),
    Relation(
        "held.brought-in",
        rf"[把将](?P<a>[CEF])[^,;。CEFLSAOG]{{0,3}}(?:搬进|办到|开到|送进|搬到|带进|办进|放在|设在|带到|开进|送到|摆进)了?{_P}",
        0.9,
    ),
    Relation("held.opens", rf"(?P<a>[CE])(?:T)?(?:将)?在{_P}", 0.75),
    Relation("held.label", rf"(?:地点|会场|举办地):{_P}", 0.8, carry_a="CEF"),
)

JOINS = (
    Relation(
        "joins.attend",
        r"(?P<a>P(?:(?:[,、]|以及|和)?P)*)[^;。PCEF获奖]{0,14}(?:«attend»)了?[^,;。PCER]{0,12}(?P<b>E)",
        0.9,
    ),
    Relation(
        "joins.presides",
        r"(?P<a>P(?:[,、]P)*)[^,;。PCEF]{0,6}(?:在[LSAOGB])?[^,;。PCEFLSAOGB]{0,8}(?:主持召开|主持了?|出席了?|组织召开)[^,;。PCEF]{0,10}(?P<b>E)",
        0.85,
    ),
    Relation(
        "joins.reports-at",
        r"(?P<b>E),[^;。CEFR]{0,30}?(?P<a>P(?:[^;。PCEFR]{0,24}P)*)(?:分别|先后|依次|还|也|一一|作|做了?){0,3}(?:汇报|发言|讲话|致辞|交流|介绍|分享|通报|点评|总结|讲解|宣读|部署|表态)",
        0.8,
    ),
    Relation(
        "joins.no-prize",
        r"(?P<a>[SGAO])[^,;。CEFRPSGAO]{0,8}(?:未能出线|没能出线|小组未出线|止步|无缘|未能晋级|没有获奖|未能获奖|颗粒无收|铩羽而归|遗憾出局|首轮出局|小组出局|未进前|未获名次|没拿到名次)",
        0.7,
        carry_b="C",
    ),
    Relation(
        "joins.list",
        r"(?<![在于到])(?P<a>[SGAO])(?![^,;。]{0,6}(?:召开|举行|举办))[^;。CEFR]{0,14}(?:«attend»)了?[^,;。CEFR]{0,12}(?P<b>E)",
        0.8,
    ),
    Relation(
        "joins.competes",
        r"(?P<a>[SGA])(?![^,;。]{0,18}代表)[^,;。CEFRSGAO]{0,18}(?:参加|参与|亮相|登上|出战|出征|参赛|受邀参加|报名参加)了?[^,;。CEFR]{0,10}(?P<b>C)",
        0.6,
    ),
    Relation(
        "joins.programme",
        r"(?P<a>[SGAOP])[^,;。CEFRSGAO]{0,18}(?:参加|参与|加入|入选|加盟)了?[^,;。CEFR]{0,10}(?P<b>F)",
        0.75,
    ),
    Relation(
        "joins.guest",
        r"(?:邀请|请来|请到|邀请到|嘉宾|特邀)[^;。PCEF]{0,8}(?P<a>P)[^;。CEF]{0,12}(?:作|做|担任|参加|出席)",
        0.5,
        carry_b="E",
    ),
    Relation(
        "joins.speech",
        r"(?P<a>P(?:[,、]P)*)(?:[^,;。PCEF]{0,4}在|于)(?P<b>E)上?[^,;。]{0,6}(?:致辞|讲话|发言|作|做|介绍|主持|表示|分享|宣读|交流)",
        0.85,
    ),
    Relation(
        "joins.at-carried",
        r"(?P<a>P(?:[,、]P)*)(?:等)?[^,;。PCEF]{0,8}(?:出席|参加|见证|莅临|观摩|参会|到会)(?:了)?(?:仪式|活动|会议|开幕式|启动|签约|大会|论坛|揭牌|讲话|并|$|[,。])",
        0.85,
        carry_b="E",
    ),
    Relation(
        "joins.spoke",
        r"(?P<a>P(?:[,、]P)*)(?:等)?(?:分别|先后|上台|现场|共同|到会|致|作了?|也|还)*(?:致辞|讲话|作报告|作主旨|主持会议|主持仪式|主持活动|主持了|作典型发言|典型发言|(?:作了?|做了?)[^,;。]{0,6}(?:交流|发言|讲座|报告|讲话|汇报|点评|介绍|分享)|应邀[^,;。]{0,8}(?:讲座|报告)|为[^,;。]{0,12}(?:揭牌|授牌|剪彩)|授牌|宣读|致开幕词)",
        0.8,
        carry_b="E",
    ),
    Relation(
        "joins.school-spoke",
        r"(?P<a>S)(?:等)?(?:分别|先后|上台|现场)?(?:作了?|做了?)[^,;。]{0,4}(?:典型发言|交流发言|经验交流|经验介绍|分享)",
        0.8,
        carry_b="E",
    ),
    Relation(
        "joins.signs",
        r"(?P<a>P)(?:等)?(?:共同|分别|上台|代表[^,;。]{0,6})?(?:签字|签约|揭牌|授牌|致辞|剪彩|致欢迎辞|宣布开幕|启动)",
        0.75,
        carry_b="E",
    ),
    Relation(
        "joins.stage",
        r"(?P<b>E)[^;。PCEFR]{0,20},(?P<a>[SGAO])[^;。CEFR]{0,8}(?:登台|同台|登场|参展|亮相|演出|参演|带来|献上|表演|参赛)",
        0.8,
    ),
)


_ADDRESS = regex(r"^\s*在?E(?:开幕式|闭幕式|启动仪式)?上?的(?:讲话|致辞|发言|报告|主持词|总结讲话)[^,;。]{0,8}$")
ADDRESSES = (Relation("joins.address", r"^\s*[^,;。PCEF]{0,24}(?P<a>P)[\s\d年月日()T]*$", 0.9, carry_b="E"),)
"""The line below 在E上的讲话 names who spoke."""
_LEAST_NAME = 4


def _named_after(sign: Signature) -> Iterator[Claim]:
    """圣城小学建校百年庆祝大会: an event that bears the name of the document's school or group is its own."""
    for chunk in sign.chunks.values():
        for item in chunk.items if chunk.letter in "CE" else ():
            for main in sign.mains:
                ends = (main.text[k:] for k in range(len(main.text) - _LEAST_NAME + 1))
                if not isinstance(item.head, Mention) or LETTER[main.type] not in "SG":
                    continue
                if any(item.head.text.startswith(end) for end in ends):
                    args: dict[Role, Argument] = {Role.ORGANIZER: main, Role.ACTIVITY: item.head}
                    yield Claim(FactType.ORGANIZES, args, sign.span(0, len(sign.text)), "organizes.named-after", 0.85)


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """B主办、S承办E; E在L举行; P出席E."""
    seen = False
    for sign in passage:
        here = bool(sign.letters & set("CEF"))
        seen = seen or here
        if not seen:
            continue
        yield from _named_after(sign)
        if sign.before is not None and _ADDRESS.search(sign.before.text):
            yield from pairs(sign, ADDRESSES, FactType.PARTICIPATES_IN, Role.PARTICIPANT, Role.ACTIVITY)
        yield from pairs(sign, ORGANIZES, FactType.ORGANIZES, Role.ORGANIZER, Role.ACTIVITY)
        yield from pairs(sign, HELD, FactType.HELD_AT, Role.ACTIVITY, Role.PLACE)
        yield from pairs(sign, JOINS, FactType.PARTICIPATES_IN, Role.PARTICIPANT, Role.ACTIVITY)
