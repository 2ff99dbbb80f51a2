"""What words before an amount name a line of project expenditure, and which name only whose money it is or what others spend."""

from __future__ import annotations

import re
from typing import Final

from kg.extract.account_concepts import fold_text, key_of
from kg.extract.account_subjects import SOURCE

LONGEST_NAME: Final = 45
FUND: Final = re.compile(r".*(?:专项|资金|经费|项目|补助|补贴|贴息|奖补|奖励|工程|费用?|支出|工作|平台)")
# Only these name money whatever the section: a project (…项目5亿元) may be an investment of others.
SURE_FUND: Final = re.compile(r".*(?:(?:专项|补助|奖补|奖励|扶持|引导|发展|专账|衔接|配套|工作|项目|建设|保障)资金|经费|专项)")
# Marks of a list, and words that hand money out (安排了, 拨付), before a name.
LEAD: Final = re.compile(
    r"^(?:[^，。；]{0,30}(?:安排|拨付|支付|下达|追加)了(?:关于)?|以及|其中[：:，]?|另外[，]?|[\s　、，]"
    r"|(?:其次|再次|最后|其余)[是为]?|此外|[还另]有|还(?=安排)"
    r"|\d{1,2}[.、．](?!\d)|\d{1,2}[.、．](?=20\d\d年)|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|[一二三四五六七八九十]{1,3}(?:是|、)"
    r"|安排|下达|拨付|兑现|发放|列支|给予|主要原因是|主要是|原因是|(?:资金|经费)?(?:主要)?用于(?:支付|发放|开展|购买)?|支付(?=[^，。；]{2,14}[费款])|(?:20\d\d年度?|全年|本年度?|当年|年内|共|累计|年初)+"
    r"(?:安排|下达|拨付|投入|使用|兑现|支付|落实|列支|发放|收到|到位)+)+"
)
# 追加了维稳经费指标支付了12万元: the fund that was paid out stands before the verb.
PAID: Final = re.compile(
    r"(?:[^，。；]{0,12}?(?:安排|拨付|支付|下达|追加)了(?:关于)?)?(?P<fund>[^，。；]{2,40}?(?:经费|资金|专项))(?:指标|预算)?"
    r"(?:支付|列支|拨付|安排)了(?:给|向|用于|[\s　]*$)"
)
# Words of spending between a name and its amount.
_SPENT: Final = re.compile(
    r"(?:[，、：:]|实际|全年|年度|本年|当年|预算|共计?|合计|累计|安排|下达|拨付|到位|使用|指标|支付了?"
    r"|支出|投入|列支|资金(?:共|为|总额)|(?<=安排|使用|投入|支付)资金|金额|总额|决算|执行|数|为|约|[\s　])+$"
)
# Words of a sentence, not of a name.
_SENTENCE: Final = re.compile(
    r"帮助|争取|压减|压缩|债券|债务|完成|实现|带动|引进|产值|减免|签约|累计|达到|超过|同比|获得|为企业|营业|销售|欠款|账款|节约|共有"
    r"|预算数|(?:收入|合计|总额|总计|年初预算)$"
)
# Words of other people's money, unless they say what a fund is for (贷款贴息资金, 融资担保降费补助).
_MARKET: Final = re.compile(r"投资|贷款|融资|税")
_MONEY: Final = re.compile(r".*(?:资金|经费|专项|奖补|补助|补贴|奖励|贴息)")
# 各类补助资金, 配套资金, 工作经费 say what kind of money it is and name no line.
_GENERIC: Final = re.compile(
    r"(?:各[类级项]|上级|本级|[省市县区]级|中央|省|市|县|区|地方|财政|相关|有关|配套|专项|补助|奖补|扶持|发展|工作|项目|业务|日常|年度|部门|单位"
    r"|其[他它余]|剩余|上述|以上|该|此|所需|全部|人员|公用|办公|活动|自筹|社会|政府|专款|建设|引导|衔接|奖励|运行|维护|办案|结余|结转|转移支付|债券)*"
    r"(?:资金|经费|补助|补贴|奖励|专项|费用?)(?:总额)?"
)
# What firms, banks and the whole town spend is no money of the unit.
_OTHERS: Final = re.compile(
    r"企业研发|全社会|全[市县区省州镇]|研发(?:投入|经费|费用)|[规限]上|公司|集团|社会资本|民间|个人|基金规模|贷款|保费|货款|罚|捐赠|善款"
)
_ANY: Final = re.compile(r"(?:专项|项目|财政|补助|奖补|补贴|奖励|财政专项|专项补助)(?:资金|经费)?|资金|经费")
_PARTS_OF_KIND: Final = re.compile(
    r"(?:延续性?|新增|一次性|经常性|本级|其[他它]|当年|上年|重点|一般|特定目标类?|运转类?|部门|单位|基本)(?:项目|专项)?(?:支出|经费|资金)?"
)


# 省财政厅以…号文下达我县2022年…资金: what stands before the name tells who handed it down, and when.
_HANDED_BY: Final = re.compile(
    r"^.*(?:下达|拨付|追加|分配)(?:给)?(?:我|本|全)?(?:[省市县区州旗局委]|单位|部门)?(?:20\d\d年度?)?(?=[\u4e00-\u9fff“]{4})|^20\d\d年度?(?=[\u4e00-\u9fff“]{2,3}级)"
)


def name_of(words: str) -> str:
    """Return the name in the words before an amount, without list marks before it and words of spending after it."""
    if paid := PAID.match(words):
        return "".join(paid["fund"].split())
    words = _HANDED_BY.sub("", words) if "文" in words or "财政" in words else words
    return "".join(_SPENT.sub("", LEAD.sub("", words)).strip('“”"').split())


def is_name(name: str) -> bool:
    """Return whether words may name a line of project expenditure: no sentence, no account, no source of money."""
    if (
        len(name) > LONGEST_NAME
        or SOURCE.fullmatch(name)
        or name.startswith("给")
        or _ANY.fullmatch(name)
        or _SENTENCE.search(name)
        or (_MARKET.search(name) and not _MONEY.fullmatch(name))
        or not re.search(r"[\u4e00-\u9fff]{2}", name)
    ):
        return False
    key, _ = key_of(fold_text(name))
    return key in ("", "superior-special-fund", "business-work-expenditure", "operation-maintenance-expenditure")


def is_own_line(name: str, shortest: int = 5) -> bool:
    """Return whether a name, wherever it stands, is a line of its own: no word for money of some kind, nor for money of others."""
    return is_name(name) and len(name) >= shortest and not _GENERIC.fullmatch(name) and not of_others(name) and not is_kind(name)


def of_others(name: str) -> bool:
    """Return whether words speak of what firms, banks or the whole town spend."""
    return _OTHERS.search(name) is not None


def is_kind(name: str) -> bool:
    """Return whether words divide expenditure by its kind (延续性项目, 一次性项目) and name no project."""
    return _PARTS_OF_KIND.fullmatch(name) is not None
