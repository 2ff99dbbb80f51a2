"""Normal forms of names: what is compared, hashed and never shown."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, lru_cache

from kg.lexicon import rows
from kg.recognise.places import places

_NOISE = re.compile(r"[\s“”\"'‘’《》「」『』\u3000]+")
# The legal forms of the Company Law as a printed name ends in them; such a name is a legal name.
_LEGAL = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|股份公司|集团公司|总公司)$")
_COMPANY = re.compile(r"(?:(?:集团)?(?:股份|有限责任|有限)+公司|集团公司|总公司|公司)$")
# Names that mean another body in every district: a level without its place, and words by which a report speaks of itself.
_RELATIVE = re.compile(r"^(?:原?[省市区县州旗镇乡]|我|本|该|园区|管委会|链办|街道|党组|高新区|经开区)")
_DISTRICT = re.compile(r"^.*[市区县旗州盟](?=[^市区县旗州盟]*$)")
# A plant or institute of the defence industry goes by its number, written in either kind of digits: 二一五厂, 215厂, 国营第二一五厂.
_NUMBERED = re.compile(r"^(?:国营)?第?([〇零○一二三四五六七八九\d]{3,4})(?=[厂所院])")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


@lru_cache(maxsize=1 << 16)
def normal(name: str) -> str:
    """Return `name` folded in width, case, script and code numbers, without white space and quotation marks."""
    form = _NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold().translate(_simplified())
    numbered = _NUMBERED.match(form)
    return f"{numbered[1].translate(_DIGITS)}{form[numbered.end() :]}" if numbered else form


@cache
def _simplified() -> dict[int, str]:
    return {ord(row["traditional"]): row["simplified"] for row in rows("traditional_characters")}


def local_id(form: str) -> str:
    """Return the local identifier of an organisation: ten hex digits of the hash of its leading name's normal form."""
    return "org/" + hashlib.sha256(form.encode("utf-8")).hexdigest()[:10]


def is_legal(name: str) -> bool:
    """Return whether `name` is printed in full, down to the legal form."""
    return _LEGAL.search(name) is not None and len(name) >= 8


def is_relative(name: str, kind: str) -> bool:
    """Return whether `name` means a body only inside one district or report (区政府, 本中心)."""
    return kind in {"government", "party", "other"} and _RELATIVE.match(name) is not None


def district(unit: str) -> str:
    """Return the place a unit's name begins with, down to the lowest division, or "" where it names none."""
    found = _DISTRICT.match(unit)
    return found.group() if found else ""


def without_place(name: str) -> str:
    """Return `name` without the divisions it begins with; the whole name where nothing of two characters would be left."""
    known = places()
    rest = name
    while True:
        size = next((n for n in range(min(len(rest) - 2, 12), 1, -1) if rest[:n] in known), 0)
        if size == 0:
            return rest
        rest = rest[size:]


def core(name: str) -> str:
    """Return `name` without its place and its legal form, the part that tells firms apart."""
    stripped = _COMPANY.sub("", without_place(name))
    return stripped if len(stripped) >= 3 else without_place(name)
