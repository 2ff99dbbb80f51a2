"""The pure part of the run: one file becomes one Extraction, in any process, on any machine, in any order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from kg import __version__
from kg.coverage import Coverage, coverage
from kg.errors import KgError
from kg.extract import extract
from kg.facts import KINDS, Fact
from kg.jsonl import decode, encode
from kg.model import Document, Evidence, Mention, Report, Section, Span
from kg.read import read, read_bytes
from kg.read.archive import member_bytes
from kg.recognise import recognise
from kg.settings import setting
from kg.structure import doubts, is_report, structure

# What makes each recogniser and extractor load what it needs.
_SAMPLE = """示例市示例局2020年度部门整体支出绩效自评报告
一、部门概况
（一）主要职责
1.贯彻执行有关方针政策；2.组织实施示例工作。内设办公室、财务科2个科室，编制10人，实有9人。
二、部门收支情况
2020年收入合计100万元，其中：财政拨款收入100万元；支出合计98万元，其中项目支出20万元（示例经费20万元）。
三、工作成效
示例精密机械有限公司等3家企业获评省级专精特新企业，示例项目开工，总投资2亿元，与示例大学合作研发新型轴承，增长10.5%。
示例重工有限公司（以下简称示例重工）投资3亿元建设示例装备产业园项目，由示例建设集团有限公司承建，示例监理有限公司监理，已竣工投产。
示例科技股份有限公司在科创板上市，入驻示例产业园，获示例银行授信5000万元，获得省科技专项资金200万元，牵头组建省级工程技术研究中心。
示例集团旗下子公司示例新材料有限公司与示例大学、示例研究院签订合作协议，共建联合实验室，生产高性能纤维，供应示例汽车有限公司。
示例投资有限公司收购示例药业有限公司51%股权，向其增资1亿元，合资成立示例生物有限公司；示例银行向示例食品有限公司发放贷款800万元。
示例商会承办示例博览会，示例物流有限公司落户保税区，租用厂房5000平方米；示例公司党支部获评先进党组织，示例商标被认定为驰名商标。
德国示例公司（Example GmbH）在我市设立区域总部，示例电子厂研发的芯片填补空白，示例软件公司中标智慧示例平台项目，合同金额300万元。
新增高新技术企业12家，累计86家；申报国家级“小巨人”企业2家；拟推荐省级示范平台1个；全省排名第二，较上年提升3个百分点。
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t示例数量\t≥10家\t12家\t10\t10
四、存在的问题和改进措施
预算编制不够精细，将加强管理。联系人：张某，电话：010-12345678。
"""
_KINDS = {kind.__name__: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class NamedHere:
    """A mention and the sentence it stands in."""

    mention: Mention
    sentence: Evidence


@dataclass(frozen=True, slots=True)
class Head:
    """What identifies a report: who reports on which year, and the file it was read from.

    `url` is where it was published, `sources` are the paths of other files that hold the same report, `pages` the spans of the
    file's pages in the text (empty where the format has none).
    """

    id: str
    path: str
    media_type: str
    sha256: str
    title: str
    unit: str
    unit_aliases: tuple[str, ...]
    fiscal_year: int | None
    report_type: str
    published: str
    sections: tuple[Section, ...]
    coverage: Coverage
    withheld: int
    url: str = ""
    sources: tuple[str, ...] = ()
    pages: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one report gives to the corpus: its head, its canonical (published) text, its names and its facts."""

    head: Head
    text: str
    named: tuple[NamedHere, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no report, and why, in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Task:
    """One document to extract: its path, the identifier it gets, the privacy profile, and what a list says of it.

    A member of a zip archive has the path `archive!/member`, with `archive` the file on disk and `member` the name inside it.
    """

    path: str
    id: str
    profile: str
    archive: str = ""
    member: str = ""
    url: str = ""
    unit: str = ""
    year: int | None = None


def run(task: Task) -> Extraction | Failure:
    """Return the extraction of one file, or the failure that says why it gives none; never raises."""
    try:
        report = _told(structure(load(task), profile=task.profile), task)
        if not is_report(report):
            return Failure(task.path, f"{task.path}: not a report ({', '.join(doubts(report))}); left out")
        found = from_report(report)
        return replace(found, head=replace(found.head, url=task.url)) if task.url else found
    except KgError as error:
        return Failure(task.path, str(error))
    except Exception as error:
        # The one place where a defect is held: one file's must not lose the other reports' work. It is named, never hidden.
        return Failure(task.path, f"{task.path}: {type(error).__name__}: {error}; a defect of kg, please report it with this file")


@cache
def warm_up() -> None:
    """Read one short report, so that lexicons and patterns are loaded before processes are forked; does nothing a second time."""
    from_report(structure(read_bytes(_SAMPLE.encode(), Path("sample.txt"), "sample")))


def load(task: Task) -> Document:
    """Return the document of a task; raises ReadError where it cannot be read."""
    limit = int(setting("max_file_bytes"))
    if not task.archive:
        return read(Path(task.path), id=task.id, limit=limit)
    return read_bytes(member_bytes(Path(task.archive), task.member, limit), Path(task.path), task.id)


def _told(report: Report, task: Task) -> Report:
    """Return the report with the unit and year that a list gives, where the document itself does not say."""
    unit = report.unit or task.unit
    year = task.year if report.fiscal_year is None else report.fiscal_year
    return report if (unit, year) == (report.unit, report.fiscal_year) else replace(report, unit=unit, fiscal_year=year)


def _from_ocr(fact: Fact) -> Fact:
    # A machine read the characters from pictures: whoever uses the fact must know.
    return replace(fact, extractor=f"ocr+{fact.extractor}")


def from_report(report: Report) -> Extraction:
    """Return what recognition and extraction find in a structured report."""
    reading = recognise(report)
    facts = extract(reading)
    named = tuple(NamedHere(mention, report.evidence(reading.sentence_at(mention.span.start))) for mention in reading.mentions)
    document = report.document
    if document.recognised:
        facts = tuple(map(_from_ocr, facts))
        named = tuple(replace(here, mention=replace(here.mention, recogniser=f"ocr+{here.mention.recogniser}")) for here in named)
    head = Head(
        id=report.id,
        path=document.path,
        media_type=document.media_type,
        sha256=document.sha256,
        title=report.title,
        unit=report.unit,
        unit_aliases=report.unit_aliases,
        fiscal_year=report.fiscal_year,
        report_type=report.report_type,
        published=report.published,
        sections=report.sections,
        coverage=coverage(reading, facts),
        withheld=len(report.withheld),
        pages=document.pages,
    )
    return Extraction(head, report.text, named, facts)


@cache
def program_fingerprint() -> str:
    """Return a hash of the program's own code and lexicons: a cached extraction is good only for the same one."""
    digest = hashlib.sha256(__version__.encode())
    package = Path(__file__).parent
    for path in sorted([*package.rglob("*.py"), *(package / "data").glob("*.csv"), *(package / "data").glob("*.crfsuite")]):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def to_lines(extraction: Extraction) -> Iterator[str]:
    """Yield the extraction as JSON lines: the head, then the names, then the facts, one a line (the text is kept apart)."""
    for item in (extraction.head, *extraction.named, *extraction.facts):
        yield json.dumps(encode(item), ensure_ascii=False, separators=(",", ":")) + "\n"


def from_lines(lines: Iterator[str], text: str) -> Extraction:
    """Return the extraction that `to_lines` wrote; raises KeyError, TypeError or ValueError for lines of another shape."""
    items: list[dict[str, Any]] = [json.loads(line) for line in lines]
    head = decode(Head, items[0])
    named = tuple(decode(NamedHere, item) for item in items[1:] if item["@type"] == "NamedHere")
    facts = tuple(decode(_KINDS[item["@type"]], item) for item in items[1:] if item["@type"] in _KINDS)
    return Extraction(head, text, named, facts)
