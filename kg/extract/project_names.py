"""Names of projects where they stand: lists closed by 等项目, names ending in 项目, phases (二期), works and platforms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.phrases import alternatives, clauses, lexical, listed, squash
from kg.model import Span
from kg.recognise.reading import Reading

_WORDS = "project_words"
# No project's name is longer.
_LONGEST = 80
# 等...项目 closes a list of projects when between the two stands nothing but what sorts or counts projects, so none of @.
_CLOSED = r"等(?P<sort>(?:(?!@)[^，。；、\s]){0,12}?)(?:项目|工程)(?!资金|经费|备案|申报|库|管理|预算|支出|收入|化|审批)"
_PHASE = re.compile(r"(?<=[\u4e00-\u9fff）)])[一二三四五六](?:、[二三四五六七])?期(?:工程)?(?![间货限望待刊末初中])")
_PHASE_ONLY = re.compile(r"[一二三四五六七]期")
_HEADING = re.compile(r"\s*[（(]?[\d一二三四五六七八九十]+[）)、.．][^，。；：]*$")
_QUOTED_PROJECT = re.compile(r"“[^”\n]{2,60}”[^“”，。；]{0,4}$")
_ACCOUNT = re.compile(r"\s*[（(][类款项][）)]")
_NUMBERED = re.compile(r"^(?:[（(]?[\d一二三四五六七八九十]+[）)、.．]|[一二三四五六七八九十]+是|第[一二三四五六七八九十])+\s*")
_SUM = re.compile(r"^(?:总?投资|投入|总额)?[^，。；、\d]{0,4}\d[\d,.]*\s*(?:余|多)?\s*[万亿]?元的?")
_TIME = re.compile(r"^(?:(?:19|20)\d\d年(?:度)?(?:省)?(?=[^\d]{0,3}(?:推进|引进|完成|实施|开工))|\d+月份?)")


@dataclass(frozen=True, slots=True)
class Named:
    """A project's name, the clause it stands in, and whether it comes from a list closed by 等项目."""

    span: Span
    clause: Span
    closed: bool = False


def project_names(reading: Reading) -> Iterator[Named]:
    """Yield the names of projects in text order; names inside a longer one, headings and lines of the budget are left out."""
    for sentence in reading.sentences:
        if _anchor().search(reading.text, sentence.start, sentence.end):
            for clause in clauses(reading.text, sentence):
                # A rule on projects (应当, 鼓励) names none.
                if lexical(_WORDS, "norm").search(reading.text, clause.start, clause.end):
                    continue
                found = sorted(_in_clause(reading, clause), key=lambda named: (named.span.start, -named.span.end))
                yield from _outermost(found)


def core(name: str) -> str:
    """Return a project's name without quotes and without the words that only say that it is a project."""
    return re.sub(r"(?:建设)?(?:项目|工程)(?=$|[（(])|[（()）]", "", squash(name))


def _outermost(found: list[Named]) -> Iterator[Named]:
    end = -1
    for named in found:
        if named.span.start >= end:
            end = named.span.end
            yield named


def _in_clause(reading: Reading, clause: Span) -> Iterator[Named]:
    text = reading.text
    rest = clause.start
    for match in lexical(_WORDS, "not_sort", _CLOSED).finditer(text, clause.start, clause.end):
        items = list(_items(reading, Span(rest, match.start())))
        yield from (Named(item, clause, closed=True) for item in items if _specific(reading, item, closed=True))
        rest = match.end()
    tail = Span(rest, clause.end)
    for pattern in (_project(), _PHASE, _works(), _platforms()):
        for match in pattern.finditer(text, tail.start, tail.end):
            for name in _names_before(reading, tail.start, match):
                if _specific(reading, name, closed=False) or (match.re is _project() and _is_told(text, name, clause)):
                    yield Named(name, clause)


def _names_before(reading: Reading, start: int, match: re.Match[str]) -> Iterator[Span]:
    """Yield the names that end with `match`: what stands after the last mark of a list, parted at 和 before a name."""
    text = reading.text
    end = match.end("name") if "name" in match.re.groupindex else match.end()
    if match.re is _project() and (_ACCOUNT.match(text, end) or _is_heading(text, start, end)):
        return
    if match.re is _platforms():
        start = match.start("name")
    parts = list(listed(text, Span(start, end)))
    if len(parts) > 1 and _PHASE_ONLY.fullmatch(text[parts[-1].start : parts[-1].end]):
        parts[-1] = Span(parts[-2].start, end)
    yield from _items(reading, parts[-1])


def _is_told(text: str, name: Span, clause: Span) -> bool:
    """Return whether words before 项目 name a project because its progress is told right behind: 欢乐港湾项目完成签约."""
    plain = core(text[name.start : name.end])
    told = _progress().match(text, name.end, clause.end)
    barred = any(lexical(_WORDS, role).search(plain) for role in ("clause", "loose", "money", "abstract"))
    return bool(told) and 3 <= len(plain) <= 20 and not barred and not _generic().fullmatch(plain)


def _is_heading(text: str, start: int, end: int) -> bool:
    return bool(_HEADING.fullmatch(text[start:end])) and text[end : end + 1] in ("\n", "")


def _items(reading: Reading, region: Span) -> Iterator[Span]:
    """Yield the members of a list of projects: 甲、乙二期和丙三、四期."""
    text = reading.text
    parts: list[Span] = []
    for part in listed(text, region):
        if parts and _PHASE_ONLY.fullmatch(text[part.start : part.end]):
            part = Span(parts.pop().start, part.end)
        parts.append(part)
    for part in parts:
        right = _after_and(reading, part)
        if right.start > part.start:
            left = _without_leads(reading, Span(part.start, right.start - 1))
            if left is not None:
                yield left
        span = _without_leads(reading, right)
        if span is not None:
            yield span


def _after_and(reading: Reading, span: Span) -> Span:
    """Return the part of `span` after its last 和, where a name or quotation begins there or a project's name ends before it."""
    text = reading.text
    starts = {mention.span.start for mention in reading.mentions_in(span)}
    for offset in range(span.end - 2, max(span.start, span.end - _LONGEST), -1):
        begins = offset + 1 in starts or text[offset + 1] == "“"
        if text[offset] in "和及与" and (begins or _work_named().search(text, max(span.start, offset - 6), offset)):
            return Span(offset + 1, span.end)
    return span


def _without_leads(reading: Reading, span: Span) -> Span | None:
    """Return `span` without numbering, time, verbs and 甲的 before the name; None if nothing is left."""
    text = reading.text
    start = span.start
    named = {mention.span.start for mention in reading.mentions_in(span)}
    while start < span.end and start not in named:
        match = (
            _NUMBERED.match(text[start : span.end])
            or _TIME.match(text[start : span.end])
            or _SUM.match(text[start : span.end])
            or _leads().match(text[start : span.end])
        )
        if not match or not match.end():
            break
        start += match.end()
    start = _inner_start(reading, Span(start, span.end))
    while start < span.end and text[start] in " \u3000（(的":
        start += 1
    return Span(start, span.end) if span.end - start >= 2 else None


def _inner_start(reading: Reading, span: Span) -> int:
    """Return where the name begins inside the words: after a verb (区财政拨付X项目), after 甲的, at a quotation right after a name."""
    text, start = reading.text, span.start
    for match in _inner().finditer(text, span.start, span.end):
        # A title is no project: 甲获评X项目 leaves nothing to name.
        start = span.end if match["title"] else match.end()
    for mention in reading.mentions_in(Span(start, span.end)):
        following = text[mention.span.end : mention.span.end + 1]
        if following == "的" and mention.span.start == start:
            start = mention.span.end + 1
        elif following == "“" and _QUOTED_PROJECT.match(text, mention.span.end, span.end):
            start = mention.span.end
    return start


def _specific(reading: Reading, span: Span, closed: bool) -> bool:
    """Return whether words name one project: they hold a name, a quotation, or more than words that sort projects."""
    words = reading.text[span.start : span.end]
    plain = core(words)
    if not 2 <= len(plain) <= 45 or lexical(_WORDS, "money").search(plain) or "等" in plain[:-1]:
        return False
    if words.count("“") != words.count("”") or lexical(_WORDS, "clause").search(plain):
        return False
    if reading.mentions_in(span) or "“" in words:
        return not _generic().fullmatch(plain)
    if _generic().fullmatch(plain) or lexical(_WORDS, "loose").search(words):
        return False
    if lexical(_WORDS, "abstract").search(plain) and not words.endswith("项目"):
        return False
    headed = bool(_headed().search(plain)) or bool(_PHASE.search(words))
    if _work_named().search(plain):
        return len(plain) >= 4
    return len(plain) >= 5 and (headed or (not closed and len(plain) >= 6 and words.endswith(("项目", "工程", "）", ")", "期"))))


@cache
def _project() -> re.Pattern[str]:
    # 项目经费, 项目库, 项目建议书 ... are no projects.
    phase = r"(?P<phase>[（(][一二三四五六七八九十]+期[）)]|[一二三四五六七八九十]期)?"
    works = rf"(?<=[\u4e00-\u9fff]{{2}}){alternatives(_WORDS, 'works_kind')}工程{phase.replace('phase', 'stage')}"
    return re.compile(rf"(?:项目{phase}|{works})(?!{alternatives(_WORDS, 'follower')})")


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(_WORDS, 'lead')}+了?")


@cache
def _inner() -> re.Pattern[str]:
    # A verb inside the words before 项目 ends what is said of somebody else; behind a verb of award stands a title.
    return re.compile(f"(?P<title>{alternatives(_WORDS, 'title_verb')})|{alternatives(_WORDS, 'inner')}")


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(_WORDS, 'generic')}|\d|[.%年月日第批“”])*")


@cache
def _headed() -> re.Pattern[str]:
    heads = "|".join(alternatives(_WORDS, role) for role in ("head", "platform", "named_tail"))
    return re.compile(rf"(?:{heads})(?:[一二三四五六七]期)?$")


@cache
def _work_named() -> re.Pattern[str]:
    return re.compile(f"{alternatives(_WORDS, 'head')}$")


@cache
def _progress() -> re.Pattern[str]:
    progress, state = alternatives(_WORDS, "progress"), alternatives(_WORDS, "state")
    return re.compile(f"(?:{progress}|完成)*(?:{state}|签约|落地|立项|结题)")


@cache
def _works() -> re.Pattern[str]:
    head, progress, state = (alternatives(_WORDS, role) for role in ("head", "progress", "state"))
    return re.compile(rf"(?P<name>{head}(?:[一二三四五六]期|工程)?){progress}*{state}")


@cache
def _platforms() -> re.Pattern[str]:
    opener, platform = alternatives(_WORDS, "opener"), alternatives(_WORDS, "platform")
    name = rf"(?P<name>[^，。；、：\s]{{2,24}}?(?:{platform}|改造|改扩建|产业园))"
    return re.compile(rf"{opener}了?{name}(?=[，。；、（\n]|交付|扫尾|$)")


@cache
def _anchor() -> re.Pattern[str]:
    return re.compile(rf"项目|工程|[一二三四五六]期|{alternatives(_WORDS, 'head')}|{alternatives(_WORDS, 'platform')}")
