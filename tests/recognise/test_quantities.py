"""What each kind of number looks like in running text; the sentences are invented."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document, Report
from kg.recognise.quantities import numbers
from kg.recognise.reading import Number
from kg.values import Money, Quantity


def report(text: str) -> Report:
    return Report(Document("r", "r.txt", "text/plain", "", text), text, "", "", None, "", (), ())


def read(text: str) -> list[tuple[str, str]]:
    return [(number.kind, text[number.span.start : number.span.end]) for number in numbers(report(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年拨付教育经费1,208.50万元，惠及学生3.2万人次。", [("money", "1,208.50万元"), ("quantity", "3.2万人次")]),
        ("新改扩建幼儿园12所，与705所合作。", [("quantity", "12所"), ("name", "705")]),
        ("粮食产量 12.6 万吨，同比增长 3.1 %。", [("quantity", "12.6 万吨"), ("quantity", "3.1 %")]),
        ("引进项目18个，总投资超30亿元。", [("quantity", "18个"), ("money", "超30亿元")]),
        ("投资3-5亿元，年均增长10%-15%。", [("quantity", "3-5亿元"), ("quantity", "10%-15%")]),
        ("2021-2023年，1-9月收入增长5%。", [("date", "2021-2023年"), ("date", "1-9月"), ("quantity", "5%")]),
        ("2022年11月3日至2022年12月底", [("date", "2022年11月3日"), ("date", "2022年12月底")]),
        ("“十三五”期间、二〇二一年、三季度", [("date", "十三五"), ("date", "二〇二一年"), ("date", "三季度")]),
        ("依据甲政办发〔2021〕18号和第36号令", [("document", "2021〕18号"), ("document", "第36号")]),
        ("（三）抓服务。1.开展走访", [("heading", "三"), ("heading", "1")]),
        ("一是抓生产；二是抓销售", [("heading", "一"), ("heading", "二")]),
        ("1.2022年预算资金20万元", [("heading", "1"), ("date", "2022年"), ("money", "20万元")]),
        ("详见附件2，第三部分", [("heading", "2"), ("heading", "第三部分")]),
        ("综合满意度居全省第一，第三产业比重提高2个百分点", [("ordinal", "第一"), ("name", "第三"), ("quantity", "2个百分点")]),
        ("总量居全市前三，增幅排名第12位。", [("ordinal", "前三"), ("ordinal", "第12位")]),
        ("建成5G基站36个，X900型水泵试车", [("name", "5"), ("quantity", "36个"), ("name", "900")]),
        ("购置84消毒液300升，启动2468培育工程", [("name", "84"), ("quantity", "300升"), ("name", "2468")]),
        ("实施“五个10”计划，落实“三重一大”制度", [("name", "五"), ("name", "10")]),
        ("联系电话：0719-6655443", [("contact", "0719-6655443")]),
        ("单价50万元以上设备2台（套）。", [("money", "50万元以上"), ("quantity", "2台（套）")]),
        ("落实六项任务、两项制度，一个项目、一批零部件", [("quantity", "六项"), ("quantity", "两项")]),
        ("上级专项资金32.5万，服务群众10万人，覆盖10万", [("money", "32.5万"), ("quantity", "10万人"), ("quantity", "10万")]),
        ("帮助企业节约20万元，附近3家受益", [("money", "20万元"), ("quantity", "3家")]),
        ("惠及数百户，覆盖十几个村", [("unreadable", "数百"), ("unreadable", "十几")]),
        ("占比三分之一，减少两成，产值翻番", [("quantity", "三分之一"), ("quantity", "两成"), ("quantity", "翻番")]),
        ("酒精2020升", [("quantity", "2020升")]),
        ("收入1908.72     万元", [("money", "1908.72     万元")]),
        ("净增长-3.5%，组织百名干部", [("quantity", "-3.5%"), ("quantity", "百名")]),
        ("组织千家万户参与，百姓受益", []),
        ("二○○六年五月十七日，二次利用，三方协议，安全3级", [("date", "二○○六年五月十七日"), ("name", "3")]),
        ("抽查比例不得少于20%", [("quantity", "不得少于20%")]),
        ("投入二十三点五万元，降低百分之三点五", [("money", "二十三点五万元"), ("quantity", "百分之三点五")]),
        ("走访四到五家，贷款三万至五万元", [("quantity", "四到五家"), ("quantity", "三万至五万元")]),
        ("历时5个多月，每场2个半小时，工期一年半", [("quantity", "5个多月"), ("quantity", "2个半小时"), ("quantity", "一年半")]),
        ("总投资1.5个亿，单价3元5角，服务5千余人", [("money", "1.5个亿"), ("money", "3元5角"), ("quantity", "5千余人")]),
        ("收入２，１５０．５万元，结余2亿零300万元", [("money", "２，１５０．５万元"), ("money", "2亿零300万元")]),
        ("租金0.6元/度、补助800元/生·年", [("quantity", "0.6元/度"), ("quantity", "800元/生·年")]),
        ("走访3、4家，惠及三十几户、20几家", [("quantity", "3"), ("unreadable", "4家"), ("unreadable", "三十几"), ("unreadable", "20几")]),
        ("误差±5%，出资比例1:5.3，9:30开会", [("unreadable", "5%"), ("name", "1:5.3"), ("date", "9:30")]),
        ("名次由第8位升至第5位，2023.12.31验收", [("ordinal", "第8位"), ("ordinal", "第5位"), ("date", "2023.12.31")]),
        ("出动6支队伍，四部门联合检查", [("quantity", "6支")]),
        ("股票代码600190/900952", [("code", "600190"), ("name", "900952")]),
        ("走访二十来家，2023年来三点建议", [("quantity", "二十来家"), ("date", "2023年来")]),
    ],
)
def test_a_number_is_classified_by_its_context(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


def value(text: str) -> Money | Quantity | None:
    found: Number = numbers(report(text))[0]
    return found.value


def test_a_measured_number_carries_its_exact_value() -> None:
    assert value("累计投入近5.20亿元") == Money(Decimal("5.20"), "亿元", Decimal(520000000), "近5.20亿元")
    assert value("培训30余名教师") == Quantity(Decimal(30), "名", ">", "30余名")
    assert value("投资3至5亿元") == Quantity(Decimal(3), "亿元", "=", "3至5亿元", Decimal(5))
    assert value("成绩居全省第二。") == Quantity(Decimal(2), "位", "=", "第二")


@given(st.text(alphabet="0123456789.,，年月日号万亿元家%第一二十百（）〔〕“”-/ 约余A。\n", max_size=60))
@settings(max_examples=300)
def test_numbers_cover_every_arabic_digit_in_order_without_overlap(text: str) -> None:
    found = numbers(report(text))
    assert [n.span for n in found] == sorted(n.span for n in found)
    assert all(left.span.end <= right.span.start for left, right in itertools.pairwise(found))
    covered = {i for n in found for i in range(n.span.start, n.span.end)}
    assert {i for i, c in enumerate(text) if c in "0123456789"} <= covered
    for number in found:
        if number.value is not None:
            assert number.value.original == text[number.span.start : number.span.end]


def test_a_long_run_of_digits_costs_little() -> None:
    assert len(numbers(report("1" * 20000 + "亿" * 20000))) >= 1
