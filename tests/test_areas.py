"""Administrative areas: codes, parents, short names, homonyms, scope words."""

from __future__ import annotations

import pytest

from kg import areas, gazetteer
from kg.lexicon import rows
from kg.terms import Level


def test_the_tables_hold_all_levels() -> None:
    codes = [r["code"] for r in rows("areas")]
    assert len(codes) == len(set(codes))
    assert sum(c.endswith("0000") and c != areas.COUNTRY for c in codes) == 34
    assert sum(not c.endswith("00") for c in codes) > 2800
    assert sum(len(r["towns"].split(" ")) for r in rows("streets")) > 41_000


def test_every_area_lies_in_the_country_and_every_parent_is_known() -> None:
    for row in (*rows("areas"), *rows("areas-abolished")):
        chain = areas.chain(row["code"])
        assert chain[-1] == areas.COUNTRY
        assert all(areas.area(code) for code in chain), row
    for row in rows("streets"):
        above = areas.parent(row["county"] + row["towns"][:3])
        assert above
        assert areas.area(above), row["county"]


def test_abolished_areas_point_to_what_took_their_place() -> None:
    for row in rows("areas-abolished"):
        successor = areas.area(row["successor"])
        assert successor
        assert successor.successor is None
    assert areas.find("吴江市").code == "320584"
    assert areas.find("吴江区").code == "320509"


@pytest.mark.parametrize(
    ("code", "name", "level"),
    [
        ("100000", "中国", Level.NATIONAL),
        ("320000", "江苏省", Level.PROVINCIAL),
        ("320400", "常州市", Level.MUNICIPAL),
        ("320404", "钟楼区", Level.DISTRICT),
        ("429004", "仙桃市", Level.DISTRICT),
        ("320404004", "西林街道", None),
    ],
)
def test_codes(code: str, name: str, level: Level | None) -> None:
    known = areas.area(code)
    assert known
    assert (known.name, known.level) == (name, level)


def test_full_names_and_chains() -> None:
    assert areas.full_name("320404") == "江苏省常州市钟楼区"
    assert areas.chain("320404004") == ("320404004", "320404", "320400", "320000", "100000")
    assert areas.chain("110101") == ("110101", "110000", "100000")
    assert areas.chain("429004") == ("429004", "420000", "100000")
    assert areas.within("320404", "320000")
    assert not areas.within("320404", "330000")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("钟楼区", "钟楼"),
        ("恩施土家族苗族自治州", "恩施"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("浦东新区", "浦东"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("西林街道", "西林"),
        ("东区", "东区"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert areas.short_name(name) == short


@pytest.mark.parametrize(
    ("name", "context", "code"),
    [
        ("钟楼区", None, "320404"),
        ("钟楼", "320400", "320404"),
        ("鼓楼区", None, None),
        ("鼓楼区", "320106", "320106"),
        ("鼓楼区", "320300", "320302"),
        ("鼓楼区", "320404", None),
        ("鼓楼区", "350104", "350102"),
        ("朝阳区", "110101", "110105"),
        ("朝阳区", "220106", "220104"),
        ("朝阳区", "440106", None),
        ("西林街道", "320404", "320404004"),
        ("不存在区", "320404", None),
    ],
)
def test_homonyms_are_decided_by_context_or_left_open(name: str, context: str | None, code: str | None) -> None:
    found = areas.find(name, context)
    assert found.code == code
    assert found.reason
    if name == "鼓楼区" and code is None:
        assert len(found.candidates) == 4


@pytest.mark.parametrize(
    ("name", "context", "code", "end"),
    [
        ("常州市钟楼区教育局", None, "320404", 6),
        ("江苏省南京市鼓楼区", None, "320106", 9),
        ("西林街道中心幼儿园", "320404", "320404004", 4),
        ("陕西省榆林市横山区", "321003", "610803", 9),
        ("清潭小学", "320404", None, 0),
    ],
)
def test_the_areas_that_open_a_name(name: str, context: str | None, code: str | None, end: int) -> None:
    assert areas.prefix(name, context) == areas.Prefix(code, end)


@pytest.mark.parametrize(
    ("word", "region", "code"),
    [
        ("市", "320404", "320400"),
        ("省", "320404", "320000"),
        ("我区", "320404", "320404"),
        ("全区", "320404", "320404"),
        ("大市", "320404", "320400"),
        ("全国", "320404", "100000"),
        ("市", "320682", "320682"),
        ("大市", "320682", "320600"),
        ("市", "110101", "110000"),
        ("我县", "320623", "320623"),
        ("区", None, None),
        ("我校", "320404", None),
    ],
)
def test_scope_words_mean_areas_of_the_document(word: str, region: str | None, code: str | None) -> None:
    assert areas.scope(word, region) == code


@pytest.mark.parametrize(
    ("level", "region", "code"),
    [
        (None, "320404", "320404"),
        (Level.MUNICIPAL, "320404", "320400"),
        (Level.PROVINCIAL, "320404", "320000"),
        (Level.NATIONAL, None, "100000"),
        (Level.MUNICIPAL, "320682", "320682"),
        (Level.MUNICIPAL, "110101", "110000"),
        (Level.DISTRICT, None, None),
        (Level.DISTRICT, "320404004", "320404"),
    ],
)
def test_levels_mean_areas_of_the_document(level: Level | None, region: str | None, code: str | None) -> None:
    assert areas.at(level, region) == code


@pytest.mark.parametrize(
    ("name", "region", "found"),
    [
        ("市二十四中", "320404", ("320400", 1)),
        ("州教体局", "513401", ("513400", 1)),
        ("市教体局", "513401", ("513401", 1)),
        ("盟教育局", "152502", ("152500", 1)),
        ("地区教育局", "653101", ("653100", 2)),
        ("自治区教育厅", "650102", ("650000", 3)),
        ("州教育局", "320404", None),
        ("地区教育局", "320404", None),
        ("自治区教育厅", "320404", None),
        ("市", "320404", None),
        ("市教育局", None, None),
    ],
)
def test_scope_words_that_open_a_name(name: str, region: str | None, found: tuple[str, int] | None) -> None:
    assert areas.opening_scope(name, region) == found


def test_autonomous_areas_are_called_without_their_peoples() -> None:
    assert areas.find("恩施州").code == "422800"
    assert areas.find("长阳县").code == "420528"
    assert areas.prefix("延边州教育局") == areas.Prefix("222400", 3)


def test_the_table_of_names_has_the_level_of_each_and_the_length_of_all_that_open_so() -> None:
    table, names = gazetteer.areas(), dict[str, str]()
    words = {"T": ("街道", "镇", "乡"), "D": tuple("区县市旗"), "C": ("市", "地区", "盟")}
    words["P"] = ("省", "市", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区")
    told = [("T", town[3:]) for row in rows("streets") for town in row["towns"].split(" ")]
    for level, zeros in (("D", 0), ("C", 2), ("P", 4)):
        told += [
            (level, r["name"]) for r in rows("areas") if zeros == sum(r["code"].endswith(n) * 2 for n in ("00", "0000"))
        ]
    for level, name in told:
        names[name] = level
        end = next((end for end in words[level] if name.endswith(end)), "")
        if end and len(name) - len(end) > 1:
            names[name.removesuffix(end)] = level.lower()
    assert {name: table.level(name) for name in names} == names
    sizes: dict[str, set[int]] = {}
    for name in names:
        sizes.setdefault(name[:2], {2, 3, 4}).add(len(name))
    assert {opening: set(table.sizes(opening)) for opening in sizes} == sizes
    assert {table.openings[at : at + 2] for at in range(0, len(table.openings), 2)} == set(sizes)
    assert table.level("街") is table.level("") is table.level("不是地名") is None
    assert table.sizes("不是") == ()
