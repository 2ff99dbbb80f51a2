"""Projects of the real world: construction, investment, research and platforms, with their status, participants and money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.extract.awards import awards
from kg.extract.carriers import carried
from kg.extract.groups import groups
from kg.extract.phrases import alternatives, clauses, lexical, section_kind, squash
from kg.extract.project_bounds import core
from kg.extract.project_names import Named, begins_with_firm, project_names
from kg.extract.project_tables import Listed, listed_projects
from kg.extract.project_tagger import tagged_projects
from kg.extract.told_works import told_works
from kg.facts import Project
from kg.lexicon import rows
from kg.model import Mention, Span
from kg.recognise.reading import Reading
from kg.values import Money

# Duties, terms and contents name no project that exists; goals do, since what is to be advanced is already there.
_NO_PROJECTS = frozenset({"toc", "glossary", "functions", "problems", "remedies", "problems_remedies", "application", "base_table"})
_TROUBLES = frozenset({"problems", "problems_remedies"})
_WORDS = "project_words"
_ACTORS = frozenset({"enterprise", "research_institute", "university", "hospital", "school"})
_GOALS = frozenset({"targets"})
_INVESTMENT = re.compile(r"投资(?:额|约|达|总额)?[约达为近超]?$|投入$|总额(?:约|达|为)?$")
# What is said of a work after its own clause: its state first, its size or cost or who carries it out in between.
# A later clause may say more of a project: what is signed, started or under work is then told to go on or be finished.
_EARLY = frozenset({"", "planned", "signed", "approved", "started", "building"})
_LATE = frozenset({"started", "building", "completed", "concluded"})
_CONCLUDED = re.compile(r"结题|结项")
_ITS_STATE = re.compile(r"(?:已|现已?|目前|截至|于|主体|正[在式]|一期|二期|全部|顺利|建成|竣工|完工|投入|累计完成|完成投资|并)")
_ITS_SIZE = re.compile(r"总?投资|总?建筑面积|占地|总长|全长|设计|由|规划|新增|建设|可|年产|日处理|导流")
_COMING = re.compile(r"预计|计划|力争|拟(?!建)|有望|确保|争取|将于|即将|待")
# 某企业路改造: a street may bear a firm's name.
_STREET = re.compile(r"[东西南北中一二三]?[路街道巷桥]")
_FIRM_END = re.compile(r"(?:股份|集团|公司|科技|农机|机械|材料|新材|智能|电子|生物|食品|装备|重工|实业|机电|药业|医药|能源|信息)$")
# 申报“外资研发中心”: what is applied for by its title is no work.
_APPLIED_FOR = re.compile(r"(?:申报|申请|申创|创建|认定为|获评|获批)(?:了|为)?$")
_QUOTED_ONLY = re.compile(r"“[^”\n]*(?:中心|企业|平台|基地|园区|实验室|单位|机构|品牌|示范区)”")
_COUNT = re.compile(r"\s*\d[\d,]*余?[个座处家条间所]")
_PHASED = re.compile(r"[一二三四五六]期$")
_SHORT = 4
# Beyond as many projects only equal names are joined, so that a list of thousands does not cost its square.
_MANY = 300


def projects(reading: Reading) -> tuple[Project, ...]:
    """Return each project once, by its fullest name and the statement that gives its status; budget lines and generic words give none."""
    return reading.once(_projects)


def _projects(reading: Reading) -> tuple[Project, ...]:
    found: list[Project] = []
    cores: list[str] = []
    exact: dict[str, int] = {}
    stated = list(_stated(reading))
    for fact in (*stated, *_learnt(reading, stated)):
        plain = core(fact.name)
        index = exact.get(plain)
        if index is None and len(cores) <= _MANY:
            index = next((index for index, other in enumerate(cores) if _same(plain, other)), None)
        if index is None:
            index = len(found)
            found.append(fact)
            cores.append(plain)
        else:
            found[index] = _merged(found[index], fact)
            cores[index] = core(found[index].name)
        exact[plain] = index
    builders = _builders(reading)
    found = [replace(fact, participants=builders.get(core(fact.name), fact.participants)) for fact in found]
    return tuple(sorted(found, key=lambda fact: (fact.evidence.span, fact.name)))


def _builders(reading: Reading) -> dict[str, tuple[Mention, ...]]:
    """Return the names of those who the text says carry a work out, by the work's core: they take part, whatever its name begins with."""
    found: dict[str, dict[str, Mention]] = {}
    for one in carried(reading):
        named = found.setdefault(core(reading.text[one.work.start : one.work.end]), {})
        for actor in one.actors:
            if isinstance(actor, Mention):
                named.setdefault(actor.surface, actor)
    return {work: tuple(named.values()) for work, named in found.items() if named}


def _stated(reading: Reading) -> Iterator[Project]:
    """Yield a project for each place that names one: by its name's form, by who carries it out, or in a row of a table."""
    titles = {squash(award.title) for award in awards(reading) if award.status != "granted"}
    cells = {cell.span for table in reading.report.tables for row in table.rows for cell in row}
    for named in project_names(reading):
        if squash(reading.text[named.span.start : named.span.end]) in titles or named.span in cells:
            # 申报全国示范工程 is a title; a whole cell is a project's name only under a head that says so.
            continue
        if (not named.closed and _is_firm(reading, named.span)) or _is_title(reading.text, named):
            continue
        kind = section_kind(reading, named.span.start)
        if kind not in _NO_PROJECTS or (kind in _TROUBLES and begins_with_firm(reading, named.span)):
            yield _project(reading, named)
    for one in carried(reading):
        if not one.service:
            yield _project(reading, Named(one.work, one.span))
    yield from (_project(reading, named) for named in told_works(reading))
    yield from (_in_table(reading, row) for row in listed_projects(reading))


def _learnt(reading: Reading, told: Sequence[Project]) -> Iterator[Project]:
    """Yield the works that the trained tagger sees where nothing else told of one."""
    taken = [fact.evidence.span for fact in told]
    titles = {squash(award.title) for award in awards(reading)}
    for named in tagged_projects(reading):
        span = named.span
        if (
            any(other.start <= span.start and span.end <= other.end for other in taken)
            or _is_firm(reading, span)
            or _is_no_one(reading, span)
        ):
            continue
        if section_kind(reading, span.start) not in _NO_PROJECTS and squash(reading.text[span.start : span.end]) not in titles:
            yield replace(_project(reading, named), extractor="projects trained")


def _is_no_one(reading: Reading, span: Span) -> bool:
    """Return whether words that only the tagger sees name no one work: counted ones (基地2个), bodies, words too short for one."""
    words = reading.text[span.start : span.end]
    counted = _COUNT.match(reading.text, span.end) or len(core(words)) < 4
    return bool(counted) or any(m.span == span and m.kind in _ACTORS - {"enterprise"} for m in reading.mentions_in(span))


def _is_title(text: str, named: Named) -> bool:
    quoted = _QUOTED_ONLY.fullmatch(text, named.span.start, named.span.end)
    return bool(quoted and _APPLIED_FOR.search(text, named.clause.start, named.span.start))


def _is_firm(reading: Reading, span: Span) -> bool:
    """Return whether a name is a firm's and nothing else, though its works may bear it (甲电厂): 甲股份与乙大学合作开发的 tells of 甲."""
    alone = any(m.span == span and m.kind == "enterprise" for m in reading.mentions_in(span))
    return alone and bool(_FIRM_END.search(reading.text, span.start, span.end))


def _in_table(reading: Reading, row: Listed) -> Project:
    status = _status("", row.told)
    return Project(
        evidence=reading.report.evidence(row.name.span, row.place),
        extractor="projects",
        name=row.name.text,
        kind=_kind(row.name.text, row.told, status),
        status=status,
        participants=tuple(mention for _, mention, _ in row.who),
    )


def _project(reading: Reading, named: Named) -> Project:
    text = reading.text
    name = text[named.span.start : named.span.end]
    before = text[named.clause.start : named.span.start]
    after = text[named.span.end : named.clause.end]
    goal = section_kind(reading, named.span.start) in _GOALS
    status, clause = "" if goal else _status(before, after), named.clause
    if not goal and status in _EARLY and (len(before) <= 2 or not after):
        later, told = _told_later(reading, named)
        status, clause = (later, told) if later in _LATE or (later and not status) else (status, clause)
    kind = _kind(name, before + after, status)
    if status == "concluded" and kind in ("construction", "platform") and not _CONCLUDED.search(before + after):
        # Research is concluded by its 验收, a work is completed by it.
        status = "completed"
    return Project(
        evidence=reading.report.evidence(clause),
        extractor="projects",
        name=name,
        kind=kind,
        status=status,
        participants=_participants(reading, named),
        money=_money(reading, named),
    )


def _told_later(reading: Reading, named: Named) -> tuple[str, Span]:
    """Return the status that a later clause of the sentence says of the work it began with (甲工程由乙承建，已于8月竣工), and where.

    A clause that begins with anything but time, progress or the work's own parts speaks of something else.
    """
    sentence = reading.sentence_at(named.span.start)
    for clause in clauses(reading.text, Span(named.clause.end, max(named.clause.end, sentence.end))):
        words = reading.text[clause.start : clause.end]
        if _ITS_STATE.match(words):
            status = _status("", words)
            if status:
                return status, Span(named.clause.start, clause.end)
        elif not _ITS_SIZE.match(words):
            break
    return "", named.clause


def _status(before: str, after: str) -> str:
    """Return the status that the nearest word says: one behind the name first, since it is the name's own verb."""
    behind = _statuses().search(after)
    if behind and _COMING.search(after[: behind.start()]):
        # 预计明年竣工: what is to come is planned, whatever the verb.
        return "planned"
    if behind and "、" not in after[: behind.start()]:
        return _by_word()[behind.group()]
    ahead = list(_statuses().finditer(before))
    if ahead:
        return "planned" if _COMING.search(before[: ahead[-1].start()]) else _by_word()[ahead[-1].group()]
    return _by_word()[behind.group()] if behind else ""


def _kind(name: str, around: str, status: str) -> str:
    if lexical(_WORDS, "research_plan").search(name) and not lexical(_WORDS, "works_end", "@(?:项目|工程)?[一二三四五六期（）]*$").search(
        name
    ):
        # 某省科技创新专项甲产品研制及产业化建设项目: the plan it belongs to says what it is, not the word 建设 in it.
        return "research"
    if lexical(_WORDS, "works").search(name) and not re.search(r"关键技术|研究|研制", name):
        built = lexical(_WORDS, "built_platform").search(name) and not re.search(r"改扩建|[一二三四]期$", name)
        return "platform" if built else "construction"
    if lexical(_WORDS, "research").search(name):
        return "research"
    if lexical(_WORDS, "built_platform").search(name):
        return "platform"
    if lexical(_WORDS, "site", "@(?:[一二三四五六]期)?(?:工程|项目)?$").search(name):
        return "construction"
    if status in ("signed", "negotiating") or lexical(_WORDS, "invested").search(around):
        return "investment"
    if lexical(_WORDS, "research_plan").search(around) or ("“" in name and re.search(r"立项|结题|攻关", around)):
        return "research"
    return "construction" if status in ("started", "building", "completed") else "other"


def _participants(reading: Reading, named: Named) -> tuple[Mention, ...]:
    """Return the names inside a project's name, or the one right before it (甲“X”项目, 甲的X项目, 甲投资建设的X项目)."""
    text = reading.text
    before = reading.mentions_in(Span(named.clause.start, named.span.start))[-1:]
    before = tuple(mention for mention in before if _carries_out().fullmatch(text, mention.span.end, named.span.start))
    if before and before[0].span.end < named.span.start and before[0].kind in _ACTORS:
        return before
    inside = reading.mentions_in(named.span)
    if inside and inside[0].span.start == named.span.start:
        # 甲与乙联合实验室: those the name begins with; a name further inside is the place or the thing.
        inside = groups(reading, named.span)[0].members
    # A school or hospital that is itself what is built takes no part in it; a firm's name alone stands for its project.
    inside = tuple(
        m
        for m in inside
        if m.kind in _ACTORS and (m.kind == "enterprise" or m.span != named.span) and not _STREET.match(text, m.span.end, named.span.end)
    )
    return inside or before


def _money(reading: Reading, named: Named) -> Money | None:
    """Return what is invested in the project, printed before (3亿元的甲项目) or behind its name; None where no such sum stands there."""
    for number in reading.numbers_in(Span(named.clause.start, named.span.start)):
        # 3亿元的甲项目; 投入3亿元实施甲项目
        if isinstance(number.value, Money) and _carries_out().fullmatch(reading.text, number.span.end, named.span.start):
            return number.value
    for number in reading.numbers_in(Span(named.span.end, named.clause.end)):
        if isinstance(number.value, Money) and _INVESTMENT.search(reading.text[named.span.end : number.span.start]):
            return number.value
    return None


def _same(one: str, other: str) -> bool:
    """Return whether two names are one: equal, or the shorter is the longer with words left out between the same start and end."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORT:
        return False
    if _PHASED.search(short) or _PHASED.search(long):
        # Phases of one work are works of their own; one phase may be named with and without its firm.
        return short[-2:] == long[-2:] and len(short) >= 8 and long.endswith(short)
    if long.endswith(short) or long.startswith(short):
        return True
    if short[:2] != long[:2] or short[-2:] != long[-2:] or len(short) * 10 < len(long) * 7:
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def _merged(one: Project, other: Project) -> Project:
    """Return the one of two statements on the same project that says more: its status, then its fuller name."""
    best = max((one, other), key=lambda fact: (bool(fact.status), bool(fact.money), len(fact.name)))
    return replace(best, participants=best.participants or one.participants or other.participants)


@cache
def _carries_out() -> re.Pattern[str]:
    # 甲集团增资6,500万美元建设的X, 甲公司牵头承担的X.
    money = r"(?:（[^（）]{2,24}）)?(?:(?:增资|投资|出资|投入|斥资)[^，。；、]{1,14}?元)?"
    return re.compile(rf"{money}(?:牵头|联合|共同|自主|投资)?{alternatives(_WORDS, 'carried_out')}?[的了]?")


@cache
def _by_word() -> dict[str, str]:
    return {row["word"]: row["status"] for row in rows("project_statuses")}


@cache
def _statuses() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_by_word(), key=lambda word: (-len(word), word))))
