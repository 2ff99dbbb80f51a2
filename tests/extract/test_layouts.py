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
    ("上年结转资金", "0", "0", "0", "—", "—", "—"),
)
VALUES = {"年度资金总额": "3000000 2800000 2660000", "当年财政拨款": "3000000 2800000 2660000", "上年结转资金": "0 0 0"}
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
