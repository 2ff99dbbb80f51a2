"""Bytes become text: UTF-8, UTF-16 and GB18030 are told apart, everything that is no text is refused."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from kg.errors import ReadError

# First bytes of files that are often renamed to .txt by mistake: format -> what to do is the same for all.
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an Office file (docx, xlsx)"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ASCII = re.compile(r"[\x00-\x7f]+")
_SAMPLE = 20_000
_GLIMPSE = 2_000


def decode(data: bytes, path: Path) -> str:
    """Return the text of a file without its byte order mark; raise ReadError where the bytes are no text or its encoding is unsure."""
    if not data:
        raise ReadError(f"{path}: is empty (0 bytes); leave it out or export it again")
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(f"{path}: is {name}, not text; save it as UTF-8 text or give it its own suffix")
    for text in _candidates(data):
        if _is_text(text):
            if _is_mojibake(text):
                raise ReadError(f"{path}: its characters were garbled by a wrong conversion; export it again as UTF-8")
            return text
    if b"\x00" in data:
        raise ReadError(f"{path}: holds NUL bytes and is no UTF-16 text; it is a binary file, leave it out")
    raise ReadError(f"{path}: is not UTF-8, UTF-16 or GB18030 text; save it as UTF-8")


def _candidates(data: bytes) -> Iterator[str]:
    """Yield the readings of `data` that decode without an error, the most certain first."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            yield from _decoded(data[len(mark) :], encoding)
            return
    if b"\x00" in data:
        for encoding in ("utf-16-le", "utf-16-be"):
            yield from (text for text in _decoded(data, encoding) if _looks_chinese(text))
        return
    yield from _decoded(data, "utf-8")
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        yield from (text for text in _decoded(data, encoding) if _looks_chinese(text))
    yield from _guessed(data)


def _decoded(data: bytes, encoding: str) -> Iterator[str]:
    try:
        yield data.decode(encoding)
    except UnicodeDecodeError:
        return


def _guessed(data: bytes) -> Iterator[str]:
    # Imported late: it is needed for a rare file and slow to load.
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None:
        # Only a Chinese reading is trusted: any bytes are some kind of Western text.
        yield from (text for text in _decoded(data, best.encoding) if len(_HAN.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) / 3)


def _looks_chinese(text: str) -> bool:
    """Return whether the characters beyond ASCII are those of ordinary Chinese: GB 2312 covers 99% of them, noise under a half."""
    foreign = [char for char in text[:_SAMPLE] if char > "\x7f"]
    if not foreign:
        return bool(text)
    common = len("".join(foreign).encode("gb2312", "ignore")) / 2
    return common / len(foreign) > 0.85


def _is_text(text: str) -> bool:
    """Return whether `text` is free of NULs and (nearly) of control characters."""
    return bool(text) and "\x00" not in text and len(_CONTROL.findall(text)) <= len(text) / 200


def _is_mojibake(text: str) -> bool:
    """Return whether `text` is UTF-8 that was decoded as something else, or bears replacement characters."""
    sample = text[:_SAMPLE]
    if sample.count("\ufffd") * 200 > len(sample) or sample.count("锟斤拷") > 1:
        return True
    # A wrong conversion garbles the whole file, so its beginning shows it.
    foreign = _ASCII.sub("", sample[:_GLIMPSE])
    if len(foreign) < 8:
        return False
    for encoding in ("gb18030", "cp1252", "latin-1"):
        raw = foreign.encode(encoding, "ignore")
        # Real Chinese in GB 18030 is never valid UTF-8 for long; garbled UTF-8 nearly always is.
        back = raw.decode("utf-8", "ignore")
        if len(raw) > len(foreign) / 2 and len(back.encode("utf-8")) > 0.8 * len(raw) and len(_HAN.findall(back)) > len(back) / 2:
            return True
    return False
