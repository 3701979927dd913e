"""Groups: who leads them, who joins them, of whom they consist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Claim
from kg.patterns.denial import OTHERWISE
from kg.patterns.signature import Relation, Signature, pairs
from kg.terms import FactType, Role

_GAP = "[^;。SAGPC]"
_M = "(?P<a>S)"
_G = "(?P<b>G)"

MEMBERS = (
    Relation("groups.led", rf"{_M}{_GAP}{{0,8}}«lead»(?:成立|组建|组成|创办)?了?的?[^,;。SAGPCBO]{{0,8}}{_G}", 0.95),
    Relation("groups.led-founded", rf"{_M}{_GAP}{{0,6}}«lead»[,、]?[^;。SAP]{{0,24}}«found»了?{_GAP}{{0,12}}{_G}", 0.9),
    Relation(
        "groups.led-by", rf"{_G}[^;。SAG]{{0,24}}[由以][^,;。A-Z]{{0,6}}{_M}{_GAP}{{0,4}}(?:«lead»|担任|任|总校)", 0.95
    ),
    Relation(
        "groups.leads-as",
        rf"{_M}(?:是|为|作为|担任|任){_G}[^,;。]{{0,4}}(?:总校|核心校|牵头校|龙头校|领衔校|理事长|盟主|组长|成员)",
        0.95,
    ),
    Relation(
        "groups.chair",
        rf"(?:盟主|总校|牵头校|核心校|龙头校|领衔校|理事长单位|组长校|轮值校)[^,;。]{{0,6}}(?:由|是|为|:|设在){_M}",
        0.9,
        carry_b="G",
    ),
    Relation(
        "groups.chair-of",
        rf"{_M}(?:是|为|任|当选|担任|当选为)[^,;。SAGPC]{{0,6}}(?:盟主|总校|牵头校|核心校|龙头校|领衔校|理事长单位|组长校)",
        0.85,
        carry_b="G",
    ),
    Relation("groups.joined", rf"{_M}[^;。SAGPC]{{0,24}}«join»到?了?[^,;。SAGPC]{{0,6}}{_G}(?!的?A)", 0.9),
    Relation(
        "groups.joined-list",
        rf"{_M}[^;。SAGPC]{{0,16}}(?:加入|加盟|纳入|并入|划入|入团|入盟|入列|携手|跟进|加入其中|成为[^,;。]{{0,10}}成员)",
        0.75,
        carry_b="G",
    ),
    Relation("groups.absorbed", rf"{_G}[^;。SAGPC]{{0,18}}«absorb»了?{_GAP}{{0,8}}{_M}", 0.9),
    Relation(
        "groups.took-in",
        rf"{_G}[^;。SAGPC]{{0,24}}[把将让]{_GAP}{{0,8}}{_M}{_GAP}{{0,12}}(?:门|进来|编进|编入|纳入|吸收|并入|拉|拢|串|捆|连|加入|揽入|收入|接纳|请|招|带)",
        0.9,
    ),
    Relation(
        "groups.carried-in",
        rf"[把将]{_M}(?:一并|一同|整体|正式|也|一起)?(?:纳入|拉了进来|吸收|并入|请进|拉进|请了进来|揽入)",
        0.8,
        carry_b="G",
    ),
    Relation("groups.comprises", rf"{_G}[^;。SAGPC]{{0,16}}«comprise»[^;。SAGPC]{{0,14}}{_M}", 0.85),
    Relation(
        "groups.members-are",
        rf"(?:成员校|成员单位|成员|盟友|成员园|联盟校|集团校|核心校|盟校|加盟校|共同体校|伙伴校|子园|分校)[^,;。SAGPC]{{0,8}}(?:有|包括|为|是|还包括|还有|:|涵盖|分别是|含|除|除了){_M}",
        0.85,
        carry_b="G",
    ),
    Relation(
        "groups.are-members",
        rf"{_M}[^;。SAGPC]{{0,6}}(?:是|成为|为|作为|成了|也成为|列为|当)[^;。SAGPC]{{0,10}}(?:成员|盟友|成员校|一员|伙伴|加盟校|新成员|子园|发起单位|发起校|理事长园|理事长校|理事单位|副盟主|会员单位|基地校|种子校|龙头校|牵头校|核心校)",
        0.85,
        carry_b="G",
    ),
    Relation(
        "groups.founded-by",
        rf"(?P<a>[SA](?:[^;。SAGPC]{{0,4}}(?:联合|携手|与|和|牵手|会同|联手|带上|带着)[SA])?){_GAP}{{0,16}}«found»了?[^;。SAGPC]{{0,8}}{_G}",
        0.9,
    ),
    Relation(
        "groups.founded-of",
        rf"{_G}[^;。SAGPC]{{0,10}}由[^;。SAGPC]{{0,6}}(?P<a>[SA](?:[^;。SAGPC]{{0,3}}(?:联合|携手|与|和|牵头,?)[SA])?)[^;。SAGPC]{{0,8}}(?:组成|组建|«found»)",
        0.9,
    ),
    Relation(
        "groups.founded-list",
        rf"{_G}[^。SAGPC]{{0,10}}(?:成立|揭牌|亮相|组建|启动|诞生|问世)[^。SAGPC]{{0,16}}{_M}[^;。SAGPC]{{0,10}}(?:加盟|加入|成为|是|入盟|为|首批|共同|抱团)",
        0.85,
    ),
    Relation(
        "groups.of",
        rf"{_G}(?:的)?(?:成员校|成员园|核心校|总校|龙头校|加盟校|牵头校|领衔校|新成员|子校|子园|分园|成员单位|成员){_M}",
        0.9,
    ),
    Relation("groups.apposition", rf"{_M}(?:\(|,)?{_G}(?:的)?(?:成员校|总校|核心校|牵头校|龙头校)", 0.6),
    Relation("groups.dashed", rf"{_G}(?:\([^()]*\))?:{_M}", 0.7),
    Relation("groups.renamed", rf"原?{_M}[^;。SAGPC]{{0,8}}(?:更名|改名|挂牌)为?[^;。SAGPC]{{0,4}}{_G}(?!的?A)", 0.5),
    Relation(
        "groups.joint-founders",
        r"(?P<a>S)[^;。SAGPC]{0,4}(?:参加|参与|加盟|组成|组建|加入|共建|结成|构成)的[^;。SAGPC]{0,4}(?P<b>G)",
        0.9,
    ),
    Relation("groups.led-among", r"(?P<a>S)«lead»、S[^;。SAGPC]{0,8}的(?P<b>G)", 0.9),
    Relation("groups.side-by-side", r"(?P<b>G)(?P<a>S)(?!教育|、)", 0.75),
    Relation(
        "groups.gathered",
        r"[把将](?P<a>S)[^;。SAGPC]{0,10}(?:编成|组成|组建为|整合为|合并为|纳入|并入|编入|组建成|划入|捆成|拉进|连成|织成|串成)[^;。SAGPC]{0,4}(?P<b>G)",
        0.85,
    ),
    Relation("groups.has-members", r"(?P<b>G)[^;。SAGPC]{0,4}(?:有|现有)(?P<a>S)[^;。SAGPC]{0,6}(?:成员|加盟)", 0.85),
    Relation(
        "groups.absorbed-carried",
        r"(?:^|[,;])(?:[^,;。A-Z]|T){0,8}(?:吸收|吸纳|接纳|纳入|新增|迎来|接收|增补|又增|又添|再添|接进|新加|揽进|迎进|补充|拓展)了?[^,;。SAGPC]{0,4}(?P<a>S)",
        0.75,
        carry_b="G",
    ),
    Relation(
        "groups.newcomers",
        r"(?P<a>S)[^;。SAGPC]{0,6}(?:成了|成为|是|作为|成)[^;。SAGPC]{0,12}(?:家人|伙伴|成员|盟友|一员|兄弟校|成员校|子校)",
        0.8,
        carry_b="G",
    ),
    Relation(
        "groups.founded-signed",
        r"(?P<b>G)[,;](?P<a>S)[^;。SAGPC]{0,6}(?:率先|首批|共同|第一批|先后|当场|同时)[^;。SAGPC]{0,6}(?:签字|签约|加入|入盟|加盟|挂牌)",
        0.85,
    ),
    Relation("groups.joined-relative", r"(?:加盟|加入|纳入|入盟|并入)(?:的|G的)(?P<a>S)", 0.8, carry_b="G"),
    Relation("groups.merged-into", r"(?:并入|加入|纳入|加盟)(?P<b>G)的(?P<a>S)", 0.9),
    Relation("groups.besides", r"(?:成员|成员校|联盟校)除了?S外,(?:还有|还包括|另有)(?P<a>S)", 0.85, carry_b="G"),
    Relation(
        "groups.headed-with",
        rf"{_M}[^;。PC]{{0,36}}«lead»[,、]?(?:并)?(?:与|和|同|联合|携手|会同|联手|牵手)S[^;。SAGPC]{{0,12}}«found»了?[^;。SAGPC]{{0,8}}{_G}",
        0.85,
    ),
    Relation(
        "groups.on-basis",
        rf"{_G}[^;。SAGPC]{{0,12}}(?:在|以){_M}(?:T?[^,;。A-Z]{{0,6}})(?:的基础|为基础|为班底|为母体|为底子|为原点)",
        0.85,
    ),
    Relation(
        "groups.keeps",
        rf"{_G}[^,;。SAGPC]{{0,4}}(?:维持|保持|保留|仍为|仍是|依旧是|还是|原有|现有|已有){_M}[^;。SAGPC]{{0,8}}(?:成员|校|园|不变)",
        0.85,
    ),
    Relation(
        "groups.came-late",
        rf"{_M}[^,;。SAGPC]{{0,12}}(?:挂上了?[^,;。]{{0,6}}牌|挂了牌|进来|入了?群|进了门|进了?圈|跟了?上来|跟进|入伙|之列|补进|签了约|递补|列席其中|上了名单)",
        0.7,
        carry_b="G",
    ),
    Relation(
        "groups.member-school",
        r"(?:成员校|成员园|联盟校|盟校|加盟校|协作校|核心校|总校|子校)(?P<a>S)",
        0.8,
        carry_b="G",
    ),
    Relation(
        "groups.counted-members",
        r"(?P<a>S)(?:N|[^,;。A-Z]){0,8}(?:成员校|成员园|成员单位|联盟校|加盟校|子园)",
        0.75,
        carry_b="G",
    ),
    Relation(
        "groups.besides-first",
        r"(?:成员|加入|进入|加盟|首批)(?:[^;。SAPC]){0,16}除了?(?P<a>S)(?:之?外)?,?(?:还|另)有S",
        0.75,
        carry_b="G",
    ),
    Relation(
        "groups.besides-rest",
        r"(?:成员|加入|进入|加盟|首批)(?:[^;。SAPC]){0,16}除了?S(?:之?外)?,?(?:还|另)有(?P<a>S)",
        0.75,
        carry_b="G",
    ),
    Relation("groups.comprises-mixed", r"(?P<b>G)[^;。SAGPC]{0,10}(?:«comprise»|现有|有)[^;。SGPC]{0,24}(?P<a>S)", 0.6),
    Relation(
        "groups.bound-into",
        r"(?P<a>S(?:[^;。SAGPC]{0,4}(?:联合|携手|与|和|牵手|会同|联手|带上|带着)S)?)[^;。SAGPC]{0,12}(?:结为|结成|合成|抱成|拢成|编为|共同打造|共建)了?[^;。SAGPC]{0,8}(?P<b>G)",
        0.85,
    ),
    Relation(
        "groups.besides-both",
        rf"除了?{_M}(?:之|以)?外,?[^;。GAPC]{{0,10}}S[^;。SAGPC]{{0,12}}(?:加入|加盟|之列|成员|入列|入盟|首批|一员)",
        0.75,
        carry_b="G",
    ),
    Relation("groups.under", rf"{_M}(?:隶属于?|属于|是{_GAP}{{0,4}}旗下)[^;。SAGPC]{{0,4}}{_G}", 0.9),
    Relation("groups.under-of", rf"{_G}(?:旗下|下属|所属|下辖)的?(?:有|包括)?{_M}", 0.85),
)


_LEAD_IN = 4


def _said_so(sign: Signature, claim: Claim) -> bool:
    text = sign.sentence.document.text
    start = max(sign.sentence.span.start, claim.evidence.start - _LEAD_IN)
    return not OTHERWISE.search(text, start, claim.evidence.end)


def claims(passage: Sequence[Signature]) -> Iterator[Claim]:
    """Membership: 由S领衔的G, G吸纳S, S加入G, 首批成员校包括S."""
    seen = False
    for sign in passage:
        seen = seen or "G" in sign.letters
        if seen and sign.letters & {"S", "A"}:
            for claim in pairs(sign, MEMBERS, FactType.MEMBER_OF, Role.MEMBER, Role.GROUP):
                if _said_so(sign, claim):
                    yield claim
            yield from _defined(sign)


def _defined(sign: Signature) -> Iterator[Claim]:
    """G:以S为龙头,联合S、S; — every school of an entry is a member of the group that the entry is about."""
    for found in re.finditer(r"(?:^|[;。\n])[\s\d.、]*(?P<group>G):(?P<rest>[^;。]{0,120})", sign.text):
        for group in sign.items(found, "group"):
            for school in (i for _, c in sign.between(*found.span("rest")) if c.letter == "S" for i in c.items):
                args = {Role.MEMBER: school.head, Role.GROUP: group.head}
                yield Claim(FactType.MEMBER_OF, args, sign.span(*found.span()), "groups.entry", 0.8)
