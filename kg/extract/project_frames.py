"""Names of projects by the sentence around them: what breaks ground, what somebody builds, signs for or researches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.extract.phrases import alternatives, lexical, one_of
from kg.extract.project_bounds import WORDS, core, generic, items, placed, specific
from kg.lexicon import column
from kg.model import Span
from kg.recognise.reading import Reading

# Who builds it or what it costs may stand in brackets behind its name; a phase in brackets belongs to the name.
REMARK = r"(?:（(?![一二三四五六]期)[^（）\n]{3,60}）)?"
_YEAR = r"(?:(?:19|20)\d\d年|[今当去本次明]年)"
_PART = r"(?:\d{1,2}月(?:\d{1,2}日|份)?|[上下]半年|第?[一二三四1-4]季度|年[初底内中末前]|月[初底内]|近日|日前|目前|现)"
# When a work got where it is stands between its name and the verb: 已于9月底, 年内, 2023年一季度, 预计明年.
WHEN = (
    rf"(?:已经?|均|也|都)?(?:预计|计划|有望|将|力争|确保|可)?[于在至到]?"
    rf"(?:{_YEAR}{_PART}?|{_PART})?(?:[上中下]旬|[底初末])?(?:之?前|[之以]?后)?(?:已经?|均|全部|又)?"
)
# Of many parts of a work some are told of: 16台风机全部并网, 12栋楼封顶, 1,104套交付.
_PARTS = r"(?:\d[\d,.]*(?:台|套|栋|幢|座|公里|户|层|米|条|个标段|万千瓦|千瓦|兆瓦)[\u4e00-\u9fff]{0,2}?)?"
# Nouns for what is built end on these; behind such a noun only a work breaks ground, is roofed or opens to traffic.
_BUILT_END = re.compile(
    r"(?:[线厂园港楼馆场站桥路城湾谷院库坝闸渠塔窑炉井隧河堤堰镇岛廊坊苑墙棚仓池道舱区段房网期群洞泵街墅渡校宅]|中心|基地|项目|工程|"
    r"枢纽|平台|装置|机组|系统|节点|标段|小学|综合体|扩[产能建容]|[改迁新重翻]建|改造|提升|修缮|加固|整治|治理|分流|搬迁|[东南西北]延|延伸)"
    r"[”）)]?$"
)
_SUBJECT_BARRED = re.compile(
    r"^(?:累计|集中|全[年区市县]|本[年区市县]|其中|目前)|"
    r"(?:公司|企业|集团|单位|部门|学校|厂家|开发区|经开区|高新区)$"
)
# Only a work has a floor space, a length, an installed power: what they are told of is one.
_MEASURED = (
    r"(?:估?算?总投资额?|概算|批复概算|总?建筑面积|占地面积|占地|总装机|装机容量|装机|全长|总长|总?库容|设计日处理|日处理能力?|用地面积|规划用地|"
    r"设计产能|完成投资|累计完成投资|累计投资|计划投资|投资额|投资概算)(?:约|近|达|超|为|共|规模)*\d"
)
_TOPIC = re.compile(
    r"技术|工艺|研究|研制|研发|开发|攻关|制造|制备|装备|机制|应用|关键|系统|材料|产品|示范|设计|检测|控制|成型|锻造|治疗|机理|育种|选育|合成|器件|芯片"
)
_PLANS = (
    r"(?:重点研发计划|重点研发项目|科技重大专项|重大科技专项|重大专项|自然科学基金|揭榜挂帅|科技计划|技术攻关|攻关项目|攻关计划|科技攻关|成果转化项目|"
    r"技术创新项目|火炬计划|星火计划|社科规划|社会科学基金|科研项目|重点课题|科研课题)"
)
# 立项课题3项（“甲”、“乙”）, 签约项目2个（甲产业园、乙基地）: what is counted is named in brackets.
_COUNTED = re.compile(r"(?:项目|课题|工程|立项|结题|开工|竣工|签约)[^，。；：（]{0,10}?\d+[个项]（(?P<list>[^（）]{4,160})）")
# 厂房二期8.2万平方米由甲承建: how large it is does not belong to its name.
_SIZE = re.compile(r"(?<=[\u4e00-\u9fff])\d[\d,.]*\s*[万千]?(?:平方米|平米|㎡|亩|公里|千米|米|吨|兆瓦|千瓦|MW|套|栋|户)$")
_HIRED = re.compile(r"（(?P<name>[^（），。；、\s]{4,30}?(?:改造|扩建|改扩建|新建|迁建|修缮|加固|装修|整治|工程|项目|提升))）")
_NEXT = 8
_OTHER_SIGNS = (
    r"由[^。；\n]{2,40}(?:施工|承建|代建|总承包|投建)", "投资", "面积", "占地", "装机", "全长", "总长", "库容", "日处理", "概算",
    "用地", "立项", "结题", "攻关", "揭榜", "研发计划", "科技计划", "自然科学基金", "重大专项",
)  # fmt: skip
_PLANNED = re.compile(_PLANS)
_MEASURE = re.compile(rf"(?=[估算总概批建占装全库设日用规完累计投]){_MEASURED}")
# Nouns for sorts of works as often as for one.
_COMMON_END = re.compile(r"(?:中心|平台|学校|小[学区]|道路|管网|公路|厂房|系统|中学|基地|设施)[”）)]?$")
_QUOTED_LIST = re.compile(r"“[^”]{3,50}”(?:项目|课题)?")
_TAKEN_UP = (
    r"(?:联合|共同|合作|牵头|独立|自主|成功|新)*(?:立项|揭榜|攻关|承担|申报|主持|结题|实施|启动|获批)(?:了|的)?"
    r"(?:(?:国家|省|市|部|厅)[^，。；、“”]{0,16})?"
)
_TITLE = r"(?P<name>“[^”\n]{5,50}”(?:(?:项目|课题|技术)(?![^，。；]{0,3}培训|制))?)"


def framed(reading: Reading, clause: Span) -> Iterator[Span]:
    """Yield the names of the projects that a clause tells of by its verb, in no order; names may lie in each other."""
    text = reading.text
    # What the next clause measures is named in this one.
    if frame_verbs().search(text, clause.start, clause.end + _NEXT):
        yield from _told(reading, clause)
        yield from _by_builder(reading, clause)
        yield from _objects(reading, clause)
        yield from _measured(reading, clause)
    if text.find("“", clause.start, clause.end) >= 0:
        yield from _topics(reading, clause)
    yield from _on_a_plan(reading, clause)
    if text.find("（", clause.start, clause.end) >= 0:
        yield from _bracketed(reading, clause)


def _told(reading: Reading, clause: Span) -> Iterator[Span]:
    """Yield the works of 甲大桥、乙智能工厂年内竣工投产: whatever they are called, what is told of them is told of works."""
    told = _strong().search(reading.text, clause.start, clause.end) and _subject().match(reading.text, clause.start, clause.end)
    if told:
        yield from _works_in(reading, Span(*told.span("name")))


def _works_in(reading: Reading, told: Span) -> Iterator[Span]:
    return (name for name in items(reading, told) if _one_work(reading, name))


def _measured(reading: Reading, clause: Span) -> Iterator[Span]:
    """Yield the works of 甲中心建筑面积6400平方米 and 甲产业园，占地500亩."""
    text = reading.text
    found = _MEASURE.search(text, clause.start, clause.end) and _with_measure().match(text, clause.start, clause.end)
    if found:
        yield from _works_in(reading, Span(*found.span("name")))
    elif 4 <= len(clause) <= 60 and _NEXT_MEASURE.match(text, clause.end):
        yield from _works_in(reading, clause)


def _bracketed(reading: Reading, clause: Span) -> Iterator[Span]:
    """Yield the works whose state or cost stands in brackets, and those whose count is spelt out there."""
    text = reading.text
    for match in _with_remark().finditer(text, clause.start, clause.end):
        yield from _works_in(reading, Span(*match.span("name")))
    for mention in reading.mentions_in(clause):
        # 中标供应商：甲公司（某楼局部改造）: what a firm was hired to build stands behind it.
        hired = _HIRED.match(text, mention.span.end, clause.end) if mention.kind == "enterprise" else None
        if hired and not generic().fullmatch(core(hired["name"])):
            yield Span(*hired.span("name"))
    for match in _COUNTED.finditer(text, clause.start, clause.end):
        quoted = list(_QUOTED_LIST.finditer(text, *match.span("list")))
        yield from (Span(*one.span()) for one in quoted)
        if not quoted:
            yield from _works_in(reading, Span(*match.span("list")))


def _on_a_plan(reading: Reading, clause: Span) -> Iterator[Span]:
    """Yield the topic of 甲大学研发的某材料列入省重点研发计划: what a research plan takes up is a project."""
    text = reading.text
    found = _PLANNED.search(text, clause.start, clause.end) and _taken_on().search(text, clause.start, clause.end)
    if found:
        name = Span(*found.span("name"))
        plain = core(text[name.start : name.end])
        named = any(mention.span.end == name.end for mention in reading.mentions_in(name))
        if not named and len(plain) >= 4 and not generic().fullmatch(plain) and not re.search(r"[等个项家]|公司$|企业$", plain):
            yield name


def _one_work(reading: Reading, name: Span) -> bool:
    words = reading.text[name.start : name.end]
    plain = core(words)
    if not _BUILT_END.search(words) or _SUBJECT_BARRED.search(words) or not 4 <= len(plain) <= 45 or "等" in plain:
        return False
    if any(lexical(WORDS, role).search(plain) for role in ("clause", "loose", "money")) or generic().fullmatch(plain):
        return False
    if re.match(r"[\d一二两三四五六七八九十]+(?:余|多)?[个座条处家项栋]", words) or words.count("“") != words.count("”"):
        return False
    return bool(reading.mentions_in(name)) or placed(words) or len(plain) >= (6 if _COMMON_END.search(words) else 5)


def _by_builder(reading: Reading, clause: Span) -> Iterator[Span]:
    """Yield the work of 甲湾由乙施工: what firms build or contract for in whole is a work, whatever it is called."""
    text = reading.text
    found = text.find("由", clause.start, clause.end) >= 0 and _built_by().match(text, clause.start, clause.end)
    if found and any(mention.span.start == found.end("by") for mention in reading.mentions_in(Span(found.end("by"), clause.end))):
        for name in items(reading, Span(*found.span("name"))):
            size = _SIZE.search(text, name.start, name.end)
            name = Span(name.start, size.start()) if size else name
            words = text[name.start : name.end]
            plain = core(words)
            barred = any(lexical(WORDS, role).search(plain) for role in ("clause", "loose", "money"))
            if 3 <= len(plain) <= 30 and not barred and not generic().fullmatch(plain):
                yield name


def _objects(reading: Reading, clause: Span) -> Iterator[Span]:
    """Yield the works of 签约甲产业园, 承建乙基地, 建成甲中试线1条, 与丙共建丁联合实验室."""
    text = reading.text
    for pattern in (_signed(), _single(), _joint()):
        for match in pattern.finditer(text, clause.start, clause.end):
            for name in items(reading, Span(*match.span("name"))):
                if specific(reading, name, closed=False) or (pattern is _joint() and _sounds_single(text[name.start : name.end])):
                    yield name


def _sounds_single(words: str) -> bool:
    """Return whether words say more than a sort of works and hold no clause."""
    plain = core(words)
    barred = any(lexical(WORDS, role).search(plain) for role in ("clause", "loose", "money"))
    return len(plain) >= 6 and not barred and not generic().fullmatch(plain)


def _topics(reading: Reading, clause: Span) -> Iterator[Span]:
    """Yield the quoted topics that are taken up or put on a research plan: “甲关键技术”获批省重点研发计划, 联合立项“乙工艺”."""
    for pattern in (_planned_topic(), _taken_topic()):
        for match in pattern.finditer(reading.text, clause.start, clause.end):
            if _TOPIC.search(match["name"]):
                yield Span(*match.span("name"))


@cache
def frame_verbs() -> re.Pattern[str]:
    """Return the pattern of the verbs that make what they govern, or what governs them, a project."""
    words = [word for role in ("strong", "signed_verb", "joint_verb", "built_verb") for word in column(WORDS, "word", role=role)]
    return quick((*words, *_OTHER_SIGNS))


@cache
def _strong() -> re.Pattern[str]:
    return quick(column(WORDS, "word", role="strong"))


def quick(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of words that is tried only where one of their first characters stands."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    begin = "".join(sorted({word[0] for word in ordered}))
    plain, others = [word for word in ordered if word.isalnum()], [word for word in ordered if not word.isalnum()]
    return re.compile(f"(?=[{begin}])(?:{'|'.join([*others, one_of(plain)] if plain else others)})")


@cache
def _subject() -> re.Pattern[str]:
    progress, strong = alternatives(WORDS, "progress"), alternatives(WORDS, "strong")
    return re.compile(rf"(?P<name>[^，。；：\n]{{3,90}}?){REMARK}{WHEN}{_PARTS}{progress}*{strong}(?!率|量|时限|标准|任务|进度)")


_NEXT_MEASURE = re.compile(rf"，{_MEASURED}")


@cache
def _with_measure() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>[^，。；：\n]{{4,60}}?){WHEN}{_MEASURED}")


@cache
def _with_remark() -> re.Pattern[str]:
    said = r"投资|开工|动工|竣工|完工|投产|投用|在建|签约|建成|自建|占地|建筑面积|承建|施工|封顶"
    return re.compile(
        rf"(?P<name>[^，。；：、（）\s]{{4,40}})（(?=[^（）\n]{{0,60}}?(?:{said}))[^（）\n]{{2,90}}）(?=[；，。、]|$|[等和及与])"
    )


@cache
def _taken_on() -> re.Pattern[str]:
    name = r"(?:^|[，。；：的])(?P<name>[^，。；：、的“”]{4,30}?)"
    return re.compile(rf"{name}{WHEN}(?:成功|顺利|被)?(?:列入|入选|纳入|获批?|获得)[^，。；、“”]{{0,12}}?{_PLANS}")


@cache
def _built_by() -> re.Pattern[str]:
    return re.compile(
        r"(?P<name>[^，。；：\n由]{3,60}?)(?P<by>由)(?=[^，。；\n]{2,40}?(?:施工|总承包|承建|代建|监理|投建|投资建设|开发建设))"
    )


@cache
def _signed() -> re.Pattern[str]:
    heads = "|".join(alternatives(WORDS, role) for role in ("head", "site", "platform", "road_section"))
    name = rf"(?P<name>[^，。；：、\s]{{3,36}}?(?:{heads})(?:[一二三四五六]期)?(?:项目|工程)?)"
    return re.compile(
        rf"{alternatives(WORDS, 'signed_verb')}了?{name}(?=[，。；、（(\n]|总?投资|等|(?:项目)?(?:投资|合作|框架|意向)*(?:协议|合同)|$)"
    )


@cache
def _single() -> re.Pattern[str]:
    heads = "|".join(alternatives(WORDS, role) for role in ("head", "site"))
    verbs = alternatives(WORDS, "built_verb")
    return re.compile(rf"{verbs}了?(?P<name>[^，。；、：\s]{{4,36}}?(?:{heads}))[1一][座条个处栋幢](?=[，。；、]|$)")


@cache
def _joint() -> re.Pattern[str]:
    ends = "|".join(alternatives(WORDS, role) for role in ("joint_end", "head", "site"))
    name = rf"(?P<name>[^，。；：、\s\d]{{2,30}}?(?:{ends}))"
    return re.compile(rf"{alternatives(WORDS, 'joint_verb')}了?{name}(?=[，。；、（(\n]|等|$)")


@cache
def _planned_topic() -> re.Pattern[str]:
    plan = alternatives(WORDS, "research_plan")
    got = rf"(?:获|入选|列入|纳入|被列|揭榜|中标|通过|进入)[^，。；“”]{{0,20}}?(?:{plan}|立项|攻关|结题|验收)|(?:成功|顺利)?(?:结题|立项)"
    made = r"(?:样机|原型机|样件|样车|产品)?(?:完成|通过|实现)(?:了)?(?:首飞|首航|试制|鉴定|定型|中试|小试|下线|样机|试飞|工程化)"
    return re.compile(rf"{_TITLE}{WHEN}(?:成功|顺利)?(?:{got}|{made})")


@cache
def _taken_topic() -> re.Pattern[str]:
    return re.compile(rf"{_TAKEN_UP}{_TITLE}(?=[，。；、]|$|项目|课题|等)")
