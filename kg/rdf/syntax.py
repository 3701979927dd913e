"""IRIs and literals as N-Triples text."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Final
from urllib.parse import quote

from kg.lazy import regex
from kg.terms import PREFIXES

XSD: Final = PREFIXES["xsd"]

# RFC 3987: what an IRI's path and fragment cannot hold as it stands (a percent sign only before two hex digits, one number sign,
# which begins the fragment: the last; section 4.1: no bidirectional formatting), and line separators, at which some readers
# end a line of N-Triples
_FORBIDDEN: Final = regex(
    r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/?#%\u00a0-\u200d\u2010-\u2027\u202f-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane * 0x10000)}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 14))
    + "\U000e1000-\U000efffd]|%(?![0-9A-Fa-f]{2})|#(?=[^#]*#)"
)
# Turtle 1.1, PN_CHARS: what a prefixed name shows unescaped, with the slash between segments
_UNPRINTABLE: Final = regex(
    r"[^A-Za-z0-9\-._~/\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane * 0x10000)}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 14))
    + "]"
)
_DOTS: Final = regex(r"(?:(?<=/)|^)(\.{1,2})(?=/|#|$)")
_ESCAPED: Final = regex(r'[\x00-\x1f\x7f"\\]')
_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_YEAR: Final = regex(r"\d{4}")
_MONTH: Final = regex(r"\d{4}-(?:0[1-9]|1[0-2])")
_DAY: Final = regex(r"\d{4}-\d\d-\d\d")
_TIME: Final = regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def segment(name: str) -> str:
    """A name as part of an IRI: letters of all scripts stay, what Turtle cannot print in a prefixed name is percent-escaped."""
    return _no_dots(_UNPRINTABLE.sub(_percent, name))


def iri(base: str, local: str) -> str:
    """`<base + local>`; what an IRI cannot hold is percent-escaped, so that a hostile id breaks nothing."""
    return f"<{base}{_no_dots(_FORBIDDEN.sub(_percent, local))}>"


def plain(text: str) -> str:
    """A string literal."""
    return f'"{_escape(text)}"'


def chinese(text: str) -> str:
    """A literal of the language zh."""
    return f'"{_escape(text)}"@zh'


def typed(text: str, datatype: str) -> str:
    """A literal of an XSD datatype."""
    return f'"{_escape(text)}"^^<{XSD}{datatype}>'


def number(value: float | str) -> str:
    """An xsd:integer or xsd:decimal in the canonical form that stores keep; a string literal for what is no finite number."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, int):
        return f'"{value:d}"^^<{XSD}integer>'
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 (not a number is unequal to itself)
        return plain(str(value))
    written = f"{Decimal(repr(value)):f}"
    return f'"{written.removesuffix(".0")}"^^<{XSD}decimal>'


def date(value: str) -> str:
    """A literal of xsd:date, xsd:gYearMonth or xsd:gYear by its precision; a string literal for what is none of them."""
    if _DAY.fullmatch(value) and _is_day(value):
        return typed(value, "date")
    if _MONTH.fullmatch(value):
        return typed(value, "gYearMonth")
    return typed(value, "gYear") if _YEAR.fullmatch(value) else plain(value)


def time(value: str) -> str:
    """An xsd:dateTime, or a date where no time of day is told."""
    return typed(value, "dateTime") if _TIME.fullmatch(value) and _is_day(value[:10]) else date(value)


def _is_day(value: str) -> bool:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _escape(text: str) -> str:
    return _ESCAPED.sub(_character, text) if _ESCAPED.search(text) else text


def _character(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}"


def _percent(found: re.Match[str]) -> str:
    return quote(found[0], safe="")


def _no_dots(path: str) -> str:
    """Segments `.` and `..` would be removed where an IRI is resolved; so would an empty first segment change its meaning."""
    return _DOTS.sub(lambda found: found[1].replace(".", "%2E"), path) if "." in path else path
