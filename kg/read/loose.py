"""Tables without marks between their cells: columns set apart by spaces, or each cell on a line of its own, as copies of pages give them.

Such a table is known by its head alone: names of columns that stand one after another and make a form of scores or of accounts. What
follows is taken for its rows as long as the words fit the columns (kg/structure/fitting.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.read.wraps import width
from kg.structure.columns import LEVELS, TOTAL, column_kind, column_kinds, score_columns, squeezed
from kg.structure.fitting import POOR, Placed, fit, level_of, segmented
from kg.structure.headings import kind_of
from kg.structure.numbering import marker

# A comparator and its figure are one word: ≥ 95%.
_WIDE: Final = re.compile(r"(?:[ \xa0]{2,}|[ \xa0]*\u3000[ \xa0\u3000]*)(?<![≥≤＞＜><=＝]\s)")
_ANY: Final = re.compile(r"(?<![≥≤＞＜><=＝])[ \xa0\u3000]+")
PAGE: Final = re.compile(r"^(?:[-—–─]+\s*(\d{1,4})\s*[-—–─]+|第\s*(\d{1,4})\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?)$")
# Where comparators have a column of their own.
_WIDE_PLAIN: Final = re.compile(r"[ \xa0]{2,}|[ \xa0]*\u3000[ \xa0\u3000]*")
_PLAIN: Final = re.compile(r"[ \xa0\u3000]+")
_LINE: Final = re.compile(r"\s*\Z")
# Words that the name of a first column holds.
_HEADISH: Final = re.compile(
    r"[^。，；：\s]{0,12}(?:指标|序号|编号|项目|科目|资金|名称|[一二三]级|类别|分类|维度|内容|来源|预算|决算|支出|收入|经费|任务|目标|工作|事项)"
)
_LONGEST_NAME: Final = 24
_LONGEST_CELL: Final = 200
_MOST: Final = 4000
_FEWEST: Final = 4
_LONG_HEAD: Final = 6
_FIGURE_NAME: Final = re.compile(
    r"(?:(?:预算|决算|执行|批复|调整|支出|收入|完成|到位|下达|拨付|使用|结转|结余|合计|小计|增减|变动|差异|计划|实际|安排)(?:数|额)|金额|合计|小计|.{0,6}(?:基本|项目|财政拨款|一般公共预算).{0,6}(?:支出|收入)?"
    r"|(?:年初|全年|本年|上年|年末)?(?:预算|决算|结转|结余|收入|支出)(?:数|额|合计)?|(?:全年|年初|年度|本年|上年|调整后?|当年|20\d\d年度?)*(?:预算|决算|执行|支出|收入|完成)(?:数|额)?)(?:\([^()]{1,8}\))?"
)
_RATE_NAME: Final = re.compile(r".{0,8}(?:率|比例|占比|幅度?|比重|%)(?:\([^()]{1,8}\))?")
_POINTS_NAME: Final = re.compile(r"(?:分值|得分|权重)(?:\([^()]{1,6}\))?")
_LABEL_NAME: Final = re.compile(
    r"(?:项目|科目|资金|支出|收入|功能分类|经济分类|预算|经费|指标)?(?:名称|项目|科目|科目名称|类别|分类|来源|内容|资金|构成)(?:\([^()]{1,12}\))?|项目"
)
_PLACEHOLDER: Final = re.compile(r"指标\d+[:：]?[…/—-]*|[…—/.-]+")
# What stands below a form: notes, the next annex, who filled it in, words of judgement.
_STOP: Final = re.compile(
    r"^(?:(?:注|备注|说明|附[件表录]|表\s*[一二三四五六七八九十\d]+|评价结论|存在问题|改进措施)\s*[：:\d一二三四五六七八九十]"
    r"|(?:项目|财务|单位|部门|填表|填报|经办|审核|复核|制表|联系|主管)?(?:负责人|人|电话)(?:[（(]签[字章名].?[）)])?\s*[：:])"
)
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


Rows = tuple[tuple[tuple[int, tuple[Piece, ...]], ...], ...]


@dataclass(frozen=True, slots=True)
class Loose:
    """A table found: the line after its last, and the cells of its rows as runs of pieces with their columns; no rows where it is none."""

    stop: int
    rows: Rows = ()


@dataclass(frozen=True, slots=True)
class _Head:
    """The names of the columns: the pieces of each, what it holds, and how words are set apart below."""

    cells: tuple[tuple[Piece, ...], ...]
    kinds: tuple[str, ...]
    gap: re.Pattern[str]
    scores: bool

    @property
    def stop(self) -> int:
        """Return the line after the head."""
        return self.cells[-1][-1].line + 1


def find(lines: Sequence[str], start: int) -> Loose:
    """Return the table whose head begins on the line `start`, or one without rows where none does."""
    head = _head(lines, start)
    if head is None:
        return Loose(start)
    body = list(_body(lines, head))
    rows = _score_rows(body, head) if head.scores else _figure_rows(lines, body, head)
    if not rows:
        return Loose(start)
    offset = 0 if head.scores or head.kinds[0] == "label" else 1
    named = tuple((column + offset, cell) for column, cell in enumerate(head.cells))
    placed = tuple(_cells(row, body) for row in rows)
    return Loose(body[rows[-1].words[-1][0]].line + 1, (named, *placed))


def _pieces(lines: Sequence[str], start: int, gap: re.Pattern[str]) -> Iterator[Piece]:
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


def _head(lines: Sequence[str], start: int) -> _Head | None:
    line = lines[start].strip().removesuffix("|").strip()
    if len(line) > _LONGEST_CELL or not _HEADISH.match(line):
        return None
    gaps = len(_ANY.findall(line))
    if (0 < gaps < _FEWEST - 2) or (not gaps and len(line) > _LONGEST_NAME):
        return None
    for gap in (_WIDE, _ANY) if gaps else (_LINE,):
        pieces: list[Piece] = []
        for piece in _pieces(lines, start, gap):
            if len(piece.text) > _LONGEST_NAME or len(pieces) > 40 or "。" in piece.text:
                break
            pieces.append(piece)
        head = _figure_head(pieces, gap) or _score_head(pieces, gap)
        if head is not None:
            return head
    return None


def _score_head(pieces: Sequence[Piece], gap: re.Pattern[str]) -> _Head | None:
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
    if gap is _LINE and kinds[0] in ("other", "group") and column_kind(words[0]) != "level3":
        # The caption above the head.
        return None
    apart = {_ANY: _PLAIN, _WIDE: _WIDE_PLAIN} if "nature" in kinds else {}
    return _Head(tuple(cells), kinds, apart.get(gap, gap), scores=True)


def _beside(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether a name that no list knows stands in a head: among known ones on its line, or, a cell a line, before one."""
    if any(_named(pieces, near) and pieces[near].line == pieces[index].line for near in (index + 1, index - 1) if near >= 0):
        return True
    return bool(_named(pieces, index + 1)) and not (index and level_of(pieces[index].text))


def _begins_rows(piece: Piece, word: str, above: Sequence[str], gap: re.Pattern[str]) -> bool:
    """Return whether a word stands below a head that is whole: on a new line, or named like a column there is (绩效指标 for all rows)."""
    again = column_kind(word) in LEVELS and column_kind(word) in map(column_kind, above) and not squeezed(word).startswith("三级")
    return bool((again or (piece.opens and gap is not _LINE)) and score_columns(list(enumerate(above))))


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


def _figure_head(pieces: Sequence[Piece], gap: re.Pattern[str]) -> _Head | None:
    """Return the head of a table of accounts at the start of `pieces`: what the rows name, then figures; or None."""
    cells: list[tuple[Piece, ...]] = []
    kinds: list[str] = []
    for index, piece in enumerate(pieces):
        if gap is not _LINE and piece.line != pieces[0].line:
            break
        word = squeezed(piece.text)
        kind = _figure_kind(word, first=index == 0)
        if not kind:
            # 项目资金 / （万元）: the unit on a line of its own belongs to the name above it.
            if index == 1 and word.startswith("(") and kinds[0] == "label":
                cells[0] = (*cells[0], piece)
                continue
            break
        cells.append((piece,))
        kinds.append(kind)
    if len(kinds) < 3 or kinds.count("figure") < 2 or "label" in kinds[1:]:
        return None
    return _Head(tuple(cells), tuple(kinds), gap, scores=False)


@lru_cache(maxsize=2048)
def _figure_kind(word: str, first: bool) -> str:
    if first and _LABEL_NAME.fullmatch(word):
        return "label"
    if _POINTS_NAME.fullmatch(word):
        return "points"
    if _RATE_NAME.fullmatch(word):
        return "rate"
    return "figure" if _FIGURE_NAME.fullmatch(word) else ""


def _body(lines: Sequence[str], head: _Head) -> Iterator[Piece]:
    """Yield the words below a head, up to the next heading, note, field of a form, head of a table or long text."""
    for count, piece in enumerate(_pieces(lines, head.stop, head.gap)):
        if piece.opens and (count >= _MOST or _ends(lines, piece)):
            return
        yield piece


def _ends(lines: Sequence[str], piece: Piece) -> bool:
    line = lines[piece.line].strip().removesuffix("|").strip()
    if len(line) > _LONGEST_CELL or _STOP.match(line):
        return True
    found = marker(line)
    if (
        found is not None
        and not level_of(line)
        and found.style in ("part", "han", "han_paren")
        and (kind_of(line[found.end :]) or "。" in line)
    ):
        return True
    # The head again after a page break, or that of another form.
    return _head(lines, piece.line) is not None


def _score_rows(body: Sequence[Piece], head: _Head) -> list[Placed]:
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


def _figure_rows(lines: Sequence[str], body: Sequence[Piece], head: _Head) -> list[Placed]:
    """Return the rows of accounts at the start of `body`: a name and all its figures, as many as there are columns for them."""
    kinds = head.kinds if head.kinds[0] == "label" else ("label", *head.kinds)
    starts = [index for index, piece in enumerate(body) if piece.opens and not _is_figure(piece.text)]
    kept: list[Placed] = []
    # Figures without a name before them stand below no head that is understood.
    if starts[:1] != [0]:
        return []
    for start, stop in zip(starts, [*starts[1:], len(body)], strict=True):
        if kept and start != kept[-1].words[-1][0] + 1:
            break
        words = [piece.text for piece in body[start:stop]]
        row = fit(words, kinds) if len(words) <= len(kinds) else Placed((), math.inf)
        if row.cost >= POOR or len({column for _, column in row.words}) < len(words):
            row = _below(lines, body[start:stop], head)
        if row.cost >= POOR:
            break
        kept.append(Placed(tuple((start + index, column) for index, column in row.words), row.cost))
    return kept


def _is_figure(text: str) -> bool:
    word = squeezed(text)
    return not any("\u4e00" <= char <= "\u9fff" for char in word.rstrip("亿万千元分"))


def _below(lines: Sequence[str], row: Sequence[Piece], head: _Head) -> Placed:
    """Return the words of a row by the head that each stands below on the page; the cost is infinite where one stands below none or two."""
    reach = [_reach(lines, cell[0]) for cell in head.cells]
    placed: list[tuple[int, int]] = []
    shift = 0 if head.kinds[0] == "label" else 1
    for index, piece in enumerate(row):
        left, right = _reach(lines, piece)
        above = [column + shift for column, (first, stop) in enumerate(reach) if left < stop and first < right] if index else [0]
        if head.gap is not _WIDE or len(above) != 1 or (placed and above[0] <= placed[-1][1]):
            return Placed((), math.inf)
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
