"""Other frames than 甲获评X: the title before the verb, the holder behind it, what was raised in rank, who hosts a platform."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.award_places import Award, Place, Told
from kg.extract.groups import groups
from kg.extract.holders import own_area
from kg.extract.phrases import lexical, listed, unit_of
from kg.extract.titles import GRADE, heads_at_end, is_headed, is_personal, is_title, title_span, titles_in, whole_number
from kg.facts import Referent
from kg.model import Mention, Span
from kg.recognise.reading import Reading

_WORDS = "recognition_words"
# 获评X的有甲、乙; 入选X的企业包括甲、乙.
_NAMED_BEHIND = re.compile(
    r"(?P<title>[^，。；]{3,36}?)的(?:企业|单位|公司|项目|产品|机构|分别|主要|还|另|均|共)*(?:有|包括|为|是)(?P<who>[^，。；]{2,80})$"
)
_DEEDS = r"申报|申请|设立|建设|组建|承担|筹建|承建|创建|建立|主导|牵头|依托|运营|共建|打造|研发|研制|主持|合建|挂牌"
_APPLIED = re.compile(rf"(?:的|(?:牵头|联合|共同|合作|自主|参与|获批)?(?:{_DEEDS})(?:建设|组建|创建|完成)?的)")
_FROM_RANK = re.compile(r"(?:由|从)(?:国家|省|市|区|县)级$")
_RANKS = re.compile(r"(?:国家|省|市|区|县)级(?:[、和](?:国家|省|市|区|县)级)*")
# 以甲为代表的4家孵化器: one of those that a count speaks of.
_FOREMOST = re.compile(r"以(?P<who>[^，。；]{2,30}?)(?:等)?为(?:代表|首)的(?P<count>\d{1,3})[家个户](?P<noun>[^，。；\d]{2,10})")
_OWN = re.compile(r"我[省市县区州镇乡局委院校]|本[市县区局]")
# 甲、乙绩效评级均为B级: a grade said of names.
_GRADED = re.compile(
    r"[^，。；、]{0,10}?(?:评级|等级|级别|分级|评定|评价|评为|定为|评定为)(?:结果)?(?:均|都|同|已)*(?:为|是|达到?)?"
    rf"(?P<grade>{GRADE.pattern})(?=[，。；（]|$)"
)
# 省隐形冠军添了甲1家, 国家级绿色工厂再添甲、乙.
_ADDED = re.compile(
    r"(?P<title>[^，。；\d]{4,30}?)(?:再|又|新|喜|今年|当年|年内)*(?:添了?|增了|迎来了?|有了|新增了?)(?=(?P<who>[^，。；\d]{2,60}?)(?P<count>\d{1,2}|[一两二三四五])?[家户个员席]*$)"
)
# 国家级企业技术中心在甲挂牌.
_LANDED = re.compile(r"(?P<title>[^，。；]{5,36}?)(?:正式|成功)?在(?=(?P<who>[^，。；、]{2,24}?)(?:正式)?(?:挂牌|揭牌)$)")
_THEY = re.compile(r"(?:分别(?:为|是)|它们是|包括|即|具体为|具体是)[：:]?")
_BETWEEN = re.compile(
    r"(?P<a>[^，。；]{1,60}?)(?P<mid>为|的|成为|是)?"
    r"(?P<title>[“][^”]{2,40}[”](?:称号|荣誉|资格|认定|牌匾|铜牌|匾额|奖牌)?|(?<=[为的])[^，。；]{3,40}|(?:国家|省|市|区|县)级[^，。；]{2,30}资格)$"
)
# A body that nobody recognised is one where its name ends as those of areas and bodies do.
_PLAIN_BODY = re.compile(r"[\u4e00-\u9fff]{2,14}(?:[省市县区旗乡镇村州局院校园站所]|街道|社区|公司|中心|集团)")
COMING = re.compile(r"(?:拟|待|即将|将|有望|预计|正在|正式提请|准备)[^，。；]{0,6}$")
# 依托甲建设X: the firm that carries a platform holds it.
_HOSTED = re.compile(
    rf"(?P<before>[^，。；]*?)(?:依托|依靠)(?=(?P<who>[^，。；]{{2,60}}?)(?:单位)?(?:共同|联合|牵头|合作|分别)*(?:{_DEEDS}|成立|设置|布局)(?:建设)?(?:了|的)?(?P<title>[^，。；]{{4,50}})$)"
)
_DECIDED = r"(?:批复|批准|核准|认定|授牌|揭牌|备案|立项|验收|评审|复核|复审|考核|评估|获批|挂牌|命名)(?:同意|通过|建设|成立|运行|设立)*"
# What says at a clause's end that a title was got without printing it there: 获省科技厅批复, 顺利通过复审.
_GOT = re.compile(
    rf"(?<![未没待拟])(?:(?:均|都|已|再次|正式|成功|顺利|双双|先后|相继|也|全部|一并|于\d+月)*)(?:获得?|经|通过|被|由)(?P<by>[^，。；、]{{0,24}}?)(?:联合|正式|重新|现场|终期|首批)*{_DECIDED}$"
)
_GRANTED = re.compile(rf"(?P<by>(?:获得?|经|通过)?[^，。；、的]{{0,14}}?){_DECIDED}$")
_AGREED = re.compile(r"批复|批准|同意|认定|获批|获准|核准")
# 支持甲创建X: whoever is helped is to get it.
_TRIED = re.compile(
    r"(?:支持|指导|帮助|推动|推荐|组织|助力|协助|引导|辅导)(?P<who>[^，。；]{2,60}?)(?:积极|全力|成功)?(?:创建|申报|争创|申请|参评|申创|创评|培育)(?P<title>[^，。；]{4,36})$"
)
# 提名奖颁给甲和乙, X花落甲.
_GIVEN = re.compile(r"(?P<title>[^，。；]{3,36}?)(?:分别)?(?:颁给|授予|颁发给|授给|颁予|花落|奖给)了?(?=(?P<who>[^，。；]{2,60})$)")
# 省厅公布X名单, X名单揭晓: who is on the list is told next.
_PUBLISHED = re.compile(
    r"(?P<by>[^，。；]{0,24}?)(?:正式|联合|近日|日前)*(?:公布|发布|公示|印发|下发|公告|通报|揭晓|认定)了?(?P<title>[^，。；]{4,40}?)(?:拟认定|入选|获评|认定|评选|评审|评价|培育)*(?:企业|单位)?(?:名单|目录|结果|榜单|名录)(?:（[^）]*）)?$"
)
_OUT = re.compile(
    r"(?P<title>[^，。；]{4,40}?)(?:(?:名单|结果|榜单)?(?:日前|近日|正式|已|相继|陆续)*(?:揭晓|公布|出炉|发布|公示|下发)|"
    r"(?:复核|复审|认定|评审|终评|评选|验收|答辩|评估)(?:工作|结果)?(?:中|上)?)$"
)


def told_behind(reading: Reading, place: Place) -> list[Award] | None:
    """Return who is named behind the title (获评X的有甲、乙), never the unit; None where the words have another form."""
    match = _NAMED_BEHIND.match(reading.text, place.right.start, place.right.end)
    if match is None:
        return None
    found, title = groups(reading, Span(*match.span("who"))), title_span(reading.text, Span(*match.span("title")))
    if not title or not found or found[0].span.start != match.start("who"):
        return []
    words = reading.text[title.start : title.end]
    if not is_title(words, strong=False) or is_personal(words):
        return []
    return [Award(found[0].members, words, Span(place.clause.start, found[0].span.end), "granted", place.verb.group(), "", found[0].count)]


def told_before(reading: Reading, clause: Span, stop: int, verb: str) -> list[Award]:
    """Return the award of a title that is the verb's subject: 甲博士后工作站获批设立, 甲申报的X获立项, X由甲摘得."""
    text = reading.text
    found = groups(reading, Span(clause.start, stop))
    if not found or lexical(_WORDS, "wish").search(text, clause.start, stop):
        return []
    own = _each_with_own(reading, clause, stop, verb)
    if own or len(found) > 1:
        return own
    group = found[0]
    if text[group.span.start - 1] == "由" and group.span.end == stop:
        words = Span(clause.start, group.span.start - 1)
    else:
        deed = _APPLIED.match(text, group.span.end, stop)
        words = Span(deed.end() if deed else group.span.end, stop)
    title = _titled(text, words)
    return [Award(group.members, title, Span(clause.start, clause.end), "granted", verb)] if title else []


def _titled(text: str, words: Span) -> str:
    title = title_span(text, _without_adverbs(text, words)) if len(words) > 3 else None
    printed = text[title.start : title.end] if title else ""
    return printed if is_title(printed, strong=False) and not is_personal(printed) else ""


def _each_with_own(reading: Reading, clause: Span, stop: int, verb: str) -> list[Award]:
    """Return the awards of a list of names each with a title of its own: 甲牵头的X、乙与丙共建的Y相继获批; [] for any other list."""
    text, awarded = reading.text, []
    for part in listed(text, Span(clause.start, stop)):
        lead = lexical(_WORDS, "lead", "@+").match(text[part.start : part.end])
        start = part.start + (lead.end() if lead else 0)
        holder = next((group for group in groups(reading, part) if group.span.start == start), None)
        deed = _APPLIED.match(text, holder.span.end, part.end) if holder else None
        title = _titled(text, Span(deed.end(), part.end)) if deed else ""
        if holder is None or not title:
            return []
        awarded.append(Award(holder.members, title, Span(clause.start, clause.end), "granted", verb))
    return awarded if len(awarded) > 1 else []


def _without_adverbs(text: str, words: Span) -> Span:
    match = lexical(_WORDS, "adverb", "@+$").search(text, words.start, words.end)
    return Span(words.start, match.start()) if match else words


def raised(reading: Reading, place: Place) -> list[Award] | None:
    """Return the award of what was raised to a rank, None where no bare rank stands behind the verb.

    甲、乙的企业技术中心分别升格为省级、市级 gives each its rank; 某孵化器升格国家级 takes the noun from the name itself.
    """
    text = reading.text
    ranks = text[place.right.start : place.right.end].strip().removeprefix("为")
    if not _RANKS.fullmatch(ranks):
        return None
    found = groups(reading, place.left)
    foremost = _FOREMOST.match(text, place.left.start, place.left.end)
    if foremost:
        title = ranks + foremost["noun"]
        who: tuple[Referent, ...] = reading.mentions_in(Span(*foremost.span("who"))) or (foremost["who"],)
        span = Span(place.clause.start, place.right.end)
        award = Award(who, title, span, "granted", place.verb.group(), "", int(foremost["count"]))
        return [award] if is_title(title, strong=False) else []
    if not found or COMING.search(text, place.left.start, place.left.end):
        return []
    members, span = found[-1].members, Span(place.clause.start, place.right.end)
    words = _without_adverbs(text, Span(found[-1].span.end, place.left.end))
    noun = _FROM_RANK.sub("", text[words.start : words.end].removeprefix("的")) or heads_at_end(members[-1].surface)
    if not noun:
        # 甲获评省级、乙获评市级企业技术中心: the noun is told with the last rank.
        last = _last_rank().search(text, place.right.end, place.clause.end)
        noun = last["noun"] if last else ""
    each = re.split("[、和]", ranks)
    pairs = zip(members, each, strict=True) if len(each) == len(members) > 1 else ((member, ranks) for member in members)
    return [Award((who,), rank + noun, span, "granted", place.verb.group()) for who, rank in pairs if is_title(rank + noun, strong=False)]


@cache
def _last_rank() -> re.Pattern[str]:
    return re.compile(r"(?:国家|省|市|区|县)级(?P<noun>[^，。；、]{2,20})$")


def between(reading: Reading, place: Place, status: str) -> Iterator[Award]:
    """Yield the awards of verbs whose title stands after the holder: 认定甲为X, 授予甲“X”称号, 撤销甲的X资格."""
    text = reading.text
    match = _BETWEEN.match(text, place.right.start, place.right.end)
    title = next(titles_in(text, Span(*match.span("title")), shared=True), None) if match else None
    if not match or title is None:
        return
    named: tuple[Referent, ...] = reading.mentions_in(Span(*match.span("a")))
    if not named and _OWN.fullmatch(match["a"]):
        named = (own_area(reading) or unit_of(reading) if match["a"][-1] in "省市县区州镇乡" else unit_of(reading),)
    if not named and place.left.start < place.left.end and _PLAIN_BODY.fullmatch(match["a"]):
        named = (match["a"],)
    words = re.sub(r"资格$", "", text[title.start : title.end])
    if named and is_title(words, strong="“" in match["title"]) and not is_personal(words):
        issuer = reading.mentions_in(place.left)
        yield Award(named, words, Span(place.clause.start, place.right.end), status, place.verb.group(), issuer[-1] if issuer else "")


def hosted(reading: Reading, clause: Span) -> list[Award]:
    """Return who carries a platform that was approved: 省厅批准依托甲建设X, 依托甲组建的X通过验收; [] where nobody approved it."""
    text = reading.text
    match = _HOSTED.match(text, clause.start, clause.end) if text.find("依", clause.start, clause.end) >= 0 else None
    found = groups(reading, Span(match.end(), match.start("title"))) if match else ()
    if not match or not found or found[0].span.start != match.end():
        return []
    granted = _GRANTED.search(text, match.start("title"), clause.end)
    agreed = _AGREED.search(match["before"])
    if not (granted or agreed) or lexical(_WORDS, "wish").search(text, clause.start, clause.end):
        return []
    title = _titled(text, Span(match.start("title"), granted.start() if granted else clause.end))
    named = reading.mentions_in(Span(clause.start, agreed.start() + clause.start)) if agreed else ()
    return [Award(found[0].members, title, clause, "granted", "依托", named[-1] if named else "")] if title else []


def given(reading: Reading, clause: Span, told: Told) -> list[Award]:
    """Return who a prize was handed to where the prize is the subject: 提名奖颁给甲和乙."""
    match = _GIVEN.match(reading.text, clause.start, clause.end)
    found = groups(reading, Span(match.end(), clause.end)) if match else ()
    title = title_span(reading.text, Span(*match.span("title"))) if match else None
    if not match or not title or not found or found[0].span.start != match.end():
        return []
    words = reading.text[title.start : title.end]
    return [Award(found[0].members, told.contest + words, clause, "granted", "颁给")] if is_headed(words) and not is_personal(words) else []


def graded(reading: Reading, clause: Span) -> list[Award]:
    """Return the grade that is said of names: 甲、乙绩效评级均为B级."""
    for group in groups(reading, clause)[:1]:
        match = _GRADED.match(reading.text, group.span.end, clause.end)
        if match:
            return [Award(group.members, match["grade"], Span(group.span.start, match.end()), "granted", "评为")]
    return []


def added(reading: Reading, clause: Span) -> list[Award]:
    """Return who joined those that hold a title where the title is the subject: 省隐形冠军添了甲1家."""
    text = reading.text
    match = _ADDED.match(text, clause.start, clause.end)
    found = groups(reading, Span(match.end(), clause.end)) if match else ()
    if not match or not found or found[0].span.start != match.end():
        return []
    title = title_span(text, Span(*match.span("title")))
    words = text[title.start : title.end] if title else ""
    count = whole_number(match["count"]) if match["count"] else None
    return [Award(found[0].members, words, clause, "granted", "添", "", count)] if is_title(words, strong=False) else []


def landed(reading: Reading, clause: Span) -> list[Award]:
    """Return the firm at which a platform was opened by its name plate: 国家级企业技术中心在甲挂牌."""
    match = _LANDED.match(reading.text, clause.start, clause.end)
    who = next((m for m in reading.mentions_in(Span(match.end(), clause.end)) if m.span.start == match.end()), None) if match else None
    title = _titled(reading.text, Span(*match.span("title"))) if match and who and who.kind == "enterprise" else ""
    return [Award((who,), title, clause, "granted", "挂牌")] if who and title else []


def unnamed(reading: Reading, clause: Span, told: Told) -> list[Award]:
    """Return who they are that the clause before only counted: 5家企业入选X，分别为甲、乙等."""
    match = _THEY.match(reading.text, clause.start, clause.end) if told.title and told.counted else None
    found = groups(reading, Span(match.end(), clause.end)) if match else ()
    if not match or not found or found[0].span.start != match.end() or len(found[0].members) > told.counted:
        return []
    return [Award(found[0].members, told.title, Span(told.start, found[0].span.end), "granted", "分别为")]


def remembered(reading: Reading, clause: Span, told: Told) -> None:
    """Note in `told` the title of a clause that says it is sought or made public, and by whom it is sought."""
    text = reading.text
    match = _TRIED.search(text, clause.start, clause.end) or _PUBLISHED.match(text, clause.start, clause.end)
    match = match or _OUT.match(text, clause.start, clause.end)
    title = title_span(text, Span(*match.span("title"))) if match else None
    if not match or not title or not is_title(text[title.start : title.end], strong=match.re is _PUBLISHED and is_headed(match["title"])):
        return
    found = groups(reading, Span(*match.span("who"))) if match.re is _TRIED else ()
    told.title, told.start, told.open = text[title.start : title.end], title.start, True
    told.wanted = found[-1].members if found else ()


def got(reading: Reading, clause: Span, told: Told) -> list[Award]:
    """Return the award of a clause that only says that something was approved: X获省厅批复, 甲顺利通过重新认定, …，获省厅认定."""
    text = reading.text
    match = _GOT.search(text, clause.start, clause.end)
    if not match or lexical(_WORDS, "wish").search(text, clause.start, match.start()) or COMING.search(text, clause.start, match.start()):
        return []
    by = reading.mentions_in(Span(*match.span("by")))
    before = told_before(reading, clause, match.start(), match.group())
    if before or not told.title:
        return before
    named = groups(reading, Span(clause.start, match.start()))
    holders: tuple[Mention | str, ...] = named[-1].members if named else told.wanted if told.open else ()
    span = Span(told.start, clause.end)
    count = named[-1].count if named else None
    return [Award(holders, told.title, span, "granted", match.group(), by[0] if by else "", count)] if holders else []
