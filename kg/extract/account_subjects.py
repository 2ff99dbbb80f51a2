"""What a figure is said of where its clause does not name it: the section's account, the project before it, a part of a total."""

from __future__ import annotations

import re
from typing import Final

from kg.extract.account_clauses import Piece, sections_above
from kg.extract.account_concepts import fold, fold_text, key_of, read_head
from kg.extract.account_statements import Subject
from kg.model import Span
from kg.recognise.reading import Reading
from kg.structure.numbering import marker

# The template of 部门决算公开 heads its explanations 五、一般公共预算财政拨款支出决算情况说明: the account, then what is said of it.
_EXPLAINED: Final = re.compile(r"(?P<name>.{2,40}?(?:支出|收入|经费))(?:预算|决算|预决算)")
# 六、“三公”经费 alone: the account, for what opens the paragraph below.
_HEADED: Final = re.compile(r"(?P<name>.{2,30}?(?:支出|收入|经费|费用?|采购))(?:使用|执行|支出|控制|管理)?(?:情况|说明)*[：:。]?$")
# （二）项目资金执行情况 of a report on one project.
_PROJECT_MONEY: Final = re.compile(r"(?P<name>项目资金)(?:的)?(?:到位|执行|使用|支出|落实|拨付)")
_DATE_ONLY: Final = re.compile(r"[\s　]*(?:(?:截[至止]|到)?20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?[底末])?[，,]\s*)?")
# 义务教育改善项目。全年预算数3420万元，执行数…: a line that names a project, then the figures the Ministry's form asks for.
_PROJECT: Final = re.compile(
    r"(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\)|[①-⑳]|[一二三四五六七八九十]{1,3}[、是])?(?P<name>[^,;:。]{2,40}(?:项目|专项|经费|资金|工程|补助|补贴|奖补|贴息|扶持|奖励|运维|维护|改造|建设))"
)
# 年度资金, 财政经费 head a paragraph on all the money.
_ANY_MONEY: Final = re.compile(r"(?:年度|部门|单位|财政|预算|本级|各类|总体|整体|全部|收支|使用|安排|项目|专项)+(?:资金|经费|项目)")
_FORM: Final = re.compile(r"预算|执行")
# A part under a name of its own: short, no words of a sentence, no average, and no fund (…专项资金), which is a budget item.
_NAME: Final = re.compile(
    r"(?![人车户]?均|平均|压减|压缩|节约|减少|增加|追加|核减|争取|引进|撬动|带动|减免|上缴|收回|盘活|整合|统筹|剩余|未)(?!.*(?:还剩|尚余|剩下|结余)$)(?!单[价件台]|每|合同|中标|成交)(?!.*(?:专项|资金|项目|奖励|奖补|贴息|补助|补贴|经费|[了给对向将把被])$)(?:(?![了给被把将])[\u4e00-\u9fffA-Za-z（）()、“”\"]){2,16}"
)
_PART_EDGES: Final = re.compile(
    r"^(?:其中[：:，]?|包括|包含|[和及另含]|[一二三四五六七八九十]{1,3}是)?(?:\d{3}(?:\d{2}){0,2}(?=[\u4e00-\u9fff]))?|(?<=..)(?:支付|支出|收入)?(?:合计|共计|总计)?(?:决算|预算)?数?[为共约]*$"
    r"|[（(]2\d\d(?:\d\d){1,2}[）)]"
)
# Whose money it is: a part of any sum, and no budget line of its own.
SOURCE: Final = re.compile(
    r"(?:中央|省|自治区|市|县|区|州|镇|乡|地方|上级|本级|自筹|社会|其他)(?:级|本级|市|县|区)*(?:财政|预算|配套|补助|专项|自筹|奖补|衔接)*资金"
    r"|(?:地方政府|政府|新增|抗疫|特别|专项|一般|超长期)*(?:债券|国债)(?:资金|收入)?"
)
# Whose money a part of the evaluated project's is: 中央车购税补助资金, 省级补助, 县级配套.
_SHARE_OF: Final = re.compile(
    r"(?:中央|省|自治区|市|县|区|州|镇|乡|地方|上级|本级|自筹|社会)[\u4e00-\u9fff]{0,10}(?:资金|补助|配套|投入|专项|拨款|安排)"
)
ORDINAL_PART: Final = re.compile(r"第[一二三四五六]部分")
# Accounts whose budget is the unit's whole budget: 年初预算收入…，年中追加…，全年预算数….
_WHOLE: Final = frozenset({"income", "income-of-year", "total-income", "budget-funds", "budget-adjustment"})


_INCOME: Final = frozenset({"income", "income-of-year", "total-income", "fiscal-appropriation-income", "general-public-budget-income"}) | {
    "government-fund-income",
    "state-capital-income",
    "social-insurance-fund-income",
}
# A code of the functional classification before a name (208社会保障和就业支出), or a line that says what its figures are ordered by.
CODED: Final = re.compile(r"(?<!\d)\d{3}(?:\d\d){0,2}(?![\d年])")
CLASSED: Final = re.compile(r"按.{0,10}(?:分类|性质|用途)")
_ACCOUNTS: Final = re.compile(
    r"预算(?:安排|执行|调整|收支|编制)|支出情况|资金(?:安排|情况)|支出结构|收支|经济分类|功能分类|政府采购|国有资产|资产(?:占用|占有|负债|情况|状况|管理|配置)|财务"
)
_PAIRED: Final = re.compile(
    r"[：:]\s*(?:本年|当年)?(?:一般公共预算|财政拨款|财政补助|事业收入)|[，,；;]?\s*(?:其中[:：，,]?|包括|含)\s*(?:本年|当年)?(?:一般公共预算|财政拨款|财政补助|事业收入)|[，,；;、]\s*(?:全年|本年|当年)?(?:总)?支出(?:合计|总计)?[为共]?\s*\d"
)
# 剩余80万元结转下年使用, 年末567万元未支付，结转下年: the words behind the figure say that it is left.
LEFT: Final = re.compile(
    r"(?:年末|年底|期末|截至年末|尚有|还有|剩余|其余|余下|结余|尚?未(?:支付|拨付|兑付|下达|执行|付|使用|支出)|的|部分|款项?|资金)*"
)
CARRIED_ON: Final = re.compile(
    r"[^，。；\d]{0,8}[，,]?(?:均|全部|已|按规定|按程序)*(?P<label>(?:结转|转结|留转)(?:到|至|入)?(?:下一?年度?|次年|明年|20\d\d年|以后年度))"
    # 剩余218万元由市财政收回, 尚有75万元待验收后兑付
    r"|(?:[，,])?(?:均|全部|已|按规定|按程序|由|被)*(?:[省市县区]?(?:级|本级)?财政(?:局|部门)?(?:统一|统筹|全额|予以)*(?:收回|统筹)|(?:上缴|交回|缴回|退回)(?:[省市县区]?(?:级|本级)?(?:国库|财政)))"
    r"|(?=(?P<due>待[^，。；\d]{0,8}(?:支付|兑付|拨付)))"
)
SPENT: Final = re.compile(r"(?:20\d\d年度?|全年|本年度?|年度|当年|共|实际|累计)*(?:支出|开支|发生)(?:额|数|共|为|合计)*")
SINCE: Final = re.compile(r"同比|[比较与]?上年(?:同期)?(?:相比|比较)?|较上年|变化|增减变化")


def of_accounts(reading: Reading, line: Span) -> bool:
    """Return whether the heading right above a line speaks of accounts, in whatever words (支出结构, 算账：收支)."""
    section = next(sections_above(reading, line.start), None)
    return section is not None and _ACCOUNTS.search(section.heading) is not None


def balanced(text: str, end: int) -> bool:
    """Return whether a figure of income that ends at `end` is followed by one of expenditure: both are then the unit's own."""
    return _PAIRED.match(text, end) is not None


def section_subject(reading: Reading, line: Span, piece: Span) -> Subject | None:
    """Return the account that the headings above a line explain, the innermost first, or None where they name none.

    Money of projects is also handed on by name, so that a heading of it speaks only for a piece that nothing but a date precedes.
    """
    opens = _DATE_ONLY.fullmatch(reading.text, line.start, piece.start) is not None
    for section in sections_above(reading, line.start):
        heading = reading.text[section.span.start : section.span.start + len(section.heading)]
        found = marker(heading)
        words = heading[found.end if found else 0 :]
        match = _EXPLAINED.match(words) or ((_PROJECT_MONEY.match(words) or _HEADED.match(section.heading)) if opens else None)
        if match is None:
            continue
        head = read_head(match["name"], 0)
        # 收入支出决算情况 explains two accounts, so a bare figure below it is neither's.
        if head is not None and key_of(fold_text(head.label))[0]:
            return Subject(head.label, head.path, section.span.start)
    return None


def project_named(reading: Reading, words: Span, following: Piece | None) -> Subject | None:
    """Return the project a clause names where the next one gives its budget or what was spent of it, or None."""
    if following is None or following.money is None or len(words) > 60:
        return None
    text = reading.text[words.start : words.end]
    folded = fold(text, words.start)
    match = _PROJECT.fullmatch(folded.text)
    if match is None or key_of(match["name"])[0] or _ANY_MONEY.fullmatch(match["name"].lstrip("一二三四五六七八九十()、.")):
        return None
    said = read_head(reading.text[following.span.start : following.span.end], following.span.start)
    if said is None or not said.bare or not _FORM.search(said.words + said.label):
        return None
    start, end = folded.span(*match.span("name"))
    return Subject("".join(reading.text[start:end].split()).strip('“”"'), (), start, None, True)


def special(subject: Subject) -> bool:
    """Return whether a subject is one project or a special fund, of which a paragraph gives budget, expenditure and what is left."""
    return subject.item or key_of(fold_text(subject.label))[0] == "superior-special-fund"


def whole(subject: Subject) -> bool:
    """Return whether a subject is the unit's whole budget or income."""
    return not subject.item and not subject.path and key_of(fold_text(subject.label))[0] in _WHOLE


def part_of(total: Subject, text: str, start: int) -> Subject | None:
    """Return the part of `total` that the words name, though no lexicon holds its name; None where they are no such name."""
    named = _PART_EDGES.sub("", text)
    # What project expenditure is divided into are projects: lines of the budget, unless they say whose money it is.
    if key_of(fold_text(total.label))[0] == "project-expenditure" and not (SOURCE.fullmatch(named) or ORDINAL_PART.match(text)):
        return None
    known = key_of(fold_text(total.label))[0] or total.path or total.item
    named = named if total.item or _NAME.fullmatch(named) or not _SHARE_OF.fullmatch(text) else text
    if not known or not (_NAME.fullmatch(named) or SOURCE.fullmatch(named) or (total.item and _SHARE_OF.fullmatch(named))):
        return None
    label = "".join(named.split())
    if key_of(fold_text(total.label))[0] == "procurement":
        label = label.removesuffix("类")
    return Subject(
        f"{total.label.partition('/')[0]}/{label}" if total.item or ORDINAL_PART.match(label) else label, (), start + text.index(named)
    )


def adjusts(subject: Subject) -> bool:
    """Return whether a subject is what was added to the budget or taken from it in the year."""
    return key_of(fold_text(subject.label))[0] == "budget-adjustment"


def received(subject: Subject) -> bool:
    """Return whether a subject is the unit's whole income, or what the budget handed it."""
    return not subject.item and key_of(fold_text(subject.label))[0] in _INCOME
