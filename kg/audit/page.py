"""audit.html: every finding with its two sides, the rule in words and the quotes in context; one file that loads nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg.audit.findings import Finding, Quote
from kg.audit.ledger import Decision
from kg.audit.rules import Rule, load_rules

if TYPE_CHECKING:
    from jinja2 import Template

# Characters of the report shown before and after a quote.
_CONTEXT = 40
_LONGEST_QUOTE = 600


class Reports(Protocol):
    """What the page needs of a corpus: the reports with their texts, and the findings."""

    @property
    def extractions(self) -> Iterable[Any]:
        """Return the extractions, each with `head.id`, `head.unit`, `head.fiscal_year` and `text`."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the findings."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote with the words around it and the name of its report."""

    report: str
    section: str
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as the page shows it: its rule, quotes, the report it is listed under ("" across reports) and a reader's decision."""

    finding: Finding
    rule: Rule
    quotes: tuple[Shown, ...]
    home: str
    decision: Decision | None


def page(corpus: Reports, decisions: Mapping[str, Decision] | None = None) -> str:
    """Return the page of a corpus's findings."""
    texts = {item.head.id: item.text for item in corpus.extractions}
    names = {item.head.id: f"{item.head.unit or item.head.id} {item.head.fiscal_year or ''}".strip() for item in corpus.extractions}
    return render(corpus.findings, texts, names, decisions)


def render(
    findings: Iterable[Finding], texts: Mapping[str, str], names: Mapping[str, str], decisions: Mapping[str, Decision] | None = None
) -> str:
    """Return the page of `findings`; `texts` and `names` are the canonical text and the title of each report by id."""
    rules = {rule.code: rule for rule in load_rules()}
    made = [_entry(finding, rules[finding.rule], texts, names, (decisions or {}).get(finding.id)) for finding in findings]
    groups = [(report, names.get(report, report), [entry for entry in made if entry.home == report]) for report in names]
    across = [entry for entry in made if not entry.home]
    families = sorted({entry.rule.family for entry in made})
    counts = {severity: sum(entry.finding.severity == severity for entry in made) for severity in ("violation", "warning", "info")}
    return _template().render(groups=[g for g in groups if g[2]], across=across, families=families, counts=counts, total=len(made))


def _entry(finding: Finding, rule: Rule, texts: Mapping[str, str], names: Mapping[str, str], decision: Decision | None) -> Entry:
    home = finding.reports[0] if len(finding.reports) == 1 else ""
    return Entry(finding, rule, tuple(_shown(quote, texts, names) for quote in finding.quotes), home, decision)


def _shown(quote: Quote, texts: Mapping[str, str], names: Mapping[str, str]) -> Shown:
    text = texts.get(quote.report, "")
    before = text[max(0, quote.start - _CONTEXT) : quote.start].rsplit("\n", 1)[-1]
    after = text[quote.end : quote.end + _CONTEXT].split("\n", 1)[0]
    words = quote.text if len(quote.text) <= _LONGEST_QUOTE else quote.text[:_LONGEST_QUOTE] + "…"
    return Shown(names.get(quote.report, quote.report), quote.section, before, words, after)


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))
