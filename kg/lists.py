"""Lists of documents: a CSV of paths with what is known of each, for collections whose file names say nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import ReadError
from kg.read.encoding import decode

_COLUMNS: Final = {
    "path": "path",
    "file": "path",
    "路径": "path",
    "文件": "path",
    "url": "url",
    "网址": "url",
    "unit": "unit",
    "单位": "unit",
    "year": "year",
    "年度": "year",
    "年份": "year",
}
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list: the document's path, where it was published, who reports and on which year ("" and None where not said)."""

    path: Path
    url: str = ""
    unit: str = ""
    year: int | None = None


def is_list(path: Path) -> bool:
    """Return whether a file is a list of documents: a CSV whose first line names a column of paths."""
    if path.suffix.lower() != ".csv":
        return False
    try:
        with path.open("rb") as handle:
            head = handle.read(_HEAD)
        names = next(csv.reader([head.decode("utf-8-sig", "ignore").splitlines()[0]]))
    except (OSError, IndexError, csv.Error, StopIteration):
        return False
    return any(_COLUMNS.get(name.strip().lower()) == "path" for name in names)


def listed(path: Path) -> tuple[tuple[Listed, ...], tuple[tuple[str, str], ...]]:
    """Return the rows of a list and, for each row that cannot be used, its path and why, in one line.

    Paths are taken from the folder of the list. Raises ReadError where the file cannot be read.
    """
    try:
        text = decode(path.read_bytes(), path)
    except OSError as error:
        raise ReadError(f"{path}: cannot be opened ({error.strerror or error}); check the path and its permissions") from error
    rows, refused = [], []
    for number, raw in enumerate(csv.DictReader(io.StringIO(text, newline="")), 2):
        row = {_COLUMNS[name.strip().lower()]: (value or "").strip() for name, value in raw.items() if _known(name)}
        named = row.get("path", "")
        if not named:
            refused.append((f"{path}:{number}", f"{path}:{number}: names no path; fill in the column or delete the row"))
            continue
        file = path.parent / named
        if not file.is_file():
            refused.append((file.as_posix(), f"{file}: no such file, named in {path}:{number}; paths are taken from the list's folder"))
            continue
        year = row.get("year", "").removesuffix("年度").removesuffix("年")
        rows.append(Listed(file, row.get("url", ""), row.get("unit", ""), int(year) if year.isdecimal() and len(year) == 4 else None))
    return tuple(rows), tuple(refused)


def _known(name: object) -> bool:
    return isinstance(name, str) and name.strip().lower() in _COLUMNS
