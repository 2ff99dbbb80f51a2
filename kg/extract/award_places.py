"""Where words of granting stand: the verb of each, what stands before it, and where its title must end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from kg.extract.holders import Holders
from kg.extract.phrases import one_of
from kg.facts import Referent
from kg.lexicon import rows
from kg.model import Mention, Span

# Who is the object of an act of granting: 被认定, 获认定, 获得认定, 经认定.
_VOICES = ("被", "获", "获得", "获准", "经", "喜获")


@dataclass(frozen=True, slots=True)
class Award:
    """A title and who it concerns; `count` is the N of 等N家企业, or of N家企业 where nobody is named."""

    holders: tuple[Referent, ...]
    title: str
    span: Span
    status: str
    verb: str
    issuer: Mention | str = ""
    count: int | None = None
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a verb stands: its clause, what stands before it since the last title, and where its title must end."""

    clause: Span
    left: Span
    right: Span
    verb: re.Match[str]


@dataclass(slots=True)
class Told:
    """What a sentence has told so far that a later clause of it may leave unsaid.

    `title` begins at `start` and is what was applied for, made public as a list, or got by somebody else; `open` says that
    nobody got it yet, `wanted` who is to get it.
    """

    last: Holders | None = None
    title: str = ""
    start: int = 0
    open: bool = False
    wanted: tuple[Referent, ...] = ()
    counted: int = 0
    contest: str = ""
    recommended: bool = False
    before: list[Span] = field(default_factory=list)


def places(text: str, clause: Span) -> Iterator[Place]:
    """Yield the words of granting in a clause, left to right."""
    matches = list(verbs().finditer(text, clause.start, clause.end))
    # 经评审升格为X: what stands behind 经 right before another verb is the way, not the grant.
    followed = {later.start() for later in matches}
    found = [verb for verb in matches if not (verb.group().startswith("经") and verb.end() in followed)]
    left = clause.start
    for index, verb in enumerate(found):
        right = clause.end
        if index + 1 < len(found):
            # 甲获批X、乙获评Y: the title ends at the mark before the next holder.
            cut = max(text.rfind(mark, verb.end(), found[index + 1].start()) for mark in "、并和")
            right = cut if cut > 0 else found[index + 1].start()
        yield Place(clause, Span(left, verb.start()), Span(verb.end(), right), verb)
        left = min(right + 1, clause.end)


@cache
def by_word() -> dict[str, dict[str, str]]:
    """Return the row of each verb; an act (form "act": 认定, 评选) stands for all that is said with it: 被认定为, 获认定, 评选为."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("recognition_verbs"):
        if row["form"] != "act":
            found[row["verb"]] = dict(row)
            continue
        for voice in ("", *_VOICES):
            for link in ("为", "成为", "") if voice else ("为", "成为"):
                found.setdefault(f"{voice}{row['verb']}{link}", {**row, "form": "after"})
    return found


@cache
def verbs() -> re.Pattern[str]:
    """Return the pattern of all words of granting."""
    # 获得感, 获取, 获悉 ... and 认定数, 入选率 are other words; 新获评 and 已获评 are the same one.
    return re.compile(
        rf"(?<![收捕截破查缴抓俘]){one_of(by_word())}(?!率|数|感|益|取|悉|知|准(?!建)|利|奖(?:补|励)|(?<=[争申]创)建|工作|书|条件|标准|材料|评审)"
    )
