"""The frames of relations as read from kg/data/relation_frames.csv, and which of them a sentence can fill."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.extract.frame_slots import KINDS, SIGNS, WORDS, expanded
from kg.extract.phrases import lexical
from kg.lexicon import rows

# (?:<with><b:firm>)? may stay empty; so may either side of a bracket with |.
_OPTIONAL = re.compile(r"\((?:\?:)?[^()]*\)\?|\([^()]*\|[^()]*<[^()]*\)")
_NAME_SLOT = re.compile(r"<(?:a|b|c|am|one)(?::([a-z]+))?>")
_SIGN = re.compile(f"[{SIGNS}]")
_MACRO = re.compile(r"<([a-z_]+)>")
_MAYBE = re.compile(r"<[a-z_:]+>\?")
_MARKS = {
    "m": "元",
    "quoted": "“",
    "titled": "“",
    "brand": "“",
    "doc": "《",
    "with": "[与同和跟]|联合|会同|携手|牵手|联手|协同",
    "fund": "[资补贴奖贷金返退减偿费专让红扶稳抵划款]",
}
_ROLES = frozenset(("deal", "entrusted", "found", "make", "carry", "does", "contract", "contracted", "give", "get", "back", "lend")) | {
    "settle",
    "praised",
    "produce",
    "progress",
    "child",
    "made_tail",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame: its words, what it says (subject slot, predicate, object slot), anchors (a sentence must hold one), its slots' signs.

    `needs` names the sorts of words that a sentence must hold besides: roles of relation_words.csv, sums, quotes.
    """

    words: str
    says: tuple[tuple[str, str, str], ...]
    anchors: tuple[str, ...]
    kinds: tuple[str, ...]
    needs: tuple[str, ...]

    def fits(self, signs: str, count: int) -> bool:
        """Return whether a sentence with these signs of names, and `count` names in all, can fill the frame's slots."""
        return count >= len(self.kinds) and all(any(sign in kind for sign in signs) for kind in self.kinds)

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return the frame as a regular expression, made when a sentence first holds one of its anchors."""
        return _compiled(self.words)


def likely(words: str) -> list[Frame]:
    """Return the frames one of whose anchors a sentence holds, in the lexicon's order; each anchor is looked for once."""
    frames, signs = _frames(), "".join(_SIGN.findall(words))
    fitting = _fitting("".join(sorted(set(signs))), min(len(signs), 3))
    begun = _by_anchor()
    # Only anchors whose first character stands in the sentence are looked for; what is found is put in order below.
    held = {index for first in begun.keys() & set(words) for word, indices in begun[first] if word in words for index in indices}
    there: dict[str, bool] = {}
    return [frames[index] for index in sorted(held & fitting) if _answers(frames[index], words, there)]


def _answers(frame: Frame, words: str, there: dict[str, bool]) -> bool:
    """Return whether a sentence holds a word of each sort that a frame needs; `there` keeps what was looked for."""
    for need in frame.needs:
        if need not in there:
            there[need] = bool(_needed(need).search(words))
        if not there[need]:
            return False
    return True


@cache
def _needed(need: str) -> re.Pattern[str]:
    return re.compile(_MARKS[need]) if need in _MARKS else lexical(WORDS, need)


def _needs(frame: str) -> tuple[str, ...]:
    """Return the sorts of words without which a frame fits nothing: those of its macros that no bracket makes optional."""
    bare, firm = "", frame
    while bare != firm:
        bare, firm = firm, _OPTIONAL.sub("", _MAYBE.sub("", firm))
    return tuple(dict.fromkeys(name for name in _MACRO.findall(firm) if name in _MARKS or name in _ROLES))


@cache
def _fitting(signs: str, count: int) -> frozenset[int]:
    """Return the places of the frames whose slots `count` names of these sorts can fill."""
    return frozenset(index for index, frame in enumerate(_frames()) if frame.fits(signs, count))


@cache
def _by_anchor() -> dict[str, tuple[tuple[str, tuple[int, ...]], ...]]:
    """Return the anchors by their first character, each with the places of its frames."""
    found: dict[str, tuple[int, ...]] = {}
    for index, frame in enumerate(_frames()):
        for word in frame.anchors:
            found[word] = (*found.get(word, ()), index)
    begun: dict[str, tuple[tuple[str, tuple[int, ...]], ...]] = {}
    for word, indices in found.items():
        begun[word[0]] = (*begun.get(word[0], ()), (word, indices))
    return begun


@cache
def _compiled(frame: str) -> re.Pattern[str]:
    return re.compile(expanded(frame))


def _kinds(frame: str) -> tuple[str, ...]:
    """Return the signs that each slot of names of a frame takes, without slots that may stay empty."""
    firm = _OPTIONAL.sub("", frame)
    return tuple(KINDS[match[1] or ""] for match in _NAME_SLOT.finditer(firm))


@cache
def _frames() -> tuple[Frame, ...]:
    return tuple(
        Frame(
            row["frame"],
            tuple((said.split()[0], said.split()[1], said.split()[2]) for said in row["says"].split(";")),
            tuple(row["anchor"].split("|")),
            _kinds(row["frame"]),
            _needs(row["frame"]),
        )
        for row in rows("relation_frames")
    )
