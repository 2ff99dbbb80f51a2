"""A fact's fields become the statements that docs/graph.md promises."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg import turtle
from kg.coverage import Coverage
from kg.extraction import Extraction, Head, NamedHere
from kg.facts import Amount, BudgetItem, Concept, Fact, Observation, Recognition, Relation
from kg.link import Decisions, Linker, NameUse, link
from kg.model import Evidence, Mention, Section, Span
from kg.rdf import Mapper, fact_key
from kg.values import Money, Period, Quantity

EVIDENCE = Evidence("r 1", Span(2, 9), "青禾水务的原文", "一、基本情况", "t1r2c3")
FIRM = Mention(Span(2, 6), "青禾水务", "enterprise", "context", 0.9, ("等3家企业",))
SCHOOL = Mention(Span(8, 12), "云岭大学", "university", "patterns", 1.0)
COMMON = {"evidence": EVIDENCE, "extractor": "test"}
INDICATOR = Concept("indicator", "x-0123456789", "供水管网长度", curated=False)


def statements(*facts: Fact) -> set[str]:
    """Return the statements of a report with `facts`, IRIs without the base, as `subject predicate object`."""
    head = Head(
        "r 1",
        "r 1.txt",
        "text/plain",
        "0" * 64,
        "题名",
        "云岭市水务局",
        (),
        2022,
        "绩效自评报告",
        "",
        (Section("overview", "一、", "一、基本情况", 1, Span(0, 9)),),
        Coverage(0, 0, {}, {}),
        0,
    )
    named = (NamedHere(FIRM, EVIDENCE), NamedHere(SCHOOL, EVIDENCE))
    uses = [
        NameUse("云岭市水务局", "government", "r 1"),
        NameUse(FIRM.surface, FIRM.kind, "r 1"),
        NameUse(SCHOOL.surface, SCHOOL.kind, "r 1"),
    ]
    linker: Linker = link(uses, Decisions())
    mapper = Mapper(Extraction(head, "x" * 12, named, facts), linker, "http://x/")
    quads = mapper.quads()
    assert len(quads) == len(set(quads)), "a statement is written once"
    assert turtle.nquads_of_nodes(mapper.nodes(), mapper.graph) == turtle.nquads(quads), "both ways write the same"
    assert {str(quad.graph_name) for quad in quads} == {"<http://x/graph/report/r%201>"}
    return {
        " ".join(str(part).replace("http://x/", "").replace("https://w3id.org/jixiao/ontology#", "jx:") for part in quad.triple)
        for quad in quads
    }


def org(linker_input: str, kind: str) -> str:
    return link([NameUse(linker_input, kind, "r 1")], Decisions()).canonical(linker_input, kind, "r 1")


def test_money_keeps_its_printed_form_beside_exact_yuan() -> None:
    money = Money(Decimal("134.10"), "万元", Decimal("1341000.00"), "134.10万元")
    fact = Amount(
        **COMMON,
        subject="云岭市水务局",
        concept=Concept("account", "basic-expenditure", "基本支出"),
        functional_path=("甲（类）", "乙（款）"),
        measure="final",
        year=2022,
        money=money,
    )
    got = statements(fact)
    node = f"<fact/r%201/{fact_key(fact)}>"
    assert {
        f'{node} <jx:cny> "1341000.00"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        f'{node} <jx:printedValue> "134.10"',
        f'{node} <jx:printedUnit> "万元"',
        f"{node} <jx:accountConcept> <account/basic-expenditure>",
        f'{node} <jx:conceptLabel> "基本支出"',
        f'{node} <jx:functionalPath> "甲（类） > 乙（款）"',
        f'{node} <jx:year> "2022"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        f"{node} <jx:subject> <{org('云岭市水务局', 'government')}>",
        f"{node} <jx:evidence> <evidence/r%201/2-9>",
    } <= got


def test_evidence_carries_position_quote_section_and_cell() -> None:
    got = statements(BudgetItem(**COMMON, name="河道整治"))
    node = "<evidence/r%201/2-9>"
    oa = "http://www.w3.org/ns/oa#"
    assert {f'{node} <{oa}exact> "青禾水务的原文"', f'{node} <jx:section> "一、基本情况"', f'{node} <jx:cell> "t1r2c3"'} <= got


def test_an_empty_field_gives_no_statement() -> None:
    fact = BudgetItem(**COMMON, name="河道整治")
    mine = {line.split(" ")[1] for line in statements(fact) if line.startswith(f"<fact/r%201/{fact_key(fact)}>")}
    assert mine == {
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
        "<jx:inReport>",
        "<jx:evidence>",
        "<jx:extractor>",
        "<jx:confidence>",
        "<jx:name>",
    }


def test_a_quantity_a_period_and_an_open_concept_are_written_whole() -> None:
    quantity = Quantity(Decimal("3"), "公里", "≥", "3-5公里", Decimal("5"))
    got = statements(
        Observation(
            **COMMON, subject="全市", indicator=INDICATOR, role="actual", quantity=quantity, period=Period("2022-01", "2022-11", "1-11月")
        )
    )
    text = "\n".join(sorted(got))
    for part in (
        '<jx:value> "3"^^',
        '<jx:valueMax> "5"^^',
        '<jx:comparator> "≥"',
        '"2022-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
        '<jx:subjectLabel> "全市"',
    ):
        assert part in text
    assert '<indicator/x-0123456789> <http://www.w3.org/2004/02/skos/core#prefLabel> "供水管网长度"@zh' in got


def test_a_holder_that_is_a_name_gives_the_organisation_and_the_words() -> None:
    fact = Recognition(**COMMON, holder=FIRM, title="省级节水标杆", scheme=Concept("recognition", "x-1", "省级节水标杆", curated=False))
    got = statements(fact)
    node = f"<fact/r%201/{fact_key(fact)}>"
    assert f'{node} <jx:holderLabel> "青禾水务"' in got
    assert f"{node} <jx:holder> <{org('青禾水务', 'enterprise')}>" in got


def test_a_relation_between_organisations_is_also_stated_directly() -> None:
    got = statements(Relation(**COMMON, subject=FIRM, predicate="cooperates_with", object=SCHOOL))
    assert f"<{org('青禾水务', 'enterprise')}> <jx:cooperatesWith> <{org('云岭大学', 'university')}>" in got


def test_two_equal_facts_are_one_node() -> None:
    fact = BudgetItem(**COMMON, name="河道整治")
    assert statements(fact, fact) == statements(fact)


def test_facts_that_differ_in_one_value_are_two_nodes() -> None:
    assert fact_key(BudgetItem(**COMMON, name="河道整治")) != fact_key(BudgetItem(**COMMON, name="河道清淤"))


def test_a_value_that_no_rule_writes_is_an_error() -> None:
    with pytest.raises(TypeError, match="float"):
        statements(BudgetItem(**COMMON, name="x", year=1.5))  # type: ignore[arg-type]
