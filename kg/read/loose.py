"""Tables without marks between their cells: columns set apart by spaces, or each cell on a line of its own, as copies of pages give them.

Such a table is known by its head alone: names of columns that stand one after another and make a form of scores or of accounts. What
follows is taken for its rows as long as the words fit the columns (kg/structure/fitting.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.read.loose_heads import LINE, LONGEST_CELL, WIDE, Head, Piece, head_at, pieces
from kg.read.wraps import width
from kg.structure.columns import TOTAL, squeezed
from kg.structure.fitting import POOR, Placed, fit, level_of, segmented
from kg.structure.headings import kind_of
from kg.structure.numbering import marker

_MOST: Final = 4000
_LONG_HEAD: Final = 6
# What the Ministry's form leaves to be filled in: 指标2：, ……
_PLACEHOLDER: Final = re.compile(r"指标\d+[:：]?(?:…|\.{3})*|(?:…|\.{3})+")
# What stands below a form: notes, the next annex, who filled it in, words of judgement.
_STOP: Final = re.compile(
    r"^(?:(?:注|备注|说明|附[件表录]|表\s*[一二三四五六七八九十\d]+|评价结论|存在问题|改进措施)\s*[：:\d一二三四五六七八九十]"
    r"|(?:项目|财务|单位|部门|填表|填报|经办|审核|复核|制表|联系|主管)?(?:负责人|人|电话)(?:[（(]签[字章名].?[）)])?\s*[：:])"
)


Rows = tuple[tuple[tuple[int, tuple[Piece, ...]], ...], ...]


@dataclass(frozen=True, slots=True)
class Loose:
    """A table found: the line after its last, and the cells of its rows as runs of pieces with their columns; no rows where it is none."""

    stop: int
    rows: Rows = ()


def find(lines: Sequence[str], start: int) -> Loose:
    """Return the table whose head begins on the line `start`, or one without rows where none does."""
    head = head_at(lines, start)
    if head is None:
        return Loose(start)
    body = [piece for piece in _body(lines, head) if not _PLACEHOLDER.fullmatch(squeezed(piece.text))]
    rows = _score_rows(body, head) if head.scores else _figure_rows(lines, body, head)
    if head.kinds[0] == "figure":
        # 年度预算数（万元） may be what the rows below are called, not a column of figures: the reading that leaves less empty is taken.
        named = replace(head, kinds=("label", *head.kinds[1:]))
        other = _figure_rows(lines, body, named)
        if _strain(other) < _strain(rows):
            head, rows = named, other
    if not rows:
        return Loose(start)
    offset = 0 if head.scores or "label" in head.kinds[:3] else 1
    heads = tuple((column + offset, cell) for column, cell in enumerate(head.cells))
    # 收入 and 支出 stand above the names of their halves.
    halves = [column for column, kind in enumerate(head.kinds) if kind == "label"]
    above = (tuple(zip(halves, head.sides, strict=False)),) if head.sides else ()
    placed = tuple(_cells(row, body) for row in rows)
    return Loose(body[rows[-1].words[-1][0]].line + 1, (*above, heads, *placed))


def _body(lines: Sequence[str], head: Head) -> Iterator[Piece]:
    """Yield the words below a head, up to the next heading, note, field of a form, head of a table or long text."""
    for count, piece in enumerate(pieces(lines, head.stop, head.gap)):
        if piece.opens and (count >= _MOST or _ends(lines, piece, head)):
            return
        yield piece


def _ends(lines: Sequence[str], piece: Piece, head: Head) -> bool:
    line = lines[piece.line].strip().removesuffix("|").strip()
    if len(line) > LONGEST_CELL or _STOP.match(line):
        return True
    found = marker(line)
    outline = found is not None and found.style in ("part", "han", "han_paren") and not level_of(line)
    if found is not None and outline and not _is_row(lines, piece, head) and (kind_of(line[found.end :]) or "。" in line):
        return True
    # The head again after a page break, or that of another form.
    return head_at(lines, piece.line) is not None


def _is_row(lines: Sequence[str], piece: Piece, head: Head) -> bool:
    """Return whether a numbered line names a class of accounts (一、财政拨款收入 812.46), with figures beside or below it."""
    words = "".join(lines[piece.line].split())[2:] if head.gap is not LINE else next(filter(str.strip, lines[piece.line + 1 :][:3]), "")
    return not head.scores and any(char.isdigit() for char in words)


def _score_rows(body: Sequence[Piece], head: Head) -> list[Placed]:
    """Return the rows of scores at the start of `body`, each with its indicator and points; what fits nowhere gets no columns."""
    inner = frozenset(index for index, piece in enumerate(body) if not piece.opens)
    blanks = frozenset(index for index, piece in enumerate(body) if piece.blank)
    found = segmented([piece.text for piece in body], head.kinds, inner, blanks)
    kept: list[Placed] = []
    good = poor = 0
    for row in found:
        sort = _sort(row, body, head.kinds)
        if sort == "poor":
            poor += 1
            if poor > 1 and kept and _sort(kept[-1], body, head.kinds) == "poor":
                break
            row = Placed(tuple((index, len(head.kinds) + place) for place, (index, _) in enumerate(row.words)), row.cost)
        kept.append(row)
        good += sort == "good"
        if sort == "total":
            break
    while kept and _sort(kept[-1], body, head.kinds) not in ("good", "total"):
        kept.pop()
    inside = sum(1 for row in kept if row.words[0][1] >= len(head.kinds))
    # One row is enough below a long head.
    return kept if good >= (2 if len(head.cells) < _LONG_HEAD else 1) and inside * 3 <= good else []


def _sort(row: Placed, body: Sequence[Piece], kinds: Sequence[str]) -> str:
    """Return whether a row is good, poor, a total, or names a level alone."""
    if any(column >= len(kinds) for _, column in row.words):
        return "poor"
    words: dict[str, str] = {}
    for index, column in row.words:
        words[kinds[column]] = words.get(kinds[column], "") + body[index].text
    first = squeezed(body[row.words[0][0]].text)
    if TOTAL.fullmatch(first):
        return "total"
    if set(words) <= {"level1", "level2", "group", "number"} or _PLACEHOLDER.fullmatch(squeezed(words.get("level3", "x"))):
        return "level"
    pointed = any(char.isdigit() for kind in ("weight", "score") for char in words.get(kind, ""))
    return "good" if "level3" in words and (pointed or {"target", "actual"} <= words.keys()) and row.cost < POOR + 2 else "poor"


def _figure_rows(lines: Sequence[str], body: Sequence[Piece], head: Head) -> list[Placed]:
    """Return the rows of accounts at the start of `body`: names with all their figures; a row that lacks some gets no columns."""
    kinds = head.kinds if "label" in head.kinds[:3] else ("label", *head.kinds)
    words = [piece.text for piece in body]
    found = segmented(words, kinds, frozenset(), frozenset()) if head.gap is LINE else _line_rows(body, kinds)
    kept: list[Placed] = []
    good = 0
    for row in found:
        whole = row.cost < POOR and len({column for _, column in row.words}) == len(row.words)
        if not whole and head.gap is WIDE:
            row = _below(lines, row, body, head)
            whole = bool(row.cost < POOR)
        if not whole:
            row = Placed(tuple((index, len(kinds) + place) for place, (index, _) in enumerate(row.words)), math.inf)
        if not whole and kept and kept[-1].cost > POOR and not _counts(kept[-1], body):
            break
        kept.append(row)
        good += whole
    while kept and kept[-1].cost > POOR:
        kept.pop()
    return kept if good and good * 2 > len(kept) else []


def _strain(rows: Sequence[Placed]) -> float:
    """Return what a row costs on the average; infinite without rows."""
    costs = [row.cost for row in rows if row.cost < POOR]
    return sum(costs) / len(costs) if costs else math.inf


def _line_rows(body: Sequence[Piece], kinds: Sequence[str]) -> list[Placed]:
    """Return each line as a row."""
    rows = []
    starts = [index for index, piece in enumerate(body) if piece.opens]
    for start, stop in zip(starts, [*starts[1:], len(body)], strict=False):
        row = fit([piece.text for piece in body[start:stop]], kinds)
        places = row.words or tuple((index, index) for index in range(stop - start))
        rows.append(Placed(tuple((start + index, column) for index, column in places), row.cost))
    return rows


def _counts(row: Placed, body: Sequence[Piece]) -> bool:
    return squeezed(body[row.words[0][0]].text) in ("栏次", "行次")


def _below(lines: Sequence[str], row: Placed, body: Sequence[Piece], head: Head) -> Placed:
    """Return the words of a row by the head that each stands below on the page; the cost is infinite where one stands below none or two."""
    reach = [_reach(lines, cell[0]) for cell in head.cells]
    shift = 0 if "label" in head.kinds[:3] else 1
    placed: list[tuple[int, int]] = []
    for index, _ in row.words:
        left, right = _reach(lines, body[index])
        above = [column + shift for column, (first, stop) in enumerate(reach) if left < stop and first < right]
        above = above or ([0] if not placed else [])
        if len(above) != 1 or (placed and above[0] <= placed[-1][1]):
            return Placed(row.words, math.inf)
        placed.append((index, above[0]))
    return Placed(tuple(placed), 0.0)


def _reach(lines: Sequence[str], piece: Piece) -> tuple[int, int]:
    """Return the columns of the page that words take, a Chinese character taking two."""
    line = lines[piece.line]
    return width(line[: piece.start]), width(line[: piece.end])


def _cells(row: Placed, body: Sequence[Piece]) -> tuple[tuple[int, tuple[Piece, ...]], ...]:
    cells: dict[int, list[Piece]] = {}
    for index, column in row.words:
        cells.setdefault(column, []).append(body[index])
    return tuple((column, tuple(pieces)) for column, pieces in cells.items())
