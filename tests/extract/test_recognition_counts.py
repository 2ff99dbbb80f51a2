"""Counts of titles read from invented sentences: stock or flow, and what is no count of a title."""

from __future__ import annotations

import pytest

from kg.extract.recognition_counts import recognition_counts
from kg.model import Document, Mention, Report, Section, Span
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure.clauses import sentences


def counted(text: str, *names: str, section: str = "performance") -> list[tuple[str, str, int]]:
    """Return (title, kind, count) of every count in `text`."""
    spans = sorted(Span(i, i + len(name)) for name in names for i in range(len(text)) if text.startswith(name, i))
    mentions = tuple(Mention(span, text[span.start : span.end], "enterprise", "test", 1.0) for span in spans)
    sections = (Section(section, "一、", "标题", 1, Span(0, len(text))),)
    report = Report(Document("r", "r.txt", "text/plain", "", text), text, "", "云港市碧川区工业局", 2023, "", sections, ())
    found = list(recognition_counts(Reading(report, mentions, numbers(report), tuple(sentences(text)))))
    assert all(str(fact.count) in fact.evidence.quote for fact in found)
    return [(fact.title, fact.kind, fact.count) for fact in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增专精特新中小企业12家。", [("专精特新中小企业", "new", 12)]),
        ("高新技术企业突破80家达到83家。", [("高新技术企业", "total", 83)]),
        ("累计培育省级以上林业龙头企业7家，当年新添2家。", [("省级以上林业龙头企业", "total", 7), ("省级以上林业龙头企业", "new", 2)]),
        ("科技型中小企业评价通过148家。", [("科技型中小企业", "total", 148)]),
        ("另有11户评为省级创新型中小企业。", [("省级创新型中小企业", "new", 11)]),
        (
            "新增市级以上绿色工厂4家，其中国家级1家，省级3家。",
            [("市级以上绿色工厂", "new", 4), ("国家级绿色工厂", "new", 1), ("省级绿色工厂", "new", 3)],
        ),
        ("碧川县成功创建省级现代农业园区1个。", [("省级现代农业园区", "new", 1)]),
        ("新增省级专精特新企业5户以上。", []),
        ("新三板挂牌2家。", [("新三板挂牌", "total", 2)]),
        ("全市有国家级平台4个、省级平台31个。", [("国家级平台", "total", 4), ("省级平台", "total", 31)]),
        ("有效高新技术企业达到88家。", [("高新技术企业", "total", 88)]),
        ("全年有效高企数达到88家。", [("高企", "total", 88)]),
        ("科技型中小企业入库140家。", [("科技型中小企业", "total", 140)]),
        ("现有国家级绿色工厂3家。", [("国家级绿色工厂", "total", 3)]),
        ("新认定瞪羚企业5家。", [("瞪羚企业", "new", 5)]),
        ("全区已有64家科技型中小企业。", [("科技型中小企业", "total", 64)]),
        ("累计拥有省级以上创新平台21个。", [("省级以上创新平台", "total", 21)]),
        ("获评省级绿色工厂2家。", [("省级绿色工厂", "new", 2)]),
        ("当年新晋省级示范社2个。", [("省级示范社", "new", 2)]),
        ("新增“无烟工厂”4家。", [("无烟工厂", "new", 4)]),
        ("全县省级以上龙头企业增至7户。", [("省级以上龙头企业", "total", 7)]),
        ("高新技术企业由52家增至67家。", [("高新技术企业", "total", 67)]),
        ("拥有国家级非遗代表性项目8项，省级63项。", [("国家级非遗代表性项目", "total", 8), ("省级非遗代表性项目", "total", 63)]),
        ("有国家级孵化器1个、院士工作站3个。", [("国家级孵化器", "total", 1), ("院士工作站", "total", 3)]),
        ("荣获全省技能大赛一等奖2项、二等奖5项。", [("全省技能大赛一等奖", "new", 2), ("全省技能大赛二等奖", "new", 5)]),
        ("年初设定：净增高新技术企业15家，科技型中小企业入库120家。", []),
        ("在全省118家省级以上开发区考核中排名靠前。", []),
    ],
)
def test_a_count_has_a_title_and_a_kind(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert counted(text) == expected


def test_a_part_of_a_flow_is_a_flow() -> None:
    text = "新增“专精特新”小巨人企业17家，其中国家级“专精特新”小巨人企业6家。"
    assert counted(text) == [("“专精特新”小巨人企业", "new", 17), ("国家级“专精特新”小巨人企业", "new", 6)]


def test_a_stock_told_behind_a_flow_is_of_the_same_title() -> None:
    text = "新增创新型中小企业14家，省级专精特新中小企业13家，累计达36家。"
    assert counted(text) == [("创新型中小企业", "new", 14), ("省级专精特新中小企业", "new", 13), ("省级专精特新中小企业", "total", 36)]


def test_two_ranks_share_two_numbers() -> None:
    text = "共拥有国省级专精特新“小巨人”4家、11家，单项冠军2家。"
    expected = [("国家级专精特新“小巨人”", "total", 4), ("省级专精特新“小巨人”", "total", 11), ("单项冠军", "total", 2)]
    assert counted(text) == expected


def test_recognised_anew_is_a_flow_of_the_title_named_before() -> None:
    text = "组织13家企业申报国家高新技术企业，重新认定7家。"
    assert counted(text) == [("国家高新技术企业", "new", 7)]


def test_firms_counted_before_the_verb_are_a_flow() -> None:
    text = "海澜精机、蓝鲸食品等7家企业入选云港市重点培育企业名单。"
    assert counted(text, "海澜精机", "蓝鲸食品") == [("云港市重点培育企业名单", "new", 7)]


def test_unnamed_firms_are_counted_too() -> None:
    assert counted("3家企业获评省级绿色工厂。") == [("省级绿色工厂", "new", 3)]


def test_a_count_with_names_in_brackets_is_counted_once() -> None:
    assert counted("新增国家级专精特新小巨人企业1家（海澜精机）。", "海澜精机") == [("国家级专精特新小巨人企业", "new", 1)]


def test_said_twice_is_one_count() -> None:
    assert counted("新增瞪羚企业5家。\n新增瞪羚企业5家。") == [("瞪羚企业", "new", 5)]


@pytest.mark.parametrize(
    "text",
    [
        "新增规模以上工业企业10家。",
        "新增四上企业18家。",
        "预计新增专精特新中小企业20家。",
        "高新技术企业新申报21家。",
        "力争专精特新中小企业达到50家。",
        "为高新技术企业减免税额达2.9亿元。",
        "高新技术产业增加值增长16.2%。",
        "走访企业120家，召开座谈会3场。",
        "引进项目7个，总投资12亿元。",
    ],
)
def test_what_is_no_count_of_a_title(text: str) -> None:
    assert counted(text) == []


def test_goals_are_not_counted() -> None:
    assert counted("新增专精特新中小企业12家。", section="targets") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新认定高新技术企业12家，有效总数40家。", [("高新技术企业", "new", 12), ("高新技术企业", "total", 40)]),
        ("新认定高新技术企业12家，有效数达40家。", [("高新技术企业", "new", 12), ("高新技术企业", "total", 40)]),
        ("组织申报高新技术企业15家，11家通过认定。", [("高新技术企业", "new", 11)]),
    ],
)
def test_counts_told_by_their_stock_or_by_who_passed(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert counted(text) == expected
