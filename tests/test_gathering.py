"""Resolution that holds few things at a time gives what resolution of all together gives."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from unittest import mock

import pytest

from kg import gathering
from kg.decisions import Action, Decision
from kg.extract import reading
from kg.forming import formed_of
from kg.gathering import Gathering
from kg.identity.decided import Decided
from kg.model import Document, Reading
from kg.resolve import known_areas, prepared, resolution, stale
from kg.sources import documents

TEXTS = {
    "a.txt": "常州市钟楼区教育局  2019-10-31\n清潭小学加入实验小学教育集团，实小集团现有五所学校。局长李明参加了揭牌仪式。\n",
    "b.txt": "常州市钟楼区教育局  2019-11-02\n常州市第二十四中学（以下简称二十四中）获评省平安校园。二十四中校长王芳介绍，新校区已完成主体封顶。\n",
    "c.txt": "常州市教育局  2020-05-06\n二十四中、清潭小学获得全市中小学生合唱比赛一等奖，清潭小学校长王芳领奖。\n",
    "d.txt": "常州市武进区教育局  2020-06-01\n湖塘桥实验小学和清潭小学结对。我区各校参加了全市中小学生合唱比赛。\n",
    "e.txt": "清潭小学学生王芳获市中小学生合唱比赛二等奖。\n",
    "f.txt": "成都市锦江区教育局  2021-03-04\n成都市第三幼儿园新园区已经启用。\n",
    "g.txt": "成都市锦江区教育局  2021-03-05\n三幼新园区已经启用。教育部、省教育厅来园调研。\n",
    "h.txt": "常州市武进区教育局  2020-06-02\n育才实验小学，原名德润里小学，创办于1952年。\n",
    "i.txt": "常州市武进区教育局  2010-06-02\n德润里小学举行运动会。教育部发来贺信。\n",
    "j.txt": "常州市武进区教育局  2010-06-02\n德润里小学举行运动会。教育部发来贺信。\n",
    "k.txt": "",
}
DECISIONS = (
    Decision(Action.RENAME, ("school/320404/清潭小学",), "甲", "2024-01-01", name="常州市清潭小学"),
    Decision(Action.MERGE, ("school/320404/清潭小学", "school/-/清潭小学"), "甲", "2024-01-02"),
    Decision(
        Action.SPLIT, ("school/320404/清潭小学",), "甲", "2024-01-04", "清潭路小学", ("c.txt",), names=("清潭小学",)
    ),
    Decision(Action.SPLIT, ("school/320400/常州市第二十四中学",), "甲", "2024-01-04", "廿四中", names=("二十四中",)),
    Decision(Action.APART, ("school/320404/没有小学", "school/320404/没有的小学"), "甲", "2024-01-03"),
)


@cache
def readings(folder: Path) -> Sequence[Reading]:
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [reading(one) for one in documents([str(folder)]) if isinstance(one, Document)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


@pytest.mark.parametrize("together", [1, 5, 1000])
@pytest.mark.parametrize("decisions", [(), DECISIONS, DECISIONS[3:]])
def test_things_looked_at_in_parts_are_what_they_are_together(
    folder: Path, tmp_path: Path, decisions: Sequence[Decision], together: int
) -> None:
    ready = sorted((prepared(one, decisions) for one in readings(folder)), key=lambda one: one.reading.document.name)
    whole, parts = Decided(decisions), Decided(decisions)
    wanted = resolution(((r.reading.document.name, r.clusters, r.proposals) for r in ready), whole)
    ready = sorted((prepared(one, decisions) for one in readings(folder)), key=lambda one: one.reading.document.name)
    with (
        mock.patch.object(gathering, "TOGETHER", together),
        closing(Gathering(tmp_path, decisions, parts)) as gathered,
    ):
        for one in ready:
            gathered.add(formed_of(one.reading.document.name, one.clusters, one.proposals, decisions))
        found = gathered.resolved()
        assert (found.merges, found.proposals) == (wanted.merges, wanted.proposals)
        assert len(wanted.entities) > 20
        for one in ready:
            document = one.reading.document
            of = wanted.of.get(document.name, {})
            around = [area for area in known_areas(document.region) if area in wanted.entities]
            named, entities = found.told(document.name, known_areas(document.region))
            assert sorted(named) == sorted((span.start, span.end, kind, key) for (span, kind), key in of.items())
            assert entities == tuple(wanted.entities[key] for key in sorted({*of.values(), *around}))
    assert stale(parts) == stale(whole)
