"""Recognitions: titles, awards, certificates and listings, who holds them, at which level, in which year, with which status."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.attributive import attributed
from kg.extract.awards import Award, awards
from kg.extract.holders import own_holder
from kg.extract.phrases import squash, unit_of
from kg.extract.rosters import rosters
from kg.extract.tallies import tallies
from kg.extract.titles import STATISTICAL, level_of, scheme_of, year_of
from kg.facts import Recognition, Referent
from kg.model import Mention
from kg.recognise.reading import Reading

_KEY_LENGTH = 2
# Two prizes of one contest, or a title of two ranks, are not one title told twice.
_PRIZE = re.compile(r"[特一二三四]等奖|[金银铜]奖|[冠亚季]军|第[一二三]名")


def recognitions(reading: Reading) -> tuple[Recognition, ...]:
    """Return each title once for each holder, where it is first stated.

    Titles that are only applied for keep their status; a title restated without a holder gives nothing where another
    sentence of the report says who holds it.
    """
    return reading.once(_recognitions)


def _recognitions(reading: Reading) -> tuple[Recognition, ...]:
    found = [*awards(reading), *_from_lists(reading), *rosters(reading), *attributed(reading)]
    # What was first applied for and then got is stated as got.
    found.sort(key=lambda award: (award.implied, award.status in ("applied", "recommended"), award.span))
    seen: set[tuple[str, str]] = set()
    kept: list[Recognition] = []
    for award in found:
        for holder in award.holders:
            own = holder == unit_of(reading)
            holder = own_holder(reading, award.title) if own else holder
            key = (words_of(holder), _core(award.title))
            # Only what the unit holds for want of another is doubted: a name carried from the clause before is said.
            restated = award.implied and (own or isinstance(holder, str)) and any(_same(key[1], title) for _, title in seen)
            if key in seen or restated or not key[0] or scheme_of(award.title).key == STATISTICAL:
                continue
            seen.add(key)
            kept.append(_recognition(reading, award, holder))
    return tuple(sorted(kept, key=lambda fact: fact.evidence.span))


def words_of(referent: Referent) -> str:
    """Return the words a referent is printed with."""
    return referent.surface if isinstance(referent, Mention) else referent


def _recognition(reading: Reading, award: Award, holder: Referent) -> Recognition:
    evidence = reading.report.evidence(award.span)
    issuer = award.issuer or None
    return Recognition(
        evidence=evidence,
        extractor="recognitions carried over" if award.implied else "recognitions",
        holder=holder,
        title=award.title,
        scheme=scheme_of(award.title),
        level=level_of(award.title) or (level_of(words_of(issuer)) if issuer else ""),
        year=year_of(award.title, evidence.quote) or reading.report.fiscal_year,
        status=award.status,
        awarded_by=issuer,
    )


def _from_lists(reading: Reading) -> Iterator[Award]:
    """Yield an award for the names in brackets behind a count: 新增X2家（甲、乙）."""
    for tally in tallies(reading):
        if tally.members:
            yield Award(tally.members, tally.title, tally.span, "granted", "")


def _core(title: str) -> str:
    return squash(title).removesuffix("企业")


def _same(one: str, other: str) -> bool:
    """Return whether one title restates the other in fewer words: nearly all pairs of characters of the shorter stand in the longer."""
    prizes, others = set(_PRIZE.findall(one)), set(_PRIZE.findall(other))
    ranks = {level_of(one), level_of(other)} - {""}
    if len(ranks) > 1 or (prizes and others and not prizes & others):
        return False
    short, long = sorted((one, other), key=len)
    pairs = [short[index : index + _KEY_LENGTH] for index in range(len(short) - 1)]
    return bool(pairs) and sum(pair in long for pair in pairs) * 10 >= len(pairs) * 7
