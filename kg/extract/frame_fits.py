"""Whether words can be the thing that a slot of a frame asks for: a work, a product, a fund, a place, a body."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from kg.extract.frame_slots import SIGNS
from kg.extract.phrases import alternatives, lexical
from kg.extract.project_bounds import WORDS as PROJECT_WORDS
from kg.extract.project_bounds import core, generic
from kg.extract.skeletons import BANK
from kg.extract.stated import heads

_WORDS: Final = "relation_words"
_SIGN = re.compile(f"[{SIGNS}]")
_NO_ANY = re.compile(
    r"(?:机制|体系|关系|渠道|模式|团队|队伍|制度|环境|格局|氛围|能力|水平|意识|标准|规范|生态|品牌|课程|专业|班|活动|行动|工作|任务|情况|任务书|方案|"
    r"计划|目标|贷|险|券|债|称号|名单|资金|经费|费用|投资|设备|企业|公司|项目|工程|基地|平台)”?$(?<!.{4}项目)(?<!.{4}工程)(?<!.{4}基地)(?<!.{4}平台)"
)
_VERBAL = re.compile(r"入驻|落户|落地|进驻|共建|合建|联建|签|组建|成立|参与|等|在|与|由|业主|[该本其]|的|[一二三四五六七八九十]是")
_NO_MATTER = re.compile(
    r"(?:投资|概算|资金|经费|金额|合同额|面积|费用?|其中|年|月|日|贷款|补助|奖补)$|^(?:其中|目前|同时|此外|占地|概算|总)|正在|正式|[已未尚把将]|开展|进行|完成"
)
# 投入3000万元对某景区进行改造 tells what is done; it is no name.
_CLAUSAL = re.compile(r"进行|元对|投入\d|投资\d[^的]*$")
_OWN_GOODS = re.compile(
    r"[贷险券债]”?$|联合体|称号|荣誉|"
    r"^(?:主导|拳头|主打|自主|创新|新(?!能源|材料|型)|多|系列|高端|优质|部分|相关|其他|核心|等|\d)"
)
_NO_SERVICE = re.compile(r"问卷|满意度|绩效|评价|评估|审计|民意|自评")
_NO_WHERE = re.compile(
    r"[内外上下中]$|^[，。；、]|平台|项目|园区$|我[县市区]|方面|领域|基础|过程|年|月|\d|企业|同行|全[省市县区国]|当地|本地"
)
_GIVEN = re.compile(
    r"[家户个]|企业|公司|协调|提供|办理|解决|获|得|争取|享受|取|申|拨|发|兑|给|落实|向|为|领|收|累计|实现|完成|缴|返还|用|投"
)
GIVING: Final = re.compile(
    r"^(?:分别|各|已|累计|共|一次性|后|并|还)*(?:兑[现付]|发放|拨[付给]|落实|下达|给予|争取|返还|申请|获得?|享受|取得|领取|得到|收到|支付|兑)(?:了|到)?"
)
QUOTE_ONLY: Final = re.compile(r"“[^”]*”")


def fits(name: str, shape: str, words: str) -> bool:
    """Return whether words can fill the slot `name`; `shape` is the same with a sign for each name in it."""
    if words.count("“") != words.count("”") or not 2 <= len(words) <= 60:
        return False
    test = _TESTS.get(name)
    return test(name, shape, words) if test else bool(shape)


def _work(name: str, _shape: str, words: str) -> bool:
    plain = core(words)
    told = QUOTE_ONLY.sub("", plain)
    if _VERBAL.match(words) or _CLAUSAL.search(words):
        return False
    if name == "service" and (_NO_SERVICE.search(words) or len(plain) < 4 or _only_service().fullmatch(words)):
        return False
    if generic().fullmatch(plain) or any(lexical(PROJECT_WORDS, role).search(told) for role in ("clause", "money")):
        return False
    return "等" not in plain and not lexical(_WORDS, "no_own", "^@").match(words) if name in ("own", "owned") else len(plain) >= 3


def _product(name: str, _shape: str, words: str) -> bool:
    if name == "made" and lexical(_WORDS, "no_own", "^@").match(words):
        return False
    return (
        words[0] not in "该其本此这"
        and not _OWN_GOODS.search(words)
        and ("“" in words or not (lexical(_WORDS, "no_product").match(words) or lexical(_WORDS, "no_made").search(words)))
    )


def _board(_name: str, shape: str, words: str) -> bool:
    return "交" in words or "板" in words or not _SIGN.search(shape)


def _lab(_name: str, _shape: str, words: str) -> bool:
    return len(words) >= 9


def _matter(_name: str, _shape: str, words: str) -> bool:
    return (
        len(words) >= 3
        and not _VERBAL.match(words)
        and not lexical(_WORDS, "same_work", "^@*$").match(words)
        and not _NO_MATTER.search(words)
    )


def _anything(name: str, _shape: str, words: str) -> bool:
    plain = core(words)
    # 联合实验室 alone names no body.
    return (
        len(plain) >= (6 if name == "setup" else 3)
        and not _NO_ANY.search(words)
        and not generic().fullmatch(plain)
        and not _VERBAL.match(words)
    )


def _body(name: str, _shape: str, words: str) -> bool:
    if name != "event" and "“" in words and not _bodies().search(words):
        return False
    if name != "event" and len(words) < (6 if name == "thing" else 4) and "“" not in words:
        return False
    return not lexical(_WORDS, "internal").search(words) and not lexical(_WORDS, "routine").search(words)


def _fund(_name: str, shape: str, words: str) -> bool:
    bare = GIVING.sub("", words)
    return BANK not in shape and len(bare) > 1 and not _GIVEN.match(bare) and not lexical(_WORDS, "no_fund", "^@*$").match(bare)


def _where(_name: str, _shape: str, words: str) -> bool:
    return not _NO_WHERE.search(words)


def _place(_name: str, _shape: str, words: str) -> bool:
    return words[0] not in "由以从" and not lexical(_WORDS, "no_place", "^(?:我|本|全|该|各|新)?@$").match(words)


_TESTS: Final[dict[str, Callable[[str, str, str], bool]]] = {
    **dict.fromkeys(("work", "told", "own", "owned", "service"), _work),
    **dict.fromkeys(("product", "goods", "made"), _product),
    **dict.fromkeys(("matter", "topic"), _matter),
    **dict.fromkeys(("any", "titled", "setup"), _anything),
    **dict.fromkeys(("thing", "event", "unit"), _body),
    **dict.fromkeys(("fund", "loan"), _fund),
    **dict.fromkeys(("place", "site"), _place),
    "board": _board,
    "lab": _lab,
    "where": _where,
}


@cache
def _only_service() -> re.Pattern[str]:
    return re.compile(rf"(?:建设|工作|项目|工程|{alternatives(_WORDS, 'service')})*")


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile(rf"(?:{heads('founded')}|{alternatives(_WORDS, 'founded_head')})”?$")
