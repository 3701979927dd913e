"""The conversation of `kg review`: a question, an answer, and the decision on disk before the next question."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.markup import escape

from kg import deciding, decisions
from kg.deciding import Things, Writing
from kg.decisions import Action, Decision, Question
from kg.errors import InputError
from kg.identity.forms import plain
from kg.model import Entity

_T = TypeVar("_T")
_WORDS = {
    "y": ("y", "yes", "是", "对"),
    "n": ("n", "no", "否", "不是"),
    "s": ("s", "skip", "跳过", ""),
    "m": ("m", "merge", "合并"),
    "x": ("x", "split", "拆分", "拆"),
    "r": ("r", "rename", "改名"),
    "q": ("q", "quit", "结束", "退出"),
}
_ANSWERS = {word: answer for answer, words in _WORDS.items() for word in words}
_HELP = "y 是 · n 否 · s 跳过 · m 合并 · x 拆分 · r 改名 · q 结束"
_MORE = "还要决定什么？m 合并 · x 拆分 · r 改名 · q 结束"
_SHOWN = 20
"""Entities that are offered at most where a name means several."""
_RANGE = re.compile(r"(\d+)(?:[-–—~～至到](\d+))?")


class _WrongError(Exception):
    """An answer that cannot be taken, and why: the question is asked again."""


class _BackError(Exception):
    """An empty answer: back to the question before."""


class Dialogue:
    """Asks a person, and keeps each answer in a file of decisions at once. Raises EOFError where the person leaves."""

    def __init__(self, console: Console, things: Things, kept: Path, author: str = "") -> None:
        self._console, self._things, self._kept, self._author = console, things, kept, author
        self._decided = {decision.about for decision in decisions.read(kept)}
        self.new = 0
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # bytes that are no text are told, and asked for again

    def signed(self) -> None:
        """Asks for the name that decisions are signed with, if it is not given; whoever decided last is offered."""
        last = next((d.author for d in reversed(decisions.read(self._kept))), "")
        while not self._author:
            self._author = self._ask(f"署名 [{last}]" if last else "署名", str) or last
            if not self._author:
                self._console.print("署名不能为空")

    def about(self, question: Question, number: int, total: int) -> None:
        """Asks one question until it is answered, skipped or decided otherwise."""
        if decisions.answered(question, yes=True, author="", date="").about in self._decided:
            return
        self._console.print(f"[bold]{number}/{total}[/] {escape(question.text)}  （{question.confidence:.2f}）")
        subject = next((e for s in question.subjects if (e := self._things.get(s))), None)
        document, said = question.document or "", question.evidence
        if subject and not said:
            document, said = self._things.place(subject)
        self._console.print(f"    {document}：{said.strip()}", markup=False)
        while True:
            answer = self._ask(_HELP, _answer("ynsmxrq"))
            if answer in {"y", "n"}:
                made = decisions.answered(question, yes=answer == "y", author=self._author, date=_today())
                if self._keep([made]):
                    return
            elif answer == "s" or (self._other(answer, subject) and answer == "m" and not question.about_fact):
                return

    def more(self) -> None:
        """Takes decisions of the person's own until there are no more."""
        while (answer := self._ask(_MORE, _answer("mxrq", empty="q"))) != "q":
            self._other(answer, None)

    def _other(self, answer: str, subject: Entity | None) -> bool:
        """Merge, split or rename; whether a decision was made. `subject` is offered as the entity."""
        if answer == "q":
            raise EOFError
        make = {"m": self._merge, "x": self._split, "r": self._rename}[answer]
        try:
            return self._keep(make(self._entity("哪个实体（名称或 id）", subject)))
        except _BackError:
            return False

    def _merge(self, one: Entity) -> Sequence[Decision]:
        other = self._entity(f"“{one.name}”与哪个实体是同一个（名称或 id）", None, beside=one)
        return [Decision(Action.MERGE, (one.id, other.id), self._author, _today())]

    def _rename(self, one: Entity) -> Sequence[Decision]:
        name = self._ask(f"“{one.name}”的正名", lambda text: _named(text, one))
        if self._things.namesakes(one, name):
            self._console.print(f"已有实体叫“{name}”：改名后两者会成为同一个", markup=False)
        return [Decision(Action.RENAME, (one.id,), self._author, _today(), name)]

    def _split(self, one: Entity) -> Sequence[Decision]:
        every = self._things.writings(one)
        if not every:
            self._console.print(f"没有文档写到“{one.name}”，不能拆分", markup=False)
            raise _BackError
        for number, writing in enumerate(every, 1):
            self._console.print(f"  {number} {writing.document}：{writing.name} ×{writing.count}", markup=False)
        rows, names = self._ask("取出哪些（编号如 1 3-4，或写法）", lambda text: _picked(text, every))
        called = self._ask("取出的叫什么", lambda text: _named(text, one))
        return deciding.split(one, rows, names, called, author=self._author, date=_today())

    def _entity(self, prompt: str, offered: Entity | None, beside: Entity | None = None) -> Entity:
        """The entity that the person names; where several answer, the one chosen of them."""

        def found(text: str) -> Sequence[Entity]:
            if not text and offered:
                return (offered,)
            some = self._things.find(_given(text))
            if not some:
                raise _WrongError(f"没有叫“{text}”的实体")
            fitting = [e for e in some if _join(e, beside) is None]
            if not fitting:
                raise _WrongError(_join(some[0], beside) or "")
            if len(fitting) > _SHOWN:
                raise _WrongError(f"有 {len(fitting)} 个名称含“{text}”的实体，请写得更全")
            return fitting

        some = self._ask(f"{prompt} [{offered.name}]" if offered else prompt, found)
        if len(some) == 1:
            return some[0]
        for number, entity in enumerate(some, 1):
            document, said = self._things.place(entity)
            self._console.print(f"  {number} {entity.name}  {entity.id}  {document}：{said.strip()}", markup=False)
        return some[self._ask("哪一个（编号）", lambda text: _number(text, len(some))) - 1]

    def _ask(self, prompt: str, check: Callable[[str], _T]) -> _T:
        """An answer that passes the check; what does not is told in one line, and asked again."""
        while True:
            self._console.print(f"{escape(prompt)}：", end="")
            line = input().strip()
            try:
                return check(_readable(line))
            except _WrongError as wrong:
                self._console.print(str(wrong), markup=False)

    def _keep(self, made: Sequence[Decision]) -> bool:
        """Writes decisions to the file; whether that could be done."""
        try:
            new = decisions.added(self._kept, made)
        except (InputError, OSError) as error:
            self._console.print(f"没有记下：{error}", markup=False)
            return False
        self.new += len(new)
        self._decided |= {decision.about for decision in made}
        for decision in made:
            state = "已记下" if decision in new else "已有此决定，不重复记"
            self._console.print(f"    {state}：{_told(decision)}", markup=False)
        return True


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()


def _readable(line: str) -> str:
    if "\ufffd" in line or any(unicodedata.category(c) in {"Cc", "Cs"} for c in line):
        raise _WrongError("输入中有无法识别的字符，请重新输入")
    return line


def _answer(allowed: Iterable[str], empty: str = "s") -> Callable[[str], str]:
    def check(line: str) -> str:
        word = unicodedata.normalize("NFKC", line).lower()
        answer = _ANSWERS.get(word) if word else empty
        if answer is None or answer not in allowed:
            raise _WrongError(f"看不懂“{line}”，请答 {'、'.join(allowed)} 之一")
        return answer

    return check


def _given(line: str) -> str:
    if not line:
        raise _BackError
    return line


def _named(line: str, entity: Entity) -> str:
    if plain(_given(line)) == plain(entity.name):
        raise _WrongError(f"“{line}”就是原来的名称，请给出另一个")
    if not plain(line):
        raise _WrongError("名称不能只有引号或空白")
    return line


def _join(one: Entity, other: Entity | None) -> str | None:
    """Why two entities cannot be made one; None where they can."""
    if other is None:
        return None
    if one.id == other.id:
        return f"“{one.name}”就是它自己，请给出另一个实体"
    return (
        None
        if one.type is other.type
        else f"“{one.name}”与“{other.name}”类型不同（{one.type}、{other.type}），不能合并"
    )


def _number(line: str, most: int) -> int:
    word = unicodedata.normalize("NFKC", _given(line))
    if not word.isdecimal() or not 1 <= int(word) <= most:
        raise _WrongError(f"请输入 1 到 {most} 的编号")
    return int(word)


def _picked(line: str, every: Sequence[Writing]) -> tuple[Sequence[Writing], Sequence[str]]:
    """The writings and the names that an answer takes: numbers, ranges of numbers, or names as they are written."""
    rows: dict[Writing, None] = {}
    names: list[str] = []
    known = {plain(writing.name): writing.name for writing in every}
    whole = [line] if plain(line) in known else re.split(r"[\s,，、;；]+", _given(line))
    for word in filter(None, whole):
        if plain(word) in known:
            names.append(known[plain(word)])
        elif found := _RANGE.fullmatch(unicodedata.normalize("NFKC", word)):
            first, last = int(found[1]), int(found[2] or found[1])
            if not 1 <= first <= last <= len(every):
                raise _WrongError(f"编号 {word} 不在 1 到 {len(every)} 之间")
            rows.update(dict.fromkeys(every[first - 1 : last]))
        else:
            raise _WrongError(f"“{word}”既不是编号，也不是它的写法")
    taken = [w for w in rows if w.name not in names]
    if all(w in rows or w.name in names for w in every):
        raise _WrongError("不能全部取出：要改名请用 r")
    return taken, names


def _told(decision: Decision) -> str:
    """A decision in words."""
    subjects = [decisions.reference(s)[2] or s for s in decision.subjects]
    where = "、".join([*decision.names, *decision.documents])
    match decision.action:
        case Action.MERGE:
            return f"合并 {' = '.join(subjects)}"
        case Action.APART:
            return f"不是同一个 {' ≠ '.join(subjects)}"
        case Action.SPLIT:
            return f"拆分 {subjects[0]} → {decision.name}（{where}）"
        case Action.RENAME:
            return f"改名 {subjects[0]} → {decision.name}"
        case Action.ACCEPT:
            return "事实成立"
        case Action.REJECT:
            return "事实不成立"
