"""What a file really is, whatever its name says: told by its first bytes and, for a package, by the parts in it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

Kind = Literal["pdf", "docx", "xlsx", "zip", "ole-word", "ole-sheet", "encrypted", "ole", "rtf", "mhtml", "html", "text"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|p\b)", re.IGNORECASE | re.DOTALL
)
_MHTML = re.compile(rb"^(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,30}", re.ASCII)
# Names of the streams in the directory of an OLE file, in UTF-16.
_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "ole-word"),
    ("Workbook", "ole-sheet"),
    ("Book", "ole-sheet"),
)


def kind_of(data: bytes) -> Kind:
    """Return what the bytes are; "text" where nothing says otherwise, "ole" for an old Office file that is neither Word nor Excel."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    if data.startswith(_OLE):
        return next((kind for name, kind in _STREAMS if f"{name}\0".encode("utf-16-le") in data), "ole")
    if data.startswith(b"{\\rtf"):
        return "rtf"
    head = data[:4096]
    if re.search(rb"(?im)^mime-version:", head) and _MHTML.match(head):
        return "mhtml"
    return "html" if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) else "text"


def _package(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        # A truncated package has lost its directory; the first part's name is all that is left.
        return "docx" if b"word/" in data else "xlsx" if b"xl/" in data else "zip"
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else "zip"
