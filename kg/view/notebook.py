"""The page inside a notebook's cell."""

from __future__ import annotations

from markupsafe import escape

from kg.model import Knowledge
from kg.view.drawing import page


def framed(knowledge: Knowledge, *, title: str = "", height: int = 620) -> str:
    """An HTML frame that holds the whole page, `height` pixels high: what `_repr_html_` gives.

    The frame may run its own scripts and save files, and reaches nothing of the notebook around it.
    """
    inner = escape(page(knowledge, title=title))
    style = "border:1px solid #8884;border-radius:10px"
    return (
        f'<iframe srcdoc="{inner}" width="100%" height="{height}" style="{style}" title="{escape(title or "教谱")}"'
        ' sandbox="allow-scripts allow-downloads allow-modals"></iframe>'
    )
