"""Make tests/link/pairs.csv: pairs of invented names with verdicts, by what makes each kind of pair easy or hard.

    python benchmarks/link_pairs.py > tests/link/pairs.csv

Two halves are made from trade names, places and industries that have nothing in common: `tune` is what the weights of
kg/link/compare.py were chosen on, `held` was measured and left alone. Pairs from real reports stand in
tests/link/pairs_reports.csv and are appended.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

REPORTS = Path(__file__).parents[1] / "tests" / "link" / "pairs_reports.csv"
COLUMNS = ("left", "right", "kind", "where", "verdict", "difficulty", "half", "source")
Pair = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Stock:
    """What the names of one half are made of."""

    half: str
    heads: str
    tails: str
    industries: tuple[str, ...]
    contracted: tuple[tuple[str, str], ...]
    province: str
    city: str
    other_province: str
    other_city: str
    districts: tuple[str, str]
    bureaux: tuple[tuple[str, str], ...]
    scripts: tuple[tuple[str, str], ...]
    slips: tuple[tuple[str, str], ...]
    near: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]


TUNE = Stock(
    "tune",
    "澜泊峥岱翊沐璟棠菡嵘琅珂湛炅渊",
    "禾屿崴舸霁榆榕锴晔坼钧骁硕瀛岚",
    ("精密工具", "新材料", "生物科技", "智能装备", "服饰", "食品", "环保科技", "电气", "传动", "橡胶"),
    (("通用航空", "通航"), ("新材料", "新材"), ("轨道交通", "轨交"), ("医疗器械", "医械"), ("精密机械", "精机")),
    "湖北",
    "宜昌",
    "安徽",
    "芜湖",
    ("夷陵区", "猇亭区"),
    (("科技和工业信息化局", "科工信局"), ("农业农村局", "农业局"), ("市场监督管理局", "市场监管局"), ("发展和改革局", "发改局")),
    (("華", "华"), ("銳", "锐"), ("東", "东"), ("興", "兴"), ("達", "达")),
    (("锐", "瑞"), ("航", "行"), ("鑫", "欣"), ("诚", "成"), ("汇", "惠")),
    (("鑫", "先"), ("捷", "洋"), ("岭", "峰"), ("宁", "安"), ("川", "江")),
    (("417厂", "四一七厂"), ("902所", "九〇二所"), ("5713厂", "五七一三厂"), ("623所", "六二三所")),
)
HELD = Stock(
    "held",
    "骐珩翀邈璨筠沣桓祐旻潼罡昱芃铎",
    "岫煊砺溪朔垣麓钺洲弈澈衡榛澍珞",
    ("硬质合金", "机电科技", "制药", "自动化设备", "家纺", "肉制品", "节能科技", "仪表", "轴承", "塑料"),
    (("通用航空", "通航"), ("新能源", "新能"), ("重型机械", "重机"), ("化学工业", "化工"), ("重型装备", "重装")),
    "河南",
    "洛阳",
    "福建",
    "泉州",
    ("涧西区", "洛龙区"),
    (("工业和信息化局", "工信局"), ("人力资源和社会保障局", "人社局"), ("住房和城乡建设局", "住建局"), ("卫生健康委员会", "卫健委")),
    (("龍", "龙"), ("雲", "云"), ("飛", "飞"), ("鴻", "鸿"), ("聯", "联")),
    (("翔", "祥"), ("凯", "恺"), ("裕", "玉"), ("宏", "鸿"), ("盛", "升")),
    (("昇", "鑫"), ("远", "达"), ("科", "创"), ("海", "江"), ("丰", "收")),
    (("549厂", "五四九厂"), ("718所", "七一八所"), ("3606厂", "三六〇六厂"), ("811所", "八一一所")),
)


def pairs(stock: Stock, each: int = 24) -> Iterator[Pair]:
    random = Random(stock.half)

    def trade() -> str:
        return random.choice(stock.heads) + random.choice(stock.tails)

    for make in _KINDS:
        seen: set[tuple[str, str, str]] = set()
        for _ in range(each * 12):
            found = make(stock, trade, random)
            if found is None or found[:2] + found[3:4] in seen or found[0] == found[1]:
                continue
            seen.add(found[:2] + found[3:4])
            yield found
            if len(seen) == each:
                break


Make = Callable[[Stock, Callable[[], str], Random], Pair | None]


def _firm(left: str, right: str, where: str, verdict: str, difficulty: str) -> Pair:
    return left, right, "enterprise", where, verdict, difficulty


def _form(random: Random) -> str:
    return random.choice(("有限公司", "股份有限公司", "有限责任公司"))


def _near(random: Random) -> str:
    return random.choice(("one_report", "one_city"))


def full_and_core(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    core = trade() + r.choice(s.industries)
    return _firm(core, r.choice((s.province, s.city)) + core + _form(r), _near(r), "same", "easy")


def full_and_trade(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = trade()
    return _firm(name, s.city + name + r.choice(s.industries) + _form(r), _near(r), "same", "medium")


def core_and_trade(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = trade()
    return _firm(name, name + r.choice(s.industries), _near(r), "same", "medium")


def beginning_of_industry(s: Stock, trade: Callable[[], str], r: Random) -> Pair | None:
    industry = r.choice([i for i in s.industries if len(i) > 3])
    name = trade()
    return _firm(name + industry[:2], s.province + name + industry + _form(r), _near(r), "same", "medium")


def contracted(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    long, short = r.choice(s.contracted)
    name = trade()
    return _firm(name + short, s.province + name + long + _form(r), _near(r), "same", "medium")


def end_of_name(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    industry = r.choice(s.industries)
    first, second = trade(), trade()
    return _firm(second + industry, s.province + first + second + industry + _form(r), "one_report", "same", "hard")


def limited_forms(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = s.city + trade() + r.choice(s.industries)
    left, right = r.choice((("有限公司", "有限责任公司"), ("股份有限公司", "股份公司")))
    return _firm(name + left, name + right, r.choice(("one_report", "one_city", "one_province")), "same", "easy")


def converted(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = s.city + trade() + r.choice(s.industries)
    return _firm(name + "有限公司", name + "股份有限公司", r.choice(("one_city", "one_province")), "same", "medium")


def width_and_marks(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = trade() + r.choice(s.industries)
    return _firm(f"{name}（{s.city}）有限公司", f"“{name}({s.city}) 有限公司”", "one_province", "same", "easy")


def place_in_brackets(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name, industry, form = trade(), r.choice(s.industries), _form(r)
    return _firm(f"{name}（{s.city}）{industry}{form}", s.city + name + industry + form, _near(r), "same", "medium")


def scripts(s: Stock, _trade: Callable[[], str], r: Random) -> Pair:
    old, new = r.choice(s.scripts)
    name, industry = r.choice(s.heads), r.choice(s.industries)
    return _firm(name + old + industry, name + new + industry, r.choice(("one_report", "one_city", "unknown")), "same", "medium")


def numbers_in_words(s: Stock, _trade: Callable[[], str], r: Random) -> Pair:
    left, right = r.choice(s.numbers)
    return _firm(
        left,
        r.choice((right, "国营第" + right if right.endswith("厂") else right)),
        r.choice(("one_report", "one_city", "far")),
        "same",
        "medium",
    )


def slip_in_full_name(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    right, wrong = r.choice(s.slips)
    head, industry, form = s.city + trade(), r.choice(s.industries), _form(r)
    return _firm(head + right + industry + form, head + wrong + industry + form, "one_report", "same", "hard")


def company_for_full(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = trade()
    return _firm(name + "公司", s.city + name + r.choice(s.industries) + _form(r), "one_report", "same", "medium")


def bureau(s: Stock, _trade: Callable[[], str], r: Random) -> Pair:
    long, short = r.choice(s.bureaux)
    here = s.districts[0]
    left = r.choice((f"区{long}", f"{here}{short}", f"区{short}", f"{here}{long}"))
    return left, f"{s.city}市{here}{long}", "government", "one_district", "same", "medium"


def unrelated(s: Stock, trade: Callable[[], str], r: Random) -> Pair | None:
    industry = r.choice(s.industries)
    left, right = trade(), trade()
    if set(left) & set(right):
        return None
    return _firm(s.city + left + industry + "有限公司", s.city + right + industry + "有限公司", _near(r), "different", "easy")


def other_industry(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name, (left, right) = trade(), r.sample(s.industries, 2)
    full = r.choice((0, 1, 2))
    ends = ((left, right), (left, right + "有限公司"), (left + "有限公司", right + "股份有限公司"))[full]
    place = s.city if full else ""
    return _firm((place if full == 2 else "") + name + ends[0], place + name + ends[1], _near(r), "different", "medium")


def one_character_apart(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    left, right = r.choice(s.near)
    head, industry = trade(), r.choice((*s.industries, ""))
    return _firm(head + left + industry, head + right + industry, _near(r), "different", "hard")


def sounds_alike(s: Stock, _trade: Callable[[], str], r: Random) -> Pair:
    left, right = r.choice(s.slips)
    head, industry = r.choice(s.heads), r.choice(s.industries)
    return _firm(head + left + industry, head + right + industry, r.choice(("one_city", "one_province", "far")), "different", "hard")


def other_place(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = trade() + r.choice(s.industries) + _form(r)
    return _firm(s.province + name, s.other_province + name, r.choice(("one_report", "one_city", "far")), "different", "medium")


def bare_elsewhere(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = trade()
    return _firm(name, s.other_city + name + r.choice(s.industries) + _form(r), r.choice(("one_city", "far")), "different", "hard")


def bare_far(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = trade()
    return _firm(name, name + r.choice(s.industries), "far", "different", "hard")


def group(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = trade()
    return _firm(f"{name}集团有限公司", s.city + name + r.choice(s.industries) + "有限公司", _near(r), "different", "medium")


def branch(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = s.city + trade() + r.choice(s.industries) + "有限公司"
    return _firm(name, name + r.choice((f"{s.other_city}分公司", "第一分厂", "总装车间", "党支部", "工会")), _near(r), "different", "easy")


def park_or_phase(s: Stock, trade: Callable[[], str], r: Random) -> Pair:
    name = trade() + r.choice(s.industries)
    return _firm(name, name + r.choice(("产业园", "二期", "三、四期", "生产基地", "扩建项目")), _near(r), "different", "medium")


def other_body(s: Stock, _trade: Callable[[], str], r: Random) -> Pair:
    number = r.choice(s.numbers)
    digits = number[0][:-1]
    words = number[1][:-1]
    left, right = r.choice(((digits + "厂", digits + "所"), (digits + "厂", words + "医院"), (digits + "所", words + "学校")))
    return _firm(left, right, _near(r), "different", "medium")


def other_number(s: Stock, _trade: Callable[[], str], r: Random) -> Pair | None:
    left, right = (number[0] for number in r.sample(s.numbers, 2))
    return _firm(left, right, _near(r), "different", "easy")


def shared_beginning(s: Stock, trade: Callable[[], str], r: Random) -> Pair | None:
    first, left, right = trade(), trade(), trade()
    if left == right:
        return None
    return _firm(
        s.city + first + left + r.choice(s.industries) + "有限公司", first + right + r.choice(s.industries), _near(r), "different", "hard"
    )


def bureau_elsewhere(s: Stock, _trade: Callable[[], str], r: Random) -> Pair:
    long, short = r.choice(s.bureaux)
    here, there = s.districts
    left = r.choice((f"区{long}", f"区{short}", f"{s.city}市{here}{long}", f"{here}{long}"))
    return left, f"{s.city}市{there}{long}", "government", "two_districts", "different", "medium"


_KINDS: tuple[Make, ...] = (
    full_and_core, full_and_trade, core_and_trade, beginning_of_industry, contracted, end_of_name, limited_forms, converted,
    width_and_marks, place_in_brackets, scripts, numbers_in_words, slip_in_full_name, company_for_full, bureau,
    unrelated, other_industry, one_character_apart, sounds_alike, other_place, bare_elsewhere, bare_far, group, branch,
    park_or_phase, other_body, other_number, shared_beginning, bureau_elsewhere,
)  # fmt: skip


def main() -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for stock in (TUNE, HELD):
        writer.writerows((*pair, stock.half, "invented") for pair in pairs(stock))
    with REPORTS.open(encoding="utf-8", newline="") as handle:
        writer.writerows(list(csv.reader(handle))[1:])


if __name__ == "__main__":
    main()
