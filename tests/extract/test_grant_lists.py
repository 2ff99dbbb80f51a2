"""Lists that say whom a fund went to, what for and how much, and lists of sums that are no grants."""

from __future__ import annotations

import pytest

from kg.extract.grant_lists import granted
from kg.extract.relations import relations
from kg.facts import Referent
from kg.model import Document, Mention, Report, Section, Span
from kg.recognise.quantities import numbers
from kg.recognise.reading import Reading
from kg.structure.clauses import sentences

NAMES = ("恒泽新材", "盛川电子", "瑞驰汽车", "康桥药业", "德沃机械", "禾丰食品", "金丰合作社")
Triple = tuple[str, str, str]


def reading(text: str) -> Reading:
    """Return a reading of `text` in which the invented firms are recognised."""
    spans = sorted(Span(i, i + len(name)) for name in NAMES for i in range(len(text)) if text.startswith(name, i))
    mentions = tuple(Mention(s, text[s.start : s.end], "enterprise", "test", 1.0) for s in spans)
    sections = (Section("performance", "一、", "标题", 1, Span(0, len(text))),)
    report = Report(Document("r", "r.txt", "text/plain", "", text), text, "", "安临市工业局", 2023, "", sections, ())
    return Reading(report, mentions, numbers(report), tuple(sentences(text)))


def stated(text: str) -> set[Triple]:
    """Return (subject, predicate, object) of every relation in `text`."""
    return {(_words(r.subject), r.predicate, _words(r.object)) for r in relations(reading(text))}


def _words(referent: Referent) -> str:
    return referent if isinstance(referent, str) else referent.surface


def test_what_each_is_paid_for_does_not_hide_the_fund_that_is_divided() -> None:
    text = "制造强市资金采取“免申即享”方式兑付，惠及企业136户，其中恒泽新材设备补助218万元、盛川电子首台（套）奖励100万元。"
    assert stated(text) == {("恒泽新材", "receives_funding", "制造强市资金"), ("盛川电子", "receives_funding", "制造强市资金")}


def test_a_pot_of_many_policies_leaves_each_its_own_fund() -> None:
    text = "惠企政策兑现资金到位，其中恒泽新材设备购置补贴218万元、盛川电子厂房租金补助100万元。"
    assert {one[2] for one in stated(text)} == {"设备购置补贴", "厂房租金补助"}


def test_so_many_at_so_much_each_are_paid_from_the_fund_of_the_heading() -> None:
    text = "（一）“专精特新”奖励。国家级“小巨人”2户各100万元：恒泽新材、盛川电子；省级21户各30万元，涉及康桥药业、德沃机械等。"
    assert stated(text) == {(one, "receives_funding", "“专精特新”奖励") for one in ("恒泽新材", "盛川电子", "康桥药业", "德沃机械")}


def test_works_that_are_paid_for_are_carried_out_by_whom_they_are_named_after() -> None:
    text = (
        "共安排智改数转补助560万元。\n（三）智改数转。3个项目中，恒泽新材“黑灯工厂”项目300万元，"
        "盛川电子智能装配车间200万元，瑞驰汽车硫化线改造60万元。"
    )
    found = stated(text)
    assert {("盛川电子", "undertakes", "盛川电子智能装配车间"), ("瑞驰汽车", "undertakes", "瑞驰汽车硫化线改造")} <= found
    assert {one[0] for one in found if one[1:] == ("receives_funding", "智改数转补助")} == {"恒泽新材", "盛川电子", "瑞驰汽车"}


@pytest.mark.parametrize(
    "text",
    [
        "1—11月，恒泽新材产值2300万元、盛川电子1200万元。",
        "签约情况良好，其中恒泽新材投资3000万元、盛川电子2000万元。",
        "协调银行放款，其中禾丰食品贷款300万元、金丰合作社贷款200万元。",
    ],
)
def test_sums_of_output_investment_and_loans_are_no_grants(text: str) -> None:
    assert granted(reading(text)) == ()
