"""What stands before and behind a list of names, weighed by the words of kg/data/org_context.csv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.lexicon import column, rows
from kg.recognise.classes import WordClass, lexicon
from kg.recognise.words import Words

TITLE = "a title of enterprises"
CLOSED = "stands in a list closed by"
COUNTED = "stands in brackets behind a count"
# A title that only persons receive outweighs every sign of a firm.
PERSONS_TITLE = 0.6
# From this weight on a verb is one of receiving, whose object is looked at.
STRONG = 0.3

# 投资 before an amount: only who has money of its own invests.
_AMOUNT = frozenset("0123456789近约超逾亿万")
_INVESTS = 0.3

_DIGITS = frozenset("0123456789")
_SUM = re.compile(r"\d[\d,，]{0,11}(?:\.\d{1,4})?\s?(?:万|亿|百万|千万)?元")
# What only firms have: firms, shops and works of their own; a list of them is counted by 家.
_NO_FIRMS = "单位|部门|机构|银行|学校|高校|院校|院所|医院|协会|社区|场馆|景区|园区|实验室|局|委|媒体|研究"
_FOUNDED = frozenset({"设立", "新设", "成立", "创办", "组建", "引进", "收购", "独资设立", "合资组建", "注册", "落户"})
_OWNERS = frozenset({"旗下", "麾下", "下面", "下属", "控股", "参股"})
_OWNER = re.compile(
    r"旗下|麾下|系企业|系公司|(?:的)?(?:全资|控股|参股)?(?:子|孙)公司|(?:的)?(?:上下游|配套|供应链|生态链|生态)(?:企业|厂商|商)|"
    rf"(?:首|门|旗舰|分|专卖|体验|直营|加盟)店|[一二两三四五六七八九十]家(?!{_NO_FIRMS})(?=[\u4e00-\u9fff，])|"
    r"(?:总部)(?=搬|迁|落|设|大楼|基地|项目)|厂房(?=[\d约])"
)
# 某某系省级龙头企业, 某某承建的, 某某等5家，: what is called a firm, what carries something out, what is counted by 家.
_IS_FIRM = re.compile(
    r"(?:系|是|为|属于?|作为)(?!何|了|此|全|各)[^，。；：、\n]{0,14}?(?:企业|公司|厂商|供应商|服务商|独角兽|小巨人|民企|国企|央企)(?=[，。；\n])"
    r"|(?:在建|承建|代建|投建|实施|研发|研制|申报|牵头|运营|主导|制造|供应|承担|打造|投资建设|投资兴建|托管|出品|独家生产|供货|施工|总包|控股|参股|收购)的"
    r"|等\s*(?:\d+|[一二两三四五六七八九十]+)\s*[余多]?家(?=[，。；）])"
)
_IS_FIRM_STARTS = frozenset("系是为属作在承代投实研申牵运主制供打托出独施总控参收等")
_OWNER_STARTS = frozenset("旗麾系的全控参子孙上配供生首门分专体直加总厂一二两三四五六七八九十")
# 组织某某、某某等参展: what the firms before 等 did together.
_TOGETHER = re.compile(
    r"等(?:相继|先后|陆续|纷纷|双双|均|已|成功|顺利)*(?:参展|参会|参赛|赴|入驻|落户|落地|签约|投产|开工|竣工|增资|扩产|量产|上市|挂牌|建成投产|获评|获批|入选|应邀|布局)"
)
_REGIONAL = re.compile(r"地理标志|地标农产品|公用品牌|名特优新|土特产|非遗|非物质文化|气候品质|农耕文化")
# What public money is paid for, up to its amount (某某首台套奖励100万元).
_PAID = re.compile(
    r"[^，。；、：\n\d]{0,12}?(?P<what>补助|奖励|奖补|补贴|贴息|资助|扶持|奖金|获奖|获补|贷款|授信|融资)(?:资金|资金额|额)?\s?(?:\d|近|约|超)"
)
_PAID_STARTS = frozenset("补奖贴资扶获贷授融首技设因")
_CLOSER_STARTS = frozenset("等0123456789０１２３４５６７８９一二三四五六七八九十百两数多 \t　\n")

PHASE = r"[一二三四五六七八九十](?:、[一二三四五六七八九十])*期"
# A list may end in items that are no nouns to the dictionary (某某、安某等5家企业): two at most, for input is hostile.
_ODD_ITEMS = r"(?:[\u4e00-\u9fff]{0,2}?(?:、[^、，。；：（）\s等\d]{1,8}?){0,2}?)"
_SENTENCE_END = re.compile(r"[。；\n]")
# 施工方：某某、某某, 设计单位为某某: who does what under a contract is named behind its role.
_ROLES = (
    "设计|施工|监理|勘察|勘测|承建|代建|业主|项目业主|运营|运维|中标|成交|供货|供应|承包|总承包|检测|测绘|编制|咨询|养护|配送|承租|投资|"
    "技术|保荐|承销|辅导|担保|受托|合作|承办|协办|管理|出资|供方|维保|托管|经营|服务|设备|招标代理|代理|审计"
)
_ROLE = re.compile(rf"(?:{_ROLES})(?:单位|方|主体|企业|商|人|机构|公司)?(?:分别)?(?:为|是|系|：|:)$")
_BARE_ROLE = re.compile(r"(?:业主|单位|方|主体|企业|商|人|机构|公司)(?:分别)?(?:为|是|系|：|:)$")
_SAYING = frozenset("为是系：:")
SUM = "is followed by a sum"
PAID = "is followed by public money,"
ROLE = "is named by its part in a contract"
_COUNT = re.compile(r"(?:\d+|[一二三四五六七八九十两]+)\s*[余多]?\s*(?:家|个(?=企业|公司|品牌))[^，。；：（）]{0,8}$")
_RECEIVING = frozenset({"获得", "获", "成为", "通过", "申报", "申请"})
_SPELLED_OUT = frozenset({"分别为", "分别是", "包括", "其中", "名单"})
_NO_BORDER = frozenset("新大小")
_NUMBER = r"\s*(?:\d+|[一二三四五六七八九十百两数多]+)\s*[余多几]?\s*(?:家|户|个(?!月|工作日|百分)|批|项|大|支)(?:以上)?\s*"
# The words between 等 and what the items are (等本地民营配套企业) hold no verb, no comma and no other topic.
_MODIFIERS = r"[^，。；：、（）()“”\s为对由在将被并向从是领域方面政策问题活动工作]{0,12}?"
# 某某食品、某某文创等主导产业的招商引资和企业服务: trades are listed.
_NO_TRADE = r"(?![^，。；、\n]{0,6}(?:产业|行业)的)"
_SCENE = r"上|中|里|赛|会|后|项目|唯一企业|板|交所|[我本][省市县区州镇]|平台|各地|国内|海外"
# 某某在某地设立: where it did what firms do.
_FOUNDS = r"(?=设立|投资|建设|新建|开设|注册|落户|布局|办理)"
_OCCASION = rf"(?:(?:在|于|以|凭借?|通过)[^，。；、\n]{{2,40}}?(?:{_SCENE}|{_FOUNDS}))?"
_TIE = r"的(?:战略)?(?:合作|对接|协作|沟通|联系)"
# 某某与我市签订: the other side may stand before the verb of what both do.
_WITH = r"(?:[与同和][^，。；、\n]{2,14}?(?=签订|签署|签约|签定|达成|共建|开展|联合|合作|合资|组建|合股|出资|按))?"
_BECAUSE = r"(?:因[^，。；、\n]{2,16}?(?=被))?"
_FOUND = r"被[^，。；、\n]{2,12}?(?:认定|评定|评为|授予|列入|列为|确定为|命名为|纳入|选为)"
_DONE_FOR = r"为[^，。；、\n]{2,12}?(?:量身|提供|定制|开发|研发|建设)"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign in the surroundings: how much it speaks for a firm, and why ("" where it says nothing)."""

    weight: float
    reason: str = ""


NOTHING = Sign(0.0)


def before(text: str, words: Words, classes: bytes, first: int) -> Sign:
    """Return what stands before the word `first`."""
    if first == 0:
        return Sign(0.1, "opens the text")
    word = words.texts[first - 1]
    if word[-1] in _SAYING:
        lead = text[max(0, words.starts[first] - 12) : words.starts[first]]
        if _ROLE.search(lead) and _BARE_ROLE.search(lead):
            return Sign(0.4, ROLE)
    # 引进的某某项目: what is done to a firm's project is done to the firm.
    if word == "的" and first > 1 and words.texts[first - 2] in _FOUNDED:
        return Sign(0.25, f"follows {words.texts[first - 2]}的")
    if word == "的" and first > 1 and words.texts[first - 2] in _OWNERS:
        return Sign(0.3, f"follows {words.texts[first - 2]}的")
    if word == "的" and first > 1 and lexicon().left.get(words.texts[first - 2], 0.0) >= 0.2:
        return Sign(lexicon().left[words.texts[first - 2]], f"follows {words.texts[first - 2]}的")
    if classes[first - 1] == WordClass.APPOSITION:
        counted = _COUNT.search(text[max(0, words.starts[first - 1] - 15) : words.starts[first - 1]].rstrip("，,：:"))
        # 企业12家，分别为某某、某某等: the list spells out a count.
        return Sign(0.5, COUNTED) if counted and word in _SPELLED_OUT else Sign(0.2, f"follows {word}")
    if classes[first - 1] == WordClass.STOP:
        weight = lexicon().left.get(word, 0.0)
        # Any verb or particle parts a name from what is before it; one of those listed speaks for a firm.
        return Sign(weight, f"follows {word}") if weight else NOTHING if word in _NO_BORDER else Sign(0.03, f"follows {word}")
    if word in "“《":
        return Sign(0.03) if word == "“" else NOTHING
    # “某某”鲜薯: behind a closing quotation mark stands what the quoted name is a name of.
    if word == "”" and classes[first] != WordClass.PLACE:
        return Sign(-0.2)
    # 新增企业8家：某某、某某: what is counted is spelled out behind a colon as in brackets.
    if word in "（(：:":
        start = words.starts[first] - 1
        # 龙头企业（新增3家）：某某、某某: the count may stand in brackets of its own before the colon.
        if _COUNT.search(text[max(0, start - 15) : start].rstrip("）)")):
            return Sign(0.5, COUNTED)
        # 省级龙头企业：某某、某某: the heading of a list says what its items are.
        if word in "：:" and _heads_firms(words.texts[first - 2 if first > 1 else 0]):
            return Sign(0.35, f"stands in a list headed {words.texts[first - 2]}")
        return NOTHING if word in "（(" else Sign(0.1)
    return NOTHING if word.isalnum() else Sign(0.1)


def after(text: str, end: int, listed: bool = False) -> Sign:
    """Return what stands behind `end`: the word that closes a list, or the verb the list is the subject of.

    `listed` says that `end` follows at least two items, so that two more may be skipped to find the closing word.
    """
    first = text[end : end + 1]
    # 某某42.3万元、: sums are paid out to, or earned by, those they stand behind.
    if first in _DIGITS and _SUM.match(text, end):
        return Sign(0.2, SUM)
    # 深圳某某旗下的, 某某首店, 仅某某一家: who has others, opens shops or is counted as one by itself is a firm.
    if first in _OWNER_STARTS and (owner := _OWNER.match(text, end)):
        return Sign(0.35, f"is followed by {owner.group()}")
    if first in _IS_FIRM_STARTS and (told := _IS_FIRM.match(text, end)):
        return Sign(0.3, f"is followed by {told.group()}")
    if first == "等" and (deed := _TOGETHER.match(text, end)):
        return Sign(0.3, f"is followed by {deed.group()}")
    if first in _PAID_STARTS and (paid := _PAID.match(text, end)):
        return Sign(0.2, f"{PAID} {paid['what']}")
    # 某某的“某某技术”: a thing of a name of its own has an owner.
    if first == "的" and text[end + 1 : end + 2] in "“《":
        return Sign(0.15, "is followed by what it calls its own")
    # Most stretches end at a mark: what cannot begin a sign is not matched against hundreds of words.
    closing = _closer(listed).match(text, end) if listed or first in _CLOSER_STARTS else None
    if closing:
        weight = _weights("closer")[closing["head"]] + (0.1 if closing["count"] else 0.0)
        return Sign(weight, f"{CLOSED} {closing.group().strip()}")
    following = _verb().match(text, end) if first in _verb_starts() else None
    if following is None:
        return NOTHING
    verb = following["verb"]
    # 某地枇杷入选地理标志名录: what a region's mark is for is its produce.
    if _REGIONAL.search(text, following.end(), following.end() + 24):
        return Sign(-0.4)
    # 被某部认定为某某: to be found worthy is an award.
    weight = 0.35 if verb.startswith("被") else _weights("right").get(verb, 0.15)
    stop = _SENTENCE_END.search(text, following.end(), following.end() + 60)
    if verb == "投资" and text[following.end() : following.end() + 1] in _AMOUNT and following.end() < len(text):
        weight = _INVESTS
    rest = text[following.end() : stop.start() if stop else following.end() + 60]
    if _one_of("person").search(rest):
        return Sign(weight - PERSONS_TITLE, f"is followed by {verb}")
    if (weight > STRONG or verb in _RECEIVING) and _one_of("title").search(rest):
        return Sign(weight + 0.15, f"is followed by {verb} and {TITLE}")
    return Sign(weight, f"is followed by {verb}")


def _heads_firms(word: str) -> bool:
    return word in _firm_nouns() or word.endswith(("企业", "公司", "品牌"))


@cache
def _firm_nouns() -> frozenset[str]:
    """Return the nouns that only firms are called by."""
    return frozenset(word for word, weight in _weights("closer").items() if weight >= 0.5)


@cache
def _weights(role: str) -> dict[str, float]:
    return {row["word"]: float(row["weight"]) for row in rows("org_context") if row["role"] == role}


@cache
def _closer(listed: bool) -> re.Pattern[str]:
    heads = _alternatives(column("org_context", "word", role="closer"))
    head = rf"(?P<head>{heads})(?!家|管理|治理|文化)"
    return re.compile(rf"{_ODD_ITEMS if listed else ''}(?:{PHASE})?\s*(?:等(?P<count>{_NUMBER})?|{_NUMBER}){_NO_TRADE}{_MODIFIERS}{head}")


@cache
def _verb_starts() -> frozenset[str]:
    """Return the characters that what stands between a subject and its verb, or the verb, can begin with."""
    listed = [word[0] for role in ("right", "adverb") for word in column("org_context", "word", role=role)]
    return frozenset([*listed, *"（已均也还又再将等在于以凭通为的与同和被因0123456789０１２３４５６７８９"])


@cache
def _verb() -> re.Pattern[str]:
    verbs = _alternatives(column("org_context", "word", role="right"))
    between = _alternatives(column("org_context", "word", role="adverb"))
    # What may stand between a subject and its verb. Possessive: input is hostile, so nothing here is tried twice.
    adverbs = rf"(?:（[^（）\n]{{1,30}}）|\d{{2,4}}年|{between}|[已均也还又再将]|等?\d+\s*[余多]?家[^，。；]{{0,8}}?(?:企业|公司))*+"
    return re.compile(rf"{adverbs}{_OCCASION}{adverbs}{_WITH}{_BECAUSE}(?P<verb>{verbs}|{_TIE}|{_DONE_FOR}|{_FOUND})")


@cache
def _one_of(role: str) -> re.Pattern[str]:
    return re.compile(_alternatives(column("org_context", "word", role=role)))


def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(sorted(words, key=lambda w: (-len(w), w)))
