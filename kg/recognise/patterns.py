"""Names that end in what they are (…有限公司, …研究所, …大学, …管委会), with their left edge found word by word."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import Row, column, rows
from kg.model import EntityKind
from kg.recognise import public
from kg.recognise.boundary import bounded
from kg.recognise.candidate import Candidate
from kg.recognise.classes import RARE, WordClass, lexicon
from kg.recognise.shape import ADJECTIVES
from kg.recognise.short_names import in_short_name, of_place_and_trade
from kg.recognise.words import Words, frequency, is_han

RECOGNISER = "patterns"
LONGEST = 40
# Where one name ends and the next begins without a mark; a group's company may be followed by its unit.
_BORDER = re.compile(r"(?<!集团)(?<!总)公司(?!第)|(?<=公司)\d+|研究[所院](?=中国)")
_NAME_CHARACTERS = frozenset({"v", "vg", "a", "ag", "ng", "t", "tg", "zg", "g", "q", "k"})
# 立新, 永久: rare adverbs and adjectives of two characters behind a place are trade names.
_ODD = frozenset({"d", "a", "ad", "z"})
_NAME_ADVERBS = frozenset("极顶恒永至尤特颇")
FIRMS = frozenset({"enterprise", "research_institute"})
_NAMED = frozenset({WordClass.PLACE, WordClass.OWN})
_NAMING = frozenset({WordClass.PLACE, WordClass.OWN, WordClass.TAIL, WordClass.PLAIN})
_BUILT = re.compile(r"(?:项目)?(?:[一二三四五]期)?(?:正式|全面|顺利|成功)?(?:开工|竣工|投产|奠基|动工|封顶)")
# Common nouns that legal names begin with.
_BEGINNINGS = frozenset({"中国", "国家", "国际", "华夏", "环球", "世界", "中央", "城市", "乡村"})
_OWNED_PARK = re.compile("集团|公司")
_RANKS = frozenset({"省", "市", "国家", "省级", "市级", "国家级", "自治区", "部级"})
_LEVELS = frozenset("省市区县旗镇乡")
_PARTNERSHIP = re.compile(r"[（(](?:特殊普通|普通|有限)合伙[）)]")
_LETTERS = re.compile(r"[A-Za-z0-9&·]+")


# Institutes of heritage, letters and policy are public institutions that no firm is like; those of an academy of sciences do research.
_HERITAGE = re.compile(r"石窟|文物|文化遗产|非遗|非物质|方志|党史|史志|文史|戏曲|艺术|教科|(?:教育|(?<!中国)社会)科学|决策|政策")
_ACADEMY = r"(?:中国科学院|中科院|中国农业科学院|中国农科院|中国林科院|中国林业科学院|[\u4e00-\u9fff]{1,3}省农科院)"
_INSTITUTE = re.compile(rf"{_ACADEMY}[\u4e00-\u9fff]{{1,8}}?(?<!研究)所(?![有在以长属内外房])")
# Universities and academies have institutes; these sell no research of their own.
_SCIENCE = re.compile(r"(?!.*(?:设计|规划|勘察|勘测))(?:.*(?:大学|学院|科学院|科学研究院|农科院|林科院|中科院))")
# A firm's branch is named behind it by its place (某某会计师事务所某省分所).
_BRANCH = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:分所|分公司|分院|支公司|分社)")
# 创新联合体, 产教联合体 are bodies of their own; any other is of the firms before it.
_JOINT_WORK = ("创新", "产业", "产业化", "教育", "医疗", "产教", "融合", "联盟", "科研", "党建", "城市")
# Works and farms of a firm stand behind its name and their place.
_SITES = frozenset({"牧场", "茶场", "酒店", "药房", "大药房", "影城", "加油站", "直属库"})
_FARMS = frozenset({"养殖场", "种植场", "屠宰场", "种猪场", "奶牛场", "孵化场", "育苗场", "采石场"})
_FIRM_AND_PLACE = re.compile(rb"[\x06\x07]\x04\x05")
_NUMBERED_KINDS = frozenset("局公航冶化建安工")
_NUMBERED = re.compile(r"(?:公司|集团)第[一二三四五六七八九十\d]{1,4}$")
# 工厂 and 中小学 are common nouns; 某某子公司 is said of the parent, which is named.
# The guard stands behind the word, so that the search may look for the suffixes' first characters alone.
_GUARDED = {"厂": "厂(?<!工厂)", "小学": "小学(?<!中小学)", "公司": "公司(?<![子母]公司)"}
_GUARDED |= {f"{n}中": f"{n}中(?!学|心|医|国|央|等)" for n in "一二三四五"} | {"街道办": "街道办(?!事)"}


@cache
def _suffixes() -> tuple[re.Pattern[str], dict[str, Row]]:
    table: dict[str, Row] = {}
    for row in rows("org_suffixes"):
        table.setdefault(row["suffix"], row)
    alternatives = [_GUARDED.get(s, s) for s in sorted(table, key=lambda s: (-len(s), s))]
    # A suffix inside a longer word is not the end of a name: 厂房, 局面, 公司治理, 大学生, 学院派, 集团军.
    beyond = "房|家|面|长|书|门|部|限|势|员|治|化|址|商|军|制|属|区[^，。、]|里|史|宇|子|领导"
    pattern = rf"(?:{'|'.join(alternatives)})(?<![布全格大结当僵时]局)(?!{beyond})(?:(?<!学)|(?!生))(?:(?<!学院)|(?!派))"
    return re.compile(pattern), table


# A body that ends before 和 is another one (某园管委会和某局); 科技和工业信息化局 is one.
_ENDS = ("局", "委员会", "管委会", "政府", "办公室", "办事处", "中心", "法院", "检察院", "支队", "大队", "总工会", "厅")


def by_suffix(text: str, words: Words, classes: bytes) -> list[Candidate]:
    """Return the names of bodies that end in a suffix of kg/data/org_suffixes.csv and hold something of their own before it."""
    pattern, table = _suffixes()
    out: list[Candidate] = []
    for match in pattern.finditer(text):
        row = table[match.group()]
        start = _left_edge(text, words, classes, match.start(), row)
        if "有限" in row["suffix"]:
            start = bounded(text, words, classes, start, match.start())
        if start is None or not _names_something(words, classes, start, match, row) or _works(text, words, classes, start, match):
            continue
        if _stands_for_others(text, words, classes, start, match):
            continue
        # 某某集团某某产业园 is the group's works: the group is named.
        if row["kind"] == "park" and _OWNED_PARK.search(text, start, match.start()):
            continue
        if row["kind"] == "exhibition":
            start = public.with_session(text, start)
        end = partners.end() if (partners := _PARTNERSHIP.match(text, match.end())) else match.end()
        if row["kind"] == "enterprise" and end < len(text) and classes[words.at(end)] == WordClass.PLACE:
            end = branch.end() if (branch := _BRANCH.match(text, end)) else end
        out.append(Candidate(start, end, _kind(row, text[start:end]), float(row["score"]), RECOGNISER, (f"ends in {match.group()}",)))
    out.extend(
        Candidate(_word_start(words, m.start()), m.end(), "other", 0.9, RECOGNISER, ("is an institute of an academy",))
        for m in _INSTITUTE.finditer(text)
    )
    return out


def _word_start(words: Words, start: int) -> int:
    """Return the first word border from `start` on."""
    index = words.at(start)
    return start if words.starts[index] == start else words.end(index)


def _kind(row: Row, name: str) -> EntityKind:
    """Return what a name that ends as `row` says is; institutes of heritage and policy sell no research."""
    # 市科技信息研究所: an institute of a level of government is its service, and sells none.
    if row["kind"] == "research_institute" and (_HERITAGE.search(name) or _SCIENCE.search(name) or name[0] in "省市县区州旗"):
        return "other"
    return row["kind"]  # type: ignore[return-value]


def _left_edge(text: str, words: Words, classes: bytes, end: int, row: Row) -> int | None:
    """Return where the name that goes on at `end` begins: behind the nearest mark, trigger or particle; None if nothing is left.

    Only a government body has two fields in one name (科技和工业信息化局): there 和 and 与 may stand inside.
    """
    joint, legal = row["kind"] in {"government", "association"}, row["kind"] == "enterprise" and row["form"] == "formal"
    index = words.at(end - 1)
    start = end
    while index >= 0 and end - words.starts[index] <= LONGEST:
        token, kind = words.texts[index], classes[index]
        if token in "）)":
            opening = _opening(text, words.starts[index])
            if opening is None:
                break
            index = words.at(opening) - 1
            start = opening
            # 某某（中国）有限公司: the dictionary may know the trade name as a verb.
            if legal and classes[index] == WordClass.STOP and len(words.texts[index]) > 1 and words.texts[index] not in lexicon().triggers:
                start = words.starts[index]
                index -= 1
            continue
        if kind == WordClass.MARK and not _LETTERS.fullmatch(token):
            break
        # 某某钒业省某某研究中心: a level behind an industry begins the name of what the firm has.
        if kind == WordClass.TAIL and row["kind"] != "enterprise" and words.texts[index + 1] in _RANKS and start > words.starts[index]:
            break
        if kind == WordClass.APPOSITION and token not in {"企业", "平台", "机构", "商户"} and not (legal and token == "工厂"):
            break
        if row["kind"] == "association" and token in {"和", "与", "及"} and not public.of_two_fields(words, classes, index):
            break
        if joint and token in {"和", "与", "及"} and text.endswith(_ENDS, 0, words.starts[index]):
            break
        # 某某集团公司第九研究所, 第十四工程局有限公司, 某市第二棉纺厂: units of groups, bureaus and plants are numbered.
        plant = row["suffix"].endswith("厂") and token[0] == "第" and index > 0 and classes[index - 1] == WordClass.PLACE
        ordinal = plant or (legal and words.tags[index] == "m" and (token[0] == "第" or words.texts[index + 1][0] in _NUMBERED_KINDS))
        numbered = ordinal or (
            words.tags[index] == "m" and _NUMBERED.search(text[max(0, words.starts[index] - 8) : words.end(index)]) is not None
        )
        # 某某联合某地某大学: before a place or a university 联合 is a verb.
        if token == "联合" and (classes[index + 1] == WordClass.PLACE or words.tags[index + 1] == "nt"):
            break
        if row["kind"] != "enterprise" and public.opens(words, classes, index) and start > words.starts[index]:
            break
        if row["kind"] == "enterprise" and token in {"和", "与"} and _half_of_trade_name(words, classes, index):
            index -= 1
            start = words.starts[index]
            index -= 1
            continue
        if kind == WordClass.STOP and not numbered and (not _inside(words, classes, index) or (token in "和与" and not joint)):
            # 某某孵化有限公司: what stands right before a legal form is of the name.
            if "有限" in row["suffix"] and words.end(index) == end and len(token) > 1:
                start = words.starts[index]
                index -= 1
                continue
            if _opens_name(words, classes, index, end):
                start = words.starts[index]
                break
            if row["suffix"] == "公司" and in_short_name(words, classes, index, end):
                start = words.starts[index]
                index -= 1
                continue
            index = _place_before(words, classes, index) if legal else -1
            if index < 0:
                break
        start = words.starts[index]
        index -= 1
    # Names set one after another without a mark (a flattened table): the last legal form before this one is a border.
    # A branch's name begins with its firm's.
    borders = [] if row["suffix"] == "分公司" else list(_BORDER.finditer(text, start, end))
    return _trim(words, classes, borders[-1].end() if borders else start, end, row["kind"] == "enterprise")


def _works(text: str, words: Words, classes: bytes, start: int, park: re.Match[str]) -> bool:
    """Return whether a park that is being built is a firm's works: its trade name and industry stand before 产业园, and no place."""
    if not park.group().endswith(("产业园", "工业园", "科技园", "物流园")) or not _BUILT.match(text, park.end()):
        return False
    first, last = words.at(start), words.at(park.start() - 1)
    named = not words.known[first] or words.texts[first] in lexicon().firms
    return named and classes[first] == WordClass.OWN and set(classes[first + 1 : last + 1]) <= {WordClass.TAIL}


def _stands_for_others(text: str, words: Words, classes: bytes, start: int, match: re.Match[str]) -> bool:
    """Return whether what is found only groups or belongs to firms that are named in it (某某集团联合体, 某某乳业某地牧场)."""
    if match.group() == "联合体":
        return not text.endswith(_JOINT_WORK, start, match.start())
    if match.group() in _FARMS:
        return any(words.texts[i] in lexicon().firms for i in range(words.at(start), words.at(match.start() - 1) + 1))
    if match.group() not in _SITES:
        return False
    kinds = classes[words.at(start) : words.at(match.start() - 1) + 1]
    return _FIRM_AND_PLACE.search(kinds) is not None


def _opens_name(words: Words, classes: bytes, index: int, end: int) -> bool:
    """Return whether 和 or 同 at the head of a clause is the first half of a trade name (和信会计师事务所): one character follows it."""
    if words.texts[index] not in {"和", "同", "中", "上", "新"} or words.starts[index] + 2 != end:
        return False
    return index == 0 or (classes[index - 1] == WordClass.MARK and words.texts[index - 1] != "、") or words.texts[index - 1] in {"由", "与"}


def _half_of_trade_name(words: Words, classes: bytes, index: int) -> bool:
    """Return whether 和 is the second character of a trade name (某地鲁和精密机械有限公司): one character is before it, behind a place."""
    if index < 2 or len(words.texts[index - 1]) != 1 or not is_han(words.texts[index - 1]):
        return False
    return classes[index - 2] == WordClass.PLACE and index + 1 < len(classes) and classes[index + 1] >= WordClass.GENERAL


def _place_before(words: Words, classes: bytes, index: int) -> int:
    """Return the place that the stopper `index` may stand behind in a legal name (某地某某控制股份有限公司), or -1 for none."""
    token, tag = words.texts[index], words.tags[index]
    if len(token) == 1:
        # One character is part of a trade name (某地|御|瓷坊), unless it is grammar.
        part = tag in _NAME_CHARACTERS or (tag == "d" and token in _NAME_ADVERBS)
        if index == 0 or classes[index - 1] not in _NAMING or not part:
            return -1
        if classes[index - 1] == WordClass.OWN:
            return index - 1
    elif token in lexicon().triggers or not (tag.startswith(("v", "m", "t")) or (tag in _ODD and frequency(token) < RARE)):
        return -1
    for before in range(index - 1, max(-1, index - 5), -1):
        if classes[before] == WordClass.PLACE or words.texts[before] == "中国":
            return before
        if classes[before] < WordClass.GENERAL:
            return -1
    return -1


def _inside(words: Words, classes: bytes, index: int) -> bool:
    """Return whether the stopper `index` can be part of a name: a verb of names, or a numeral of a code, with a noun before it."""
    token = words.texts[index]
    if token not in lexicon().inner or index == 0:
        return False
    before = classes[index - 1]
    return (
        before in {WordClass.PLACE, WordClass.OWN, WordClass.GENERAL, WordClass.TAIL, WordClass.PLAIN}
        or words.texts[index - 1] in lexicon().inner
    )


def _opening(text: str, closing: int) -> int | None:
    """Return the offset of the bracket that `closing` closes, or None where it is too far away."""
    first = max(0, closing - 12)
    start = max(text.rfind("（", first, closing), text.rfind("(", first, closing))
    return start if start > 0 and is_han(text[start - 1]) else None


def _trim(words: Words, classes: bytes, start: int, end: int, firm: bool) -> int | None:
    """Return `start` moved behind what cannot begin a name: brackets, numbers, general words before the first place."""
    index = words.at(start)
    last = words.at(end - 1)
    while index <= last and (
        words.starts[index] < start
        or words.texts[index] in "）)"
        or (words.texts[index] in "和与" and end - words.starts[index] > 2)
        or words.texts[index].isdigit()
    ):
        index += 1
    first_place = next((i for i in range(index, last + 1) if classes[i] == WordClass.PLACE), None)
    if firm and first_place is None:
        first_own = next((i for i in range(index, last + 1) if classes[i] == WordClass.OWN), index)
        # 项目主体某某合作社: common nouns before the trade name say what the firm is.
        if all(classes[i] == WordClass.GENERAL and not _begins(words.texts[i]) for i in range(index, first_own)):
            index = first_own
    # 一批重点企业某省某某公司: general words before a place are not the name; a word of its own before the place is.
    # 电信某县分公司: the operator's name is no common noun there.
    if first_place is not None and all(
        classes[i] in {WordClass.GENERAL, WordClass.STOP, WordClass.APPOSITION} and not (firm and words.texts[i] in _parents())
        for i in range(index, first_place)
    ):
        index = first_place
    return words.starts[index] if index <= last and words.texts[index] not in "（(" else None


def _begins(word: str) -> bool:
    """Return whether a common noun may begin a firm's name, because legal names begin so or a known firm is called so."""
    return word in _BEGINNINGS or word in _parents()


@cache
def _parents() -> frozenset[str]:
    """Return the short names of firms whose local companies are named behind them (中石化某地分公司)."""
    short = (*column("generic_words", "word", **{"class": "central"}), *column("generic_words", "word", **{"class": "operator"}))
    return frozenset((*short, *column("org_known", "name", kind="enterprise")))


def _names_something(words: Words, classes: bytes, start: int, match: re.Match[str], row: Row) -> bool:
    """Return whether the stem says which body: a place, a word of its own, or a rare one (not 龙头公司, 上市公司, 该厂)."""
    if row["kind"] not in FIRMS:
        return public.names_body(words, classes, start, match, row)
    if match.start() - start < 2:
        return False
    stem = range(words.at(start), words.at(match.start() - 1) + 1)
    kinds = {classes[i] for i in stem}
    if row["kind"] != "enterprise":
        return bool(kinds & {WordClass.PLACE, WordClass.OWN, WordClass.PLAIN}) or match.start() - start >= 4
    if words.texts[stem[-1]] == "企业":
        return False
    # 某某集团第五建筑工程公司: a group's company.
    if match.group() == "公司" and "集团" in match.string[start + 2 : match.start()] and classes[stem[0]] in _NAMED:
        return True
    # 中国某某西南分公司, 中铁某某昆明公司: a known firm and where its company is.
    located = any(classes[i] == WordClass.PLACE or words.texts[i] in lexicon().compass for i in stem[1:])
    if located and match.group().endswith("公司") and (words.texts[stem[0]] == "中国" or words.texts[stem[0]] in _parents()):
        return True
    if row["form"] == "formal":
        # 有限 stands in legal names alone, so that four characters before it are one, be they ever so common (中国石油集团有限公司).
        long = "有限" in match.group() and match.start() - start >= 4
        levelled = words.texts[stem[0]] in _LEVELS and WordClass.TAIL in kinds  # 县茶叶总公司
        return long or levelled or bool(kinds & {WordClass.OWN, WordClass.PLAIN}) or (WordClass.PLACE in kinds and len(stem) > 1)
    if of_place_and_trade(words, classes, stem, match.group()):
        return True
    if match.group().endswith("厂") and classes[stem[0]] == WordClass.PLACE and any(words.texts[i][0] == "第" for i in stem):
        return True
    # 公司, 集团 and 厂 also end general phrases: the stem must be a name and nothing but a name.
    # 中国某某集团: the groups of the central state are named by their industry.
    if words.texts[stem[0]] == "中国" and match.group() == "集团" and len(stem) > 1 and WordClass.STOP not in kinds:
        return not kinds <= {WordClass.PLACE, WordClass.GENERAL}
    kinds = {k for k, i in zip((classes[i] for i in stem), stem, strict=True) if k != WordClass.GENERAL or len(words.texts[i]) > 1}
    # 某省旅游集团, 建工集团: a place and an industry, or an industry that only firms are named by, make a group.
    # Before 集团 the stopper can but be a word of names.
    if (
        match.group() == "集团"
        and len(stem) > 1
        and classes[stem[0]] == WordClass.PLACE
        and (WordClass.GENERAL not in kinds or words.texts[stem[-1]] in ADJECTIVES)
    ):
        return True
    if match.group() == "集团" and kinds == {WordClass.TAIL}:
        return words.texts[stem[-1]] in lexicon().houses
    plain = any(classes[i] == WordClass.PLAIN and len(words.texts[i]) > 1 for i in stem)
    return WordClass.OWN in kinds or (plain and WordClass.GENERAL not in kinds and match.start() - start <= 6)
