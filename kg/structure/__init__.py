"""A document becomes a report: who reports on which year, its sections and tables, and what must be withheld."""

from __future__ import annotations

from kg.model import Document, Report
from kg.structure.metadata import metadata
from kg.structure.privacy import masked, masked_grids, private
from kg.structure.sections import sections
from kg.structure.tables import tables

# Kinds of sections that only a report of a public body has; an overview or a summary may stand in any book.
_TELLING = frozenset(
    {
        "basic_expenditure",
        "project_expenditure",
        "government_fund",
        "state_capital",
        "social_insurance",
        "accounts",
        "three_public",
        "base_table",
        "score_table",
        "project_performance",
        "targets",
    }
)


def structure(document: Document, profile: str = "public") -> Report:
    """Return the report in `document`; in the `public` profile its text and cells are masked where private data stands."""
    withheld = private(document.text)
    text, grids = document.text, document.grids
    if profile == "public" and withheld:
        text = masked(document.text, withheld)
        grids = masked_grids(text, grids, withheld)
    found = sections(text, grids)
    head = metadata(text, found, grids)
    return Report(
        document=document,
        text=text,
        title=head.title,
        unit=head.unit,
        fiscal_year=head.fiscal_year,
        report_type=head.report_type,
        sections=found,
        tables=tables(text, grids),
        withheld=withheld,
        unit_aliases=head.aliases,
        published=head.published,
        embedded=head.embedded,
    )


def doubts(report: Report) -> tuple[str, ...]:
    """Return why `report` may be no report of a public body: each sign of one that is missing, in words."""
    missing = []
    if not report.unit:
        missing.append("no reporting unit")
    if report.fiscal_year is None:
        missing.append("no fiscal year")
    if not report.report_type:
        missing.append("no known type in its title")
    if not any(section.kind in _TELLING for section in report.sections):
        missing.append("no section on budget, accounts or self-evaluation")
    return tuple(missing)


def is_report(report: Report) -> bool:
    """Return whether the text is a report at all: its title or sections are those of one, and it names a unit or a year."""
    telling = bool(report.report_type) or any(section.kind in _TELLING for section in report.sections)
    return telling and (bool(report.unit) or report.fiscal_year is not None)
