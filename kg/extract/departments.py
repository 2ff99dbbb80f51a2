"""Internal departments: the names listed behind 内设, 下设, 设有 and below 内设机构."""

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
_SORT = r"(?:党政|党群|管理|行政|职能|内部|综合|业务|教学|教辅|科研|后勤|服务|临床|医技|护理|辅助|中层)"
_BODY = r"(?:机构|科室|股室|处室|部室|部门|院系|系部|单位)"
_TRIGGER = re.compile(
    r"内设|下设|设有|现设|设置了?(?=[^，。]{0,6}\d)|内部设置|(?<![建开假附增常架新筹])设(?=[\u4e00-\u9fff]{1,12}[室处科股部](?:[（(][^（）()\n]{1,20}[）)])?、)"
    r"|机构设置为|设立了?(?=[^，。]{0,12}[、个])|共设"
    rf"|(?<![建开假附增常架新筹])设(?={_SORT}{{1,3}}{_BODY})|(?<=[；;，。]){_SORT}{{1,3}}{_BODY}(?=\s*\d+\s*个?[（(，,：:为])"
    # A telegraphic line: 机构：办公室、人事科…; 科室设置：….
    rf"|(?<![^\n。；;])(?:{_SORT}{{0,2}}(?:机构|科室|股室|处室|部室)(?:设置|构成)?|组织架构)(?=[：:][^。；\n]{{2,24}}[、，])"
    # 由办公室、人事科…组成
    r"|(?<=机关)由(?=[\u4e00-\u9fff]{1,12}[室处科股部]、)"
)
# Bodies below the unit, posts and committees of people are not its departments.
_OTHERS = re.compile(r"[^，。：:]{0,10}(?:下属|所属|直属|二级|预算单位|事业单位|支部|党组织|岗位|村|社区|分支|派出)")
# 机构 / 科室5个 / 8个职能科室（含…），分别为 / 包括：…
_NUMBER = r"(?:\d+|[一二两三四五六七八九十]+)"
_INTRO = re.compile(
    rf"^(?:了|有)?(?:的)?(?:{_SORT}*{_BODY}|[科股处](?=\s*\d))?(?:设置)?[^、：:。]{{0,4}}?(?:{_NUMBER}\s*个[^、：:，。（(]{{0,12}}|共{_NUMBER}个[^、：:，。]{{0,10}})?"
    r"(?:[（(][^（）()]{0,30}[）)])?[，,]?\s*(?:分别(?:为|是)|具体(?:为|是|包括)|主要(?:为|是|有|包括)|包括(?:了)?|即|为|是|有|如下)*\s*[：:]?\s*"
)
_TAIL = re.compile(rf"(?:等)?\s*(?:共|共计|合计)?\s*{_NUMBER}\s*个.*$|等(?:科室|股室|机构|部门|内设机构|职能科室)?$")
_COUNTED = re.compile(rf"等?\s*(?:共|共计|合计)?\s*{_NUMBER}\s*个[^，。；]{{0,6}}?(?:科室|股室|处室|部室|部门|机构|办公室)")
# No list of departments is longer; the bound keeps the work linear on any text.
_REACH = 1200
_MOST = 300
_STOP = re.compile(r"[。；;\n]")
_COLON = re.compile(r"[：:]")
_LIST_HEAD = re.compile(r"内设|科室设置|机构设置|股室设置|处室设置|职能科室")
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
    for name, span in (*_in_sentences(reading), *_in_lists(reading)):
        if name not in seen:
            seen.add(name)
            yield Department(evidence=report.evidence(span), extractor=_EXTRACTOR, unit=report.unit, name=name)


def _in_sentences(reading: Reading) -> Iterator[tuple[str, Span]]:
    """Yield name and clause of each department listed in running text."""
    text = reading.text
    done = 0
    for match in islice(_TRIGGER.finditer(text), _MOST):
        if match.start() < done or _OTHERS.match(text, match.end()):
            continue
        stop = _STOP.search(text, match.end())
        end = min(stop.start() if stop else len(text), match.end() + _REACH)
        names, last = _listed(text, match.end(), end)
        if names and _of_the_unit(reading, match, last, len(names)):
            done = last
            yield from ((name, Span(match.start(), last)) for name in names)


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
    colon = [match.end() for match in _COLON.finditer(text, start, end)]
    # A list behind a colon starts there; 内设机构设置情况。…：A、B has words of its own before it.
    begins = [place for place in colon if "、" in text[place:end]] or [start + len(_INTRO.match(text[start:end]).group())]  # type: ignore[union-attr]
    names: list[str] = []
    position = last = begins[0]
    mark = "、" if "、" in text[position:end] else "，"
    for part in _parts(text[position:end], mark):
        words = part.strip()
        whole = words.split("，")[0] if mark == "、" else words
        cut = _TAIL.sub("", whole).strip()
        found = [name for name in _and(cut) if _name().fullmatch(name)]
        if not found:
            break
        names += found
        last = position + part.index(whole) + len(whole)
        position += len(part) + 1
        if whole != words or cut != whole:
            break
    return names, last


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
        head = re.split(r"[：:。]", words, maxsplit=1)[0].strip()
        if open_list and len(head) <= 24 and "、" not in head and _name().fullmatch(head):
            yield head, Span(span.start, span.start + line.index(head) + len(head))
        else:
            open_list = (
                bool(_LIST_HEAD.search(words)) and len(words) <= 60 and (not found or words.endswith(("：", ":", "机构", "设置", "情况")))
            )
