"""Who holds a title: the names or words before the verb, or before it in the sentence, or the reporting unit itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.extract.groups import Group, groups, without
from kg.extract.phrases import lexical, trimmed, unit_of
from kg.facts import Referent
from kg.model import Mention, Span
from kg.recognise.reading import Reading

_WORDS = "recognition_words"
# Where and as what somebody got a title says nothing of who got it.
_ADJUNCT = re.compile(
    r"(?:在|于)[^，。；、的]{1,40}?(?:中(?![国央心小华高级学专部型医科])|上(?![市海线级下])|期间|里)|以[^，。；]{2,40}$|(?:在|于)[^，。；、的]{2,12}$|"
    r"(?:在|于)[^，。；、的]{2,40}?(?:大赛|比赛|竞赛|评选|评比|博览会|交易会|展览会|农交会|赛区|赛)(?:[（(][^）)]*[）)])?(?:上|里)?$|"
    r"(?:于|在)?20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?"
)
_ISSUER = re.compile(r"(?:被|经(?![济营验过费贸典开])|由(?![于此来])|获(?!得))(?P<issuer>[^，。；的]{2,24})$")
_OWN_PEOPLE = re.compile(
    r"(?:我院|我校|本校|在校|学校|学院|全体)?(?:学生|师生|学员|选手|参赛选手|教师|职工|教职工|代表队|参赛队伍?)(?:代表队|团队|队)?"
)
_PROJECT_BEHIND = re.compile(
    r"(?:攻关|研发|研制|承担|实施|开发|申报|主持|牵头|完成|建设|承建|打造)的(?P<what>(?:“[^”\n]{2,40}”[^，。；、的“”]{0,4}|[^，。；、的“”]{3,30})(?:项目|课题|工程))"
)
# A prize is got by those who did the work, a place in a programme by the project.
_PRIZE_BEHIND = re.compile(r"[^，。；]{2,30}奖(?=[，。；、\n]|$)")
# A name printed before a recognised one in the same list, that no mention was found for: 甲古城、乙文创园获得X.
_LISTED_BEFORE = re.compile(r"(?:[^，。；、：的了将把和与及\s]{2,12}、)+$")
_AREA_SELF = re.compile(r"(?:我|全)(?:县|区|市|省|州|旗)")
# 甲联合乙获批X: those who act together hold it together.
_DEED = re.compile(
    r"(?:等\s*\d*\s*[家个]?(?:企业|单位)?)?(?:自主|独立|联合|牵头|共同|合作|参与|独家|原创|精心)*"
    r"(?:承建|承担|施工|实施|研发|研制|打造|设计|建设|开发|选送|报送|创作|创排|出品|生产|制作|培育|选育|申报|建造|监理|代建|设计建造)的"
)
# 甲、乙两家: names that nobody recognised but that the text itself counts.
_LIST_OF = re.compile(
    r"(?P<names>[^，。；、：的\s\d]{2,12}(?:、[^，。；、：的\s\d]{2,12}?)*)(?P<etc>等)?(?P<count>\d{1,3}|[两二三四五六七八九十])(?:家|户|个|所)[^，。；、\s\d]{0,6}"
)
_ITS_PRODUCT = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}(?:公司|集团))?(?:(?:自主|联合)?(?:研发|研制|生产|开发|出品|培育))?"
    r"的(?!子公司|控股|全资|下属|孙公司)[^，。；、和及与]{0,12}|(?:[^，。；、和及与]{0,8}的)?“"
)
# 某空间（运营方：甲公司）, 某项目（甲牵头，乙参与）: whose part is told, not who got it.
_ROLES_TOLD = re.compile(r"[：:]|(?:牵头|参与|承担|承建|运营|主办|承办|合作|控股|持股)(?=[，；、）)])")
_BODY_NAME = re.compile(r"(?:公司|集团|厂|社|院|所|校|学|中心|医院|局|委|站|园|行|店|馆|会|团|基地|企业)(?:[（(][^（）()]*[）)])?$")
_TOGETHER = re.compile(r"(?:牵头)?(?:联合|会同|携手|联手|协同|偕同|携)")
_REMARK = re.compile(r"[（(][^（）()\n]*[）)]")
# 甲、乙、丙3家, 甲等4个品牌, 甲、乙两家企业 before the verb.
_NUMBERED = re.compile(r"等?\s*(?P<count>\d{1,4}|[两二三四五六七八九十]{1,3})\s*(?:家|户|个|所|件|种|款|项)(?:[^，。；、\s\d]{0,8})$")
# Words for work that firms are called by as well: 某某建设, 某某材料.
_TRADES = frozenset({"建设", "服务", "管理", "材料"})
_DIGITS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
# 该品牌, 该公司, 这一项目: what the text named last.
_THAT = re.compile(
    r"(?:该|这一|这家|这个|此)(?P<noun>[^，。；、\s]{1,8})|其(?:[^，。；、\s]{2,8}(?:基地|公司|车间|实验室|中心|项目|产品|品牌|技术|平台|工厂))?"
)
# Names of areas and bodies that nobody recognised stand in one list: 甲乡、乙镇.
_BODY_END = re.compile(
    r"(?:[省市县区旗乡镇村州局院校园站所社场馆队科厂店]|街道|社区|公司|中心|集团|小学|中学|支部|党委|品牌|基地|合作社|医院)$"
)
# What a sentence of the unit's own begins with: an adverb or a deed of its own, or itself.
_UNSAID = re.compile(
    r"(?:[一二三四五六七八九十]+是|[（(]?\d{1,2}[）)、.．]|20\d\d年度?|全年|今年|年内|当年|一年来|本年度?|同时|此外|其中|目前|截至[^，]*|"
    r"积极|扎实|深入|持续|大力|全面|认真|切实|着力|不断|始终|主动|稳步|有效|有序|严格|高质量|高标准|成功|顺利|进一步|首次|连续)*"
    r"(?:我|本|全|局|院|园区|单位|部门|学院|医院|学校|中心|通过|以|按照|根据|围绕|坚持|聚焦|强化|加强|加快|加大|推动|推进|做[好强优实]|抓[好实]|落实|完善|创新|"
    r"建[立设成]|探索|打造|开展|组织|实施|举办|承办|参[加与]|完成|推行|优化|提升|构建|健全|深化|狠抓|打好|筑牢|争取|创建|培育|发展|服务|配合|牵头|联合|指导|帮助|"
    r"选[派送树]|编制|制定|出台|申报|获|被|荣|在[^，]{2,40}$)"
)
# “某某茶”品牌价值…，入选…: what the clause before begins with in quotation marks is spoken of.
_TAKEN = re.compile(r"[^，。；“]{0,14}?(?:把|将(?=[“《]))(?=[^，。；]{2})")
_QUOTED_SUBJECT = re.compile(r"“(?P<name>[^”\n]{2,20})”(?:[^，。；\d]{0,6}(?:品牌|系列|品种|产品|项目|平台|模式|茶|酒|米))?")
# 该项目由甲牵头，获立项: the clause speaks of the project.
_THAT_DOES = re.compile(r"该(?P<noun>[\u4e00-\u9fff]{1,4}?)(?=由|为|已|于|在|获|被|共|采用|主要|建|总|面积|年|投)")
_FOR = re.compile(r"(?:为|给|向|帮助|协助|助力|支持|指导)")
# A thing told of before, by its last word alone: 平台获X.
_THING = re.compile(r"(?:平台|系统|项目|工程|产品|技术|品牌|成果|课题|基地|大桥|作品|剧目|节目)")
# How far back a name is looked for that a word refers to.
_BACK = 400
_FIRM_NOUNS = frozenset({"公司", "企业", "集团", "厂", "单位", "集团公司", "机构", "中心", "医院", "学校", "院", "校", "所"})
_MANY = re.compile(r"(?:\d+|[一二两三四五六七八九十百]+|多|数|若干)\s*(?:余|多)?\s*(?:家|户|个|项|件|名|人|所|批)")
_COUNTED = re.compile(
    r"(?:^|(?<![\d.、\u4e00-\u9fff])|(?<=[有共计其中达县区市省院内业]))(?P<count>\d{1,5}|[两三四五六七八九十])\s*(?:家|户|个|所)(?:[^，。；、\s\d]{0,10})$"
)
_APPLIED_FOR = re.compile(r"(?:组织|指导|帮助|支持|推动|协助|辅导)(?P<who>[^，。；]{2,30}?)(?:申报|申请|参评|参加|创建|争创)")
_FOUNDED = re.compile(r"(?:成立|组建|打造|建成|搭建)了?(?P<what>[^，。；]{3,30})$")
_HELPED = re.compile(r"(?:帮助|指导|推动|支持|助力|引导|服务|培育)[^，。；]{0,6}企业|企业[^，。；]{0,12}(?:能力|发展|创新|培育|活力)")
_AREA = re.compile(r"(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|自治州|盟|县|区|旗))+")
# 示范区, 园区, 景区 are no areas of government.
_AREA_TITLE = re.compile(r"(?:县|市|(?<![园范验行聚假景新发能税街社小校动作])区|县市区|县\(市\)区|县（市）区|县\(市、区\)|县（市、区）)$")


@dataclass(frozen=True, slots=True)
class Holders:
    """Who holds a title. `count` is a printed number of holders, `implied` that the text does not name them beside the verb."""

    members: tuple[Referent, ...]
    span: Span
    count: int | None = None
    issuer: Mention | str = ""
    implied: bool = False

    @property
    def named(self) -> bool:
        """Return whether every holder is a recognised name."""
        return bool(self.members) and all(isinstance(member, Mention) for member in self.members)


def holders_before(reading: Reading, left: Span, before: list[Span], last: Holders | None) -> Holders:
    """Return who holds the title after `left`, the words between the clause's start (or the last title) and the verb.

    `before` are the clauses of the sentence so far, `last` the holders of its last title. No members where the text only
    counts holders (3家企业获评) or speaks of firms in general.
    """
    text = reading.text
    issued = _ISSUER.search(text, left.start, left.end)
    subject = Span(left.start, issued.start()) if issued else left
    issuer = _issuer(reading, Span(*issued.span("issuer"))) if issued else ""
    caused = lexical(_WORDS, "causative", "[^，。；]*@(?=[^，。；]{2})").match(text, subject.start, subject.end)
    if caused:
        # 甲支持乙获批X: who supports holds nothing.
        subject = Span(caused.end(), subject.end)
    begun = {mention.span.start for mention in reading.mentions_in(subject)}
    barred = [Span(*m.span()) for m in _ADJUNCT.finditer(text, subject.start, subject.end) if m.start() not in begun]
    barred += _remarks(reading, subject)
    named = [group for group in without(groups(reading, subject), barred) if group.members]
    if named and subject.end - named[-1].members[-1].span.end <= 60:
        return replace(_by_name(reading, subject, named), issuer=issuer)
    words = _subject_words(text, subject, barred)
    if words is not None:
        return replace(_in_words(reading, words), issuer=issuer)
    return replace(_carried(reading, left, before, last), issuer=issuer)


def _by_name(reading: Reading, subject: Span, named: list[Group]) -> Holders:
    """Return which of the names before the verb hold the title, with those listed or acting together with them."""
    text = reading.text
    # 甲承建的乙学校教学楼获X: 甲 did what won it.
    group = next((one for one in named if _DEED.match(text, one.members[-1].span.end, subject.end)), named[-1])
    named = named[: named.index(group) + 1]
    name = group.members[-1]
    maker = named[-2] if len(named) > 1 and group is named[-1] and not _BODY_NAME.search(name.surface) else None
    if maker and _ITS_PRODUCT.fullmatch(text, maker.span.end, name.span.start):
        # 甲公司的循环热泵机获评X: a product by a name like a firm's is its maker's.
        group, named = maker, named[:-1]
        name = group.members[-1]
    if len(group.members) == 1 and name.kind == "enterprise" and _is_work(name.surface) and name.surface[-2:] not in _TRADES:
        # A piece of work is no firm, whatever the words around it made it look like.
        return _in_words(reading, name.span)
    members, start = _with_theirs(text, named)
    count = group.count or _numbered(text[group.members[-1].span.end : subject.end])
    thing = _PROJECT_BEHIND.search(text, subject.start, subject.end)
    if thing and not _PRIZE_BEHIND.match(text, subject.end):
        # 甲攻关的X项目列入Y: the project is on the list, not those who carry it out.
        return Holders((thing["what"],), Span(start, thing.end()), count)
    ahead = _LISTED_BEFORE.search(text, subject.start, start)
    lead = lexical(_WORDS, "lead", "@+").match(text[subject.start : start])
    begins = subject.start + (lead.end() if lead else 0)
    if ahead and ahead.start() <= begins < ahead.end():
        printed = (*text[begins : ahead.end() - 1].split("、"),)
        if all(len(word) >= 2 for word in printed):
            return Holders((*printed, *members), Span(begins, group.span.end), count)
    return Holders(members, Span(start, group.span.end), count)


def own_area(reading: Reading) -> str:
    """Return the place in the reporting unit's name (甲市乙区), or "" where it names none."""
    match = _AREA.match(reading.report.unit)
    return match.group() if match else ""


def own_holder(reading: Reading, title: str) -> Referent:
    """Return who holds a title that the unit's own work won: the area where the title is one of areas (十强县), else the unit."""
    return own_area(reading) or unit_of(reading) if _AREA_TITLE.search(title) else unit_of(reading)


def _remarks(reading: Reading, subject: Span) -> list[Span]:
    """Return the remarks in brackets right behind a name: who is named in one (甲（乙子公司）) is spoken of, not speaking."""
    remarks = (Span(*match.span()) for match in _REMARK.finditer(reading.text, subject.start, subject.end))
    ends = {mention.span.end for mention in reading.mentions_in(subject)}
    text = reading.text
    return [remark for remark in remarks if remark.start in ends or _ROLES_TOLD.search(text, remark.start, remark.end)]


def _numbered(behind: str) -> int | None:
    """Return the number of holders printed between their names and the verb (甲、乙3家), None where none is."""
    match = _NUMBERED.match(behind)
    return _number(match["count"]) if match else None


def _number(words: str) -> int | None:
    return int(words) if words.isdecimal() else _DIGITS.get(words)


def _with_theirs(text: str, named: list[Group]) -> tuple[tuple[Mention, ...], int]:
    """Return the last names, those they act together with, and where things are listed (甲的X和乙的Y入选), whose those are."""
    members, start = named[-1].members, named[-1].span.start
    for after, before in pairwise(reversed(named)):
        listed_things = text[before.span.end : before.span.end + 1] == "的" and text[after.span.end : after.span.end + 1] == "的"
        joined = (listed_things and text[after.span.start - 1] in "、和及与") or _TOGETHER.fullmatch(
            text, before.span.end, after.span.start
        )
        if not joined:
            break
        members, start = (*before.members, *members), before.span.start
    return members, start


def _is_work(words: str) -> bool:
    # The unit's own work: what wins a title by it wins it for the unit.
    return bool(lexical(_WORDS, "work", "@$").search(words))


def _issuer(reading: Reading, span: Span) -> Mention | str:
    mentions = reading.mentions_in(span)
    return mentions[0] if mentions else reading.text[span.start : span.end].strip()


def _subject_words(text: str, subject: Span, barred: list[Span]) -> Span | None:
    """Return the words that are the clause's subject, without adverbs and adjuncts; None if there are none."""
    start, end = subject.start, subject.end
    if taken := _TAKEN.match(text, start, end):
        # 省里把甲列为X: what was taken got the title.
        start = taken.end()
    moved = True
    while moved:
        moved = False
        for span in barred:
            if span.end >= end > span.start and end > start:
                end, moved = span.start, True
        match = lexical(_WORDS, "adverb", "@+$").search(text, start, end)
        if match:
            end, moved = match.start(), True
        lead = lexical(_WORDS, "lead", "@+").match(text[start:end])
        if lead and lead.end():
            start, moved = start + lead.end(), True
    span = trimmed(text, Span(start, max(start, end)))
    return span if len(span) >= 2 else None


def _in_words(reading: Reading, span: Span) -> Holders:
    words = reading.text[span.start : span.end]
    that = _THAT.fullmatch(words)
    if that:
        meant = _meant(reading, span, that["noun"] or "")
        return Holders((meant,) if meant else (), span, implied=True)
    if _THING.fullmatch(words):
        thing = _meant(reading, span, words)
        return Holders((thing,) if thing else (), span, implied=True)
    if (2 <= len(words) <= 3 and reading.report.unit.endswith(words)) or _OWN_PEOPLE.fullmatch(words):
        # 学院, 医院 are the unit itself where its name ends so; what its pupils and staff win, it wins.
        return Holders((unit_of(reading),), span, implied=True)
    if _AREA_SELF.fullmatch(words):
        return Holders((own_area(reading) or unit_of(reading),), span, implied=True)
    if lexical(_WORDS, "own", "(?:我|本)@|全局|全院|全校|局机关|单位").fullmatch(words) or _is_work(words):
        return Holders((unit_of(reading),), span, implied=True)
    printed = _LIST_OF.fullmatch(words)
    if printed:
        names, counted = (*printed["names"].split("、"),), _number(printed["count"]) or 0
        if (len(names) == counted > 1) or (printed["etc"] and len(names) < counted and all(map(_BODY_END.search, names[len(names) > 1 :]))):
            return Holders(names, span, counted)
    count = _COUNTED.search(words)
    if count or _MANY.search(words) or lexical(_WORDS, "nobody").fullmatch(words) or len(words) > 30:
        return Holders((), span, _number(count["count"]) if count else None)
    return Holders(_listed(words), span)


def _meant(reading: Reading, span: Span, noun: str) -> Referent:
    """Return what 该公司, 该品牌 or 其 refers to: the last such name in this sentence or the one before it, "" where there is none."""
    sentence = reading.sentence_at(span.start)
    start = max(reading.sentence_at(max(sentence.start - 1, 0)).start, span.start - _BACK)
    if noun and noun not in _FIRM_NOUNS:
        found = list(
            re.finditer(
                rf"(?:“[^”\n]{{1,30}}”[^，。；、的\s]{{0,8}}|[^，。；、的了将把在和与及及由为\s“”]{{2,14}}){re.escape(noun)}",
                reading.text[start : span.start],
            )
        )
        return found[-1].group() if found else ""
    begin = max(sentence.start, start)
    for within in (Span(begin, span.start), Span(min(start, begin), begin)):
        named = [mention for mention in reading.mentions_in(within) if mention.kind != "exhibition"]
        if len(named) > 1 and noun and _FOR.fullmatch(reading.text, named[0].span.end, named[1].span.start):
            # 甲为乙开发系统，该厂获评X: what was done for 乙 is told of 乙.
            return named[1]
        if named:
            # The sentence before speaks of whom it begins with.
            return named[0]
    return ""


def _listed(words: str) -> tuple[str, ...]:
    """Return the members of a list of like things (甲科、乙科; 甲村、乙村), which end alike, or the words as one holder."""
    members = tuple(part.strip() for part in words.split("、"))
    alike = len({part[-1:] for part in members}) == 1 or all(map(_BODY_END.search, members))
    alike = alike and all(2 <= len(part) <= 20 for part in members)
    return members if alike else (words,)


def _carried(reading: Reading, left: Span, before: list[Span], last: Holders | None) -> Holders:
    """Return the holders that a verb without a subject takes over from earlier in the sentence."""
    for clause in reversed(before):
        if last is not None and clause.start < last.span.end:
            break
        words = reading.text[clause.start : clause.end]
        if last is not None and not _opens_with_name(reading, clause):
            continue
        for pattern, name in ((_APPLIED_FOR, "who"), (_FOUNDED, "what")):
            match = pattern.search(words)
            if match:
                inner = Span(clause.start + match.start(name), clause.start + match.end(name))
                found = groups(reading, inner)
                return Holders(found[-1].members if found else (match[name],), clause, implied=True)
        if _HELPED.search(words):
            return Holders((), clause)
        that = _THAT_DOES.match(words)
        if that:
            meant = _meant(reading, clause, that["noun"])
            return Holders((meant,) if meant else (), clause, implied=True)
        # 甲与乙、丙签订协议，获评X: who does the clause's deed is before 与.
        found = groups(reading, clause, joined_by_and=False)
        thing = _PROJECT_BEHIND.search(reading.text, clause.start, clause.end) if found else None
        if thing:
            return Holders((thing["what"],), clause, implied=True)
        lead = lexical(_WORDS, "lead", "@*").match(words)
        begins = clause.start + (lead.end() if lead else 0)
        if found and (found[0].span.start == begins or reading.text[begins : found[0].span.start] in ("“", "由")):
            return Holders(found[0].members, clause, implied=True)
        quoted = _QUOTED_SUBJECT.match(words)
        if quoted and len(before) - before.index(clause) <= 2:
            return Holders((quoted["name"],), clause, implied=True)
        if re.match("其中|另有|还有", words):
            # One of what is listed before, by a name that nobody recognised.
            return Holders((), clause)
    if last is not None:
        return replace(last, implied=True)
    # Whoever reports speaks of itself without a subject: 扎实推进…，荣获X; a noun that begins the sentence is somebody else.
    own = not before or _UNSAID.match(reading.text, before[0].start, before[0].end)
    return Holders((unit_of(reading),) if own else (), left, implied=True)


def _opens_with_name(reading: Reading, clause: Span) -> bool:
    """Return whether a clause begins with a recognised name that does something: 甲、乙也榜上有名，分获X."""
    named = reading.mentions_in(clause)
    return bool(named) and named[0].span.start == clause.start
