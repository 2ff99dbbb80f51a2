"""Files become documents: READERS says which formats are read, `read` is the one way in."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kg.errors import ReadError
from kg.model import Document
from kg.read.blocks import Parsed
from kg.read.encoding import decode
from kg.read.layout import canonical
from kg.read.sniff import Kind, kind_of

LIMIT = 50 * 1024 * 1024

Parser = Callable[[bytes, Path], Parsed]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its media type and the function that turns bytes into canonical text and grids."""

    media_type: str
    parse: Parser


def _text(data: bytes, path: Path) -> Parsed:
    return Parsed(*canonical(decode(data, path)))


# The readers of other formats load heavy libraries: each is imported when the first file of its kind is met.
def _docx(data: bytes, path: Path) -> Parsed:
    from kg.read.docx import parse

    return parse(data, path)


def _pdf(data: bytes, path: Path) -> Parsed:
    from kg.read.pdf import parse

    return parse(data, path)


def _html(data: bytes, path: Path) -> Parsed:
    from kg.read.html import parse

    return parse(data, path)


def _mhtml(data: bytes, path: Path) -> Parsed:
    from kg.read.html import parse_mhtml

    return parse_mhtml(data, path)


def _xlsx(data: bytes, path: Path) -> Parsed:
    from kg.read.sheets import parse_xlsx

    return parse_xlsx(data, path)


def _xls(data: bytes, path: Path) -> Parsed:
    from kg.read.sheets import parse_xls

    return parse_xls(data, path)


def _csv(data: bytes, path: Path) -> Parsed:
    from kg.read.sheets import parse_csv

    return parse_csv(data, path)


def _old_word(data: bytes, path: Path) -> Parsed:
    from kg.read.office import convert

    return _docx(convert(data, path, "docx"), path)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS: Mapping[Kind, Format] = MappingProxyType(
    {
        "pdf": Format("application/pdf", _pdf),
        "docx": Format(_WORD, _docx),
        "xlsx": Format(_SHEET, _xlsx),
        "ole-word": Format("application/msword", _old_word),
        "ole-sheet": Format("application/vnd.ms-excel", _xls),
        "rtf": Format("application/rtf", _old_word),
        "html": Format("text/html", _html),
        "mhtml": Format("multipart/related", _mhtml),
    }
)
READERS: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": Format("text/plain", _text),
        ".md": Format("text/markdown", _text),
        ".markdown": Format("text/markdown", _text),
        ".docx": _KINDS["docx"],
        ".doc": _KINDS["ole-word"],
        ".wps": Format("application/vnd.ms-works", _old_word),
        ".rtf": _KINDS["rtf"],
        ".pdf": _KINDS["pdf"],
        ".html": _KINDS["html"],
        ".htm": _KINDS["html"],
        ".mht": _KINDS["mhtml"],
        ".mhtml": _KINDS["mhtml"],
        ".xlsx": _KINDS["xlsx"],
        ".xls": _KINDS["ole-sheet"],
        ".csv": Format("text/csv", _csv),
    }
)
_TEXTS = frozenset({".txt", ".md", ".markdown", ".csv"})


def read(path: Path, id: str | None = None, limit: int = LIMIT) -> Document:
    """Return the document in `path`; raise ReadError where it is missing, too large, of another format or no readable text."""
    path = Path(path)
    _form(path)
    return read_bytes(_bytes(path, limit), path, id)


def read_bytes(data: bytes, path: Path, id: str | None = None) -> Document:
    """Return the document in the bytes of a file named `path`; raise ReadError where they are of another format or no readable text."""
    form = _form(path)
    if path.suffix.lower() not in _TEXTS:
        form = _told(data, path)
    parsed = form.parse(data, path)
    if not parsed.text.strip():
        raise ReadError(f"{path}: holds no text, only white space; leave it out or check how it was exported")
    digest = hashlib.sha256(data).hexdigest()
    name = id or safe_id(path.stem)
    return Document(name, path.as_posix(), form.media_type, digest, parsed.text, parsed.grids, parsed.pages, parsed.recognised)


def _form(path: Path) -> Format:
    form = READERS.get(path.suffix.lower())
    if form is None:
        known = " ".join(READERS)
        raise ReadError(f"{path}: files named *{path.suffix or ' without a suffix'} are not read; convert it to one of {known}")
    return form


def _told(data: bytes, path: Path) -> Format:
    """Return the format that the bytes are in: agencies rename files, and a page saved as .doc is still a page.

    Raises ReadError where they are empty, encrypted or in no format that is read.
    """
    if not data:
        raise ReadError(f"{path}: is empty (0 bytes); leave it out or get the file again")
    kind = kind_of(data)
    if kind == "encrypted":
        raise ReadError(f"{path}: is encrypted; open it with its password and save it without one")
    if kind in _KINDS:
        return _KINDS[kind]
    if kind == "zip":
        raise ReadError(f"{path}: is a zip package but no Word or Excel file, or a damaged one; get the file again")
    if kind == "ole":
        raise ReadError(f"{path}: is an Office file but holds neither a Word text nor a workbook; save it as .docx or .xlsx")
    if path.suffix.lower() in (".html", ".htm", ".mht", ".mhtml"):
        return _KINDS["html"]
    raise ReadError(f"{path}: is not what its suffix says, or damaged at its beginning; get it again or name it by its format")


def safe_id(stem: str) -> str:
    """Return a file stem as an identifier for file names and IRIs: NFC, Chinese kept, everything but letters, digits, _ and . a hyphen."""
    stem = unicodedata.normalize("NFC", stem)
    # A leading dot would hide the file made from it, and "." or ".." would climb.
    return re.sub(r"[^\w.]+", "-", stem).strip("-.") or "report"


def _bytes(path: Path, limit: int) -> bytes:
    try:
        if path.is_dir():
            raise ReadError(f"{path}: is a folder, not a file; name the files in it or pass the folder to `kg build`")
        size = path.stat().st_size
        if size > limit:
            raise ReadError(f"{path}: {size:,} bytes, over the limit of {limit:,}; split it or raise the limit")
        with path.open("rb") as handle:
            # A file may grow between stat and read, or be a pipe: never take more than the limit.
            data = handle.read(limit + 1)
    except OSError as error:
        raise ReadError(f"{path}: cannot be opened ({error.strerror or error}); check the path and its permissions") from error
    if len(data) > limit:
        raise ReadError(f"{path}: more than {limit:,} bytes; split it or raise the limit")
    return data
