"""Parts of activities: the events of a festival, the classes of a programme, a theme's contests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Claim
from kg.patterns.signature import Relation, Signature, pairs
from kg.terms import FactType, Role

PART = (
    Relation(
        "part.is",
        r"(?P<a>[CEF])[^;。CEF]{0,16}(?:是|作为|属于|系|为)(?P<b>[CEF])[^,;。CEF]{0,4}的?[^,;。CEF]{0,6}(?:子项目|组成部分|子课题|分项目|系列活动|重要一环|重要内容|内容|板块|项目|活动|环节|一站|分会场|配套|重头戏|专场|赛项|选拔赛|之一)",
        0.95,
    ),
    Relation(
        "part.of",
        r"(?P<b>[CEF])的?(?:一个|重点|系列|又一)?(?:子项目|子课题|分论坛|分会场|系列活动|子活动|配套活动|重头戏|压轴活动|压轴环节|压轴|首场活动|赛项|子计划|专场)(?:之一)?(?:就?是|为|即|当属|要数|[,—:])*(?P<a>[CEF])",
        0.95,
    ),
    Relation(
        "part.its",
        r"(?<!以)(?:其|它|该项目|该工程|该计划)的?(?:下面|旗下|名下|下设|下属|所属)?的?(?:一个|又一|重要|重点|核心|首个|特色|配套|品牌)?(?:子项目|项目|子课题|子活动|分项|系列活动|重头戏|压轴戏?|组成部分|品牌活动|板块|专场|主题活动)?(?:之一)?(?:就?是|为|有|叫|,|:|即)?(?:«attend»)?(?P<a>[CEF])(?!的)",
        0.8,
        carry_b="CEF",
    ),
    Relation(
        "part.as-its",
        r"作为(?:其|它|该|这一|此|上述|活动|项目|行动|工程|计划|艺术节|科技节|系列)[^,;。CEF]{0,8}(?:子项目|组成部分|配套|重头戏|压轴戏?|内容|环节|板块|之一|延伸|延续|序幕|首站|分支|项目|活动),[^,;。CEFSAGBOP]{0,10}(?P<a>[CEF])",
        0.85,
        carry_b="CEF",
    ),
    Relation(
        "part.as-of",
        r"作为(?P<b>[CEF])的?[^,;。CEF]{0,8}(?:子项目|组成部分|配套|重头戏|压轴戏?|内容|环节|板块|之一|延伸|延续|序幕|首站|分支|项目|活动),[^,;。CEFSAGBOP]{0,10}(?P<a>[CEF])",
        0.9,
    ),
    Relation(
        "part.under",
        r"(?P<b>[CEF])(?:下面|旗下|名下|下设|下属|所属|框架下|之下|下)的?[^,;。CEFSAGBOP]{0,6}(?P<a>[CEF])",
        0.85,
    ),
    Relation(
        "part.under-carried",
        r"(?:项目|工程|计划|行动|活动|课题)(?:下面|旗下|名下|下设|下属|所属|框架下|之下)的?[^,;。CEFSAGBOP]{0,6}(?P<a>[CEF])",
        0.8,
        carry_b="CEF",
    ),
    Relation(
        "part.highlight",
        r"(?:重头戏|压轴戏?|板块|子项目|环节|单元|篇章|分会场|首场活动|系列活动之[一二三四五六七八九])(?:就?是|则?有|为|当属|要数)[^,;。CEFSAGBOP]{0,4}(?P<a>[CEF])",
        0.8,
        carry_b="EF",
    ),
    Relation("part.as", r"作为(?P<b>[CEF])[^;。CEF]{0,14},(?:首届)?(?P<a>[CEF])", 0.9),
    Relation(
        "part.contains",
        r"(?P<b>[CEF])[^;。CEFLSAOGBP]{0,30}(?:安排|包括|设置|设有|设|推出|含|包含|涵盖|下设|穿插|分设|涉及|分为|共有|举办|配套|下含)了?[^,;。CEFP]{0,6}(?P<a>[CEF])(?:等|,|。|和|$|N|以及|三|两|四|五)",
        0.9,
    ),
    Relation("part.project", r"^(?P<b>F)(?:研究)?,[^。CEFSAGBOP]{0,80}(?:开展|举办|组织)了?(?P<a>[EFC])(?=等)", 0.8),
    Relation(
        "part.during",
        r"(?:其间|期间|节日期间|活动期间|艺术节期间|科技节期间|同期|配套|其中)[^;。CEF]{0,10}(?:安排|举办|推出|开展|举行|设置|组织|上演|还有|还将举行|穿插)了?[^,;。CEFP]{0,8}(?P<a>[CEF])(?=等)",
        0.8,
        carry_b="E",
    ),
    Relation("part.inside", r"(?P<b>[CE])(?:里|中|上)的(?P<a>[CEF])", 0.85),
    Relation("part.areas", r"(?P<a>L)(?:隶属|属于?|位于)(?P<b>L)", 0.7),
)


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """E期间安排E、E; 项目下设的F; 作为其子项目,F; E的重头戏是C."""
    for sign in passage:
        if sign.letters & set("CEF"):
            yield from pairs(sign, PART, FactType.PART_OF, Role.PART, Role.WHOLE)
