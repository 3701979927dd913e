"""Knowledge as something to look at: one self-contained HTML page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.view.drawing import page
    from kg.view.notebook import framed

__all__ = ["framed", "page"]

_HOME = {"framed": "kg.view.notebook", "page": "kg.view.drawing"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 — whatever the public name stands for
    """The public names, imported when they are first asked for: what draws (layouts, pinyin) takes longer to load than to draw a page."""
    if name not in _HOME:
        raise AttributeError(f"module 'kg.view' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
