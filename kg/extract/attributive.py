"""Titles printed as an attribute of a name: 国家高新技术企业甲公司, 省重点研发计划甲公司“X”项目."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from kg.extract.awards import Award
from kg.extract.groups import Group, groups
from kg.extract.phrases import UNREAL_SECTIONS, section_kind
from kg.extract.titles import STATISTICAL, is_personal, is_title, scheme_of
from kg.lexicon import rows
from kg.model import Span
from kg.recognise.reading import Reading

_WIDTH = 34
# Only schemes that make a noun for their holder stand before a name; 示范基地甲 does not say that 甲 is one.
_FAMILIES = frozenset({"quality-sme", "technology-status", "programme", "capital-market", "green"})
# A title begins with its rank or year; without them the words before a name are its trade, not its title.
_RANK = r"(?:(?:19|20)\d\d年(?:度)?)?(?:国家级|国家|全国|省级|省|市级|[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,3}市)"
# Before the title: what makes it a wish (申报国家高新技术企业甲) or a number.
_WISHED = re.compile(r"(?:申报|争取|争创|培育|创建|力争|推荐|申请|打造|引进|新增|第|\d)$")
# A rank begins the title, and it is all that is said: 甲是全省重点企业之一 and 甲为省级项目的业主 say something else.
_TITLE = r"(?P<title>(?:(?:19|20)\d\d年度?)?(?:国家级?|全国|省级?|市级?|[\u4e00-\u9fff]{2,3}[省市])[^，。；、：（）\s的之]{3,24})"
_SAID = re.compile(
    rf"(?:(?:等?\d{{0,3}}家?企业)?(?:则|亦|也|均|都|现|已|同)*(?:是|系|为|属)(?:全[国省市区县](?:唯一|首家|首个)的?)?(?=.{{4}})|（)"
    rf"(?:获评)?{_TITLE}(?:的(?:新面孔|新成员|新兵|新军|一员|代表|佼佼者))?(?=[，。；）])"
)
# The next holder of the same title in one list of projects: 甲“X”项目、乙“Y”项目.
_NEXT = re.compile(r"“[^”\n]{2,60}”[^，。；、\n]{0,4}、")


def attributed(reading: Reading) -> Iterator[Award]:
    """Yield the titles that stand right before a name as its attribute; nothing where the title is what is applied for."""
    yield from _said_to_be(reading)
    starts = (mention.span.start for mention in reading.mentions)
    named = (start for start in starts if _tail().search(reading.text, max(0, start - 12), start))
    for sentence, _ in groupby(named, key=reading.sentence_at):
        # Goals name a project by the programme it is already on, so that their section counts here.
        if section_kind(reading, sentence.start) not in UNREAL_SECTIONS - {"targets"}:
            yield from _in_sentence(reading, groups(reading, sentence), sentence)


def _said_to_be(reading: Reading) -> Iterator[Award]:
    """Yield the titles a name is said to have by 是, 系, 为 or in brackets: 甲系省级龙头企业, 甲（国家级绿色工厂）."""
    text = reading.text
    for mention in reading.mentions:
        match = _SAID.match(text, mention.span.end)
        if not match:
            continue
        title = match["title"]
        if section_kind(reading, match.start()) in UNREAL_SECTIONS:
            continue
        if is_title(title, strong=False) and not is_personal(title) and scheme_of(title).key != STATISTICAL:
            found = groups(reading, Span(reading.sentence_at(match.start()).start, match.start()))
            yield Award(
                found[-1].members if found else (mention,),
                title,
                Span((found[-1] if found else mention).span.start, match.end()),
                "granted",
                "",
            )


def _in_sentence(reading: Reading, found: tuple[Group, ...], sentence: Span) -> Iterator[Award]:
    text = reading.text
    title, start, end = "", sentence.start, -1
    for group in found:
        match = _before().search(text, max(sentence.start, group.span.start - _WIDTH), group.span.start)
        if match and not _WISHED.search(text, max(sentence.start, match.start() - 4), match.start()):
            # 国家级“小巨人”企业甲, 国家级“小巨人”甲: the closing mark belongs to the title it opened in.
            closing = "”" if match["title"].count("“") > match["title"].count("”") and text[match.end("title")] == "”" else ""
            title, start = match["title"] + closing, match.start()
        elif group.span.start != end:
            continue
        yield Award(group.members, title, Span(start, group.span.end), "granted", "")
        following = _NEXT.match(text, group.span.end, sentence.end)
        end = following.end() if following else -1


@cache
def _patterns() -> str:
    return "|".join(row["pattern"] for row in rows("recognition_schemes") if row["family"] in _FAMILIES)


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"(?:{_patterns()})(?:企业|公司|项目)?[”“]?$")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?P<title>{_RANK}[^，。；、（）\s]{{0,14}}?(?:{_patterns()})(?:企业|公司|项目)?)[”“]?$")
