"""What commands print of a build, a validation, an evaluation and the machine; the same content as data for --json."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox

from kg import terminal
from kg.doctor import Check
from kg.errors import BuildError
from kg.evaluate import Score
from kg.pipeline import Built
from kg.query import catalogue
from kg.validate import Row, ValidationReport, format_results


def of_build(built: Built) -> dict[str, Any]:
    """Return a build's summary as data."""
    return {
        "directory": str(built.directory),
        "reports": [
            {"id": head.id, "unit": head.unit, "fiscal_year": head.fiscal_year, "type": head.report_type} for head in built.reports
        ],
        "left_out": [{"path": failure.path, "reason": failure.reason} for failure in built.failures],
        "rows": built.rows,
        "quads": built.quads,
        "reused": built.reused,
        "violations": built.validation.count("Violation"),
        "warnings": built.validation.count("Warning"),
    }


def show_build(built: Built) -> None:
    """Print what a build found and where to look next."""
    rows = [
        [head.id, head.unit or "?", str(head.fiscal_year or "?"), head.report_type, f"{head.coverage.share:.1%}"] for head in built.reports
    ]
    terminal.table(["report", "unit 单位", "year 年度", "type 类型", "numbers covered"], rows)
    counts = ", ".join(f"{count} {name}" for name, count in built.rows.items() if count)
    unchanged = f" ({built.reused} unchanged)" if built.reused else ""
    click.echo(f"{len(built.reports)} reports{unchanged}: {counts}")
    violations, warnings = built.validation.count("Violation"), built.validation.count("Warning")
    click.echo(f"{built.quads} quads; SHACL: {violations} violations, {warnings} warnings -> {built.directory}")


def of_validation(report: ValidationReport, store: ox.Store) -> dict[str, Any]:
    """Return a validation as data: the verdict and each result with its place and quote."""
    results = [dict(zip(_RESULT_COLUMNS, _result_cells(row), strict=True)) for row in format_results(store, report)]
    return {"profile": report.profile, "conforms": report.conforms, "results": results}


def show_validation(report: ValidationReport, store: ox.Store, limit: int | None) -> None:
    """Print the results of a validation, worst first, and the verdict."""
    rows = [_result_cells(row) for row in format_results(store, report)]
    if rows:
        terminal.table(_RESULT_COLUMNS, rows[:limit])
    if limit is not None and len(rows) > limit:
        click.echo(f"... and {len(rows) - limit} more; --all prints them")
    verdict = "conforms" if report.conforms else "does not conform"
    counts = f"{report.count('Violation')} violations, {report.count('Warning')} warnings"
    click.echo(f"{verdict} in the {report.profile} profile: {counts}")


_RESULT_COLUMNS = ("severity", "report", "place", "message", "quote")


def _result_cells(row: Row) -> list[str]:
    return [row.severity, row.report, row.place, row.message, row.quote]


def show_catalogue(topic: str, as_json: bool) -> None:
    """Print the queries of the catalogue by topic."""
    found = [query for query in catalogue() if topic in ("", query.topic)]
    if as_json:
        terminal.as_json([_query_data(query) for query in found])
        return
    rows = [[q.topic, q.name, q.summary_zh, q.summary_en, " ".join(p.usage for p in q.parameters)] for q in found]
    terminal.table(["topic", "query", "摘要", "summary", "parameters"], rows)


def _query_data(query: Any) -> dict[str, Any]:
    parameters = [{"name": p.name, "type": p.type, "default": p.default, "description": p.description} for p in query.parameters]
    return {
        "topic": query.topic,
        "name": query.name,
        "summary": {"zh": query.summary_zh, "en": query.summary_en},
        "parameters": parameters,
        "columns": dict(query.columns),
    }


def of_scores(scores: Sequence[Score]) -> list[dict[str, Any]]:
    """Return an evaluation as data."""
    return [score.data() for score in scores]


def show_scores(scores: Sequence[Score], misses: int) -> None:
    """Print precision, recall and F1 by class and, where asked for, what was missed and what was spurious."""
    named = any(score.report for score in scores)
    rows = [
        [
            *([s.report] if named else []),
            s.name,
            *map(_figure, (s.precision, s.recall, s.f1, s.strict_f1)),
            *map(str, (s.found, s.spurious_count, s.missed_count)),
        ]
        for s in scores
    ]
    terminal.table([*(["report"] if named else []), "class", "P", "R", "F1", "strict F1", "found", "spurious", "missed"], rows)
    for score in scores if misses else ():
        for label, items in (("missed", score.missed), ("spurious", score.spurious)):
            for item in items[:misses]:
                click.echo(f"{score.name} - {label}: {item}")


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def show_stats(manifest: dict[str, Any], report: str | None, as_json: bool) -> None:
    """Print counts and counters of a build, or of one of its reports."""
    reports = manifest["reports"]
    if report is not None:
        if report not in reports:
            raise BuildError(f"{report}: no such report in this build; it holds {', '.join(reports)}")
        reports = {report: reports[report]}
    if as_json:
        terminal.as_json({**manifest, "reports": reports})
        return
    columns = ["report", "characters", "facts", "mentions", "figures covered", "not covered, by reason", "numerals that measure nothing"]
    terminal.table(columns, [_counts(name, entry) for name, entry in reports.items()])
    kinds: Counter[str] = Counter()
    for entry in reports.values():
        kinds.update(entry["facts_by_kind"])
    click.echo("facts: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    for failure in manifest["left_out"]:
        click.echo(f"left out: {failure['reason']}")


def _counts(name: str, entry: dict[str, Any]) -> list[str]:
    numbers = entry["numbers"]
    reasons, apart = (", ".join(f"{key} {count}" for key, count in sorted(numbers[part].items())) for part in ("reasons", "apart"))
    covered = f"{numbers['covered']}/{numbers['seen']}"
    return [name, str(entry["characters"]), str(entry["facts"]), str(entry["mentions"]), covered, reasons, apart]


def show_checks(checks: Sequence[Check], as_json: bool) -> None:
    """Print what is installed and what is missing for which job."""
    if as_json:
        names = ("name", "ok", "version", "purpose", "remedy")
        terminal.as_json([{name: getattr(check, name) for name in names} for check in checks])
        return
    rows = [[c.name, "ok" if c.ok else "missing", c.version, c.purpose, c.remedy] for c in checks]
    terminal.table(["what", "state", "version", "for", "remedy"], rows)


def show_push(pushed: Any, as_json: bool, quiet: bool) -> None:
    """Print what a push did."""
    if as_json:
        terminal.as_json(asdict(pushed))
    elif not quiet:
        counts = f"{len(pushed.sent)} graphs sent ({pushed.statements} statements), {len(pushed.deleted)} deleted"
        click.echo(f"{pushed.store}: {counts}, {pushed.unchanged} unchanged")


def show_recipe(build: Path, kind: str, output: Path) -> None:
    """Write what a store loads in bulk, and print the commands."""
    from kg.export import Selection
    from kg.export.selection import Source
    from kg.push.recipe import recipe

    for path in recipe(build, kind, output, Source(build, Selection()).base):
        terminal.note(f"written: {path}")
    click.echo((output / "load.sh").read_text(encoding="utf-8").rstrip())
