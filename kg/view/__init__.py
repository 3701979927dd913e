"""Knowledge as something to look at: one self-contained HTML page."""

from kg.view.neighbourhood import neighbourhood
from kg.view.notebook import framed
from kg.view.page import page

__all__ = ["framed", "neighbourhood", "page"]
