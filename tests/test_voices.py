"""Who speaks in a turn, and what 我校 and 我们集团 mean there."""

from kg import relate
from kg.model import Mention, Span
from kg.sources import document
from kg.terms import EntityType, FactType, Role

TALK = (
    "嘉宾：昭阳区教育体育局局长段青山，凤霞小学校长苗秀禾\n"
    "主持人：欢迎两位。先请局长说说今年的打算？\n"
    "段青山：今年全区新增学位2000个，请大家放心。\n"
    "主持人：苗校长，学校里有什么新鲜事？\n"
    "苗秀禾：我校副校长骆小川牵头办了农场，我们学校五年级的禾苗苗最爱去。\n"
    "主持人：谢谢两位。\n"
)
NAMES = (
    ("昭阳区教育体育局", EntityType.GOVERNMENT_BODY),
    ("段青山", EntityType.PERSON),
    ("凤霞小学", EntityType.SCHOOL),
    ("苗秀禾", EntityType.PERSON),
    ("骆小川", EntityType.PERSON),
    ("禾苗苗", EntityType.PERSON),
)


def test_my_school_is_the_school_of_the_head_who_speaks() -> None:
    read = document("访谈.txt", TALK, date="2022-09-01", region="530602")
    assert [u.speaker for u in read.utterances if u.speaker] == ["段青山", "苗秀禾"]
    mentions = tuple(
        Mention(Span(at, at + len(name)), name, kind, "drawn")
        for name, kind in NAMES
        for at in range(len(TALK))
        if TALK.startswith(name, at)
    )
    said = {
        (str(c.type), getattr(c.args[Role.PERSON], "text", ""), getattr(c.args[Role.ORGANIZATION], "text", ""))
        for c in relate.claims(read, tuple(sorted(mentions, key=lambda m: m.span)))
        if c.type in (FactType.HOLDS_POST, FactType.AFFILIATED_WITH)
    }
    assert said == {
        ("holdsPost", "段青山", "昭阳区教育体育局"),
        ("holdsPost", "苗秀禾", "凤霞小学"),
        ("holdsPost", "骆小川", "凤霞小学"),
        ("affiliatedWith", "禾苗苗", "凤霞小学"),
    }
