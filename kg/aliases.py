"""Words by which texts introduce another name of a thing, as parts of regular expressions; longer ones stand before their openings."""

from typing import Final

THUS: Final = "亦?即|也?就是"
OTHER: Final = "又称作?|又名|又叫|亦称|亦名|也称|也叫|俗称|俗名|别称|别名|旧称|旧名"
WHOLE: Final = "全称(?:为|是)?"
FORMER: Final = "曾用名|曾名|曾称|原名|原称|原为|原"
"""What follows is used no more; likewise behind these two."""
EARLIER: Final = "即?(?:原来|原先|过去|从前)的"
PREDECESSOR: Final = "前身(?:为|是|系)?"
PRESENT: Final = "现名|现称|现为|现|今名|今为|今"
RENAMED: Final = "更名为?|改名为?|改称为?|易名为"
