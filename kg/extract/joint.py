"""Who does what together where only the words around say so: 甲联合乙研发X, 与乙合作成立X, 甲与乙签订协议, X（甲、乙共建）, X依托甲建设."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations, product

from kg.extract.cooperation import OPENING
from kg.extract.phrases import alternatives, lexical, unit_of
from kg.extract.roles import names_in
from kg.extract.stated import Line, Stated, lines
from kg.facts import Referent
from kg.model import Mention, Span
from kg.recognise.reading import Reading

_WORDS = "relation_words"
_SIDE = r"[^，。；：、由将\n]{2,30}?(?:、[^，。；：、\n]{2,30}?){0,5}?"
_HOW = r"(?:共同|联合|合作|携手|协同|一起|等\w{0,6}|成功|正式|先后|分别|已)*"
_LEAD = r"(?:支持|促成|推动|帮助|引导|指导|协助|组织|此外|同时|其中|另外|依托\w{2,8}|并|还|积极|全年|今年|当年|深化校企合作|产学研合作)?"
_OFFICE = re.compile(r"(?:局|厅|部|委|委员会|政府|办|办公室|法院|检察院|公安|乡|镇|街道|村|社区|省|市|区|县)$")
_BODY = re.compile(
    r"(?:公司|集团|大学|学院|学校|中学|职校|研究院|研究所|研究中心|科学院|农科院|农科所|设计院|规划院|医院|院|所|站|厂|中心|协会|学会|商会|联盟|"
    r"银行|支行|分行|农商行|基金|科技|技术|股份|实业|物流|装备|电子|农业|文旅|能源|材料|智能|园区|开发区|高新区|合作社|馆|社|剧团)$"
)
_ANCHOR = re.compile(r"联合|会同|携手|牵手|与|同|和|共建|依托|引入|引进|创排|创作|编创|排演|出品|摄制|拨付")
_JOINTLY = re.compile(
    rf"{_LEAD}(?P<a>{_SIDE})?(?:联合|会同|携手|牵手)(?P<b>{_SIDE}){_HOW}"
    r"(?P<verb>研发|攻关|开发|研制|开展|打造|搭建|建设|共建|建立|组建|成立|设立|创建|申报|承担|实施|推出|上线|发布|开设|开办|编制|编写|培养|举办|发起)"
    r"(?:了|的)?(?P<rest>[^，。；：\n]*)"
)
_WITH = re.compile(
    rf"{_LEAD}(?P<a>{_SIDE})?(?:与|同|和)(?P<b>{_SIDE})"
    r"(?:达成|建立|形成|(?:正式|成功|先后|分别|共同|现场|已|就[^，。；]{2,20})*(?:签订|签署|签定|缔结|签约)|(?:共同|联合|合作|携手|协同)+"
    r"(?:研发|攻关|开发|研制|开展|打造|搭建|建设|共建|建立|组建|成立|设立|创建|编制|编写|培养|开设|开办|办学|承担|推出)|共建|共享|共用|结对|结成)"
    r"(?:了|的)?(?P<rest>[^，。；：\n]*)"
)
_AGREED = re.compile(r"协议|合同|合作|战略|备忘录|意向|联盟|共建|共同|联合|携手|协同|共享|共用|结对|协作")
_PAID = re.compile(r"拨|付|发放")
_MADE = re.compile(r"研发|攻关|开发|研制|打造|搭建")
_THING = re.compile(r"(?P<what>“[^”\n]{2,40}”(?P<kind>平台|系统|软件|装置|项目|课题)?)")
_BUILT_BY = re.compile(r"[（(](?P<who>[^（）()，。；\n]{4,60}?)(?:联合|共同|合作)*(?:共建|联建|合建)[）)]")
_RELYING = re.compile(
    r"(?P<what>[^，。；：、\n]{3,30}?(?:实验室|研究中心|工程中心|技术中心|创新中心|工作站|研究院|基地|平台|检测中心))"
    r"依托(?P<who>[^，。；、\n]{3,24}?)(?:建设|组建|设立|成立|建立|运行|管理)(?=[，。；]|$)"
)
_BROUGHT_IN = re.compile(
    r"(?P<who>[^，。；、：\n]{2,24}?)(?:成功|顺利|正式)*(?:引入|引进)了?(?:战略投资者|战略投资人|战略投资方|战投|战略股东|外部投资者|投资方|投资人)[“]?"
    r"(?P<investor>[^，。；\n”]{2,30})”?$"
)
_WORK_OF_ART = re.compile(
    r"(?P<who>[^，。；、：\n]{2,24}?)(?:自主|联合|原创|精心|倾力)*(?:创排|创作|编创|排演|出品|摄制|编演)的?(?:[^，。；《》、\n]{0,10})(?P<what>《[^》\n]{2,30}》)"
)


def joint(reading: Reading) -> Iterator[Stated]:
    """Yield cooperates_with, develops, hosts and invests_in where names stand where only names stand; unclear sides give nothing."""
    for line in lines(reading, _ANCHOR):
        text, clause = reading.text, line.clause
        for pattern in (_JOINTLY, _WITH):
            match = pattern.match(text, clause.start, clause.end)
            if match:
                yield from _together(reading, line, match)
                break
        for match in _BUILT_BY.finditer(text, clause.start, clause.end):
            who = _bodies(reading, Span(*match.span("who")))
            yield from (Stated(one, "cooperates_with", other, clause) for one, other in combinations(who, 2))
        yield from _single(reading, clause)


def _together(reading: Reading, line: Line, match: re.Match[str]) -> Iterator[Stated]:
    others = _bodies(reading, Span(*match.span("b")))
    if match.re is _WITH and (re.search("与|同|和", match["b"]) or not _AGREED.search(match.group())):
        # 甲与乙、丙与丁签订: pairs, which the reader of names beside each other tells apart.
        return
    if not others or any(_OFFICE.search(_words(one)) or _is_place(one) for one in others):
        # What offices do together is their duty (联合市财政局开展检查).
        return
    mine = _bodies(reading, Span(*match.span("a"))) if match["a"] else (unit_of(reading),) if unit_of(reading) else ()
    start = line.clause.start
    if not match["a"]:
        for clause in reversed(line.before):
            earlier = _JOINTLY.match(reading.text, clause.start, clause.end)
            first = [*_bodies(reading, Span(*earlier.span("a")))] if earlier and earlier["a"] else []
            first = first or [m for m in reading.mentions_in(clause) if OPENING.fullmatch(reading.text, clause.start, m.span.start)]
            if first:
                mine, start = tuple(first[:1]), clause.start
                break
    span = Span(start, line.clause.end)
    each = "分别" in match.group() and len(mine) == len(others)
    pairs = zip(mine, others, strict=True) if each else product(mine, others)
    yield from (Stated(one, "cooperates_with", other, span) for one, other in pairs)
    thing = _THING.match(match["rest"])
    if thing and mine and match.re is _JOINTLY and _MADE.fullmatch(match["verb"]):
        project = thing["kind"] in ("项目", "课题")
        name = thing["what"] if thing["kind"] else thing["what"].strip("“”")
        yield from (Stated(one, "undertakes" if project else "develops", name, span) for one in (*mine, *others))


def _is_place(referent: Referent) -> bool:
    # 与某产业园共建: a park that is itself being built works with nobody; a 高新区 with its own administration does.
    return isinstance(referent, Mention) and referent.kind == "park" and not referent.surface.endswith("区")


def _single(reading: Reading, clause: Span) -> Iterator[Stated]:
    """Yield X依托甲建设 (甲 hosts X), 甲引入战略投资者乙 (乙 invests in 甲), 甲创排的《X》 (甲 develops X)."""
    text = reading.text
    relying = _RELYING.match(text, clause.start, clause.end)
    if relying:
        yield from (Stated(one, "hosts", relying["what"], clause) for one in _bodies(reading, Span(*relying.span("who"))))
    brought = _BROUGHT_IN.match(text, clause.start, clause.end)
    if brought:
        firms = names_in(reading, Span(*brought.span("who")))
        investors = names_in(reading, Span(*brought.span("investor")))
        yield from (Stated(one, "invests_in", firm, clause) for one in investors for firm in firms)
    made = _WORK_OF_ART.match(text, clause.start, clause.end)
    if made:
        yield from (Stated(one, "develops", made["what"], clause) for one in _bodies(reading, Span(*made.span("who"))))


def _bodies(reading: Reading, span: Span) -> tuple[Referent, ...]:
    """Return the names of a side if each is recognised, ends as bodies do, or stands in a list with one that does; () otherwise."""
    found = names_in(reading, span)
    sure = [isinstance(one, Mention) or bool(_BODY.search(one)) for one in found]
    if not any(sure):
        return ()
    if any(lexical(_WORDS, "no_body", "@$").search(_words(one)) for one in found if isinstance(one, str)):
        return ()
    return found


def funded(reading: Reading) -> Iterator[Stated]:
    """Yield 某补贴支出100万元，拨付甲公司: the one paid behind the verb receives the fund that the clause before begins with."""
    for line in lines(reading, _PAID):
        match = _paid_out().match(reading.text, line.clause.start, line.clause.end)
        fund = _fund().match(reading.text, line.before[-1].start, line.before[-1].end) if match and line.before else None
        if match and fund:
            for one in _bodies(reading, Span(*match.span("who"))):
                yield Stated(one, "receives_funding", fund["fund"], Span(line.before[-1].start, line.clause.end))


@cache
def _paid_out() -> re.Pattern[str]:
    return re.compile(
        r"(?:已|均|全部|全额|主要|及时|用于|直接|按规定)*(?:拨付|下拨|兑付|支付|发放)(?:给|至|到|了)?(?P<who>[^，。；\d\n]{4,60})$"
    )


@cache
def _fund() -> re.Pattern[str]:
    return re.compile(rf"(?P<fund>[^，。；：、\d\n]{{2,24}}?{alternatives(_WORDS, 'fund')})(?:支出|安排|资金|共|共计|合计|实际)*\s*\d")


def _words(referent: Referent) -> str:
    return referent.surface if isinstance(referent, Mention) else referent
