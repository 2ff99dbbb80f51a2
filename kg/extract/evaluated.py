"""The special fund or project that a report on one project's performance evaluates, read from its title."""

from __future__ import annotations

import re
from typing import Final

from kg.extract.account_concepts import fold_text, key_of
from kg.recognise.reading import Reading

_TITLE: Final = re.compile(
    r"(?P<name>[^，。；：]{3,60}?(?:专项资金|资金|专项经费|专项|经费|项目|工程|补助|补贴|奖补|计划))[”》）)]?"
    r"(?:(?:的)?项目)?(?:支出)?(?:预算)?(?:财政)?(?:支出)?绩效(?:自评|评价|自我评价)"
)
# What stands before the name: who reports, of which year, 关于.
_BEFORE: Final = re.compile(
    r"^.*?关于(?:开展)?|^.*?(?:19|20)\d\d\s*年度?|^[“《（(]+|^[\u4e00-\u9fff]{2,16}?(?:局|委员会|管委会|厅|办公室)(?=.{4})"
)
_WHOLE: Final = re.compile(r"整体|部门(?:预算)?(?:支出)?|单位|^(?:财政)?(?:支出)?项目$|^(?:重点)?项目(?:支出)?$")


def evaluated(reading: Reading) -> str:
    """Return the name of the project or fund whose performance the report evaluates, "" where it reports on a whole unit."""
    return reading.once(_evaluated)


def _evaluated(reading: Reading) -> str:
    report = reading.report
    title = "".join(report.title.split())
    title = title.replace("".join(report.unit.split()), "", 1) if report.unit else title
    match = _TITLE.search(title)
    if match is None:
        return ""
    name = match["name"]
    while (bare := _BEFORE.sub("", name, count=1)) != name:
        name = bare
    name = re.sub("[“”《》]", "", name).strip("（）()的")
    return "" if len(name) < 4 or _WHOLE.search(name) or key_of(fold_text(name))[0] == "project-expenditure" else name
