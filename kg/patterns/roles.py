"""What somebody is in a school or body: the word beside the name, else pupil or teacher by what is told of."""

from __future__ import annotations

import re

from kg.lazy import regex
from kg.model import Mention
from kg.patterns.phrases import Item
from kg.patterns.signature import Signature
from kg.patterns.tables import SUBJECT
from kg.terms import EntityType

_STUDENT = r"学生|同学|年级|级|班|队员|少年|小将|女生|男生|小朋友|幼儿|毕业生|[小初高大][一二三四五六]"
_TEACHER = r"教师|老师|班主任|教研组长|备课组长|年级组长"


def member_role(sign: Signature, item: Item, owner: Mention, word: str) -> str:
    """The role of a person in an organization: what the words beside the name say, else what the text around tells of."""
    said = word + item.title
    if item.title in _SCHOLARS:
        return item.title
    if re.search(_TEACHER, said) and not re.search("指导|辅导员", said):
        return "退休教师" if "退休" in said else "教师"
    if re.search("队员|(?<!女队)队长|教练|教授|教研员|研究员|辅导员|校友|毕业生|家长|导师|主持人|指导", said):
        return word
    if re.search(_STUDENT + "|选手", said) and owner.type in (EntityType.SCHOOL, EntityType.CAMPUS):
        return "学生"
    if word and not re.fullmatch("[男女]|[一-龥]{0,6}获", word) and not SUBJECT.fullmatch(word):
        return word
    place = item.head.span.end if isinstance(item.head, Mention) else item.span.end
    behind = sign.sentence.document.text[place : place + _ACT]
    above = _heading(sign)
    if guide := _GUIDES.search(above):
        return guide[1]
    if SUBJECT.search(item.note) or _SUBJECT_LINE.match(sign.text) or _TEACHES.match(behind):
        return "教师"
    near = _title_near(sign, item) or above + sign.sentence.text + (sign.before.sentence.text if sign.before else "")
    return "教师" if _TEACHERS.search(near) else "学生"


_SCHOLARS = ("教授", "博士", "院士")
_ACT = 12
_LINES = 12
"""So many lines back the heading of a list is looked for."""
_TEACHES = regex(r"[^,，。；;]{0,3}(?:执教|授课|上课|开课|任教|教了|所带|带的|带出|带着|指导学生|主讲|磨课)")
_TEACHERS = regex(
    "教师|老师|赛课|优质课|评优课|优课|班主任|基本功|教学|园丁|课堂|名师|教坛|带头人|骨干|师德|辅导员|校长|说课|首席|名家|教育工作者|教研|优秀学员|研修"
)


def _heading(sign: Signature) -> str:
    """The line above a list that names its contest or title, or the head of the line itself; empty for prose."""
    text = sign.sentence.text
    if _PROSE_END.search(text):
        return ""
    at: Signature | None = sign
    for _ in range(_LINES):
        if at is None:
            break
        text = at.sentence.text.strip()
        named = at is not sign and any(m.type in _PRIZES for m in at.sentence.mentions)
        if named or _GUIDES.search(text):
            return text
        at = at.before
    return ""


_PRIZES = (EntityType.COMPETITION, EntityType.HONOUR)
_SUBJECT_LINE = regex(SUBJECT.pattern + "[组类]?:")
_GUIDES = regex(r"^[^。,，]{0,12}(?:优秀|十佳|先进)((?:科技)?辅导员|教练员)(?:[:：].*|[^。,，]{0,8})$")
"""A heading under which those stand who guided the winners."""
_PROSE_END = regex(r"[。!?！？]")


def _title_near(sign: Signature, item: Item) -> str:
    """The name of the contest or title that the clause names behind a person, else the sentence before it, else behind."""
    names = sorted(
        (c.span.start, i.head.text)
        for c in sign.chunks.values()
        if c.letter in "CH"
        for i in c.items
        if isinstance(i.head, Mention)
    )
    text = sign.sentence.document.text
    behind = [n for n in names if n[0] > item.span.start]
    ahead = [n for n in names if n[0] < item.span.start]
    if behind and (not ahead or not re.search("[,;，；。]", text[item.span.end : behind[0][0]])):
        return behind[0][1]
    return ahead[-1][1] if ahead else ""
