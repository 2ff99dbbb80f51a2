"""The concept schemes as RDF: each lexicon of concepts in kg/data becomes one SKOS scheme of ontology/concepts.

The extractors and the ontology must name the same concepts, so both read the same rows. `python -m kg.schemes` writes the
Turtle files anew after a lexicon changed; a test holds the committed files to the lexicons.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import LexiconError
from kg.lexicon import Row, rows
from kg.resources import resource_dir
from kg.vocabulary import BASE_IRI, DCTERMS, JX, PREFIXES, RDF, SKOS, XSD

# The end of one subject's block; a literal cannot hold a line end, since Turtle escapes it.
_BLOCK_END = re.compile(r" \.\n(?=[^@\s])")
_COLUMNS = ("key", "label_zh", "label_en", "definition_zh", "definition_en", "source")
_CONCEPTS = {"broader": SKOS.broader, "first_rung": JX.firstRung, "next_rung": JX.nextRung, "replaced_by": DCTERMS.isReplacedBy}
_YEARS = {"valid_from": JX.validFrom, "valid_to": JX.validTo, "year": JX.year}
_TEXTS = {"code": JX.code, "level": JX.level, "unit": JX.unitOfMeasure}
# GB/T 2260 has three tiers; the first two digits of a code name the province, the next two the prefecture.
_TIERS = {"province": ("省级", "province-level"), "prefecture": ("地级", "prefecture-level"), "county": ("县级", "county-level")}
# 类, 款 and 项 have three, five and seven digits: a code's parent is the code without its last two.
_FUNCTIONAL_TIERS = {3: ("类", "class"), 5: ("款", "group"), 7: ("项", "item")}


def scheme_quads(file: str) -> Iterator[Triple]:
    """Yield the triples of the scheme that ontology/concepts/<file>.ttl holds, the scheme first, then its concepts by key.

    Raises LexiconError if the scheme is unknown, or its lexicon lacks a column, a text or a concept it points at.
    """
    scheme = _scheme(file)
    node = NamedNode(BASE_IRI + scheme["path"])
    yield Triple(node, RDF.type, SKOS.ConceptScheme)
    yield from _words(node, scheme)
    concepts = tuple(_ADAPTERS.get(scheme["lexicon"], rows)(scheme["lexicon"]))
    keys = frozenset(row.get("key", "") for row in concepts)
    for row in concepts:
        _check(scheme["lexicon"], row, keys)
    for row in sorted(concepts, key=lambda row: row["key"]):
        yield from _concept(scheme, row)
    if scheme["class"] == "RecognitionScheme":
        yield from _dated_names(scheme["path"], {row["key"]: row["label_zh"] for row in concepts})


def scheme_files() -> tuple[str, ...]:
    """Return the names of all schemes, which are the stems of their files, in the order of kg/data/concept_schemes.csv."""
    return tuple(row["file"] for row in rows("concept_schemes"))


def concept_keys(file: str) -> frozenset[str]:
    """Return the keys of a scheme's concepts: the last part of their IRIs."""
    return frozenset(t.object.value for t in scheme_quads(file) if t.predicate == SKOS.notation and isinstance(t.object, Literal))


def write(folder: Path) -> tuple[Path, ...]:
    """Write every scheme as Turtle below `folder` and return the paths."""
    paths = []
    for file in scheme_files():
        path = folder / f"{file}.ttl"
        scheme = _scheme(file)
        head = f"# Written by `python -m kg.schemes` from kg/data/{scheme['lexicon']}.csv; change the rows, not this file.\n"
        prefixes = {name: iri for name, iri in PREFIXES.items() if name in ("jx", "skos", "dcterms", "xsd", "rdf")}
        prefixes[scheme["path"]] = f"{BASE_IRI}{scheme['path']}/"
        body = serialize(dict.fromkeys(scheme_quads(file)), format=RdfFormat.TURTLE, prefixes=prefixes)
        path.write_text(head + _BLOCK_END.sub(" .\n\n", (body or b"").decode()), encoding="utf-8", newline="\n")
        paths.append(path)
    return tuple(paths)


def _scheme(file: str) -> Row:
    for row in rows("concept_schemes"):
        if row["file"] == file:
            return row
    raise LexiconError(f"kg/data/concept_schemes.csv: no scheme {file!r}; it names {', '.join(scheme_files())}")


def _check(lexicon: str, row: Row, keys: frozenset[str]) -> None:
    """Raise LexiconError if a concept lacks one of the texts every concept has, or points at a concept that is not there."""
    for column in _COLUMNS:
        if not row.get(column):
            raise LexiconError(f"kg/data/{lexicon}.csv, {row.get('key') or 'row without key'}: {column} is empty; every concept needs it")
    for column in _CONCEPTS:
        for key in _split(row.get(column, "")):
            if key not in keys:
                raise LexiconError(f"kg/data/{lexicon}.csv, {row['key']}: {column} names {key!r}, which is no key of the scheme")


def _concept(scheme: Row, row: Row) -> Iterator[Triple]:
    """Yield one concept: its words, its place in the scheme and whatever else its lexicon knows."""
    home = NamedNode(BASE_IRI + scheme["path"])
    node = NamedNode(f"{home.value}/{row['key']}")
    yield Triple(node, RDF.type, SKOS.Concept)
    yield Triple(node, RDF.type, NamedNode(JX.iri + scheme["class"]))
    yield from _words(node, row)
    yield Triple(node, SKOS.notation, Literal(row["key"]))
    yield Triple(node, SKOS.inScheme, home)
    if not row.get("broader"):
        yield Triple(node, SKOS.topConceptOf, home)
    for column, term in _CONCEPTS.items():
        for key in _split(row.get(column, "")):
            yield Triple(node, term, NamedNode(f"{home.value}/{key}"))
    for column, term in _YEARS.items():
        if row.get(column):
            yield Triple(node, term, Literal(row[column], datatype=XSD.gYear))
    for column, term in _TEXTS.items():
        if row.get(column):
            yield Triple(node, term, Literal(row[column]))
    for label in _split(row.get("alt_zh", "")):
        yield Triple(node, SKOS.altLabel, Literal(label, language="zh"))
    if row.get("issuer"):
        yield Triple(node, SKOS.note, Literal(f"授予方：{row['issuer']}", language="zh"))
    if row.get("verified") == "no":
        yield Triple(node, SKOS.editorialNote, Literal("未核实", language="zh"))
        yield Triple(node, SKOS.editorialNote, Literal("unverified", language="en"))


def _words(node: NamedNode, row: Row) -> Iterator[Triple]:
    """Yield labels, definitions and source, which schemes and concepts have alike."""
    for term, column in ((SKOS.prefLabel, "label"), (SKOS.definition, "definition")):
        for language in ("zh", "en"):
            yield Triple(node, term, Literal(row[f"{column}_{language}"], language=language))
    yield Triple(node, DCTERMS.source, Literal(row["source"]))


def _dated_names(path: str, labels: Mapping[str, str]) -> Iterator[Triple]:
    """Yield the names kinds of recognition bore over the years: one rung of a ladder can have had three."""
    for number, row in enumerate(rows("recognition_names"), start=1):
        if row["key"] not in labels:
            raise LexiconError(f"kg/data/recognition_names.csv: {row['key']!r} is no key of the scheme {path!r}")
        node = NamedNode(f"{BASE_IRI}{path}/{row['key']}")
        name = NamedNode(f"{BASE_IRI}name/{path}-{number}")
        yield Triple(node, JX.datedName, name)
        if row["name"] != labels[row["key"]]:  # SKOS: a preferred label is no alternative one
            yield Triple(node, SKOS.altLabel, Literal(row["name"], language="zh"))
        yield Triple(name, RDF.type, JX.DatedName)
        yield Triple(name, JX.name, Literal(row["name"]))
        for column, term in (("from", JX.nameFrom), ("to", JX.nameTo)):
            if row[column]:
                yield Triple(name, term, Literal(row[column], datatype=XSD.gYear))
        yield Triple(name, JX.nameSource, Literal(row["source"]))


def _divisions(lexicon: str) -> Iterator[Row]:
    """Yield the divisions with the definition that their tier and code give them."""
    for row in rows(lexicon):
        zh, en = _TIERS[row["tier"]]
        yield {
            **row,
            "key": row["code"],
            "label_zh": row["name_zh"],
            "label_en": row["name_en"],
            "definition_zh": f"{zh}行政区划{row['name_zh']}，GB/T 2260 代码 {row['code']}",
            "definition_en": f"the {en} division {row['name_en']}, code {row['code']} of GB/T 2260",
            "broader": row["parent"],
        }


def _functional(lexicon: str) -> Iterator[Row]:
    """Yield the functional classes keyed by code and year, each below the class its code extends and before its next edition."""
    english = {row["name"]: row["label_en"] for row in rows("functional_names")}
    names = {f"{row['code']}-{row['year']}": row["name"] for row in rows(lexicon)}
    editions: dict[str, list[str]] = {}
    for row in rows(lexicon):
        editions.setdefault(row["code"], []).append(row["year"])
    for row in rows(lexicon):
        code, year = row["code"], row["year"]
        zh, en = _FUNCTIONAL_TIERS[len(code)]
        parent = f"{code[:-2]}-{year}"
        broader = parent if len(code) > 3 and parent in names else ""
        later = min((other for other in editions[code] if other > year), default="")
        inside = f"，属{names[broader]}" if broader else ""
        yield {
            "key": f"{code}-{year}",
            "label_zh": row["name"],
            "label_en": english.get(row["name"], ""),
            "definition_zh": f"{year} 年支出功能分类的{zh}级科目，代码 {code}{inside}",
            "definition_en": f"{en} {code} of expenditure by function in the classification of {year}"
            + (f", within {english.get(names[broader], names[broader])}" if broader else ""),
            "code": code,
            "year": year,
            "broader": broader,
            "replaced_by": f"{code}-{later}" if later else "",
            "verified": row["verified"],
            "source": row["source"],
        }


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


_ADAPTERS: Mapping[str, Callable[[str], Iterable[Row]]] = {"divisions": _divisions, "functional_classes": _functional}


if __name__ == "__main__":
    for written in write(resource_dir("ontology") / "concepts"):
        print(written)
