"""What facts are written as can be read back, whatever they hold."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kg.facts import Amount, Concept, Observation, Project, Recognition
from kg.jsonl import decode, encode
from kg.model import Evidence, Mention, Span
from kg.values import Money, Period, Quantity

texts = st.text(max_size=12)
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=2)
spans = st.builds(Span, st.integers(0, 99), st.integers(100, 999))
evidences = st.builds(Evidence, texts, spans, texts, texts, texts)
mentions = st.builds(Mention, spans, texts, st.just("enterprise"), texts, st.sampled_from([0.5, 1.0]), st.tuples(texts))
concepts = st.builds(Concept, texts, texts, texts, st.booleans())
money = st.builds(Money, decimals, texts, decimals, texts)
common = {"evidence": evidences, "extractor": texts}
facts = st.one_of(
    st.builds(
        Amount,
        **common,
        subject=texts | mentions,
        concept=concepts,
        functional_path=st.tuples(texts, texts),
        measure=texts,
        year=st.none() | st.integers(),
        money=money,
    ),
    st.builds(Project, **common, name=texts, kind=texts, participants=st.tuples(mentions, mentions), money=st.none() | money),
    st.builds(Recognition, **common, holder=texts | mentions, title=texts, scheme=concepts, awarded_by=st.none() | texts | mentions),
    st.builds(
        Observation,
        **common,
        subject=texts,
        indicator=concepts,
        role=texts,
        quantity=st.builds(Quantity, decimals, texts, st.just("="), texts, st.none() | decimals),
        period=st.none() | st.builds(Period, texts, texts, texts),
    ),
)


@given(facts)
def test_a_fact_survives_json(fact: Amount) -> None:
    assert decode(type(fact), json.loads(json.dumps(encode(fact)))) == fact


def test_a_decimal_keeps_its_scale() -> None:
    value = Money(Decimal("134.10"), "万元", Decimal("1341000.00"), "134.10万元")
    assert str(decode(Money, encode(value)).value) == "134.10"
