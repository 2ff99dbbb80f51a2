"""What is installed, and what is missing for which job."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from kg.read.ocr import missing
from kg.read.office import PACKAGES, program

# distribution -> what it is needed for, and how to get it where it is optional
NEEDED = (
    *("click", "rich", "charset-normalizer", "rjieba", "jieba", "spacy", "ahocorasick-rs", "pyoxigraph", "rdflib", "pyshacl"),
    *("lxml", "pypdfium2", "openpyxl", "xlrd"),
)
OPTIONAL = {
    "pandas": ("query results as pandas frames", "pip install 'jixiao-kg[frames]'"),
    "polars": ("query results as polars frames", "pip install 'jixiao-kg[frames]'"),
    "pyarrow": ("kg export -f parquet", "pip install 'jixiao-kg[frames]'"),
    "starlette": ("kg serve", "pip install 'jixiao-kg[serve]'"),
    "uvicorn": ("kg serve", "pip install 'jixiao-kg[serve]'"),
    "oxrdflib": ("graph.rdflib()", "pip install 'jixiao-kg[rdflib]'"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is there, which version, what it is for and how to get it."""

    name: str
    ok: bool
    version: str
    purpose: str
    remedy: str


def examine() -> tuple[Check, ...]:
    """Return a check for Python and for each library, needed ones first."""
    python = Check("Python", sys.version_info >= (3, 11), platform.python_version(), "runs kg", "install Python 3.11 or newer")
    needed = [_check(name, "needed", "pip install --force-reinstall jixiao-kg") for name in NEEDED]
    optional = [_check(name, purpose, remedy) for name, (purpose, remedy) in OPTIONAL.items()]
    return python, *needed, *optional, *_programs()


def _programs() -> tuple[Check, ...]:
    """Return a check for each program outside Python that reads a format, with the Debian package that brings it."""
    office = program()
    lacking = missing()
    return (
        Check("LibreOffice", bool(office), office, "reads .doc, .wps and .rtf", "" if office else f"apt install {PACKAGES['docx']}"),
        Check("Tesseract", not lacking, "", "reads scanned PDFs (KG_OCR=1)", f"apt install {lacking}" if lacking else ""),
    )


def _check(name: str, purpose: str, remedy: str) -> Check:
    try:
        return Check(name, True, version(name), purpose, "")
    except PackageNotFoundError:
        return Check(name, False, "", purpose, remedy)
