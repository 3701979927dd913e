"""Knowledge as something to look at: one self-contained HTML page."""

from kg.view.notebook import framed
from kg.view.page import page

__all__ = ["framed", "page"]
