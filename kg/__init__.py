"""Jiaopu: Chinese education-governance text as a knowledge graph with the evidence of every fact."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Knowledge, build
    from kg.errors import InputError
    from kg.model import Document

__all__ = ["Document", "InputError", "Knowledge", "build"]

_HOME = {"Document": "kg.model", "InputError": "kg.errors", "Knowledge": "kg.api", "build": "kg.api"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 — whatever the public name stands for
    """The public names, imported when they are first asked for: the command line starts fast without them."""
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
