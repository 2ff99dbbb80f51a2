"""Names known without context: code names (999厂), short forms of government and party bodies, well-known institutions."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import column, rows
from kg.model import EntityKind
from kg.recognise.candidate import Candidate
from kg.recognise.classes import WordClass, lexicon
from kg.recognise.public import branches, with_session
from kg.recognise.words import Words

# Plants and institutes of the defence industry are named by code: digits, then what they are.
_CODE = re.compile(r"(?<![\d.〔第-])(?:\d{3,4}|[〇零一二三四五六七八九]{3,4})(?P<what>厂|所|院|医院|基地)(?![有在以长属内外房])")
_CODE_KINDS: dict[str, EntityKind] = {
    "厂": "enterprise",
    "所": "research_institute",
    "院": "research_institute",
    "医院": "hospital",
    "基地": "other",
}
# Universities in short form: two characters of place, then what they were founded for.
_UNIVERSITY = re.compile(r"[\u4e00-\u9fff]{2}(?:交大|工大|理工大|师大|农大|财大|医大|科大|林大|海大)(?![家厅力])")
# The operators of networks are named side by side by their short names.
_OPERATOR = re.compile("移动|联通|电信|铁塔|广电")
_OPERATORS = re.compile("(?<![国动])(?:移动|联通|电信|铁塔|广电)(?:(?:、|和|及|与)(?:移动|联通|电信|铁塔|广电))+(?![局台业网])")
# 县城投, 市交投集团: the investment companies of a division are named by its level and their field.
_LOCAL = re.compile(
    r"(?<![\u4e00-\u9fff])(?:省|市|区|县|州)(?:城投|交投|水投|建投|文旅投|旅投|国投|产投|农投|农发投|城发|金控|国控|水务投|文投|科投)(?:集团|公司){0,2}(?![资入放基])"
)
# 国网某市供电公司, 中水十一局: the local companies of the grid and the numbered bureaus of water works.
_GRID = re.compile(
    r"(?:国网|南网)[\u4e00-\u9fff]{2,8}?(?:供电公司|电力公司|供电局|电网公司)"
    r"|中国(?:建筑|铁路|交通|冶金|能源|电力|港湾)第?[一二三四五六七八九十]{1,3}(?:工程|航务)?(?:建设)?局(?![长属])"
    r"|(?:中国)?(?:水电|中水|水利水电|有色|化学|核工业|煤炭)第?[一二三四五六七八九十]{1,3}[冶化建]?(?:工程)?(?:局|公司)(?![长属])"
)
# 招商一局, 招商二局: a zone's bureaus for investment are numbered as the groups' are.
_ZONE_BUREAU = re.compile(r"招商第?[一二三四五六七八九十\d]+[局科]")
_BY_NAME = "is an institution known by this name"
_PARTY = re.compile(r"机关党委|党支部|党总支|党委|党组织")


@cache
def _central() -> re.Pattern[str]:
    """Return the pattern of units of central industrial groups: the group's short name, what they do or their number, their kind."""
    groups = "|".join(sorted(column("generic_words", "word", **{"class": "central"}), key=lambda g: (-len(g), g)))
    field = r"[\u4e00-\u9fff]{0,6}?(?:[研机船电雷光]所|集团|[\u4e00-\u9fff]厂|(?:[东南西北]|设计|研究|勘察|勘测|总)院)"
    # 二公局, 四航局, 隧道局: the bureaus of the building groups are named by number and field.
    number = r"(?:第?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[航公冶化]?(?:所|局|厂|公司|院)|(?:隧道|大桥|电气化|建工|城建|水电)局)"
    # 十九局集团有限公司, 一局集团第五工程有限公司: the bureaus are companies, and so are theirs.
    legal = r"(?:集团|股份|有限责任|有限|第?[一二三四五六七八九十\d]{1,3}(?:工程|建设)?|建设|建筑|工程)"
    return re.compile(rf"(?:{groups})(?:{field}|{number})(?:{legal}{{0,5}}公司|集团(?!公司))?(?![长属房面部])")


@cache
def _known() -> tuple[re.Pattern[str], dict[str, EntityKind]]:
    table: dict[str, EntityKind] = {row["name"]: row["kind"] for row in rows("org_known") if row["kind"] != "enterprise"}  # type: ignore[misc]
    return re.compile("|".join(sorted(table, key=lambda n: (-len(n), n)))), table


@cache
def _government() -> tuple[re.Pattern[str], dict[str, EntityKind]]:
    table: dict[str, EntityKind] = {row["name"]: row["kind"] for row in rows("gov_bodies")}  # type: ignore[misc]
    names = "|".join(sorted(table, key=lambda n: (-len(n), n)))
    # The level (省, 市, 区 ...) belongs to the body; 原 marks a body that has been merged away, 我 the reporting one.
    return re.compile(rf"(?:原|中共)?(?:[省市区县州旗镇乡]|园区|高新区|经开区)(?P<body>{names})(?![员长])"), table


def codes(text: str) -> list[Candidate]:
    """Return the plants, institutes and hospitals that are named by a code or by their central group."""
    out = [
        Candidate(m.start(), m.end(), _CODE_KINDS[m["what"]], 0.95, "codes", (f"is a code followed by {m['what']}",))
        for m in _CODE.finditer(text)
    ]
    for match in _central().finditer(text):
        if _ZONE_BUREAU.match(match.group()):
            continue
        kind: EntityKind = "research_institute" if match.group().endswith(("所", "院")) else "enterprise"
        out.append(Candidate(match.start(), match.end(), kind, 0.9, "codes", ("is a unit of a central industrial group",)))
    return out


def institutions(text: str, words: Words, classes: bytes) -> list[Candidate]:
    """Return government and party bodies in short form and institutions everybody knows by a short name."""
    pattern, kinds = _government()
    out = []
    for match in pattern.finditer(text):
        start = _with_place(match.start(), words, classes)
        out.append(Candidate(start, match.end(), kinds[match["body"]], 0.9, "institutions", ("is a level of government and its body",)))
    out.extend(
        Candidate(m.start(), m.end(), "university", 0.85, "institutions", ("is the short form of a university",))
        for m in _UNIVERSITY.finditer(text)
    )
    out.extend(branches(text, words, classes))
    pattern, kinds = _known()
    out.extend(
        Candidate(_opening(text, m.start(), kinds[m.group()]), m.end(), kinds[m.group()], 0.85, "institutions", (_BY_NAME,))
        for m in pattern.finditer(text)
        if _whole(words, m.start(), m.end())
    )
    return out


@cache
def firms() -> dict[str, tuple[EntityKind, float]]:
    """Return the firms that are known by a short name throughout the country."""
    return dict.fromkeys(column("org_known", "name", kind="enterprise"), ("enterprise", 0.85))


def _whole(words: Words, start: int, end: int) -> bool:
    """Return whether start and end are word borders: a short name inside a longer word is none (其中行政, 财政部门)."""
    return words.starts[words.at(start)] == start and words.end(words.at(end - 1)) == end


def operators(text: str, words: Words, classes: bytes) -> list[Candidate]:
    """Return the local branches of the national operators, which are named by place and short name (某市移动)."""
    out = []
    local = lexicon().operators
    for index in [i for i, word in enumerate(words.texts) if i and word in local]:
        named = classes[index - 1] == WordClass.OWN or (classes[index - 1] == WordClass.PLAIN and words.tags[index - 1] == "ns")
        placed = classes[index - 1] == WordClass.PLACE or (named and words.texts[index].endswith(("公司", "集团")))
        if placed:
            start, end = words.starts[_parent(words, classes, index - 1)], words.end(index)
            out.append(Candidate(start, end, "enterprise", 0.8, "institutions", ("is a place and a national operator",)))
    out.extend(
        Candidate(m.start(), m.end(), "enterprise", 0.85, "institutions", ("is a level of government and a company of its own",))
        for m in _LOCAL.finditer(text)
    )
    out.extend(
        Candidate(m.start(), m.end(), "enterprise", 0.9, "institutions", ("is a grid or group and its local company",))
        for m in _GRID.finditer(text)
    )
    for match in _OPERATORS.finditer(text):
        out.extend(
            Candidate(
                match.start() + m.start(), match.start() + m.end(), "enterprise", 0.8, "institutions", ("is one of the operators listed",)
            )
            for m in _OPERATOR.finditer(match.group())
        )
    return out


def ventures(words: Words, classes: bytes) -> list[Candidate]:
    """Return the firms named by their group and a word of their own, with their industry (中冶|某某, 东风|某某, 攀钢|某某|科技)."""
    out = []
    parents = lexicon().parents
    for index in [i for i, word in enumerate(words.texts) if word in parents]:
        last = index + 1
        # 神华某地能源: between a group and the industry of its firm stands its place.
        last += last + 1 < len(classes) and classes[last] == WordClass.PLACE and classes[last + 1] == WordClass.TAIL
        if (
            last >= len(classes)
            or not 2 <= len(words.texts[last]) <= 4
            or words.texts[last] in parents
            or words.texts[last][-1] in "科股处局"
        ):
            continue
        first = last
        while last + 1 < len(classes) and classes[last + 1] == WordClass.TAIL:
            last += 1
        behind = classes[last + 1] if last + 1 < len(classes) else WordClass.MARK
        if _ends_venture(classes, first, behind, words.texts[index][0] == "中"):
            out.append(Candidate(words.starts[index], words.end(last), "enterprise", 0.8, "institutions", ("is a group and its firm",)))
    return out


def _ends_venture(classes: bytes, first: int, behind: int, state: bool) -> bool:
    """Return whether what begins at the word `first` can be the rest of a joint firm's name, with `behind` behind it.

    A word of its own may have common nouns behind it (东风|某某|厂房), an industry may not (国电投|光伏|基地), and a word of the
    dictionary needs a border and a group of the `state` (中车|时代、).
    """
    if classes[first] == WordClass.OWN:
        return behind not in {WordClass.PLACE, WordClass.OWN, WordClass.PLAIN}
    if classes[first] == WordClass.TAIL:
        return behind < WordClass.GENERAL
    return classes[first] == WordClass.PLAIN and behind <= WordClass.STOP and state


def _parent(words: Words, classes: bytes, index: int) -> int:
    """Return the word that the group before the place `index` begins with (某省电力集团|某市|供电公司), or `index` itself."""
    before = index - 1
    if before < 0 or not words.texts[before].endswith(("集团", "总公司", "电网")):
        return index
    while before > 0 and classes[before - 1] in {WordClass.PLACE, WordClass.OWN, WordClass.TAIL}:
        before -= 1
    return before


def _opening(text: str, start: int, kind: EntityKind) -> int:
    """Return where a known name begins: with the session of a fair (第132届广交会), with the level of an institution."""
    if kind == "exhibition":
        return with_session(text, start)
    return start - 1 if start and text[start - 1] in "省市区县" and text[start : start + 2] != "中央" else start


def _with_place(start: int, words: Words, classes: bytes) -> int:
    """Return `start` moved left over the place the body belongs to (芦花|区政府 is one body with its place)."""
    index = words.at(start)
    if words.starts[index] < start:
        return words.starts[index] if classes[index] in {WordClass.PLACE, WordClass.OWN} else start
    while index > 0 and classes[index - 1] == WordClass.PLACE:
        index -= 1
    return words.starts[index]


def party_branches(text: str, words: Words, classes: bytes) -> tuple[list[Candidate], list[str]]:
    """Return the party branches of firms, and the firms' names inside them.

    A、B党支部 names two branches in one breath: the firms are not mentioned as firms there, yet their names become known.
    """
    out: list[Candidate] = []
    names: list[str] = []
    for match in _PARTY.finditer(text):
        start = match.start()
        index = words.at(start - 1)
        first = index + 1
        while index >= 0 and start - words.starts[index] <= 40:
            if not (classes[index] >= WordClass.GENERAL or words.texts[index] == "、" or _part(words, index, start)):
                break
            first = index
            index -= 1
        if first > words.at(start - 1) or words.starts[first] >= start:
            continue
        begin = words.starts[first]
        owners = [n for n in text[begin:start].split("、") if len(n) >= 2]
        if not owners or all(
            classes[i] in {WordClass.GENERAL, WordClass.STOP, WordClass.PLACE} for i in range(first, words.at(start - 1) + 1)
        ):
            continue
        firms = [name for name in owners if name[-1] not in "省市区县州团厅局委办级部系科处室股班组校馆会村镇乡队"]
        last = begin + text[begin:start].rfind("、") + 1
        # A、B党支部 names two: of the first only the owner is printed, so that it is named as such.
        split = len(firms) == len(owners) > 1 and len(owners[-1]) >= 2
        out.append(Candidate(last if split else begin, match.end(), "party", 0.9, "institutions", ("is a party branch",)))
        names.extend(firms)
    return out, names


def _part(words: Words, index: int, end: int) -> bool:
    """Return whether a lone character is part of a name: behind a word the dictionary does not hold, or right before `end`."""
    if len(words.texts[index]) != 1 or index == 0 or words.texts[index - 1] in "、，。；：":
        return False
    return not words.known[index - 1] or (words.end(index) == end and len(words.texts[index - 1]) == 1)
