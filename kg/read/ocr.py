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
# A line of which Tesseract is sure (percent) of no word is a stain or a stamp; a doubtful word in another line is kept.
_SURE: Final = 50


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
    """Return the characters of Tesseract's table of words, line by line in its order, each word's width shared among its characters.

    The boxes of Chinese characters overlap and differ in height: a line's characters all get the height of the line, and none
    begins before the one to its left ends.
    """
    glyphs: list[Glyph] = []
    line: list[tuple[str, float, float]] = []
    top = bottom = sure = 0.0
    # The row of a line comes before its words; one more at the end closes the last line.
    for row in [*table.splitlines()[1:], "\t".join(["4", *"0" * 11])]:
        cells = row.split("\t")
        if len(cells) != 12:
            continue
        left, above, width, height = (int(cell) * _POINTS / _DPI for cell in cells[6:10])
        if cells[0] == "4":
            glyphs += _line(line, top, bottom) if sure >= _SURE else []
            line, top, bottom, sure = [], above, above + height, 0.0
        elif cells[0] == "5" and cells[11].strip():
            line.append((cells[11].strip(), left, left + width))
            sure = max(sure, float(cells[10]))
    return glyphs


def _line(words: list[tuple[str, float, float]], top: float, bottom: float) -> list[Glyph]:
    glyphs: list[Glyph] = []
    edge = 0.0
    for word, left, right in words:
        start = max(left, edge)
        step = max(right - start, 0.1 * len(word)) / len(word)
        glyphs += [Glyph(char, start + at * step, top, start + (at + 1) * step, bottom) for at, char in enumerate(word)]
        edge = start + len(word) * step
    return glyphs
