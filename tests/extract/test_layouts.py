"""One invented form in every layout that text files give it: the same rows, amounts and indicators must come out of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kg.extract.accounts import accounts
from kg.extract.indicators import indicators
from kg.extract.scores import scores
from kg.facts import Fact
from kg.read import read
from kg.read.wraps import width
from kg.recognise import recognise
from kg.structure import structure

Rows = Sequence[Sequence[str | None]]
Layout = Callable[[Rows], str]

# None: covered by the merged cell above it.
HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
BODY: Rows = (
    ("产出指标（50分）", "数量指标", "新建村级文化广场", "≥12个", "13个", "10", "10", ""),
    (None, None, "组织送戏下乡场次", "≥60场", "54场", "10", "9", "受汛期影响部分场次取消"),
    (None, "质量指标", "工程验收合格率", "100%", "100%", "10", "10", ""),
    (None, "时效指标", "按期完工率", "≥95%", "97%", "10", "10", ""),
    (None, "成本指标", "广场单位造价", "≤450元/平方米", "438元/平方米", "10", "10", ""),
    ("效益指标（30分）", "社会效益指标", "群众文化生活丰富程度", "明显提升", "明显提升", "15", "14", ""),
    (None, "可持续影响指标", "设施管护机制", "健全", "基本健全", "15", "13", "管护经费尚未纳入预算"),
    ("满意度指标（10分）", "服务对象满意度指标", "群众满意度", "≥90%", "93.6%", "10", "10", ""),
)
TOTAL = ("总分", "", "", "", "", "90", "86", "")
FUND_HEAD = ("项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
FUND: Rows = (
    ("年度资金总额", "300.00", "280.00", "266.00", "10", "95%", "9.5"),
    ("其中：当年财政拨款", "300.00", "280.00", "266.00", "—", "95%", "—"),
    ("其他资金", "0", "0", "0", "—", "—", "—"),
)
VALUES = {"年度资金总额": "3000000 2800000 2660000", "当年财政拨款": "3000000 2800000 2660000", "其他资金": "0 0 0"}
AMOUNTS = {
    (name, measure, value)
    for name, values in VALUES.items()
    for measure, value in zip(("budget", "adjusted", "final"), values.split(), strict=True)
}


def _blank(row: Sequence[str | None]) -> list[str]:
    return [cell or "" for cell in row]


def _dropped(row: Sequence[str | None]) -> list[str]:
    return [cell for cell in row if cell is not None]


def _full(row: Sequence[str | None]) -> list[str]:
    return [cell for cell in row if cell]


def _repeated(rows: Rows) -> list[list[str]]:
    above: list[str] = []
    found = []
    for row in rows:
        whole = [above[column] if cell is None else cell for column, cell in enumerate(row)]
        # A head repeated on the next page interrupts what is merged.
        above = above if row == HEAD else whole
        found.append(whole)
    return found


def _padded(rows: Rows, gap: int, fill: str = " ", size: int = 1) -> str:
    whole = [_blank(row) for row in rows]
    widths = [max(width(row[column]) for row in whole) for column in range(len(whole[0]))]

    def cell(text: str, column: int) -> str:
        return text + fill * ((widths[column] - width(text) + size - 1) // size + gap)

    return "\n".join("".join(cell(text, column) for column, text in enumerate(row)).rstrip() for row in whole)


def _lines(rows: Rows, cells: Callable[[Sequence[str | None]], list[str]], between: str = "\n", after: str = "") -> str:
    return "\n".join(between.join((cell + after).strip() for cell in cells(row)) for row in rows)


def _markdown(rows: Rows) -> str:
    lines = [f"| {' | '.join(_blank(row))} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


LAYOUTS: dict[str, Layout] = {
    "Markdown": _markdown,
    "Markdown, merged cells repeated": lambda rows: _markdown(_repeated(rows)),
    "bars without outer ones": lambda rows: "\n".join("|".join(_blank(row)) for row in rows),
    "full-width bars": lambda rows: "\n".join("｜".join(_blank(row)) for row in rows),
    "drawn with lines": lambda rows: "┌──┬──┐\n" + "\n├──┼──┤\n".join("│ " + " │ ".join(_blank(row)) + " │" for row in rows) + "\n└──┴──┘",
    "bars, merged cells dropped, padded on the right": lambda rows: "\n".join(
        " | ".join(_dropped(row)) + " |" + "|" * (len(rows[0]) - len(_dropped(row))) for row in rows
    ),
    "tabs": lambda rows: "\n".join("\t".join(_blank(row)) for row in rows),
    "tabs, blank end dropped": lambda rows: "\n".join("\t".join(_blank(row)).rstrip() for row in rows),
    "tabs, merged cells repeated": lambda rows: "\n".join("\t".join(row) for row in _repeated(rows)),
    "tabs, merged cells dropped": lambda rows: "\n".join("\t".join(_dropped(row)) for row in rows),
    "tabs, merged cells dropped, padded on the right": lambda rows: "\n".join(
        "\t".join([*_dropped(row), *[""] * (len(rows[0]) - len(_dropped(row)))]) for row in rows
    ),
    "tabs, blank cells dropped": lambda rows: "\n".join("\t".join(_full(row)) for row in rows),
    "tabs with blank lines": lambda rows: "\n\n".join("\t".join(_blank(row)) for row in rows),
    "a Word table saved as text": lambda rows: "\n".join("".join(f"\t{cell}\n" for cell in _blank(row)) for row in rows),
    "columns of spaces": lambda rows: _padded(rows, 2),
    "columns of wide spaces": lambda rows: _padded(rows, 1, "\u3000", 2),
    "one space between cells": lambda rows: _lines(rows, _full, " "),
    "one wide space between cells": lambda rows: _lines(rows, _full, "\u3000"),
    "a cell a line": lambda rows: _lines(rows, _full),
    "a cell a line, empty cells blank": lambda rows: _lines(rows, _dropped),
    "a cell a line, all blank cells kept": lambda rows: _lines(rows, _blank),
    "a cell a line, blank lines between": lambda rows: _lines(rows, _full, "\n\n"),
    "a cell a line, blank lines between rows": lambda rows: "\n\n".join("\n".join(_full(row)) for row in rows),
    "a cell a line with a bar": lambda rows: _lines(rows, _dropped, after=" |"),
}
FORMS = pytest.mark.parametrize("layout", list(LAYOUTS.values()), ids=list(LAYOUTS))


def _report(folder: Path, body: str) -> dict[str, list[Fact]]:
    path = folder / "report.txt"
    path.write_text(
        "2022年度青禾县文化馆项目支出绩效自评报告\n\n一、基本情况\n青禾县文化馆为县文化和旅游局所属公益一类事业单位。\n\n附件1\n"
        f"2022年度项目支出绩效自评表\n{body}\n\n二、存在的问题\n一是项目前期准备不足，个别广场选址反复调整。二是资金支付进度偏慢。\n",
        encoding="utf-8",
    )
    report = structure(read(path))
    assert report.sections[-1].kind == "problems"
    reading = recognise(report)
    found: dict[str, list[Fact]] = {
        "scores": list(scores(reading)),
        "amounts": list(accounts(reading)),
        "indicators": list(indicators(reading)),
    }
    for facts in found.values():
        for fact in facts:
            assert report.text[fact.evidence.span.start : fact.evidence.span.end] == fact.evidence.quote
    return found


def _rows(found: dict[str, list[Fact]]) -> list[tuple[str, ...]]:
    rows = []
    for row in found["scores"]:
        points = ["" if value is None else str(value) for value in (row.weight, row.score)]  # type: ignore[attr-defined]
        rows.append((row.level1, row.level2, row.level3, row.target, row.actual, *points, row.deviation))  # type: ignore[attr-defined]
    return rows


def _expected() -> list[tuple[str, ...]]:
    return [(row[0].split("（")[0], *row[1:]) for row in _repeated(BODY)]


@FORMS
def test_the_same_rows_come_out_of_every_layout(tmp_path: Path, layout: Layout) -> None:
    found = _report(tmp_path, layout((HEAD, *BODY, TOTAL)))
    assert _rows(found) == _expected()
    assert len(found["indicators"]) == 12


@FORMS
def test_the_money_of_the_project_stands_above_its_indicators(tmp_path: Path, layout: Layout) -> None:
    found = _report(tmp_path, layout((FUND_HEAD, *FUND)) + "\n\n" + layout((HEAD, *BODY, TOTAL)))
    assert _rows(found) == _expected()
    amounts = {(fact.concept.label, fact.measure, f"{fact.money.cny:f}".split(".")[0]) for fact in found["amounts"]}  # type: ignore[attr-defined]
    assert amounts == AMOUNTS


@FORMS
def test_levels_go_on_below_a_head_that_the_next_page_repeats(tmp_path: Path, layout: Layout) -> None:
    assert _rows(_report(tmp_path, layout((HEAD, *BODY[:1], HEAD, *BODY[1:], TOTAL)))) == _expected()


@FORMS
@pytest.mark.parametrize("head", [True, False], ids=["head repeated", "head not repeated"])
def test_rows_go_on_behind_a_page_break(tmp_path: Path, layout: Layout, head: bool) -> None:
    # The new page begins with a level of its own: one that is merged over the break says nothing there in some layouts.
    again = (HEAD,) if head else ()
    pages = layout((HEAD, *BODY[:5])) + "\n\n- 5 -\n\n" + layout((*again, *BODY[5:], TOTAL))
    assert _rows(_report(tmp_path, pages)) == _expected()


@FORMS
def test_two_forms_on_one_page_do_not_mix(tmp_path: Path, layout: Layout) -> None:
    one = layout([row[:-1] for row in (HEAD, *BODY, TOTAL)])
    rows = _rows(_report(tmp_path, f"{one}\n\n附件2\n2022年度整体支出绩效自评表\n{one}"))
    assert rows == [(*row[:-1], "") for row in _expected()] * 2


@FORMS
def test_other_columns_in_another_order(tmp_path: Path, layout: Layout) -> None:
    order = (0, 1, 2, 5, 3, 4, 6, 7)
    names = ("一级指标", "二级指标", "三级指标", "权重", "目标值", "全年完成情况", "自评得分", "扣分原因")
    rows = _rows(_report(tmp_path, layout([names, *([row[column] for column in order] for row in (*BODY, TOTAL))])))
    assert rows == _expected()


def _forms() -> dict[str, tuple[Rows, list[tuple[str, ...]]]]:
    """Return forms of several provinces: their rows, and what must come out."""
    none = None
    return {
        "comparator and unit in columns of their own": (
            (
                ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"),
                ("产出指标", "数量指标", "培训村级林长", "≥", "80", "人次", "96", "20", "20", ""),
                (none, "质量指标", "造林成活率", "≥", "85", "%", "83.5", "20", "19.6", "干旱少雨"),
                ("效益指标", "生态效益指标", "新增森林面积", "≥", "1200", "亩", "1260", "20", "20", ""),
            ),
            [
                ("产出指标", "数量指标", "培训村级林长", "≥80人次", "96人次", "20", "20", ""),
                ("产出指标", "质量指标", "造林成活率", "≥85%", "83.5%", "20", "19.6", "干旱少雨"),
                ("效益指标", "生态效益指标", "新增森林面积", "≥1200亩", "1260亩", "20", "20", ""),
            ],
        ),
        "no levels, factors and marks of core indicators": (
            (
                (
                    "指标名称",
                    "计量单位",
                    "指标性质",
                    "年初指标值",
                    "全年完成值",
                    "得分系数（%）",
                    "指标权重（分）",
                    "指标得分（分）",
                    "是否核心指标",
                ),
                ("培训村级林长", "人次", "≥", "80", "96", "100", "20", "20", "是"),
                ("造林成活率", "%", "≥", "85", "83.5", "98", "20", "19.6", "否"),
            ),
            [
                ("", "", "培训村级林长", "≥80人次", "96人次", "20", "20", ""),
                ("", "", "造林成活率", "≥85%", "83.5%", "20", "19.6", ""),
            ],
        ),
        "points for each level": (
            (
                ("一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "评分标准", "得分", "扣分原因"),
                ("投入", "10", "预算配置", "10", "在职人员控制率", "5", "控制率≤100%计5分，每超一个百分点扣0.5分", "5", ""),
                (none, none, none, none, "培训费变动率", "5", "变动率≤0计5分，否则不得分", "5", ""),
                ("过程", "60", "预算执行", "20", "预算完成率", "10", "完成率100%计满分", "9.5", "年中追加项目较多"),
                (none, none, "预算管理", "40", "管理制度健全性", "10", "制度健全计满分，缺一项扣2分", "10", ""),
            ),
            [
                ("投入", "预算配置", "在职人员控制率", "", "", "5", "5", ""),
                ("投入", "预算配置", "培训费变动率", "", "", "5", "5", ""),
                ("过程", "预算执行", "预算完成率", "", "", "10", "9.5", "年中追加项目较多"),
                ("过程", "预算管理", "管理制度健全性", "", "", "10", "10", ""),
            ],
        ),
        "how points are worked out": (
            (
                (
                    "一级指标",
                    "二级指标",
                    "三级指标",
                    "分值",
                    "年度指标值（A）",
                    "全年实际值（B）",
                    "得分计算方法",
                    "得分",
                    "未完成原因分析",
                ),
                ("产出指标（50分）", "数量指标", "保洁道路条数", "25", "20条", "20条", "完成值达到指标值，记满分", "25", ""),
                (none, "时效指标", "项目完成时间", "25", "12月底前", "12月底前", "按期完成记满分", "25", ""),
                (
                    "效益指标（30分）",
                    "社会效益指标",
                    "辖区环境",
                    "30",
                    "明显改善",
                    "明显改善",
                    "定性指标按三档计分",
                    "27",
                    "支撑材料不够充分",
                ),
            ),
            [
                ("产出指标", "数量指标", "保洁道路条数", "20条", "20条", "25", "25", ""),
                ("产出指标", "时效指标", "项目完成时间", "12月底前", "12月底前", "25", "25", ""),
                ("效益指标", "社会效益指标", "辖区环境", "明显改善", "明显改善", "30", "27", "支撑材料不够充分"),
            ],
        ),
        "a column over all levels, numbered names": (
            (
                ("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
                ("绩效指标", "产出指标", "数量指标", "指标1：新建校舍面积", "≥3200平方米", "3200平方米", "20", "20"),
                (none, none, none, "指标2：购置课桌椅", "1200套", "1150套", "20", "19.2"),
                (none, "效益指标", "社会效益指标", "指标1：新增学位", "≥540个", "540个", "30", "30"),
            ),
            [
                ("产出指标", "数量指标", "新建校舍面积", "≥3200平方米", "3200平方米", "20", "20", ""),
                ("产出指标", "数量指标", "购置课桌椅", "1200套", "1150套", "20", "19.2", ""),
                ("效益指标", "社会效益指标", "新增学位", "≥540个", "540个", "30", "30", ""),
            ],
        ),
        "a running number, the year in the names of columns": (
            (
                ("序号", "一级指标", "二级指标", "三级指标", "2023年度指标值", "2023年实际完成值", "分值（100分）", "得分", "备注"),
                ("1", "产出", "数量", "新建校舍面积", "≥3200平方米", "3200平方米", "20", "20", ""),
                ("2", "产出", "质量", "验收合格率", "100%", "98%", "20", "19", "返工1处"),
            ),
            [
                ("产出", "数量", "新建校舍面积", "≥3200平方米", "3200平方米", "20", "20", ""),
                ("产出", "质量", "验收合格率", "100%", "98%", "20", "19", "返工1处"),
            ],
        ),
        "tasks without levels": (
            (
                ("工作任务", "年度目标", "完成情况", "分值", "自评得分"),
                ("新建校舍", "3200平方米", "已完成3200平方米", "40", "40"),
                ("新增学位", "540个", "540个", "40", "39"),
            ),
            [
                ("", "", "新建校舍", "3200平方米", "已完成3200平方米", "40", "40", ""),
                ("", "", "新增学位", "540个", "540个", "40", "39", ""),
            ],
        ),
        "points alone": (
            (
                ("评价指标", "分值", "得分", "扣分原因"),
                ("预算编制合理性", "10", "10", ""),
                ("预算执行率", "10", "9.4", "部分项目跨年"),
            ),
            [("", "", "预算编制合理性", "", "", "10", "10", ""), ("", "", "预算执行率", "", "", "10", "9.4", "部分项目跨年")],
        ),
        "figures without units": (
            (
                ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
                ("产出指标", "数量指标", "举办培训班", "1", "1", "10", "10"),
                (none, none, "改造管网公里数", "12", "11.5", "10", "9"),
                (none, "质量指标", "合格率", "100", "100", "10", "10"),
            ),
            [
                ("产出指标", "数量指标", "举办培训班", "1", "1", "10", "10", ""),
                ("产出指标", "数量指标", "改造管网公里数", "12", "11.5", "10", "9", ""),
                ("产出指标", "质量指标", "合格率", "100", "100", "10", "10", ""),
            ],
        ),
    }


@FORMS
@pytest.mark.parametrize(("form", "expected"), list(_forms().values()), ids=list(_forms()))
def test_forms_of_other_provinces(tmp_path: Path, layout: Layout, form: Rows, expected: list[tuple[str, ...]]) -> None:
    assert _rows(_report(tmp_path, layout(form))) == expected
