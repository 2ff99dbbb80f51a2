"""Two names side by side: what speaks for one organisation and what against, in points and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.lexicon import rows
from kg.link.locality import Nearness, nearness, within
from kg.link.parts import Parts

# Points at which a pair is joined, and at which it is shown to a person. Chosen on the tuning half of tests/link/pairs.csv.
JOIN: Final = 35
OPEN: Final = 12

# What a feature weighs and how it is told. One conflict outweighs every agreement.
FEATURES: Final[dict[str, tuple[int, str]]] = {
    "core": (35, "the same trade name and industry"),
    "lead": (30, "trade name with the beginning of the other's industry"),
    "contracted": (25, "the same trade name, the industry contracted"),
    "trade": (20, "the trade name alone"),
    "part": (15, "the beginning of the other's trade name"),
    "tail": (15, "the end of the other's name"),
    "acronym": (5, "characters of the other's name in their order"),
    "slip": (4, "one character differs and sounds the same"),
    "long": (5, "four characters or more agree"),
    "longer": (5, "six characters or more agree"),
    "document": (25, "in one report"),
    "defined": (60, "the report itself says so"),
    "place": (10, "both name the same place"),
    "at_home": (15, "the full name's city is where the short form's report is at home"),
    "in_province": (10, "the full name's province is where the short form's report is at home"),
    "elsewhere": (-25, "the full name's place is elsewhere"),
    "no_place": (-10, "the full name states no place"),
    "near": (15, "reports of one city"),
    "province": (5, "reports of one province"),
    "far": (-20, "reports of different provinces"),
    "agency": (5, "reports of one agency"),
    "company": (3, "another name stands in both reports"),
    "word": (0, "not cut at the border of a word"),
    "common": (-20, "the short form is a common word"),
    "unplaced": (-15, "one of two full names states no place"),
    "brief": (-10, "three characters or fewer are common to both"),
    "converted": (-5, "limited and shares: a company may have been converted"),
    "places": (-60, "different places"),
    "forms": (-60, "a group and a company"),
    "bodies": (-60, "different kinds of body"),
    "numbers": (-60, "different code numbers"),
    "branch": (-60, "one is a branch, part or project of a firm"),
    "industries": (-60, "different industries"),
    "notes": (-60, "different words in brackets"),
    "full": (-60, "a full name is no short form of a longer one"),
    "listed": (-60, "they stand side by side in one list"),
    "member": (12, "a group and a firm of its trade name: the firm may be part of it"),
    "namesake": (12, "one short name in different provinces"),
    "number": (12, "one code number, two kinds of body: a slip, or two bodies"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """Where two names stand: in one report or not, the divisions of their reports, and what the reports share."""

    document: bool = False
    left_home: str = ""
    right_home: str = ""
    agency: bool = False
    shared: int = 0
    listed: bool = False
    defined: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome: `short` is the shorter of the two names, `features` the names of what was found, `points` their sum."""

    short: str
    long: str
    points: int
    features: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return each feature in words with its weight."""
        return tuple(f"{FEATURES[name][1]} ({FEATURES[name][0]:+d})" for name in self.features)

    @property
    def score(self) -> float:
        """Return the points as a share of what joins, between 0 and 1."""
        return round(min(max(self.points / (2 * JOIN), 0.0), 1.0), 2)


def compare(left: Parts, right: Parts, setting: Setting = Setting()) -> Comparison | None:
    """Return how two names compare in their setting, or None where nothing in the names themselves is alike."""
    short, long = sorted((left, right), key=lambda p: (len(p.core), len(p.form), p.form))
    shape = shape_of(short, long)
    if not shape:
        return None
    homes = (setting.left_home, setting.right_home) if short is left else (setting.right_home, setting.left_home)
    found = (shape, *_conflicts(short, long, shape), *_context(short, long, shape, setting), *_places(short, long, setting, homes))
    return Comparison(short.form, long.form, sum(FEATURES[name][0] for name in found), found)


def kinship(left: Parts, right: Parts) -> Comparison | None:
    """Return what a person should see of two names that no likeness joins: a group and its firm, one number with two bodies, namesakes."""
    short, long = sorted((left, right), key=lambda p: (len(p.core), len(p.form), p.form))
    if left.branch or right.branch:
        return None
    feature = ""
    if left.form == right.form:
        feature = "namesake"
    elif left.number and left.number == right.number and left.body != right.body:
        feature = "number"
    elif left.group != right.group and left.trade == right.trade and not left.number and (short.group or short.core == long.core):
        feature = "member"
    return Comparison(short.form, long.form, OPEN, (feature,)) if feature else None


def shape_of(short: Parts, long: Parts) -> str:
    """Return in which way `short` is like `long`: the name of a feature, or "" where it is not."""
    a, b = short.core, long.core
    if a == b:
        return "core"
    if short.number or long.number or not a:
        return ""
    if b.startswith(a):
        return "part" if len(a) < len(long.trade) else "lead" if len(a) > len(long.trade) else "trade"
    if long.industry and a.startswith(long.trade) and _is_contraction(a[len(long.trade) :], long.industry):
        return "contracted"
    if len(a) >= 3 and b.endswith(a):
        return "tail"
    if len(a) == len(b) and _one_slip(a, b):
        return "slip"
    whole = "".join(long.place) + b
    return "acronym" if 2 < len(a) < len(whole) and a[0] == whole[0] and _in_order(a, whole) else ""


def _conflicts(short: Parts, long: Parts, shape: str) -> Iterator[str]:
    if short.number != long.number:
        yield "numbers"
    if short.branch != long.branch or short.owner != long.owner:
        yield "branch"
    if short.note and long.note and short.note != long.note:
        yield "notes"
    left, right = short.body or (short.legal and "公司"), long.body or (long.legal and "公司")
    if left and right and left != right:
        yield "bodies"
    if short.legal and long.legal and short.group != long.group:
        yield "forms"
    # 某某公司 and 某某集团 are names of their own beside 某某机械; beside a full name 某某公司 is its usual short form.
    usual = shape in {"trade", "lead"} and short.legal == "company" and not short.group and long.legal in {"limited", "shares"}
    if shape not in {"core", "slip"} and (short.legal or (short.body and not long.body)) and not usual:
        yield "full"
    if {short.legal, long.legal} == {"limited", "shares"} and not short.group and not long.group:
        yield "converted"


def _context(short: Parts, long: Parts, shape: str, setting: Setting) -> Iterator[str]:
    if len(short.core) >= 4:
        yield "long"
    if len(short.core) >= 6:
        yield "longer"
    if setting.defined:
        yield "defined"
    elif setting.document:
        yield "document"
        if setting.listed:
            yield "listed"
    else:
        yield from ("company" for _ in range(min(setting.shared, 3)))
        if setting.agency:
            yield "agency"
        if shape == "core" and len(short.core) <= 3 and not short.number:
            yield "brief"
        if shape in {"trade", "part", "tail"} and not long.place and is_common(short.core):
            yield "common"


def _places(short: Parts, long: Parts, setting: Setting, homes: tuple[str, str]) -> Iterator[str]:
    ours, theirs = short.codes, long.codes
    full = bool(short.legal in {"limited", "shares"} and long.legal in {"limited", "shares"})
    if ours and theirs:
        nested = any(a.startswith(b) or b.startswith(a) for a in ours for b in theirs)
        if not nested or (full and not ours & theirs):
            yield "places"
        else:
            yield "place"
        return
    if full and (ours or theirs):
        yield "unplaced"
    if setting.document or setting.defined:
        return
    placed, elsewhere = (theirs, homes[0]) if theirs else (ours, homes[1])
    near: Nearness = nearness(*homes)
    if placed and elsewhere:
        if not within(placed, elsewhere):
            yield "elsewhere"
            return
        city = any(len(code) >= 4 for code in placed) or near in {"district", "city"}
        yield "at_home" if city else "in_province"
        return
    if not placed and long.legal in {"limited", "shares"} and not full:
        yield "no_place"
    if near != "unknown":
        yield "near" if near in {"district", "city"} else near


@cache
def is_common(word: str) -> bool:
    """Return whether the general dictionary holds `word`, so that alone it names nobody in particular."""
    from kg.recognise.words import frequency

    return frequency(word) > 0


@cache
def sounds() -> dict[str, str]:
    """Return the sound of each character that trade names are commonly made of."""
    return {row["character"]: row["sound"] for row in rows("name_sounds")}


def _one_slip(left: str, right: str) -> bool:
    """Return whether two names of four characters or more differ in one character that sounds the same."""
    if len(left) < 4:
        return False
    pairs = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    heard = sounds()
    return len(pairs) == 1 and pairs[0][0] in heard and heard[pairs[0][0]] == heard.get(pairs[0][1])


def _is_contraction(short: str, long: str) -> bool:
    return 2 <= len(short) < len(long) and (short[0] == long[0] or long.endswith(short)) and _in_order(short, long)


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)
