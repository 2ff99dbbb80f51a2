"""What organisations found, host, develop and produce, and where they settle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extract.carriers import COUNTED, counted_before
from kg.extract.groups import groups
from kg.extract.phrases import alternatives, lexical, trimmed
from kg.extract.stated import Line, Stated, heads, lines, named_subjects, subjects, verbs
from kg.facts import Referent
from kg.model import Mention, Span
from kg.recognise.reading import Reading

_WORDS = "relation_words"
_ITS = r"其\s*(?P<what>[^，。；、的]{2,24}?)@"
# 组建一批联合体 founds none that is named.
_SEVERAL = re.compile(r"一批|若干|多个|一个|数个|各类|\d+\s*[家个]")
_SIZED = re.compile(r"\d+\s*(?:余|多)?\s*(?:场|次|期|届|个|家|项)")
_AFTER_VERB = re.compile(r"(?:了|过|的|首届|一年一度的|区域性|线上|线下)*")
_MODEL = re.compile(r"[A-Za-z]{1,6}[-A-Za-z]*\d+[-A-Za-z0-9]*")
_BUSINESS = re.compile(r"(?:开展|从事)(?P<what>[^，。；、]{2,16}?)(?:研发|研制|开发)")
# A firm that builds a system of its own develops it; 平台 and 系统 that a public body builds are its projects.
_BUILT = re.compile(r"(?:打造|搭建|建设|开发)了?(?P<what>[^，。；、：\s]{2,20}?(?:系统|平台|软件))(?=[，。；（]|$)")
# 甲中标建设某平台: whoever is hired to build a platform undertakes it.
_HIRED = re.compile(r"(?:中标|承接|承揽|负责|承担|受托)[^，。；]{0,4}$")
_OPENED = re.compile(r"在(?P<place>[^，。；、在]{2,20}?)(?:盛大|隆重|成功|顺利|圆满)*(?:开幕|举行|举办|召开|启幕)(?=[，。；]|$)")
# The product in quotation marks, with 平台 or 系统 behind it where that belongs to its name.
_QUOTED = re.compile(r"[的了]?(?:(?P<whole>“[^”\n]{2,30}”(?:平台|系统|软件|小程序|APP|数据库))|“(?P<inner>[^”\n]{2,30})”)")
# 攻关的“X”项目 is a project that is undertaken and no product.
_RESEARCH = re.compile(r"[的了]?“[^”\n]{2,40}”(?:项目|课题)")
# How many were made belongs to no product's name.
_COUNT = re.compile(r"(?<=[\u4e00-\u9fff])\s*\d[\d,.]*\s*(?:余|多)?[个项部款种本篇册门套台]$")
_DELIVERED = re.compile(r"交付|量产|下线")
_TEST = re.compile(r"获[批准颁]|[首试]飞|临床|取得|鉴定|试验")
_TESTED = re.compile(
    r"(?P<what>[^，。；：、的\s]{0,12}?[A-Za-z]{1,6}-?[A-Za-z]*\d+[-A-Za-z0-9]*(?:型|系列)?(?:飞机|无人机|发动机|疫苗|注射液|胶囊|药物)?)”?"
    r"(?:已|成功|顺利|正式|先后)*(?:获批|获准|获颁|取得[^，。；]{0,10}证|完成[^，。；]{0,8}(?:首飞|试飞|临床|试验)|进入[^，。；]{0,6}临床|首飞|通过[^，。；]{0,8}鉴定)"
)
# 将共同举办: announced, and not yet done in the reported year.
_COMING = re.compile(r"(?:将|拟|决定|计划)[^，。；]{0,4}$")
_FOUNDED = re.compile(r"(?:成立|组建|设立|注册)[^，。；]{0,3}$")


def activities(reading: Reading) -> Iterator[Stated]:
    """Yield founded, hosts, develops, produces and located_in, each with the clause that states it."""
    readers = {"founded": _founded, "hosts": _hosted, "develops": _developed, "produces": _produced}
    for predicate, read in readers.items():
        pattern = _verb(predicate)
        for line in lines(reading, pattern):
            for match in pattern.finditer(reading.text, line.clause.start, line.clause.end):
                if not _COMING.search(reading.text, line.clause.start, match.start()):
                    yield from read(reading, line, match)
    for line in lines(reading, lexical(_WORDS, "sale", _ITS)):
        yield from _its(reading, line)
    for line in lines(reading, _BUSINESS):
        yield from _business(reading, line)
    for line in lines(reading, _BUILT):
        yield from _built(reading, line)
    for line in lines(reading, _DELIVERED):
        yield from _delivered(reading, line)
    for line in lines(reading, _TEST):
        yield from _approved(reading, line)
    for line in lines(reading, _OPENED):
        yield from _opened(reading, line)


def _founded(reading: Reading, line: Line, verb: re.Match[str]) -> Iterator[Stated]:
    what = _object(reading, line, verb, "founded")
    # What an office sets up inside itself is no organisation.
    if what is None or lexical(_WORDS, "internal").search(_words(what)) or _SEVERAL.match(_words(what)):
        return
    # 获批设立博士后工作站 is a title that was granted.
    if re.search(r"获批(?:准)?$", reading.text[line.clause.start : verb.start()]):
        return
    who, start = subjects(reading, line, verb.start())
    joint = _joint(reading, line, verb)
    if isinstance(what, Mention) and what.kind == "enterprise":
        # A public body founds no company; where no founder is named, the founder is unknown.
        who, start = named_subjects(reading, line, verb.start())
    for one in (*who, *joint):
        yield Stated(one, "founded", what, Span(start, line.clause.end))


def _joint(reading: Reading, line: Line, verb: re.Match[str]) -> tuple[Mention, ...]:
    """Return the partners of 与甲、乙共同组建."""
    for group in groups(reading, Span(line.clause.start, verb.start()), joined_by_and=False):
        if re.search(r"合作\s*$", reading.text[line.clause.start : verb.start()]):
            # 与甲合作成立X: the other side cooperates; who founds it is who speaks.
            return ()
        if re.search(r"(?:与|同|联合)\s*$", reading.text[line.clause.start : group.span.start]):
            return group.members
    return ()


def _hosted(reading: Reading, line: Line, verb: re.Match[str]) -> Iterator[Stated]:
    what = _object(reading, line, verb, "hosts")
    if what is None or lexical(_WORDS, "routine").search(_words(what)):
        return
    if isinstance(what, str) and (_SIZED.search(what) or not _is_famed(reading, line, verb)):
        return
    who, start = subjects(reading, line, verb.start())
    for one in who:
        if one != what:
            yield Stated(one, "hosts", what, Span(start, line.clause.end))


def _is_famed(reading: Reading, line: Line, verb: re.Match[str]) -> bool:
    # A meeting is named by its year, number, reach, a quotation or a name inside; 政银企对接活动 is a kind of meeting.
    rest = Span(verb.end(), line.clause.end)
    return bool(lexical(_WORDS, "famed").search(reading.text, rest.start, rest.end)) or bool(reading.mentions_in(rest))


def _developed(reading: Reading, line: Line, verb: re.Match[str]) -> Iterator[Stated]:
    product = _product(reading.text, verb.end(), line.clause.end)
    if product is None or _RESEARCH.match(reading.text, verb.end(), line.clause.end):
        return
    found = groups(reading, Span(line.clause.start, verb.start()))[-1:]
    for group in found:
        if reading.text[line.clause.start : group.span.start].endswith(("为", "给", "替")):
            # 甲为乙开发的系统: 乙 has it made.
            continue
        gap = reading.text[group.span.end : verb.start()]
        if len(gap) <= 6:
            yield from (Stated(one, "develops", product, line.clause) for one in group.members)
    counted = COUNTED.search(reading.text, line.clause.start, verb.start()) if not found else None
    if counted and counted.start() == line.clause.start:
        for actors, _, start in counted_before(reading, counted["count"], line.before, verb.start()):
            yield from (Stated(one, "develops", product, Span(start, line.clause.end)) for one in actors)


def _delivered(reading: Reading, line: Line) -> Iterator[Stated]:
    """Yield 甲交付8万吨散货船11艘 as produces: what a firm delivers by the piece, it makes."""
    for group in groups(reading, line.clause):
        match = _delivery().match(reading.text, group.span.end, line.clause.end)
        if match and not lexical(_WORDS, "no_product").match(match["what"]):
            yield from (Stated(one, "produces", match["what"], line.clause) for one in group.members if one.kind == "enterprise")


def _approved(reading: Reading, line: Line) -> Iterator[Stated]:
    """Yield 甲1类新药XY-021获批临床 as develops: a model right behind a firm's name whose tests or approval are told is the firm's own."""
    for mention in reading.mentions_in(line.clause):
        match = _TESTED.match(reading.text, mention.span.end, line.clause.end)
        if match and mention.kind in ("enterprise", "research_institute"):
            yield Stated(mention, "develops", match["what"].strip(" “”的"), line.clause)


def _produced(reading: Reading, line: Line, verb: re.Match[str]) -> Iterator[Stated]:
    product = _product(reading.text, verb.end(), line.clause.end)
    if product is None:
        return
    for group in groups(reading, Span(line.clause.start, verb.start()))[-1:]:
        if re.fullmatch(r"(?:主要|专业|自主|批量|年|所|独家)*", reading.text[group.span.end : verb.start()]):
            yield from (Stated(one, "produces", product, line.clause) for one in group.members if one.kind == "enterprise")


def _product(text: str, start: int, end: int) -> str | None:
    """Return the product behind 研制 or 生产: a model with its kind, or the words up to the next predicate; None for 研发投入 and such."""
    words = text[start:end]
    quoted = _QUOTED.match(words)
    if quoted:
        return quoted.group("whole") or quoted["inner"]
    if words[:1] not in "的、，" and lexical(_WORDS, "no_product").match(words):
        return None
    model = _MODEL.search(words)
    if model:
        head = words[: model.start()]
        return (head[head.rfind("的") + 1 :] + model.group()).strip(" “”、了") or None
    if words.startswith(("的", "了")):
        words = words[1:]
    elif "的" in words or "、" in words[:1]:
        return None
    stop = lexical(_WORDS, "product_end").search(words)
    words = _COUNT.sub("", words[: stop.start()] if stop else words)
    return words.strip(" “”") if 2 <= len(words.strip(" “”")) <= 24 and not lexical(_WORDS, "no_product").match(words) else None


def _built(reading: Reading, line: Line) -> Iterator[Stated]:
    """Yield 甲、乙等企业利用...打造X系统 as develops, where firms are what the clause begins with."""
    match = _BUILT.search(reading.text, line.clause.start, line.clause.end)
    if match and _HIRED.search(reading.text, line.clause.start, match.start()):
        return
    for group in groups(reading, line.clause)[:1] if match else ():
        if match and group.span.start == line.clause.start:
            yield from (Stated(one, "develops", match["what"], line.clause) for one in group.members if one.kind == "enterprise")


def _opened(reading: Reading, line: Line) -> Iterator[Stated]:
    """Yield an event that took place at a named place: X博览会在甲开幕."""
    match = _OPENED.search(reading.text, line.clause.start, line.clause.end)
    place = reading.mentions_in(Span(*match.span("place"))) if match else ()
    if not match:
        return
    event = re.split(r"以[“《]|以[^，。；]{2,20}为主题|于", reading.text[line.clause.start : match.start()])[0].strip()
    named = [m for m in reading.mentions_in(Span(line.clause.start, line.clause.start + len(event))) if m.surface == event]
    inside = reading.mentions_in(Span(line.clause.start, match.start()))
    if _ends("hosts").search(event) and 4 <= len(event) <= 40 and any(mention.kind == "exhibition" for mention in inside):
        yield Stated(named[0] if named else event, "located_in", place[0] if place else match["place"], line.clause)


def _its(reading: Reading, line: Line) -> Iterator[Stated]:
    """Yield 甲利用...，其X实现销售收入: 甲, which the sentence begins with, produces X."""
    match = lexical(_WORDS, "sale", _ITS).search(reading.text, line.clause.start, line.clause.end)
    earlier = [group for clause in line.before for group in groups(reading, clause)]
    if match and earlier and earlier[0].members[0].kind == "enterprise":
        yield Stated(earlier[0].members[0], "produces", match["what"].strip(), Span(earlier[0].span.start, line.clause.end))


def _business(reading: Reading, line: Line) -> Iterator[Stated]:
    """Yield 成立甲公司，开展X研发: 甲, founded in the clause before or standing before the verb, develops X."""
    match = _BUSINESS.search(reading.text, line.clause.start, line.clause.end)
    if not match:
        return
    inside = groups(reading, Span(line.clause.start, match.start()))
    if inside:
        yield from (Stated(one, "develops", match["what"], line.clause) for one in inside[-1].members)
    elif line.before:
        last = line.before[-1]
        for group in groups(reading, last)[-1:]:
            if group.span.start == last.start or _FOUNDED.search(reading.text[last.start : group.span.start]):
                yield from (Stated(one, "develops", match["what"], Span(last.start, line.clause.end)) for one in group.members)


def _object(reading: Reading, line: Line, verb: re.Match[str], predicate: str) -> Referent | None:
    """Return what stands behind the verb: the name that begins there, or the words up to the clause's end if they end as such things do."""
    text = reading.text
    lead = _AFTER_VERB.match(text, verb.end(), line.clause.end)
    start = lead.end() if lead else verb.end()
    for mention in reading.mentions_in(Span(verb.end(), line.clause.end)):
        if mention.span.start in (start, start + 1) and _ends(predicate).search(mention.surface):
            return mention
    match = _ends(predicate).search(text[verb.end() : line.clause.end])
    if not match:
        return None
    span = trimmed(text, Span(verb.end(), verb.end() + match.end()))
    words = text[span.start : span.end].lstrip("了过的")
    return words if 4 <= len(words) <= 40 else None


def _words(referent: Referent) -> str:
    return referent.surface if isinstance(referent, Mention) else referent


@cache
def _delivery() -> re.Pattern[str]:
    # 交付8.2万载重吨散货船11艘: size, product, count with a classifier of things that are made.
    size = r"(?:\d[\d.]*\s*[万千]?(?:载重)?(?:吨级?|千瓦级?|兆瓦级?|马力|标箱|箱|米|座|立方米))?"
    return re.compile(
        rf"(?:公司|集团)?(?:全年|累计|成功|顺利|批量|已|共)*(?:交付|量产|下线)(?:了|各类|各型)*{size}(?P<what>[^，。；、\d\s的]{{2,14}}?)"
        rf"(?:近|约|超|逾)?\s*\d[\d,.]*\s*(?:余|多)?[万千百]?{alternatives(_WORDS, 'piece')}"
    )


@cache
def _verb(predicate: str) -> re.Pattern[str]:
    return re.compile(f"(?:{verbs(predicate)})(?!后|以来|者|方|单位|率)")


@cache
def _ends(predicate: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{heads(predicate)})(?:系列活动|活动)?$")
