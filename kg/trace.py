"""Which enterprises stand in the reports of several agencies, as what, since when; and every mention of one name."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import NotFoundError
from kg.query import Result, run
from kg.results import Row, Term

_NAMED: Final = "named"
# More agencies than any corpus has.
_ALL: Final = 10**9
_COLUMNS: Final = ("enterprise", "kind", "agency_count", "agency", "fiscal_year", "mentions", "roles", "enterprise_id")
_MENTION_COLUMNS: Final = (
    "enterprise",
    "agency",
    "fiscal_year",
    "role",
    "surface",
    "quote",
    "section",
    "report",
    "start",
    "end",
    "enterprise_id",
)


def trace(store: Store, agencies: int | None = None, years: int | None = None) -> Result:
    """Return the enterprises and research institutes in the reports of at least `agencies` agencies (2), by agency and year.

    With `years`, those in reports of at least so many fiscal years: of one agency alone, or of at least `agencies` where given.
    Each row has the number of mentions there and the roles, joined by `|`: what that agency's facts of that year make of the
    enterprise, or `named` where no fact speaks of it. There are no rows where no enterprise stands in so many reports.
    """
    if years is None:
        found = run(store, "enterprises-in-several-agencies", {"agencies": agencies or 2})
    else:
        most = {"agencies": agencies, "most": _ALL} if agencies else {}
        found = run(store, "enterprises-over-years", {"years": years, **most})
    roles: dict[tuple[Term | None, ...], list[str]] = {}
    for row in _rows(run(store, "enterprise-roles")):
        roles.setdefault((row["enterprise_id"], row["agency"], row["fiscal_year"]), []).append(_text(row["role"]))
    rows: list[Row] = []
    for row in _rows(found):
        played = roles.get((row["enterprise_id"], row["agency"], row["fiscal_year"]), [_NAMED])
        row["roles"] = Literal("|".join(dict.fromkeys(played)))
        rows.append(tuple(row[column] for column in _COLUMNS))
    return Result(columns=_COLUMNS, rows=tuple(rows))


def trace_name(store: Store, name: str) -> Result:
    """Return every mention of the organisations that `name` may stand for, by year, with sentence, agency and role.

    A name fits where it is part of the leading name, another name or a printed form, width and case of letters apart.
    Roles of one mention are joined by `|`. Raises NotFoundError with near names where none fits.
    """
    wanted = _normal(name)
    known = list(_rows(run(store, "organisation-names")))
    fitting = {row["organisation_id"]: None for row in known if wanted and wanted in _normal(_text(row["known_as"]))}
    if not fitting:
        raise NotFoundError(f"{name!r}: no organisation of that name in the reports{_near(wanted, (_text(r['known_as']) for r in known))}")
    rows = [row for organisation in fitting for row in _mentions(store, organisation)]
    return Result(columns=_MENTION_COLUMNS, rows=tuple(rows))


def _mentions(store: Store, organisation: Term | None) -> list[Row]:
    """Return one row a mention; the query gives one a mention and role."""
    merged: dict[Row, list[str]] = {}
    for row in _rows(run(store, "enterprise-mentions", {"enterprise_id": organisation})):
        merged.setdefault(tuple(row[column] for column in _MENTION_COLUMNS if column != "role"), []).append(_text(row["role"]))
    place, year = _MENTION_COLUMNS.index("role"), _MENTION_COLUMNS.index("fiscal_year")
    found = [(*key[:place], Literal("|".join(roles)), *key[place:]) for key, roles in merged.items()]
    # A time line: the order of the query, agency by agency, holds within a year.
    return sorted(found, key=lambda row: _text(row[year]))


def _rows(result: Result) -> Iterable[dict[str, Term | None]]:
    return (dict(zip(result.columns, row, strict=True)) for row in result.rows)


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else ""


def _normal(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _near(wanted: str, names: Iterable[str]) -> str:
    """Return a hint with the nearest names: by likeness, then by a shared beginning of two characters, which Chinese trade names have."""
    known = {_normal(name): name for name in sorted(names)}
    found = difflib.get_close_matches(wanted, list(known), n=5, cutoff=0.4)
    found = found or [key for key in known if len(wanted) > 1 and (wanted[:2] in key or wanted[-2:] in key)][:5]
    return f"; near: {'、'.join(known[key] for key in found)}" if found else "; `kg query organisation-names` shows all names"
