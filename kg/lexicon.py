"""kg/data/*.csv as typed rows: headings, suffixes, titles, account concepts, units of measure.

Every lexicon file is UTF-8 CSV with a header row and a `source` column that says where a row comes from.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import LexiconError

DATA = Path(__file__).parent / "data"

Row = Mapping[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Return the rows of kg/data/<name>.csv in file order, each a read-only mapping of column to text.

    Raises LexiconError if the file is missing or a row has more or fewer cells than the header.
    """
    path = DATA / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.reader(handle)
            header = next(reader)
            body = [row for row in reader if row]
    except (OSError, StopIteration) as error:
        raise LexiconError(f"{path}: cannot be read as a lexicon ({error}); reinstall jixiao-kg") from error
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise LexiconError(f"{path}, row {number}: {len(row)} cells under {len(header)} columns; quote cells that hold a comma")
    return tuple(MappingProxyType(dict(zip(header, row, strict=True))) for row in body)


def column(name: str, key: str, **where: str) -> tuple[str, ...]:
    """Return the cells of one column of a lexicon, in file order, for the rows whose cells equal `where`."""
    return tuple(row[key] for row in rows(name) if all(row[k] == v for k, v in where.items()))
