"""Short names of firms by their context: lists closed as enterprises, subjects of awards, objects of what offices do for firms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.lexicon import column, rows
from kg.recognise.candidate import Candidate
from kg.recognise.classes import WordClass, lexicon
from kg.recognise.shape import PLACE_ONLY, Shape, shape
from kg.recognise.words import Words

RECOGNISER = "context"
# What shape and context must reach together before a short name is taken as certain.
THRESHOLD = 0.6
# What the neighbours in a list lend each other: items of one list are of one kind.
COMPANY = 0.3
# What a name of three characters that reads as a person's loses where nothing speaks of enterprises.
PERSON = 0.3
TITLE = "a title of enterprises"

# Items may end in a phase or in what is done there (某某二期、某某货车通行、...).
_JOIN = re.compile(
    r"(?:[一二三四五六七八九十](?:、[一二三四五六七八九十])*期\s?(?:、|和|与|及|以及)|\s?(?:、|和|与|及|以及)|[\u4e00-\u9fff]{2,3}、)\s?"
)
_NOUNS = re.compile(rb"[\x03-\x07]+")
_STOP = re.compile(r"[。；\n]")
_COUNT = re.compile(r"(?:\d+|[一二三四五六七八九十两]+)\s*[余多]?\s*(?:家|个(?=企业|公司|品牌))[^，。；（）]{0,8}$")
_OWN = re.compile(rb"\x07")
_NAMES = re.compile(rb"[\x05-\x07]")
_PHASE = re.compile(r"(?:[一二三四五六七八九十](?:、[一二三四五六七八九十])*期)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of words between stoppers, first..last-1; `group` numbers the list it stands in."""

    first: int
    last: int
    group: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What the surroundings of a chunk say: a weight for a name that fills it to its end, and one for any name that begins it."""

    left: float
    right: float
    reasons: tuple[str, ...]


@cache
def _closer() -> re.Pattern[str]:
    heads = sorted(column("org_context", "word", role="closer"), key=lambda w: (-len(w), w))
    modifiers = r"(?:[^，。；：、（）()“”\s为对由在将被并向从是领域方面政策问题活动工作]{0,12}?)"
    number = r"\s*(?:(?P<n>\d+|[一二三四五六七八九十百两数多]+)\s*[余多几]?\s*(?P<u>家|户|个|批|项|大|支)(?:以上)?\s*)"
    return re.compile(
        rf"{_PHASE.pattern}?\s*(?:(?P<etc>等){number}?|{number.replace('?P<n>', '').replace('?P<u>', '')})(?P<mid>{modifiers})(?P<head>{'|'.join(heads)})(?!家|管理|治理|文化)"
    )


@cache
def _closer_weights() -> dict[str, float]:
    return {r["word"]: float(r["weight"]) for r in rows("org_context") if r["role"] == "closer"}


@cache
def _right() -> re.Pattern[str]:
    entries = [(r["word"], r["weight"]) for r in rows("org_context") if r["role"] == "right"]
    entries.sort(key=lambda e: (-len(e[0]), e[0]))
    strong = "|".join(w for w, weight in entries if float(weight) > 0.3)
    weak = "|".join(w for w, weight in entries if float(weight) <= 0.3)
    skip = (
        r"(?:（[^（）\n]{1,12}）|\d{2,4}年|再次|成功|首次|分别|先后|已经|已|均|也|还|又|再|连续|率先|顺利|全年|今年|共同|双双|正式|全面|全部|有望|即将|将|一次性|同步"
        r"|等?\d+\s*[余多]?家[^，。；]{0,8}?(?:企业|公司)|(?:在|于|以|凭借|通过)[^，。；、\n]{2,40}?(?:上|中|里|赛|会|后|项目|唯一企业))*"
    )
    done_for = r"为[^，。；、\n]{2,12}?(?:量身|提供|定制|开发|研发|建设)"
    return re.compile(rf"{skip}(?:(?P<strong>{strong})|(?P<weak>{weak}|{done_for}))")


@cache
def _right_weights() -> dict[str, float]:
    return {r["word"]: float(r["weight"]) for r in rows("org_context") if r["role"] == "right"}


@cache
def _titles() -> re.Pattern[str]:
    return re.compile("|".join(sorted(column("org_context", "word", role="title"), key=lambda w: (-len(w), w))))


@cache
def _persons() -> re.Pattern[str]:
    return re.compile("|".join(sorted(column("org_context", "word", role="person"), key=lambda w: (-len(w), w))))


def chunks(text: str, words: Words, classes: bytes) -> list[Chunk]:
    """Return the stretches of nouns and names of `text`, those of one list under one group number."""
    found: list[Chunk] = []
    group, edge = -1, -99
    for match in _NOUNS.finditer(classes):
        first, last = match.span()
        start = words.starts[first]
        if start - edge > 8 or not _JOIN.fullmatch(text, edge, start):
            group += 1
        found.append(Chunk(first, last, group))
        edge = words.end(last - 1)
    return found


def by_context(text: str, words: Words, classes: bytes) -> list[Candidate]:
    """Return the short names of firms that their own shape and their context make certain."""
    out: list[Candidate] = []
    group: list[Chunk] = []
    for chunk in chunks(text, words, classes):
        if group and chunk.group != group[0].group:
            out.extend(_in_list(text, words, classes, group))
            group = []
        group.append(chunk)
    if group:
        out.extend(_in_list(text, words, classes, group))
    return out


def _in_list(text: str, words: Words, classes: bytes, group: list[Chunk]) -> list[Candidate]:
    """Return the names among the members of one list (a list of one included)."""
    if not any(_NAMES.search(classes, chunk.first, chunk.last) for chunk in group):
        return []
    left = _left(text, words, classes, group[0].first)
    right = _after(text, words.end(group[-1].last - 1))
    # Without a word of its own no shape reaches the threshold alone.
    if left[0] + right[0] < 0.1 and not any(_OWN.search(classes, chunk.first, chunk.last) for chunk in group):
        return []
    if right[1].startswith("is followed by 签") and left[1] in {"follows 与", "follows 同", "follows 和"}:
        right = (right[0] + 0.15, right[1])
    sure: list[Candidate] = []
    open_: list[Candidate] = []
    for position, chunk in enumerate(group):
        setting = Setting(left[0], right[0], tuple(r for r in (left[1], right[1]) if r))
        if position < len(group) - 1 and _PHASE.match(text, words.end(chunk.last - 1)):
            setting = Setting(left[0], right[0] + 0.2, (*setting.reasons, "is followed by the phase of its project"))
        best = _best(text, words, classes, chunk, setting)
        if best is not None:
            (sure if best.score >= THRESHOLD else open_).append(best)
    if sure:
        beside = text[sure[0].start : sure[0].end]
        for item in open_:
            if item.score + COMPANY >= THRESHOLD:
                sure.append(
                    Candidate(
                        item.start,
                        item.end,
                        item.kind,
                        item.score + COMPANY,
                        RECOGNISER,
                        (*item.reasons, f"stands in a list with {beside}"),
                    )
                )
    return sure


def _best(text: str, words: Words, classes: bytes, chunk: Chunk, setting: Setting) -> Candidate | None:
    """Return the likeliest name that begins `chunk` (after leading general words), or None."""
    first = chunk.first
    while first < chunk.last and classes[first] == WordClass.GENERAL:
        first += 1
    best: Candidate | None = None
    for last in range(first + 1, min(chunk.last, first + 6) + 1):
        found = shape(words, classes, first, last)
        if found is None or (PLACE_ONLY in found.reasons and setting.right < 0.6):
            continue
        score, reasons = _weigh(words, classes, chunk, (first, last), setting, found)
        if _coordinated(words, classes, last):
            continue
        if best is None or score > best.score:
            best = Candidate(words.starts[first], words.end(last - 1), "enterprise", score, RECOGNISER, reasons)
    return best


def _coordinated(words: Words, classes: bytes, last: int) -> bool:
    """Return whether the industry a name would end in is one half of a phrase (工业和信息化)."""
    if last >= len(classes):
        return False
    beyond = classes[last + 1] if last + 1 < len(classes) and words.texts[last] in {"和", "与", "及"} else None
    return classes[last - 1] == WordClass.TAIL and beyond in {WordClass.GENERAL, WordClass.TAIL}


def _weigh(
    words: Words, classes: bytes, chunk: Chunk, part: tuple[int, int], setting: Setting, found: Shape
) -> tuple[float, tuple[str, ...]]:
    first, last = part
    score = found.score + setting.left - (0.05 if first > chunk.first else 0.0)
    if last - first == 1 and _like_person(words, first) and not _is_closed(setting):
        score -= PERSON
    if last == chunk.last:
        return score + setting.right, (*found.reasons, *setting.reasons)
    # A name may be followed by what it builds or owns; then the list's closing word is said of that.
    if classes[last] == WordClass.PLACE or words.texts[chunk.last - 1] in lexicon().owned:
        return score + 0.1 + setting.right / 2, (*found.reasons, *setting.reasons, "is followed by what it builds")
    return score - 0.1 + setting.right / 4, (*found.reasons, *setting.reasons)


def _like_person(words: Words, index: int) -> bool:
    """Return whether a word reads as a person's name: a frequent surname and one or two characters."""
    text = words.texts[index]
    return len(text) == 3 and words.tags[index].startswith("nr") and text[0] in surnames()


def _is_closed(setting: Setting) -> bool:
    return any("list closed" in reason or "brackets" in reason or TITLE in reason for reason in setting.reasons)


@cache
def surnames() -> frozenset[str]:
    """Return the most frequent surnames."""
    return frozenset(column("surnames", "surname"))


def _left(text: str, words: Words, classes: bytes, first: int) -> tuple[float, str]:
    """Return what stands before a list: a weight and its reason."""
    if first == 0:
        return 0.1, "opens the text"
    before = words.texts[first - 1]
    if classes[first - 1] == WordClass.APPOSITION:
        return 0.2, f"follows {before}"
    if classes[first - 1] == WordClass.STOP:
        weight = lexicon().left.get(before, 0.0)
        return weight, f"follows {before}" if weight else ""
    if before in "（(":
        counted = _COUNT.search(text[max(0, words.starts[first] - 16) : words.starts[first] - 1])
        return (0.5, "stands in brackets behind a count") if counted else (0.0, "")
    return (0.1, "") if not before.isalnum() else (0.0, "")


def _after(text: str, end: int) -> tuple[float, str]:
    """Return what stands behind a list: a weight and its reason."""
    closing = _closer().match(text, end)
    if closing:
        weight = _closer_weights()[closing["head"]]
        counted = closing["n"] is not None
        return weight + (0.1 if counted else 0.0), f"stands in a list closed by {closing.group().strip()}"
    following = _right().match(text, end)
    if following is None:
        return 0.0, ""
    word = following["strong"] or following["weak"]
    weight = _right_weights().get(word, 0.15)
    stop = _STOP.search(text, following.end(), following.end() + 60)
    window = text[following.end() : stop.start() if stop else following.end() + 60]
    if _persons().search(window):
        weight -= 0.6
    elif following["strong"] and _titles().search(window):
        return weight + 0.15, f"is followed by {word} and {TITLE}"
    return weight, f"is followed by {word}"
