"""Frames of relations: the ways a clerk puts that one body does something with, to or for another (kg/data/relation_frames.csv)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations, product

from kg.extract.frame_list import Frame, likely
from kg.extract.frame_slots import SIGNS, ending, expanded
from kg.extract.phrases import UNREAL_SECTIONS, alternatives, lexical, section_kind, trimmed, unit_of
from kg.extract.project_bounds import WORDS as PROJECT_WORDS
from kg.extract.project_bounds import core, generic
from kg.extract.skeletons import BANK, FIRM, OFFICE, Skeleton, skeleton
from kg.extract.stated import Stated, heads
from kg.facts import Referent
from kg.model import Mention
from kg.recognise.reading import Reading

_WORDS = "relation_words"
# No sentence of prose is longer.
_LONGEST = 600
_SIGN = re.compile(f"[{SIGNS}]")
_CLAUSE = re.compile(r"[，。；：\n]")
_BINDING = re.compile(r"签|协议|合作|共建|合资|合同|合办|备忘录|结对|联盟")
# 甲设立的乙注册资本1亿元，已入驻某园: what the clause speaks of is the name that 的 leads to.
_LEADING = re.compile(
    rf"(?:[^，。；：与同和向给为对从联委{SIGNS}]{{0,6}}?|[^，。；：{SIGNS}]{{0,6}}?(?:引进|引入|招引)[^，。；：{SIGNS}]{{0,6}}?)(?:[{SIGNS}](?:[与同和、][{SIGNS}])*[^，。；{SIGNS}]{{0,16}}的)?(?P<all>([{SIGNS}])(?:（[^（）]{{0,40}}）)?(?:(?:、|和|与|同|及|联合|会同|携手)[{SIGNS}])*)"
)
# 共建长效机制, 建设规范化: what is built here is no work and no body; 贷 and 险 are products of banks.
_NO_ANY = re.compile(
    r"(?:机制|体系|关系|渠道|模式|团队|队伍|制度|环境|格局|氛围|能力|水平|意识|标准|规范|生态|品牌|课程|专业|班|活动|行动|工作|任务|情况|任务书|方案|"
    r"计划|目标|贷|险|券|债|称号|名单|资金|经费|费用|投资|设备|企业|公司|项目|工程|基地|平台)”?$(?<!.{4}项目)(?<!.{4}工程)(?<!.{4}基地)(?<!.{4}平台)"
)
# What stands behind a verb of contract and begins with another verb is no work's name.
_VERBAL = re.compile(r"入驻|落户|落地|进驻|共建|合建|联建|签|组建|成立|参与|等|在|与|由|业主|[该本其]|的|[一二三四五六七八九十]是")
_BUILDING = re.compile(r"^(?:计划)?(?:投资)?(?:共建|合建|建成|建设|兴建|新建|扩建|改建|打造|实施|建造|开工|启动|上马)(?:了|的)?(?=.{4})")
_GIVING = re.compile(
    r"^(?:分别|各|已|累计|共|一次性)*(?:兑[现付]|发放|拨[付给]|落实|下达|给予|争取|返还|申请|获得?|享受|取得|领取|得到|收到|支付|兑)(?:了|到)?"
)
_GIVEN = re.compile(r"获|得|争取|享受|取|申|拨|发|兑|给|落实|向|为|领|收|累计|实现|完成|缴|返还|用|投")
_OF_WORK = re.compile(r"(?:该|本|此)?(?:项目|工程|基地|园区)")
_MATTER = re.compile(r"(?:^|(?<=[，；：]))(?P<matter>[^，。；：、的\d\s]{2,16}?)(?:\d+\s*[个栋座条处][^，。；：]{0,6}?)?(?:采用|由)")
# 总投资3亿元，由甲施工: a sum is no work, though it stands where one does.
_NO_MATTER = re.compile(
    r"(?:投资|概算|资金|经费|金额|合同额|面积|费用?|其中|年|月|日|贷款|补助|奖补)$|^(?:其中|目前|同时|此外)|正在|正式|[已未尚把将]|开展|进行|完成"
)
_ENDED = re.compile(r"中止|终止|原拟|取消|撤[销资]")
_OWN_GOODS = re.compile(r"[贷险券债]”?$|联合体|称号|荣誉|^(?:主导|拳头|主打|自主|创新|新|多|系列|高端|优质|部分|相关|其他|核心|等|\d)")
_LABORATORY = re.compile(r"(?:实验室|研究中心|工程中心|技术中心|创新中心|检测中心|工作站|研究院|研究所)$")
# 10亿元的某基金完成备案，甲出资3亿元: whom the sums are paid into and who pays out; funds for research are no bodies.
_FUND_BODY = re.compile(
    r"(?:^|(?<=[，；、的与对由]))(?P<body>[^，。；：、的\d“”（）]{2,20}?(?<!科学)(?<!专项)(?<!保险)(?<!公积)基金)(?![会项资])"
)
# 新建5G基站213个，其中甲承建121个: what is counted is what each builds a part of.
_COUNTED_THING = re.compile(
    r"(?:新建|新增|建成|建设|开通|新开通|(?:^|(?<=[，；：。]))(?:全年|累计|年内|已|共)*(?:改造|完成))了?(?P<thing>\d?[A-Za-z]*[^，。；：、的\d\s]{2,12}?)\s*\d[\d,.]*\s*[万千]?余?(?:[个座处条套]|亩|公里|千米|平方米)"
)
# 甲与乙成立丙，投资1亿元建设丁: the clauses that follow speak of 丙.
_NEW_FIRM = re.compile(rf"(?:成立|组建|设立|注册)了?([{FIRM}])(?:（[^（）]{{0,40}}）)?$")
_OF_NEW_FIRM = re.compile(r"(?:由其|该公司|公司)?(?:计划|共|一期)*(?:投资|建设|实施|负责|承建|承担|生产)")
_NO_SERVICE = re.compile(r"问卷|满意度|绩效|评价|评估|审计|民意|自评")
_NO_WHERE = re.compile(
    r"[内外上下中]$|^[，。；、]|平台|项目|园区$|我[县市区]|方面|领域|基础|过程|年|月|\d|企业|同行|全[省市县区国]|当地|本地"
)
_NOT_DONE = re.compile(r"未|获批(?:准)?[设成建组]|尚|拟|将(?!总部|研发|生产|工厂|区域|结算)|推荐|不(?!断|锈|动产|间断)|[未没]有")
# Sums behind these words are no grants.
_NO_GRANT = re.compile(r"投资|贷款|授信|融资|产值|销售|营收|营业|税|收入|出资|签约|合同|罚|成交|采购|中标|价|支出(?!\d)")
_QUOTE_ONLY = re.compile(r"“[^”]*”")


def framed(reading: Reading) -> Iterator[Stated]:
    """Yield what the frames say of the sentences that hold a name; sections on duties and goals, tables and wishes give nothing."""
    for sentence in reading.sentences:
        if len(sentence) > _LONGEST or not reading.mentions_in(sentence) or section_kind(reading, sentence.start) in UNREAL_SECTIONS:
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
    return bool(_NOT_DONE.search(_QUOTE_ONLY.sub("", words[match.start() : match.end()])))


def _stated(reading: Reading, bare: Skeleton, frame: Frame, match: re.Match[str]) -> Iterator[Stated]:
    end = _CLAUSE.search(bare.words, match.end())
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
    """Return what fills a slot: its names, the thing it describes, or for @ whom the clause speaks of; () where nothing fit does."""
    if name == "2":
        # 甲向乙捐赠…，双方合建的: the two names that the sentence gives last.
        earlier = [bare.names[at] for at in sorted(bare.names) if at < match.start()]
        return tuple(earlier[-2:]) if len(earlier) >= 2 and earlier[-1].surface != earlier[-2].surface else ()
    if name in "@^&*":
        return _spoken_of(reading, bare, match.start(), name)
    if name == "fund" and "贷" in match[name] and BANK in bare.words:
        # What a bank named beside it lends is told of the bank.
        return ()
    if name == "%":
        return _work_before(reading, bare, match.start())
    if name == "!":
        return _work_before(reading, bare, match.start(), beside=True)
    if name == "$":
        return _fund_before(reading, bare, match.start())
    if name in "#~":
        return _told_of(bare, match.start(), *((_FUND_BODY, "body") if name == "#" else (_COUNTED_THING, "thing")), reading.text)
    if match[name] is None:
        return ()
    if name in ("a", "b", "c"):
        return bare.named(*match.span(name))
    start, end = match.span(name)
    cut = ending(name)
    if cut is not None:
        within = cut.match(bare.coded, start, end)
        if within is None or within.end() == start:
            return ()
        end = within.end()
        if name == "own" and not _goes_on().match(bare.coded, end):
            return ()
    span = bare.span(start, end)
    for mention in reading.mentions_in(span):
        if mention.span == span:
            # 专科联盟, 联合实验室: a sort of body, whatever it was recognised as.
            short = name == "thing" and len(span) < 6 and mention.kind != "enterprise"
            other = (name == "lab" and not _LABORATORY.search(mention.surface)) or (
                name == "board" and not re.search("交|板$", mention.surface)
            )
            return () if short or other else (mention,)
    if not _fits(name, bare.words[start:end], reading.text[span.start : span.end]):
        return ()
    words = reading.text[span.start : span.end]
    span = trimmed(reading.text, span)
    if name in ("own", "owned"):
        # 甲二期 is called so with the firm's name before it.
        first = bare.named(*match.span("a"))[-1]
        return (reading.text[first.span.start : span.end],) if match.end("a") == match.start(name) else (words,)
    words = reading.text[span.start : span.end].lstrip("了过的")
    return ({"work": _BUILDING, "fund": _GIVING}[name].sub("", words) if name in ("work", "fund") else words,)


def _fits(name: str, shape: str, words: str) -> bool:
    """Return whether words can be the thing that a slot asks for."""
    plain = core(words)
    if words.count("“") != words.count("”") or not 2 <= len(words) <= 60:
        return False
    if name in ("work", "told", "own", "owned", "service"):
        told = _QUOTE_ONLY.sub("", plain)
        if _VERBAL.match(words) or (
            name == "service" and (_NO_SERVICE.search(words) or len(plain) < 4 or _only_service().fullmatch(words))
        ):
            return False
        if generic().fullmatch(plain) or any(lexical(PROJECT_WORDS, role).search(told) for role in ("clause", "money")):
            return False
        return "等" not in plain and not lexical(_WORDS, "no_own", "^@").match(words) if name in ("own", "owned") else len(plain) >= 3
    if name in ("product", "goods"):
        return (
            words[0] not in "该其本此这"
            and not _OWN_GOODS.search(words)
            and ("“" in words or not (lexical(_WORDS, "no_product").match(words) or lexical(_WORDS, "no_made").search(words)))
        )
    if name == "board":
        return "交" in words or "板" in words or not _SIGN.search(shape)
    if name == "lab":
        return len(words) >= 9
    if name in ("matter", "topic"):
        return (
            len(words) >= 3
            and not _VERBAL.match(words)
            and not lexical(_WORDS, "same_work", "^@*$").match(words)
            and not _NO_MATTER.search(words)
        )
    if name in ("any", "titled", "setup"):
        return len(plain) >= 3 and not _NO_ANY.search(words) and not generic().fullmatch(plain) and not _VERBAL.match(words)
    if name in ("thing", "event", "unit"):
        if name != "event" and "“" in words and not _bodies().search(words):
            return False
        if name != "event" and len(words) < (6 if name == "thing" else 4) and "“" not in words:
            return False
        return not lexical(_WORDS, "internal").search(words) and not lexical(_WORDS, "routine").search(words)
    if name in ("fund", "loan"):
        bare = _GIVING.sub("", words)
        return BANK not in shape and len(bare) > 1 and not _GIVEN.match(bare) and not lexical(_WORDS, "no_fund", "^@*$").match(bare)
    if name == "where":
        return not _NO_WHERE.search(words)
    if name in ("place", "site"):
        return words[0] not in "由以从" and not lexical(_WORDS, "no_place", "^(?:我|本|全|该|各|新)?@$").match(words)
    return bool(shape)


def _spoken_of(reading: Reading, bare: Skeleton, before: int, whom: str) -> tuple[Referent, ...]:
    """Return whom a clause without subject speaks of: the name that an earlier clause of the sentence begins with.

    Without one it is the reporting unit where `whom` is @; & asks for all names that the earlier clause joins, * for the name that
    the sentence begins with, whatever the clauses between speak of.
    """
    starts = [0, *(mark.end() for mark in _CLAUSE.finditer(bare.words, 0, before))] if whom != "*" else [0, before]
    for index, start in reversed(list(enumerate(starts))):
        if index + 1 < len(starts) and _OF_NEW_FIRM.match(bare.words, before):
            new = _NEW_FIRM.search(bare.words, start, starts[index + 1] - 1)
            if new:
                return (bare.names[new.start(1)],)
        if whom == "^" and _OF_WORK.match(bare.words, start, before):
            # 甲投资的某项目开工，项目由乙实施，落户某园: the clause speaks of the work.
            return ()
        lead = _LEADING.match(bare.words, start, before)
        if lead and whom == "^" and bare.words.startswith("由", start):
            return ()
        if lead and lead.end(2) < before:
            if whom == "^" and bare.words[lead.start(2)] == OFFICE:
                # What an office reports on in passing is not what it does.
                return ()
            return bare.named(*lead.span("all")) if whom == "&" else (bare.names[lead.start(2)],)
    one = unit_of(reading) if whom == "@" else ""
    return (one,) if one else ()


def _told_of(bare: Skeleton, before: int, pattern: re.Pattern[str], group: str, text: str) -> tuple[Referent, ...]:
    """Return the last thing of the sort `pattern` finds that the sentence names before `before`, as printed; () without one."""
    found = [bare.span(*match.span(group)) for match in pattern.finditer(bare.words, 0, before)]
    return (text[found[-1].start : found[-1].end],) if found else ()


def _work_before(reading: Reading, bare: Skeleton, before: int, beside: bool = False) -> tuple[Referent, ...]:
    """Return the work told of last before a clause that says who carries it out: 某项目投资1亿元，由甲承建.

    With `beside` only the words from the last mark on are looked at. Without one in the sentence it is the first of the
    sentence before, in the same paragraph; () without any.
    """
    if beside:
        start = max(bare.words.rfind(mark, 0, before) for mark in "，。；：") + 1
        until = before + (2 if bare.words.startswith(("项目", "工程"), before) else 1)
        return _works(reading, bare, min(until, len(bare.words)), start)[-1:]
    found = _works(reading, bare, before)[-1:]
    if not found:
        told_of = [match for match in _MATTER.finditer(bare.words, 0, before) if _fits("matter", match["matter"], match["matter"])]
        if told_of:
            span = bare.span(*told_of[-1].span("matter"))
            return (reading.text[span.start : span.end],)
        counted = _told_of(bare, before, _COUNTED_THING, "thing", reading.text)
        if counted:
            return counted
        if "工程" in bare.words[:before] or "项目" in bare.words[:before]:
            # The sentence tells of a work of its own, whatever it is called.
            return ()
        start = bare.offsets[0]
        last = reading.sentence_at(max(0, start - 2))
        if last.end <= start and "\n" not in reading.text[last.end : start] and len(last) <= _LONGEST:
            told = skeleton(reading, last)
            found = _works(reading, told, len(told.words))[:1]
    return found


def _works(reading: Reading, bare: Skeleton, before: int, start: int = 0) -> tuple[Referent, ...]:
    found: list[Referent] = []
    for match in _told().finditer(bare.coded, start, before):
        span = bare.span(*match.span("told"))
        words = reading.text[span.start : span.end]
        if _fits("work", match["told"], words):
            found.append(words.strip("“”") if words.count("“") == 1 and words.startswith("“") and words.endswith("”") else words)
    return tuple(found)


def _fund_before(reading: Reading, bare: Skeleton, before: int) -> tuple[Referent, ...]:
    """Return the fund that a list of names with sums divides: 后补助惠及54家，其中甲40万元、乙20万元; () where the sums are no grants."""
    found: Referent = ""
    for match in _granted().finditer(bare.coded, 0, before):
        if not _NO_GRANT.search(bare.words, match.end(), before):
            span = bare.span(*match.span("fund"))
            found = reading.text[span.start : span.end]
            inside = reading.mentions_in(span)
            found = _GIVING.sub("", reading.text[inside[-1].span.end : span.end] if inside else found)
    return (found,) if found else ()


@cache
def _only_service() -> re.Pattern[str]:
    return re.compile(rf"(?:建设|工作|项目|工程|{alternatives(_WORDS, 'service')})*")


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile(rf"(?:{heads('founded')}|{alternatives(_WORDS, 'founded_head')})”?$")


@cache
def _granted() -> re.Pattern[str]:
    return re.compile(expanded("<fund>"))


@cache
def _goes_on() -> re.Pattern[str]:
    """What must follow a work that bears its firm's name: what became of it, or more works of the same list."""
    return re.compile(expanded("(?=<text><progress>|[、，][^。；]{0,60}?<progress>)"))


@cache
def _told() -> re.Pattern[str]:
    return re.compile(expanded("(?:(?<=^)|(?<=[，：的、]))<told>"))
