"""Relations read by frames from invented sentences, and sentences that only look like them."""

from __future__ import annotations

import pytest
from frame_sentences import Triple, stated

from kg.model import Cell, Span, Table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("海澜精机同云港大学敲定供货长协。", {("海澜精机", "cooperates_with", "云港大学")}),
        ("海澜精机成为远岫集团一级供应商。", {("海澜精机", "cooperates_with", "远岫集团")}),
        ("海澜精机委托省农科院检测土样。", {("海澜精机", "cooperates_with", "省农科院")}),
        ("省农科院为蓝鲸食品提供技术指导。", {("省农科院", "cooperates_with", "蓝鲸食品")}),
        (
            "海澜精机、云港大学合办的“云港轴承学院”开班。",
            {
                ("海澜精机", "cooperates_with", "云港大学"),
                ("海澜精机", "founded", "云港轴承学院"),
                ("云港大学", "founded", "云港轴承学院"),
            },
        ),
    ],
)
def test_who_works_together(text: str, expected: set[Triple]) -> None:
    assert stated(text) >= expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "北塬净水厂由远岫集团总承包、海澜精机代建。",
            {("远岫集团", "undertakes", "北塬净水厂"), ("海澜精机", "undertakes", "北塬净水厂")},
        ),
        ("北塬净水厂总投资1.2亿元，远岫集团承建，海澜精机监理。", {("远岫集团", "undertakes", "北塬净水厂")}),
        ("北塬净水厂开工，业主是海澜精机。", {("海澜精机", "undertakes", "北塬净水厂")}),
        ("委托海澜精机运营北塬净水厂。", {("海澜精机", "undertakes", "北塬净水厂")}),
        ("海澜精机年产30万套减速器生产线投产。", {("海澜精机", "undertakes", "海澜精机年产30万套减速器生产线")}),
        ("海澜精机二期4月开工，蓝鲸食品智能工厂主体封顶。", {("蓝鲸食品", "undertakes", "蓝鲸食品智能工厂")}),
        ("海澜精机（信息系统运维，合同金额86.5万元）按期验收。", {("海澜精机", "undertakes", "信息系统运维")}),
        ("海澜精机、远岫集团分别为冷链仓库的施工和设计单位。", {("远岫集团", "undertakes", "冷链仓库")}),
    ],
)
def test_who_carries_out_a_work(text: str, expected: set[Triple]) -> None:
    assert stated(text) >= expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("远岫集团拿出12亿元上马北塬冷链基地。", {("远岫集团", "invests_in", "北塬冷链基地")}),
        ("远岫集团以3000万元收购海澜精机65%股权。", {("远岫集团", "invests_in", "海澜精机")}),
        ("海澜精机（远岫集团持股15%）投产。", {("远岫集团", "invests_in", "海澜精机")}),
        ("远岫集团持股51%的海澜精机投产。", {("远岫集团", "invests_in", "海澜精机")}),
        ("远岫集团向海澜精机增资2亿元。", {("远岫集团", "invests_in", "海澜精机")}),
        ("海澜精机母公司远岫集团追加注资3000万元。", {("远岫集团", "invests_in", "海澜精机")}),
        ("海澜精机（远岫集团全资子公司）投产。", {("海澜精机", "part_of", "远岫集团")}),
    ],
)
def test_who_holds_shares(text: str, expected: set[Triple]) -> None:
    assert stated(text) >= expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "技改贴息向海澜精机兑付120万元、蓝鲸食品86.4万元。",
            {("海澜精机", "receives_funding", "技改贴息"), ("蓝鲸食品", "receives_funding", "技改贴息")},
        ),
        (
            "兑现电费补贴：海澜精机213万元，蓝鲸食品96万元。",
            {("海澜精机", "receives_funding", "电费补贴"), ("蓝鲸食品", "receives_funding", "电费补贴")},
        ),
        (
            "按政策向海澜精机、蓝鲸食品分别兑现出口奖励21.4万元、20.2万元。",
            {("海澜精机", "receives_funding", "出口奖励"), ("蓝鲸食品", "receives_funding", "出口奖励")},
        ),
        ("为海澜精机等612户企业返还失业保险1843.6万元。", {("海澜精机", "receives_funding", "失业保险")}),
        ("海澜精机获质量创新奖，奖励40万元。", {("海澜精机", "receives_funding", "质量创新奖")}),
        ("为海澜精机争取中央预算内资金1500万元。", {("海澜精机", "receives_funding", "中央预算内资金")}),
    ],
)
def test_who_is_funded(text: str, expected: set[Triple]) -> None:
    assert stated(text) >= expected


@pytest.mark.parametrize(
    "text",
    [
        "云港银行为海澜精机授信2亿元。",
        "海澜精机通过“数科贷”从云港银行获得贷款1260万元。",
        "云港银行依托“信易贷”向海澜精机放款300万元。",
        "帮助海澜精机办理专利质押融资2.3亿元，出质银行为云港银行。",
    ],
)
def test_a_bank_is_told_apart_from_who_borrows(text: str) -> None:
    assert stated(text) == {("云港银行", "lends_to", "海澜精机")}


def test_a_bank_recognised_as_a_firm_lends_all_the_same() -> None:
    assert ("碧川农商行", "lends_to", "海澜精机") in stated("海澜精机从碧川农商行获得贷款800万元。")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("海澜精机（证券代码873001）3月8日在新三板挂牌。", {("海澜精机", "listed_on", "新三板")}),
        ("海澜精机于2021年7月22日登陆科创板。", {("海澜精机", "listed_on", "科创板")}),
        ("引进海澜精机、蓝鲸食品落户碧川科技园。", {("海澜精机", "located_in", "碧川科技园"), ("蓝鲸食品", "located_in", "碧川科技园")}),
        ("碧川科技园新引进海澜精机等5家企业。", {("海澜精机", "located_in", "碧川科技园")}),
        ("位于碧川科技园的海澜精机满产。", {("海澜精机", "located_in", "碧川科技园")}),
        ("海澜精机自有品牌“浪尖”帐篷全年销售1.6亿元。", {("海澜精机", "produces", "“浪尖”帐篷")}),
        ("蓝鲸食品的金枪鱼罐头摘得省名牌产品。", {("蓝鲸食品", "produces", "金枪鱼罐头")}),
        ("省农科院选育的“云薯3号”通过审定。", {("省农科院", "develops", "云薯3号")}),
    ],
)
def test_where_and_what(text: str, expected: set[Triple]) -> None:
    assert stated(text) >= expected


@pytest.mark.parametrize(
    "text",
    [
        "海澜精机尚未与云港大学签订合作协议。",
        "海澜精机拟收购蓝鲸食品。",
        "原拟引进的海澜精机北塬装备城因资金问题中止谈判。",
        "海澜精机年产值近5亿元。",
        "海澜精机获批设立博士后科研工作站。",
        "海澜精机产值40万元，蓝鲸食品30万元。",
    ],
)
def test_what_is_refused_wished_or_measured_is_no_relation(text: str) -> None:
    assert stated(text) == set()


def test_a_shorter_name_of_the_same_work_is_dropped() -> None:
    works = {thing for _, predicate, thing in stated("北塬净水厂扩建工程由远岫集团承建。") if predicate == "undertakes"}
    assert works == {"北塬净水厂扩建工程"}


def test_a_table_of_contracts_names_its_parties() -> None:
    rows = [["采购内容", "中标（成交）供应商"], ["螺旋CT", "海澜精机"], ["菌种选育", "云港大学、蓝鲸食品（联合体）"], ["合计", "3"]]
    lines = ["|".join(row) for row in rows]
    text = "\n".join(lines) + "\n"
    cells, at = [], 0
    for number, row in enumerate(rows):
        made = []
        for column, words in enumerate(row):
            made.append(Cell(words, Span(at, at + len(words)), number, column))
            at += len(words) + 1
        cells.append(tuple(made))
    table = Table("other", "", "", (cells[0],), tuple(cells[1:]), Span(0, len(text)))
    assert stated(text, (table,)) == {
        ("海澜精机", "undertakes", "螺旋CT"),
        ("云港大学", "undertakes", "菌种选育"),
        ("蓝鲸食品", "undertakes", "菌种选育"),
        ("云港大学", "cooperates_with", "蓝鲸食品"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "海澜精机与蓝鲸食品共同出资成立碧川乳业，注册资本2亿元，投资3亿元建设北塬冷链基地。",
            {("碧川乳业", "invests_in", "北塬冷链基地"), ("海澜精机", "founded", "碧川乳业")},
        ),
        ("碧川成长基金完成备案，远岫集团出资3亿元，当年投资海澜精机、蓝鲸食品两个项目。", {("远岫集团", "invests_in", "碧川成长基金")}),
        ("碧川成长基金完成备案，当年投资海澜精机、蓝鲸食品两个项目。", {("碧川成长基金", "invests_in", "蓝鲸食品")}),
        ("海澜精机对在云子公司蓝鲸食品增资800万美元。", {("海澜精机", "invests_in", "蓝鲸食品")}),
        ("蓝鲸食品引入远岫集团，后者持股34%。", {("远岫集团", "invests_in", "蓝鲸食品")}),
        ("新建充电桩213个，其中海澜精机承建121个、远岫集团承建92个。", {("远岫集团", "undertakes", "充电桩")}),
        ("新增充电桩1062个，由海澜精机统一承建。", {("海澜精机", "undertakes", "充电桩")}),
        ("海澜精机为蓝鲸食品开发的分拣系统上线。", {("海澜精机", "develops", "分拣系统")}),
        ("海澜精机、蓝鲸食品分别同云港大学、省农科院签订技术合同。", {("海澜精机", "cooperates_with", "云港大学")}),
        ("海澜精机把研发总部设在望江楼，首年纳税800万元。", {("海澜精机", "located_in", "望江楼")}),
        ("海澜精机在云港股权交易中心科创专板挂牌。", {("海澜精机", "listed_on", "云港股权交易中心科创专板")}),
        ("海澜精机牵头的云港市精密轴承重点实验室获批。", {("海澜精机", "hosts", "云港市精密轴承重点实验室")}),
        ("会同云港银行，为海澜精机、蓝鲸食品等26家企业发放信贷1.2亿元。", {("云港银行", "lends_to", "蓝鲸食品")}),
        ("研发后补助惠及21家企业，其中海澜精机一家到账97万元。", {("海澜精机", "receives_funding", "研发后补助")}),
        ("奖补资金385万元分给5家企业：海澜精机80万元，蓝鲸食品、远岫集团各35万元。", {("远岫集团", "receives_funding", "奖补资金")}),
        ("北塬创客谷（运营方：海澜精机）获国家备案。", {("海澜精机", "undertakes", "北塬创客谷")}),
    ],
)
def test_ventures_funds_and_counted_works(text: str, expected: set[Triple]) -> None:
    assert stated(text) >= expected


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("海澜精机为蓝鲸食品开发的分拣系统上线。", ("蓝鲸食品", "develops", "分拣系统")),
        ("海澜精机、蓝鲸食品分别同云港大学、省农科院签订技术合同。", ("海澜精机", "cooperates_with", "省农科院")),
        ("海澜精机与蓝鲸食品共同出资成立碧川乳业，建设北塬冷链基地。", ("海澜精机", "undertakes", "北塬冷链基地")),
        ("海澜精机中标建设智慧碧川平台。", ("海澜精机", "develops", "智慧碧川平台")),
        ("海澜精机与云港大学签订技术开发合同。", ("海澜精机", "develops", "合同")),
        ("国家自然科学基金到账，远岫集团出资3亿元。", ("远岫集团", "invests_in", "国家自然科学基金")),
    ],
)
def test_what_another_did_is_not_said_of_a_name_beside_it(text: str, wrong: Triple) -> None:
    assert wrong not in stated(text)


def _table(text: str, caption: str) -> tuple[Table, ...]:
    """Return the table whose rows are the lines of `text` with | between cells."""
    rows, offset = [], 0
    for number, line in enumerate(text.split("\n")):
        at, cells = offset, []
        for column, words in enumerate(line.split("|")):
            cells.append(Cell(words, Span(at, at + len(words)), number, column))
            at += len(words) + 1
        rows.append(tuple(cells))
        offset += len(line) + 1
    return (Table("other", caption, "", tuple(rows[:1]), tuple(rows[1:]), Span(0, len(text))),)


def test_a_table_that_divides_a_fund_names_who_gets_it_and_with_whom() -> None:
    text = "项目名称|承担单位|合作单位|金额\n轴承热处理工艺|海澜精机|云港大学|80\n合计|||80"
    found = stated(text, _table(text, "科技创新专项资金安排表"))
    assert found >= {
        ("海澜精机", "undertakes", "轴承热处理工艺"),
        ("海澜精机", "cooperates_with", "云港大学"),
        ("海澜精机", "receives_funding", "科技创新专项资金"),
    }


def test_beside_sums_of_a_budget_only_firms_undertake() -> None:
    text = "子项名称|预算|承接单位\n政务云租赁|98|海澜精机\n课程建设|20|碧川职业学院"
    found = stated(text, _table(text, ""))
    assert ("海澜精机", "undertakes", "政务云租赁") in found
    assert ("碧川职业学院", "undertakes", "课程建设") not in found
