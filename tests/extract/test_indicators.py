"""What figures of prose and tables measure; all sentences, places and firms are invented."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.indicator_concepts import indicator, normal_form
from kg.extract.indicators import indicators
from kg.facts import Observation
from kg.model import Cell, Document, Grid, Report, Section, Span, Table
from kg.recognise import recognise


def report(text: str, kind: str = "performance", tables: tuple[Table, ...] = ()) -> Report:
    section = Section(kind, "", "工作情况", 1, Span(0, len(text)))
    return Report(Document("r", "r.txt", "text/plain", "", text), text, "", "青原县农业农村局", 2022, "", (section,), tables)


def read(text: str, kind: str = "performance") -> list[Observation]:
    return list(indicators(recognise(report(text, kind))))


def brief(observation: Observation) -> str:
    quantity = observation.quantity
    high = "" if quantity.value_max is None else f"-{quantity.value_max}"
    return f"{observation.indicator.label} {quantity.comparator} {quantity.value}{high} {quantity.unit} {observation.role}"


SENTENCES = [
    # a total, a result without its noun, a growth named alone
    (
        "新增入库企业32家，总数达326家。",
        ["新增入库企业 = 32 家 actual", "入库企业总数 = 326 家 actual"],
    ),
    (
        "全年计划培训经营户500人次，实际培训620人次。",
        ["培训经营户 = 500 人次 target", "培训经营户 = 620 人次 actual"],
    ),
    (
        "粮食加工产值增长12%，增速比全市高3个百分点，完成全年目标的102%。",
        [
            "粮食加工产值增长率 = 12 % growth",
            "粮食加工产值增长率比全市高 = 3 个百分点 actual",
            "粮食加工产值完成全年目标比例 = 102 % share",
        ],
    ),
    # levels left and reached, and years named in between
    (
        "群众满意度由上年的92%提高到95.6%。",
        ["群众满意度 = 92 % previous", "群众满意度 = 95.6 % actual"],
    ),
    (
        "家庭农场数量从2020年的86家增长到2022年的168家。",
        ["家庭农场 = 86 家 previous", "家庭农场 = 168 家 actual"],
    ),
    (
        "水产品产量5460吨，较2019年增长11.4%。",
        ["水产品产量 = 5460 吨 actual", "水产品产量增长率 = 11.4 % growth"],
    ),
    (
        "生猪出栏量负增长2.1%。",
        ["生猪出栏量增长率 = -2.1 % growth"],
    ),
    # goals beside results
    (
        "实际利用外资315万美元，只完成市下达任务500万美元的63%。",
        ["实际利用外资 = 315 万美元 actual", "实际利用外资 = 500 万美元 target", "实际利用外资完成目标比例 = 63 % share"],
    ),
    (
        "新增冷库32座，超额完成年度目标任务（30座）。",
        ["新增冷库 = 32 座 actual", "新增冷库 = 30 座 target"],
    ),
    # points
    (
        "综合评分91分，其中投入15分得14.2分，过程（25分）：22.4分。",
        ["综合评分 = 91 分 actual", "投入得分 = 14.2 分 actual", "过程得分 = 22.4 分 actual"],
    ),
    # by how much a goal was passed
    (
        "建成高标准农田3.2万亩，超目标任务0.2万亩。",
        ["建成高标准农田 = 3.2 万亩 actual", "建成高标准农田超目标任务 = 0.2 万亩 actual"],
    ),
    # the last of a list carries what all of them measure
    (
        "城镇居民、农村居民人均可支配收入分别为52368元、26895元。",
        ["城镇居民人均可支配收入 = 52368 元 actual", "农村居民人均可支配收入 = 26895 元 actual"],
    ),
    (
        "批发、零售业销售额分别达到312亿元、198亿元。",
        ["批发业销售额 = 312 亿元 actual", "零售业销售额 = 198 亿元 actual"],
    ),
    # what each of them got is told of the next figure
    (
        "项目带动4716户农户户均增收2160元。",
        ["农户 = 4716 户 actual", "户均增收 = 2160 元 actual"],
    ),
    # the name before the figure, and what continues it
    (
        "全年粮食总产量达到36.8万吨，同比增长1.2%，居全省第三。",
        ["粮食总产量 = 36.8 万吨 actual", "粮食总产量增长率 = 1.2 % growth", "粮食总产量增长率全省排名 = 3 位 rank"],
    ),
    (
        "城镇新增就业9800人，完成年度任务的108.9%。",
        ["城镇新增就业 = 9800 人 actual", "城镇新增就业完成年度任务比例 = 108.9 % share"],
    ),
    (
        "义务教育巩固率达98.6%，高于全省平均水平1.3个百分点。",
        ["义务教育巩固率 = 98.6 % actual", "义务教育巩固率高于全省平均水平 = 1.3 个百分点 actual"],
    ),
    (
        "PM2.5平均浓度28微克/立方米，同比下降6.7%。",
        ["PM2.5平均浓度 = 28 微克/立方米 actual", "PM2.5平均浓度增长率 = -6.7 % growth"],
    ),
    (
        "居民人均可支配收入达到32156元，增长7.3%，增速排名全市第一。",
        [
            "居民人均可支配收入 = 32156 元 actual",
            "居民人均可支配收入增长率 = 7.3 % growth",
            "居民人均可支配收入增长率全市排名 = 1 位 rank",
        ],
    ),
    (
        "南岭水利枢纽工程完成投资2.3亿元，占年度计划的115%。",
        ["南岭水利枢纽工程完成投资 = 2.3 亿元 actual", "南岭水利枢纽工程完成投资占年度计划比重 = 115 % share"],
    ),
    (
        "一般公共预算收入完成15.6亿元，增长5.1%。",
        ["一般公共预算收入 = 15.6 亿元 actual", "一般公共预算收入增长率 = 5.1 % growth"],
    ),
    (
        "学前三年毛入园率达94.5%，比上年提高1.6个百分点。",
        ["学前三年毛入园率 = 94.5 % actual", "学前三年毛入园率增幅 = 1.6 个百分点 growth"],
    ),
    ("污水处理率达95%，垃圾无害化处理率达100%。", ["污水处理率 = 95 % actual", "垃圾无害化处理率 = 100 % actual"]),
    ("建成村级卫生室186个，配备乡村医生203名。", ["建成村级卫生室 = 186 个 actual", "配备乡村医生 = 203 名 actual"]),
    ("受理群众来信来访1260件，办结率99%。", ["受理群众来信来访 = 1260 件 actual", "办结率 = 99 % actual"]),
    (
        "新增养老床位450张，每千名老人拥有床位38张。",
        ["新增养老床位 = 450 张 actual", "每千名老人拥有床位 = 38 张 actual"],
    ),
    (
        "培训高素质农民420人次，发放耕地地力保护补贴5632.18万元。",
        ["培训高素质农民 = 420 人次 actual", "发放耕地地力保护补贴 = 5632.18 万元 actual"],
    ),
    ("技术合同登记206件，成交额达到12.5亿元。", ["技术合同登记 = 206 件 actual", "成交额 = 12.5 亿元 actual"]),
    ("减少碳排放1.2万吨，单位GDP能耗下降3.1%。", ["减少碳排放 = 1.2 万吨 actual", "单位GDP能耗增长率 = -3.1 % growth"]),
    ("机关共有在职人员21人，其中行政编制10人。", ["机关共有在职人员 = 21 人 actual", "行政编制 = 10 人 actual"]),
    # the noun after the figure
    ("组织36名教师赴外地跟岗学习。", ["教师赴外地跟岗学习 = 36 名 actual"]),
    ("近400名志愿者参与文明劝导活动。", ["志愿者参与文明劝导活动 ≈ 400 名 actual"]),
    ("帮助32户贫困家庭解决住房安全问题。", ["贫困家庭解决住房安全问题 = 32 户 actual"]),
    ("举办3次农产品推介活动。", ["农产品推介活动 = 3 次 actual"]),
    ("新建1.2万亩高标准农田。", ["新建高标准农田 = 1.2 万亩 actual"]),
    ("争取到1674万元水利专项补助，惠及18个村。", ["争取水利专项补助 = 1674 万元 actual", "惠及村 = 18 个 actual"]),
    ("吸引62家企业850余人参加。", ["企业 = 62 家 actual", "参加人数 > 850 人 actual"]),
    ("研制出300千瓦级电动拖拉机。", ["电动拖拉机 = 300 千瓦 actual"]),
    ("推进五项改革任务。", ["改革任务 = 5 项 actual"]),
    # shared heads, lists and examples
    (
        "全县接待游客312.5万人次，实现旅游综合收入21.7亿元，分别增长15.2%、18.9%。",
        [
            "接待游客 = 312.5 万人次 actual",
            "旅游综合收入 = 21.7 亿元 actual",
            "接待游客增长率 = 15.2 % growth",
            "旅游综合收入增长率 = 18.9 % growth",
        ],
    ),
    (
        "工业增加值、固定资产投资分别增长8%、12%。",
        ["工业增加值增长率 = 8 % growth", "固定资产投资增长率 = 12 % growth"],
    ),
    ("办结率和满意率均为100%。", ["办结率 = 100 % actual", "满意率 = 100 % actual"]),
    ("开展支部学习10次、党员大会4次。", ["开展支部学习 = 10 次 actual", "党员大会 = 4 次 actual"]),
    ("协调解决用地审批、道路通行、用电报装等难题30余个。", ["协调解决难题 > 30 个 actual"]),
    ("全年共有各级各类学校312所，在校学生28.6万人。", ["各级各类学校 = 312 所 actual", "在校学生 = 28.6 万人 actual"]),
    # a threshold belongs to the name
    ("新开工5000万元以上项目17个。", ["新开工5000万元以上项目 = 17 个 actual"]),
    ("单位价值50万元以上通用设备2台（套）。", ["单位价值50万元以上通用设备 = 2 台(套) actual"]),
    # comparators and levels
    ("城镇登记失业率控制在4.2%以内。", ["城镇登记失业率 ≤ 4.2 % actual"]),
    ("医保参保率稳定在95%以上。", ["医保参保率 ≥ 95 % actual"]),
    ("自来水普及率提升至91%。", ["自来水普及率 = 91 % actual"]),
    ("水费回收率由82%提高到93%。", ["水费回收率 = 82 % previous", "水费回收率 = 93 % actual"]),
    ("矿泉水销售额突破3亿元。", ["矿泉水销售额 > 3 亿元 actual"]),
    ("亩均增收300-500元。", ["亩均增收 = 300-500 元 actual"]),
    # targets
    (
        "力争到2025年规模以上工业企业达到150家，研发投入强度提高到2.5%。",
        ["规模以上工业企业 = 150 家 target", "研发投入强度 = 2.5 % target"],
    ),
    ("绩效目标：新增市场主体5000户，培育合作社20家。", ["新增市场主体 = 5000 户 target", "培育合作社 = 20 家 target"]),
    ("小额信贷余额达到1.1亿元（全年目标2亿元）。", ["小额信贷余额 = 1.1 亿元 actual", "小额信贷余额 = 2 亿元 target"]),
    ("通过担保基金为农户争取银行贷款4500万元。", ["争取银行贷款 = 4500 万元 actual"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_figure_is_named_by_the_words_that_govern_it(text: str, expected: list[str]) -> None:
    assert [brief(observation) for observation in read(text)] == expected


@pytest.mark.parametrize("text", [text for text, _ in SENTENCES])
def test_evidence_states_the_figure_in_the_words_of_the_text(text: str) -> None:
    for observation in read(text):
        span = observation.evidence.span
        assert observation.evidence.quote == text[span.start : span.end]
        assert observation.quantity.original in observation.evidence.quote


@pytest.mark.parametrize(
    "text",
    [
        "制定三年行动计划，围绕六个方面、三大板块推进。",
        "落实中央八项规定精神。",
        "2022年11月3日印发〔2022〕15号文件。",
        "第三产业、第三方机构、5G网络、“五个10”计划。",
        "种粮大户培育专项资金21.16万元。",
    ],
)
def test_what_measures_nothing_is_no_indicator(text: str) -> None:
    assert read(text) == []


def test_the_units_own_accounts_are_left_to_their_own_extractor() -> None:
    text = "2022年度财政拨款支出2540.24万元，与上年相比增加636.22万元，增长33.4%。"
    assert read(text, "accounts") == []


def test_sections_of_duties_and_definitions_state_no_figures() -> None:
    assert read("组织开展培训12场。", "glossary") == []


def test_a_section_of_targets_states_targets() -> None:
    assert [o.role for o in read("新增市场主体5000户，其中企业800户。", "targets")] == ["target", "target"]


def test_a_paragraph_passes_its_period_and_scope_on() -> None:
    first, second = read("1-9月，全市实现外贸进出口总额112.6亿元，同比下降3.5%。")
    assert first.period is not None
    assert second.period == first.period
    assert (first.period.start, first.period.end, first.period.original) == ("2022-01", "2022-09", "1-9月")
    assert (first.scope, second.scope) == ("全市", "全市")


def test_without_a_printed_period_the_fiscal_year_holds_and_nothing_is_quoted() -> None:
    (observation,) = read("新增市场主体300户。")
    assert observation.period is not None
    assert (observation.period.start, observation.period.original) == ("2022", "")


def test_the_same_statement_printed_twice_is_one_observation() -> None:
    assert len(read("新增市场主体300户。\n推进改革。新增市场主体300户。")) == 1


def test_one_concept_across_wordings_and_units() -> None:
    assert indicator("规模工业增加值增速").key == indicator("规模以上工业增加值增长率").key == "industrial-value-added-growth"
    assert indicator("新申报高新技术企业").key != indicator("有效高新技术企业数").key
    assert indicator("规模以上工业增加值").key != indicator("规模以上工业增加值增长率").key


def test_a_name_in_no_lexicon_has_a_key_of_its_normal_form() -> None:
    concept = indicator("“银杏”苗木 出圃数")
    assert not concept.curated
    assert concept.key == indicator("银杏苗木出圃数").key
    assert concept.key.startswith("x-")
    assert len(concept.key) == 12
    assert normal_form("Ｒ＆Ｄ 投入") == "R&D投入"


def table(text: str, rows: list[list[str]], kind: str) -> Table:
    cells, position = [], 0
    for r, row in enumerate(rows):
        line = []
        for c, word in enumerate(row):
            start = text.index(word, position) if word else position
            line.append(Cell(word, Span(start, start + len(word)), r, c))
            position = start + len(word)
        cells.append(tuple(line))
    return Table(kind, "", "", (cells[0],), tuple(cells[1:]), Span(0, len(text)))


def in_table(rows: list[list[str]], kind: str) -> list[Observation]:
    text = "\n".join("\t".join(row) for row in rows)
    made = table(text, rows, kind)
    document = Document("r", "r.txt", "text/plain", "", text, (Grid(made.span, (*made.header, *made.rows)),))
    return list(indicators(recognise(Report(document, text, "", "青原县水利局", 2022, "", (), (made,)))))


def test_a_score_row_states_target_and_result() -> None:
    rows = [
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "1.渠道清淤长度", "≥120公里", "126公里", "10", "10"],
        ["产出指标", "质量指标", "验收合格率（%）", "≥98", "100", "10", "10"],
        ["效益指标", "社会效益", "提升灌溉保障能力", "有效提升", "有效提升", "10", "10"],
    ]
    assert [brief(o) for o in in_table(rows, "score")] == [
        "渠道清淤长度 ≥ 120 公里 target",
        "渠道清淤长度 = 126 公里 actual",
        "验收合格率 ≥ 98 % target",
        "验收合格率 = 100 % actual",
    ]


def test_head_counts_and_rates_of_a_form_are_named_by_their_column() -> None:
    rows = [
        ["财政供养人员情况（人）", "编制数", "2022年实际在职人数", "控制率"],
        ["财政供养人员情况（人）", "40", "38", "95%"],
    ]
    assert [brief(o) for o in in_table(rows, "base_data")] == [
        "编制数 = 40 人 actual",
        "实际在职人数 = 38 人 actual",
        "控制率 = 95 % share",
    ]


@given(st.text(alphabet="全市增长达到12.5%亿元家人名个，。；：、（）“”等分别第一排名占比完成企业项目2022年\n", max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_the_reader_fail_and_values_stay_exact(text: str) -> None:
    for observation in read(text):
        assert isinstance(observation.quantity.value, Decimal)
        assert observation.quantity.original in text
        assert observation.evidence.quote


def test_ranks_in_a_row_belong_to_the_measures_before_them() -> None:
    found = read("游客满意度94.6%，居民满意度96.2%，在全省29家林场中分别排名第5位和第3位。")
    assert [brief(o) for o in found if o.role == "rank"] == ["游客满意度排名 = 5 位 rank", "居民满意度排名 = 3 位 rank"]


def test_from_one_level_to_another_both_are_the_measures() -> None:
    assert [brief(o) for o in read("生均用水量由21吨降低到16吨，馆藏图书由3万册提高到5万册。")] == [
        "生均用水量 = 21 吨 previous",
        "生均用水量 = 16 吨 actual",
        "馆藏图书 = 3 万册 previous",
        "馆藏图书 = 5 万册 actual",
    ]


def test_a_bare_flow_counts_what_the_flow_before_it_counted() -> None:
    assert [brief(o) for o in read("全年新签约亿元以上项目40个、新开工30个。")] == [
        "新签约亿元以上项目 = 40 个 actual",
        "新开工亿元以上项目 = 30 个 actual",
    ]


def test_time_gained_is_measured_and_time_as_an_attribute_is_not() -> None:
    assert [brief(o) for o in read("隧洞提前47天贯通，举办5天培训班。")] == ["隧洞提前 = 47 天 actual"]


def test_a_budget_item_is_no_indicator() -> None:
    assert read("项目支出900万元，主要包括：堤防养护经费860万元、山塘配套资金40万元。") == []


def test_a_list_with_one_body_a_row_measures_each_of_them() -> None:
    text = "企业名称\t产值（亿元）\t同比增长\n云岭甲科\t28.6\t12.4%\n合计\t28.6\t12.4%\n"
    rows, start = [], 0
    for index, line in enumerate(text.splitlines()):
        cells = []
        for column, word in enumerate(line.split("\t")):
            cells.append(Cell(word, Span(start, start + len(word)), index, column))
            start += len(word) + 1
        rows.append(tuple(cells))
    table = Table("other", "", "", (rows[0],), tuple(rows[1:]), Span(0, len(text)))
    found = list(indicators(recognise(report(text, tables=(table,)))))
    assert [(o.subject if isinstance(o.subject, str) else o.subject.surface, brief(o)) for o in found] == [
        ("云岭甲科", "产值 = 28.6 亿元 actual"),
        ("云岭甲科", "产值增长率 = 12.4 % growth"),
    ]


def test_a_bare_change_is_a_change_of_what_was_named() -> None:
    assert [brief(o) for o in read("发放贷款8600万元，同比增加1200万元。")] == [
        "发放贷款 = 8600 万元 actual",
        "发放贷款同比增加 = 1200 万元 actual",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建成口袋公园45座（年初任务40座）。", ["建成口袋公园 = 45 座 actual", "建成口袋公园 = 40 座 target"]),
        ("旅客满意度为92.4%，高于90%的目标值。", ["旅客满意度 = 92.4 % actual"]),
        ("机械化率63.8%（上年61.5%）。", ["机械化率 = 63.8 % actual", "机械化率 = 61.5 % previous"]),
        ("蔬菜产量88.4万吨，↑3.2%。", ["蔬菜产量 = 88.4 万吨 actual", "蔬菜产量增长率 = 3.2 % growth"]),
        ("毕业生就业率94.1%，比上年高1.2个百分点。", ["毕业生就业率 = 94.1 % actual", "毕业生就业率增幅 = 1.2 个百分点 growth"]),
    ],
)
def test_goals_and_figures_of_the_year_before_stand_beside_their_measure(text: str, expected: list[str]) -> None:
    found = [brief(observation) for observation in read(text)]
    assert found[: len(expected)] == expected
    assert not any(name.startswith(("目标", "任务", "年初任务", "上年")) for name in found)
    assert len({observation.indicator.key for observation in read(text)}) <= 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "在全国高新区综合评价中列第88位，较上年前移7位。",
            ["高新区综合评价中排名 = 88 位 rank", "高新区综合评价中排名前移 = 7 位 actual"],
        ),
        ("有出口实绩企业1200家，较上年净增90家。", ["出口实绩企业 = 1200 家 actual", "出口实绩企业较上年净增 = 90 家 actual"]),
        (
            "完成投资11.2亿元，较上年的9.8亿元增长14.3%。",
            ["投资 = 11.2 亿元 actual", "投资 = 9.8 亿元 previous", "投资增长率 = 14.3 % growth"],
        ),
        (
            "协议总投资98亿元，其中50亿元以上1个、20亿元以上3个。",
            ["协议总投资 = 98 亿元 actual", "50亿元以上 = 1 个 actual", "20亿元以上 = 3 个 actual"],
        ),
        ("所属事业单位有种子站、土肥站等6个。", ["所属事业单位 = 6 个 actual"]),
        (
            "贷款余额154亿元，增速38.6%，比全市快11.3个百分点。",
            ["贷款余额 = 154 亿元 actual", "贷款余额增长率 = 38.6 % growth", "贷款余额增长率比全市快 = 11.3 个百分点 actual"],
        ),
        ("青原桥、白石桥等5个在建项目全部完工。", ["在建项目全部完工 = 5 个 actual"]),
        ("预算执行率97.3%。", ["预算执行率 = 97.3 % actual"]),
    ],
)
def test_a_figure_goes_on_with_what_stands_before_it(text: str, expected: list[str]) -> None:
    assert [brief(observation) for observation in read(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "截至12月底实际支出79.64万元，调减45万元，涉及财政资金200万元。",
        "到12月底累计付出66万元，未付3万元。",
        "预算管理20分，职责履行30分。",
        "自主研发的1类新药获批临床。",
    ],
)
def test_own_money_points_of_a_plan_and_classes_of_drugs_are_no_indicators(text: str) -> None:
    assert read(text) == []


def test_a_name_alone_measures_nothing_and_its_amount_goes_on_with_the_amount_before() -> None:
    text = "全年兑现电费补贴：青原化工有限公司21万元，白石陶瓷有限公司9万元。"
    assert [brief(observation) for observation in read(text)] == ["兑现电费补贴 = 21 万元 actual", "兑现电费补贴 = 9 万元 actual"]


def test_a_list_of_measures_with_goals_gives_goals_results_shares_and_growth() -> None:
    text = "指标\t年度任务\t完成数\t完成率\t同比\n新开工项目（个）\t20\t18\t90%\t-5.2%\n"
    spans = [(m.start(), m.group()) for m in re.finditer(r"[^\t\n]+", text)]
    rows = [tuple(Cell(w, Span(s, s + len(w)), i, j) for j, (s, w) in enumerate(spans[i * 5 : i * 5 + 5])) for i in (0, 1)]
    table = Table("other", "", "", (rows[0],), (rows[1],), Span(0, len(text)))
    found = [brief(item) for item in indicators(recognise(report(text, tables=(table,))))]
    assert found == [
        "新开工项目 = 20 个 target",
        "新开工项目 = 18 个 actual",
        "新开工项目完成率 = 90 % share",
        "新开工项目增长率 = -5.2 % growth",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年末实有13人。", ["实有人数 = 13 人 actual"]),
        ("专项资金安排两项：春灌和秋灌。", []),
        ("请青锋泵业、白石纸业、海天软件三家的讲师授课。", []),
        ("粮食产量增长6%，低于预期目标7%。", ["粮食产量增长率 = 6 % growth", "粮食产量 = 7 % target"]),
    ],
)
def test_figures_without_a_noun_and_counts_of_what_is_listed(text: str, expected: list[str]) -> None:
    assert [brief(item) for item in read(text)] == expected


def test_parts_of_the_year_are_periods() -> None:
    found = read("上半年完成造林12万亩；下半年完成造林9万亩；全年完成管护30万亩。")
    assert [o.period and (o.period.start, o.period.end) for o in found] == [
        ("2022-01", "2022-06"),
        ("2022-07", "2022-12"),
        ("2022", "2022"),
    ]


def test_a_section_on_a_fund_tells_of_the_units_own_money() -> None:
    text = "林木种苗补助300万元，中央资金200万元，带动农户85户。"
    section = Section("", "", "资金安排情况", 1, Span(0, len(text)))
    own = Report(Document("r", "r.txt", "text/plain", "", text), text, "", "青原县农业农村局", 2022, "", (section,), ())
    assert [brief(o) for o in indicators(recognise(own))] == ["带动农户 = 85 户 actual"]


def test_a_captions_unit_of_money_holds_for_the_columns_of_money() -> None:
    text = "企业\t资产总额\t利润总额\t平均个数\t预算\n云岭水务集团\t88.9\t-0.15\t310\t4\n"
    rows, start = [], 0
    for index, line in enumerate(text.splitlines()):
        cells = []
        for column, word in enumerate(line.split("\t")):
            cells.append(Cell(word, Span(start, start + len(word)), index, column))
            start += len(word) + 1
        rows.append(tuple(cells))
    table = Table("other", "", "亿元", (rows[0],), tuple(rows[1:]), Span(0, len(text)))
    found = [brief(o) for o in indicators(recognise(report(text, tables=(table,))))]
    assert found == ["资产总额 = 88.9 亿元 actual", "利润总额 = -0.15 亿元 actual"]
