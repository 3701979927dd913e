"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import copy
import pkgutil
import re
from importlib import import_module

import pytest

import kg
from kg.lazy import regex


def test_it_is_compiled_when_it_is_first_used() -> None:
    broken = regex("(")
    with pytest.raises(re.error):
        broken.search("")


def test_it_does_what_the_pattern_does() -> None:
    lazy, plain = regex("(?P<a>[一-龥])b", re.IGNORECASE), re.compile("(?P<a>[一-龥])b", re.IGNORECASE)
    for text in ("", "x市B", "市b市b"):
        for _ in range(2):
            assert [m.span("a") for m in lazy.finditer(text)] == [m.span("a") for m in plain.finditer(text)]
            assert bool(lazy.match(text)) == bool(plain.match(text))
            assert lazy.sub("-", text) == plain.sub("-", text)
    assert (lazy.pattern, lazy.flags, lazy.groupindex) == (plain.pattern, plain.flags, plain.groupindex)
    assert copy.copy(lazy).pattern == plain.pattern


def test_all_patterns_of_the_program_can_be_compiled() -> None:
    kind = type(regex(""))
    names = [
        m.name for m in pkgutil.walk_packages(kg.__path__, "kg.") if not m.name.startswith(("kg.spark", "kg.__main__"))
    ]
    found = [value for name in names for value in vars(import_module(name)).values() if isinstance(value, kind)]
    assert len(found) > 200
    for value in found:
        re.compile(value.pattern)
