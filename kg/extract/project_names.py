"""Names of projects where they stand: lists closed by 等项目, names ending in 项目, phases (二期), works and platforms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extract.phrases import alternatives, clauses_of, lexical, listed
from kg.extract.project_bounds import PHASE, PHASE_ONLY, WORDS, core, generic, items, placed, specific
from kg.extract.project_frames import REMARK, WHEN, frame_verbs, framed, quick
from kg.lexicon import column
from kg.model import Span
from kg.recognise.reading import Reading

# 等...项目 closes a list of projects when between the two stands nothing but what sorts or counts projects, so none of @.
_CLOSED = r"等(?P<sort>(?:(?!@)[^，。；、\s]){0,12}?)(?:项目|工程)(?!资金|经费|备案|申报|库|管理|预算|支出|收入|化|审批)"
# 甲工程、乙园区、丙公路三大项目: as many as are counted stand before.
_COUNTED_LIST = re.compile(
    r"(?P<n>[两三四五六七八九十]|1?\d)(?:大|个|项|条|座|处)(?:重点|重大|标志性|续建|新建|民生|文旅|产业|省级|市级|区级|县级|园区|城市|城区|市政|农村){0,3}"
    r"(?:项目|工程|道路|公路|桥梁|大桥|快速路|断头路|水库|泵站|变电站|水厂|基地|学校|医院|安置区|公园|生产线)"
)
_COUNTS = {"两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_HEADING = re.compile(r"\s*[（(]?[\d一二三四五六七八九十]+[）)、.．][^，。；：]*$")
_ACCOUNT = re.compile(r"\s*[（(][类款项][）)]")


_SPELT = re.compile(r"(?:其中)?(?:包括|分别为|分别是|包含|涵盖|主要有|其中有)了?(?P<list>[^，。；：\n]{5,200}?)(?=等|[，。；\n]|$)")
_COUNTED_PROJECTS = re.compile(r"\d+\s*[个项][^，。；、]{0,10}项目|项目\s*\d+\s*[个项]")
_SPELT_END = re.compile(r"(?:中心|基地|总部|园|厂|港|城|平台|工厂|项目|工程|[一二三四五]期)$")

# 某某二期生产线：在建
_STATE = (
    r"[:：](?:已|正在|正|目前)?(?:在建|续建|洽谈|在谈|签约|开工|动工|竣工|完工|投产|投用|试产|试生产|试运行|"
    r"封顶|建成|通车|前期|立项|获批|筹建|拟建|停工|缓建)"
)
_STATE_LINE = re.compile(_STATE)


@dataclass(frozen=True, slots=True)
class Named:
    """A project's name, the clause it stands in, and whether it comes from a list closed by 等项目."""

    span: Span
    clause: Span
    closed: bool = False


def project_names(reading: Reading) -> Iterator[Named]:
    """Yield the names of projects in text order; names inside a longer one, headings and lines of the budget are left out."""
    told = list(_lines(reading))
    yield from told
    for sentence in reading.sentences:
        if any(sign().search(reading.text, sentence.start, sentence.end) for sign in (frame_verbs, _anchor)):
            for clause in clauses_of(reading, sentence):
                # A rule on projects (应当, 鼓励) names none.
                if lexical(WORDS, "norm").search(reading.text, clause.start, clause.end):
                    continue
                found = _certain(reading, clause, _in_clause(reading, clause))
                found.sort(key=lambda named: (named.span.start, -named.span.end))
                yield from (named for named in _outermost(found) if not any(line.span.overlaps(named.span) for line in told))


def _certain(reading: Reading, clause: Span, found: Iterator[Named]) -> list[Named]:
    """Return the names of a clause; of one that says what is to come (6月底前, 下一步) only those that hold a name or a place."""
    if not lexical(WORDS, "coming").search(reading.text, clause.start, clause.end):
        return list(found)
    text = reading.text
    return [one for one in found if reading.mentions_in(one.span) or placed(text[one.span.start : one.span.end])]


def _outermost(found: list[Named]) -> Iterator[Named]:
    end = -1
    for named in found:
        if named.span.start >= end:
            end = named.span.end
            yield named


def _in_clause(reading: Reading, clause: Span) -> Iterator[Named]:
    text = reading.text
    words = text[clause.start : clause.end]
    rest = clause.start
    for match in lexical(WORDS, "not_sort", _CLOSED).finditer(text, clause.start, clause.end) if "等" in words else ():
        members = list(items(reading, Span(rest, match.start())))
        yield from (Named(item, clause, closed=True) for item in members if specific(reading, item, closed=True))
        rest = match.end()
    for count in _COUNTED_LIST.finditer(text, rest, clause.end) if "、" in words else ():
        members = list(items(reading, Span(rest, count.start())))
        if len(members) == _COUNTS.get(count["n"], 0) or count["n"] == str(len(members)):
            works = [item for item in members if _listed_as_work(reading, item)]
            # As many as are counted and one of them a work by its form: so are the others.
            yield from (
                Named(item, clause, closed=True) for item in (members if works else ()) if item in works or not _is_sort(reading, item)
            )
            rest = count.end()
    yield from (Named(name, clause, closed=True) for name in _spelt_out(reading, clause))
    tail = Span(rest, clause.end)
    yield from (Named(name, clause, closed=True) for name in framed(reading, tail))
    if "建" in words:
        yield from (Named(name, clause) for name in _built(reading, tail) if specific(reading, name, closed=True))
    told = (_works(), _told_works(), _sites()) if _progress_words().search(text, tail.start, tail.end) else ()
    # Each is tried only where its own sign stands.
    named = (_project(),) if "项目" in words or "工程" in words or "课题" in words else ()
    phased = (PHASE,) if "期" in words else ()
    quoted = (_quoted_platforms(),) if "”" in words else ()
    for pattern in (*named, *phased, *told, _platforms(), *quoted):
        for match in pattern.finditer(text, tail.start, tail.end):
            for name in _names_before(reading, tail.start, match):
                if specific(reading, name, closed=False) or (match.re is _project() and _is_told(text, name, clause)):
                    yield Named(name, clause)


def _spelt_out(reading: Reading, clause: Span) -> Iterator[Span]:
    """Yield the works that spell out what the clause before counts: 签约14个项目，包括甲北方总部、乙运营基地等."""
    text = reading.text
    lead = _SPELT.match(text, clause.start, clause.end)
    if not lead or not _COUNTED_PROJECTS.search(text, max(reading.sentence_at(clause.start).start, clause.start - 60), clause.start):
        return
    for name in items(reading, Span(*lead.span("list"))):
        words = text[name.start : name.end]
        if 5 <= len(words) <= 40 and _SPELT_END.search(words) and not _is_sort(reading, name):
            yield name


def _names_before(reading: Reading, start: int, match: re.Match[str]) -> Iterator[Span]:
    """Yield the names that end with `match`: what stands after the last mark of a list, parted at 和 before a name."""
    text = reading.text
    end = match.end("name") if "name" in match.re.groupindex else match.end()
    if match.re is _project() and (_ACCOUNT.match(text, end) or _is_heading(text, start, end)):
        return
    if match.re in (_platforms(), _quoted_platforms()):
        start = match.start("name")
    parts = list(listed(text, Span(start, end)))
    if len(parts) > 1 and PHASE_ONLY.fullmatch(text[parts[-1].start : parts[-1].end]):
        parts[-1] = Span(parts[-2].start, end)
    if match.re in (_works(), _sites()):
        # 甲基地、乙厂区先后落户: what is told of the last of a list of works is told of each.
        for part in reversed(parts[:-1]):
            if not _ends_as_work().search(text[part.start : part.end]):
                break
            yield from items(reading, part)
    yield from items(reading, parts[-1])


def _built(reading: Reading, within: Span) -> Iterator[Span]:
    """Yield the works of 新建甲中学宿舍、乙小学综合楼等校舍2万平方米, which 等 closes and places or numbers tell from sorts of works."""
    text = reading.text
    for match in _building().finditer(text, within.start, within.end):
        for name in items(reading, Span(*match.span("list"))):
            words = text[name.start : name.end]
            if _ends_as_work().search(words) and (placed(words) or begins_with_firm(reading, name)):
                yield name


def begins_with_firm(reading: Reading, name: Span) -> bool:
    """Return whether a name begins with a firm's and goes on: 甲公司二期."""
    firms = (mention for mention in reading.mentions_in(name) if mention.kind == "enterprise")
    return any(firm.span.start == name.start and firm.span.end < name.end for firm in firms)


def _listed_as_work(reading: Reading, name: Span) -> bool:
    """Return whether a member of a counted list is one work: its form says so, or it ends as works do."""
    words = reading.text[name.start : name.end]
    return specific(reading, name, closed=True) or (
        len(words) >= 4 and bool(_ends_as_work().search(words)) and not generic().fullmatch(core(words))
    )


def _is_sort(reading: Reading, name: Span) -> bool:
    words = reading.text[name.start : name.end]
    plain = core(words)
    barred = any(lexical(WORDS, role).search(plain) for role in ("clause", "loose", "money"))
    return len(plain) < 3 or barred or bool(generic().fullmatch(plain))


def _lines(reading: Reading) -> Iterator[Named]:
    """Yield the works of lines that give a state behind a colon: 某某二期生产线：在建."""
    text, done = reading.text, 0
    for state in _STATE_LINE.finditer(text):
        start, end = text.rfind("\n", 0, state.start()) + 1, text.find("\n", state.end())
        if start < done:
            continue
        done = end if end >= 0 else len(text)
        yield from _in_line(reading, Span(start, done))


def _in_line(reading: Reading, line: Span) -> Iterator[Named]:
    for match in _line().finditer(reading.text, line.start, line.end):
        name = Span(*match.span("name"))
        if specific(reading, name, closed=True):
            yield Named(name, Span(*match.span()), closed=True)


def _is_told(text: str, name: Span, clause: Span) -> bool:
    """Return whether words before 项目 name a project because its progress is told right behind: 欢乐港湾项目完成签约."""
    plain = core(text[name.start : name.end])
    told = _progress().match(text, name.end, clause.end)
    barred = any(lexical(WORDS, role).search(plain) for role in ("clause", "loose", "money", "abstract"))
    return bool(told) and 3 <= len(plain) <= 20 and not barred and not generic().fullmatch(plain)


def _is_heading(text: str, start: int, end: int) -> bool:
    return bool(_HEADING.fullmatch(text[start:end])) and text[end : end + 1] in ("\n", "")


@cache
def _project() -> re.Pattern[str]:
    # 项目经费, 项目库, 项目建议书 ... are no projects.
    phase = r"[（(][一二三四五六七八九十]+期[）)]|[一二三四五六七八九十]期"
    works = rf"(?<=[\u4e00-\u9fff]{{2}}){alternatives(WORDS, 'works_kind')}工程"
    # Behind a phase the name is over, whatever follows; a topic (课题) is a project where it is quoted.
    return re.compile(rf"(?:项目|{works}|(?<=”)课题)(?:{phase}|(?!{alternatives(WORDS, 'follower')}))")


@cache
def _line() -> re.Pattern[str]:
    roles = "|".join(alternatives(WORDS, role) for role in ("head", "site", "road_section"))
    name = rf"(?P<name>[^，。；：、\s]{{3,40}}?(?:{roles}|项目|工程)(?:[一二三四五六]期)?)"
    return re.compile(rf"(?:(?<=[\n；。\s◆●■★♦])|^){name}{_STATE}(?:中|阶段|状态|工作|建设)?(?=[，。；（\n]|$)", re.M)


@cache
def _progress() -> re.Pattern[str]:
    progress, state = alternatives(WORDS, "progress"), alternatives(WORDS, "state")
    return re.compile(f"{WHEN}(?:{progress}|完成)*(?:{state}|签约|落地|立项|结题)")


@cache
def _progress_words() -> re.Pattern[str]:
    return quick({word for role in ("state", "opened") for word in column(WORDS, "word", role=role)})


@cache
def _works() -> re.Pattern[str]:
    progress, state = (alternatives(WORDS, role) for role in ("progress", "state"))
    head = f"(?:{alternatives(WORDS, 'head')}|{alternatives(WORDS, 'road_section')})"
    return re.compile(rf"(?P<name>{head}(?:[一二三四五六]期|工程|项目)?){REMARK}{WHEN}{progress}*{state}")


@cache
def _sites() -> re.Pattern[str]:
    site, platform, progress, opened = (alternatives(WORDS, role) for role in ("site", "platform", "progress", "opened"))
    return re.compile(rf"(?P<name>(?:{site}|{platform})(?:[一二三四五六]期|工程|项目)?){REMARK}{WHEN}{progress}*{opened}")


@cache
def _told_works() -> re.Pattern[str]:
    # Any 工程 is a work where its progress is told: 旧址保护利用工程通过专家验收.
    progress, state, opened = (alternatives(WORDS, role) for role in ("progress", "state", "opened"))
    return re.compile(rf"(?P<name>(?<!主体|土建|配套|附属|单体)工程(?:[（(][一二三四五六]期[）)])?){WHEN}{progress}*(?:{state}|{opened})")


@cache
def _ends_as_work() -> re.Pattern[str]:
    roles = "|".join(alternatives(WORDS, role) for role in ("head", "site", "road_section"))
    return re.compile(rf"(?:{roles}|项目|工程|[一二三四五六]期)$")


@cache
def _building() -> re.Pattern[str]:
    roles = "|".join(alternatives(WORDS, role) for role in ("head", "site", "road_section"))
    closed = rf"(?P<list>[^，。；：]{{4,80}}?(?:{roles}|(?<=[\u4e00-\u9fff]{{4}})工程))(?:等|[，。；]|\d|$)"
    return re.compile(rf"{alternatives(WORDS, 'built_verb')}了?{closed}")


@cache
def _quoted_platforms() -> re.Pattern[str]:
    told = r"(?:正式|成功|顺利|全面|建成)*(?:上线|启用|投用|投入|开通|运行|(?:入选|获评?|列入)[^，。；]{0,16}(?:案例|示范|试点|奖))"
    platform = alternatives(WORDS, "platform")
    return re.compile(rf"(?P<name>“[^”\n]{{2,30}}(?:”[^，。；“”]{{0,8}}?{platform}|{platform}”)){told}")


@cache
def _platforms() -> re.Pattern[str]:
    opener, platform = alternatives(WORDS, "opener"), alternatives(WORDS, "platform")
    name = rf"(?P<name>[^，。；、：\s]{{2,24}}?(?:{platform}|改造|改扩建|产业园))"
    return re.compile(rf"{opener}了?{name}(?=[，。；、（\n]|交付|扫尾|$)")


@cache
def _anchor() -> re.Pattern[str]:
    nouns = {word for role in ("head", "platform", "site") for word in column(WORDS, "word", role=role)}
    return quick(nouns | {"项目", "工程", "课题", *(f"{number}期" for number in "一二三四五六")})
