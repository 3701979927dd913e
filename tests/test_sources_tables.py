"""Lists of winners as tables: every row gives its facts, from whatever file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.extract import reading
from kg.model import Document, Reading
from kg.pipeline import knowledge
from kg.sources import document, documents
from kg.terms import EntityType, FactType, Role
from tests import offices
from tests.offices import CONTEST, TITLE, Winner

COUNT = 200
BY_NUMBER = ("number", "persons", "school", "teacher", "category", "rank")
BY_SCHOOL = ("school", "category", "work", "persons", "rank", "teacher")
BY_RANK = ("rank", "category", "school", "persons", "teacher", "number")
SYNONYMS = {
    "persons": "获奖学生",
    "school": "选送单位（全称）",
    "teacher": "辅导老师",
    "rank": "获奖等次",
    "category": "参赛组别",
}


def read(path: Path, data: bytes) -> Document:
    path.write_bytes(data)
    (found,) = documents([str(path)])
    assert isinstance(found, Document)
    return found


def awards(read: Reading) -> set[tuple[object, ...]]:
    roles = (Role.RECIPIENT, Role.COMPETITION, Role.RANK, Role.CATEGORY, Role.LEVEL, Role.WORK)
    told = (claim for claim in read.claims if claim.type is FactType.AWARD)
    return {tuple(getattr(v := claim.args.get(role), "text", v) for role in roles) for claim in told}


def belonging(read: Reading) -> set[tuple[object, ...]]:
    roles = (Role.PERSON, Role.ORGANIZATION, Role.ROLE)
    told = (claim for claim in read.claims if claim.type is FactType.AFFILIATED_WITH)
    return {tuple(getattr(v := claim.args.get(role), "text", v) for role in roles) for claim in told}


def expected(found: Sequence[Winner], *, works: bool) -> set[tuple[object, ...]]:
    return {
        (person, CONTEST, one.rank, one.category, "municipal", one.work if works else None)
        for one in found
        for person in one.persons
    }


WINNERS = offices.winners(COUNT)
SORTED = sorted(WINNERS, key=lambda one: (one.rank, one.category))


@pytest.mark.parametrize(
    ("name", "data", "works"),
    [
        ("a.xlsx", offices.workbook(offices.rows(WINNERS, BY_NUMBER)), False),
        ("merged.xlsx", offices.workbook(offices.rows(SORTED, BY_RANK, SYNONYMS), merged=0), False),
        ("a.docx", offices.word(offices.rows(WINNERS, BY_SCHOOL)), True),
        ("merged.docx", offices.word(offices.rows(SORTED, BY_RANK), merged=0), False),
        (f"{TITLE}.csv", offices.delimited(offices.rows(WINNERS, BY_SCHOOL), "gb18030"), True),
        (f"{TITLE}(2).csv", offices.delimited(offices.rows(WINNERS, BY_NUMBER, SYNONYMS)), False),
        ("a.html", offices.page(offices.rows(WINNERS, BY_SCHOOL, SYNONYMS)), True),
        ("merged.html", offices.page(offices.rows(SORTED, BY_RANK), merged=0), False),
        ("a.pdf", offices.pdf(["各学校：", "现将结果公布如下。"], offices.rows(WINNERS, BY_NUMBER)), False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_row_of_a_long_list_is_right(tmp_path: Path, name: str, data: bytes, works: bool) -> None:
    found = reading(read(tmp_path / name, data))
    assert awards(found) == expected(WINNERS, works=works)
    assert belonging(found) == {(person, one.school, "学生") for one in WINNERS for person in one.persons}
    teachers = {m.text for m in found.mentions if m.type is EntityType.PERSON} & {one.teacher for one in WINNERS}
    assert len(teachers) == COUNT


def test_the_evidence_of_a_row_is_its_line_and_the_cells_tell_where_they_stood(tmp_path: Path) -> None:
    few = WINNERS[:5]
    found = read(tmp_path / "a.xlsx", offices.workbook(offices.rows(few, BY_NUMBER)))
    claims = [c for c in reading(found).claims if c.type is FactType.AWARD]
    assert claims[0].evidence.of(found.text).split("\t")[1] == "、".join(few[0].persons)
    places = {one.place: one.span.of(found.text) for one in found.locations}
    assert places["Sheet!B3"] == "、".join(few[0].persons)
    assert places["Sheet!A3:F3"] == claims[0].evidence.of(found.text)


def test_the_facts_of_a_list_reach_the_graph(tmp_path: Path) -> None:
    few = WINNERS[:40]
    told = knowledge([read(tmp_path / "a.xlsx", offices.workbook(offices.rows(few, BY_NUMBER)))])
    names = {e.id: e.name for part in told.parts for e in part.entities}
    facts = [f for part in told.parts for f in part.facts if f.type is FactType.AWARD]
    got = {(names[str(f.args[Role.RECIPIENT])], f.args[Role.RANK], f.args[Role.CATEGORY]) for f in facts}
    assert got == {(person, one.rank, one.category) for one in few for person in one.persons}
    assert {names[str(f.args[Role.COMPETITION])] for f in facts} == {CONTEST}


def short(text: str) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    found = reading(document("a.txt", text))
    return {(a[0], a[2], a[3], a[5]) for a in awards(found)}, {(b[0], b[1]) for b in belonging(found)}


def test_a_rank_stands_as_a_heading_above_its_rows() -> None:
    text = (
        f"{TITLE}\n\n序号\t姓名\t学校\n一等奖（2名）\n1\t王子涵\t清潭小学\n2\t李欣怡\t觅渡桥小学\n"
        "二等奖\n3\t张梓轩\t荆川小学\n优秀奖\n4\t刘雨泽\t花园小学\n"
    )
    won, belong = short(text)
    assert won == {
        ("王子涵", "一等奖", None, None),
        ("李欣怡", "一等奖", None, None),
        ("张梓轩", "二等奖", None, None),
        ("刘雨泽", "优秀奖", None, None),
    }
    assert belong == {("王子涵", "清潭小学"), ("李欣怡", "觅渡桥小学"), ("张梓轩", "荆川小学"), ("刘雨泽", "花园小学")}


def test_several_tables_have_each_their_group_and_columns() -> None:
    text = (
        f"{TITLE}\n小学组\n学校\t学生姓名\t等第\n清潭小学\t王子涵\t一等奖\n荆川小学\t李欣怡\t二等奖\n\n"
        "初中组\n姓名\t单位\t奖项\n张梓轩\t钟楼实验中学\t一等奖\n"
    )
    won, belong = short(text)
    assert won == {
        ("王子涵", "一等奖", "小学组", None),
        ("李欣怡", "二等奖", "小学组", None),
        ("张梓轩", "一等奖", "初中组", None),
    }
    assert belong == {("王子涵", "清潭小学"), ("李欣怡", "荆川小学"), ("张梓轩", "钟楼实验中学")}


def test_winners_stand_side_by_side() -> None:
    text = (
        f"{TITLE}\n奖项\t姓名\t学校\t姓名\t学校\n一等奖\t王子涵\t清潭小学\t李欣怡\t荆川小学\n"
        "二等奖\t张梓轩\t花园小学\t\t\n"
    )
    won, belong = short(text)
    assert won == {
        ("王子涵", "一等奖", None, None),
        ("李欣怡", "一等奖", None, None),
        ("张梓轩", "二等奖", None, None),
    }
    assert belong == {("王子涵", "清潭小学"), ("李欣怡", "荆川小学"), ("张梓轩", "花园小学")}


def test_ranks_name_the_columns_of_their_winners() -> None:
    text = (
        f"{TITLE}\n组别\t一等奖\t二等奖\t三等奖\n小学组\t清潭小学、荆川小学\t花园小学\t觅渡桥小学\n"
        "初中组\t钟楼实验中学\t\t飞龙中学\n"
    )
    won, _ = short(text)
    assert won == {
        ("清潭小学", "一等奖", "小学组", None),
        ("荆川小学", "一等奖", "小学组", None),
        ("花园小学", "二等奖", "小学组", None),
        ("觅渡桥小学", "三等奖", "小学组", None),
        ("钟楼实验中学", "一等奖", "初中组", None),
        ("飞龙中学", "三等奖", "初中组", None),
    }


def test_schools_win_where_no_person_has_a_column() -> None:
    text = f"{TITLE}\n名次\t代表队\t项目\n1\t清潭小学\t机器人足球\n2\t荆川小学\t机器人足球\n"
    won, belong = short(text)
    assert won == {("清潭小学", "第1名", "机器人足球", None), ("荆川小学", "第2名", "机器人足球", None)}
    assert belong == set()


@pytest.mark.parametrize("gap", ["\t", "  ", "   ", " ", "\u3000", " | ", "｜"])
def test_pasted_columns_may_be_parted_by_anything(gap: str) -> None:
    table = [
        ["序号", "作品名称", "作者", "学校", "奖次", "指导教师"],
        ["1", "会认路的盲杖", "王子涵", "清潭小学", "一等奖", "高燕"],
        ["2", "防溅水雨伞架", "李欣怡", "荆川小学", "二等奖", "沈国栋"],
    ]
    won, belong = short(f"{TITLE}\n" + "\n".join(gap.join(row) for row in table) + "\n")
    assert won == {("王子涵", "一等奖", None, "会认路的盲杖"), ("李欣怡", "二等奖", None, "防溅水雨伞架")}
    assert belong == {("王子涵", "清潭小学"), ("李欣怡", "荆川小学")}


def test_names_set_wide_are_one_name_and_empty_cells_keep_their_places() -> None:
    text = f"{TITLE}\n姓名\t学校\t指导教师\t奖项\n王　芳\t清潭小学\t\t一等奖\n李欣怡\t荆川小学\t高燕\t二等奖\n"
    won, belong = short(text)
    assert won == {("王　芳", "一等奖", None, None), ("李欣怡", "二等奖", None, None)}
    assert belong == {("王　芳", "清潭小学"), ("李欣怡", "荆川小学")}


def test_a_column_may_name_the_contest_of_each_row() -> None:
    text = (
        "我校师生获奖情况一览\n姓名\t所在学校\t比赛名称\t奖项\n"
        "王子涵\t清潭小学\t2024年常州市中小学生书法比赛\t一等奖\n李欣怡\t荆川小学\t第五届全国青少年科技创新大赛\t金奖\n"
    )
    found = awards(reading(document("a.txt", text)))
    assert found == {
        ("王子涵", "2024年常州市中小学生书法比赛", "一等奖", None, "municipal", None),
        ("李欣怡", "第五届全国青少年科技创新大赛", "金奖", None, "national", None),
    }


def test_teachers_of_a_teachers_contest_are_winners() -> None:
    text = "2024年钟楼区中小学班主任基本功竞赛获奖名单\n教师姓名\t工作单位\t学段\t获奖等级\n高燕\t清潭小学\t小学组\t一等奖\n"
    found = reading(document("a.txt", text))
    assert {(a[0], a[2], a[3]) for a in awards(found)} == {("高燕", "一等奖", "小学组")}
    assert belonging(found) == {("高燕", "清潭小学", "教师")}


def test_what_was_not_won_gives_no_award() -> None:
    text = f"{TITLE}\n姓名\t学校\t奖项\n王子涵\t清潭小学\t一等奖\n李欣怡\t荆川小学\t/\n张梓轩\t花园小学\t缺赛\n"
    won, _ = short(text)
    assert won == {("王子涵", "一等奖", None, None)}


def test_a_table_of_other_things_gives_no_award() -> None:
    text = (
        f"{TITLE}通知\n一、联系方式\n学校\t联系人\t联系电话\n清潭小学\t王子涵\t0519-8888\n荆川小学\t李欣怡\t0519-9999\n"
    )
    won, _ = short(text)
    assert won == set()


def test_groups_and_ranks_stand_as_headings_within_a_table() -> None:
    text = (
        f"{TITLE}\n序号\t节目名称\t学校\t指导教师\n声乐\n一等奖\n1\t茉莉花\t清潭小学\t高燕、沈国栋\n二等奖\n2\t春天\t荆川小学\t李一\n"
        "器乐\n一等奖\n1\t赛马\t花园小学\t王二\n"
    )
    won, belong = short(text)
    assert won == {
        ("清潭小学", "一等奖", "声乐", "茉莉花"),
        ("荆川小学", "二等奖", "声乐", "春天"),
        ("花园小学", "一等奖", "器乐", "赛马"),
    }
    assert belong == set()


def test_a_header_of_two_lines_is_read_by_its_lower_one() -> None:
    text = f"{TITLE}\n序号\t获奖者\t获奖者\t奖项\n序号\t姓名\t学校\t奖项\n1\t王子涵\t清潭小学\t一等奖\n2\t李欣怡\t荆川小学\t二等奖\n"
    won, belong = short(text)
    assert won == {("王子涵", "一等奖", None, None), ("李欣怡", "二等奖", None, None)}
    assert belong == {("王子涵", "清潭小学"), ("李欣怡", "荆川小学")}


def test_a_persons_school_may_be_a_campus() -> None:
    text = f"{TITLE}\n学校\t姓名\t奖项\n清潭小学（东校区）\t王子涵\t一等奖\n荆川小学西校区\t李欣怡\t二等奖\n"
    assert short(text)[1] == {("王子涵", "东校区"), ("李欣怡", "西校区")}


def test_a_list_of_titles_names_who_holds_them() -> None:
    text = "2024年度钟楼区优秀教师名单\n序号\t姓名\t单位\n1\t高燕\t清潭小学\n2\t沈国栋\t市机关幼儿园\n"
    found = reading(document("a.txt", text))
    told = {(c.args[Role.RECIPIENT].text, c.args[Role.HONOUR].text) for c in found.claims if c.type is FactType.AWARD}
    assert told == {("高燕", "2024年度钟楼区优秀教师"), ("沈国栋", "2024年度钟楼区优秀教师")}
    assert belonging(found) == {("高燕", "清潭小学", "教师"), ("沈国栋", "市机关幼儿园", "教师")}


def test_what_stands_below_a_table_is_no_row_of_it() -> None:
    text = f"{TITLE}\n姓名\t学校\t奖项\n王子涵\t清潭小学\t一等奖\n注：排名不分先后\n编辑\t李欣\t校\n"
    assert short(text)[0] == {("王子涵", "一等奖", None, None)}


def test_of_a_place_and_a_prize_the_prize_was_won() -> None:
    text = f"{TITLE}\n排名\t选手姓名\t学校名称\t赛项\t获奖等级\n1\t王子涵\t清潭小学\t图形化编程\t一等奖\n2\t李欣怡\t荆川小学\t图形化编程\t/\n"
    assert short(text)[0] == {("王子涵", "一等奖", "图形化编程", None)}


@pytest.mark.parametrize(
    ("said", "rank"),
    [
        ("一等", "一等奖"),
        ("二 等 奖", "二等奖"),
        ("叁等奖", "三等奖"),
        ("1等奖", "一等奖"),
        ("4", "第4名"),
        ("优胜奖", "优胜奖"),
    ],
)
def test_ranks_are_written_out(said: str, rank: str) -> None:
    assert short(f"{TITLE}\n姓名\t学校\t奖项\n王子涵\t清潭小学\t{said}\n")[0] == {("王子涵", rank, None, None)}


def test_a_heading_names_the_discipline_behind_the_group() -> None:
    text = (
        "2024年钟楼区中小学生田径运动会成绩册\n男子甲组100米决赛\n名次\t姓名\t单位\n1\t王子涵\t清潭小学\n"
        "女子甲组跳远\n名次\t姓名\t单位\n1\t李欣怡\t荆川小学\n女子甲组名单\n名次\t姓名\t单位\n2\t张梓轩\t花园小学\n"
    )
    assert short(text)[0] == {
        ("王子涵", "第1名", "男子甲组 100米", None),
        ("李欣怡", "第1名", "女子甲组 跳远", None),
        ("张梓轩", "第2名", "女子甲组", None),
    }


def test_a_team_is_nobodys_school() -> None:
    text = f"{TITLE}\n队名\t参赛队员\t学校\t奖项\n星火队\t王子涵、李欣怡\t清潭小学\t一等奖\n"
    assert short(text)[1] == {("王子涵", "清潭小学"), ("李欣怡", "清潭小学")}


def test_who_gives_a_prize_does_not_win_it() -> None:
    text = f"{TITLE}\n姓名\t学校\t参赛项目名称\t奖项\t颁奖单位\n王子涵\t清潭小学\t创意制造\t一等奖\t常州市教育局\n"
    won, belong = short(text)
    assert won == {("王子涵", "一等奖", "创意制造", None)}
    assert belong == {("王子涵", "清潭小学")}


def test_a_list_without_ruled_lines_keeps_its_rows(tmp_path: Path) -> None:
    found = reading(read(tmp_path / "a.pdf", offices.pdf([], offices.rows(WINNERS[:30], BY_NUMBER), ruled=False)))
    assert awards(found) == expected(WINNERS[:30], works=False)
    assert belonging(found) == {(person, one.school, "学生") for one in WINNERS[:30] for person in one.persons}


def test_a_list_without_ruled_lines_has_headings_and_goes_on_over_pages(tmp_path: Path) -> None:
    rows = offices.rows(WINNERS[:90], ("school", "persons", "rank"))
    rows.insert(40, ["二、中学组", "", ""])
    found = read(tmp_path / "a.pdf", offices.pdf(["各学校："], rows, ruled=False))
    assert {line.count("\t") for line in found.text.splitlines() if "\t" in line} == {2}
    assert "\n二、中学组\n" in found.text
    assert {one.place for one in found.locations} > {"第1页", "第2页"}
    assert belonging(reading(found)) == {(person, one.school, "学生") for one in WINNERS[:90] for person in one.persons}


def test_a_row_whose_school_ends_like_a_columns_name_is_no_header() -> None:
    text = f"{TITLE}\n学校\t姓名\t奖项\n圩塘实验学校\t王子涵\t一等奖\n龙虎塘学校\t李欣怡\t二等奖\n荆川小学\t张梓轩\t三等奖\n"
    won, belong = short(text)
    assert {(name, rank) for name, rank, *_ in won} == {
        ("王子涵", "一等奖"),
        ("李欣怡", "二等奖"),
        ("张梓轩", "三等奖"),
    }
    assert belong == {("王子涵", "圩塘实验学校"), ("李欣怡", "龙虎塘学校"), ("张梓轩", "荆川小学")}


def test_winners_of_ranks_follow_a_table_of_as_many_columns() -> None:
    text = f"{TITLE}\n学校\t姓名\t奖项\n清潭小学\t王子涵\t一等奖\n组别\t一等奖\t二等奖\n小学组\t荆川小学\t花园小学\n"
    won, _ = short(text)
    assert {(name, rank) for name, rank, *_ in won} == {
        ("王子涵", "一等奖"),
        ("荆川小学", "一等奖"),
        ("花园小学", "二等奖"),
    }


def test_where_nearly_all_names_of_a_column_are_known_the_others_are_names_too() -> None:
    rows = "清潭小学\t王子涵\t一等奖\n通师二附\t支明\t二等奖\n荆川小学\t李欣怡\t三等奖\n花园小学\t张梓轩\t三等奖\n"
    rows += "三井小学\t刘雨泽\t三等奖\n新桥小学\t陈思远\t三等奖\n觅渡桥小学\t待定\t三等奖\n"
    won, belong = short(f"{TITLE}\n学校\t姓名\t奖项\n{rows}")
    assert ("支明", "二等奖", None, None) in won
    assert ("支明", "通师二附") in belong
    assert "待定" not in {name for name, *_ in won}


def test_a_city_speaks_though_its_winners_come_from_counties() -> None:
    title = "2023年泰州市中学生英语演讲比赛获奖名单（初中组）"
    rows = "兴化市楚水初级中学\t宫雪\t一等奖\n兴化市板桥初级中学\t戚明\t一等奖\n泰兴市济川初级中学\t印佳佳\t二等奖\n"
    found = document("a.txt", f"初中组\n{title}\n学校\t姓名\t奖项\n{rows}")
    assert (found.title, found.region, found.date) == (title, "321200", "2023")


@pytest.mark.parametrize(
    ("heading", "category"),
    [
        ("男子100米（小学组）", "男子100米 小学组"),
        ("女子4×100米接力（高中组）", "女子4×100米接力 高中组"),
        ("100米小学男子组", "100米 小学男子组"),
        ("小学组男子100米", "小学组 男子100米"),
    ],
)
def test_a_heading_names_an_event_and_its_group(heading: str, category: str) -> None:
    text = f"2023年张家港市中小学生田径运动会成绩\n{heading}\n第一名  卞子昂  张家港市实验小学  13.21\n"
    assert short(text)[0] == {("卞子昂", "第一名", category, None)}
