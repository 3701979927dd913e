"""Chinese word segmentation with dictionary parts of speech: rjieba where it is installed, else jieba, with equal results."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from itertools import chain
from types import ModuleType
from typing import Any

from kg.lazy import regex

_PIECES = regex(r"[\u4e00-\u9fa5]+|[^\u4e00-\u9fa5]")
_REMEMBERED = 1 << 10
"""Pieces whose words are kept: some documents have no more, and in a text without stops each may be thousands of characters."""
_UNKNOWN = "x"

Word = tuple[str, str]


def words(text: str) -> tuple[Word, ...]:
    """Words with their dictionary tag that together are `text`; whatever is not Chinese comes as single characters tagged `x`."""
    return tuple(chain.from_iterable(map(_piece, _PIECES.findall(text))))


@lru_cache(maxsize=_REMEMBERED)
def _piece(text: str) -> tuple[Word, ...]:
    """The words of Chinese characters that stand together, or one other character; several ask for the same ones of a document.

    The segmenters treat what is not Chinese differently: they never see it.
    """
    return tuple(tagger()(text)) if "\u4e00" <= text[0] <= "\u9fa5" else ((text, _UNKNOWN),)


@cache
def tagger() -> Callable[[str], list[Word]]:
    """The segmenter at hand."""
    return with_rjieba() if find_spec("rjieba") else with_jieba()  # its wheel exists for the common platforms only


def with_rjieba() -> Callable[[str], list[Word]]:
    """The fast segmenter, with jieba's tags."""
    own = _rjieba().Jieba()  # the shared one may have been given user words

    @lru_cache(maxsize=1 << 16)
    def known(word: str) -> bool:
        return bool(own.has_word(word))

    # rjieba guesses a tag for words outside of its dictionary, jieba does not
    return lambda text: [(word, tag if known(word) else _UNKNOWN) for word, tag in own.tag(text)]


def _rjieba() -> ModuleType:
    """The module that holds the segmenter's class, without its package: that reads the dictionary, too, for a segmenter of its own."""
    package = find_spec("rjieba")
    name = "rjieba.rjieba"
    if name not in sys.modules and package is not None:
        spec = PathFinder.find_spec(name, package.submodule_search_locations)
        if spec is not None and spec.loader is not None:
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            sys.modules[name] = module
    return sys.modules.get(name) or import_module("rjieba")


def with_jieba() -> Callable[[str], list[Word]]:
    """The segmenter in pure Python; it is imported here and not before, for that takes as long as all the rest."""
    jieba, posseg = import_module("jieba"), import_module("jieba.posseg")
    jieba.setLogLevel(60)
    own = jieba.Tokenizer()  # the shared one may have been given user words
    own.initialize()
    tags: Mapping[str, str] = posseg.POSTokenizer(own).word_tag_tab
    cut: Any = own.cut
    return lambda text: [(word, tags.get(word, _UNKNOWN)) for word in cut(text)]
