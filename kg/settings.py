"""Every setting a user can change: name, default, what it does. An environment variable KG_<NAME> overrides the default."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

from kg.errors import SettingError
from kg.vocabulary import BASE_IRI


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting with its default and, in one sentence, what it does."""

    name: str
    default: int | str
    help: str


SETTINGS: Final[tuple[Setting, ...]] = (
    Setting("base", BASE_IRI, "IRI below which things are named; ends in / or #"),
    Setting("profile", "public", "public masks private data in every output; full keeps it"),
    Setting("jobs", 0, "processes that read reports; 0 chooses by the number of reports and cores"),
    Setting("max_file_bytes", 50_000_000, "a larger file is refused"),
    Setting("max_unpacked_bytes", 500_000_000, "an archive or Office file that unpacks to more is refused"),
    Setting("max_members", 5_000, "an archive with more members is refused"),
    Setting("max_pages", 2_000, "a PDF with more pages is refused"),
    Setting("max_rows", 100_000, "a spreadsheet with more rows is refused"),
    Setting("convert_seconds", 120, "a conversion by LibreOffice or Tesseract that takes longer is stopped"),
    Setting("convert_bytes", 4_000_000_000, "memory that such a conversion may take"),
    Setting("ocr", 0, "1 reads scanned PDFs with Tesseract and marks their facts as read by OCR; 0 refuses them"),
    Setting("query_seconds", 60, "a query that takes longer is stopped"),
    Setting("query_rows", 1_000_000, "a query that returns more rows is stopped"),
    Setting("serve_quick", 8, "queries that kg serve answers at once"),
    Setting("serve_slow", 16, "queries longer than half a second that kg serve keeps beside them; of more, those that used most end"),
    Setting("serve_memory", 2_000_000_000, "bytes of memory that one query of kg serve may take"),
    Setting("serve_answer_bytes", 500_000_000, "a larger answer of kg serve is cut off"),
    Setting("licence", "https://www.apache.org/licenses/LICENSE-2.0", "IRI of the licence that a description of the data set states"),
)


def setting(name: str) -> int | str:
    """Return the value in force: KG_<NAME> from the environment, else the default.

    Raises SettingError where the environment holds a text that is not of the default's type.
    """
    found = next(s for s in SETTINGS if s.name == name)
    text = os.environ.get(f"KG_{name.upper()}")
    if text is None:
        return found.default
    if isinstance(found.default, str):
        return text
    try:
        return int(text)
    except ValueError:
        raise SettingError(f"KG_{name.upper()}={text!r} is not a whole number; {found.help}") from None
