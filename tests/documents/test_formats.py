"""The same report gives the same facts in every format."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from makers import Block, blocks_of, docx, html, markdown, pdf

from kg.pipeline import Options, build
from kg.read import read

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
# What a row says of the file it was read from, and identifiers made of offsets.
PLACES = frozenset({"start", "end", "path", "sha256", "chars", "confidence", "item_id", "project_id", "finding_id"})

MAKERS: dict[str, tuple[str, Callable[[list[Block]], bytes]]] = {
    "docx": (".docx", docx),
    "html": (".html", html),
    "markdown": (".md", markdown),
    "gb18030": (".txt", lambda blocks: _text(blocks).encode("gb18030")),
    "pdf": (".pdf", lambda blocks: pdf(blocks, "official")),
    "pdf-plain": (".pdf", lambda blocks: pdf(blocks, "plain")),
}


def _text(blocks: list[Block]) -> str:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(block)
        else:
            parts += ["", "\n\n".join("\n".join("\t" + cell.text for cell in row) for row in block), ""]
    return "\n\n".join(parts) + "\n"


def facts(directory: Path) -> dict[str, Counter[tuple[tuple[str, str], ...]]]:
    found = {}
    for path in sorted((directory / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            rows = csv.DictReader(handle)
            found[path.stem] = Counter(tuple((name, _plain(value)) for name, value in row.items() if name not in PLACES) for row in rows)
    return found


def _plain(value: str) -> str:
    # Lists are ordered by identifiers, and those are made of offsets.
    return "|".join(sorted("".join(value.split()).split("|")))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counter[tuple[tuple[str, str], ...]]]:
    directory = tmp_path_factory.mktemp("original") / "build"
    build(map(str, SEEDS), directory, Options(jobs=1))
    return facts(directory)


@pytest.mark.parametrize("form", MAKERS)
def test_a_report_gives_the_same_facts_in_every_format(
    form: str, original: dict[str, Counter[tuple[tuple[str, str], ...]]], tmp_path: Path
) -> None:
    suffix, make = MAKERS[form]
    for seed in SEEDS:
        (tmp_path / f"{seed.stem}{suffix}").write_bytes(make(blocks_of(read(seed))))
    built = build([str(tmp_path)], tmp_path / "build", Options(jobs=1))
    assert not built.failures
    found = facts(tmp_path / "build")
    rows = sum(sum(table.values()) for table in original.values())
    missing = sum(sum((original[name] - found[name]).values()) for name in original)
    added = sum(sum((found[name] - original[name]).values()) for name in original)
    allowed = rows // 100 if form.startswith("pdf") else 0
    assert max(missing, added) <= allowed
