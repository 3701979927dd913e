"""The small units of a sentence: mentions, and between them ranks, categories, counts, times, scope words, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from kg.compiled import compiled
from kg.lazy import regex
from kg.model import Mention, Scope, Span
from kg.patterns.times import TIME
from kg.terms import EntityType, Level

LETTER = {
    EntityType.SCHOOL: "S",
    EntityType.CAMPUS: "A",
    EntityType.GROUP: "G",
    EntityType.GOVERNMENT_BODY: "B",
    EntityType.ORGANIZATION: "O",
    EntityType.PERSON: "P",
    EntityType.PLACE: "L",
    EntityType.COMPETITION: "C",
    EntityType.EVENT: "E",
    EntityType.PROGRAM: "F",
    EntityType.HONOUR: "H",
    EntityType.POLICY: "D",
    EntityType.WORK: "W",
}
"""The signature's letter of each entity type; R rank, K category, N count, T time, Z scope word stand beside them."""

WIDE = str.maketrans(
    "，；：（）！？．％ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ０１２３４５６７８９　\u00a0ABCDEFGHIJKLMNOPQRSTUVWXYZ｜",
    ",;:()!?.%abcdefghijklmnopqrstuvwxyz0123456789  abcdefghijklmnopqrstuvwxyz|",
)
DROPPED = frozenset("“”‘’\"'《》〈〉「」『』【】＂ ")

_ORDINAL = r"第[一二三四五六七八九十\d]{1,3}"
RANK = (
    r"(?:并列)?"
    + _ORDINAL
    + r"(?:、[一二三四五六七八九十]{1,2})*(?:名|位(?!的|老师|教师|同学|校长|学生|主持|家长|成员))"
    r"|(?:并列)?第[一二三四五六七八九十]{1,2}(?=[、,，。;)\s]|$|的(?:好)?成绩)"
    r"|[特一二三四](?:、[一二三四]){0,3}等奖|[特一二三四]等(?=、[一二三四]等奖)|(?:团体|个人)?(?:总冠军|总亚军|总季军)|(?:并列)?[冠亚季]、?(?:[冠亚季]、?)*军(?!队|赛|之师)|殿军|榜首|头名|桂冠|状元"
    r"|(?:[金银铜]、)*[金银铜](?:奖|牌|杯)(?!教练|教师|讲师|工匠|榜|店)|前[两二三四五六八十]名|[四八]强|十[六]强"
    r"|(?:最佳|最具)[一-龥]{2,6}(?=:)|(?:最佳|最具|最受|优秀|最美)[一-龥]{0,6}?奖(?!项)|最佳[一-龥]{0,5}?(?:射手|运动员|球员|阵容|门将|守门员|辩手|歌手|选手|得分手|教练员|教练|投手|主攻手|副攻手|二传手|前锋|后卫|中锋|新人|搭档|演员|主持人|伴奏|服装|编剧|导演|台风|口才|表演|学员|营员)|优秀教练员?|优秀裁判员?|优秀领队|优秀组织单位|优秀组织者|(?:优秀|最佳|十佳)(?:科技)?(?:指导|辅导)(?:教师|老师|员)|[金银铜][一-龥]奖"
    r"|(?:精神文明|体育道德风尚|道德风尚|优胜|优秀|优良|组织|单项|提名|鼓励|入围|人气|网络人气|创意|创新|贡献|突出贡献|特别|特别贡献|表演|编导|辅导|指导|最高|参与|"
    r"公平竞赛|风采|新秀|团体|优秀组织|杰出|传承|特殊|新苗|园丁|育人|评委会|评审团|伯乐)奖(?![励金品状])"
)
_STAGE = (
    "小学|初中|高中|中学|幼儿园|幼儿|幼教|学前|少儿|儿童|少年|青少年|青年|教师|学生|中职|高职|职业|大学|城区|乡村|农村|城镇|社会|公开|专业|业余|普及|精英|"
    "低年级|中年级|高年级|低段|中段|高段|低龄|成人|亲子|家庭|学校|区直|镇街|乡镇|校园|\\d{1,2}岁(?:以下)?|u\\d{1,2}|[甲乙丙丁abc](?=组)|男子|女子|男女|男|女|混合|集体|个人|团体|双人|单人|五人制|"
    "七人制|八人制|三人|[一二三四五六七八九](?:至[一二三四五六七八九])?年级|语文|数学|英语|物理|化学|生物|历史|地理|政治|道德与法治|道法|体育|音乐|美术|信息技术|信息科技|科学|心理|"
    "综合实践|劳动|通用技术|思政|合唱|舞蹈|器乐|声乐|戏剧|朗诵|书法|绘画|管乐|民乐|戏曲|创意|编程|无人机|机器人|理科|文科|综合|行政|班主任"
)
_NAMING = "(?:(?![获得夺摘捧拿斩揽取在的是为了])[一-龥])"
"""A letter of a category's own name: no verb of winning stands in one (获声乐类一等奖)."""
CATEGORY = (
    rf"(?:(?:{_STAGE})+[甲乙丙丁abc]?组(?!织|长|建|成|团(?!体)|委|合|办|内|队)(?:别)?(?:(?:男子|女子|混合)?(?:团体|个人全能|个人|单打|双打|集体|全能|接力)(?!赛事|总))*"
    rf"|[甲乙丙丁abc]组(?!织|长|建|成|团(?!体))|(?:男子|女子|混合|男女混合|男|女)?(?:甲组|乙组|丙组)?(?:团体|个人全能|单打|双打)(?:总分|赛)?"
    rf"|(?:男子|女子){_NAMING}{{0,6}}(?:团体|个人|单打|双打|全能|接力|重剑|花剑|佩剑|跳高|跳远|铅球)|{_NAMING}{{2,6}}(?:类|项目)(?=(?:[特一二三四]等奖|[金银铜]奖|第[一二三四五六七八])))"
)
UNIT = (
    "人次|人|名|位|个百分点|个|所|家|支|件|项|场次|场|次|篇|幅|份|门|节课|节|间|块|座|本|册|条|种|大(?!学|队|赛|会|型|连|道|厦|桥|厅|家)|轮|届|对|组|校|课时|学时|元|平方米|亩|公里|公斤|吨|台|套|辆|棵|株|"
    "盏|枚|首|部|张|封|堂课|堂|期|班|户|片|只|处(?!处?长)|批|股|桌|部|小时|分钟|天|年(?!级)|周|个月|学位|人组|岁|倍|成|分|栋|层|米|级(?!调研员|巡视员|主任科员|教师|职员|裁判|警)|站|款|盘|盒|卷|句|代|把|车|团|队|床|园|折|步|餐|斤|方|集"
)
COUNT = (
    rf"(?<![第\d.])(?P<value>\d[\d,]{{0,14}}(?:\.\d{{1,6}})?|[二三四五六七八九十百千两一]+)(?:余|多|来)?(?P<big>[万亿])?(?:余|多|来)?"
    rf"(?:(?P<unit>{UNIT}|%)|(?<=[万亿]))(?:余|多)?"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its measure word: `value` as written, the unit with 万 or 亿 before it."""

    value: str
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class Token:
    """One unit: its signature letter, its place, the mentions or scope that it means, its count."""

    letter: str
    span: Span
    means: tuple[Mention | Scope, ...] = ()
    count: Count | None = None
    pronoun: bool = False


@dataclass(slots=True)
class Focus:
    """What a passage has spoken of last: the antecedents of 该校, 集团, 她, 大赛."""

    own: frozenset[str]
    last: dict[str, Mention] = field(default_factory=dict)
    since: int = 9
    body: Mention | None = None
    schools: dict[str, tuple[int, Mention]] = field(default_factory=dict)
    activities: list[Mention] = field(default_factory=list)
    persons: tuple[Mention, ...] = ()
    voice: Mapping[str, Mention] = field(default_factory=dict)
    named: tuple[Mention, ...] = ()
    couple: tuple[Mention, ...] = ()

    def see(self, mention: Mention, before: str) -> None:
        """Takes note of a mention in text order; one behind a preposition or in a list is no topic while another is fresh."""
        letter = LETTER[mention.type]
        if letter in "CEF":
            self.activities = [*self.activities[-7:], mention]
        if letter == "P":
            self.persons = (*self.persons[-3:], mention)
        self.last[letter] = mention
        if _KIN.get(letter, letter) in _COUPLED:
            self.named = (*(m for m in self.named if m.text != mention.text or m.type != mention.type), mention)[-12:]
        if letter == "B" and self.body is None:
            self.body = mention
        if letter == "S":
            self.schools[mention.text] = (self.schools.get(mention.text, (0, mention))[0] + 1, mention)
        if letter in "SA" and (self.since >= _FADES or not _ASIDE.search(before)):
            self.last["school"] = mention
            self.since = 0

    def antecedent(self, letter: str, words: str) -> Mention | None:
        """What a pronoun means: 我局 the first body named, 该局 the last one, 我校 the speaker's own where that is known."""
        if words[0] in "我咱本" and letter in self.voice:
            return self.voice[letter]
        if letter == "S":
            return self.school(words)
        return self.body if letter == "B" and words[0] == "我" else self.last.get(letter)

    def school(self, words: str) -> Mention | None:
        """The antecedent of a school's pronoun: 我校 is the school that the passage names most, 该校 the one spoken of last."""
        main = max(self.schools.values(), key=lambda seen: seen[0])[1] if self.schools else None
        if words[0] in "我咱本" or (words == "学校" and self.since > _FADES):
            return main
        return self.last.get("school")

    def one_of_two(self, words: str, place: int) -> tuple[Mention, ...]:
        """前者, 后者: of the two like things named last side by side; 后者 is of the same two as the 前者 before it."""
        if words[0] == "前" or not self.couple:
            couples = (
                tuple(m for m in self.named if _KIN.get(LETTER[m.type], LETTER[m.type]) == kind)[-_PAIR:]
                for kind in _COUPLED
            )
            near = [two for two in couples if len(two) == _PAIR and _side_by_side(two[0], two[1], place)]
            self.couple = max(near, key=lambda two: two[1].span.start, default=())
        found = self.couple[:1] if words[0] == "前" else self.couple[1:]
        if words[0] == "后":
            self.couple = ()
        return found

    def all_of(self, number: int) -> tuple[Mention, ...]:
        """两校, 三校: the schools named last, where so many have been named."""
        schools = [m for m in self.named if m.type is EntityType.SCHOOL]
        return tuple(schools[-number:]) if len(schools) >= number else ()

    def activity(self, words: str, *, sure: bool, subject: bool = False) -> Mention | None:
        """The latest activity whose name ends in `words`; with `sure` (本次大赛) else the latest of all."""
        if words in _BARE:
            return next((m for m in reversed(self.activities) if m.type is EntityType.COMPETITION), None)
        for mention in reversed(self.activities):
            if mention.text.endswith(words) or (len(words) > _PAIR and _loosely_ends(mention.text, words)):
                return mention
        if subject and (kinds := _SUBJECTS.get(words)):
            return next((m for m in reversed(self.activities[-_RECENT:]) if m.type in kinds), None)
        return self.activities[-1] if sure and self.activities else None


_PAIR = 2
_COUPLED = "SGPCOW"
_KIN = {"A": "S", "E": "C", "F": "C"}
"""Letters of what 前者 and 后者 may mean, and those that stand beside each other in one list."""
_BARE = frozenset(("比赛", "赛事"))
"""Nouns that mean whatever contest was named last, not one whose name ends so."""
_SUBJECTS: dict[str, tuple[EntityType, ...]] = dict.fromkeys(("会议", "大会", "仪式", "论坛"), (EntityType.EVENT,))
_SUBJECTS["活动"] = (EntityType.EVENT, EntityType.COMPETITION)
"""Nouns that as subject of a clause mean whatever event was named last."""
_APART, _AGO, _RECENT = 60, 160, 2
_FADES = 3
"""After so many sentences a school is no longer what the text speaks of."""
_ASIDE = regex(
    r"(?:[与和跟同在由被到向从为、对给及让把将入经于]|来自|结对|牵手|托管|联合|毕业于|考进|考入|升入|就读于|赴|包括|战胜|携手|走进)[“‘\"]?$"
)


def _side_by_side(one: Mention, other: Mention, place: int) -> bool:
    return other.span.start - one.span.end < _APART and place - other.span.end < _AGO


def _loosely_ends(name: str, words: str) -> bool:
    """Whether the words are the name's head with letters left out: 书画展 for 师生书画展, 跳绳大赛."""
    return name.endswith(words[-2:]) and words[:2] in name


_HEADS = (
    "大赛|比赛|竞赛|联赛|锦标赛|邀请赛|公开赛|挑战赛|运动会|嘉年华|交流周|活动周|文化周|科技周|艺术节|科技节|读书节|体育节|文化节|戏曲节|美育节|节|展演|展|论坛|会议|大会|推进会|现场会|研讨会|交流会|发布会|仪式|活动|培训班|研修班|研修|"
    "培训|训练营|夏令营|评选|评比|[一-龥]{2}(?:计划|工程|行动|项目|课题)|(?<=该|本|一)(?:计划|工程|行动|项目|课题)|(?<=这项)(?:计划|工程|行动|项目|课题)|会演|汇演|演出|赛事|赛课|评优课|演讲赛|辩论赛|营"
)


@cache
def _scanner() -> re.Pattern[str]:
    own = r"(?:该|我们|咱们|我|咱|本|这所|这)"
    return compiled(
        r"(?P<Q>[前后]者)|(?P<SS>(?:上述|以上)?(?P<many>[两二三四])(?:校|园|所(?:学校|小学|中学|幼儿园))(?=[,双均都]|共同|一起|联合|联手|携手|同时|还?将|签|结成|组建|合并|抱团|强强|外))|(?P<PP>(?:他们|她们)?[两二三俩](?:人|位老师|位教师|名学生|位同学)(?=分别|均|都|同|双双|来自|也)|俩人)"
        rf"|(?P<T>{TIME})|(?P<R>{RANK})|(?P<K>{CATEGORY})|(?P<N>{COUNT})"
        r"|(?P<Z>(?:我|全|本|我们|咱)(?P<z>[区市县省州旗])(?!直|属|级|域|教育局|政府|长|委)|[区县市](?=里|内(?:共|现有|已)))"
        rf"|(?P<S>{own}(?:校|园|学校|幼儿园|中学|小学|院|高中|职校)(?!长|区|园|本(?!部)|级|际|外)|(?<=由)它|(?:(?<![一-龥、])|(?<=帮助)|(?<=助力)|(?<=率领)|(?<=带领))学校(?!教育|管理|建设|发展|要|文化|应|[、和与及]|办公室))"
        r"|(?P<A>(?:该|本)(?:校区|园区))"
        r"|(?P<G>(?:该|我们|咱们|我|本)?(?<![一-龥])(?:集团|联盟|共同体)(?!化|校|办学|制|内|之间|[、和])|(?<=[为任是由当聘兼])集团(?=总校长|总园长|理事长)|(?<![一-龥])(?:集团|联盟|共同体)(?=内(?:部|共|现有|有|交流|教师|骨干|学生))|(?:(?<=如今|目前|当前|眼下|现在|随后|此后|同时|此外)|(?<=[与向由把将入年月日]))(?:集团|联盟|共同体)(?!化|校|办学|制|[、和])|(?:该|我们|咱们|我|本|这个)(?:集团|联盟|共同体)(?!化|校))"
        r"|(?P<O>该(?:社|会|中心|协会|公司|团|工作室|研究院|俱乐部|研究会|学会|馆|基金会|院))"
        r"|(?P<B>[该我本](?:局|委|厅|办)(?!员|会|托))"
        r"|(?P<P>(?<![其])[他她](?!们|人|乡|山|国))"
        rf"|(?P<X>(?:(?P<sure>本次|此次|该|这次|本届|此届|上述|这项|这一|此项|每届)|(?<![一-龥A-Za-z\d])|(?<=作为)|(?<=[在把]))(?!作为|在|把)(?P<head>[一-龥]{{0,3}}(?:{_HEADS}))(?![一-龥]{{0,3}}(?:组|类|类别|奖)|中心|室|部|学校|小学|化|组|区|馆|课|性|内容|经费|方案|现场))"
    )


_SAID = {
    "省": Level.PROVINCIAL,
    "市": Level.MUNICIPAL,
    "区": Level.DISTRICT,
    "县": Level.DISTRICT,
    "旗": Level.DISTRICT,
    "州": Level.MUNICIPAL,
}


def tokens(text: str, span: Span, mentions: tuple[Mention, ...], focus: Focus) -> Iterator[Token]:
    """The units of one sentence in text order; `text` is the whole document made one width, so that offsets hold."""
    at = span.start
    focus.since += 1
    for mention in mentions:
        yield from _between(text, at, mention.span.start, focus)
        focus.see(mention, text[max(span.start, mention.span.start - 4) : mention.span.start])
        yield Token(LETTER[mention.type], mention.span, (mention,))
        at = mention.span.end
    yield from _between(text, at, span.end, focus)


def _between(text: str, start: int, end: int, focus: Focus) -> Iterator[Token]:
    if end <= start:
        return
    for found in _scanner().finditer(text, start, end):
        kind = found.lastgroup or ""  # the group that closes last is the one around the others
        place = Span(*found.span())
        if kind in "TRK":
            yield Token(kind, place)
        elif kind == "N":
            unit = (found["big"] or "") + (found["unit"] or "")
            yield Token("N", place, count=Count(found["value"], unit, place))
        elif kind == "Z":
            yield Token("Z", place, (Scope(_level(found["z"], focus)),))
        elif meant := _meant(kind, found, focus):
            yield Token(LETTER[meant[0].type], place, meant, pronoun=True)


_PREDICATES = frozenset("由在邀吸历为设共")
"""What follows a noun that is the subject of its clause: 活动由B主办, 活动吸引N."""


def _meant(kind: str, found: re.Match[str], focus: Focus) -> tuple[Mention, ...]:
    """What a pronoun or a bare noun refers to: 前者 and 两人 persons, 大赛 an activity, 该校 a school."""
    if kind == "Q":
        return focus.one_of_two(found[0], found.start())
    if kind == "SS":
        return focus.all_of("两三四".find(found["many"].replace("二", "两")) + _PAIR)
    if kind == "PP":
        number = _PAIR + ("三" in found[0])
        return focus.persons[-number:] if len(focus.persons) >= number else ()
    if kind == "X":
        subject = found.string[found.end() : found.end() + 1] in _PREDICATES
        meant = focus.activity(found["head"], sure=found["sure"] is not None, subject=subject)
    else:
        meant = focus.antecedent(kind, found[0])
    return (meant,) if meant is not None else ()


def _level(word: str | None, focus: Focus) -> Level | None:
    """None where the word means the document's own area: 全市 in a paper of the city."""
    return None if not focus.own or word in focus.own else _SAID.get(word or "")
