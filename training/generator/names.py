"""A grammar of names: schools, bodies, groups, persons, places, each in the forms that texts use."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kg import lexicon

_FOLDER = Path(__file__).parent
_ORDINALS = "一二三四五六七八九十"


@cache
def pieces() -> Mapping[str, tuple[str, ...]]:
    """The word lists of the grammar."""
    with (_FOLDER / "pieces.csv").open(encoding="utf-8", newline="") as file:
        return {row["kind"]: tuple(row["value"].split(" ")) for row in csv.DictReader(file)}


@cache
def forms() -> Mapping[str, Mapping[str, float]]:
    """Patterns of names, kind → pattern → weight; capital letters stand for what `Names` puts in."""
    found: dict[str, dict[str, float]] = {}
    with (_FOLDER / "forms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["kind"], {})[row["form"]] = float(row["weight"])
    return found


@cache
def villages() -> tuple[str, ...]:
    """Names of villages, without their class word."""
    with (_FOLDER / "villages.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["name"] for row in csv.DictReader(file))


@cache
def areas() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Provinces, cities, counties and towns."""
    codes = [(row["code"], row["name"]) for row in lexicon.rows("areas") if row["name"] not in ("市辖区", "县", "中国")]
    provinces = tuple(name for code, name in codes if code.endswith("0000"))
    cities = tuple(name for code, name in codes if code.endswith("00") and not code.endswith("0000"))
    counties = tuple(name for code, name in codes if not code.endswith("00"))
    towns = tuple(town[3:] for row in lexicon.rows("streets") for town in row["towns"].split(" "))
    return provinces, cities, counties, towns


class Names:
    """Names drawn from one source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def one(self, kind: str) -> str:
        """A word of a list."""
        return self.chance.choice(pieces()[kind])

    def often(self, share: float) -> bool:
        """True in that share of the calls."""
        return self.chance.random() < share

    def weighted(self, choices: Mapping[str, float]) -> str:
        """One of the keys, by weight."""
        return self.chance.choices(list(choices), list(choices.values()))[0]

    def form(self, kind: str) -> str:
        """A pattern of names, by weight."""
        return self.weighted(forms()[kind])

    def ordinal(self) -> str:
        """第一 … 第九十九, the small ones often."""
        n = self.chance.choice((1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, self.chance.randint(11, 59)))
        return chinese(n)

    def county(self) -> str:
        """A county, district or county-level city."""
        return self.chance.choice(areas()[2])

    def city(self) -> str:
        """A prefecture."""
        return self.chance.choice(areas()[1])

    def province(self) -> str:
        """A province."""
        return self.chance.choice(areas()[0])

    def town(self) -> str:
        """A town, township or street."""
        return self.chance.choice(areas()[3])

    def area(self) -> str:
        """An area that names open with."""
        return {"county": self.county, "city": self.city, "province": self.province, "town": self.town}[
            self.weighted({"county": 5, "city": 4, "province": 1, "town": 1})
        ]()

    def place(self) -> str:
        """An area as an argument, in full or short."""
        name = self.area()
        return short(name) if self.often(0.45) else name

    def stem(self) -> str:
        """What a school is named after."""
        kind = self.weighted({"village": 4, "stem": 3, "road": 2, "town": 3, "area": 1.5, "person": 0.3})
        if kind == "village":
            return self.chance.choice(villages())
        if kind == "stem":
            return self.one("stem")
        if kind == "road":
            return self.one("road") + self.one("way")
        if kind == "town":
            name = self.town()
            return name if self.often(0.4) else short(name)
        return short(self.area()) if kind == "area" else self.person()

    def school(self) -> str:
        """A school in full."""
        head = ""
        if self.often(0.3):
            head = self.county() if self.often(0.6) else self.city()
            head = short(head) if self.often(0.2) else head
        return head + self._school_of(self.stem())

    def _school_of(self, stem: str) -> str:
        form = self.form("school")
        return form.replace("X", stem).replace("Y", self.one("stem")).replace("N", self.ordinal())

    def school_short(self) -> str:
        """A school by its short form."""
        c = self.chance.choice(self.stem())
        n = self.chance.choice(_ORDINALS)
        two = self.stem()[:2]
        form = self.form("school_short")
        out = form.replace("XX", two).replace("CC", c + self.chance.choice(self.stem()))
        out = out.replace("NN", "十" + n if n != "十" else "二十").replace("N", n)
        return out.replace("X", short(self.county())[:2]).replace("C", c)

    def group(self) -> str:
        """A group of schools."""
        stem = self.stem()
        form = self.form("group")
        out = (
            form.replace("X", stem)
            .replace("Q", self.one("quoted"))
            .replace("F", self.county())
            .replace("A", short(self.county()))
            .replace("S", self.school_short())
        )
        return out.replace(
            "J", self.chance.choice(("美育", "足球", "阅读", "校园足球", "劳动教育", "科技教育", "戏曲教育"))
        ).replace("N", self.ordinal())

    def campus(self) -> str:
        """A campus by its own name."""
        stem = self.chance.choice(
            (
                self.stem(),
                self.stem(),
                self.chance.choice(("东", "西", "南", "北", "新", "老", "本部", "城东", "城西", "城南", "城北")),
            )
        )
        return stem + self.form("campus")

    def person(self) -> str:
        """A person: surname and given name, sometimes a name of another form."""
        if self.often(0.03):
            return self.one("minority")
        surname = (
            self.chance.choice(sorted(lexicon.words("surnames")))
            if self.often(0.6)
            else self.chance.choice("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
        )
        return surname + (
            self.one("given1")
            if self.often(0.3)
            else self.one("given2")
            if self.often(0.6)
            else self.one("given1") + self.one("given1")
        )

    def body(self) -> str:
        """A government body, with its area or short."""
        if self.often(0.5):
            return self.one("short")
        head = self.county() if self.often(0.65) else self.city()
        head = self.city() + head if self.often(0.1) else head
        tail = self.one("county")
        if tail.startswith(("区委", "委")):
            tail = "委" + tail.removeprefix("区委").removeprefix("委")
        return (
            (self.town() + self.chance.choice(("人民政府", "办事处", "党工委", "政府")))
            if self.often(0.08)
            else head + tail
        )

    def organization(self) -> str:
        """Another named body."""
        form = self.form("organization")
        out = form.replace("P", self.person()).replace("J", self.one("subject")).replace("Q", self.one("quoted"))
        area = self.chance.choice((self.county(), self.city()))
        return (
            out.replace("A", area)
            .replace("a", short(area))
            .replace("O", self.one("organization"))
            .replace("S", self.school_short())
        )

    def venue(self) -> str:
        """A venue."""
        stem = self.chance.choice(
            (
                self.county(),
                short(self.county()),
                self.city(),
                short(self.city()),
                self.one("road"),
                self.chance.choice(villages()),
                self.one("stem"),
            )
        )
        return stem + self.one("hall")


def short(area: str) -> str:
    """An area without its class word: 钟楼区 → 钟楼; what would be one character stays."""
    for end in (
        "街道",
        "壮族自治区",
        "回族自治区",
        "维吾尔自治区",
        "自治区",
        "自治县",
        "自治州",
        "地区",
        "省",
        "市",
        "区",
        "县",
        "镇",
        "乡",
        "旗",
        "盟",
    ):
        if area.endswith(end) and len(area) - len(end) > 1:
            return area.removesuffix(end)
    return area


def chinese(n: int) -> str:
    """A number below 100 in Chinese."""
    tens, ones = divmod(n, 10)
    return ("" if not tens else "十" if tens == 1 else _ORDINALS[tens - 1] + "十") + (
        "" if not ones else _ORDINALS[ones - 1]
    )
