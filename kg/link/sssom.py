"""Verdicts as SSSOM (Simple Standard for Sharing Ontological Mappings), TSV: written and read without a library."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import Final

from kg.errors import LexiconError
from kg.link.ledger import Decision, Verdict

COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "mapping_date",
    "confidence",
    "mapping_source",
    "comment",
)
_JUSTIFICATION: Final = "semapv:ManualMappingCuration"
# Verdict -> predicate and modifier; SSSOM says "not this" with the modifier Not.
_PREDICATES: Final[dict[Verdict, tuple[str, str]]] = {
    "same": ("owl:sameAs", ""),
    "former_name": ("dcterms:replaces", ""),
    "part_of": ("dcterms:hasPart", ""),
    "different": ("owl:sameAs", "Not"),
    "unsure": ("skos:relatedMatch", ""),
}
_VERDICTS: Final[dict[tuple[str, str], Verdict]] = {
    **{pair: verdict for verdict, pair in _PREDICATES.items()},
    ("skos:exactMatch", ""): "same",
    ("skos:exactMatch", "Not"): "different",
    ("skos:closeMatch", ""): "unsure",
}
_CONFIDENCE: Final = {"high": "0.95", "medium": "0.8", "low": "0.5"}
_MEDIUM, _HIGH = 0.65, 0.9


def dump(decisions: Iterable[Decision], base: str, id_of: Callable[[str], str]) -> str:
    """Return verdicts as an SSSOM TSV; `id_of` gives the local id a name has, below `base`."""
    head = (
        "#curie_map:\n"
        f"#  jxid: {base}org/\n"
        "#  dcterms: http://purl.org/dc/terms/\n#  owl: http://www.w3.org/2002/07/owl#\n#  semapv: https://w3id.org/semapv/vocab/\n"
        "#  skos: http://www.w3.org/2004/02/skos/core#\n"
        f"#mapping_set_id: {base}mappings/identity\n"
        "#license: https://w3id.org/sssom/license/unspecified\n"
    )
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for d in decisions:
        if d.verdict not in _PREDICATES:
            continue
        ids = (f"jxid:{id_of(name).removeprefix('org/')}" for name in (d.left, d.right))
        subject, object_ = ids
        predicate = _PREDICATES[d.verdict]
        rest = (_JUSTIFICATION, d.by or "curated", d.at[:10], _CONFIDENCE.get(d.confidence, ""), d.source, _clean(d.why))
        writer.writerow((subject, d.left, *predicate, object_, d.right, *rest))
    return head + out.getvalue()


def load(text: str, where: str) -> list[Decision]:
    """Return the verdicts of an SSSOM TSV; subject and object are taken by their labels.

    Raises LexiconError where a column is missing or a row says something that is no verdict on identity.
    """
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(lines, delimiter="\t", restval="")
    missing = {"subject_label", "predicate_id", "object_label"} - set(reader.fieldnames or ())
    if missing:
        raise LexiconError(f"{where}: no SSSOM mapping set of names: no column {', '.join(sorted(missing))}")
    return [_decision(row, f"{where}, mapping {number}") for number, row in enumerate(reader, start=1)]


def _decision(row: dict[str, str], where: str) -> Decision:
    predicate = (row["predicate_id"], row.get("predicate_modifier") or "")
    verdict = _VERDICTS.get(predicate)
    left, right = row["subject_label"].strip(), row["object_label"].strip()
    if verdict is None or not left or not right:
        raise LexiconError(f"{where}: {' '.join(predicate).strip()} between {left!r} and {right!r} is no verdict on identity")
    by = row.get("author_label") or row.get("author_id") or where.partition(",")[0]
    return Decision(
        left,
        right,
        verdict,
        source=row.get("mapping_source") or "",
        confidence=_level(row.get("confidence") or "", where),
        why=row.get("comment") or "",
        by="" if by == "curated" else by,
        at=row.get("mapping_date") or "",
    )


def _level(text: str, where: str) -> str:
    try:
        value = float(text or 1)
    except ValueError:
        raise LexiconError(f"{where}: confidence {text!r} is no number between 0 and 1") from None
    return "high" if value >= _HIGH else "medium" if value >= _MEDIUM else "low"


def _clean(text: str) -> str:
    return " ".join(text.split())
