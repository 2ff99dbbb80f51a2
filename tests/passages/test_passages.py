"""Short invented passages of many provinces, agencies and industries: what is read in them is as good as frozen.json says.

Each passage stands in a minimal report of its own. tune/ may be looked at when rules are written; held/ may not, so that its
figures stay those of unseen text. For people:

    python tests/passages/test_passages.py                      figures by class for both halves
    python tests/passages/test_passages.py --misses 9 --half tune   and the first nine misses of each class
    python tests/passages/test_passages.py --freeze             write frozen.json
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.extraction import Extraction, from_report
from kg.facts import Amount, BudgetItem, Department, Function, Observation, Project, Recognition, RecognitionCount, Relation
from kg.matching import alike, fold
from kg.model import Mention
from kg.read import read_bytes
from kg.structure import structure

HERE = Path(__file__).parent
FROZEN = HERE / "frozen.json"
HALVES = ("tune", "held")
FIRMS = ("enterprise", "research_institute")
KINDS: tuple[str, ...] = (
    "enterprises", "other_orgs", "amounts", "budget_items", "indicators", "projects", "recognitions", "recognition_counts",
    "relations", "functions", "departments",
)  # fmt: skip
UNIT = "云岭市发展服务中心"
HEADINGS = {
    "organisation": "一、基本情况\n（一）部门（单位）基本情况",
    "functions": "一、基本情况\n（二）部门（单位）主要职责",
    "targets": "一、基本情况\n（三）部门（单位）年度整体支出绩效目标",
    "basic_expenditure": "二、一般公共预算支出情况\n（一）基本支出情况",
    "project_expenditure": "二、一般公共预算支出情况\n（二）项目支出情况",
    "performance": "六、资金使用及绩效情况\n（一）部门整体支出绩效情况",
    "problems": "七、存在的问题及原因分析",
}
SCALE = {"万": 10**4, "亿": 10**8}
SAME_UNIT = {"％": "%", "百分点": "个百分点", "名": "人", "位": "人", "户": "家"}
Item = dict[str, Any]


class Tally:
    """The counts of one class over one half, with its misses in words."""

    def __init__(self) -> None:
        self.right = self.spurious = self.missed = 0
        self.words: list[str] = []

    @property
    def f1(self) -> float | None:
        both = 2 * self.right + self.spurious + self.missed
        return round(2 * self.right / both, 4) if both else None


def passages(half: str) -> list[Item]:
    """Return the passages of a half, topic by topic."""
    return [item for path in sorted((HERE / half).glob("*.json")) for item in json.loads(path.read_text(encoding="utf-8"))]


def found(passage: Item) -> dict[str, list[Any]]:
    """Return what the program reads in a passage's own words, by class; the frame around it does not count."""
    frame = f"{passage['year']}年度{UNIT}整体支出绩效自评报告\n\n{HEADINGS[passage['section']]}\n"
    name = f"{passage['id']}.txt"
    document = read_bytes(f"{frame}{passage['text']}\n".encode(), Path(name), passage["id"])
    report = structure(document)
    heading = HEADINGS[passage["section"]].splitlines()[-1]
    return by_class(from_report(report), report.text.index(heading) + len(heading))


def by_class(extraction: Extraction, start: int) -> dict[str, list[Any]]:
    kinds = {
        Amount: "amounts", BudgetItem: "budget_items", Observation: "indicators", Project: "projects", Recognition: "recognitions",
        RecognitionCount: "recognition_counts", Relation: "relations", Function: "functions", Department: "departments",
    }  # fmt: skip
    out: dict[str, list[Any]] = defaultdict(list)
    for fact in extraction.facts:
        if type(fact) in kinds and fact.evidence.span.start >= start:
            out[kinds[type(fact)]].append(fact)
    for named in extraction.named:
        if named.mention.span.start >= start:
            out["enterprises" if named.mention.kind in FIRMS else "other_orgs"].append(named.mention.surface)
    return out


def words(referent: Mention | str) -> str:
    return referent if isinstance(referent, str) else referent.surface


def base(value: Any, unit: str) -> tuple[Decimal, str]:
    """Return a value in its base unit: 1.5亿元 is 150000000元."""
    unit, number = fold(unit), abs(Decimal(str(value)))
    if unit[:1] in SCALE:
        number, unit = number * SCALE[unit[0]], unit[1:]
    return number.normalize(), SAME_UNIT.get(unit, unit)


def indicator_score(gold: Item, fact: Observation) -> float:
    wanted, got = base(gold["value"], gold["unit"]), base(fact.quantity.value, fact.quantity.unit)
    if wanted[0] != got[0]:
        return 0.0
    return (1.0 if wanted[1] == got[1] else 0.8) * (0.45 + 0.55 * alike(gold["name"], fact.indicator.label))


def amount_score(gold: Item, fact: Amount) -> float:
    return (Decimal(gold["cny"]) == fact.money.cny) * (0.5 + 0.5 * alike(gold["concept"], fact.concept.label))


def budget_score(gold: Item, fact: BudgetItem) -> float:
    return (fact.money is not None and Decimal(gold["cny"]) == fact.money.cny) * alike(gold["name"], fact.name)


def recognition_score(gold: Item, fact: Recognition) -> float:
    """A title only asked for never stands for one that was given, nor the other way round."""
    asked = ("recommended", "applied")
    same = (gold["status"] in asked) == (fact.status in asked)
    return same * (alike(gold["holder"], words(fact.holder)) >= 0.6) * alike(gold["title"], fact.title)


def relation_score(gold: Item, fact: Relation) -> float:
    subject, thing = words(fact.subject), words(fact.object)
    straight = alike(gold["subject"], subject) + alike(gold["object"], thing)
    turned = alike(gold["subject"], thing) + alike(gold["object"], subject)
    return float(max(straight, turned) / 2 * (1.0 if gold["predicate"] == fact.predicate else 0.9))


def count_score(gold: Item, fact: RecognitionCount) -> float:
    return float(gold["count"] == fact.count) * alike(gold["title"], fact.title)


def same_words(gold: str, fact: Any) -> float:
    got = fact.name if isinstance(fact, Department) else fact.text
    return float(fold(gold).rstrip("。；;") == fold(got).rstrip("。；;"))


MATCH: dict[str, tuple[Callable[[Any, Any], float], float]] = {
    "amounts": (amount_score, 0.72),
    "budget_items": (budget_score, 0.6),
    "indicators": (indicator_score, 0.6),
    "projects": (lambda gold, fact: alike(gold["name"], fact.name), 0.66),
    "recognitions": (recognition_score, 0.5),
    "recognition_counts": (count_score, 0.5),
    "relations": (relation_score, 0.62),
    "functions": (same_words, 1.0),
    "departments": (same_words, 1.0),
}
# beside what was found: whether what is said of it is right; annotations that leave it open
# name both readings (a rate is a share and an actual figure alike: share|actual)
DETAILS: dict[str, tuple[tuple[str, Callable[[Any], str]], ...]] = {
    "amounts": (("measure", lambda fact: fact.measure),),
    "indicators": (("role", lambda fact: fact.role), ("comparator", lambda fact: fact.quantity.comparator)),
    "projects": (("status", lambda fact: fact.status), ("kind", lambda fact: fact.kind)),
    "recognitions": (("level", lambda fact: fact.level),),
    "recognition_counts": (("kind", lambda fact: fact.kind),),
    "relations": (("predicate", lambda fact: fact.predicate),),
}


def pairs(kind: str, gold: Sequence[Any], facts: Sequence[Any]) -> list[tuple[int, int]]:
    """Return which annotated item is which fact: best pair first, each at most once."""
    score, floor = MATCH[kind]
    ranked = sorted(((score(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(facts)), key=lambda x: (-x[0], x[1], x[2]))
    left: dict[int, int] = {}
    for value, i, j in ranked:
        if value >= floor and i not in left and j not in left.values():
            left[i] = j
    return sorted(left.items())


def count_names(name: str, gold: Sequence[str], got: Sequence[str], tally: Tally) -> None:
    want, have = Counter(map(fold, gold)), Counter(map(fold, got))
    tally.right += (want & have).total()
    tally.missed += (want - have).total()
    tally.spurious += (have - want).total()
    tally.words += [f"{name} missed {x}" for x in sorted((want - have).elements())]
    tally.words += [f"{name} spurious {x}" for x in sorted((have - want).elements())]


def count_facts(passage: Item, kind: str, facts: Sequence[Any], tallies: dict[str, Tally]) -> None:
    gold, tally, name = passage[kind], tallies[kind], passage["id"]
    matched = pairs(kind, gold, facts)
    firm = {i for i, g in enumerate(gold) if not (isinstance(g, dict) and g.get("optional"))}
    lost = sorted(firm - {i for i, _ in matched})
    extra = sorted(set(range(len(facts))) - {j for _, j in matched})
    tally.right += sum(i in firm for i, _ in matched)
    tally.missed += len(lost)
    tally.spurious += len(extra)
    tally.words += [f"{name} missed {json.dumps(gold[i], ensure_ascii=False)}" for i in lost]
    tally.words += [f"{name} spurious {facts[j].evidence.quote} -> {brief(facts[j])}" for j in extra]
    for detail, of in DETAILS.get(kind, ()):
        read = {i: (of(facts[j]), facts[j].evidence.quote) for i, j in matched if i in firm}
        count_detail(name, [(gold[i].get(detail), *read.get(i, ("", ""))) for i in sorted(firm)], tallies[f"{kind}: {detail}"])


def count_detail(name: str, items: Sequence[tuple[str | None, str, str]], tally: Tally) -> None:
    """A detail that is not stated, or of an item that was not found, is missed; a wrong one is spurious as well."""
    for wanted, got, quote in items:
        if not wanted:
            continue
        right = got in wanted.split("|")
        tally.right += right
        tally.missed += not right
        tally.spurious += bool(got) and not right
        if quote and not right:
            tally.words.append(f"{name} {wanted} read as {got or 'unknown'}: {quote}")


def brief(fact: Any) -> str:
    """Return what a fact says, in a few words."""
    if isinstance(fact, Observation):
        return f"{fact.indicator.label} {fact.quantity.original} {fact.role}"
    if isinstance(fact, Amount):
        return f"{fact.concept.label} {fact.money.original}"
    if isinstance(fact, Recognition):
        return f"{words(fact.holder)} {fact.title} {fact.status}"
    if isinstance(fact, Relation):
        return f"{words(fact.subject)} {fact.predicate} {words(fact.object)}"
    return str(getattr(fact, "name", "") or getattr(fact, "title", "") or getattr(fact, "text", ""))


@cache
def tallied(half: str) -> dict[str, Tally]:
    """Return the counts of each class over a half; a class whose key a passage lacks is not judged in it."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for passage in passages(half):
        got = found(passage)
        for kind in KINDS:
            if kind in ("enterprises", "other_orgs") and kind in passage:
                gold = [x["surface"] if isinstance(x, dict) else x for x in passage[kind]]
                count_names(passage["id"], gold, got[kind], tallies[kind])
            elif kind in passage:
                count_facts(passage, kind, got[kind], tallies)
    return tallies


def figures(half: str) -> dict[str, float]:
    """Return F1 by class, for the classes a half has anything of."""
    return {kind: tally.f1 for kind, tally in sorted(tallied(half).items()) if tally.f1 is not None}


def frozen() -> dict[str, dict[str, float]]:
    value: dict[str, dict[str, float]] = json.loads(FROZEN.read_text(encoding="utf-8"))
    return value


@pytest.mark.parametrize("half", HALVES)
def test_no_class_falls_below_its_frozen_figure(half: str) -> None:
    now = figures(half)
    assert {kind: (f1, now.get(kind)) for kind, f1 in frozen()[half].items() if now.get(kind, 0.0) < f1} == {}


@pytest.mark.parametrize("half", HALVES)
def test_every_class_that_is_judged_is_frozen(half: str) -> None:
    assert set(figures(half)) == set(frozen()[half])


def test_passages_are_as_many_as_promised_and_no_passage_is_in_both_halves() -> None:
    ids = {half: [item["id"] for item in passages(half)] for half in HALVES}
    texts = [item["text"] for half in HALVES for item in passages(half)]
    assert len(texts) == len(set(texts)) >= 150
    assert abs(len(ids["tune"]) - len(ids["held"])) <= 4
    assert len(set(ids["tune"] + ids["held"])) == len(texts)


@pytest.mark.parametrize("half", HALVES)
def test_annotations_quote_their_passage(half: str) -> None:
    for item in passages(half):
        named = [*item.get("enterprises", []), *(org["surface"] for org in item.get("other_orgs", []))]
        named += [x["name"] for key in ("budget_items", "projects") for x in item.get(key, [])]
        named += [*item.get("functions", []), *item.get("departments", [])]
        assert [x for x in named if x not in item["text"]] == [], item["id"]


def main() -> int:
    parser = argparse.ArgumentParser(description="F1 by class over the passages")
    parser.add_argument("--freeze", action="store_true", help="write frozen.json")
    parser.add_argument("--misses", type=int, default=0, help="show up to N misses a class; asks for --half")
    parser.add_argument("--half", choices=HALVES, help="this half only; held is not to be looked at when rules are written")
    args = parser.parse_args()
    if args.misses and not args.half:
        parser.error("--misses shows the misses of one half: say which with --half")
    for half in [args.half] if args.half else HALVES:
        print(f"{half:28} {'right':>6} {'spurious':>9} {'missed':>7} {'F1':>7}")
        for kind, tally in sorted(tallied(half).items()):
            print(f"  {kind:26} {tally.right:6} {tally.spurious:9} {tally.missed:7} {tally.f1 if tally.f1 is not None else '-':>7}")
            for line in tally.words[: args.misses]:
                print(f"      {line}")
    if args.freeze:
        FROZEN.write_text(json.dumps({half: figures(half) for half in HALVES}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
