"""Which figure a fact states: all that states one account of a unit in one year, or one result of an indicator, states one figure.

Rules that compare figures meet in this node, so that they cost in proportion to the graph and not to its square.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode

from kg.extract.account_concepts import broader
from kg.facts import Amount, Claim, Fact, Observation
from kg.model import Mention
from kg.vocabulary import JX


def figures(fact: Fact, report: str) -> Iterator[tuple[NamedNode, tuple[str, ...]]]:
    """Yield the term and the parts that make the figure's name within its unit; nothing for facts that state none.

    Only curated concepts have a figure, since two others mean the same only by chance. An account is one figure across the unit's
    reports, whatever measure or place states it; an indicator's result is one within its report.
    """
    if isinstance(fact, Amount) or (isinstance(fact, Claim) and fact.scope == "implied"):
        if fact.concept is None or not fact.concept.curated or fact.year is None:
            return
        path = fact.functional_path if isinstance(fact, Amount) else ()
        yield JX.figure, (fact.concept.key, str(fact.year), fact.fund, *path)
        if isinstance(fact, Amount) and (above := broader().get(fact.concept.key)):
            yield JX.figureOfWhole, (above, str(fact.year), fact.fund)
    elif isinstance(fact, Observation) and fact.indicator.curated and fact.role == "actual":
        subject = fact.subject.surface if isinstance(fact.subject, Mention) else fact.subject
        period = ("", "") if fact.period is None else (fact.period.start, fact.period.end)
        yield JX.figure, (report, subject, fact.indicator.key, fact.quantity.unit, *period)
