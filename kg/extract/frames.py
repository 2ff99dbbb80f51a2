"""Frames of relations: the ways a clerk puts that one body does something with, to or for another (kg/data/relation_frames.csv)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations, product

from kg.extract.frame_fits import GIVING, QUOTE_ONLY, fits
from kg.extract.frame_list import Frame, likely
from kg.extract.frame_slots import SIGNS, ending, expanded
from kg.extract.frame_topics import CLAUSE, LONGEST, topic
from kg.extract.phrases import UNREAL_SECTIONS, lexical, section_kind, trimmed, unit_of
from kg.extract.skeletons import BANK, OFFICE, Skeleton, skeleton
from kg.extract.stated import Stated
from kg.facts import Referent
from kg.model import Mention
from kg.recognise.reading import Reading

_WORDS = "relation_words"
SIGN = re.compile(f"[{SIGNS}]")
_BINDING = re.compile(r"签|协议|合作|共建|合资|合同|合办|备忘录|结对|联盟")
_BUILDING = re.compile(r"^(?:计划)?(?:投资)?(?:共建|合建|建成|建设|兴建|新建|扩建|改建|打造|实施|建造|开工|启动|上马)(?:了|的)?(?=.{4})")
_ENDED = re.compile(r"中止|终止|原拟|取消|撤[销资]")
_LABORATORY = re.compile(r"(?:实验室|研究中心|工程中心|技术中心|创新中心|检测中心|工作站|研究院|研究所)$")
# A school's new building is built for it, not by it.
_BUILT_FOR = frozenset({"school", "university", "hospital"})
_NOT_DONE = re.compile(r"未|获批(?:准)?[设成建组]|尚|拟|将(?!总部|研发|生产|工厂|区域|结算)|推荐|不(?!断|锈|动产|间断)|[未没]有")
_DONE = re.compile(r"^(?:新增|新建|建成|采购|购置|完成)了?(?=.{3})")
_LENT = re.compile("贷|授信|融资")
_BOARD = re.compile("交|板$")


def framed(reading: Reading) -> tuple[Stated, ...]:
    """Return what the frames say of the sentences that hold a name; sections on duties and goals, tables and wishes give nothing."""
    return reading.once(_framed)


def _framed(reading: Reading) -> tuple[Stated, ...]:
    return tuple(_read(reading))


def _read(reading: Reading) -> Iterator[Stated]:
    for sentence in reading.sentences:
        if len(sentence) > LONGEST or not reading.mentions_in(sentence) or section_kind(reading, sentence.start) in UNREAL_SECTIONS:
            continue
        if reading.report.table_at(sentence.start):
            continue
        bare = skeleton(reading, sentence)
        for frame in likely(bare.words):
            for match in frame.pattern.finditer(bare.coded):
                if not _is_wish(bare.words, match, bool({"own", "owned"} & match.re.groupindex.keys())):
                    yield from _stated(reading, bare, frame, match)


def _is_wish(words: str, match: re.Match[str], planned: bool) -> bool:
    """Return whether what a match tells is wished, refused or not yet done; a work `planned` is somebody's all the same."""
    start = max((words.rfind(mark, 0, match.start()) for mark in "，。；："), default=-1) + 1
    wish = lexical(_WORDS, "goal").search(words, start, match.end())
    if wish and not (wish.group() == "争取" and "fund" in match.re.groupindex):
        # 为甲争取资金100万元 is done.
        return True
    if planned:
        return bool(_ENDED.search(words))
    return bool(_NOT_DONE.search(QUOTE_ONLY.sub("", words[match.start() : match.end()])))


def _stated(reading: Reading, bare: Skeleton, frame: Frame, match: re.Match[str]) -> Iterator[Stated]:
    end = CLAUSE.search(bare.words, match.end())
    span = bare.span(match.start(), end.start() if end else len(bare.words))
    for left, predicate, right in frame.says:
        subjects = _filled(reading, bare, match, left)
        objects = _filled(reading, bare, match, right)
        if predicate == "cooperates_with" and _is_duty(bare, match, left, right):
            continue
        pairs: Iterable[tuple[Referent, Referent]] = combinations(subjects, 2) if left == right else product(subjects, objects)
        if predicate == "cooperates_with" and "分别" in match.group() and len(subjects) == len(objects) > 1:
            # 甲、乙分别同丙、丁签订: each with the one of its place.
            pairs = zip(subjects, objects, strict=True)
        for subject, thing in pairs:
            if predicate == "founded" and subject == unit_of(reading) and isinstance(thing, str) and thing.endswith("基金"):
                # 成立总规模30亿元的某基金: who reports it is not who pays in.
                continue
            if isinstance(thing, str) and isinstance(subject, Mention) and thing in subject.surface:
                # 甲示范园…建成示范园 says nothing of who does.
                continue
            if subject and thing and subject != thing:
                yield Stated(subject, predicate, thing, span)


def _is_duty(bare: Skeleton, match: re.Match[str], *slots: str) -> bool:
    """Return whether offices alone do something together that binds nobody: 与市财政局联合开展检查 is their duty."""
    signs = {
        bare.words[at] for name in slots if name not in "@^&*%$!#~2" and match[name] for at in range(*match.span(name)) if at in bare.names
    }
    return signs <= {OFFICE} and not _BINDING.search(match.group())


def _filled(reading: Reading, bare: Skeleton, match: re.Match[str], name: str) -> tuple[Referent, ...]:
    """Return what fills a slot: its names, the thing it describes, or for a sign what it stands for; () where nothing fit does."""
    spoken = topic(reading, bare, match.start(), name)
    if spoken is not None:
        return spoken
    if match[name] is None or (name == "fund" and _LENT.search(match[name]) and BANK in bare.words):
        # What a bank named beside it lends is told of the bank.
        return ()
    if name in ("a", "b", "c"):
        start, end = match.span(name)
        return bare.named(start, end) or _plain(reading, bare, match, name)
    start, end = match.span(name)
    cut = ending(name)
    if cut is not None:
        within = cut.match(bare.coded, start, end)
        if within is None or within.end() == start:
            return ()
        end = within.end()
        if name == "own" and not _goes_on().match(bare.coded, end):
            return ()
    return _thing(reading, bare, match, name, end)


def _plain(reading: Reading, bare: Skeleton, match: re.Match[str], name: str) -> tuple[Referent, ...]:
    # 市财政 is a payer whether it was recognised or not.
    span = bare.span(*match.span(name))
    return (reading.text[span.start : span.end],) if not SIGN.search(bare.words, *match.span(name)) else ()


def _thing(reading: Reading, bare: Skeleton, match: re.Match[str], name: str, end: int) -> tuple[Referent, ...]:
    """Return the thing that a slot describes up to `end`: the name it is, or its words as printed where they can be such a thing."""
    start = match.start(name)
    span = bare.span(start, end)
    words = reading.text[span.start : span.end]
    for mention in reading.mentions_in(span):
        if mention.span == span:
            # 专科联盟, 联合实验室: a sort of body, whatever it was recognised as.
            short = name == "thing" and len(span) < 6 and mention.kind != "enterprise"
            wrong = {"lab": _LABORATORY, "board": _BOARD}.get(name)
            return () if short or (wrong and not wrong.search(mention.surface)) else (mention,)
    if not fits(name, bare.words[start:end], words):
        return ()
    if name in ("own", "owned"):
        # 甲二期 is called so with the firm's name before it.
        first = bare.named(*match.span("a"))[-1]
        if first.kind in _BUILT_FOR and "“" not in words:
            return ()
        whole = trimmed(reading.text, span)
        return (reading.text[first.span.start : whole.end],) if match.end("a") == start else (words,)
    span = trimmed(reading.text, span)
    words = reading.text[span.start : span.end].lstrip("了过的")
    lead = {"work": _BUILDING, "topic": _DONE, "fund": GIVING}.get(name)
    return (lead.sub("", words) if lead else words,)


@cache
def _goes_on() -> re.Pattern[str]:
    """What must follow a work that bears its firm's name: what became of it, or more works of the same list."""
    return re.compile(expanded("(?=<text><progress>|[、，][^。；]{0,60}?<progress>)"))
