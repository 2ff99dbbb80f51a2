"""Reports whose figures agree, made from a seed, and the same with exactly one defect planted.

Every amount is drawn first and every rate worked out from it, so that a clean report has nothing to find. A defect changes one
printed figure or word; it names the rules that may find it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

Values = dict[str, str]
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Defect:
    """One planted defect: its name, how it changes the printed values, and the rules that may find it."""

    name: str
    plant: Callable[[Values, random.Random], None]
    rules: frozenset[str]


def rate(part: Decimal, whole: Decimal, places: str = "0.1") -> Decimal:
    return (part * 100 / whole).quantize(Decimal(places), ROUND_HALF_UP)


def money(chance: random.Random, least: int, most: int) -> Decimal:
    return Decimal(chance.randint(least * 100, most * 100)) / 100


def clean(seed: int) -> Values:
    """Return the printed values of a report whose figures agree."""
    chance = random.Random(seed)
    year = chance.randint(2016, 2025)
    staff, running, project, other = (money(chance, *bounds) for bounds in ((100, 900), (20, 200), (300, 4000), (5, 60)))
    basic = staff + running
    total = basic + project
    appropriation = total - other
    before = (total * Decimal(chance.randint(60, 95)) / 100).quantize(CENT)
    budget, spent, fell = money(chance, 3, 9), money(chance, 1, 2), money(chance, 1, 4)
    goods, works, service = (money(chance, 1, 80) for _ in range(3))
    bought = goods + works + service
    small = (bought * Decimal("0.8")).quantize(CENT)
    micro = (bought * Decimal("0.5")).quantize(CENT)
    quota, posts = chance.randint(20, 90), chance.randint(8, 19)
    yearly = (total * Decimal("1.05")).quantize(CENT)
    executed = rate(total, yearly, "0.01")
    rows = [chance.randint(10, 20) for _ in range(3)]
    rows.append(100 - 10 - sum(rows))
    values = {
        "year": year, "total": total, "rise": total - before, "growth": rate(total - before, before),
        "appropriation": appropriation, "appropriation_share": rate(appropriation, total), "other": other,
        "other_share": rate(other, total),
        "basic": basic, "basic_share": rate(basic, total), "project": project, "project_share": rate(project, total),
        "staff": staff, "staff_share": rate(staff, basic), "running": running, "running_share": rate(running, basic),
        "budget": budget, "spent": spent, "completion": rate(spent, budget), "fell": fell, "decline": rate(fell, spent + fell),
        "word": "小于", "bought": bought, "goods": goods, "works": works, "service": service, "small": small, "micro": micro,
        "small_share": rate(small, bought), "micro_share": rate(micro, bought),
        "table_running": running, "vehicles": Decimal("0.00"), "abroad": Decimal("0.00"), "reception": spent, "three": spent,
        "quota": quota, "posts": posts, "control": rate(Decimal(posts), Decimal(quota), "0.01"),
        "yearly": yearly, "executed": executed, "points": (executed / 10).quantize(CENT, ROUND_HALF_UP), "deadline": year,
        "w1": rows[0], "w2": rows[1], "w3": rows[2], "w4": rows[3], "s1": rows[0], "s2": rows[1], "s3": rows[2], "s4": rows[3] - 1,
        "actual": chance.randint(45, 60), "day": chance.randint(10, 28), "body": "市财政局", "unit": "万元", "annex": 2, "extra": "",
    }  # fmt: skip
    values["score"] = sum((Decimal(values[key]) for key in ("points", "s1", "s2", "s3", "s4")), Decimal(0))
    return {key: str(value) for key, value in values.items()}


TEXT = """{year}年度云岭市水务局部门整体支出绩效自评报告

一、部门概况
云岭市水务局是市政府工作部门，现有编制{quota}名，实有在职人员{posts}人。根据{body}的要求，对部门整体支出开展绩效自评。
二、收入支出决算总体情况说明
{year}年度收、支总计{total}万元，与上年相比，增加{rise}万元，增长{growth}%，主要是项目支出增加。
三、收入决算情况说明
本年收入合计{total}万元，其中：财政拨款收入{appropriation}万元，占{appropriation_share}%；其他收入{other}{unit}，占{other_share}%。
四、支出决算情况说明
本年支出合计{total}万元，其中：基本支出{basic}万元，占{basic_share}%；项目支出{project}万元，占{project_share}%。
五、基本支出决算情况说明
{year}年度基本支出{basic}万元，其中：人员经费{staff}万元，占基本支出的{staff_share}%；公用经费{running}万元，占基本支出的{running_share}%。
六、“三公”经费支出决算情况说明
公务接待费支出预算为{budget}万元，支出决算为{spent}万元，完成预算的{completion}%，决算数{word}预算数的主要原因是厉行节约。与上年相比减少{fell}万元，减少{decline}%。
七、政府采购支出说明
{year}年度政府采购支出总额{bought}{extra}万元，其中：政府采购货物支出{goods}万元、政府采购工程支出{works}万元、政府采购服务支出{service}万元。授予中小企业合同金额{small}万元，占政府采购支出总额的{small_share}%，其中：授予小微企业合同金额{micro}万元，占政府采购支出总额的{micro_share}%。
截至{year}年12月{day}日，共有车辆0辆。
八、绩效目标
{deadline}年底完成各项绩效指标。
九、存在的问题
预算编制不够细化。

附件：1. {year}年度部门整体支出绩效评价基础数据表
2. {year}年度部门整体支出绩效自评表

附件1
{year}年度部门整体支出绩效评价基础数据表
| 财政供养人员情况（人） | 编制数 | {year}年实际在职人数 | 控制率 |
|---|---|---|---|
| | {quota} | {posts} | {control}% |
| 经费控制情况（万元） | {year}年决算数 |
| 三公经费 | {three} |
| 1、公务用车购置和维护经费 | {vehicles} |
| 2、出国经费 | {abroad} |
| 3、公务接待 | {reception} |
| 公用经费 | {table_running} |

附件{annex}
{year}年度部门整体支出绩效自评表
| 年度资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
|---|---|---|---|---|---|---|---|
| | 年度资金总额 | {yearly} | {yearly} | {total} | 10 | {executed}% | {points} |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
| 产出指标 | 数量指标 | 巡查河道 | ≥40次 | {actual}次 | {w1} | {s1} | |
| 产出指标 | 质量指标 | 水质达标率 | ≥90% | 95% | {w2} | {s2} | |
| 效益指标 | 社会效益指标 | 受益人口 | ≥5万人 | 6万人 | {w3} | {s3} | |
| 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 92% | {w4} | {s4} | 个别诉求办理较慢 |
| 总分 | 100 | {score} |
"""


def text(values: Values) -> str:
    return TEXT.format(**values)


def shifted(key: str, least: str, most: str) -> Callable[[Values, random.Random], None]:
    """Return a defect that adds a random amount between two bounds, to one printed figure, up or down where it stays positive."""

    def plant(values: Values, chance: random.Random) -> None:
        old = Decimal(values[key])
        scale = int(-old.as_tuple().exponent)  # type: ignore[operator]
        step = Decimal(chance.randint(int(Decimal(least) * 10**scale), int(Decimal(most) * 10**scale))).scaleb(-scale)
        values[key] = str(old - step if chance.random() < 0.5 and old > step * 2 else old + step)

    return plant


def set_to(key: str, make: Callable[[Values, random.Random], str]) -> Callable[[Values, random.Random], None]:
    def plant(values: Values, chance: random.Random) -> None:
        values[key] = make(values, chance)

    return plant


def defect(name: str, plant: Callable[[Values, random.Random], None], *rules: str) -> Defect:
    return Defect(name, plant, frozenset(rules))


SHARE = ("share-wrong",)
DEFECTS = (
    defect("share of income", shifted("appropriation_share", "0.5", "9"), *SHARE, "share-above-all"),
    defect("share of expenditure", shifted("project_share", "0.5", "9"), *SHARE, "share-above-all"),
    defect("share of basic expenditure", shifted("running_share", "0.5", "9"), *SHARE),
    defect("share of procurement", shifted("small_share", "0.5", "9"), *SHARE),
    defect("growth of the total", shifted("growth", "0.5", "9"), "growth-wrong"),
    defect("decline of receptions", shifted("decline", "3", "9"), "growth-wrong"),
    defect("completion of receptions", shifted("completion", "1.5", "9"), "completion-wrong"),
    defect("project expenditure", shifted("project", "30", "90"), "sum-by-nature", *SHARE, "two-figures"),
    defect("staff expenditure", shifted("staff", "10", "40"), "sum-basic", *SHARE, "part-above-total"),
    defect("procurement of works", shifted("works", "1", "9"), "sum-procurement"),
    defect("total of the three expenses", shifted("three", "0.5", "2"), "sum-three-public", "part-above-total"),
    defect("running expenditure of the form", shifted("table_running", "1", "9"), "text-against-table"),
    defect("receptions of the form", shifted("reception", "0.3", "0.9"), "text-against-table", "sum-three-public", "part-above-total"),
    defect("staff control rate", shifted("control", "1", "9"), "staff-control-rate"),
    defect("execution rate", shifted("executed", "0.5", "3"), "execution-rate", "execution-points"),
    defect("points for execution", set_to("points", lambda v, _: str(Decimal(v["points"]) - 1)), "execution-points", "score-total"),
    defect("total score", set_to("score", lambda v, c: str(Decimal(v["score"]) + c.choice((-2, -1)))), "score-total"),
    defect("score above weight", set_to("s2", lambda v, _: str(int(v["w2"]) + 2)), "score-above-weight", "score-total"),
    defect("weight", set_to("w3", lambda v, _: str(int(v["w3"]) + 5)), "weight-total"),
    defect("full points below target", set_to("actual", lambda _, c: str(c.randint(20, 39))), "full-points-below-target"),
    defect("word of comparison", set_to("word", lambda *_: "大于"), "direction-words"),
    defect("deadline", set_to("deadline", lambda v, _: str(int(v["year"]) + 1)), "deadline-year"),
    defect("date", set_to("day", lambda *_: "32"), "impossible-date"),
    defect("placeholder", set_to("body", lambda *_: "XX局"), "placeholder"),
    defect("unit", set_to("unit", lambda *_: "元"), "share-wrong", "unit-slip"),
    defect("annex", set_to("annex", lambda *_: "3"), "annex-number"),
    defect("stray digit", set_to("extra", lambda _, c: f"万{c.randint(1, 9)}"), "stray-character", "doubled-unit"),
    defect("contracts of micro firms", set_to("micro", lambda v, _: str(Decimal(v["small"]) + 1)), "micro-above-small", *SHARE),
)


def planted(seed: int) -> tuple[str, Defect]:
    """Return a report with one defect, and the defect."""
    chance = random.Random(seed * 7919 + 1)
    values = clean(seed)
    chosen = DEFECTS[seed % len(DEFECTS)]
    chosen.plant(values, chance)
    return text(values), chosen
