"""Names of public bodies: where they begin, which of them only say a grade, and what belongs to them beside their suffix."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import Row, column
from kg.recognise.candidate import Candidate
from kg.recognise.classes import WordClass
from kg.recognise.words import Words

LEVELS = frozenset({*"省市县区旗州盟镇乡", "自治区", "自治州"})
# Single words that lead up to a body: what it is made, asked, told, named as. None begins the name of one.
_LEADS = frozenset("经系受报设挂请由据为对向从赴到在含原该各本其给按至已均")
_COMMON = frozenset({WordClass.GENERAL, WordClass.STOP, WordClass.APPOSITION})
# Behind these a level is the level of many (全县, 各市), of the reader's own, or of none in particular.
_NO_LEVEL = frozenset({"全", "各", "我", "本", "该", "外", "跨", "每", "两", "三", "四", "多", "分", "原"})
# A grade, and nothing that tells one body from the next, stands before the suffix (国家二级博物馆, 某省特色医院).
_GRADE = re.compile(
    r"(?:[一二三四五六七八九\d]星?级|[甲乙丙]等|[国省市区县部厅]家?级|全国|国家|首批|第[一二三四五六七八九]批|优秀|先进|特色|示范|重点|普惠性?|"
    r"标准化|规范化|现代化?|达标|星级|五好|红旗|最美|文明|模范|十佳|百强|所有|全部|公立|公办|民办|定点|基层|各级|各类|新型|高水平)+"
)
_GRADED_FIRST = re.compile(r"(?:[一二三四五]级|[省市区县部]级|[省市区县]属|国家级|首批|年度|全国优秀|各级|各类|所有)")
_GRADED_LAST = re.compile(r"(?:级|星级|[甲乙丙]等|特色|示范|优秀|先进|重点|普惠性?|标准化|五好|文明|模范|定点|各类|各级)$")
_PROVINCE = re.compile(r"(?:国家|全国|[\u4e00-\u9fff]{2,3}(?:省|自治区|市)?|省|市|自治区)")
# What a province awards: behind its name alone they are titles, and the bodies that got them are named elsewhere.
_TITLES = frozenset(
    {"工程研究中心", "工程技术研究中心", "企业技术中心", "技术中心", "创新中心", "工业设计中心", "产业集群", "示范区", "孵化器", "示范园"}
)
_OFFICES = frozenset(
    {"局", "办公室", "管理局", "执法局", "大队", "委员会"} | {f"{what}中心" for what in ("服务", "事务", "管理", "保障", "指导", "发展")}
)
OF_THE_STATE = frozenset({"国家", "中国", "中央", "全国", "国务院", "国防", "中华", "中华人民共和国"})
_TELLING = frozenset({WordClass.PLACE, WordClass.OWN, WordClass.PLAIN})
_SESSION = re.compile(r"第[一二三四五六七八九十百\d]{1,5}[届次]$")
_BANKS = (
    "中国(?:工商|农业|建设|邮政储蓄|人民|民生|光大|进出口|农业发展)?银行|工商银行|农业银行|建设银行|交通银行|邮储银行|邮政储蓄银行|浦发银行|兴业银行|"
    "招商银行|光大银行|民生银行|华夏银行|中信银行|平安银行|浙商银行|渤海银行|国家开发银行|农业发展银行|进出口银行|人民银行|[工农中建交人]行|国开行|农发行"
)
_LONGEST_BRANCH = 24
_BRANCH_ENDS = re.compile("分行|支行|分理处|营业部|营业管理部|营管部")
_BRANCH = re.compile(
    rf"(?:{_BANKS})(?:股份有限公司)?(?P<place>[\u4e00-\u9fff]{{2,8}}?)(?:中心支行|分行|支行|分理处|营业部|营业管理部|营管部)(?![行长])"
)


def opens(words: Words, classes: bytes, index: int) -> bool:
    """Return whether the word `index` only leads up to a public body whose name begins behind it."""
    if index + 1 == len(words.texts):
        return False
    word, behind = words.texts[index], words.texts[index + 1]
    level = behind in LEVELS or (len(behind) == 2 and behind[0] in LEVELS and classes[index + 1] != WordClass.OWN)
    if len(word) == 1 and word in _LEADS and (level or len(behind) > 1):
        return True
    if word in _leading():
        return True
    return level and classes[index] in _COMMON and word not in LEVELS and word not in "和与及、"


@cache
def _leading() -> frozenset[str]:
    """Return the words that lead up to a body."""
    return frozenset(column("generic_words", "word", **{"class": "lead"}))


def of_two_fields(words: Words, classes: bytes, index: int) -> bool:
    """Return whether the conjunction `index` joins two fields of one association: it is the country's or a place's (not 活动和商协会)."""
    return any(classes[i] == WordClass.PLACE or words.texts[i] in OF_THE_STATE for i in range(max(0, index - 4), index))


def levelled(words: Words, index: int) -> bool:
    """Return whether the word `index` is a level of government that stands for its own (县图书馆, and not 全县图书馆)."""
    word = words.texts[index]
    # The dictionary holds some bodies with their level as one word (市图书馆).
    if word not in LEVELS and not (word[0] in LEVELS and len(word) > 2 and words.known[index] and words.tags[index][0] == "n"):
        return False
    return index == 0 or words.texts[index - 1] not in _NO_LEVEL


def graded(stem: str, suffix: str, placed: bool) -> bool:
    """Return whether what stands before `suffix` is a grade, or a province before what it awards: a title, no body."""
    # 某某学全国重点实验室: laboratories are national ones by name.
    if suffix == "实验室":
        return _GRADE.fullmatch(stem) is not None
    if _GRADE.fullmatch(stem) or _GRADED_FIRST.match(stem) or _GRADED_LAST.search(stem):
        return True
    return (placed or stem in {"国家", "全国"}) and suffix in _TITLES and _PROVINCE.fullmatch(stem) is not None


def names_body(words: Words, classes: bytes, start: int, match: re.Match[str], row: Row) -> bool:
    """Return whether the stem says which public body: a place, a level, a word of its own, or for some a field (not 三级医院)."""
    stem = range(words.at(start), words.at(match.start() - 1) + 1) if start < match.start() else range(0)
    placed = bool(stem) and (classes[stem[0]] == WordClass.PLACE or levelled(words, stem[0]))
    if not stem:
        return False
    if row["kind"] != "association" and graded(match.string[start : match.start()], match.group(), placed):
        return False
    # 铜梁片区9座加油站: what is counted is none by name.
    if any(words.texts[i].isdigit() for i in stem):
        return False
    state = words.texts[stem[0]] in OF_THE_STATE
    if row["form"] == "local":
        return (placed or state) and (len(stem) > 1 or levelled(words, stem[0]))
    # 经济发展局, 党政办公室: without a place or a level a field names a department of the reporting unit.
    if placed or (row["kind"] == "government" and match.group() in _OFFICES):
        return placed or state or any(classes[i] == WordClass.OWN for i in stem)
    kinds = {classes[i] for i in stem}
    return match.start() - start >= 2 and (bool(kinds & _TELLING) or match.start() - start >= 4)


def with_session(text: str, start: int) -> int:
    """Return `start` moved over the number of the session that an event's name begins with (第七届某某博览会)."""
    match = _SESSION.search(text, max(0, start - 8), start)
    return match.start() if match else start


def branches(text: str, words: Words, classes: bytes) -> list[Candidate]:
    """Return the branches of the national banks, each with its bank and its place."""
    out = []
    for end in _BRANCH_ENDS.finditer(text):
        match = _BRANCH.search(text, max(0, end.start() - _LONGEST_BRANCH), end.end() + 1)
        if match is None or match.end() != end.end():
            continue
        first, last = words.at(match.start("place")), words.at(match.end("place") - 1)
        if words.starts[first] == match.start("place") and WordClass.MARK not in classes[first : last + 1]:
            out.append(Candidate(*match.span(), "bank", 0.95, "institutions", ("is a bank and its branch",)))
    return out
