"""Scanned PDFs: Tesseract reads the pictures of the pages; the words go the same way as those of a text layer.

Optional: it needs the Debian packages tesseract-ocr and tesseract-ocr-chi-sim, and the setting ocr.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

from kg.errors import ReadError
from kg.read.office import limited
from kg.read.pdf_page import Glyph, PdfPage

PACKAGES: Final = ("tesseract-ocr", "tesseract-ocr-chi-sim")
_DPI: Final = 300
_POINTS: Final = 72
# Words that Tesseract itself is less sure of than this (percent) are stains and stamps.
_SURE: Final = 30


def missing() -> str:
    """Return the Debian package that is missing for OCR of Chinese, or "" where both are there."""
    found = shutil.which("tesseract")
    if not found:
        return PACKAGES[0]
    with tempfile.TemporaryDirectory(prefix="kg-ocr-") as name:
        languages = limited([found, "--list-langs"], Path("tesseract"), Path(name))
    return "" if "chi_sim" in languages.split() else PACKAGES[1]


def pages_of(document: Any, path: Path) -> list[PdfPage]:
    """Return the pages of a scanned PDF as Tesseract reads them; raises ReadError where it is not installed or takes too long."""
    package = missing()
    if package:
        raise ReadError(f"{path}: is a scan, and OCR needs the Debian package {package}; install it or ask for the original")
    pages = []
    with tempfile.TemporaryDirectory(prefix="kg-ocr-") as name:
        folder = Path(name)
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            picture = folder / "page.pgm"
            picture.write_bytes(_pgm(page.render(scale=_DPI / _POINTS, grayscale=True)))
            page.close()
            words = limited(["tesseract", str(picture), "stdout", "-l", "chi_sim", "--dpi", str(_DPI), "tsv"], path, folder)
            pages.append(PdfPage(number, width, height, _glyphs(words), [], [], 0, 1))
    return pages


def _pgm(bitmap: Any) -> bytes:
    """Return a grey bitmap as a PGM picture, which needs no picture library."""
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    data = bytes(bitmap.buffer)
    rows = b"".join(data[row * stride : row * stride + width] for row in range(height))
    return b"P5 %d %d 255\n" % (width, height) + rows


def _glyphs(table: str) -> list[Glyph]:
    """Return the characters of Tesseract's table of words, each word's width shared among them."""
    glyphs = []
    for line in table.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) != 12 or cells[0] != "5" or float(cells[10]) < _SURE or not cells[11].strip():
            continue
        left, top, width, height = (int(cell) * _POINTS / _DPI for cell in cells[6:10])
        word = cells[11].strip()
        step = width / len(word)
        glyphs += [Glyph(char, left + at * step, top, left + (at + 1) * step, top + height) for at, char in enumerate(word)]
    return glyphs
