"""Who is paid, subsidised or lent to, by whom or from which fund, and who is listed on an exchange or buys into whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from kg.extract.groups import groups
from kg.extract.phrases import alternatives, lexical
from kg.extract.stated import Line, Stated, heads, lines, verbs
from kg.facts import Referent
from kg.model import Mention, Span
from kg.recognise.reading import Reading

_WORDS = "relation_words"
# 获得X专项立项 is no money: a fund is followed by its sum, its use or nothing.
_FUND_END = re.compile(r"$|\s*(?:共|共计|合计|累计|达|约|近|超|总)?\s*\d|支持|扶持|倾斜|等|用于|（|、|和")
_BASIS = re.compile(r"根据|按照|依据|依照|经")
_SPENT = re.compile(r"获得?|争取|享受|取得")
_MONEY = re.compile(r"(?:共|共计|合计|累计|达|约|近|超)?\s*\d[\d,.]*\s*(?:余|多)?\s*[万亿]?元?.*$")
_NUMBERED = re.compile(r"[\d百千万亿余近约超数多]")
_OWN_PROJECT = re.compile(r"[^，。；、]{0,40}?项目")
_GIVEN_TO = re.compile(r"[向为给对](?:了)?$")
_LENT = re.compile(r"协调|争取|落实|办理|兑现|发放|解决|申请|拨付|下达|提供|投放|放款|授信|审批")
_LOAN = re.compile(r"贷|授信|融资")
_HOLDING = re.compile(r"股|收购|增资")
_SHARES = re.compile(r"(?:的)?(?:全资|控股)?(?:入股|控股|参股|收购|增资)(?:了)?")


def funding(reading: Reading) -> Iterator[Stated]:
    """Yield receives_funding and lends_to: the one paid, and the payer if it is named, else the fund."""
    for line in lines(reading, _LENT):
        yield from _for(reading, line)
    for line in lines(reading, _fund_verb()):
        for match in _fund_verb().finditer(reading.text, line.clause.start, line.clause.end):
            yield from (_got if _SPENT.match(match.group()) else _paid)(reading, line, match)


def holdings(reading: Reading) -> Iterator[Stated]:
    """Yield invests_in for shares bought."""
    for line in lines(reading, _HOLDING):
        found = groups(reading, line.clause, joined_by_and=False)
        for left, right in pairwise(found):
            if _SHARES.fullmatch(reading.text[left.span.end : right.span.start].strip()):
                yield from (Stated(one, "invests_in", other, line.clause) for one in left.members for other in right.members)


def _for(reading: Reading, line: Line) -> Iterator[Stated]:
    """Yield 甲银行向乙发放贷款 as lends_to, and 为甲、乙等45家企业协调贷款12亿元 as receives_funding."""
    text = reading.text
    for group in groups(reading, line.clause):
        match = _lent().match(text, group.span.end, line.clause.end)
        given = _GIVEN_TO.search(text, max(line.clause.start, group.span.start - 4), group.span.start)
        if not match or not given:
            continue
        before = reading.mentions_in(Span(line.clause.start, given.start()))
        bank = before[-1] if before and before[-1].kind == "bank" and before[-1].span.end == given.start() else None
        if bank is None and not before and given.start() == line.clause.start:
            bank = next(
                (m for c in reversed(line.before) for m in reading.mentions_in(c)[:1] if m.kind == "bank" and m.span.start == c.start), None
            )
        fund = match["fund"].strip("了的“”")
        told = reading.mentions_in(reading.sentence_at(line.clause.start)) if bank is None and "贷" in fund else ()
        if fund == "融资" or lexical(_WORDS, "no_fund", "@*").fullmatch(fund) or any(mention.kind == "bank" for mention in told):
            # Help with raising money names no fund that is received; a loan beside a bank is told of the bank.
            continue
        for one in group.members:
            if bank is not None and _LOAN.search(match.group()):
                yield Stated(bank, "lends_to", one, line.clause)
            elif bank is None and match["verb"] and fund:
                yield Stated(one, "receives_funding", fund, line.clause)


def _paid(reading: Reading, line: Line, verb: re.Match[str]) -> Iterator[Stated]:
    """Yield 区财政拨付甲公司X资金: 甲 receives funding from 区财政, or from X资金 where nobody pays."""
    text = reading.text
    fund = _fund(text, verb.end(), line.clause.end)
    if fund is None:
        return
    payee = _payee(reading, Span(verb.end(), verb.end() + fund.end()))
    if payee is None:
        return
    start = payee.span.end if isinstance(payee, Mention) else verb.end() + text[verb.end() : line.clause.end].find(payee) + len(payee)
    payer = _payer(reading, Span(line.clause.start, verb.start())) or text[start : verb.end() + fund.end()].strip("的")
    if payer and payer != payee:
        yield Stated(payee, "receives_funding", payer, line.clause)


def _payee(reading: Reading, span: Span) -> Referent | None:
    """Return who or what is paid: the name right behind the verb, or the project it begins, or the words before the fund's name."""
    text = reading.text
    mention = next((m for m in reading.mentions_in(span) if m.span.start <= span.start + 2), None)
    project = _OWN_PROJECT.match(text, span.start, span.end)
    if (
        project
        and not lexical(_WORDS, "no_payee", "(?:给|了|至|到|各|全|有关|相关|我|本)*@*").fullmatch(project.group())
        and (mention is None or project.end() - mention.span.end > 1)
    ):
        return project.group().lstrip("了给至")
    if mention is not None:
        return mention
    return None


def _payer(reading: Reading, span: Span) -> Referent | None:
    # 根据X会议纪要拨付: what is decided on comes after 根据, who pays stands before it.
    basis = _BASIS.search(reading.text, span.start, span.end)
    span = Span(span.start, basis.start()) if basis else span
    named = [m for m in reading.mentions_in(span) if m.kind in ("government", "bank")]
    if named:
        return named[-1]
    match = _payers().search(reading.text, span.start, span.end)
    return match.group() if match else None


def _got(reading: Reading, line: Line, verb: re.Match[str]) -> Iterator[Stated]:
    """Yield 甲获得X资金 as receives_funding, and 甲获得乙银行贷款 as lends_to by the bank."""
    text = reading.text
    fund = _fund(text, verb.end(), line.clause.end)
    before = groups(reading, Span(line.clause.start, verb.start()))
    if (
        fund is None
        or not _FUND_END.match(text[verb.end() + fund.end() : line.clause.end])
        or not before
        or verb.start() - before[-1].span.end > 6
    ):
        return
    words = _MONEY.sub("", text[verb.end() : verb.end() + fund.end()]).strip("了的“”")
    banks = [m for m in reading.mentions_in(Span(verb.end(), line.clause.end)) if m.kind == "bank"]
    for one in before[-1].members:
        if banks:
            yield Stated(banks[0], "lends_to", one, line.clause)
        elif 2 <= len(words) <= 30 and not _NUMBERED.match(words):
            yield Stated(one, "receives_funding", words, line.clause)


def _fund(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the match of the words from `start` to the first fund's name (资金, 贷款, 奖补 ...), or None."""
    return _fund_words().match(text[start:end])


@cache
def _payers() -> re.Pattern[str]:
    bodies = rf"[\u4e00-\u9fff]{{2,10}}?{alternatives(_WORDS, 'payer')}[局厅委]"
    return re.compile(rf"(?:[\u4e00-\u9fff]{{2,4}}?[省市区县]|[省市区县]级?|中央)?财政(?:局|厅|部门)?|{bodies}")


@cache
def _lent() -> re.Pattern[str]:
    # What a body does so that somebody gets money, and what a bank itself does; 发放, 提供 are both.
    verb = r"(?:成功|累计|共|协调|帮助)*(?:(?P<verb>协调|争取|落实|办理|兑现|发放|解决|申请|拨付|下达)|提供|投放|放款|授信|审批)了?"
    fund = rf"(?P<fund>(?<=授信)(?=\s*(?:达|近|约|超)?\s*\d)|[^，。；、\d]{{0,16}}?(?:{heads('receives_funding')}|贷”?))"
    return re.compile(rf"(?:公司|企业)?{verb}{fund}")


@cache
def _fund_verb() -> re.Pattern[str]:
    return re.compile(f"(?:{verbs('receives_funding')})(?!感|取|悉|评|批|奖|选)")


@cache
def _fund_words() -> re.Pattern[str]:
    return re.compile(rf"[^，。；：]{{0,50}}?(?:{heads('receives_funding')})+(?!项目|使用|管理)")
