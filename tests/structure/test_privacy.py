from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document
from kg.structure import structure
from kg.structure.privacy import MASK, masked, private


def found(text: str) -> list[tuple[str, str]]:
    return [(item.kind, text[item.span.start : item.span.end]) for item in private(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联系电话：13912345678", [("phone", "13912345678")]),
        ("手机 139 1234 5678。", [("phone", "139 1234 5678")]),
        ("电话：0571-87654321", [("phone", "0571-87654321")]),
        ("（010）66103061", [("phone", "（010）66103061")]),
        ("电话：87654321", [("phone", "87654321")]),
        ("电话：１３９１２３４５６７８", [("phone", "１３９１２３４５６７８")]),
        ("身份证号11010519491231002X。", [("id_number", "11010519491231002X")]),
        ("卡号6222021234567890128", [("card", "6222021234567890128")]),
        ("开户账号：33001616781053000123", [("card", "33001616781053000123")]),
        ("邮箱zhang.san@example.gov.cn。", [("email", "zhang.san@example.gov.cn")]),
        ("填表人：王小明 填报日期：2024年1月2日", [("person", "王小明")]),
        ("联系人：李 明  电话：无", [("person", "李 明")]),
        ("经办人（签字）：赵大海", [("person", "赵大海")]),
        ("联系人及电话：钱多多 0571-87654321", [("person", "钱多多"), ("phone", "0571-87654321")]),
    ],
)
def test_private_data_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "收入合计13912345678元",
        "资产总额13912345678.00",
        "身份证号110105194912310021。",
        "项目编号6222021234567890123",
        "单位负责人签字：\n附件3",
        "填表人： 填报日期：2024年1月2日",
        "编制数2024-2025年，文号〔2019〕24号",
        "局长王小明主持会议",
        "占地12345678平方米",
        "面积1391.234万元，累计13800138000万元",
    ],
)
def test_what_is_not_private_stays(text: str) -> None:
    assert found(text) == []


def test_masking_keeps_every_offset() -> None:
    text = "填表人：王小明 联系电话：13912345678\n完。"
    hidden = masked(text, private(text))
    assert hidden == f"填表人：{MASK * 3} 联系电话：{MASK * 11}\n完。"


@given(st.text(st.sampled_from("联系电话人：13956780-@.aX （）填表王明\n 元"), max_size=120))
def test_masks_keep_the_length_and_hide_every_span(text: str) -> None:
    withheld = private(text)
    hidden = masked(text, withheld)
    assert len(hidden) == len(text)
    for item in withheld:
        assert set(hidden[item.span.start : item.span.end]) <= {MASK}
    assert [item.span for item in withheld] == sorted(item.span for item in withheld)


def document(text: str) -> Document:
    from kg.read.layout import canonical

    canonical_text, grids = canonical(text)
    return Document("r", "r.txt", "text/plain", "0" * 64, canonical_text, grids)


def test_the_public_profile_masks_text_and_cells_and_the_full_one_does_not() -> None:
    source = document("登记表\n姓名\t电话\n王小明\t13912345678\n李大海\t13887654321\n完。\n")
    public = structure(source)
    assert "13912345678" not in public.text and len(public.text) == len(source.text)
    assert all("139" not in cell.text for table in public.tables for row in table.rows for cell in row)
    full = structure(source, profile="full")
    assert "13912345678" in full.text and full.withheld == public.withheld
