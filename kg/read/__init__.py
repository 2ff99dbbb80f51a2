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
from kg.model import Document, Grid
from kg.read.encoding import decode
from kg.read.layout import canonical

LIMIT = 50 * 1024 * 1024

Parser = Callable[[bytes, Path], tuple[str, tuple[Grid, ...]]]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its media type and the function that turns bytes into canonical text and grids."""

    media_type: str
    parse: Parser


def _text(data: bytes, path: Path) -> tuple[str, tuple[Grid, ...]]:
    return canonical(decode(data, path))


READERS: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": Format("text/plain", _text),
        ".md": Format("text/markdown", _text),
        ".markdown": Format("text/markdown", _text),
    }
)


def read(path: Path, id: str | None = None, limit: int = LIMIT) -> Document:
    """Return the document in `path`; raise ReadError where it is missing, too large, of another format or no readable text."""
    path = Path(path)
    form = READERS.get(path.suffix.lower())
    if form is None:
        known = " ".join(READERS)
        raise ReadError(f"{path}: files named *{path.suffix or ' without a suffix'} are not read; convert it to one of {known}")
    data = _bytes(path, limit)
    text, grids = form.parse(data, path)
    if not text.strip():
        raise ReadError(f"{path}: holds no text, only white space; leave it out or check how it was exported")
    return Document(id or safe_id(path.stem), path.as_posix(), form.media_type, hashlib.sha256(data).hexdigest(), text, grids)


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
