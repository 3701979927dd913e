"""Knowledge as something to look at: one self-contained HTML page."""

from kg.view.page import page

__all__ = ["page"]
