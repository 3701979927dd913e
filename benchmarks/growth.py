"""How time grows with hostile text: each shape at two lengths, and the ratio; linear time doubles: `python -m benchmarks.growth [CHARACTERS]`."""

from __future__ import annotations

import random
import sys
import time

from kg import rdf
from kg.extract import reading
from kg.resolve import resolve
from kg.sources import document
from kg.terms import ID

_LINEAR = 2.6
"""A ratio above it, in the better of two runs, is worth a look."""
_SHAPES = (
    "(", ")", "（", "《", "“", "()", " ", "\u3000", "\n", "。", "，", "：", "a", "1234567890", "学", "二", "𠀀", "😀", "\u200d", "\u202e", "\0", "Ⅲ", "2019年", "常州市",
    "西新桥小学获得市羽毛球锦标赛团体第三名", "清潭小学、", "甲小学、乙小学、", "获一等奖", "甲小学\t一等奖\n", "甲小学\t", "主持人：\n", "实小教育集团", "一等奖：甲小学，", "局长李明",
    "常州市第二十四中学（以下简称二十四中）", "《春天》", "3.2亿元", "1.甲小学\n",
)  # fmt: skip


def made(shape: str, size: int) -> str:
    """So many characters of a shape; `…` is a list of schools that are all different."""
    if shape == "…":
        chance = random.Random(1)
        return "".join(
            "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(3)) + "小学、" for _ in range(size // 6)
        )
    return (shape * (size // len(shape) + 1))[:size]


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
    seconds("西新桥小学获得市羽毛球锦标赛团体第三名。" * 3)
    print(f"{'shape':24} {size:>9} {2 * size:>9}  ratio")
    for shape in (*_SHAPES, "…"):
        runs = [(seconds(made(shape, size)), seconds(made(shape, 2 * size))) for _ in range(2)]
        first, second = min(runs, key=lambda run: run[1] / run[0])
        print(
            f"{shape[:12]!r:24} {first:9.2f} {second:9.2f}  {second / first:5.2f}{' !' if second / first > _LINEAR else ''}"
        )


if __name__ == "__main__":
    main()
