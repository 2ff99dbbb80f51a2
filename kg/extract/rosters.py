"""Titles printed as the head of a list: 省级龙头企业：甲、乙; 市级示范社（新增3家）：丙、丁."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.awards import Award
from kg.extract.phrases import UNREAL_SECTIONS, lexical, listed, section_kind
from kg.extract.titles import STATISTICAL, is_headed, is_personal, is_title, scheme_of
from kg.facts import Referent
from kg.model import Span
from kg.recognise.reading import Reading

_WORDS = "recognition_words"
_REMARK = r"(?:[（(][^（）()\n]{0,24}[）)])?"
# A place, a firm or a product is printed by a name of a few characters, with its trade in brackets.
_NAME = re.compile(rf"(?P<name>[“]?[\u4e00-\u9fffA-Za-z][^，。；：、（）()\n]{{1,23}}?){_REMARK}")
# Words that tell something are no names: 占全部的一半, 已建成5个.
_TELLING = re.compile(r"[的了着已将被把]|\d|完成|达到|新增|累计|建成|开展|推进|认定|占|实现|工作|等$")


def rosters(reading: Reading) -> Iterator[Award]:
    """Yield the titles that a line gives as the head of its list of names; nothing where what stands behind the colon is told."""
    text = reading.text
    for match in _head().finditer(text):
        title = match["title"].strip()
        if not is_title(title, strong=False) or not is_headed(title) or is_personal(title) or scheme_of(title).key == STATISTICAL:
            continue
        start = match.start("title")
        unreal = section_kind(reading, start) in UNREAL_SECTIONS
        if unreal or lexical(_WORDS, "uncounted").search(match["remark"] or "") or lexical(_WORDS, "wish").search(title):
            continue
        names = tuple(_names(reading, Span(*match.span("names"))))
        if names:
            yield Award(names, title, Span(start, match.end()), "granted", "")


def _names(reading: Reading, span: Span) -> list[Referent]:
    found: list[Referent] = []
    for part in listed(reading.text, span):
        match = _NAME.fullmatch(reading.text, part.start, part.end)
        if not match or _TELLING.search(match["name"]):
            return []
        name = Span(*match.span("name"))
        mention = next((m for m in reading.mentions_in(name) if m.span == name), None)
        found.append(mention or match["name"].strip("“”"))
    return found


@cache
def _head() -> re.Pattern[str]:
    # The title begins the line or follows the mark before it, and a rank makes it one: 龙头企业：... is a topic.
    rank = r"(?:国家|全国|中国|世界|省|市|区|县|自治区|[\u4e00-\u9fff]{2,3}[省市])"
    title = rf"(?P<title>(?:新增|新认定|新获评|获评)?{rank}[^，。；：、\n（）]{{3,28}})"
    remark = r"(?P<remark>[（(][^（）()\n]{0,24}[）)])?(?:名单)?"
    return re.compile(rf"(?:(?<=[\n；;。\s◆●■★♦])|^){title}{remark}[:：](?!\s*\n)\s*(?P<names>[^，。；：\n]{{2,160}})(?=[；。\n]|$)", re.M)
