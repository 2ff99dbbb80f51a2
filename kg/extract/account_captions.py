"""What the caption of a table of accounts names: the account it breaks down, or the money a list of projects divides."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kg.extract.account_concepts import fold_text, key_of
from kg.structure.numbering import marker

# What a caption says besides the account: its number before it, the kind of table and its unit after it.
_CAPTION_EDGES: Final = re.compile(
    r"(?:预决算|预算|决算)?(?:公开|执行|统计|对比|构成|分配|安排)?(?:情况)?(?:明细|汇总|统计|对比|构成|总)*(?:表|如下)?:?$"
)
_CAPTION_REMARK: Final = re.compile(r"\([^()]*\)|单位:.*$|^附?表(?:\d+|[一二三四五六七八九十]+(?=[、:]))?[、:]?")
_LONGEST_ACCOUNT: Final = 24
_HALF_NAME: Final = re.compile(r"(?:支出|收入|预算|合计|总计)$")
# What a caption says besides the money it divides: （二）重点资金（单位：万元）, 专项资金分配明细表.
_TITLE: Final = re.compile(
    r"(?P<name>[^,;。]{0,20}(?:资金|项目|专项|经费|支出))(?:项目)?(?:支出|使用|分配|安排|执行|投向|具体|情况|明细|汇总|一览|统计)*表?:?"
)


def divided(caption: str) -> str:
    """Return the money that the caption of a list of projects names, or ""."""
    found = marker(caption)
    match = _TITLE.fullmatch(_CAPTION_REMARK.sub("", fold_text(caption[found.end if found else 0 :])))
    return match["name"] if match else ""


@lru_cache(maxsize=1024)
def captioned(caption: str) -> str:
    """Return the account that a caption names (财政拨款“三公”经费支出决算表), or ""."""
    folded = _CAPTION_EDGES.sub("", _CAPTION_REMARK.sub("", fold_text(caption)))
    for start in range(max(len(folded) - _LONGEST_ACCOUNT, 0), len(folded)):
        if key_of(folded[start:])[0] and (start == 0 or not _HALF_NAME.match(folded, start)):
            return folded[start:]
    return ""
