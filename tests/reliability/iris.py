"""RFC 3987, section 2.2, as far as absolute IRIs with an authority go: written from its grammar, and knowing nothing of the program."""

from __future__ import annotations

import re

_UCS = (
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
    + "\U000e1000-\U000efffd"
)
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_UNRESERVED, _SUB, _ESCAPED = rf"A-Za-z0-9\-._~{_UCS}", "!$&'()*+,;=", "%[0-9A-Fa-f]{2}"
_PCHAR = f"(?:[{_UNRESERVED}{_SUB}:@]|{_ESCAPED})"
_AUTHORITY = rf"(?:(?:[{_UNRESERVED}{_SUB}:]|{_ESCAPED})*@)?(?:\[[0-9A-Fa-f:.]+\]|(?:[{_UNRESERVED}{_SUB}]|{_ESCAPED})*)(?::\d*)?"
_IRI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*://{_AUTHORITY}(?:/{_PCHAR}*)*(?:\?(?:{_PCHAR}|[/?{_PRIVATE}])*)?(?:\#(?:{_PCHAR}|[/?])*)?"
)


def is_iri(text: str) -> bool:
    """Whether the text is such an IRI, without bidirectional formatting (section 4.1)."""
    return _IRI.fullmatch(text) is not None and not _BIDI & set(text)
