"""Sentences with each name put as one sign, so that a frame (甲与乙签订…) is written once and fits whatever the names are."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from kg.model import EntityKind, Mention, Span
from kg.recognise.reading import Reading

# Private-use code points, which no report prints: one for each class of names that a frame can ask for.
FIRM: Final = "\ue000"
SCHOOL: Final = "\ue001"
BANK: Final = "\ue002"
OFFICE: Final = "\ue003"
OTHER: Final = "\ue004"
PARK: Final = "\ue005"
# Marks, prepositions, numerals and the characters that what is told of a thing begins with, as code points beside the signs: a class of
# them is one range, which is compiled ten times as fast as scattered characters.
_MARKS: Final = "，。；：、（）“”的《》"
BEGINNINGS: Final = (
    "于已将投竣开动封通上启落交验获入列签进试销被达在填打实招挂揭运全因未尚仍暂处现均也双相共总用使支选点安并预目当年主完首建正成顺如先等由"
)
_CODED: Final = f"{_MARKS}一二两三四五六七八九十百千万亿与同和跟向给对为{BEGINNINGS}"
CODES: Final = {ord(character): 0xE006 + at for at, character in enumerate(_CODED)} | {
    ord(a): 0xE006 + _MARKS.index(b) for a, b in ("(（", ")）")
}
_CLASSES: Final[dict[EntityKind, str]] = {
    "enterprise": FIRM,
    "research_institute": SCHOOL,
    "university": SCHOOL,
    "school": SCHOOL,
    "hospital": SCHOOL,
    "bank": BANK,
    "government": OFFICE,
    "party": OFFICE,
    "park": PARK,
}
# A bank is a firm too, and is often recognised as one.
_BANK: Final = re.compile(
    r"银行|农商行|担保|农担|小额贷款|小贷公司|[支分]行|农信社|信用社|信用联社|农发行|国开行|[工农中建交招]行(?:$|[\u4e00-\u9fff]{2,6}行$)"
)
# 该公司又同乙共建: who is meant was named before.
_PRONOUN: Final = re.compile(r"(?<=[，。；\n])(?:该公司|该企业|该集团|该厂|该项目业主)")
_BRACKETED: Final = re.compile(r"[（(][^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The words of a stretch of text with a sign for each name; `offsets` says where each character stands in the text.

    `coded` is the same with its marks as CODES gives them, character for character: what frames are matched against.
    """

    words: str
    coded: str
    offsets: tuple[int, ...]
    names: dict[int, Mention]

    def span(self, start: int, end: int) -> Span:
        """Return the place in the text of the characters from `start` to `end`."""
        return Span(self.offsets[start], self.offsets[end])

    def named(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the names from `start` to `end` that stand outside brackets, which hold remarks on the name before."""
        plain = _BRACKETED.sub(lambda match: " " * len(match.group()), self.words[start:end])
        return tuple(self.names[start + at] for at in range(len(plain)) if plain[at] != " " and start + at in self.names)


def skeleton(reading: Reading, span: Span) -> Skeleton:
    """Return the skeleton of a stretch of the text, made when it is first asked for."""
    made = reading.once(_made)
    if span not in made:
        made[span] = _skeleton(reading, span)
    return made[span]


def _made(_reading: Reading) -> dict[Span, Skeleton]:
    return {}


def _skeleton(reading: Reading, span: Span) -> Skeleton:
    words: list[str] = []
    offsets: list[int] = []
    names: dict[int, Mention] = {}
    at = span.start
    for mention in _with_pronouns(reading, span):
        if mention.span.start < at:
            continue
        words.append(reading.text[at : mention.span.start])
        offsets.extend(range(at, mention.span.start))
        names[len(offsets)] = mention
        words.append(BANK if _BANK.search(mention.surface) else _CLASSES.get(mention.kind, OTHER))
        offsets.append(mention.span.start)
        at = mention.span.end
    words.append(reading.text[at : span.end])
    offsets.extend(range(at, span.end + 1))
    made = "".join(words)
    return Skeleton(made, made.translate(CODES), tuple(offsets), names)


def _with_pronouns(reading: Reading, span: Span) -> list[Mention]:
    """Return the names of a stretch with one for each 该公司 in it: the firm that the paragraph named last."""
    named = list(reading.mentions_in(span))
    for match in _PRONOUN.finditer(reading.text, span.start, span.end):
        if any(mention.span.start <= match.start() < mention.span.end for mention in named):
            continue
        start = reading.text.rfind("\n", 0, match.start()) + 1
        before = [m for m in reading.mentions_in(Span(start, match.start())) if m.kind == "enterprise"]
        if before:
            named.append(replace(before[-1], span=Span(*match.span())))
    return sorted(named, key=lambda mention: mention.span)
