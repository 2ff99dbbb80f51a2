"""The fund that a place of a report speaks of where only what stands above names it: a caption, a run-in heading, a section, the title."""

from __future__ import annotations

import re
from typing import Final

from kg.extract.evaluated import evaluated
from kg.model import Table
from kg.recognise.reading import Reading

# How far before a table the words stand that say what it lists, and before a list the heading of its paragraph.
_BEFORE: Final = 90
_PARAGRAPH: Final = 600
_END: Final = r"(?:资金|奖补|补助|补贴|奖励|贴息|专项|奖金|资助|扶持|补偿|返还|后补助)"
# 某专项资金具体安排见下表: the line before a table, or its caption, says which fund its rows divide.
_TOLD: Final = re.compile(
    rf"(?P<fund>[^，。；：、\s\d（）()]{{2,20}}?{_END})(?:项目)?"
    r"(?=具体|安排|分配|拨付|兑付|兑现|发放|扶持|支持|立项|明细|情况|名单|一?览|如下|见下表|表)"
)
# （二）研发后补助。经专项审计…: the heading that a paragraph begins with.
_RUN_IN: Final = re.compile(
    r"(?:^|\n)[ \u3000]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[\d.]{1,6}\s)\s*"
    r"(?P<head>[^，。；：、\n（）]{2,24}?)(?:项目|方面|情况|(?:资金)?(?:使用|安排|分配|兑现|拨付)(?:情况)?)?[。：\n]"
)
_HEADED: Final = re.compile(
    rf"^(?:[（(]?[一二三四五六七八九十\d.]{{1,4}}[）)、.．\s]+)*(?P<fund>[^，。；：、]{{2,24}}?{_END})"
    r"(?:项目|方面|情况|(?:资金)?(?:使用|安排|分配|兑现|拨付|发放)(?:情况)?|名单|明细)?$"
)
_IS_FUND: Final = re.compile(rf"{_END}$")
_OWN: Final = re.compile(r"^(?:其中|共|安排|下达|拨付|兑现|落实|发放|本年度?|当年|全年|\d*年度?|[省市县区旗]级?(?=.{4}))+")
# 资金使用, 项目资金, 获得补助: a heading on money in general, or the end of a clause, names no fund.
_NO_NAME: Final = re.compile(
    r"(?:获得?|给予|享受|兑现|落实|拨付|发放|使用|管理|到位|分配|预算|支出|执行|结余|年初|上级|财政拨款|各类|各项|全部|有关|相关|的)|"
    r"^(?:项目|财政|专项|本级|奖补|补助|扶持|补贴|企业|资金|奖励|拨付|支持|政策|资助|惠企)*$"
)


def fund_of_table(reading: Reading, table: Table) -> str:
    """Return the fund that the rows of a table divide, as its caption, the words before it or the headings above name it; "" if none do."""
    before = reading.text[max(0, table.span.start - _BEFORE) : table.span.start].rstrip().rsplit("\n\n", 1)[-1]
    told = [match["fund"] for words in (table.caption, before) for match in _TOLD.finditer(words)]
    named = [fund for fund in map(_plain, told) if fund]
    return named[-1] if named else fund_above(reading, table.span.start) or _of_title(reading)


def fund_above(reading: Reading, offset: int) -> str:
    """Return the fund that the heading of the paragraph at `offset`, or of a section that holds it, names; "" where none does."""
    text = reading.text
    section = reading.report.section_at(offset)
    start = max(section.span.start if section else 0, offset - _PARAGRAPH)
    heads = [match["head"].strip() for match in _RUN_IN.finditer(text, max(0, start - 1), offset)]
    if heads:
        # The nearest heading decides, whether it names a fund or is on something else.
        return _plain(heads[-1]) if _IS_FUND.search(heads[-1]) else _with_topic(text, offset, heads[-1])
    while section is not None:
        match = _HEADED.match(section.heading)
        if match and _plain(match["fund"]):
            return _plain(match["fund"])
        section = None if section.parent is None else reading.report.sections[section.parent]
    return ""


def _with_topic(text: str, before: int, head: str) -> str:
    """Return the fund that the text named with its sum for what a heading is on (数字化改造: 数字化改造补助985万元), "" if none."""
    if len(head) < 4:
        return ""
    named = re.compile(
        rf"(?:^|(?<=[，；：、。\n]))(?P<fund>[^，。；：、\d\s（）]{{0,14}}{re.escape(head)}[^，。；：、\d\s（）]{{0,6}}?{_END})\s*\d"
    )
    found = [_plain(match["fund"]) for match in named.finditer(text, 0, before)]
    return found[-1] if found else ""


def _of_title(reading: Reading) -> str:
    """Return the fund whose performance the report evaluates, "" where it evaluates something else."""
    name = evaluated(reading)
    return name if _IS_FUND.search(name) else ""


def _plain(fund: str) -> str:
    bare = _OWN.sub("", fund.strip())
    return "" if _NO_NAME.search(bare) else bare
