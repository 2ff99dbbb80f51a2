"""Every kind of fact a report can state. A field names its own ontology term; kg/rdf.py and kg/tables.py loop over fields.

Adding a kind: a dataclass here, its class and properties in ontology/ and kg/vocabulary.py, its shape in shapes/. Mapping,
store and export do not change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from pyoxigraph import NamedNode

from kg.model import Evidence, Mention
from kg.values import Money, Period, Quantity
from kg.vocabulary import JX

# What a fact speaks of: a recognised name, or plain words where no name was recognised (a product, an area, an activity).
Referent = Mention | str


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a SKOS scheme: `key` is its stable local name, `label` the words as printed.

    `curated` is False for a concept that stands in no lexicon: its key is then a hash of the label's normal form.
    """

    scheme: str
    key: str
    label: str
    curated: bool = True


def term(node: NamedNode, label: NamedNode | None = None, **options: Any) -> Any:
    """Return a dataclass field that is written as `node` (and, for a referent's or concept's words, as `label`)."""
    return field(metadata={"term": node, "label": label}, **options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What one report states, with the exact words it rests on and the extractor that read them.

    `confidence` is the share of facts read in the same way that proved right, and `reason` the count it rests on; for kinds that
    no annotation judges it is what the extractor says, with no reason.
    """

    CLASS: ClassVar[NamedNode] = JX.Fact
    SLUG: ClassVar[str] = "fact"

    evidence: Evidence = term(JX.evidence)
    extractor: str = term(JX.extractor)
    confidence: Decimal = term(JX.confidence, default=Decimal(1))
    reason: str = term(JX.reason, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitProfile(Fact):
    """What a report says of its own unit: rank, nature, whom it belongs to, its staff."""

    CLASS: ClassVar[NamedNode] = JX.UnitProfile
    SLUG: ClassVar[str] = "unit-profile"

    unit: Referent = term(JX.unit)
    rank: Concept | None = term(JX.rank, default=None)
    nature: Concept | None = term(JX.nature, default=None)
    superior: Referent | None = term(JX.superior, JX.superiorLabel, default=None)
    entrusted_to: tuple[Referent, ...] = term(JX.entrustedTo, JX.entrustedToLabel, default=())
    staff_quota: int | None = term(JX.staffQuota, default=None)
    staff_actual: int | None = term(JX.staffActual, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Department(Fact):
    """An internal department of the reporting unit."""

    CLASS: ClassVar[NamedNode] = JX.Department
    SLUG: ClassVar[str] = "department"

    unit: Referent = term(JX.departmentOf)
    name: str = term(JX.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(Fact):
    """One of the unit's statutory functions; `ordinal` is None where the report does not number them."""

    CLASS: ClassVar[NamedNode] = JX.Function
    SLUG: ClassVar[str] = "function"

    unit: Referent = term(JX.unit)
    ordinal: int | None = term(JX.ordinal, default=None)
    text: str = term(JX.text)
    topics: tuple[Concept, ...] = term(JX.topic, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(Fact):
    """One figure of the unit's own accounts. `measure`: budget, adjusted, final, previous, change, carryover.

    `functional_path` holds 类/款/项 as printed, outermost first.
    """

    CLASS: ClassVar[NamedNode] = JX.Amount
    SLUG: ClassVar[str] = "amount"

    subject: Referent = term(JX.subject, JX.subjectLabel)
    concept: Concept = term(JX.accountConcept, JX.conceptLabel)
    functional_path: tuple[str, ...] = term(JX.functionalPath, default=())
    measure: str = term(JX.measure)
    year: int | None = term(JX.year, default=None)
    money: Money = term(JX.cny)
    fund: str = term(JX.fund, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetItem(Fact):
    """A named line of project expenditure or a special fund; `money` is None where only the name is printed."""

    CLASS: ClassVar[NamedNode] = JX.BudgetItem
    SLUG: ClassVar[str] = "budget-item"

    name: str = term(JX.name)
    money: Money | None = term(JX.cny, default=None)
    year: int | None = term(JX.year, default=None)
    fund: str = term(JX.fund, default="")
    purpose: str = term(JX.purpose, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Fact):
    """A real-world project. `kind`: construction, investment, research, platform, other.

    `status`: planned, negotiating, signed, approved, started, building, completed, concluded, or "" where not stated.
    """

    CLASS: ClassVar[NamedNode] = JX.Project
    SLUG: ClassVar[str] = "project"

    name: str = term(JX.name)
    kind: str = term(JX.projectKind)
    status: str = term(JX.status, default="")
    participants: tuple[Mention, ...] = term(JX.participant, JX.participantLabel, default=())
    money: Money | None = term(JX.cny, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition(Fact):
    """A title, award, certification or listing. `status`: recommended, applied, announced, granted, revoked.

    `level` is 国家级, 省级, 市级, 区级 (县级) or "" where neither the title nor its issuer says so.
    """

    CLASS: ClassVar[NamedNode] = JX.Recognition
    SLUG: ClassVar[str] = "recognition"

    holder: Referent = term(JX.holder, JX.holderLabel)
    title: str = term(JX.recognitionTitle)
    scheme: Concept = term(JX.scheme)
    level: str = term(JX.level, default="")
    year: int | None = term(JX.year, default=None)
    status: str = term(JX.status, default="granted")
    awarded_by: Referent | None = term(JX.awardedBy, JX.awardedByLabel, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionCount(Fact):
    """How many hold a title: `kind` is total (a stock) or new (a flow)."""

    CLASS: ClassVar[NamedNode] = JX.RecognitionCount
    SLUG: ClassVar[str] = "recognition-count"

    title: str = term(JX.recognitionTitle)
    scheme: Concept = term(JX.scheme)
    kind: str = term(JX.countKind)
    count: int = term(JX.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Fact):
    """A measured or targeted figure that is not the unit's own account. `role`: target, actual, previous, growth, share, rank."""

    CLASS: ClassVar[NamedNode] = JX.Observation
    SLUG: ClassVar[str] = "observation"

    subject: Referent = term(JX.subject, JX.subjectLabel)
    indicator: Concept = term(JX.indicator, JX.indicatorLabel)
    role: str = term(JX.role)
    quantity: Quantity = term(JX.value)
    period: Period | None = term(JX.periodStart, default=None)
    scope: str = term(JX.scope, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow(Fact):
    """One row of the three-level self-evaluation table, its cells as printed; weight and score as numbers where they are."""

    CLASS: ClassVar[NamedNode] = JX.ScoreRow
    SLUG: ClassVar[str] = "score-row"

    level1: str = term(JX.level1)
    level2: str = term(JX.level2, default="")
    level3: str = term(JX.level3)
    target: str = term(JX.target, default="")
    actual: str = term(JX.actual, default="")
    weight: Decimal | None = term(JX.weight, default=None)
    score: Decimal | None = term(JX.score, default=None)
    deviation: str = term(JX.deviation, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Fact):
    """Who did what with whom; `predicate` is one of contract.md's, `object` may be plain words (a product, a list)."""

    CLASS: ClassVar[NamedNode] = JX.Relation
    SLUG: ClassVar[str] = "relation"

    subject: Referent = term(JX.subject, JX.subjectLabel)
    predicate: str = term(JX.predicate)
    object: Referent = term(JX.object, JX.objectLabel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Fact):
    """What the text states about its own figures.

    `kind`: sum, share, growth, completion, difference, score_total, restated. `stated` and `computed` are decimals at the
    printed scale; `holds` is True where some values inside the printed figures' rounding intervals agree, None where the
    operands do not suffice. `operands` are the printed figures, in the order of the formula, `places` where they stand.
    `scope` says which identity is meant (list, target, implied ...). `low` to `high` are the values that round to `stated`; of a
    claim about the year before (scope implied), the values in yuan that its figures leave for that `year`.
    """

    CLASS: ClassVar[NamedNode] = JX.Claim
    SLUG: ClassVar[str] = "claim"

    kind: str = term(JX.claimKind)
    stated: Decimal = term(JX.stated)
    computed: Decimal | None = term(JX.computed, default=None)
    holds: bool | None = term(JX.holds, default=None)
    operands: tuple[str, ...] = term(JX.operandText, default=())
    places: tuple[Evidence, ...] = term(JX.operandEvidence, default=())
    concept: Concept | None = term(JX.accountConcept, JX.conceptLabel, default=None)
    scope: str = term(JX.scope, default="")
    unit: str = term(JX.printedUnit, default="")
    year: int | None = term(JX.year, default=None)
    fund: str = term(JX.fund, default="")
    low: Decimal | None = term(JX.low, default=None)
    high: Decimal | None = term(JX.high, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Fact):
    """Something printed that the audit weighs: a slip of the pen, a placeholder, a year, a label.

    `said` is what stands there, `expected` what should, "" where only a person can say; `places` are the words it is held against.
    """

    CLASS: ClassVar[NamedNode] = JX.Mark
    SLUG: ClassVar[str] = "mark"

    kind: str = term(JX.markKind)
    said: str = term(JX.said)
    expected: str = term(JX.expected, default="")
    places: tuple[Evidence, ...] = term(JX.operandEvidence, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Fact):
    """A problem the unit names in its own work."""

    CLASS: ClassVar[NamedNode] = JX.Problem
    SLUG: ClassVar[str] = "problem"

    text: str = term(JX.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy(Fact):
    """A remedy the unit announces."""

    CLASS: ClassVar[NamedNode] = JX.Remedy
    SLUG: ClassVar[str] = "remedy"

    text: str = term(JX.text)


KINDS: tuple[type[Fact], ...] = (
    UnitProfile,
    Department,
    Function,
    Amount,
    BudgetItem,
    Project,
    Recognition,
    RecognitionCount,
    Observation,
    ScoreRow,
    Relation,
    Claim,
    Mark,
    Problem,
    Remedy,
)
