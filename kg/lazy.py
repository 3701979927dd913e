"""Regular expressions that are compiled when they are first used: a page needs half of them, what was read before needs few."""

from __future__ import annotations

import re
from typing import Any, cast

from kg.compiled import compiled


def regex(source: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The pattern, as `re.compile` gives it; a class of Chinese characters alone takes it a millisecond."""
    return cast("re.Pattern[str]", _Regex(source, flags))


class _Regex:
    """Stands for a pattern, and takes its methods over as they are asked for: from the second time on each is found here at once."""

    def __init__(self, source: str, flags: re.RegexFlag) -> None:
        self._asked = source, flags
        self._pattern: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever a pattern has)
        if name.startswith("_"):  # asked by who copies things
            raise AttributeError(name)
        self._pattern = self._pattern or compiled(*self._asked)
        found = getattr(self._pattern, name)
        setattr(self, name, found)
        return found
