"""Document → mentions: rules and the sequence model propose, the best of what overlaps is kept."""

from __future__ import annotations

from kg.model import Document, Mention, Rejected
from kg.tagger import votes

_SURE = 0.3  # below it a vote of the model is more often wrong than right


def mentions(document: Document) -> tuple[tuple[Mention, ...], tuple[Rejected, ...]]:
    """The named things of a document in text order, none overlapping, and the candidates that were not taken."""
    found, rejected = [], []
    for part in document.body:
        for vote in votes(document.text, part):
            text = vote.span.of(document.text)
            if vote.probability < _SURE:
                rejected.append(Rejected(vote.span, text, str(vote.type), "tagger", f"概率 {vote.probability:.2f}"))
            else:
                found.append(Mention(vote.span, text, vote.type, "tagger", vote.probability))
    return tuple(found), tuple(rejected)
