"""The special fund or project that a report on one project's performance evaluates, read from its title."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kg.extract.account_clauses import sections_above
from kg.extract.account_concepts import fold_text, key_of
from kg.extract.item_names import is_own_line
from kg.model import Section
from kg.recognise.reading import Reading

_KIND: Final = (
    r"(?:专项资金|资金|专项经费|专项|经费|项目|工程|补助|补贴|奖补|贴息|(?:计划|行动|改造)(?!项目)"
    r"|(?:运行|维护|运维|管理|服务|委托|购置|租赁|业务)费)"
)
_TITLE: Final = re.compile(
    rf"(?P<name>[^，。；：]{{3,60}}?{_KIND})[”》）)]?(?:[（(][^（）()]{{2,24}}[）)])?"
    r"(?:(?:的)?项目)?(?:使用|管理|分配|安排|支出|情况)*(?:预算|财政|支出)*的?绩效(?:自评|评价|自我评价)"
)
# A title that names none, and what names it behind the title: in a bracket, on the cover, in the form.
_UNNAMED: Final = re.compile(
    r"(?:^|年度?|[局委厅院会心所站校部])(?:财政)?(?:支出)?项目(?:支出)?(?:预算)?绩效(?:自评|评价|自我评价)(?:报告|表|情况)*(?:[（(](?P<name>[^（）()]{4,40})[）)])?"
)
_COVER: Final = re.compile(r"项目(?:名称|全称)\s*[：:\t|]\s*(?P<name>[^\s，。；：|]{4,40})")
# What stands before the name: who reports, of which year, 关于.
_BEFORE: Final = re.compile(
    r"^.*?关于(?:开展)?|^.*?(?:19|20)\d\d\s*年度?|^[“《（(]+|^[\u4e00-\u9fff]{2,16}?(?:局|委员会|管委会|(?<![大展])厅|办公室)(?=.{4})"
)
_WHOLE: Final = re.compile(r"整体|部门(?:预算)?(?:支出)?|单位|^(?:财政)?(?:支出)?项目$|^(?:重点)?项目(?:支出)?$")
# A heading that names a project, not what is told of projects (项目概况, 各项目资金情况, 重点项目).
_HEADED: Final = re.compile(
    rf"(?!.*(?:情况|概况|绩效|目标|说明|分析|组织|管理(?!费|服务|项目|经费)|[各该本]项目|重点项目|主要项目|存在|问题|建议))[\u4e00-\u9fff“”《》（）、\w]{{3,36}}?(?:{_KIND}|运维|养护|采购|服务|建设|活动|扶持|奖励|补偿|培育|推广|宣传|培训|开拓|治理|修复|保护)"
    r"(?:[（(][^（）()]{2,24}[）)])?"
)
_MONEY: Final = re.compile(r"(?:资金|经费|支出)(?!.*(?:管理|制度))")
# 资金投入, 预算安排: what is told of the whole.
_OF_WHOLE: Final = ("资金", "经费", "预算", "项目", "年度", "总", "财政")


def evaluated(reading: Reading) -> str:
    """Return the name of the project or fund whose performance the report evaluates, "" where it reports on a whole unit."""
    return reading.once(_evaluated)


def project_at(reading: Reading, offset: int) -> str:
    """Return the project that `offset` speaks of: the evaluated one or a line of it, else the one named by a heading above, or ""."""
    name = evaluated(reading)
    if not name and not reading.once(_several):
        return ""
    return next((named for section in sections_above(reading, offset) if (named := _named_by(reading, section))), name)


def projects(reading: Reading) -> tuple[str, ...]:
    """Return the projects a report evaluates: the one of its title, and those its headings name, in text order."""
    name = evaluated(reading)
    if not name and not reading.once(_several):
        return ()
    headed = (named for section in reading.report.sections if (named := _named_by(reading, section)))
    return tuple(dict.fromkeys((name, *headed) if name else headed))


def _named_by(reading: Reading, section: Section) -> str:
    """Return the project that a heading names: below headings on money only, where the report is on one fund."""
    name = _headed(section.heading)
    if not name or not evaluated(reading):
        return name
    above = None if section.parent is None else reading.report.sections[section.parent]
    told = above is not None and _MONEY.search(above.heading) is not None
    return name if told and is_own_line(name, 4) and not _project_words(name, evaluated(reading)) else ""


def _project_words(name: str, project: str) -> bool:
    """Return whether a heading only repeats the project's name, or words of it."""
    rest = iter(project)
    return name.startswith(_OF_WHOLE) or all(character in rest for character in name)


def _several(reading: Reading) -> bool:
    """Return whether the title speaks of project expenditure and names no project."""
    return not evaluated(reading) and _UNNAMED.search("".join(reading.report.title.split())) is not None


@lru_cache(maxsize=1024)
def _headed(heading: str) -> str:
    words = "".join(heading.split()).rstrip("。：:")
    match = _HEADED.fullmatch(words)
    return "" if match is None or key_of(fold_text(words))[0] else re.sub("[“”《》]", "", words)


def _evaluated(reading: Reading) -> str:
    report = reading.report
    title = "".join(report.title.split())
    title = title.replace("".join(report.unit.split()), "", 1) if report.unit else title
    match = _TITLE.search(title)
    name = _bare(match["name"]) if match else ""
    return name or _named_behind(reading, title)


def _bare(name: str) -> str:
    while (bare := _BEFORE.sub("", name, count=1)) != name:
        name = bare
    name = re.sub("[“”《》]", "", name).strip("（）()的")
    return "" if len(name) < 4 or _WHOLE.search(name) or key_of(fold_text(name))[0] == "project-expenditure" else name


def _named_behind(reading: Reading, title: str) -> str:
    """Return the project that a report on project expenditure names in the bracket of its title or as its only 项目名称, or ""."""
    match = _UNNAMED.search(title)
    if match is None:
        return ""
    if match["name"] and re.search(rf"{_KIND}$", match["name"]):
        return _bare(match["name"])
    named = {found["name"] for found in _COVER.finditer(reading.text)}
    return _bare(named.pop()) if len(named) == 1 else ""
