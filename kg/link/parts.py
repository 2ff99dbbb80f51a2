"""A firm's name by its parts: place, trade name, industry, legal form, code number, brackets, branch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.lexicon import column
from kg.link.locality import codes_of, gazetteer, leading_places

# 中华人民共和国公司法: 有限责任公司 may be written 有限公司, 股份有限公司 股份公司.
_LEGAL = re.compile(r"(集团)?(有限责任公司|股份有限公司|有限公司|股份公司|总公司|公司)$|(集团)$")
_FORMS = {"有限责任公司": "limited", "有限公司": "limited", "股份有限公司": "shares", "股份公司": "shares"}
_BRACKET = re.compile(r"\(([^()]*)\)")
_NUMBER = re.compile(r"^(?:中国|国营|第)*(\d{3,5})(?=[厂所院])")
# Bodies that carry a trade name and are no companies: another body of the same trade name is another organisation.
_BODY = re.compile(r"(研究总院|研究院|研究所|设计院|医院|学院|大学|学校|合作社|养殖场|林场|农场|酒店|宾馆|商场|超市|协会|商会|银行|厂|所)$")
_ORDINAL = "一二三四五六七八九十〇零0-9"
# What belongs to a firm and is not the firm; the firm's name stands before it, for a branch with the branch's place behind it.
_BRANCH = re.compile(
    rf"(?:第?[{_ORDINAL}]*(?P<unit>分公司|分厂|分行|支行|分院|分所|分部|办事处|代表处|营业部|事业部|项目部|子公司)"
    rf"|第?[{_ORDINAL}]*(?:总装|装配|机加|机械加工|铸造|锻造|热处理|冲压|涂装|焊接)?(?:车间|工段|生产线)"
    r"|(?:机关党委|党支部|党总支|党委|党组织|工会|团支部|团委)"
    rf"|(?:(?:[{_ORDINAL}]+[、和及])*[{_ORDINAL}]+期(?:项目|工程)?|(?:建设|扩建|技改|改造)?项目|(?:建设)?工程)"
    r"|(?:(?:智能|智慧|服饰|科技|创新|制造)*(?:产业园|工业园|科技园|产业基地|生产基地|基地|新厂区|厂区|园区)(?:[一二三四五]期)?)"
    r"|(?:(?:产业|产需|配套|协作|供需|银企)*对接会|专场招聘会|专场推介会)"
    r")$"
)
_BRANCH_ENDS = frozenset("司厂行院所部处间段线委织会期目程园地区")
_COMPANY_INSIDE = re.compile(r"公司(?=.)")


@dataclass(frozen=True, slots=True)
class Parts:
    """One normal form taken apart. `core` is trade name and industry together; every part may be "".

    `legal` is limited, shares, company or ""; `group` says that 集团 stands in the name; `branch` is what the name adds to its
    owner's (分公司, 党支部, 二期) and `owner` the name before it.
    """

    form: str
    place: tuple[str, ...] = ()
    core: str = ""
    trade: str = ""
    industry: str = ""
    legal: str = ""
    group: bool = False
    body: str = ""
    number: str = ""
    note: str = ""
    branch: str = ""
    owner: str = ""

    @property
    def codes(self) -> frozenset[str]:
        """Return the division codes its place may mean."""
        return codes_of(self.place)


def parts(form: str) -> Parts:
    """Return the parts of a name in normal form."""
    notes = _BRACKET.findall(form) if "(" in form else []
    text = _BRACKET.sub("", form) if notes else form
    branch, owner = _branch(text)
    numbered = _NUMBER.match(text)
    place = leading_places(text)
    rest = text[sum(map(len, place)) :]
    rest, legal, group = _legal(rest)
    body = ""
    if not legal and (found := _BODY.search(rest)) and len(rest) > len(found[1]):
        body, rest = found[1], rest[: found.start()]
    note = ""
    for inside in notes:
        if inside == "集团":
            group = True
        elif inside in gazetteer() and not place:
            place = (inside,)
        elif inside not in gazetteer():
            note = inside
    if numbered:
        return Parts(form, place, numbered[1], numbered[1], "", legal, group, body, numbered[1], note, branch, owner)
    trade, industry = split_core(rest)
    return Parts(form, place, rest, trade, industry, legal, group, body, "", note, branch, owner)


def _branch(text: str) -> tuple[str, str]:
    """Return what `text` adds to the name of the firm it belongs to and that name, or two empty strings."""
    found = _BRANCH.search(text) if text[-1:] in _BRANCH_ENDS else None
    if not found or found.start() < 2:
        return "", ""
    end = found.start()
    if found["unit"]:
        inside = list(_COMPANY_INSIDE.finditer(text, 0, end + 1))
        size = next((n for n in range(min(end - 2, 6), 1, -1) if text[end - n : end] in gazetteer()), 0)
        end = inside[-1].end() if inside else end - size
    return text[end:], text[:end]


def _legal(rest: str) -> tuple[str, str, bool]:
    """Return the name without its legal form, the form, and whether it is a group's."""
    found = _LEGAL.search(rest)
    if not found or found.start() < 2:
        return rest, "", False
    return rest[: found.start()], _FORMS.get(found[2] or "", "") or "company", bool(found[1] or found[3])


def split_core(core: str) -> tuple[str, str]:
    """Return the trade name and the industry words behind it; at least two characters are left to the trade name.

    A core that is nothing but industry words gives its first two characters or more to the trade name: no name is without one.
    """
    words, longest = _industries()
    end = len(core)
    while True:
        size = next((n for n in range(min(longest, end - 2), 1, -1) if core[end - n : end] in words), 0)
        if size == 0:
            return core[:end], core[end:]
        end -= size


@cache
def _industries() -> tuple[frozenset[str], int]:
    words = frozenset((*column("org_tails", "tail"), *column("name_industries", "word")))
    return words, max(map(len, words))
