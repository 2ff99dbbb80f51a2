"""Heads of tables without marks: names of columns that stand one after another, on a line or each on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kg.structure.columns import LEVELS, account_kinds, column_kind, column_kinds, is_figure, score_columns, squeezed
from kg.structure.fitting import level_of

# A comparator and its figure are one word: ≥ 95%.
WIDE: Final = re.compile(r"(?:[ \xa0]{2,}|[ \xa0]*\u3000[ \xa0\u3000]*)(?<![≥≤＞＜><=＝]\s)")
_ANY: Final = re.compile(r"(?<![≥≤＞＜><=＝])[ \xa0\u3000]+")
PAGE: Final = re.compile(r"^(?:[-—–─]+\s*(\d{1,4})\s*[-—–─]+|第\s*(\d{1,4})\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?)$")
# Where comparators have a column of their own.
_WIDE_PLAIN: Final = re.compile(r"[ \xa0]{2,}|[ \xa0]*\u3000[ \xa0\u3000]*")
_PLAIN: Final = re.compile(r"[ \xa0\u3000]+")
LINE: Final = re.compile(r"\s*\Z")
# Words that the name of a first column holds.
_HEADISH: Final = re.compile(
    r"[^。，；：\s]{0,12}(?:指标|序号|编号|项目|科目|资金|名称|[一二三]级|类别|分类|维度|内容|来源|预算|决算|支出|收入|经费|任务|目标|工作|事项)"
)
_LONGEST_NAME: Final = 24
LONGEST_CELL: Final = 200
_FEWEST: Final = 4
_WIDEST: Final = 24
_SPACED_LINES: Final = 2
_GOES_ON: Final = re.compile(r"[及和与、（(]|(?:分析|措施|说明)$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one line: where they stand in it, and whether they open the line and have a blank above them."""

    line: int
    start: int
    end: int
    text: str
    opens: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The names of the columns: the pieces of each, what it holds, and how words are set apart below."""

    cells: tuple[tuple[Piece, ...], ...]
    kinds: tuple[str, ...]
    gap: re.Pattern[str]
    scores: bool
    sides: tuple[tuple[Piece, ...], ...] = ()

    @property
    def stop(self) -> int:
        """Return the line after the head."""
        return self.cells[-1][-1].line + 1


def pieces(lines: Sequence[str], start: int, gap: re.Pattern[str]) -> Iterator[Piece]:
    """Yield the words of the lines from `start` on, without the bar that some copies leave behind each cell."""
    blank = False
    for number in range(start, len(lines)):
        line = lines[number]
        if "\t" in line:
            return
        stop = len(line.rstrip().removesuffix("|").rstrip())
        begin = len(line) - len(line.lstrip())
        if begin >= stop or PAGE.match(line.strip()):
            blank = True
            continue
        first = True
        for left, right in _bounds(line, begin, stop, gap):
            yield Piece(number, left, right, line[left:right], first, first and blank)
            first = False
        blank = False


def _bounds(line: str, begin: int, stop: int, gap: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in gap.finditer(line, begin, stop):
        if match.end() > match.start():
            yield begin, match.start()
            begin = match.end()
    yield begin, stop


def head_at(lines: Sequence[str], start: int) -> Head | None:
    """Return the head of a table that begins on the line `start`, or None."""
    line = lines[start].strip()
    if len(line) > LONGEST_CELL or not _HEADISH.match(line):
        return None
    line = line.removesuffix("|").rstrip()
    gaps = len(_ANY.findall(line))
    if (0 < gaps < _FEWEST - 2 and squeezed(line) != "收入支出") or (not gaps and len(line) > _LONGEST_NAME):
        return None
    if not gaps and any(len(line.strip(" |")) > _LONGEST_NAME for line in _next(lines, start)):
        return None
    for gap in (WIDE, _ANY) if gaps else (LINE,):
        taken: list[Piece] = []
        for piece in pieces(lines, start, gap):
            far = gap is not LINE and piece.line > start + _SPACED_LINES
            if len(piece.text) > _LONGEST_NAME or len(taken) >= _WIDEST or far or "。" in piece.text:
                break
            taken.append(piece)
        head = _figure_head(taken, gap) or _score_head(taken, gap)
        if head is not None:
            return head
    return None


def _next(lines: Sequence[str], start: int) -> list[str]:
    """Return the next two lines with words: in a head with a name a line they are names too."""
    return list(islice((line for line in lines[start + 1 : start + 8] if line.strip(" |")), 2))


def _score_head(pieces: Sequence[Piece], gap: re.Pattern[str]) -> Head | None:
    """Return the head of a form of scores at the start of `pieces`, or None."""
    cells: list[tuple[Piece, ...]] = []
    words: list[str] = []
    index = unknown = 0
    while index < len(pieces) and unknown * 2 <= len(cells) + 1:
        size = _named(pieces, index)
        if not size and not _beside(pieces, index):
            break
        word = "".join(piece.text for piece in pieces[index : index + max(size, 1)])
        if _begins_rows(pieces[index], word, words, gap):
            break
        unknown += not size
        cells.append(tuple(pieces[index : index + max(size, 1)]))
        words.append(word)
        index += max(size, 1)
    first = sum(1 for cell in cells if cell[0].line == pieces[0].line)
    if len(cells) < _FEWEST or 1 < first < _FEWEST or not score_columns(list(enumerate(words))):
        return None
    kinds = column_kinds(words)
    if gap is LINE and kinds[0] in ("other", "group") and column_kind(words[0]) != "level3":
        # The caption above the head.
        return None
    apart = {_ANY: _PLAIN, WIDE: _WIDE_PLAIN} if "nature" in kinds else {}
    return Head(tuple(cells), kinds, apart.get(gap, gap), scores=True)


def _beside(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether a name that no list knows stands in a head: among known ones on its line, or, a cell a line, before one."""
    if any(_named(pieces, near) and pieces[near].line == pieces[index].line for near in (index + 1, index - 1) if near >= 0):
        return True
    return bool(_named(pieces, index + 1)) and not (index and level_of(pieces[index].text))


def _begins_rows(piece: Piece, word: str, above: Sequence[str], gap: re.Pattern[str]) -> bool:
    """Return whether a word stands below the head: named like one of its columns, or on a new line below a whole one."""
    kind = column_kind(word)
    if kind in LEVELS and not squeezed(word).startswith("三级") and any(column_kind(name) == kind for name in above):
        return True
    return piece.opens and gap is not LINE and bool(score_columns(list(enumerate(above))))


def _named(pieces: Sequence[Piece], index: int) -> int:
    """Return how many pieces from `index` on make the longest name of a column, 0 where none does."""
    for size in (3, 2):
        part = pieces[index : index + size]
        if len(part) == size and _is_broken([piece.text for piece in part]) and all(piece.opens for piece in part[1:]):
            return size
    return 1 if index < len(pieces) and column_kind(pieces[index].text) else 0


def _is_broken(part: Sequence[str]) -> bool:
    """Return whether words are one name of a column that a narrow cell broke: 一级 / 指标, 实际 / 完成值, but not 分值 / 得分."""
    kind, kinds = column_kind("".join(part)), [column_kind(text) for text in part]
    if not kind:
        return False
    if part[0] in ("一级", "二级", "三级"):
        return len(part) == 2 and kinds[1] == "level3"
    return not kinds[0] or set(kinds) == {kind} or all(_GOES_ON.match(text) for text in part[1:])


def _figure_head(pieces: Sequence[Piece], gap: re.Pattern[str]) -> Head | None:
    """Return the head of a table of accounts at the start of `pieces`: names of what the rows say, figures below; or None."""
    upper = 2 if [squeezed(piece.text) for piece in pieces[:2]] == ["收入", "支出"] else 0
    stop = _figures_from(pieces, gap, upper)
    cells: list[tuple[Piece, ...]] = []
    for piece in pieces[upper:stop]:
        # 项目资金 / （万元）: the unit on a line of its own belongs to the name above it.
        if cells and squeezed(piece.text).startswith("("):
            cells[-1] = (*cells[-1], piece)
        else:
            cells.append((piece,))
    kinds = account_kinds(["".join(piece.text for piece in cell) for cell in cells])
    if not kinds:
        return None
    sides = tuple((piece,) for piece in pieces[:upper]) if kinds.count("label") == upper else ()
    return Head(tuple(cells), kinds, gap, scores=False, sides=sides)


def _figures_from(pieces: Sequence[Piece], gap: re.Pattern[str], first: int) -> int:
    """Return where the head ends: with its line, or, a cell a line, before the name that stands above the first figure."""
    if gap is not LINE:
        return next((index for index, piece in enumerate(pieces) if index > first and piece.opens), len(pieces))
    figure = next((index for index, piece in enumerate(pieces) if is_figure(piece.text)), 0)
    # The code of a class stands before its name.
    return figure if figure and pieces[figure].text.strip().isdigit() and len(pieces[figure].text.strip()) == 3 else figure - 1
