"""A build in the formats other tools take: RDF in several syntaxes, tables, workbooks."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from pyoxigraph import Quad, RdfFormat

from kg.errors import BuildError, KgError, SettingError
from kg.tables import COLUMNS
from kg.turtle import nquads, turtle
from kg.vocabulary import BASE_IRI, PREFIXES

# Columns whose cells are numbers: written as such to workbooks and Parquet. Money stays an exact decimal.
INTEGERS: Final = frozenset({"start", "end", "chars", "fiscal_year", "year", "first_year", "last_year", "ordinal", "count"})
DECIMALS: Final = frozenset({"cny", "value", "value_max", "weight", "score", "stated", "computed", "confidence"})


def export(build: Path, format: str, output: Path | None = None, report: str | None = None) -> Path | bytes:
    """Write the build in `format` to `output` and return its path; without `output` return the bytes.

    `report` narrows to one report. CSV and Parquet are folders (zip files where bytes are asked for). Raises SettingError
    for an unknown format, BuildError for a report that the build does not hold.
    """
    exporter = EXPORTERS.get(format)
    if exporter is None:
        raise SettingError(f"{format}: not a format of kg export; choose one of {', '.join(EXPORTERS)}")
    if not (build / "manifest.json").is_file():
        raise BuildError(f"{build}: no build here; run `kg build PATH... -d {build}` first, or name another directory with -d")
    files = exporter(build, report)
    if output is None:
        return files[""] if "" in files else _zipped(files)
    try:
        if "" in files:
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_bytes(files[""])
        else:
            output.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                (output / name).write_bytes(content)
    except OSError as error:
        raise KgError(f"{output}: cannot be written ({error.strerror}); choose another path with -o") from error
    return output


# One unnamed file, or the named files of a folder.
Files = dict[str, bytes]


def _quads(build: Path, report: str | None) -> list[Quad]:
    """Return the quads as printed (the store would canonicalise decimals), of one report's graph if asked."""
    quads = list(ox.parse(path=str(build / "graph" / "kg.nq"), format=RdfFormat.N_QUADS))
    if report is None:
        return quads
    wanted = [quad for quad in quads if getattr(quad.graph_name, "value", "").endswith(f"graph/report/{report}")]
    if not wanted:
        raise BuildError(f"{report}: no such report in {build}; `kg query reports -d {build}` lists them")
    return wanted


def _turtle(build: Path, report: str | None) -> Files:
    return {"": turtle(nquads(_quads(build, report)), _base(build))}


def _nquads(build: Path, report: str | None) -> Files:
    return {"": nquads(_quads(build, report))}


def _trig(build: Path, report: str | None) -> Files:
    return {"": _serialized(sorted(_quads(build, report), key=_graph_first), RdfFormat.TRIG)}


def _jsonld(build: Path, report: str | None) -> Files:
    return {"": _serialized(sorted(_quads(build, report), key=_graph_first), RdfFormat.JSON_LD)}


def _rdfxml(build: Path, report: str | None) -> Files:
    triples = sorted({quad.triple for quad in _quads(build, report)}, key=str)
    content = ox.serialize(triples, format=RdfFormat.RDF_XML, prefixes=PREFIXES)
    assert content is not None
    return {"": content}


def _serialized(quads: Iterable[Quad], format: RdfFormat) -> bytes:
    content = ox.serialize(quads, format=format, prefixes=PREFIXES)
    assert content is not None
    return content


def _graph_first(quad: Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad)


def _base(build: Path) -> str:
    settings = json.loads((build / "manifest.json").read_text(encoding="utf-8"))["settings"]
    return str(settings.get("base", BASE_IRI))


def _table_rows(build: Path, name: str, report: str | None) -> list[list[str]]:
    with (build / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        header, *body = csv.reader(handle)
    if report is None:
        return [header, *body]
    column = next((header.index(key) for key in ("report", "reports") if key in header), None)
    kept = body if column is None else [row for row in body if report in row[column].split("|")]
    if name == "reports" and not kept:
        raise BuildError(f"{report}: no such report in {build}; `kg query reports -d {build}` lists them")
    return [header, *kept]


def _csv(build: Path, report: str | None) -> Files:
    files = {}
    for name in COLUMNS:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(_table_rows(build, name, report))
        files[f"{name}.csv"] = buffer.getvalue().encode()
    return files


def _parquet(build: Path, report: str | None) -> Files:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise KgError("parquet needs pyarrow; install it with `pip install 'jixiao-kg[frames]'`") from error
    files = {}
    for name in COLUMNS:
        header, *body = _table_rows(build, name, report)
        columns = {}
        for index, column in enumerate(header):
            cells = [row[index] or None for row in body]
            columns[column] = _arrow(pa, column, cells)
        buffer = pa.BufferOutputStream()
        pq.write_table(pa.table(columns), buffer)
        files[f"{name}.parquet"] = buffer.getvalue().to_pybytes()
    return files


def _arrow(pa: Any, column: str, cells: list[str | None]) -> Any:
    """Return a typed Arrow column; a numeric column with a cell that is no number stays text."""
    try:
        if column in INTEGERS:
            return pa.array([None if cell is None else int(cell) for cell in cells], pa.int64())
        if column in DECIMALS:
            return pa.array([None if cell is None else Decimal(cell) for cell in cells], pa.decimal128(38, 10))
    except (ArithmeticError, ValueError, pa.ArrowInvalid):
        pass
    return pa.array(cells, pa.string())


def _xlsx(build: Path, report: str | None) -> Files:
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise KgError("xlsx needs openpyxl; install it with `pip install 'jixiao-kg[xlsx]'`") from error
    workbook = Workbook(write_only=True)
    for name in COLUMNS:
        sheet = workbook.create_sheet(name)
        header, *body = _table_rows(build, name, report)
        sheet.append(header)
        for row in body:
            sheet.append([_excel(column, cell) for column, cell in zip(header, row, strict=True)])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return {"": buffer.getvalue()}


def _excel(column: str, cell: str) -> str | int | Decimal | None:
    """Return a cell for a workbook: numbers as numbers, and text that no spreadsheet runs as a formula."""
    if not cell:
        return None
    try:
        if column in INTEGERS:
            return int(cell)
        if column in DECIMALS:
            return Decimal(cell)
    except (ArithmeticError, ValueError):
        pass
    text = "".join(character for character in cell if character >= " " or character in "\t\n")
    return f"'{text}" if text[:1] in "=+-@" else text


def _zipped(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            # A fixed date, so that the same build gives the same bytes.
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), files[name])
    return buffer.getvalue()


EXPORTERS: Final[dict[str, Callable[[Path, str | None], Files]]] = {
    "turtle": _turtle,
    "trig": _trig,
    "nquads": _nquads,
    "jsonld": _jsonld,
    "rdfxml": _rdfxml,
    "csv": _csv,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
