"""Whether a passage tells what is meant to be done: what its heading or the document's title says."""

from __future__ import annotations

from kg.lazy import regex
from kg.patterns.signature import Signature

_PLAN = regex(
    r"(?:工作|重点|发展|建设)(?:安排|打算|计划|要点|思路|目标|任务)|下一步|下一阶段|下阶段|下步|明年(?:的)?(?:工作|打算|重点|任务)|今后[^,，。]{0,8}(?:工作|打算|任务)"
    r"|(?:奋斗|预期|主要)目标|任务清单|项目清单|行动计划|实施方案|新的一年|新一年"
)
_REVIEW = regex(
    r"总结|回顾|完成情况|进展|成效|成绩|过去|落实情况|[上去前]一?年工作|全年工作(?!要点|计划|安排)|述职|述评|通报"
)
DONE = regex(r"已|了|日前|目前|昨[天日]|近日|刚|[去前]年|上[个周月学]|截至|正在")
"""What is told as done in spite of the heading."""
PLAN, REVIEW = "plan", "review"
_HEADING = 40
_BACK = 80
"""Letters of a heading at most; sentences back in which it is looked for."""


def planned(sign: Signature, clause: str) -> bool:
    """Whether a clause that says no more than 开工 or 建成 stands under 2023年工作安排, 下一步打算 or in 工作要点."""
    return not DONE.search(clause) and outlook(sign) == PLAN


def past_due(sign: Signature, stamp: str | None) -> bool:
    """Whether the date told lies after the document's own: then nothing has been done yet, and it is only planned."""
    base = sign.sentence.document.date
    return bool(base and stamp and stamp[:7] > base[:7][: len(stamp)])


def outlook(sign: Signature) -> str:
    """What the nearest heading that tells it says of what stands below: that it is meant to be done, or that it was; else nothing."""
    at: Signature | None = sign.before
    for _ in range(_BACK):
        if at is None:
            return ""
        text = at.sentence.text.strip()
        if 0 < len(text) <= _HEADING and not text.endswith(("。", "!", "！", "?", "？", ";", "；")):
            plan, review = _PLAN.search(text), _REVIEW.search(text)
            if plan or review:
                return PLAN if plan and not review else REVIEW
        at = at.before
    return ""
