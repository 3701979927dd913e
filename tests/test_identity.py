"""Names that must merge, and names that must stay apart, from naming practice in many provinces."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from kg import assess, gold
from kg.decisions import answered, questions
from kg.evaluate import figures
from kg.identity.align import shortening
from kg.identity.forms import number_of, parts, plain
from kg.identity.kinds import kind_of
from kg.identity.series import series_of
from kg.model import Document, Knowledge, Mention, Reading, Span
from kg.resolve import resolve
from kg.terms import EntityType, Kind

HERE = Path(__file__).parent / "identity"
Row = Mapping[str, str]


def rows(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reading(name: str, region: str, *named: tuple[str, str]) -> Reading:
    """A document that says the names one after the other."""
    text = "。".join(word for word, _ in named) + "。"
    at, found = 0, []
    for word, kind in named:
        found.append(Mention(Span(at, at + len(word)), word, EntityType(kind), "test"))
        at += len(word) + 1
    return Reading(Document(name, text, None, region, (Span(0, len(text)),)), tuple(found), ())


def entities(knowledge: Knowledge) -> set[str]:
    return {named.entity for part in knowledge.parts for named in part.mentions}


def together(row: Row) -> set[str]:
    """The entities of both names in one document."""
    kind = row.get("other_type") or row["type"]
    return entities(resolve([reading("a.txt", row["region"], (row["name"], row["type"]), (row["other"], kind))]))


def apart(row: Row) -> set[str]:
    """The entities of the names in a document each."""
    one = reading("a.txt", row["region"], (row["name"], row["type"]))
    kind, region = row.get("other_type") or row["type"], row.get("other_region") or row["region"]
    return entities(resolve([one, reading("b.txt", region, (row["other"], kind))]))


def test_the_lists_are_long_enough() -> None:
    assert len(rows("same.csv")) >= 410
    assert len(rows("apart.csv")) >= 410


def test_names_of_one_thing_merge_within_a_document() -> None:
    missed = [(row["name"], row["other"]) for row in rows("same.csv") if len(together(row)) > 1]
    assert len(missed) <= 0.02 * len(rows("same.csv")), missed


def test_names_of_one_thing_merge_across_documents() -> None:
    found = rows("same.csv")
    missed = [(row["name"], row["other"]) for row in found if len(apart(row)) > 1]
    assert len(missed) <= 0.03 * len(found), missed


@pytest.mark.parametrize("row", rows("apart.csv"), ids=lambda r: f"{r['name']}-{r['other']}")
def test_names_of_two_things_stay_apart(row: Row) -> None:
    assert len(apart(row)) == 2
    if not row["other_region"]:
        assert len(together(row)) == 2


def schools(*told: tuple[str, str]) -> Knowledge:
    """A document for each region and name."""
    return resolve([reading(f"{i}.txt", region, (name, "School")) for i, (region, name) in enumerate(told)])


CITY = ("510100", "成都市第三幼儿园")


def test_a_bare_number_is_the_citys_school_where_no_other_is_known() -> None:
    found = schools(CITY, ("510104", "三幼"))
    (merge,) = found.merges
    assert len(entities(found)) == 1
    assert merge.names == ("三幼", "成都市第三幼儿园")
    assert merge.reason == "全部文档中同一地区只有它相符"
    assert merge.confidence == 0.65
    (asked,) = [q for q in questions(found) if not q.about_fact]
    refused = answered(asked, yes=False, author="张老师", date="2026-01-01")
    told = [reading("0.txt", CITY[0], (CITY[1], "School")), reading("1.txt", "510104", ("三幼", "School"))]
    assert len(entities(resolve(told, [refused]))) == 2


@pytest.mark.parametrize(
    "told",
    [
        (CITY, ("510104", "三幼"), ("510105", "三幼")),  # said in two districts: each may mean its own
        (CITY, ("510104", "锦江区第三幼儿园"), ("510104", "三幼")),  # the district has one too
        (CITY, ("510104", "三小")),
        (("510100", "成都市实验小学"), ("510104", "实验小学")),  # every district has one
        (("510000", "四川省第三幼儿园"), ("510104", "三幼")),
    ],
)
def test_a_bare_short_name_stays_open_where_it_may_be_another(told: tuple[tuple[str, str], ...]) -> None:
    found = schools(*told)
    assert len(entities(found)) == len(told)
    assert not found.merges


def listing(name: str, region: str, text: str, *words: str) -> Reading:
    """A document whose schools are named in its text, each once, in order."""
    found, at = [], 0
    for word in words:
        at = text.index(word, at)
        found.append(Mention(Span(at, at + len(word)), word, EntityType.SCHOOL, "test"))
        at += len(word)
    return Reading(Document(name, text, None, region, (Span(0, len(text)),)), tuple(found), ())


TOWN = ("六龙镇中心小学", "六龙小学")


@pytest.mark.parametrize("between", ["、", "和", "、营盘小学、", "与"])
def test_what_one_list_names_side_by_side_is_two_things(between: str) -> None:
    words = (TOWN[0], *([] if len(between) == 1 else ["营盘小学"]), TOWN[1])
    listed = listing("a.txt", "520521", f"{TOWN[0]}{between}{TOWN[1]}获奖。", *words)
    assert len(entities(resolve([listed]))) == len(words)
    alone = [listing(f"{i}.txt", "520521", f"{name}获奖。", name) for i, name in enumerate(TOWN)]
    assert len(entities(resolve([listed, *alone]))) == len(words)
    assert len(entities(resolve([listing("b.txt", "520521", "。".join(TOWN), *TOWN)]))) == 1


def test_what_a_text_says_to_be_one_is_one_though_listed() -> None:
    text = "大方县六龙小学（简称六小）获奖。大方县六龙小学和六小结对。"
    assert (
        len(entities(resolve([listing("a.txt", "520521", text, "大方县六龙小学", "六小", "大方县六龙小学", "六小")])))
        == 1
    )


@pytest.mark.parametrize(
    ("region", "name", "code"),
    [
        ("350102", "通州区实验小学", "-"),  # of Beijing or Nantong, and not of Fuzhou
        ("110112", "通州区实验小学", "110112"),
        ("140429", "城区实验小学", "140429"),  # of the county's own town: 城区 is called much
        ("430111", "我区实验小学", "430111"),
    ],
)
def test_a_school_named_by_a_homonym_lies_where_that_may_lie(region: str, name: str, code: str) -> None:
    (found,) = entities(schools((region, name)))
    assert found.split("/")[1] == code


def test_a_campus_called_by_its_side_lies_in_no_far_district() -> None:
    (found,) = entities(resolve([reading("a.txt", "510105", ("西区分校", "Campus"))]))
    assert found == "campus/510105/西区分校"


def test_of_two_namesakes_the_districts_own_is_proposed() -> None:
    found = schools(("430100", "长沙市实验小学"), ("430111", "雨花区实验小学"), ("430111", "实小"))
    assert [(p.entity, p.other) for p in found.proposals] == [("school/430111/实小", "school/430111/雨花区实验小学")]


def test_what_a_misprint_named_first_gets_its_right_name() -> None:
    told = [
        reading(f"{i}.txt", "430302", (n, "GovernmentBody")) for i, n in enumerate(("湘潭市教肓局", "湘潭市教育局"))
    ]
    for given_ in (told, told[::-1]):
        found = resolve(given_)
        assert {e.name for part in found.parts for e in part.entities} == {"湘潭市教育局"}
        assert [(m.names, m.reason) for m in found.merges] == [(("湘潭市教肓局", "湘潭市教育局"), "一字之差,误写")]


@pytest.mark.parametrize(("wrong", "right"), [("富乐试验小学", "富乐实验小学"), ("富乐实验小孚", "富乐实验小学")])
def test_the_right_name_stays_whatever_comes_first_in_order(wrong: str, right: str) -> None:
    for names in ((wrong, right), (right, wrong)):
        found = schools(*(("510700", f"绵阳市{name}") for name in names))
        assert {e.name for part in found.parts for e in part.entities} == {f"绵阳市{right}"}


def test_a_countys_school_is_not_the_citys_of_that_name() -> None:
    found = schools(("321000", "扬州市育才小学"), ("321023", "育才小学"))
    assert len(entities(found)) == 2
    assert [(p.entity, p.other) for p in found.proposals] == [
        ("school/321000/扬州市育才小学", "school/321023/育才小学")
    ]
    assert len(entities(schools(("321000", "扬州市育才小学"), ("321002", "育才小学")))) == 1  # a district of the city


def gold_reading(path: Path) -> tuple[Reading, gold.Annotated]:
    annotated = gold.read(path)
    return Reading(gold.source(annotated, path.parent), gold.mentions(annotated), ()), annotated


@pytest.mark.parametrize("folder", ["seed", "tuned"])
def test_entities_of_the_gold_mentions_are_the_golds(folder: str) -> None:
    """B-cubed F1 ≥ 0.99 on seed and tuned documents, and no two things of the gold are made one."""
    scored = assess.folder(Path(__file__).parent / "gold" / folder, None, named=True)
    lines = {f.name: f for f in figures([s.score for s in scored])}
    assert lines["mentions"].f1 == 1.0  # they were given
    assert lines["entities"].gold == lines["mentions"].gold
    assert lines["entities"].precision == 1.0
    assert lines["entities"].f1 >= 0.99


def test_the_seeds_groups_and_schools_are_told_apart() -> None:
    given, _ = gold_reading(next((Path(__file__).parent / "gold" / "seed").glob("*.json")))
    knowledge = resolve([given])
    named = {e.name: e for e in knowledge.parts[0].entities}
    group = named["实验小学教育集团"]
    assert set(group.aliases) == {"实小集团", "实小教育集团", "实小学教育集团"}
    assert group.id == "group/320404/实验小学教育集团"
    assert "皇粮浜实验学校" in named or "钟楼外国语学校" in named
    assert not {"皇粮浜实验学校", "钟楼外国语学校"} <= set(named)
    assert {"清潭小学", "清潭实验小学", "花园小学", "花园二小"} <= set(named)
    assert named["钟楼区"].id == "place/320404/钟楼区"
    assert named["钟楼区人民政府"].jurisdiction == "320404"


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("常州市第二十四中学", [("常州市", "area"), ("二十四", "number"), ("中学", "stage")]),
        ("24中", [("二十四", "number"), ("中", "core")]),
        ("西新桥三村幼儿园", [("西新桥三村", "core"), ("幼儿园", "stage")]),
        ("三河小学", [("三河", "core"), ("小学", "stage")]),
        ("方城镇诸满小学", [("方城镇", "town"), ("诸满", "core"), ("小学", "stage")]),
        ("常州市钟楼区教育局", [("常州市", "area"), ("钟楼区", "area"), ("教育局", "body")]),
    ],
)
def test_names_come_apart(name: str, pieces: list[tuple[str, str]]) -> None:
    assert [(p.text, p.what) for p in parts(name, "320404")] == pieces


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("第十一小学", "十一"),
        ("一小", "一"),
        ("101中学", "一零一"),
        ("花园小学", None),
        ("三河小学", None),
        ("廿四中", "二十四"),
    ],
)
def test_a_number_tells_schools_apart(name: str, number: str | None) -> None:
    assert number_of(name) == number


def test_quotation_marks_and_widths_are_writing_only() -> None:
    assert plain("“３３６６”工程") == plain("3366工程") == "3366工程"


def test_a_short_form_costs_more_the_more_it_leaves_out() -> None:
    costs = [
        shortening(short, "常州市解放路实验小学", "320402", EntityType.SCHOOL)
        for short in ("常州市解放路实验小学", "解放路实验小学", "解实小")
    ]
    assert costs[0] == 0
    assert all(a is not None and b is not None and a < b for a, b in pairwise(costs))
    assert shortening("解小", "常州市解放路实验小学", "320402", EntityType.SCHOOL) is None


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        (EntityType.SCHOOL, "西新桥小学", Kind.PRIMARY_SCHOOL),
        (EntityType.SCHOOL, "实小", Kind.PRIMARY_SCHOOL),
        (EntityType.SCHOOL, "西林街道中心幼儿园", Kind.KINDERGARTEN),
        (EntityType.SCHOOL, "二十四中", Kind.SECONDARY_SCHOOL),
        (EntityType.SCHOOL, "华岩初级中学", Kind.JUNIOR_MIDDLE_SCHOOL),
        (EntityType.SCHOOL, "奔牛高级中学", Kind.SENIOR_MIDDLE_SCHOOL),
        (EntityType.SCHOOL, "西林实验学校", Kind.COMBINED_SCHOOL),
        (EntityType.SCHOOL, "江苏省吴江中等专业学校", Kind.VOCATIONAL_SCHOOL),
        (EntityType.SCHOOL, "光明特殊教育学校", Kind.SPECIAL_SCHOOL),
        (EntityType.SCHOOL, "苏州大学", Kind.UNIVERSITY),
        (EntityType.SCHOOL, "钟楼少年宫", Kind.OUT_OF_SCHOOL_CENTRE),
        (EntityType.SCHOOL, "南京外国语学校仙林分校", Kind.COMBINED_SCHOOL),
        (EntityType.GROUP, "觅渡教育集团", Kind.EDUCATION_GROUP),
        (EntityType.GROUP, "环太湖学前教育联盟", Kind.EDUCATION_ALLIANCE),
        (EntityType.PLACE, "钟楼区", Kind.ADMINISTRATIVE_AREA),
        (EntityType.PLACE, "吾悦国际", Kind.VENUE),
        (EntityType.PROGRAM, "名班主任研修班", Kind.TRAINING_PROGRAM),
        (EntityType.PROGRAM, "3366工程", Kind.INITIATIVE),
        (EntityType.PERSON, "何海平", None),
    ],
)
def test_the_end_of_a_name_tells_the_kind(kind: EntityType, name: str, expected: Kind | None) -> None:
    assert kind_of(kind, name) is expected


@pytest.mark.parametrize(
    ("name", "series", "year", "edition"),
    [
        ("全国第六届中小学艺术展演", "全国中小学艺术展演", None, "第六届"),
        ("第七届全国中小学艺术展演", "全国中小学艺术展演", None, "第七届"),
        ("2019年钟楼区中小学艺术节", "钟楼区中小学艺术节", "2019", None),
        ("常州市第二届儿童画创作大赛", "常州市儿童画创作大赛", None, "第二届"),
        ("2022年第五届“梁溪杯”足球联赛", "梁溪杯足球联赛", "2022", "第五届"),
        ("第38届全国青少年科技创新大赛", "全国青少年科技创新大赛", None, "第三十八届"),
        ("常州市羽毛球锦标赛", None, None, None),
    ],
)
def test_years_and_editions_are_instances_of_a_series(
    name: str, series: str | None, year: str | None, edition: str | None
) -> None:
    given = reading("a.txt", "320404", (name, EntityType.COMPETITION))
    found = series_of(resolve([given]).parts[0].entities[0])
    assert (found and (found.name, found.year, found.edition)) == (series and (series, year, edition))
