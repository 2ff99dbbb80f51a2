"""Internal departments: the names listed behind 内设, 下设, 设有, before a count of offices, in brackets, below 内设机构, in a column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from kg.facts import Department
from kg.lexicon import column
from kg.model import Span
from kg.recognise.reading import Reading
from kg.structure.numbering import marker

_PLACES = frozenset({"overview", "organisation", "functions"})
# What inner bodies are called before they are counted or listed: 党政管理机构14个, 教学单位8个, 职能科室6个.
_SORT = r"(?:党政|党群|管理|行政|职能|内部|内设|综合|业务|教学|教辅|科研|后勤|服务|临床|医技|护理|辅助|中层|正?副?[科股处]级|工作)"
_BODY = r"(?:机构|科室|股室|处室|部室|部门|院系|系部|单位)"
_NUMBER = r"(?:\d+|[一二两三四五六七八九十]+)"
_OFFICE = r"[\u4e00-\u9fff]{1,14}[室处科股部局办](?:[（(][^（）()\n]{1,20}[）)])?"
_NOT_SET_UP = r"(?<![建开假附增常架新筹])"
_TRIGGER = re.compile(
    rf"(?:现有|共有|拥有|现设)(?=(?:{_SORT}{{0,2}}(?:科室|股室|处室|部室)|内设机构)\s*{_NUMBER}\s*个)|"
    r"内设|下设|内部设置|机构设置为|[现分共单]设|"
    rf"设(?:有|置了?(?=[^，。]{{0,6}}\d)|置(?={_OFFICE}[、和及])|立了?(?=[^，。]{{0,12}}[、个]))"
    rf"|{_NOT_SET_UP}设(?={_OFFICE}[、和及]|(?:了|有)?{_BODY}\s*{_NUMBER}\s*个|(?:了|有)?{_NUMBER}\s*个?[^，。；]{{0,8}}[（(：:，]|[“\"]?{_NUMBER}[室办科股处部局]|{_SORT}{{1,3}}{_BODY})"
)
# Where the unit presents itself the verb may be missing.
_TELEGRAPHIC = re.compile(
    rf"(?<=[；;，。]){_SORT}{{1,3}}{_BODY}(?=\s*\d+\s*个?[（(，,：:为])"
    # 机构：办公室、人事科…; 科室设置：…; 内部机构有….
    rf"|(?<![^\n。；;，])(?:机关|局机关|本级)?(?:{_SORT}{{0,2}}(?:机构|科室|股室|处室|部室)(?:设置|构成)?|组织架构)(?:共?{_NUMBER}个)?"
    r"(?=[：:有为][^。；\n]{2,24}[、，])"
    # 现有办公室、人事科…等科室; 由办公室、人事科…组成; 分为
    rf"|(?<=[，。；现\n])(?:现?有|分为|划分为)(?={_OFFICE}[、和及])"
    rf"|(?:由|包括|包含)(?={_OFFICE}、[^。；\n]{{2,200}}(?:组成|构成|{_NUMBER}\s*个[^，。；]{{0,6}}(?:科室|股室|处室|部室|部门|内设)))"
)
# Bodies below the unit, posts and committees of people are not its departments.
_OTHERS = re.compile(r"[^，。：:、]{0,10}(?:下属|所属|直属|二级|预算单位|事业单位|支部|党组织|岗位|村|社区|分支|派出|站点|基地)")
_BELOW = re.compile(r"下属|所属|直属|二级|下辖|预算单位|事业单位|派出|分支|代管|管理的")
# What a list is closed by when it names bodies below the unit: 2家单位, 3个事业单位, 两个二级机构.
_CLOSED_BELOW = re.compile(
    rf"\s*等?\s*(?:共计?|合计)?\s*{_NUMBER}\s*(?:个|家|所)[^，。；：:（(]{{0,10}}?(?:下属|所属|直属|二级|事业|预算|分支|派出|基层|(?<!内设)(?<!级)单位|公司|企业|学校|医院|乡镇|街道|村|社区)"
)
# 机构 / 科室5个 / 8个职能科室（含…），分别为 / 包括：…
_MOTTO = rf"[“\"]?(?:{_NUMBER}[室办科股处部局所站队中心组院系]{{1,2}}){{1,5}}[”\"]?"
_INTRO = re.compile(
    rf"^(?:了|有)?(?:的)?(?:{_MOTTO}(?=[，：:,（(即共]|分别))?(?:{_SORT}*{_BODY}|[科股处](?=\s*\d))?(?:设置)?[^、：:。（(]{{0,4}}?"
    rf"(?:{_NUMBER}\s*个[^、：:，。（(]{{0,12}}|共{_NUMBER}个[^、：:，。（(]{{0,10}})?"
    r"(?:[（(][^（）()、]{0,30}[）)])?[，,]?\s*(?:(?:分别|依次|具体|名称)(?:为|是|有|包括)|主要(?:为|是|有|包括)|包括(?:了)?|即|为|是|有|如下)*\s*[：:]?\s*"
)
_TAIL = re.compile(
    rf"(?:等)?\s*(?:共|共计|合计)?\s*{_NUMBER}\s*个.*$"
    r"|等(?:科室|股室|处室|部室|机构|部门|内设机构|职能科室|职能部门)?(?:组成|构成)?$|(?:组成|构成)$"
)
_VERB = re.compile(r"(?:内设|下设|设有)(?=[\u4e00-\u9fff]{1,14}[室处科股部局办][、（(])")
_COUNTED = re.compile(rf"等?\s*(?:共|共计|合计)?\s*{_NUMBER}\s*个[^，。；]{{0,6}}?(?:科室|股室|处室|部室|部门|机构|办公室)")
# No list of departments is longer; the bound keeps the work linear on any text.
_REACH = 1200
_CLOSING_WORDS = 20
_MOST = 300
_STOP = re.compile(r"[。；;\n]")
_COLON = re.compile(r"[：:]")
_LIST_HEAD = re.compile(r"内设|科室设置|机构设置|股室设置|处室设置|职能科室|科室职责|内部机构")
# A head count behind a name is no part of it: 办公室（5人）.
_HEADS = re.compile(r"[（(]\s*\d+\s*[人名][）)]$")
_REMARK = re.compile(r"[（(]([^（）()]{1,30})[）)]$")
# What else an office is called ends as offices do, or says what sign it bears.
_SECOND_NAME = re.compile(r"(?:[室处科股部局办组队站所院厅]|中心|委员会|委|牌子|大队|支队)$|挂|加挂|合署")
# 监测站12处, 供水所3所 are counts.
_COUNT = re.compile(r"[处所队组站点室部园校院]\s*\d+\s*[处所队组站室部个座]$")
_COLUMN = re.compile(r"(?:内设|内部|职能|业务)*(?:机构|科室|股室|处室|部室|部门)(?:名称)?")
_EXTRACTOR = "departments"


@cache
def _name() -> re.Pattern[str]:
    bracket = r"[（(][^（）()]{1,30}[）)]"
    suffixes = "|".join(sorted(column("department_suffixes", "suffix"), key=len, reverse=True))
    return re.compile(rf"[\u4e00-\u9fff“”·\dA-Za-z、]{{1,24}}?(?:{bracket}[\u4e00-\u9fff、]{{0,12}}?)?(?:{suffixes})(?:{bracket}){{0,2}}")


def departments(reading: Reading) -> Iterator[Department]:
    """Yield the unit's internal departments in the order of their first mention, each once."""
    report = reading.report
    if not report.unit:
        return
    seen: set[str] = set()
    for name, span in (*in_sentences(reading), *_in_lists(reading), *_in_columns(reading)):
        if name not in seen:
            seen.add(name)
            yield Department(evidence=report.evidence(span), extractor=_EXTRACTOR, unit=report.unit, name=name)


def in_sentences(reading: Reading) -> Iterator[tuple[str, Span]]:
    """Yield name and clause of each department listed in running text; the names of one list share their clause."""
    text = reading.text
    done = 0
    inner = -1  # where a list of inner bodies ended: a second list of the same sentence behind 下设 names bodies below
    for match in _triggers(reading):
        if match.start() < done or _OTHERS.match(text, match.end()):
            continue
        stop = _STOP.search(text, match.end())
        end = min(stop.start() if stop else len(text), match.end() + _REACH)
        names, last = _listed(text, match.end(), end)
        if not names or _CLOSED_BELOW.match(text, last) or _CLOSED_BELOW.search(text, max(match.end(), last - _CLOSING_WORDS), last):
            continue
        if match.group() == "下设" and inner >= 0 and _STOP.search(text, inner, match.start()) is None:
            continue
        if _of_the_unit(reading, match, last, len(names)):
            done = inner = last
            yield from ((name, Span(match.start(), last)) for name in names)


def _triggers(reading: Reading) -> list[re.Match[str]]:
    """Return what leads to lists of offices, left to right: verbs anywhere, bare labels where the unit presents itself."""
    text = reading.text
    found = list(islice(_TRIGGER.finditer(text), _MOST))
    sections = reading.report.sections
    spans = [s.span for s in sections if s.kind in _PLACES and (s.parent is None or sections[s.parent].kind not in _PLACES)] or [
        Span(0, len(text))
    ]
    for span in spans:
        found += islice(_TELEGRAPHIC.finditer(text, max(0, span.start - 1), span.end), _MOST)
    return sorted(found, key=lambda match: match.start())


def _of_the_unit(reading: Reading, trigger: re.Match[str], last: int, count: int) -> bool:
    """Return whether the list is the unit's own: where units describe themselves, or called inner, or closed as a count of offices.

    Elsewhere a report also says what a park or a village has set up.
    """
    section = reading.report.section_at(trigger.start())
    if section is None or section.kind in _PLACES:
        return True
    closed = _COUNTED.search(reading.text, max(trigger.end(), last - 20), last + 16) is not None
    return count > 1 and (closed or trigger.group().startswith("内"))


def _listed(text: str, start: int, end: int) -> tuple[list[str], int]:
    """Return the names listed between `start` and `end`, and where the last of them ends."""
    begins = start + len(_INTRO.match(text[start:end]).group())  # type: ignore[union-attr]
    if text[begins : begins + 1] in ("（", "("):
        names, last = _members(text, begins + 1, _closing(text, begins, end))
        if names:
            return names, last
    # A list behind a colon starts there; 内设机构设置情况。…：A、B has words of its own before it.
    colons = [match.end() for match in _COLON.finditer(text, start, end)]
    begins = next((place for place in colons if "、" in text[place:end]), begins)
    if _BELOW.search(text, start, begins):
        return [], begins
    # 机构设置：内设办公室、…: the verb stands behind the label.
    verb = _VERB.match(text, begins, end)
    return _members(text, verb.end() if verb else begins, end)


def _closing(text: str, opening: int, end: int) -> int:
    """Return where the bracket that opens at `opening` closes, or `end`."""
    depth = 0
    for position in range(opening, end):
        depth += (text[position] in "（(") - (text[position] in "）)")
        if not depth:
            return position
    return end


def _members(text: str, start: int, end: int) -> tuple[list[str], int]:
    """Return the names that are listed from `start` on, and where the last of them ends."""
    names: list[str] = []
    position = last = start
    mark = _mark(text[start:end])
    for part in _parts(text[start:end], mark):
        words = part.strip()
        whole = words.split("，")[0] if mark == "、" else words
        cut = _HEADS.sub("", _TAIL.sub("", whole).strip())
        found = [_named(name) for name in _and(cut) if _name().fullmatch(name) and not _COUNT.search(name)]
        if not found:
            break
        names += found
        last = position + part.index(whole) + len(whole)
        position += len(part) + 1
        # What follows the name closes the list, but for a head count.
        if whole != words or (cut != whole and not _HEADS.search(whole)):
            break
    return names, last


def _named(name: str) -> str:
    """Return a name without the remark that says what its office sees to (招商一科（外资）); a second name (（人事科）) belongs to it."""
    remark = _REMARK.search(name)
    return name[: remark.start()] if remark and not _SECOND_NAME.search(remark[1]) else name


def _mark(segment: str) -> str:
    """Return the mark that sets the names apart: 、, else a comma, a slash or a space."""
    bare = re.sub(r"[（(][^（）()]*[）)]", "", segment)
    for mark in "、，,/／|｜":
        if mark in bare:
            return mark
    return " " if re.match(r"\S+ \S+ \S", bare) else "　" if "　" in bare else "，"


def _parts(segment: str, mark: str) -> list[str]:
    """Split a list at its marks, but not inside brackets: 产业发展局（安全、消防） is one name."""
    parts = [""]
    depth = 0
    for char in segment:
        depth += (char in "（(") - (char in "）)")
        if char == mark and depth <= 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _and(words: str) -> list[str]:
    """Split A和B where both are names of departments; 人事和老干部科 is one."""
    for word in ("以及", "和", "及", "与"):
        left, found, right = words.partition(word)
        if found and _name().fullmatch(left) and _name().fullmatch(right):
            return [left, right]
    return [words.removeprefix("和").removeprefix("及")]


def _in_lists(reading: Reading) -> Iterator[tuple[str, Span]]:
    """Yield the departments that stand one a line below a heading or sentence on 内设机构: 1.办公室 2.财务股."""
    report = reading.report
    open_list = False
    for span in report.lines():
        line = report.text[span.start : span.end]
        section = report.section_at(span.start)
        if section is None or section.kind not in _PLACES:
            open_list = False
            continue
        found = marker(line)
        words = line[found.end :] if found else line.strip()
        head = _HEADS.sub("", re.split(r"[：:。—]|[\s　]+(?![（(])", words.strip(), maxsplit=1)[0].strip())
        if open_list and len(head) <= 24 and "、" not in head and _name().fullmatch(head) and not _COLUMN.fullmatch(head):
            yield head, Span(span.start, span.start + line.index(head) + len(head))
        else:
            open_list = (
                bool(_LIST_HEAD.search(words))
                and len(words) <= 60
                and not _BELOW.search(words)
                and (not found or words.strip().endswith(("：", ":", "机构", "设置", "情况", "科室", "职责")))
            )


def _in_columns(reading: Reading) -> Iterator[tuple[str, Span]]:
    """Yield the departments of a table that has a column of them, where the unit presents itself."""
    report = reading.report
    for table in report.tables:
        section = report.section_at(table.span.start)
        if section is None or section.kind not in _PLACES:
            continue
        head, *body = (*table.header, *table.rows)
        places = {cell.column for cell in head if _COLUMN.fullmatch("".join(cell.text.split()))}
        for row in body:
            for cell in row:
                name = "".join(cell.text.split())
                if cell.column in places and cell.text == name and _name().fullmatch(name):
                    yield name, cell.span
