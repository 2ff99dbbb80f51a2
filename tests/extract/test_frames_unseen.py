"""Ways of saying who does what with whom that reports of other bodies use: passives, topics, followers, pronouns, goods and supplies."""

# ruff: noqa: E501
from __future__ import annotations

import pytest
from frame_sentences import UNIT, Triple, stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市电商服务中心委托海澜精机运营。", {("海澜精机", "undertakes", "市电商服务中心")}),
        ("影像归档交给了蓝鲸食品，尚在试运行。", {("蓝鲸食品", "undertakes", "影像归档")}),
        ("冻猪肉储备450吨，由碧川乳业代储。", {("碧川乳业", "undertakes", "冻猪肉储备")}),
        ("碧川乳业承保计生家庭住院护理险。", {("碧川乳业", "undertakes", "计生家庭住院护理险")}),
        (
            "建成高标准农田2.1万亩，总投资4000万元，由岫岩二建施工、海澜精机负责监理。",
            {("岫岩二建", "undertakes", "高标准农田"), ("海澜精机", "undertakes", "高标准农田")},
        ),
        ("经公开招标，确定海澜精机为智慧碧川平台中标单位。", {("海澜精机", "undertakes", "智慧碧川平台")}),
        ("智慧商贸平台标的890万元，中选单位为海澜精机。", {("海澜精机", "undertakes", "智慧商贸平台")}),
    ],
)
def test_what_a_clause_begins_with_is_carried_out_by_whom_it_is_given_to(text: str, expected: set[Triple]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("蓝鲸食品增资800万美元扩建电机壳体生产线。", {("蓝鲸食品", "invests_in", "电机壳体生产线")}),
        ("海澜精机未申报专项，自己投了2.1亿元建智能化车间。", {("海澜精机", "invests_in", "智能化车间")}),
        (
            "海澜精机与蓝鲸食品各持股50%的碧川乳业增资1.2亿元。",
            {
                ("海澜精机", "invests_in", "碧川乳业"),
                ("蓝鲸食品", "invests_in", "碧川乳业"),
                ("海澜精机", "cooperates_with", "蓝鲸食品"),
            },
        ),
        ("海澜精机已被远岫集团以4,860万元收购60%股权。", {("远岫集团", "invests_in", "海澜精机")}),
        ("远岫集团以可转债方式向海澜精机注资8000万元。", {("远岫集团", "invests_in", "海澜精机")}),
        ("民营的碧川医院（远岫集团投资，65张床位）转为定点。", {("远岫集团", "invests_in", "碧川医院")}),
        ("海澜精机获碧川产业基金5000万元股权投资。", {("碧川产业基金", "invests_in", "海澜精机")}),
    ],
)
def test_who_puts_money_into_works_and_firms(text: str, expected: set[Triple]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("走访海澜精机。该公司又同云港大学签订合作协议。", {("海澜精机", "cooperates_with", "云港大学")}),
        ("蓝鲸食品产值翻番，产品进入碧川乳业、远岫集团供应链。", {("蓝鲸食品", "cooperates_with", "碧川乳业"), ("蓝鲸食品", "cooperates_with", "远岫集团")}),
        ("远岫集团配套商海澜精机扩产。", {("远岫集团", "cooperates_with", "海澜精机")}),
        ("海澜精机、蓝鲸食品加入川南产业技术创新联盟。", {("海澜精机", "cooperates_with", "川南产业技术创新联盟"), ("蓝鲸食品", "cooperates_with", "川南产业技术创新联盟")}),
        ("由云港大学牵头，海澜精机、蓝鲸食品参与，组建了碧川产教联合体。", {("云港大学", "founded", "碧川产教联合体"), ("海澜精机", "founded", "碧川产教联合体"), ("蓝鲸食品", "founded", "碧川产教联合体"), ("云港大学", "cooperates_with", "海澜精机"), ("云港大学", "cooperates_with", "蓝鲸食品")}),
        ("远岫集团发行专项债9亿元，由蓝鲸食品、碧川乳业联席承销。", {("蓝鲸食品", "cooperates_with", "远岫集团"), ("碧川乳业", "cooperates_with", "远岫集团")}),
        ("海澜精机向碧川医院捐赠设备，双方合建的急救培训工坊揭牌。", {("碧川医院", "receives_funding", "海澜精机"), ("海澜精机", "founded", "急救培训工坊"), ("碧川医院", "founded", "急救培训工坊")}),
        ("海澜精机把应用实验室设在碧川科技园。", {("海澜精机", "founded", "应用实验室"), ("应用实验室", "located_in", "碧川科技园")}),
    ],
)  # fmt: skip
def test_who_works_with_whom_and_founds_what(text: str, expected: set[Triple]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("海澜精机监护仪76台配到乡镇。", {("海澜精机", "produces", "监护仪")}),
        ("负压救护车3辆，海澜精机供货。", {("海澜精机", "produces", "负压救护车")}),
        ("海澜精机的64排CT落户碧川医院。", {("海澜精机", "cooperates_with", "碧川医院")}),
        ("生产智能马桶盖的台企海澜精机只用了3小时领照。", {("海澜精机", "produces", "智能马桶盖")}),
        ("远岫集团牵头起草的《平板电脑通用规范》通过立项。", {("远岫集团", "develops", "《平板电脑通用规范》")}),
        ("市级立项支持：海澜精机“高速主轴热误差补偿”100万元。", {("海澜精机", "undertakes", "高速主轴热误差补偿")}),
        ("帮助海澜精机解决融资难题，协调云港银行发放贷款5000万元。", {("云港银行", "lends_to", "海澜精机")}),
    ],
)
def test_goods_titles_and_loans(text: str, expected: set[Triple]) -> None:
    found = {(one, predicate, other.strip("“”")) for one, predicate, other in stated(text)}
    assert expected <= found


@pytest.mark.parametrize(
    "text",
    [
        "总投资4000万元，由区财政承担。",
        "海澜精机与云港大学共建长效合作机制。",
        "云港银行推出“梨乡贷”，惠及企业39家。",
        "某新材与云港大学签订协议。",
        "区商务局还把一批事项交给街道办理。",
    ],
)
def test_sums_mechanisms_loans_and_unknown_subjects_found_and_carry_out_nothing(text: str) -> None:
    assert {p for _, p, _ in stated(text)} <= {"cooperates_with"}
    assert not any(UNIT in one for triple in stated(text) for one in triple)
