"""What a numeral is when it measures nothing: a date, a list number, a document's number, a contact, a code, part of a name.

Each rule takes the text and the bounds of a numeral and returns the end of what it recognised, or -1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

D: Final = "[0-9０-９]"
CHINESE: Final = "零〇○一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟"
_S: Final = r"[ \u3000]{0,3}"
_DASH: Final = rf"{_S}(?:--|[-－—–~～至到])+{_S}"
_YEAR: Final = rf"(?:19|20|１９|２０){D}{{2}}"
_PART: Final = rf"(?:{_S}(?:年度|年初|年末|年底|年终|年间|年内|年来|年)(?:{_S}(?:[上下]半年|全年|第?[一二三四1-4]季度))?)"
_MONTH: Final = rf"{D}{{1,2}}(?:(?:{_DASH}|、){D}{{1,2}})?{_S}月(?:份|底|初|末|中旬|上旬|下旬)?"
_DAY: Final = rf"{D}{{1,2}}(?:{_DASH}{D}{{1,2}})?{_S}[日号](?!常|均|报|志)"
_MM: Final = r"(?:0?[1-9]|1[0-2])"
_DD: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
DATE: Final = re.compile(
    rf"{_YEAR}(?:{_S}年)?{_DASH}{_YEAR}{_S}年度?"
    rf"|{_YEAR}{_S}年{_S}{_MONTH}(?:{_S}{_DAY})?"
    rf"|{_YEAR}{_PART}"
    rf"|{_YEAR}(?:-{_MM}-{_DD}|\.{_MM}\.{_DD}|/{_MM}/{_DD}|[-/]{_MM}|\.{_MM}(?=[-—–~～至]+{_YEAR}))(?![0-9０-９.])"
    rf"|{_MONTH}(?:{_S}{_DAY})?"
    rf"|{D}{{1,2}}{_S}日(?!常|均|报|志|内)"
    rf"|{D}{{1,2}}[:：]{D}{{2}}(?!{D})|{D}{{1,2}}时{D}{{1,2}}分"
    rf"|[1-4]季度"
    # 近3年 is a period, no length of time.
    rf"|(?<=近){D}{{1,2}}{_S}年(?:来|内|间)?(?!以上|期)"
    rf"|{_YEAR}(?![0-9０-９.,])"
)
CHINESE_DATE: Final = re.compile(
    rf"[零〇○一二三四五六七八九]{{4}}年度?(?:[{CHINESE}]{{1,2}}月(?:份|底|初)?)?(?:[{CHINESE}]{{1,3}}日)?|十[一二三四五六七]五|(?<=近)[两三四五六七八九十]年(?:来|内|间)?(?!以上|期)|[一二三四]季度|[一二三四五六七八九十]{{1,2}}月(?:份|底|初)?(?!一)"
)
_LIST_NUMBER: Final = re.compile(rf"{D}{{1,2}}(?:[、](?!{D}{{1,2}}(?:[、，]|$))|[.．](?!{D})|[.．](?={_YEAR}{_S}年))")
_ENCLOSED: Final = re.compile(rf"(?:{D}{{1,2}}|[{CHINESE}]{{1,3}})[）)]")
_ATTACHED: Final = re.compile(r"(?:附件|附表|附录|专栏|(?<![一-鿿])[表图附])[ \u3000]?$")
_DOCUMENT: Final = re.compile(rf"{D}{{4}}[〕\]］）)】]第?{_S}{D}+{_S}号")
_NUMBERED: Final = re.compile(rf"{D}+{_S}号(?:文件?|令|公告|通知|议案|提案|决定|批复)?")
_PHONE: Final = re.compile(
    rf"1[3-9]{D}{{9}}(?!{D})|0{D}{{2,3}}[-—－ ]{D}{{7,8}}(?!{D})|400[-—]?{D}{{3,4}}[-—]?{D}{{3,4}}(?!{D})|{D}{{15,19}}[Xx]?(?!{D})"
)
_CONTACT_LABEL: Final = re.compile(r"(?:电话|传真|手机|邮编|邮政编码|联系方式|热线|QQ|微信)[^。；\n]{0,6}$")
_WEB: Final = re.compile(r"[A-Za-z0-9./:@_%?=&#-]*(?:www\.|https?://|@)[A-Za-z0-9./:@_%?=&#-]*$")
# Shares on the stock exchange go by number (3336.HK), and partners divide in proportion (6∶4, 4:4:2).
_STOCK: Final = re.compile(rf"{D}{{4,6}}\.(?:HK|SH|SZ|BJ|US|OC|NQ)(?![A-Za-z])")
_RATIO: Final = re.compile(rf"{D}{{1,3}}(?:\.{D}+)?(?:\s*[∶:：]\s*{D}{{1,3}}(?:\.{D}+)?){{1,4}}(?![0-9０-９分时：:])")
# Minutes have two digits: 1:5.3 and 3:1 are no times of day.
_NO_TIME: Final = re.compile(r"\.|[:：]\s*\d$")
# A rule takes the text and the bounds of a numeral.
Rule = Callable[[str, int, int], int]
_OPENING: Final = '“"‘「『'
_CLOSING: Final = '”"’」』'
_QUOTED_LENGTH: Final = 14
_TITLE_LENGTH: Final = 80


def list_number(text: str, start: int, end: int) -> int:
    """Return the end of a list or heading number (1. （二） 三、 一是 附件2), or -1."""
    before = text[start - 1] if start else "\n"
    if before in "（(" and (match := _ENCLOSED.match(text, start)):
        return match.end() - 1
    if text[end : end + 1] == "是" and text[start] in CHINESE and before in "。；;，,：:、\n 　“”：":
        return end
    if _ATTACHED.search(text, max(0, start - 4), start):
        return end
    if not opens(text, start):
        return -1
    if text[start] in CHINESE:
        return end if text[end : end + 1] in ("、", "．", ".") else -1
    match = _LIST_NUMBER.match(text, start)
    return -1 if match is None else match.end() - 1


def opens(text: str, start: int) -> bool:
    """Return whether `start` begins a line, a sentence or an item after a semicolon or colon."""
    position = start - 1
    while position >= 0 and text[position] in " 　\t":
        position -= 1
    return position < 0 or text[position] in "\n。；;：:"


def document_number(text: str, start: int, _end: int) -> int:
    """Return the end of a document's number (2019〕24号, 12号令), or -1; a building, a line, a machine by number is none."""
    before = text[start - 1 : start]
    if before in ("〔", "[", "［", "（", "(", "【") and (match := _DOCUMENT.match(text, start)):
        return match.end()
    match = _NUMBERED.match(text, start)
    if match and (before in ("第", "〕", "]", "】") or not match[0].endswith("号")):
        return match.end()
    return -1


def contact(text: str, start: int, end: int) -> int:
    """Return the end of a telephone, identity or postal number or of a number inside a web address, or -1."""
    if match := _PHONE.match(text, start):
        return match.end()
    if end - start >= 5 and _CONTACT_LABEL.search(text, max(0, start - 12), start):
        return end
    if start and text[start - 1].isascii() and not text[start - 1].isspace():
        return end if _WEB.search(text, max(0, start - 40), start) else -1
    return -1


def stock(text: str, start: int, _end: int) -> int:
    """Return the end of a share's number at an exchange (3336.HK), or -1."""
    match = _STOCK.match(text, start)
    return match.end() if match else -1


def ratio(text: str, start: int, _end: int) -> int:
    """Return the end of a proportion (6∶4, 4:4:2), or -1; 9:30 is a time of day."""
    match = _RATIO.match(text, start)
    if match is None or (match[0].count(":") + match[0].count("：") == 1 and "∶" not in match[0] and not _NO_TIME.search(match[0])):
        return -1
    return match.end()


def quoted(text: str, start: int, end: int) -> str:
    """Return "name" inside a short quotation (“五个100”), "document" inside a title's marks 《…》, else ""."""
    for position in range(start - 1, max(-1, start - 1 - _QUOTED_LENGTH), -1):
        mark = text[position]
        if mark in "\n。；，":
            break
        # Straight quotes open and close alike: an opening one has a partner soon after the number.
        if mark in _OPENING:
            return "name" if any(c in _CLOSING for c in text[end : end + _QUOTED_LENGTH]) else ""
        if mark in _CLOSING:
            break
    opening = text.rfind("《", max(0, start - _TITLE_LENGTH), start)
    closing = text.rfind("》", max(0, start - _TITLE_LENGTH), start)
    return "document" if opening > closing else ""
