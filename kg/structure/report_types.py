"""The types of reports and how their titles are worded: kg/data/report_types.csv."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.lexicon import rows
from kg.structure.headings import squashed

_YEAR = re.compile(r"(?:20\d\d|二[〇○零O]..)年")
_CLAUSES = re.compile(r"[。；，：:;,]")


@cache
def _pattern() -> tuple[re.Pattern[str], tuple[str, ...]]:
    entries = rows("report_types")
    return re.compile("|".join(f"({row['pattern']})" for row in entries)), tuple(row["type"] for row in entries)


@lru_cache(maxsize=1024)
def report_type(title: str) -> str:
    """Return the type that the words of a title name, or "" where they name none."""
    pattern, names = _pattern()
    # The first row that matches anywhere wins over an earlier place: rows go from the special to the general.
    found = [match.lastindex for match in pattern.finditer(squashed(title)) if match.lastindex]
    return names[min(found) - 1] if found else ""


def is_title(line: str) -> bool:
    """Return whether a line of its own is the title of a report: a year and a type, ending like one, no clauses."""
    words = squashed(line)
    return (
        _YEAR.search(words) is not None
        and _CLAUSES.search(words) is None
        and words.rstrip("）").endswith(("报告", "总结", "决算", "预算"))
        and bool(report_type(words))
    )
