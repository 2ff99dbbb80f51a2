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


def trace(store: Store, agencies: int = 2) -> Result:
    """Return the enterprises and research institutes in the reports of at least `agencies` agencies, by agency and year.

    Each row has the number of mentions there and the roles, joined by `|`: what that agency's facts of that year make of the
    enterprise, or `named` where no fact speaks of it. There are no rows where no enterprise stands in so many reports.
    """
    found = run(store, "enterprises-in-several-agencies", {"agencies": agencies})
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
    """Return every mention of the organisations that `name` may stand for, with sentence, year, agency and role.

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
    place = _MENTION_COLUMNS.index("role")
    return [(*key[:place], Literal("|".join(roles)), *key[place:]) for key, roles in merged.items()]


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
