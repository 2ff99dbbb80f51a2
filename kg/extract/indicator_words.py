"""What the words around a number say it measures: the governing noun phrase before or after it, growth, share and rank.

All functions take words without white space. The rules are those of the genre: a figure follows its name (规模工业总产值94亿元), or
stands before the noun it counts (55家企业), or continues the name just given (…，同比增长9%，占全年任务的86%，全市排名第二).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.lexicon import column

# Longer names are sentences; the end of the phrase before a number governs it.
LONGEST: Final = 34
_SCOPE: Final = r"全[国省市区县州镇乡村校院厂系]|全社会|全系统|全行业|我[国省市区县州镇乡局委办院校]|辖区内?|区域内|域内|市域|县域"
_TIME: Final = (
    r"[到至](?:19|20)\d\d年(?:底|末)?|[到至]\d{1,2}月(?:份|底|末)|截[至止](?:目前|[^，]{0,12}?(?:[年月日][底末]?|[底末]))|(?:19|20)\d\d年(?:度|初|末|底)?|\d{1,2}(?:-\d{1,2})?月(?:份|底|末)?|\d{1,2}日|今年以来|今年|本年度?|当年|全年|年内|年度|年末|年初|期末"
    r"|[上下]半年|一季度|前三季度|目前|日前|近年来|同期|到目前为止|“?十[一二三四五]五”?(?:期间|以来)?"
)
_ADVERBS: Final = (
    r"其中|另外|另有|另|还有|还|其(?![他它余])|包括|主要(?!领导|污染|农作物|指标)|先后|成功|积极|大力|持续|深入|扎实|累计|共计|总计|合计|全部|总共|共有|共(?![享同建青产性用])"
    r"|已经?|现有|拥有|现(?=拥)|仅|有望|有(?![效关限机偿线色研])|分别|均(?!衡)|各(?=类|项)|并(?!购|网)|通过努力|预计|力争|计划|确保|争取(?=实现|达到|完成|新增)|将(?!军)|可望|倍增"
    r"|实际(?![使利到])|预期|目标任务|目标|组织各类|各类|以及|和|及|与|或|等(?!级)|的|了(?!解)|在(?![职编岗校建园读册])|年底前?|本单位|本部门|本局|我单位|我中心"
    r"|单位(?!价值|面积|产品|GDP|地区|能耗|成本)|部门(?!整体)|上述|以上|该|对应"
)
_LEADING: Final = re.compile(rf"(?:[、，,：:；（(]|\d{{1,2}}[.．、](?=[\u4e00-\u9fff“])|{_TIME}|{_ADVERBS})")
_SCOPED: Final = re.compile(rf"(?P<scope>{_SCOPE})")
_TRAILING: Final = re.compile(
    r"(?:(?:控制|稳定|保持|维持)在|(?:提高|提升|上升|增加|下降|降低|压减|压缩|缩短|减少|扩大|攀升|升|降)(?:到|至|为)|[、，,：:“‘（(]|数量达|数量|共计|合计|总计|累计|总共|共|约|达到|已达|达|均为|均|为|是|(?<!实)有|至|到|增至|增加到|实现|完成|超过|突破|超|近|分别|各|也|已|仅有?|了|由|从|上报数|目标|的|破)+$"
)
_EXAMPLES: Final = re.compile(r"^(?P<verb>.*?)(?P<list>[^、]{1,40}(?:、[^、]{1,40})*等)(?P<rest>[^等]{2,})$")
# 所属单位有A、B等6个: what is counted stands before the examples.
_LISTED: Final = re.compile(r"(?P<head>.{2,14}?)(?:有|包括|为|是|分别为|主要有|[：:])(?P<list>[^、有为是]{2,30}、.+)等$")
_CALLED: Final = re.compile(r"[（(](?:以下|下文|下)?(?:简|统)?称[^（）()]{1,20}[）)]")
_PAIRED: Final = re.compile("[“”（）()《》]")
_PREPOSITION: Final = re.compile(r"(?:为了?|向|对|给|与|在|于|通过|依托|以|按照|根据|自|从|由|经|把|将)")
_DOWN: Final = re.compile(r"负增长|减少|下降|降低|回落|下滑|减|降幅|压减|缩减|收窄|减幅|↓|^低")
_GROWTH: Final = re.compile(
    r"(?P<stem>.*?)(?:[与比较]?(?:上年|去年|上一年|往年|前年|年初|同期|上期|20\d\d年)(?:度|同期|全年|末|底)?(?:相比|数)?)?(?P<base>[比较](?:年初)?预算数?)?(?:同比|环比|年均|同口径|可比口径|按可比价格?(?:计算)?|实现|平均|净)*"
    r"(?P<word>负增长|增长速度|增长率|增长|增速|增幅|增加|提高|提升|上升|攀升|下降|下滑|减少|降低|回落|降幅|压减|增减|翻了?番|[+＋↑↓]|(?<=[年期])[高低]出?)(?:率|幅度|幅)?(?:[为达至到了近约超破]|达到|超过|实现|高达)*$"
)
# 占年度目标80亿元, （年初任务40座）, 目标值为70%: the figure is what was to be reached of the measure just given.
_GOAL: Final = re.compile(
    r"(?:占|为|只|仅|超额完成|完成|超过|超出|[较比]|低于|高于)*(?:全年|年度|年初|预期|年|[省市县区]定|既定|预定|考核|[省市县区]?(?:政府|委|局)?下达|上级|责任书)*(?:的)?"
    r"(?:目标|任务|计划)(?:值|数|任务)?(?:为|是|[：:])?"
)
_SET: Final = re.compile(r"(?:超额)?完成(?:全年|年度|年初|省定|市定|县定|既定|预定)")
_ABOVE: Final = re.compile(r"(?:高于|超过|超出|低于)(?:了)?")
_BEFORE: Final = re.compile(r"[较比]?(?:上年|去年|上年同期|去年同期|上年末)(?:为|是|的|[：:])?")
# 提高到95%, 降至3%: the figure is the level reached, not the change.
_REACHED: Final = re.compile(r"(?:提高|提升|上升|增加|增长|攀升|升|下降|下滑|减少|降低|回落|压减|压缩|降)了?(?:到|至|为)$")
_LEVEL: Final = re.compile(
    r"(?:增长|增加|提高|提升|上升|扩大|发展|攀升|升|下降|减少|降低|降|压缩|压减)(?:到|至|为)(?:了)?(?:20\d\d年(?:末|底)?|目前|今年|当年|年末)?的?"
)
_FROM: Final = re.compile(r"(?<=..)(?:由|从)(?:上年|去年|年初|上年末|去年末|去年底|上年底|20\d\d年(?:末|底)?)(?:同期)?的?$")
_SHARE: Final = re.compile(
    r"(?P<stem>.*?)(?P<share>(?:占比|占)(?P<base>.*?)(?:的比重|的比例|比重|比例|的|比值)*(?:[为达超近约]|达到|超过|分别|仅|已|均)*"
    r"|(?:完成|达到|达|超额完成|为)(?P<done>(?:全年|年度|年初|既定|省定|市定|考核)*(?:目标|任务|计划|指标|预算|进度|数)+(?:数|值|任务)*)(?:的)?(?:[为达]|达到)*)$"
)
_GAP: Final = re.compile(
    r"(?P<stem>.*?)(?P<gap>[比较](?:全[国省市区县州]|同类)[^，]{0,8}?[高低快慢多少]出?|(?:高于|低于|超出?|快于|慢于|高出|低出|超过)(?P<base>.{2,14}?)(?:平均)?(?:水平|增速|速度)?|超额(?:完成)?|领先.{2,10})$"
)
_RANK: Final = re.compile(
    r"(?:综合)?(?:排名?(?:均)?|位次|位居|位列|名列|列|稳居|居|跃居|升至|上升至|保持|进入|跻身|获得?|得|均|并列|名次|在|、|为|，)+"
)
_REGION: Final = re.compile(
    r"(?P<region>全球|世界|亚洲|国内|全国[^，]{0,4}|全[省市区县州镇]|(?:[^、，排名位列居第获在全率数为均]{0,3}[省市县区州]){1,2}(?:[一二三四五六七八九十]{1,2}[区县市])?|省|市|同类[^，]{0,4}|全系统|全行业)$"
)


@dataclass(frozen=True, slots=True)
class Governed:
    """What a number measures: `stem` names it ("" where the name was given before), `suffix` completes a growth, share or rank.

    `after` says that the name stands behind the number.
    """

    stem: str
    suffix: str = ""
    role: str = "actual"
    down: bool = False
    scope: str = ""
    after: bool = False


@cache
def verbs() -> re.Pattern[str]:
    """Return the pattern of the verbs that govern counts and amounts in the genre, longest first."""
    return re.compile("|".join(sorted(map(re.escape, column("indicator_verbs", "verb")), key=len, reverse=True)))


@cache
def _light() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(column("indicator_verbs", "verb", kind="light")) + ")(?:了|好)?")


def squashed(text: str) -> str:
    """Return `text` without white space."""
    return "".join(text.split())


def tidy(words: str) -> tuple[str, str]:
    """Return the governing phrase at the end of `words`, without time, scope, adverbs and light verbs, and the scope ("" if none)."""
    scope = ""
    words = _without_examples(_CALLED.sub("", words))
    while words:
        match = _SCOPED.match(words)
        if match:
            # 全社会 belongs to the name of what is measured in the whole society.
            if match[0] == "全社会":
                break
            # 我局, 我院 is the reporting unit itself, no area.
            scope = match["scope"] if match[0][-1] not in "局委办院校" else scope
        else:
            match = _light().match(words)
            if match and len(words) - match.end() < 2:
                break
            match = match or _LEADING.match(words)
            if match is None:
                break
        words = words[match.end() :]
    words = _balanced(_TRAILING.sub("", words))
    return _short(_without_preposition(words)), scope


def _without_examples(words: str) -> str:
    """Return 新引进项目 for 新引进甲厂、乙厂等项目: examples name no measure."""
    if words.endswith("等") and (listed := _LISTED.match(words)):
        return listed["head"]
    if "等" not in words[:-2]:
        return words
    match = _EXAMPLES.match(words)
    if match is None or ("、" not in words[: match.end("list")] and not verbs().match(words)):
        return words
    verb = verbs().search(words, 0, min(12, match.end("list")))
    return (verb[0] if verb else "") + match["rest"]


def _without_preposition(words: str) -> str:
    if _PREPOSITION.match(words):
        match = verbs().search(words, 1)
        if match and len(words) - match.start() > 3:
            return words[match.start() :]
    return words


def _balanced(words: str) -> str:
    if _PAIRED.search(words) is None:
        return words
    for left, right in ("“”", "（）", "()", "《》"):
        if words.count(left) != words.count(right):
            words = (
                words.replace(left, "").replace(right, "")
                if left in "“"
                else words.rpartition(left if words.count(left) > words.count(right) else right)[2]
            )
    return words


def _short(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    for mark in ("的", "，", "、"):
        head, _, rest = words[-LONGEST:].partition(mark)
        if head and len(rest) >= 6:
            return rest
    return words[-LONGEST:]


def growth(words: str) -> Governed | None:
    """Return what grows or falls by a percentage, a multiple or points, or None where the words speak of no change."""
    match = None if _REACHED.search(words) else _GROWTH.fullmatch(words)
    if match is None:
        return None
    stem, scope = tidy(match["stem"])
    base = match["base"] or ""
    return Governed(stem, f"{base}增长率", "growth", bool(_DOWN.search(match["word"])), scope)


def share(words: str) -> Governed | None:
    """Return what takes a share of, or completes, something; None where the words speak of neither."""
    match = _SHARE.fullmatch(words)
    if match is None:
        return None
    stem, scope = tidy(match["stem"])
    suffix = f"完成{match['done']}比例" if match["done"] else f"占{match['base']}比重"
    return Governed(stem, suffix, "share", False, scope)


def gap(words: str) -> Governed | None:
    """Return what lies above or below something else (高于全市平均水平), or None."""
    match = _GAP.fullmatch(words)
    if match is None:
        return None
    stem, scope = tidy(match["stem"])
    return Governed(stem, match["gap"], "actual", False, scope)


def beyond(words: str) -> str:
    """Return what is left of words that only say what level a named measure reached (增长到2023年的) or came from, else all of them."""
    return "" if _LEVEL.fullmatch(words) else _FROM.sub("", words)


def reference(left: str, right: str) -> Governed | None:
    """Return a figure that stands beside the measure just given: its goal, or its value the year before; None for any other."""
    aimed = right.removeprefix("的").startswith(("目标", "任务"))
    if _GOAL.fullmatch(left) or (aimed and (not left or _SET.fullmatch(left) or _ABOVE.fullmatch(left))):
        return Governed("", "", "target")
    return Governed("", "", "previous") if _BEFORE.fullmatch(left) else None


def rank(words: str) -> Governed:
    """Return what is ranked, and among whom."""
    bare = words
    region = ""
    # 排名全省 and 全省排名: the region stands on either side of the verb.
    for _ in range(2):
        bare = re.sub(rf"(?:{_RANK.pattern})$", "", bare)
        if match := _REGION.search(bare):
            region = match["region"] + region
            bare = bare[: match.start()]
    stem, scope = tidy(re.sub(rf"(?:{_RANK.pattern})$", "", bare))
    if _GROWTH.fullmatch(stem) and not _GROWTH.fullmatch(stem)["stem"]:  # type: ignore[index]
        # 增速全市第一 ranks the growth just stated.
        stem = ""
    if not stem and words.startswith("综合"):
        stem = "综合"
    return Governed(stem, f"{region}排名", "rank", False, scope)
