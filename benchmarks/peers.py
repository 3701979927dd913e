"""Names of schools, campuses and groups as other tools find them: suffix patterns, jieba.posseg, LAC."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any, TypeAlias

import jieba.posseg
import numpy as np

Found: TypeAlias = tuple[int, int]
Finder: TypeAlias = Callable[[str], Iterator[Found]]

_SUFFIX = "(?:学校|小学|中学|幼儿园|学院|大学|附小|附中|实小|[一二三四五六七八九十]小|[一二三四五六七八九十]中|教育集团|集团|联盟|共同体|校区|园区|分校|分园)"
_NAME = re.compile(rf"[一-龥]{{2,14}}?{_SUFFIX}(?![区园]|[一-龥]?生)")
_ENDS = re.compile(rf".*{_SUFFIX}$")
_GLUED = frozenset({"ns", "nr", "nz", "n", "nt", "m", "j", "f", "b", "ng", "a", "an", "vn", "nrt", "eng"})
_LINE = re.compile(r"[^\n。!?！？;；,，、]+")
_LONGEST = 8


def suffixes(text: str) -> Iterator[Found]:
    """From the start of a clause or list item to the first suffix of a school's name."""
    for part in _LINE.finditer(text):
        for found in _NAME.finditer(text, part.start(), part.end()):
            yield found.span()


def posseg(text: str) -> Iterator[Found]:
    """Adjacent tokens that may be part of a name, up to one that ends like a school's."""
    for part in _LINE.finditer(text):
        at, run = part.start(), list[tuple[int, int]]()
        for token in jieba.posseg.cut(part[0]):
            place = (at, at + len(token.word))
            at = place[1]
            run = [*run[-_LONGEST:], place] if token.flag in _GLUED else []
            if run and _ENDS.match(token.word):
                yield run[0][0], place[1]
                run = []


def lac() -> Finder | None:
    """LAC's organizations and places that end like a school's name; None where LAC or Paddle is not installed."""
    if importlib.util.find_spec("LAC") is None or importlib.util.find_spec("paddle") is None:
        return None
    if importlib.util.find_spec("paddle.fluid") is None:
        _stand_in_for_fluid()
    model = importlib.import_module("LAC").LAC(mode="lac")

    def found(text: str) -> Iterator[Found]:
        for part in re.finditer(r"[^\n。!?！？]+", text):
            at = part.start()
            for word, tag in zip(*model.run(part[0]), strict=True):
                if tag in ("ORG", "LOC") and _ENDS.match(word):
                    yield at, at + len(word)
                at += len(word)

    return found


class _Numbers:
    """A tensor's values as LAC asks for them."""

    def __init__(self, values: np.ndarray[Any, Any]) -> None:
        self.values = values

    def int64_data(self) -> Sequence[int]:
        return list(self.values.reshape(-1))


class _Tensor:
    """What LAC 2.1 hands to Paddle, and takes back."""

    def __init__(self, data: np.ndarray[Any, Any]) -> None:
        self.data: Any = data
        self.lod: list[list[int]] = []
        self.shape = list(data.shape)


def _stand_in_for_fluid() -> None:
    """LAC 2.1 speaks to `paddle.fluid`, which Paddle left behind in 2.5: the same calls by way of `paddle.inference`."""
    paddle = importlib.import_module("paddle")
    inference = importlib.import_module("paddle.inference")

    class Predictor:
        def __init__(self, config: object) -> None:
            self._of = inference.create_predictor(config)

        def run(self, tensors: Sequence[_Tensor]) -> list[_Tensor]:
            for name, tensor in zip(self._of.get_input_names(), tensors, strict=True):
                handle = self._of.get_input_handle(name)
                handle.reshape(tensor.shape)
                handle.copy_from_cpu(tensor.data.reshape(tensor.shape))
                handle.set_lod(tensor.lod)
            self._of.run()
            out = []
            for name in self._of.get_output_names():
                handle = self._of.get_output_handle(name)
                tensor = _Tensor(handle.copy_to_cpu())
                tensor.data, tensor.lod = _Numbers(tensor.data), handle.lod()
                out.append(tensor)
            return out

    core, fluid = ModuleType("paddle.fluid.core"), ModuleType("paddle.fluid")
    vars(core).update(PaddleTensor=_Tensor, AnalysisConfig=inference.Config, create_paddle_predictor=Predictor)
    vars(fluid).update(
        core=core, CPUPlace=paddle.CPUPlace, Executor=lambda place: place, is_compiled_with_cuda=lambda: False
    )
    sys.modules |= {"paddle.fluid": fluid, "paddle.fluid.core": core}
    paddle.fluid = fluid
