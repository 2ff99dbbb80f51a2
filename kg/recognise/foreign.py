"""Names in Latin letters: with a legal form of abroad, or behind the country they come from (某国 + Latin words)."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import column
from kg.recognise.candidate import Candidate
from kg.recognise.classes import lexicon

RECOGNISER = "foreign"
_WORD = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ0-9&'’\-]*"
# A name goes on over the little words between its parts (Research and Production Association of …).
_PART = rf"(?:(?:of|and|the|for|de|du|di|des|und|et|&) )*{_WORD}"
# Legal forms of the trade registers abroad, and what firms call themselves where no legal form is printed.
_FORMS = (
    r"(?:Incorporated|GmbH(?: ?& ?Co\.? ?KG)?|AG|SE|KG|SA|AB|Oy|NV|BV|Ltd\.?|LTD\.?|Limited|Inc\.?|Corp\.?|Corporation|LLC|LLP|PLC|plc|"
    r"Co\.?,? ?Ltd\.?|Co\., ?Inc\.?|Company|Group|Holdings?|S\.p\.A\.?|S\.A\.(?:S\.)?|S\.r\.l\.?|B\.V\.|N\.V\.|A/S|A\.G\.|"
    r"Kft\.?|Zrt\.?|Nyrt\.?|d\.o\.o\.|Sp\. ?z ?o\. ?o\.|Lda\.?|Ltda\.?|UAB|OÜ|A\.?Ş\.?|Tbk\.?|PJSC|OOO|Bhd\.?|ApS|AS|ASA|"
    r"Pty\.?(?: Ltd\.?)?|"
    r"S\.?L\.?|a\.s\.|s\.r\.o\.|JSC|SAS|Pte\.?(?: Ltd\.?)?|Sdn\.? ?Bhd\.?|"
    r"K\.K\.|Healthcare|Pharmaceuticals?|Electronics|Technologies|Motors|Chemicals?)"
)
_LETTER = re.compile(r"[A-Z]")
# What a certificate or standard is called by: the letters before it are its issuer's mark.
_MARKS = r"(?:认证|标准|证书|许可|体系|注册|准入|检测报告|协议|指令|法规|条款|准则)"


@cache
def _legal() -> re.Pattern[str]:
    # The class before the lookbehind lets the search skip to capitals; the country before the first of them is added afterwards.
    # In some countries the form stands first (Joint Stock Company “…”): what follows it in Latin letters belongs to the name.
    return re.compile(
        rf"[A-ZÀ-Ý](?<![A-Za-z].)[A-Za-zÀ-ÿ0-9&'’\-]*[ ,]{{1,2}}(?:{_PART}[ ,]{{1,2}}){{0,7}}{_FORMS}(?![A-Za-z])"
        rf"(?: {_PART}){{0,7}}(?: ?[“\"][A-Z][A-Za-z0-9 &.\-]{{1,40}}[”\"])?"
    )


@cache
def _behind_country() -> re.Pattern[str]:
    """Return the pattern of a country, at most four Chinese characters of a name, and Latin words."""
    return re.compile(
        rf"(?:{_countries()})(?P<name>{_WORD}(?: {_WORD}){{0,3}})(?![A-Za-z.,&，]| [a-z])(?! ?[“\"&(（“])"
        rf"(?!{_MARKS})(?:集团|股份公司|公司)?"
    )


@cache
def _countries() -> str:
    return "|".join(_longest_first())


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(column("generic_words", "word", **{"class": "country"}), key=lambda c: (-len(c), c)))


def _with_country(text: str, start: int) -> int:
    """Return `start` moved over the country that stands right before it."""
    return next((start - len(c) for c in _longest_first() if text.endswith(c, 0, start)), start)


def by_letters(text: str) -> list[Candidate]:
    """Return the firms named in Latin letters, their country included where it stands before them."""
    if _LETTER.search(text) is None:
        return []
    out = [
        Candidate(_with_country(text, m.start()), m.end(), "enterprise", 0.95, RECOGNISER, ("ends in a legal form of abroad",))
        for m in _legal().finditer(text)
    ]
    for match in _behind_country().finditer(text):
        name = match["name"]
        if len(name) > 1 and name not in lexicon().general:
            out.append(Candidate(match.start(), match.end(), "enterprise", 0.8, RECOGNISER, ("is a country and a name in Latin letters",)))
    return out
