"""The tables as CSV and Parquet, each with a Frictionless description."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from kg.errors import KgError
from kg.export.columns import column_info, number
from kg.export.selection import Source
from kg.tables import COLUMNS

_FRICTIONLESS: Final = {"decimal": "number", "list": "string", "year": "year", "integer": "integer", "boolean": "boolean"}
# Tables with a row a thing, and the column that tells the things apart.
_KEYS: Final = {"reports": "report", "units": "unit_id", "entities": "entity_id"}
_ROWS: Final = 2_000


def csv_tables(source: Source) -> dict[str, Iterable[bytes]]:
    """Return a CSV file a table and datapackage.json."""
    files: dict[str, Iterable[bytes]] = {f"{name}.csv": _csv(source, name) for name in COLUMNS}
    return {**files, "datapackage.json": _datapackage(source)}


def _csv(source: Source, name: str) -> Iterator[bytes]:
    header, body = source.rows(name)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    for count, row in enumerate(body, start=1):
        writer.writerow(row)
        if count % _ROWS == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _datapackage(source: Source) -> Iterator[bytes]:
    """Yield datapackage.json (Frictionless Data Package 1) for the CSV files beside it."""
    resources = [_resource(source, name) for name in COLUMNS]
    package = {
        "profile": "tabular-data-package",
        "name": "jixiao-kg",
        "title": "Facts of public bodies' performance reports",
        "version": source.manifest["version"],
        "created": source.manifest["built"],
        "resources": resources,
    }
    yield (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(source: Source, name: str) -> dict[str, Any]:
    content = b"".join(_csv(source, name))
    header = COLUMNS[name].split()
    schema: dict[str, Any] = {"fields": [_field(name, column) for column in header], "missingValues": [""]}
    if name in _KEYS:
        schema["primaryKey"] = _KEYS[name]
    if name != "reports" and "report" in header:
        schema["foreignKeys"] = [{"fields": "report", "reference": {"resource": "reports", "fields": "report"}}]
    return {
        "name": name.replace("_", "-"),
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _field(table: str, column: str) -> dict[str, Any]:
    info = column_info(table, column)
    found = {"name": column, "type": _FRICTIONLESS.get(info.type, "string"), "title": info.zh, "description": info.en}
    return found | ({"trueValues": ["true"], "falseValues": ["false"]} if info.type == "boolean" else {})


def parquet(source: Source) -> dict[str, Iterable[bytes]]:
    """Return a Parquet file a table; money is an exact decimal. Raises KgError where pyarrow is not installed."""
    try:
        import pyarrow  # noqa: F401  # asked for before the first file is written
    except ImportError as error:
        raise KgError("parquet needs pyarrow; install it with `pip install 'jixiao-kg[frames]'`") from error
    return {f"{name}.parquet": _parquet(source, name) for name in COLUMNS}


def _parquet(source: Source, name: str) -> Iterator[bytes]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    header, body = source.rows(name)
    rows = list(body)
    cells = {column: [row[index] or None for row in rows] for index, column in enumerate(header)}
    table = pa.table({column: _arrow(pa, column_info(name, column).type, column_cells) for column, column_cells in cells.items()})
    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer)
    yield buffer.getvalue().to_pybytes()


def _arrow(pa: Any, type: str, cells: list[str | None]) -> Any:
    """Return a typed Arrow column; a numeric column with a cell that is no number stays text."""
    values = [None if cell is None else number(type, cell) for cell in cells]
    if type in ("integer", "year", "decimal") and all((value is None) == (cell is None) for value, cell in zip(values, cells, strict=True)):
        if type != "decimal":
            return pa.array(values, pa.int64())
        scale = max((-int(value.as_tuple().exponent) for value in values if isinstance(value, Decimal)), default=0)
        try:
            return pa.array(values, pa.decimal128(38, max(scale, 2)))
        except pa.ArrowInvalid:
            pass
    return pa.array(cells, pa.string())
