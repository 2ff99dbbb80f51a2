"""What a clause of a report on one project says of the project's money: the whole as planned, handed out or spent, or a part of it.

Clerks say it in a few slots, in any order: when, who hands it out, what is done (安排, 下达, 到位, 支付 ...), what it is (总投资,
项目资金, the fund's name) and words that lead to the sum. A clause of nothing but these slots speaks of the project's own money.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.extract.account_clauses import sections_above
from kg.extract.account_statements import Measure
from kg.extract.evaluated import evaluated, project_at
from kg.model import Span
from kg.recognise.reading import Reading

# No clause of these slots is longer; text beyond it is hostile or a sentence.
_LONGEST: Final = 60
_LEVEL: Final = r"(?:中央|国家|自治区|(?:[省市县区州旗镇乡村]|地方|上|本|同|各)+(?:级|本级)?)"
_WHEN: Final = r"(?:截[至止]|到|(?:19|20)\d\d年度?|年度|\d{1,2}月份?|\d{1,2}日|年[初末底中内]|[末底]|全年|当年|本年度?|目前)"
_DONE: Final = (
    r"(?:安排|下达|下拨|拨付|拨款|到位|到账|筹集|筹措|争取|落实|收到|支付|支出|使用|列支|兑付|兑现|发放|执行|报账|批复|开支"
    r"|清算|结算|预拨|分配|核拨|调整)"
)
_WHAT: Final = r"(?:总?投资|总?投入|概算|估算|总?预算|总?规模|总?盘子|总量|总额)"
_MONEY: Final = r"(?:项目|工程|专项|财政|资金|经费|款|补助|补贴|奖补|金额|数)"
_HOW: Final = (
    r"(?:共|计划|计|合计|累计|总计|实际|已经?|需|应|预计|追加|申请|申报|核定|核准|全部|全额|足额|及时|先后|统筹|整合|完成|一次性|分[一二两三四五六七八九十\d]{1,2}[批次期]次?"
    r"|(?:我|该|本(?!级))(?:[省市县区州旗镇乡局委办厅院校站所馆]|单位|部门|中心)?|[此的为约达是由给至向从于:]|建设|主管部门|单位)"
)
# The longer word stands first and is kept once read, so that there is one way to read a clause.
_SLOT: Final = rf"(?>{_DONE}|{_WHEN}|{_WHAT}|{_MONEY}|{_HOW}|{_LEVEL})"
_OFFICE: Final = r"(?:[\u4e00-\u9fff、]{2,24}?(?:厅|局|委|部|政府|委员会)(?:联合)?)?"
_NAMED: Final = r"(?P<fund>[\u4e00-\u9fff“”]{2,20}?(?:资金|经费|补助|专项)(?:\d{1,2}批次?)?)"
_WHOLE: Final = re.compile(rf"(?:{_WHEN})*+{_OFFICE}{_SLOT}*+(?:{_NAMED}{_SLOT}*+)?")
# The money of a level of government, which is handed down under a name of its own (中央财政水利发展资金).
_HANDED: Final = re.compile(rf"(?:{_LEVEL}|财政)$")
_SAYS: Final = re.compile(rf"{_DONE}|{_WHAT}")
_LEAD: Final = re.compile(rf"(?:{_WHEN}|[:,])*+")
_MARK: Final = re.compile(r"(?:\d{1,2}[.、．](?!\d)|[（(][一二三四五六七八九十\d]{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]{1,3}[、是])")
_TAIL: Final = re.compile(r"(?:(?<!节)约|(?<!合)计|[为共达是:]|合计|总计|总额(?=共|为))+$")

# Whose money a part is, or the batch in which it was handed out.
_SOURCE: Final = re.compile(
    rf"(?:其中|[:,]|[和及另含由]|申请|申报|争取|通过|拟|需)*(?P<name>(?:{_LEVEL}|财政|社会|其[他它余]|车购税|地方政府|东西部协作|对口(?:支援|帮扶|协作)|帮扶|结对)"
    r"[\u4e00-\u9fff（）()]{0,12}?(?:资金|补助|配套|投入|专项|拨款|安排|投资|自筹|债券?|预算|切块|统筹|分担|承担)(?:下达|安排|到位|部分)?"
    r"|[\u4e00-\u9fff、]{0,12}?自筹(?:资金)?|(?:中央|(?:[省市县区州旗镇乡]|市县|地方|上|本)(?:级|本级)|[省市县区]本级)(?:财政|部分)?|(?:专项|一般|国)债(?:券|资金)?)"
    r"(?:[只仅]|部分)*(?P<spent>(?:实际|支出|支付|使用|执行|到账|到位|数)+)?(?:[为共约计达是:]|合计|共计)*"
)
_BATCH: Final = re.compile(
    r"(?:其中|[:,])*(?P<name>第[一二三四五六七八九十\d]{1,2}[批次期](?:次)?(?:下达|安排|拨付|到位|支付|兑付|资金)*)(?:为|共|计|:)*"
)
# 剩余13.8万元, 尚有180万元未拨付: what is left of the whole.
_LEFT: Final = re.compile(
    r"(?:年[末底]|截[至止]|目前|其)*(?:(?:剩|结|节|尚|还)?余|尚有|还有|未(?=支付|拨付|使用|支出|兑付))(?:未|下|支付|拨付|使用|支出|兑付|的|资金|款项?|部分|共|为|计)*"
)
# 省级资金分两批到账，分别为…: what the figures of the batches are called, in their order.
_BATCHED: Final = re.compile(
    r"(?P<whose>[\u4e00-\u9fff]{0,12}?)(?:先后)?分?(?P<count>[两二三四五六])[批期](?:次)?(?P<deed>(?:下达|拨付|到位|到账|安排|兑付)*)"
)
_COUNTS: Final = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_HEADING: Final = re.compile(r"资金|经费|预算|投[入资]|概况|基本情况|概述|立项|批复|收支|财务|切块|下达|拨付|支出(?!绩效)|背景")
# （二）资金使用情况。…: a heading at the start of the line.
_RUN_IN: Final = re.compile(r"[^。：:，　]{0,16}(?:资金|经费|预算|投[入资])[^。：:，　]{0,12}[。：:　]")
_OTHERS: Final = re.compile(r"完成投资|贷款|社会资[本金]|民间|融资|捐|保费|带动|撬动|企业投")
_OWN: Final = re.compile(r"[该本]?(?:项目|专项|财政|补助|奖补|扶持)(?:资金|经费)|[该本]项目")
_GIVEN: Final = re.compile(r"(?:发放|兑现|兑付|给予)(?:补贴|补助|奖补|款)?")
_IN_ALL: Final = re.compile(r"共|计|总|实际|全年|项目|专项|资金")
_SPENT: Final = re.compile(r"支付|支出|使用|列支|兑付|兑现|发放|执行|报账|开支|清算|结算|(?<!下达)(?<!预算)拨付|拨款|已下达|实际下达")
_CAME: Final = re.compile(r"到位|到账|收到|落实")


@dataclass(frozen=True, slots=True)
class FundMoney:
    """What a clause says of the project's money: its words, its measure (None for a part, which has its whole's), whether it is a part.

    `spent` marks a part that is said to be spent, `done` one that is said to be handed out or spent.
    """

    words: str
    measure: Measure | None
    part: bool
    spent: bool = False
    done: bool = False


def fund_money(reading: Reading, clause: Span, listed: bool) -> FundMoney | None:
    """Return what the clause before a figure says of the evaluated project's money, or None where it says anything else.

    A source without a word for money (省级, 市本级) is a part only where parts are `listed`.
    """
    project = project_at(reading, clause.start)
    said = "".join(reading.text[clause.start : clause.end].split()).translate({0xFF1A: ":", 0xFF0C: ","})
    if not project or not said or len(said) > _LONGEST + len(project) or _OTHERS.search(said):
        return None
    said = _MARK.sub("", said.replace(project, "项目"), count=1) if _MARK.match(said) else said.replace(project, "项目")
    if _LEFT.fullmatch(said) and of_money(reading, clause):
        return FundMoney(_TAIL.sub("", said), "carryover", False)
    if match := _BATCH.fullmatch(said):
        return FundMoney(match["name"], None, True)
    if (match := _SOURCE.fullmatch(said)) and (listed or re.search("资金|补助|配套|自筹|债|投资|拨款|专项$", said)) and not _opens(said):
        return FundMoney(match["name"], None, True, match["spent"] is not None, _SAYS.search(said) is not None)
    match = _WHOLE.fullmatch(said)
    if match is None or _SAYS.search(said) is None or not (_OWN.search(said) or of_money(reading, clause)):
        return None
    if match["fund"] and not (_HANDED.search(said, 0, match.start("fund")) or _same(match["fund"], project)):
        # 发放研发后补助860万元 is a line of the fund, not the fund.
        return None
    if _GIVEN.search(said) and not _IN_ALL.search(said):
        # 一是支持企业投保，兑现补贴1260万元: given out for the purpose just named.
        return None
    words = _TAIL.sub("", _LEAD.sub("", said, count=1))
    return FundMoney(words, _measure(said), False) if words else None


def _same(fund: str, project: str) -> bool:
    """Return whether a fund's name is the evaluated one's with words left out (科技创新专项, 市级科技创新专项资金)."""
    rest = iter(project)
    return all(character in rest for character in re.sub(r"\d{1,2}批次?$", "", fund))


def is_part(words: str) -> bool:
    """Return whether words name a part of the project's money by its source or batch."""
    return _SOURCE.fullmatch(words) is not None or _BATCH.fullmatch(words) is not None


def batches(words: str) -> tuple[str, ...]:
    """Return the names of the batches that words announce (省级资金分两批到账: 省级资金第一批, 省级资金第二批), or none."""
    match = _BATCHED.fullmatch("".join(words.split()).rstrip(":：，"))
    if match is None:
        return ()
    return tuple(f"{match['whose']}第{number}批" for number in "一二三四五六"[: _COUNTS[match["count"]]])


def trimmed(words: str) -> str:
    """Return the words before a figure without those that only lead to it (共计, 约, 为); "" where nothing else is said."""
    return _TAIL.sub("", "".join(words.split()))


def _opens(said: str) -> bool:
    """Return whether a clause that begins with a level of government says what that level did with the whole (县级财政安排项目资金)."""
    return re.search(r"(?:安排|下达|拨付|批复)(?:我|该|本)?(?:[省市县区局委])?(?:该|本)?(?:项目|专项)", said) is not None


def of_money(reading: Reading, clause: Span) -> bool:
    """Return whether the headings above a clause, or the heading that opens its line, speak of the project's money."""
    line = reading.text.rfind("\n", 0, clause.start) + 1
    if _RUN_IN.match(reading.text, line, clause.start):
        return True
    if (name := project_at(reading, clause.start)) != evaluated(reading):
        # Below the heading of one project among several, or of one line of a fund, all money is its own.
        return bool(name)
    innermost = next(sections_above(reading, clause.start), None)
    return innermost is not None and _HEADING.search(innermost.heading) is not None


def _measure(said: str) -> Measure:
    if re.search("结[余转]|剩余", said):
        return "carryover"
    if "调整" in said:
        return "adjusted"
    if re.search("应(?:到位|拨付|下达|安排)|计划", said):
        return "budget"
    return "final" if _SPENT.search(said) or _CAME.search(said) or ("实际" in said and "投资" not in said) else "budget"
