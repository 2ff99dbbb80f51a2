"""How a count of a title is worded: what opens it, what stands between title and number, who is said to be among those counted."""

from __future__ import annotations

import re
from functools import cache

from kg.extract.phrases import alternatives

_WORDS = "recognition_words"
# What a count's clause may hold before its title besides the words of kind.
_OPENING = (
    r"(?:全[省市区县州]|辖区内?|园区|目前|现|其中|另有|当年|本年度?|全年|今年|去年|20\d\d年度?|截至[^，。]{1,8}|年内|我[省市区县]|成功|有(?=国家|省|市|区|县)|"
    r"已经?|先后|共|[：:])"
)
# 由52家增至67家: the second number is the stock.
_FROM = (
    r"(?:(?:由|从)(?:上年|去年|年初)?的?\s*\d[\d,]*\s*[家个户件项](?:增加?至|增长[到至]|增加到|提高[到至]|发展到|上升[到至]|扩大到|升至)|"
    r"(?:突破|超过?)\s*\d[\d,]*\s*[家个户件项](?:大关)?(?:，)?(?:达到?|增至))"
)


@cache
def kinds() -> re.Pattern[str]:
    """Return the words that say whether a count is a stock (total) or a flow (new)."""
    return re.compile(f"(?P<total>{alternatives(_WORDS, 'total')})|(?P<new>{alternatives(_WORDS, 'new')})")


@cache
def kinds_before() -> re.Pattern[str]:
    """Return the same where they end right before a place."""
    return re.compile(f"(?:{kinds().pattern})$")


@cache
def opened() -> re.Pattern[str]:
    """Return what opens a count right before its number: 新增2家, 共有5家, 获评3家."""
    return re.compile(
        rf"(?:{kinds().pattern}|{alternatives(_WORDS, 'new_in_clause')}|有|获|评为|认定为|入选)"
        rf"(?:了|企业|到|{alternatives(_WORDS, 'counting')})*$"
    )


@cache
def named_first() -> re.Pattern[str]:
    """Return a word of kind with names behind it and the number next: 新增甲、乙等5家."""
    words = "|".join(alternatives(_WORDS, role) for role in ("new", "new_in_clause"))
    return re.compile(rf"(?:{words})(?:了|有)?(?P<who>[^，。；：\d]{{2,60}}?)等?\s*$")


@cache
def before_number() -> re.Pattern[str]:
    """Return words with a title right before a number: 当年新晋省级示范社2个."""
    words = "|".join(alternatives(_WORDS, role) for role in ("total", "new", "new_in_clause"))
    return re.compile(
        rf"(?P<opening>(?:{_OPENING}|{words}|了)*+)"
        rf"(?P<title>[^，。；、：\d（）()]{{4,30}}?(?:（[^（）\d]{{1,8}}）[^，。；、：\d（）()]{{2,14}}?)?){gap().pattern}"
    )


@cache
def behind_number() -> re.Pattern[str]:
    """Return a title right behind a number: 2家省级示范社."""
    return re.compile(r"的?(?P<title>[^，。；、：\d（）()\n]{4,26})(?=[，。；、（(]|$)")


@cache
def within() -> re.Pattern[str]:
    """Return names that a text says are among those counted: 新增X4家，甲、乙名列其中."""
    many = r"(?:等)?(?:[\d一二两三四五六七八九十]{1,3}(?:家|户|个|所))?(?:企业|单位|公司|机构|合作社|项目)?"
    among = alternatives(_WORDS, "in_list")
    first = r"(?:均|都)?(?:为|系|属|是)?(?:首次|首批|新|当年|本年|今年)[^，。；、]{1,8}"
    return re.compile(
        rf"(?:、[^，。；（）]{{2,16}}?\d{{1,5}}\s*[家个张项件户])?[，；]?\s*(?:(?P<listing>{alternatives(_WORDS, 'listing')})[，：:]?)?"
        rf"(?P<who>[^，。；]{{2,80}}?){many}(?:均|都|也|成功|首次)?(?:{among}|{first})(?=[，。；]|$)"
    )


@cache
def gap() -> re.Pattern[str]:
    """Return what may stand between a title and its number: 企业达到, 由52家增至."""
    return re.compile(
        rf"[企业单位产品称号数量总个]*(?:认定|备案|入库|评价|备案入库|通过|有效期内)*(?:{_FROM}|{alternatives(_WORDS, 'counting')}*)"
    )
