"""The parts that frames of relations are made of: who (<a>), adverbs (<adv>), sums (<m>) and the sorts of things acted on."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kg.extract.phrases import alternatives
from kg.extract.project_bounds import WORDS as PROJECT_WORDS
from kg.extract.skeletons import BANK, BEGINNINGS, CODES, FIRM, OFFICE, OTHER, PARK, SCHOOL
from kg.extract.stated import heads

WORDS: Final = "relation_words"
SIGNS: Final = f"{FIRM}{SCHOOL}{BANK}{OFFICE}{OTHER}{PARK}"
# Which names may fill a slot: <a> any body, <a:firm> a firm or an institute, <a:bank> a bank, <a:place> whatever has an inside.
KINDS: Final = {
    "": f"[{FIRM}{SCHOOL}{BANK}{OFFICE}{OTHER}]",
    "firm": f"[{FIRM}{SCHOOL}]",
    "maker": f"[{FIRM}{SCHOOL}{OTHER}]",
    "company": FIRM,
    "bank": f"[{BANK}]",
    "lender": f"[{BANK}{FIRM}{OTHER}]",
    "any": f"[{SIGNS}]",
    "park": f"[{PARK}{OTHER}]",
}
_REMARK: Final = r"(?:\s?（[^（）\n]{0,60}）)?"
# What may close a list of names: 等, 等17户企业, or a count without 等 (甲、乙两家企业).
_ETC: Final = r"(?:等[^，。；：、]{0,16}?|\s?[\d一二两三四五六七八九十]{1,4}\s?[家户][^，。；：、]{0,4}?)?(?:企业|公司|集团)?"
# Single characters share one class: the pattern is compiled in every frame with a sum.
_SUM: Final = r"(?:(?:[\s近约超过逾达共各计为]|合计|累计|资金|人民币|金额)*\d[\d,.]*\s*[余多]?[十百千]?[万亿]?[美欧港日]?元)"
_SUMS: Final = rf"(?:{_SUM}(?:、\s*\d[\d,.]*\s*[万亿]?[美欧港日]?元)*)"
_SELF: Final = r"(?:我们?[\u4e00-\u9fff]{1,2}|本[\u4e00-\u9fff]{1,2}|该[\u4e00-\u9fff]{1,2}|学校|学院|医院|园区)"
_DATE: Final = r"(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬|[初底])?)?"
_HAN: Final = r"\u4e00-\u9fff"
_PLAIN_CODES: Final = tuple((chr(number), code) for number, code in CODES.items() if chr(number) not in "()")
_QUOTED: Final = r"(?:“[^”\n]{2,40}”)"
_NAME: Final = r"[^，。；：、（）\s“”《》的\d]"
# What a verb of building, paying or making acts on, whatever it ends in: up to a mark, a figure or what is told next.
_ANY: Final = (
    rf"(?:[^，。；：、（）\s“”《》的了\d{SIGNS}]|(?<=年产)\d[\d.]*[万亿]?|(?<=处理)\d[\d.]*[万亿]?|(?<=日产)\d[\d.]*[万亿]?|(?<!\d)\d{{1,2}}(?=[A-Za-z])|"
    r"（[^，。；：、（）\d]{1,8}）)"
)
_OVER: Final = (
    r"(?=[，。；：、（）\s\d]|$|并[已投建开启]|已[经全于建投完]|于\d|等|达\d|共\d|约\d|近\d|超|揭牌|挂牌|入选|投用|启用|运行|落成|签约)"
)
_PLAIN: Final = r"[^，。；：、（）\s“”的]"
# What stands between a name and its verb: adverbs, a date, 就某事; no other name and no mark.
_BETWEEN: Final = rf"[^，。；：、（）“”《》的{SIGNS}]"
# Where a thing acted on ends: at a mark, at a date, count or sum, before what is told of it.
_STOP: Final = (
    r"(?=[，。；：、（）\s]|$|\d{1,4}[年月日个台套项件份款亿万元%]|\d[\d.,]*[万亿]?元|\d[\d.,]*[万千]?(?:平方米|平米|亩|公里|千米|米|吨)|公开招标|标的|概算|合同|设备(?:已|正|安装|进场|调试)|"
    rf"[为{BEGINNINGS}])"
)


def slot(name: str, kind: str) -> str:
    """Return the regular expression of a slot or a macro of a frame; a role of relation_words.csv where it is neither.

    A slot of names takes a list (甲、乙和丙等5家企业), <one> one name, and <am> names each with its sum (甲12万元、乙3万元).
    """
    if name in ("a", "b", "c"):
        one = KINDS[kind] + _REMARK
        # A member of a list that no recogniser knows parts no list.
        unknown = rf"[^，。；：、（）\s{SIGNS}]{{2,14}}(?=[、和])"
        return rf"(?P<{name}>{one}(?:(?:、|和|及|以及)(?:{one}|{unknown}))*){_ETC}"
    if name == "one":
        return f"(?P<a>{KINDS[kind]})"
    if name == "am":
        # 甲12万元、乙到账3万元, 丙、丁各5万元, 戊某平台8万元.
        # Who pays stands before a sum as who is paid does (省财政1200万元): an office is paid nothing here.
        several = rf"{KINDS[kind or 'maker']}{_REMARK}(?:、{KINDS[kind or 'maker']}{_REMARK})*"
        work = rf"(?:[^，。；：、（）\d{SIGNS}]{{2,16}}?(?:平台|项目|车间|改造))?"
        one = rf"{several}{work}(?:一家|公司)?(?:[各均]|分别)?(?:到账|获得?|获[补批拨奖]|得到|领取|拿到|兑现|奖[补励]|补助)?{_SUM}{_REMARK}"
        return rf"(?P<a>{one}(?:[、，和及]+{one})*)"
    made = _works().get(name) or _things().get(name)
    return rf"(?P<{name}>{made})" if made else _macros().get(name) or alternatives(WORDS, name)


@cache
def ending(name: str) -> re.Pattern[str] | None:
    """Return what cuts the words that fill a slot to what ends as such things do, None for slots that end by themselves.

    The nouns that works and places end in are hundreds, and are compiled once instead of in every frame.
    """
    full = {"work": "told", "place": "site", "own": "ownwork", "owned": "ownwork"}.get(name)
    return re.compile(_coded(slot(full, ""))) if full else None


def expanded(frame: str) -> str:
    """Return a frame of relation_frames.csv as a regular expression over the coded words of skeletons."""
    made = re.sub(r"(?<!\(\?P)(?<!\(\?)<([a-z_]+)(?::([a-z]+))?>", lambda match: slot(match[1], match[2] or ""), frame)
    return _coded(made)


def _coded(pattern: str) -> str:
    """Return a pattern over words as one over coded words; round brackets of its syntax stay what they are."""
    marks = {ord(character): code for character, code in _PLAIN_CODES}
    return pattern.translate(marks).replace(_HAN, f"{_HAN}\\ue012-\\ue0ff")


@cache
def _macros() -> dict[str, str]:
    return {
        "adv": rf"{_BETWEEN}{{0,20}}?",
        "how": rf"(?:(?:于|在)?(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}日)?)?{_BETWEEN}{{0,7}}?",
        "calm": rf"[^，。；：、（）“”《》的\d{SIGNS}]{{0,7}}?",
        # 与甲、乙共建: the names behind 与 are the other side and not who the clause speaks of.
        "alone": r"(?<![与同和跟向给对为])(?<!联合)(?<!会同)(?<!携手)(?<!委托)",
        "with": r"(?:与|同|和|跟|联合|会同|携手|牵手|联手|协同)",
        # A clause that begins with 与甲…, or with 我局 and the like: its subject is the one spoken of before, or who reports.
        "begin": rf"(?:(?:^|(?<=[，：:；、])){_DATE}(?:{alternatives(WORDS, 'begin')})*{_SELF}?)",
        # 与本地民企甲合资, 与央企乙共建: what the other side is stands before its name.
        "desc": rf"(?:[^，。；：、（）“”的{SIGNS}]{{0,8}}(?:企业|公司|[民国央外药车名]企|平台|巨头|厂商|院所|高校|机构|龙头)—*)?",
        # Members of a list that no recogniser knows.
        "other": rf"(?:[^，。；：、（）{SIGNS}]{{2,10}}、)?",
        "more": rf"(?:[、和][^，。；：、（）{SIGNS}]{{2,8}}?)?",
        "free": rf"(?:[^，。；：{SIGNS}]{{0,8}}?)",
        "m": _SUMS,
        "wide": rf"[^，。；：{SIGNS}]{{0,24}}",
        "n": r"\s*\d[\d,.]*\s*[万千]?余?[吨台套件个张辆户亩人份支条座处]",
        "too": r"(?:还|又|也|已|并|先后|成功|正式|再次|首次|分别|相继)*",
        "r": _REMARK,
        "text": r"(?:[^，。；：]{0,24}?)",
        "far": r"(?:[^。；]{0,50}?)",
    }


@cache
def _works() -> dict[str, str]:
    roles = "|".join(alternatives(PROJECT_WORDS, role) for role in ("head", "site", "platform", "road_section"))
    tail = rf"(?:{roles}|{alternatives(WORDS, 'work_head')}|项目|工程|课题)(?:[一二三四五六]期)?(?:工程|项目)?"
    inner = r"(?:[^，。；：、（）\s“”《》的]|（[^，。；：、（）\d]{1,14}）)"
    own = rf"(?:[^，。；：、（）\s“”《》的了将被{SIGNS}]|（[^，。；：、（）\d]{{1,6}}）)"
    famed = rf"(?:{_QUOTED}|《[^》\n]{{2,40}}》)"
    named = rf"{famed}(?:{_NAME}{{0,8}}?(?=由)|{_NAME}{{0,8}}?{_STOP})"
    service = rf"(?:{alternatives(WORDS, 'service')}|项目|工程|标段|改造)(?=[，。；、（）\s\d]|$)"
    return {
        # Up to the mark, where the words then are cut to what ends as works do.
        "work": rf"{famed}?{inner}{{0,40}}",
        "told": rf"{famed}?{inner}{{0,36}}?{tail}{_STOP}|{named}|[{PARK}]{_STOP}",
        # What stands right behind a firm's name and ends as works do: 甲二期, 甲年产5万吨某生产线.
        # Up to what no name holds; `ending` cuts the words, and says where what is told of the work begins.
        "own": rf"(?:{own}{{0,8}}{_QUOTED})?{own}{{0,40}}",
        "owned": rf"(?:{own}{{0,8}}{_QUOTED})?{own}{{0,40}}",
        "ownwork": rf"(?:{own}{{0,8}}{_QUOTED})?{own}{{0,30}}?(?:{tail}|[一二三四五六]期){_STOP}|{_QUOTED}(?:项目|工程|课题|建设)",
        "service": rf"{famed}?{_PLAIN}{{2,24}}?{service}",
        "quoted": rf"{_QUOTED}(?:项目|课题|工程|技术攻关)?",
        "titled": r"“[^”\n]{4,40}”(?:项目|课题|技术|工程|重点专项|专项)?",
        "any": rf"{famed}{_NAME}{{0,12}}?{_OVER}|{_ANY}{{3,30}}?{_OVER}",
        "matter": rf"{_NAME}{{2,16}}?",
        # What a clause begins with and says to be carried out: words, or a centre, park or school as a name.
        "topic": rf"(?:[{OTHER}{PARK}{SCHOOL}]|{_NAME}{{2,20}}?(?:（[^（），。；]{{1,8}}）)?)",
        "setup": (
            rf"[{OTHER}{SCHOOL}]|{famed}|{_ANY}{{2,24}}?"
            rf"(?:室|院|所|中心|站|坊|圃|馆|平台|联盟|联合体|门诊|研究会|库|公司|机构){_OVER}"
        ),
        "kit": rf"[^，。；：、（）\s“”的了{SIGNS}]{{2,18}}?",
        "soft": rf"{_QUOTED}(?:系统|平台|软件|小程序|大脑|大模型|APP|应用)",
        "insured": rf"{_NAME}{{2,20}}?险{_OVER}",
        "doc": r"《[^》\n]{4,40}》",
        "office": rf"{_NAME}{{4,28}}?(?:秘书处|工作组|技术委员会|分会)",
    }


@cache
def _things() -> dict[str, str]:
    body = rf"(?:{heads('founded')}|{alternatives(WORDS, 'founded_head')})"
    counted = r"(?!\d+(?:余|多)?[个部项本篇册门场期次])"
    model = rf"{_NAME}{{0,14}}[A-Za-z]{{1,8}}[-A-Za-z0-9]*{_NAME}{{0,10}}?"
    title = r"(?!项目|课题|工程|专项|技术|计划|称号|奖|专利|品牌建设)"
    fund = "|".join((heads("receives_funding"), alternatives(WORDS, "fund"), alternatives(WORDS, "fund_head")))
    # A regional exchange has boards of its own: 某股权交易所科技创新专板, 某股交中心“专精特新”专板.
    own_board = r"(?:“?[\u4e00-\u9fff]{2,8}”?(?:专板|板块|层|板))?"
    board, place = f"{alternatives(WORDS, 'board')}{own_board}", alternatives(WORDS, "place_head")
    lab = r"(?:实验室|研究中心|工程中心|技术中心|创新中心|检测中心|检验中心|质检中心|工作站|研究院|研究所)(?:（[^（）]{1,8}）)?"
    inner = r"(?:[^，。；：、（）\s“”的]|（[^，。；：、（）\d]{1,6}）)"
    inside = f"[{PARK}{OTHER}{SCHOOL}{OFFICE}]"
    return {
        "thing": rf"(?:{_QUOTED}(?:{heads('founded')})?|{_PLAIN}{{0,24}}?{body}){_STOP}|“?[{FIRM}{SCHOOL}{OTHER}]”?",
        "unit": rf"{_PLAIN}{{0,24}}?{body}",
        "product": rf"(?:{_QUOTED}{_NAME}{{0,10}}?|{model}|{_NAME}{{2,20}}?{counted}){_STOP}",
        "goods": rf"(?:[A-Za-z]+[-A-Za-z0-9]*型?|\d[\d.]*(?:[A-Za-z]+|排|寸|代))?{_NAME}{{2,16}}?",
        "made": rf"[^，。；：、（）\s“”《》的\d{SIGNS}]{{1,12}}?{alternatives(WORDS, 'made_tail')}",
        "investor": rf"[^，。；：、（）“”的\d{SIGNS}]{{2,16}}?(?:基金|资本|创投)",
        "brand": rf"{_QUOTED}{title}(?:{_NAME}{{1,10}}?(?=获|摘|拿|取|入选|通过|被|首|销|在|全年|畅|[，。；、（]))?",
        "fund": rf"{_QUOTED}?(?![百千万亿余多]){_NAME}{{0,24}}?(?:{fund})(?:资金)?(?![使管项贷])",
        "lab": rf"[{OTHER}{SCHOOL}]|{_NAME}{{6,30}}?{lab}",
        "zone": rf"[{PARK}]|[^，。；：、（）“”的\d{SIGNS}]{{1,12}}?(?:园区|工业园|开发区|产业园|科技园|物流园)",
        "lender": rf"[^，。；：、（）“”的\d{SIGNS}]{{1,8}}?(?:农商行|农商银行|农信社|农信联社|信用社|信用联社|联社|银行|支行)",
        "relief": rf"{_NAME}{{2,14}}?",
        "award": r"[^，。；：、\n]{2,40}?",
        "board": rf"[{OTHER}{SCHOOL}{FIRM}{OFFICE}]{own_board}|{board}(?:（[^）]{{1,12}}）)?(?:科创板|创业板|主板|北交所|新三板)?",
        "where": rf"[{PARK}{OTHER}](?=[投设开建新成独合全的，。；])|{_PLAIN}{{2,16}}?",
        "place": rf"{_QUOTED}|{inner}{{1,30}}",
        "site": rf"{_QUOTED}{_STOP}|{inside}(?![^，。；、]{{0,12}}?{place}{_STOP})|{inner}{{0,16}}?{place}{_STOP}",
        "event": rf"[^，。；：、\n的]{{0,30}}?(?:{heads('hosts')}){_STOP}",
    }
