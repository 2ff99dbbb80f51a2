"""The words that lead to a unit's functions: 主要职责是：, 承担四方面职责：, 履行下列职能：, 业务范围：, 主要负责：."""

from __future__ import annotations

import re
from typing import Final

# What the duties of a body are called. A public institution registers its 宗旨和业务范围 in the place of 职责.
_NOUN: Final = r"(?:职责|职能|(?<!目标)(?<!重点)任务|业务范围|业务|使命)(?:任务|职责|职能|分工|范围|定位|内容|配置|简介|概述)?"
_COUNT: Final = (
    r"(?:(?:以下|下列|如下|以下的)?(?:[几一二两三四五六七八九十\d]{1,3}\s*(?:个|大)?(?:方面|项|条|点|类|部分)?)?(?:内容|职责|工作)?)"
)
# 主要职责有：, 主要职责概括为以下六项：, 主要职责共8条：
_LINK: Final = rf"(?:主要|具体|大致)?(?:有|是|为|包括|包含|涵盖|共|分为|体现在|概括为|可概括为|归纳为)?{_COUNT}(?:有|是|为|如下|包括)?"
# 主要负责：, 承担以下工作：
_VERB: Final = (
    r"(?:主要|具体)(?:负责|承担|从事|开展)(?:以下|下列|如下)?(?:[几一二两三四五六七八九十]{1,3}(?:方面|项))?(?:的)?(?:工作|业务|事项)?"
)
_LEAD: Final = rf"(?:{_NOUN}{_LINK}|{_VERB})"
# A year's tasks are no statutory duties: 2023年主要工作任务：, 今年重点任务：.
_OF_A_YEAR: Final = re.compile(r"年|目标|重点|阶段|本期|计划|专项|项目")
_STATUTORY: Final = re.compile(r"职责|职能|业务")

RUNNING: Final = re.compile(
    rf"(?:主要|基本|工作|具体)*{_LEAD}\s*[：:]\s*(?=\S)|(?:主要|基本)(?:工作)?(?:职责|职能|任务)(?:任务)?(?:包括|是|为|有)(?=[^，。：:\n])|(?:职责|职能)(?:分工)?(?:如下|包括)[，,](?=\S)"
)
LEAD_IN: Final = re.compile(rf"(?:^|[。，；,;])([^，。；,;：:]{{0,30}}?{_LEAD})(?:[：:]|(?<=如下)。|(?<=如下))\s*$")


def yearly(text: str, start: int, end: int) -> bool:
    """Return whether the lead at text[start:end] announces the tasks of a year or of a plan and not the duties of the body."""
    clause = max(text.rfind(mark, 0, start) for mark in "。；\n，：") + 1
    return _STATUTORY.search(text, start, end) is None and _OF_A_YEAR.search(text, clause, end) is not None
