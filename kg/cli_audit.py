"""`kg audit`: what the reports contradict, as a table, a page or data; and readers' verdicts on findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import terminal
from kg.errors import BuildError

if TYPE_CHECKING:
    from kg.audit import Finding
    from kg.audit.ledger import Decision, Verdict

_directory = click.option(
    "-d", "directory", type=click.Path(path_type=Path), default=Path("build"), show_default=True, metavar="DIR", help="Build directory."
)
_ledger = click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    default=Path("findings.jsonl"),
    show_default=True,
    metavar="FILE",
    help="Verdicts on findings, a JSON line each; kept outside the build, so that a rebuild leaves it alone.",
)


@click.group(invoke_without_command=True)
@_directory
@_ledger
@click.option("--report", default=None, metavar="ID", help="Findings that concern one report.")
@click.option(
    "--html", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Write the page of findings, verdicts included."
)
@click.option("--severity", type=click.Choice(["violation", "warning", "info"]), default="info", show_default=True, help="This and worse.")
@click.option("--all", "show_all", is_flag=True, help="Dismissed findings too.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable result.")
@click.pass_context
def audit(context: click.Context, /, directory: Path, ledger: Path, report: str | None, html: Path | None, **given: Any) -> None:
    """List what the reports contradict, with the stated and the computed figure and the words of both.

    Finding something is what it is for: the exit status is 0 whether or not there are findings.

    \b
    Example: kg audit
             kg audit --report 2020-accounts --severity warning
             kg audit accept 0f3a91c2de --why "the annex counts contract staff"
    """
    if context.invoked_subcommand is not None:
        context.obj = {**(context.obj or {}), "ledger": ledger, "directory": directory}
        return
    from kg.audit.ledger import read_ledger

    found = _found(directory, report)
    decisions = read_ledger(ledger)
    if html is not None:
        _write_page(directory, found, decisions, html)
    least = ("violation", "warning", "info").index(given["severity"])
    shown = [f for f in found if ("violation", "warning", "info").index(f.severity) <= least]
    if not given["show_all"]:
        shown = [f for f in shown if f.id not in decisions or decisions[f.id].verdict != "dismissed"]
    if given["as_json"]:
        terminal.as_json([_data(finding, decisions.get(finding.id)) for finding in shown])
        return
    terminal.table(("id", "severity", "reports", "message", "quotes"), [_cells(finding, decisions.get(finding.id)) for finding in shown])
    counts = ", ".join(f"{sum(f.severity == name for f in shown)} {name}" for name in ("violation", "warning", "info"))
    click.echo(f"{len(shown)} findings ({counts}); {len(found) - len(shown)} not shown")


@audit.command()
@click.argument("finding")
@click.option("--why", required=True, metavar="TEXT", help="The reason, for the next reader.")
@click.pass_context
def accept(context: click.Context, finding: str, why: str) -> None:
    """Write that a finding is right.

    \b
    Example: kg audit accept 0f3a91c2de --why "confirmed with the finance bureau"
    """
    _decide(context, finding, "accepted", why)


@audit.command()
@click.argument("finding")
@click.option("--why", required=True, metavar="TEXT", help="The reason, for the next reader.")
@click.pass_context
def dismiss(context: click.Context, finding: str, why: str) -> None:
    """Write that a finding is none, so that it is not listed again.

    \b
    Example: kg audit dismiss 0f3a91c2de --why "two different funds"
    """
    _decide(context, finding, "dismissed", why)


def _decide(context: click.Context, finding: str, verdict: Verdict, why: str) -> None:
    """Add a verdict to the ledger; raises BuildError where the build has no finding of that id."""
    from kg.audit.ledger import Decision, append

    if finding not in {found.id for found in _found(context.obj["directory"], None)}:
        raise BuildError(f"{finding}: no such finding in {context.obj['directory']}; see `kg audit`")
    append(context.obj["ledger"], Decision(finding, verdict, why))


def _found(directory: Path, report: str | None) -> tuple[Finding, ...]:
    import kg
    from kg.audit import audit as find

    graph = kg.open(directory)
    if report is not None and report not in graph.manifest["reports"]:
        raise BuildError(f"{report}: no such report in this build; it holds {', '.join(graph.manifest['reports'])}")
    return find(graph.store, report=report)


def _write_page(directory: Path, found: tuple[Finding, ...], decisions: dict[str, Decision], target: Path) -> None:
    import csv

    from kg.audit.page import render

    with (directory / "tables" / "reports.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    names = {row["report"]: f"{row['unit'] or row['report']} {row['fiscal_year']}".strip() for row in rows}
    texts = {name: (directory / "texts" / f"{name}.txt").read_text(encoding="utf-8") for name in names}
    try:
        target.write_text(render(found, texts, names, decisions), encoding="utf-8", newline="")
    except OSError as error:
        raise BuildError(f"{target}: cannot be written ({error.strerror or error}); name another file with --html") from error


def _cells(finding: Finding, decision: Decision | None) -> list[str]:
    verdict = "" if decision is None else f" [{decision.verdict}: {decision.why}]"
    quotes = " | ".join(quote.text for quote in finding.quotes[:3])
    return [finding.id, finding.severity, " ".join(finding.reports), finding.message_zh + verdict, quotes]


def _data(finding: Finding, decision: Decision | None) -> dict[str, Any]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity,
        "reports": list(finding.reports),
        "message": {"zh": finding.message_zh, "en": finding.message_en},
        "stated": finding.stated,
        "computed": finding.computed,
        "quotes": [
            {"report": quote.report, "start": quote.start, "end": quote.end, "text": quote.text, "section": quote.section}
            for quote in finding.quotes
        ],
        "verdict": None if decision is None else {"verdict": decision.verdict, "why": decision.why},
    }
