"""What the caller says of all documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller says of all documents: their date (ISO 8601) and region (GB/T 2260)."""

    date: str | None = None
    region: str | None = None

    def settings(self) -> dict[str, str]:
        """As settings that count more than a folder's own."""
        return {key: value for key, value in (("date", self.date), ("region", self.region)) if value}
