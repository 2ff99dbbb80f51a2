from __future__ import annotations

import pytest

from kg.extract.departments import departments
from kg.extract.functions import functions
from kg.extract.problems import problems
from kg.extract.units import units
from kg.facts import Problem, Remedy, UnitProfile
from kg.model import Document
from kg.read.layout import canonical
from kg.recognise.reading import Reading
from kg.structure import structure
from kg.structure.clauses import sentences


def reading(overview: str, rest: str = "", title: str = "2023年度青禾县水务局部门整体支出绩效自评报告") -> Reading:
    body, grids = canonical(f"{title}\n一、基本情况\n{overview}\n{rest}")
    report = structure(Document("r", "r.txt", "text/plain", "0" * 64, body, grids))
    return Reading(report, (), (), tuple(sentences(report.text)))


def merged(found: Reading) -> dict[str, object]:
    """The fields that the profiles of a report state, as words."""
    fields: dict[str, object] = {}
    for profile in units(found):
        assert isinstance(profile, UnitProfile) and profile.unit == found.report.unit
        for name in ("rank", "nature", "superior", "staff_quota", "staff_actual"):
            value = getattr(profile, name)
            if value is not None:
                fields.setdefault(name, getattr(value, "label", value))
        if profile.entrusted_to:
            fields["entrusted_to"] = profile.entrusted_to
    return fields


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "青禾县水务局为县政府直属正科级公益一类事业单位，核定编制38名，实有在职人员36人。",
            {"rank": "正科级", "nature": "公益一类事业单位", "superior": "县政府", "staff_quota": 38, "staff_actual": 36},
        ),
        (
            "青禾县水务局由青禾县人民政府归口管理，副处级，受青禾高新区管委会、县委委托。",
            {"rank": "副处级", "superior": "青禾县人民政府", "entrusted_to": ("青禾高新区管委会", "县委")},
        ),
        (
            "青禾县水务局隶属于青禾县农业农村局管理，属财政差额拨款事业单位。",
            {"nature": "差额拨款事业单位", "superior": "青禾县农业农村局"},
        ),
        ("我局是参照公务员法管理的事业单位。", {"nature": "参照公务员法管理的事业单位"}),
        ("设正科级领导职数1名，内设5个副科级机构。", {}),
        ("我局核定行政编制12名，事业编制26名。", {}),
        ("全年调入在职人员1人，退休人员2人。", {}),
        ("青禾县河道管理所是我局下属的股级事业单位。", {}),
    ],
)
def test_a_profile_holds_what_is_said_of_the_unit(text: str, expected: dict[str, object]) -> None:
    assert merged(reading(text)) == expected


def test_staff_figures_of_the_form_rest_on_their_cells() -> None:
    found = reading("青禾县水务局负责水利。", "附件\n2023年度基础数据表\n\t人员情况（人）\n\t编制数\n\t实际在职人数\n\n\t\n\t20\n\t18\n\n")
    profiles = [profile for profile in units(found) if profile.evidence.cell]
    assert [profile.evidence.cell for profile in profiles] == ["t1r2c2", "t1r2c3"]
    assert [(profile.staff_quota, profile.staff_actual, profile.evidence.quote) for profile in profiles] == [
        (20, None, "20"),
        (None, 18, "18"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我局内设办公室、规划建设股、水旱灾害防御股，核定编制12名。", "办公室 规划建设股 水旱灾害防御股"),
        ("内设机构5个：办公室、政策法规（行政审批）科、财务科。", "办公室 政策法规（行政审批）科 财务科"),
        ("内设办公室、产业发展局（安全、环保监管局）、经济合作局3个副科级机构。", "办公室 产业发展局（安全、环保监管局） 经济合作局"),
        ("内设科室 3 个（含 0 个副科级单位），分别为：综合办公室、业务科和财务科。", "综合办公室 业务科 财务科"),
        ("设有办公室、医务科、护理部等18个科室。", "办公室 医务科 护理部"),
        ("学校设校长室、教导处、总务处。", "校长室 教导处 总务处"),
        ("内设机构：\n1.办公室\n2.人事和老干部科\n3.财务科：负责财务工作。", "办公室 人事和老干部科 财务科"),
        ("我局内设办公室、财务股。下属事业单位2个，分别为青禾县河道管理所、青禾县水文站。", "办公室 财务股"),
        ("我局下设二级机构3个：河道管理所、水文站、灌区管理站。", ""),
        ("我局设有党支部1个，党员12名。", ""),
        ("内设办公室、财务股。\n内设机构包括：办公室、财务股、法规股。", "办公室 财务股 法规股"),
        ("局本级设办公室（挂信访室牌子）、水政股、规划股。", "办公室（挂信访室牌子） 水政股 规划股"),
        ("机构：办公室、计划财务科、河湖管理科。直属单位：县水文站、县灌溉所。", "办公室 计划财务科 河湖管理科"),
        (
            "学院设党政管理机构3个，包括党委办公室、教务处、财务处等；教学机构2个，为水利工程系和马克思主义学院。",
            "党委办公室 教务处 财务处 水利工程系 马克思主义学院",
        ),
        ("组织架构。局内设科室2个，分别为：办公室、水政科。", "办公室 水政科"),
        ("医疗机构：县人民医院、县中医院。", ""),
        ("开展业务机构3个，建设服务机构、站点5处。", ""),
    ],
)
def test_departments_are_listed_once_with_their_brackets(text: str, names: str) -> None:
    found = reading(text)
    facts = list(departments(found))
    assert [fact.name for fact in facts] == names.split()
    assert all(fact.name in fact.evidence.quote for fact in facts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主要职责是：\n（一）负责防汛抗旱工作。\n（二）负责河道管理；\n（三）完成县委交办的其他任务。", [1, 2, 3]),
        ("（一）部门职责\n1、负责防汛抗旱工作\n2、负责河道管理工作\n（二）机构设置\n内设办公室、财务股。", [1, 2]),
        ("主要职责：\n一是负责防汛抗旱工作。\n二是负责河道管理工作。\n人员情况：现有20人。", [1, 2]),
        ("我局主要职责是：（一）负责防汛抗旱工作；（二）负责河道管理工作。内设办公室。", [1, 2]),
        ("我局主要职责是：负责防汛抗旱工作；负责河道管理工作；完成其他任务。", [None, None, None]),
        ("主要职责：负责防汛抗旱工作。负责河道管理工作；完成其他任务。", [None]),
        ("青禾县水务局是县政府工作部门，负责全县防汛抗旱工作。", [None]),
        ("（一）主要职责\n1.综合协调。负责协调工作。\n（1）上传下达\n（2）督促检查\n2.完成其他任务。", [1, 2]),
        ("我局共有人员20人。", []),
    ],
)
def test_functions_are_read_in_every_layout(text: str, expected: list[int | None]) -> None:
    facts = list(functions(reading(text)))
    assert [fact.ordinal for fact in facts] == expected
    assert all(fact.text == fact.evidence.quote for fact in facts)
    assert not any("内设" in fact.text or "现有" in fact.text for fact in facts)


def test_a_function_keeps_its_last_mark_and_has_topics() -> None:
    first, *_ = functions(reading("主要职责是：\n（一）负责防汛抗旱和河道管理工作。\n（二）完成县委交办的其他任务。"))
    assert first.text == "负责防汛抗旱和河道管理工作。"
    assert "water" in [topic.key for topic in first.topics]


def test_a_list_that_is_repeated_counts_once() -> None:
    text = "主要职责是：\n（一）负责防汛抗旱工作。\n（二）负责河道管理工作。\n"
    found = reading(text, f"第二部分 附件\n2023年度青禾县水务局绩效自评报告\n一、基本情况\n{text}")
    assert [fact.ordinal for fact in functions(found)] == [1, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二、存在的问题\n1.预算不细。项目偏少。\n2.执行较慢，进度滞后。\n三、下一步改进措施\n进一步细化预算编制。", "PPR"),
        ("二、存在的问题\n一是预算编制不细；二是执行进度较慢。\n三、其他说明\n无。", "PP"),
        ("二、存在的问题及改进措施\n（一）主要问题：一是预算不细；二是执行较慢。\n（二）改进措施：加强预算管理工作。", "PPR"),
        ("二、存在问题及建议\n部分项目进度滞后。建议加强项目调度。", "PR"),
        ("二、存在的问题\n无。\n三、改进措施\n暂无。", ""),
        ("二、下一步工作打算\n加强教师队伍建设。\n青禾县水务局\n2024年3月1日", "R"),
    ],
)
def test_problems_and_remedies_are_told_apart(text: str, expected: str) -> None:
    facts = list(problems(reading("青禾县水务局负责水利。", text)))
    assert "".join({Problem: "P", Remedy: "R"}[type(fact)] for fact in facts) == expected
    assert all(fact.text == fact.evidence.quote for fact in facts)


def test_a_list_of_offices_outside_the_overview_is_the_units_where_it_is_called_inner_or_closed_as_a_count() -> None:
    def names(text: str) -> list[str]:
        return [fact.name for fact in departments(reading("县属事业单位。", f"二、主要工作成效\n{text}"))]

    assert names("县中医院创建于1962年，内设党政办公室、医务部、护理部、药剂科4个职能科室，另有病区12个。") == [
        "党政办公室",
        "医务部",
        "护理部",
        "药剂科",
    ]
    assert names("现有编制20名，设办公室、渔政科、财务科三个职能科室。") == ["办公室", "渔政科", "财务科"]
    assert names("园区新设立了招商部、服务部，配备干部8名。") == []


def test_a_unit_lists_its_offices_behind_a_bare_verb() -> None:
    found = departments(reading("柳溪镇人民政府设党政综合办公室、经济发展办公室、社会事务办公室，辖9个行政村。"))
    assert [fact.name for fact in found] == ["党政综合办公室", "经济发展办公室", "社会事务办公室"]


def test_labelled_paragraphs_below_one_heading_are_functions_only_where_they_say_so() -> None:
    found = reading("职能：灌区管理；河湖保护；水土保持。\n机构：办公室、规划股、水政股。\n人员：行政编制12名；年末在职11人。")
    assert [item.text for item in functions(found)] == ["灌区管理；", "河湖保护；", "水土保持。"]
