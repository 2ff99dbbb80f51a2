"""A build in the formats other tools take: RDF in several syntaxes, tables, workbooks, property graphs, descriptions."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from kg.errors import KgError, SettingError
from kg.export.dataset import void
from kg.export.jsonld import jsonld
from kg.export.network import graphml
from kg.export.property_graph import cypher, neo4j
from kg.export.rdf import nquads, ntriples, rdfxml, trig, turtle
from kg.export.selection import Selection, Source
from kg.export.tables import csv_tables, parquet
from kg.export.workbook import xlsx

__all__ = ["EXPORTERS", "FOLDERS", "Selection", "export", "stream"]

# One unnamed file, or the named files of a folder; each in chunks, made while they are written.
Files = dict[str, Iterable[bytes]]

EXPORTERS: Final[dict[str, Callable[[Source], Files]]] = {
    "turtle": lambda source: {"": turtle(source)},
    "trig": lambda source: {"": trig(source)},
    "nquads": lambda source: {"": nquads(source)},
    "ntriples": lambda source: {"": ntriples(source)},
    "rdfxml": lambda source: {"": rdfxml(source)},
    "jsonld": lambda source: {"": jsonld(source)},
    "csv": csv_tables,
    "parquet": parquet,
    "xlsx": lambda source: {"": xlsx(source)},
    "graphml": lambda source: {"": graphml(source)},
    "cypher": lambda source: {"": cypher(source)},
    "neo4j": neo4j,
    "void": lambda source: {"": void(source)},
}
# What is several files: a folder where a path is named, a zip file where it is not.
FOLDERS: Final = frozenset({"csv", "parquet", "neo4j"})
BINARY: Final = FOLDERS | {"xlsx"}


def export(
    build: Path, format: str, output: Path | None = None, report: str | None = None, *, select: Selection | None = None
) -> Path | bytes:
    """Write the build in `format` to `output` and return its path; without `output` return the bytes.

    `select` narrows to some reports, `report` to one. Raises SettingError for an unknown format, BuildError where the build
    holds nothing of what is selected, KgError where a library is missing or the path cannot be written.
    """
    files = _files(build, format, select or Selection(report=report))
    if output is None:
        return b"".join(_one(files))
    try:
        if "" in files:
            output.parent.mkdir(parents=True, exist_ok=True)
            _write(output, files[""])
        else:
            output.mkdir(parents=True, exist_ok=True)
            for name, chunks in files.items():
                _write(output / name, chunks)
    except OSError as error:
        raise KgError(f"{output}: cannot be written ({error.strerror}); choose another path with -o") from error
    return output


def stream(build: Path, format: str, select: Selection) -> Iterator[bytes]:
    """Yield the build in `format` as it is made; several files as one zip. Raises what `export` raises."""
    return iter(_one(_files(build, format, select)))


def _files(build: Path, format: str, select: Selection) -> Files:
    exporter = EXPORTERS.get(format)
    if exporter is None:
        raise SettingError(f"{format}: not a format of kg export; choose one of {', '.join(EXPORTERS)}")
    return exporter(Source(build, select))


def _one(files: Files) -> Iterable[bytes]:
    return files[""] if "" in files else [_zipped(files)]


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    """Write chunks to `path`, which holds the last content until the new one is complete."""
    part = path.with_name(f".{path.name}.part-{os.getpid()}")
    try:
        with part.open("wb") as handle:
            handle.writelines(chunks)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _zipped(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            # A fixed date, so that the same build gives the same bytes.
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, b"".join(files[name]))
    return buffer.getvalue()
