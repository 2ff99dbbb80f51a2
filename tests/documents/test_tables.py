"""Awkward tables: shapes that every format must give alike, and those that only one format can make."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from makers import C, Table, docx, docx_of, html, html_table, paragraph, pdf, run

from kg.model import Document, Grid
from kg.read import read

Found = set[tuple[int, int, int, int, str]]


def row(*words: str) -> list[C]:
    return [C(word) for word in words]


SHAPES: dict[str, Table] = {
    "plain": [row("项目", "预算数", "决算数"), row("基本支出", "80.50", "79.10"), row("项目支出", "40.00", "40.00")],
    "two-level header": [
        [C("项目", 2), C("本年支出", 1, 2), C("备注", 2)],
        row("预算数", "决算数"),
        row("基本支出", "80.50", "79.10", "按进度"),
    ],
    "label over rows": [row("一级指标", "二级指标", "分值"), [C("产出指标", 2), C("数量指标"), C("10")], row("质量指标", "20")],
    "levels over rows": [
        row("一级指标", "二级指标", "三级指标", "得分"),
        [C("产出指标", 4), C("数量指标", 2), C("培训人数"), C("5")],
        row("检查次数", "5"),
        [C("质量指标", 2), C("合格率"), C("8")],
        row("及时率", "7"),
    ],
    "corner of both": [[C("功能分类", 2, 2), C("合计"), C("基本支出")], row("1", "2"), row("201", "一般公共服务", "5.00", "4.00")],
    "block in the middle": [
        row("甲", "乙", "丙", "丁"),
        [C("一"), C("中间的话", 2, 2), C("二")],
        row("三", "四"),
        row("五", "六", "七", "八"),
    ],
    "last column over rows": [
        row("项目", "金额", "说明"),
        [C("水费"), C("1.20"), C("均按合同支付", 3)],
        row("电费", "3.40"),
        row("邮电费", "0.56"),
    ],
    "last row over columns": [row("序号", "名称", "金额"), row("1", "河道整治", "60.00"), [C("合计", 1, 2), C("60.00")]],
    "form of several tables": [
        [C("预算部门"), C("青禾县水务局", 1, 4)],
        [C("年度预算", 3), C("来源"), C("预算数"), C("执行数"), C("得分")],
        row("财政拨款", "120.50", "119.10", "10"),
        row("其他资金", "0", "0", "—"),
        [C("总体目标"), C("完成河道整治三条，供水达标", 1, 2), C("已全部完成", 1, 2)],
    ],
    "blank corner": [row("", "2022年", "2023年"), row("收入", "100", "120"), row("支出", "98", "119")],
    "blank column": [row("项目", "金额", ""), row("工资", "50.00", ""), row("津贴", "20.00", "")],
    "blank row": [row("项目", "金额", "备注"), row("甲类", "1.00", "无"), row("", "", ""), row("乙类", "2.00", "无")],
    "two sides": [
        [C("收入", 1, 2), C("支出", 1, 2)],
        row("项目", "决算数", "项目", "决算数"),
        row("一、财政拨款", "120.50", "一、一般公共服务", "100.00"),
        row("", "", "二、农林水", "20.50"),
        row("合计", "120.50", "合计", "120.50"),
    ],
    "long words": [
        row("指标", "完成情况"),
        row("供水管网", "新建供水管网三十五公里，改造老旧管网十二公里，解决一万二千人饮水问题，群众满意度明显提高"),
    ],
    "lines in a cell": [row("年度预\n算申请\n（万元）", "执行数"), row("120.50\n（含结转）", "119.10")],
    "signs": [row("指标", "目标", "实际"), row("增长率", "≥10%", "10.2%"), row("控制率", "≤100%", "—"), row("变动", "-3.50", "+2")],
    "one row": [row("单位名称", "青禾县水务局", "编制数")],
    "many columns": [row(*(f"列{n}" for n in range(1, 13))), row(*(str(n * 11) for n in range(1, 13)))],
    "ladder": [[C("甲", 3), C("乙"), C("丙")], [C("丁", 2), C("戊")], row("己"), row("庚", "辛", "壬")],
}


def expected(rows: Table) -> Found:
    taken: set[tuple[int, int]] = set()
    found = set()
    for number, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (number, column) in taken:
                column += 1
            taken |= {(number + r, column + c) for r in range(cell.down) for c in range(cell.across)}
            found.add((number, column, cell.down, cell.across, "".join(cell.text.split())))
    return found


def seen(grid: Grid) -> Found:
    """Return the cells of a grid that no other one covers."""
    cells = [cell for line in grid.rows for cell in line]
    covered = {
        (cell.row + r, cell.column + c) for cell in cells for r in range(cell.rowspan) for c in range(cell.colspan) if (r, c) != (0, 0)
    }
    return {
        (cell.row, cell.column, cell.rowspan, cell.colspan, "".join(cell.text.split()))
        for cell in cells
        if (cell.row, cell.column) not in covered
    }


def sheet(rows: Table) -> bytes:
    book = openpyxl.Workbook()
    for number, column, down, across, text in expected(rows):
        if text:
            book.active.cell(number + 1, column + 1, text)
        if down > 1 or across > 1:
            book.active.merge_cells(start_row=number + 1, start_column=column + 1, end_row=number + down, end_column=column + across)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


FORMS: dict[str, Callable[[Table], bytes]] = {
    "docx": lambda rows: docx(["表格说明如下。", rows, "以上。"]),
    "html": lambda rows: html(["表格说明如下，请对照下表阅读。", rows, "以上内容均已公开。"]),
    "pdf": lambda rows: pdf(["表格说明如下。", rows, "以上。"]),
    "xlsx": sheet,
}


def load(folder: Path, name: str, data: bytes) -> Document:
    path = folder / name
    path.write_bytes(data)
    document = read(path)
    for grid in document.grids:
        for line in grid.rows:
            for cell in line:
                words = document.text[cell.span.start : cell.span.end]
                assert "".join(words.split()) == "".join(cell.text.split())
                assert grid.span.contains(cell.span)
    return document


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_read_alike_in_every_format(shape: str, form: str, tmp_path: Path) -> None:
    document = load(tmp_path, f"a.{form}", FORMS[form](SHAPES[shape]))
    wanted = expected(SHAPES[shape])
    if form == "xlsx":
        # A sheet does not say that a column or row without a word is part of its table.
        used = {column for _, column, _, _, text in wanted if text}
        blank = {number for number, *_ in wanted} - {number for number, *_, text in wanted if text}
        if blank:
            assert len(document.grids) == 2
            return
        wanted = {cell for cell in wanted if cell[1] <= max(used)}
    assert [seen(grid) for grid in document.grids] == [wanted]


def words(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in line] for line in grid.rows] for grid in document.grids]


def word_row(*cells: str) -> str:
    return "<w:tr>" + "".join(cells) + "</w:tr>"


def word_cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_word_s_old_horizontal_merge_and_skipped_columns_are_read(tmp_path: Path) -> None:
    body = "<w:tbl>" + word_row(word_cell("合并", '<w:hMerge w:val="restart"/>'), word_cell("", "<w:hMerge/>"), word_cell("丙"))
    body += "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + word_cell("乙") + word_cell("丁") + "</w:tr></w:tbl>"
    (grid,) = load(tmp_path, "a.docx", docx_of(body)).grids
    assert seen(grid) == {(0, 0, 1, 2, "合并"), (0, 2, 1, 1, "丙"), (1, 0, 1, 1, ""), (1, 1, 1, 1, "乙"), (1, 2, 1, 1, "丁")}


def test_a_table_inside_a_cell_stays_in_it(tmp_path: Path) -> None:
    inner = "<w:tbl>" + word_row(word_cell("内一"), word_cell("内二")) + "</w:tbl>"
    body = "<w:tbl>" + word_row(f"<w:tc>{paragraph('外')}{inner}{paragraph('')}</w:tc>", word_cell("邻")) + "</w:tbl>"
    assert words(load(tmp_path, "a.docx", docx_of(body))) == [[["外内一内二", "邻"]]]


def test_a_frame_of_one_cell_is_no_table(tmp_path: Path) -> None:
    inner = "<w:tbl>" + word_row(word_cell("甲"), word_cell("乙")) + "</w:tbl>"
    framed = "<w:tbl>" + word_row(f"<w:tc>{paragraph('框内的话。')}{inner}{paragraph('')}</w:tc>") + "</w:tbl>"
    document = load(tmp_path, "a.docx", docx_of(framed))
    assert document.text.startswith("框内的话。\n") and words(document) == [[["甲", "乙"]]]


def test_rows_deleted_under_revision_are_gone_and_inserted_ones_are_there(tmp_path: Path) -> None:
    deleted = "<w:tr><w:trPr><w:del/></w:trPr>" + word_cell("旧") + word_cell("9") + "</w:tr>"
    kept = word_row(
        f"<w:tc><w:p><w:ins><w:r>{run('新')}</w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p></w:tc>", word_cell("1")
    )
    assert words(load(tmp_path, "a.docx", docx_of(f"<w:tbl>{deleted}{kept}</w:tbl>"))) == [[["新", "1"]]]


def test_a_word_table_in_a_content_control_is_read(tmp_path: Path) -> None:
    table = "<w:tbl><w:sdt><w:sdtContent>" + word_row(word_cell("甲"), word_cell("乙")) + "</w:sdtContent></w:sdt></w:tbl>"
    assert words(load(tmp_path, "a.docx", docx_of(f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>"))) == [[["甲", "乙"]]]


def page(body: str) -> bytes:
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<table><tr><td rowspan=0>甲<td>乙<tr><td>丙</table>", [[["甲", "乙"], ["", "丙"]]]),
        ("<table><tr><td rowspan=99>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>", [[["甲", "乙"], ["", "丙"]]]),
        (
            "<table><tfoot><tr><td>合计<td>3</tfoot><tbody><tr><td>甲<td>1</tbody><thead><tr><th>名<th>数</thead></table>",
            [[["名", "数"], ["甲", "1"], ["合计", "3"]]],
        ),
        ("<table><tr><td colspan='x'>甲</td><td>乙</td></tr><tr></tr><tr><td>丙</td></tr></table>", [[["甲", "乙"], [], ["丙"]]]),
        (f"<table><tr><td>{html_table([row('甲', '乙')])}</td></tr><tr><td>版面</td></tr></table>", [[["甲", "乙"]]]),
        ("<table><tr><td><p>第一行</p><p>第二行</p></td><td>a&nbsp;<b>b</b></td></tr></table>", [[["第一行第二行", "a b"]]]),
    ],
    ids=["rowspan to the end", "rowspan beyond", "foot first", "broken span", "layout", "paragraphs"],
)
def test_tables_of_web_pages(body: str, found: list[list[list[str]]], tmp_path: Path) -> None:
    assert words(load(tmp_path, "a.html", page(body))) == found


class Sheet:
    """Draws on a PDF page, y from the top."""

    def __init__(self, width: float = 595, height: float = 842) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self.buffer = io.BytesIO()
        self.height = height
        self.canvas = Canvas(self.buffer, pagesize=(width, height), invariant=1)

    def text(self, x: float, y: float, words: str, size: float = 10) -> None:
        self.canvas.setFont("STSong-Light", size)
        self.canvas.drawString(x, self.height - y, words)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def grid(self, xs: list[float], ys: list[float], cells: list[list[str]]) -> None:
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        self.fill(xs, ys, cells)

    def fill(self, xs: list[float], ys: list[float], cells: list[list[str]]) -> None:
        for y, line in zip(ys, cells, strict=False):
            for x, cell in zip(xs, line, strict=False):
                self.text(x + 4, y + 14, cell)

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


CELLS = [["项目", "预算数", "决算数"], ["基本支出", "80.50", "79.10"], ["项目支出", "40.00", "40.00"]]
XS, YS = [80.0, 200.0, 300.0, 400.0], [100.0, 120.0, 140.0, 160.0]


def test_a_table_without_side_borders(tmp_path: Path) -> None:
    drawing = Sheet()
    for x in XS[1:-1]:
        drawing.line(x, YS[0], x, YS[-1])
    for y in YS:
        drawing.line(XS[0], y, XS[-1], y)
    drawing.fill(XS, YS, CELLS)
    assert words(load(tmp_path, "a.pdf", drawing.bytes())) == [CELLS]


@pytest.mark.parametrize("rules", [[0, 1, 3], []], ids=["three lines", "no lines"])
def test_a_table_of_words_in_columns(rules: list[int], tmp_path: Path) -> None:
    drawing = Sheet()
    drawing.text(80, 80, "支出情况见下表。")
    for index in rules:
        drawing.line(XS[0], YS[index], XS[-1], YS[index])
    drawing.fill(XS, YS, CELLS)
    drawing.text(80, 200, "以上支出均已公开。")
    document = load(tmp_path, "a.pdf", drawing.bytes())
    assert words(document) == [CELLS] and document.text.startswith("支出情况见下表。\n") and document.text.endswith("以上支出均已公开。\n")


def test_double_lines_and_lines_drawn_in_pieces(tmp_path: Path) -> None:
    drawing = Sheet()
    drawing.grid(XS, YS, CELLS)
    for x in XS:
        drawing.line(x + 1.5, YS[0], x + 1.5, YS[-1])
    for y in (170.0, 190.0, 210.0):
        for step in range(80, 400, 4):
            drawing.line(step, y, step + 2.5, y)
    for x in XS:
        drawing.line(x, 170, x, 190)
        drawing.line(x, 190, x, 210)
    drawing.fill(XS, [170, 190], [["甲", "乙", "丙"], ["丁", "戊", "己"]])
    assert words(load(tmp_path, "a.pdf", drawing.bytes())) == [CELLS, [["甲", "乙", "丙"], ["丁", "戊", "己"]]]


def test_borders_drawn_as_thin_boxes_over_shading(tmp_path: Path) -> None:
    drawing = Sheet()
    drawing.canvas.setFillGray(0.9)
    drawing.canvas.rect(80, 842 - 120, 320, 20, stroke=0, fill=1)
    drawing.canvas.setFillGray(0)
    for x in XS:
        drawing.canvas.rect(x, 842 - YS[-1], 0.5, YS[-1] - YS[0], stroke=0, fill=1)
    for y in YS:
        drawing.canvas.rect(XS[0], 842 - y, XS[-1] - XS[0], 0.5, stroke=0, fill=1)
    drawing.fill(XS, YS, CELLS)
    assert words(load(tmp_path, "a.pdf", drawing.bytes())) == [CELLS]


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
@pytest.mark.parametrize("turned", [False, True], ids=["as drawn", "page turned"])
def test_a_table_on_a_turned_page(quarter: int, turned: bool, tmp_path: Path) -> None:
    drawing = Sheet(700, 700)
    canvas = drawing.canvas
    if turned:
        canvas.setPageRotation(90 * quarter)
    canvas.translate(350, 350)
    canvas.rotate(90 * quarter)
    canvas.translate(-350, -350)
    drawing.grid(XS, YS, CELLS)
    drawing.text(80, 80, "支出决算表")
    document = load(tmp_path, "a.pdf", drawing.bytes())
    assert words(document) == [CELLS] and document.text.startswith("支出决算表\n")


def test_two_tables_side_by_side(tmp_path: Path) -> None:
    drawing = Sheet()
    drawing.grid([60, 120, 180], [100, 120, 140], [["甲", "1"], ["乙", "2"]])
    drawing.grid([300, 360, 420], [100, 120, 140], [["丙", "3"], ["丁", "4"]])
    assert words(load(tmp_path, "a.pdf", drawing.bytes())) == [[["甲", "1"], ["乙", "2"]], [["丙", "3"], ["丁", "4"]]]


def test_words_written_downwards_and_wrapped_words_are_one_cell_each(tmp_path: Path) -> None:
    drawing = Sheet()
    drawing.grid([80, 110, 250], [100, 180], [])
    for index, char in enumerate("年度绩效"):
        drawing.text(90, 115 + 16 * index, char)
    for index, part in enumerate(("完成河道整治三条，新", "建供水管网三十五公里", "，群众满意")):
        drawing.text(114, 115 + 16 * index, part)
    assert words(load(tmp_path, "a.pdf", drawing.bytes())) == [[["年度绩效", "完成河道整治三条，新建供水管网三十五公里，群众满意"]]]


def test_a_table_over_a_page_break_is_one_with_its_header_once(tmp_path: Path) -> None:
    rows = [row("序号", "项目名称", "金额"), *(row(str(n), f"第{n}号工程", f"{n}.00") for n in range(1, 121))]
    document = load(tmp_path, "a.pdf", pdf(["项目支出明细如下。", rows, "以上。"]))
    assert [seen(grid) for grid in document.grids] == [expected(rows)]
    assert len(document.pages) > 2


def test_a_row_that_the_page_break_cuts_is_made_whole(tmp_path: Path) -> None:
    drawing = Sheet()
    drawing.grid([80, 160, 500], [700, 730, 800], [["指标", "完成情况"], ["供水", "新建供水管网三十五公里，解决一万二千"]])
    drawing.canvas.showPage()
    drawing.grid([80, 160, 500], [60, 100, 130], [["", "人饮水问题"], ["排水", "已完成"]])
    assert words(load(tmp_path, "a.pdf", drawing.bytes())) == [
        [["指标", "完成情况"], ["供水", "新建供水管网三十五公里，解决一万二千人饮水问题"], ["排水", "已完成"]]
    ]


def test_a_new_table_on_the_next_page_is_another(tmp_path: Path) -> None:
    drawing = Sheet()
    drawing.grid(XS, YS, CELLS)
    drawing.canvas.showPage()
    drawing.text(80, 80, "附表二")
    drawing.grid(XS, YS, CELLS)
    document = load(tmp_path, "a.pdf", drawing.bytes())
    assert words(document) == [CELLS, CELLS]


def test_the_lines_around_a_sheet_s_tables_are_paragraphs(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "支出决算表"
    page["A1"] = "收入支出决算总表"
    page.merge_cells("A1:D1")
    page["A2"], page["D2"] = "部门：青禾县水务局", "单位：万元"
    for column, value in enumerate(("项目", "决算数", "占比", "日期"), 1):
        page.cell(3, column, value)
    for column, value in enumerate(("基本支出", 80.5, 0.668, 1234567.891), 1):
        page.cell(4, column, value)
    page["B4"].number_format, page["C4"].number_format, page["D4"].number_format = "0.00", "0.0%", "#,##0.00"
    page["A5"] = "注：本表反映部门本年度的支出情况。"
    hidden = book.create_sheet("草稿")
    hidden["A1"] = "不公开"
    hidden.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    document = load(tmp_path, "a.xlsx", buffer.getvalue())
    lines = [line for line in document.text.split("\n") if line and not line.startswith("\t")]
    assert lines == ["支出决算表", "收入支出决算总表", "部门：青禾县水务局 单位：万元", "注：本表反映部门本年度的支出情况。"]
    assert words(document) == [[["项目", "决算数", "占比", "日期"], ["基本支出", "80.50", "66.8%", "1,234,567.89"]]]


def test_an_old_workbook_and_a_comma_table_give_the_same_cells(tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("Sheet1")
    for number, line in enumerate(CELLS):
        for column, text in enumerate(line):
            page.write(number, column, text)
    page.write_merge(3, 3, 0, 1, "合计")
    page.write(3, 2, 119.1, xlwt.easyxf(num_format_str="0.00"))
    buffer = io.BytesIO()
    book.save(buffer)
    (grid,) = load(tmp_path, "a.xls", buffer.getvalue()).grids
    assert seen(grid) == expected([*(row(*line) for line in CELLS), [C("合计", 1, 2), C("119.10")]])
    assert words(load(tmp_path, "a.csv", "\n".join(",".join(line) for line in CELLS).encode("gb18030"))) == [CELLS]
