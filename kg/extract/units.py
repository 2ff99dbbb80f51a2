"""What a report says of its own unit: rank, nature, whom it belongs to, who runs it by entrustment, its staff."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.extract.concepts import first
from kg.facts import Referent, UnitProfile
from kg.model import Evidence, Report, Span
from kg.recognise.reading import Reading
from kg.structure.clauses import sentences

_PLACES = frozenset({"overview", "organisation", "functions", "cover"})
_EXTRACTOR = "units"

# A rank of people or of parts of the unit is not the unit's: 副处级领导职数1名, 5个副科级机构, 正科级干部.
_OTHER_RANK = re.compile(
    r"(?:\d+|[一二两三四五六七八九十]+)\s*个?\s*[正副]?(?:股|科|处|县|厅|局|部)(?:（[处局]）)?级[^，。；、]{0,8}"
    r"|[正副]?(?:股|科|处|县|厅|局|部)(?:（[处局]）)?级(?:及?以[上下])?(?:领导|干部|职数|人员|非领导|实职|岗位|待遇|\s*\d+\s*[名人个])[^，。；、]{0,8}"
)
# What belongs to others is not said of the unit.
_OTHERS = re.compile(r"下属|所属(?:事业|单位|二级)|二级(?:预算)?(?:单位|机构)|下辖|下设")
_BODY = r"([\u4e00-\u9fff（）“”]{2,40}?)"
# 管理 inside 管理委员会 is part of the name.
_NOT_NAME = r"(?!委员会|局|处|中心|站|所|办|服务|总|部|公司)"
_SUPERIOR = (
    re.compile(rf"由{_BODY}(?:归口管理|统一管理|直接管理|主管|领导|管理{_NOT_NAME})"),
    re.compile(rf"隶属于?{_BODY}(?:管理{_NOT_NAME}|领导|主管)?(?=[，。；,;]|的|$)"),
    re.compile(
        rf"(?:是|为|系|属于?)(?:隶属于?)?{_BODY}(?:直属|所属|下属|直管|主管|管理{_NOT_NAME}|举办|(?:的)?(?:工作部门|组成部门|派出机构|派出机关|职能部门))"
    ),
)
_ENTRUSTED = re.compile(r"由([\u4e00-\u9fff、]{2,60}?)代管|受([\u4e00-\u9fff、]{2,60}?)(?:的)?委托")
_COUNT = r"\s*(?:人数|数|总数)?\s*(?:共计|合计|共|为|是|：|:|有)?\s*(\d{1,5})\s*(?:名|人|个)"
_QUOTA = re.compile(r"(?<!行政)(?<!事业)(?<!工勤)(?<!参公)编制" + _COUNT)
_PART_QUOTA = re.compile(r"(?:行政|事业|工勤|参公)编制" + _COUNT)
_ACTUAL = re.compile(
    r"(?<!调入)(?<!调出)(?<!新增)(?<!新进)(?<!增加)(?<!减少)(?<!退休)(?:实有|在职|在编|在岗|实际在职|实际在编|现有)(?:在职|在编|在岗|干部|正式)*(?:职工|人员|干部职工|教职工)?"
    + _COUNT.replace("名|人|个", "名|人")
)
_STAFF_COLUMN = re.compile(r"在职人[数员]|实有人[数员]")
_WHEREOF = re.compile(r"其中")


def units(reading: Reading) -> Iterator[UnitProfile]:
    """Yield one profile for each sentence or row of cells that describes the unit, each with the fields it states."""
    report = reading.report
    if not report.unit:
        return
    for span in _described(reading):
        profile = _from_sentence(reading, span)
        if profile is not None:
            yield profile
    for index, table in enumerate(report.tables):
        if table.kind == "base_data":
            yield from _from_table(report, index)


def _described(reading: Reading) -> Iterator[Span]:
    """Yield the sentences of the sections that present the unit."""
    report = reading.report
    seen: set[Span] = set()
    for section in report.sections:
        if section.kind in _PLACES and section.kind != "cover":
            for span in sentences(report.text, section.span):
                inner = report.section_at(span.start)
                if span not in seen and inner is not None and inner.kind in _PLACES:
                    seen.add(span)
                    yield span


def _from_sentence(reading: Reading, span: Span) -> UnitProfile | None:
    report = reading.report
    text = report.text[span.start : span.end]
    own = _speaks_of_unit(report, text)
    described = _OTHER_RANK.sub("", text) if own else ""
    profile = UnitProfile(
        evidence=report.evidence(span),
        extractor=_EXTRACTOR,
        unit=report.unit,
        rank=first("ranks", "rank", described),
        nature=first("natures", "nature", described),
        superior=_superior(reading, span, text) if own else None,
        entrusted_to=_entrusted(reading, span, text) if own else (),
        staff_quota=_quota(text),
        staff_actual=_number(_ACTUAL, text),
    )
    stated = (profile.rank, profile.nature, profile.superior, profile.staff_quota, profile.staff_actual)
    return profile if profile.entrusted_to or any(value is not None for value in stated) else None


def _speaks_of_unit(report: Report, text: str) -> bool:
    """Return whether the unit is the subject of the sentence: its name or a word for it stands first, before 是, 为, 由 or a comma."""
    return _subject((report.unit, *report.unit_aliases)).match(text) is not None


@lru_cache(maxsize=64)
def _subject(forms: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in forms)
    verbs = "是|为|系|由|属|隶属|作为|，|成立|始建|创办|创建|建于|组建|设立|位于|坐落|地处|原"
    return re.compile(rf"[^，。：:]{{0,14}}(?:{names})(?:[（(][^）)]{{0,60}}[）)])?(?:单位|机关)?\s*(?:{verbs})")


def _superior(reading: Reading, span: Span, text: str) -> Referent | None:
    for pattern in _SUPERIOR:
        match = pattern.search(text)
        if match and not _OTHERS.search(match[1]) and not match[1].startswith("参照") and reading.report.unit not in match[1]:
            return _referent(reading, Span(span.start + match.start(1), span.start + match.end(1)))
    return None


def _entrusted(reading: Reading, span: Span, text: str) -> tuple[Referent, ...]:
    match = _ENTRUSTED.search(text)
    if match is None:
        return ()
    group = 1 if match[1] else 2
    bodies = []
    start = span.start + match.start(group)
    for name in re.split(r"[、和与及]", match[group]):
        if name:
            bodies.append(_referent(reading, Span(start, start + len(name))))
        start += len(name) + 1
    return tuple(bodies)


def _referent(reading: Reading, span: Span) -> Referent:
    """Return the mention that is just this name, or the words where none was recognised."""
    return next((mention for mention in reading.mentions_in(span) if mention.span == span), reading.text[span.start : span.end])


def _quota(text: str) -> int | None:
    """Return the whole staff quota; of several partial ones (行政编制, 事业编制) none is the whole."""
    whole = _number(_QUOTA, text)
    if whole is not None:
        return whole
    match = _WHEREOF.search(text)
    parts = _PART_QUOTA.findall(text[: match.start()] if match else text)
    return int(parts[0]) if len(parts) == 1 else None


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return int(match[1]) if match else None


def _from_table(report: Report, index: int) -> Iterator[UnitProfile]:
    """Yield the staff figures of the form's head: the cells below 编制数 and 在职人数."""
    table = report.tables[index]
    for header in table.header:
        for column in header:
            quota = "编制数" in column.text
            if table.rows and (quota or _STAFF_COLUMN.search(column.text)):
                cell = next((cell for cell in table.rows[0] if cell.column == column.column), None)
                if cell is not None and cell.text.isdecimal():
                    yield _cell_profile(report.cell_evidence(index, cell), report.unit, int(cell.text), quota)


def _cell_profile(evidence: Evidence, unit: str, count: int, quota: bool) -> UnitProfile:
    return UnitProfile(
        evidence=evidence,
        extractor=_EXTRACTOR,
        unit=unit,
        staff_quota=count if quota else None,
        staff_actual=None if quota else count,
    )
