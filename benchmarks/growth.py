"""How time grows with hostile text: each shape at three lengths, and the ratios; linear time doubles: `python -m benchmarks.growth [CHARACTERS [SHAPE…]]`."""

from __future__ import annotations

import random
import re
import sys
import time
from itertools import pairwise
from statistics import fmean

from kg import rdf
from kg.extract import reading
from kg.resolve import resolve
from kg.sources import document
from kg.terms import ID

_LINEAR = 2.3
"""A mean ratio above it is worth a look."""
_DOUBLINGS, _RUNS = 2, 2
_SHAPES = (
    "(", ")", "（", "《", "“", "()", " ", "\u3000", "\n", "。", "，", "：", "a", "1234567890", "学", "二", "𠀀", "😀", "\u200d", "\u202e", "\0", "Ⅲ", "2019年", "常州市",
    "西新桥小学获得市羽毛球锦标赛团体第三名", "清潭小学、", "甲小学、乙小学、", "获一等奖", "甲小学\t一等奖\n", "甲小学\t", "主持人：\n", "实小教育集团", "一等奖：甲小学，", "局长李明",
    "常州市第二十四中学（以下简称二十四中）", "《春天》", "3.2亿元", "1.甲小学\n",
    "、", "；", "的", "和", "等", "以及", "——", "……", "\t", "\r\n", "[", "【】", "”“", "(a(b)", "“好学校”", "《春天》、《夏天》获", "一、", "（一）", "1、", "1)获奖名单\n", "二十四", "50%",
    "常州市清潭小学、武进区花园小学、", "张三、李四、", "校长李明、副校长王芳", "王小明老师", "分别", "分别获一等奖、二等奖", "甲小学和乙小学分别获一等奖和二等奖，", "甲小学获", "一等奖", "第一名，",
    "市合唱比赛", "在市合唱比赛中获一等奖", "小学组", "荣获“文明校园”称号", "加入实验小学教育集团", "甲小学获一等奖，在市合唱比赛中", "共50人", "总投资3.2亿元，", "计划2020年9月投入使用，",
    "2019年5月1日至", "5月4日，", "2019.5.1-", "今年", "甲小学\t乙小学\t丙小学\n", "|甲小学|一等奖|\n", "Abc School ", "http://a.b/c?d=e ", "ＡＢＣ", "问：", "网友：你好\n主持人：", "任校长，",
    "*小学、", "《*》、", "李*老师，", "*：你好。\n主持人：好。\n", "局长*，", "市*局、", "*小学获*比赛一等奖，", "*\t一等奖\n", "http://*/\n",
)  # fmt: skip


def made(shape: str, size: int) -> str:
    """So many characters of a shape, again and again; each `*` in it is three characters of its own."""
    chance = random.Random(1)
    text = shape * (size // len(shape) + 1)
    return re.sub(r"\*", lambda _: "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(3)), text)[:size]


def seconds(text: str) -> float:
    """Processor time of the whole way, from text to Turtle."""
    began = time.process_time()
    told = resolve([reading(document("a.txt", text, date="2019-10-31", region="320404"))], ())
    for _ in rdf.turtle_chunks(rdf.union(told, ID), ID):
        pass
    return time.process_time() - began


def main() -> None:
    """Print a line for each shape."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sizes = [size << n for n in range(_DOUBLINGS + 1)]
    seconds("西新桥小学获得市羽毛球锦标赛团体第三名。" * 3)
    print(f"{'shape':24} {' '.join(f'{n:>9}' for n in sizes)}  ratios", flush=True)
    for shape in sys.argv[2:] or _SHAPES:
        times = [min(seconds(made(shape, n)) for _ in range(_RUNS)) for n in sizes]
        ratios = [later / sooner for sooner, later in pairwise(times)]
        told = " ".join(f"{one:9.2f}" for one in times), " ".join(f"{one:5.2f}" for one in ratios)
        print(f"{shape[:12]!r:24} {told[0]}  {told[1]}{' !' if fmean(ratios) > _LINEAR else ''}", flush=True)


if __name__ == "__main__":
    main()
