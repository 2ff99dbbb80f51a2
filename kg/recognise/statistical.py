"""Names by a trained tagger: a conditional random field over words, which sees how a sentence is built and not only its words.

The model (kg/data/organisations.crfsuite) is trained by `python tests/reports/train.py` on the invented reports of
tests/reports/tune; see docs/decisions/0008. It knows of a word what the rules know of it: its text, part of speech, whether the
dictionary holds it, and its class; and the same of its neighbours.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final

from kg.model import EntityKind
from kg.recognise.candidate import Candidate
from kg.recognise.classes import WordClass, lexicon
from kg.recognise.weighing import like_person
from kg.recognise.words import Words

if TYPE_CHECKING:
    from pycrfsuite import Tagger

MODEL: Final = "organisations.crfsuite"
# What the model was taught to tell apart: enterprises, bodies of government and party, and all other organisations.
KINDS: Final[dict[str, EntityKind]] = {"E": "enterprise", "G": "government", "X": "other"}
# Sentences and cells end here; no name goes across.
_ENDS = frozenset("\n\t。；;")
_BEFORE, _BEHIND = "^", "$"
# A name nothing else speaks for is taken where the model is so sure, and another's bounds are replaced.
_SURE = 0.9
_SURER_BOUNDS = 0.85
# What the model holds for less likely to begin a name needs a list or much evidence of the rules.
_POSSIBLE = 0.05
# What the rules are so sure of, or see in a list of names, stands where the model sees nothing.
_CERTAIN = 0.65
_LISTED = "list"
_HELD = ("中心", "项目", "基地", "平台", "工程", "产业园")
_SIGHTS = frozenset("江河湖岭溪渠坝列")


@cache
def tagger(model: str = MODEL) -> Tagger:
    """Return the tagger with a model of the installation, opened once a process."""
    from pycrfsuite import Tagger

    found = Tagger()
    with as_file(files("kg") / "data" / model) as path:
        found.open(str(path))
    return found


def stretches(held: Words) -> Iterator[tuple[int, int]]:
    """Yield the first word and the word behind the last of each stretch that is tagged on its own: a sentence or a cell."""
    start = 0
    for index, token in enumerate(held.texts):
        if token in _ENDS or "\n" in token:
            if index > start:
                yield start, index
            start = index + 1
    if start < len(held.texts):
        yield start, len(held.texts)


def features(held: Words, classes: Sequence[int], start: int, end: int) -> list[list[str]]:
    """Return what the model sees of each word from `start` to before `end`."""
    words = [_BEFORE, _BEFORE, *held.texts[start:end], _BEHIND, _BEHIND]
    tags = [_BEFORE, _BEFORE, *held.tags[start:end], _BEHIND, _BEHIND]
    kinds = [_BEFORE, _BEFORE, *map(str, classes[start:end]), _BEHIND, _BEHIND]
    known = ["1" if here else "0" for here in held.known[start:end]]
    return [_of_word(words, tags, kinds, index, known[index - 2]) for index in range(2, len(words) - 2)]


def _of_word(words: list[str], tags: list[str], kinds: list[str], i: int, known: str) -> list[str]:
    """Return the features of word `i` of a stretch that has two marks of its bounds at either end."""
    word, before, behind = words[i], words[i - 1], words[i + 1]
    kind, tag, length = kinds[i], tags[i], str(min(len(word), 5))
    around = f"{kinds[i - 1]}{kind}{kinds[i + 1]}"
    return [
        f"w={word}",
        f"a={kind}{known}{length}",
        f"g={tag}{length}{known}",
        f"x={word[0]}",
        f"z={word[-1]}",
        f"p={before}",
        f"q={behind}",
        f"pp={words[i - 2]}",
        f"qq={words[i + 2]}",
        f"c={around}",
        f"cc={kinds[i - 2]}{kinds[i - 1]}{kind}",
        f"cq={kind}{kinds[i + 1]}{kinds[i + 2]}",
        f"gp={tags[i - 1]}{tag}",
        f"gq={tag}{tags[i + 1]}",
        f"pk={before}{kind}{known}",
        f"qk={behind}{kind}{known}",
    ]


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a model sees in a text: names, none overlapping, left to right, each as sure as the least sure of its words; and how
    likely a firm's name begins at the offsets that were asked for.
    """

    names: tuple[Candidate, ...]
    begins: Mapping[int, float]


def by_training(held: Words, classes: Sequence[int], asked: Container[int] = ()) -> Tagged:
    """Return what the model of the installation sees; how likely a name begins is said of the offsets `asked`."""
    return tagged(tagger(), held, classes, asked)


def tagged(engine: Tagger, held: Words, classes: Sequence[int], asked: Container[int] = ()) -> Tagged:
    """Return what a model sees; how likely a name begins is said of the offsets `asked`."""
    found: list[Candidate] = []
    begins: dict[int, float] = {}
    for start, end in stretches(held):
        engine.set(features(held, classes, start, end))
        found.extend(_names(engine, engine.tag(), held, start))
        here = (index for index in range(start, end) if held.starts[index] in asked)
        begins.update((held.starts[index], engine.marginal("B-E", index - start)) for index in here)
    return Tagged(tuple(name for name in found if _may_be_name(name, held, classes)), begins)


def _may_be_name(name: Candidate, held: Words, classes: Sequence[int]) -> bool:
    """Return whether a firm the model sees is more than one word of the dictionary or a chain of places: 封山育林, 广东惠州."""
    first, last = held.at(name.start), held.at(name.end - 1)
    # 某建国荣获奖章, 张三注册公司: a person, and whoever does what only firms have done to them.
    if name.kind == "enterprise" and (
        (first == last and like_person(held, first)) or not lexicon().triggers.isdisjoint(held.texts[first : last + 1])
    ):
        return False
    # 某弋江, 中欧班列: waters and trains, which no short name of a firm ends like; 某某|数据中心: what the firm has.
    sight = held.texts[last][-1] in _SIGHTS and name.end - name.start <= 4
    if name.kind == "enterprise" and (sight or (first < last and held.texts[last].endswith(_HELD))):
        return False
    if name.kind != "enterprise" or all(classes[index] == WordClass.OWN for index in (first, last)):
        return True
    alone = first == last and held.known[first]
    return not alone and any(classes[index] != WordClass.PLACE for index in range(first, last + 1))


def _names(engine: Tagger, labels: Sequence[str], held: Words, offset: int) -> Iterator[Candidate]:
    reason = "stands where names stand in reports the model was trained on"
    for start, end, label, sure in labelled(engine, labels):
        bounds = held.starts[offset + start], held.end(offset + end - 1)
        yield Candidate(*bounds, KINDS[label], round(min(sure, 0.99), 2), "statistical", (reason,))


def labelled(engine: Tagger, labels: Sequence[str]) -> Iterator[tuple[int, int, str, float]]:
    """Yield the runs of words that `labels` put together: the first word, the word behind the last, the label, and how likely the run is.

    `engine` holds the words the labels were given to.
    """
    first = 0
    while first < len(labels):
        label = labels[first]
        behind = first + 1
        if label[0] != "B":
            first = behind
            continue
        inside = f"I-{label[2:]}"
        while behind < len(labels) and labels[behind] == inside:
            behind += 1
        sure = min(engine.marginal(labels[index], index) for index in range(first, behind))
        if behind < len(labels):
            sure = min(sure, 1 - engine.marginal(inside, behind))
        yield first, behind, label[2:], sure
        first = behind


def agreed(ruled: Sequence[Candidate], learnt: Tagged) -> list[Candidate]:
    """Return the names that stand of those that rules of context found and those that the model did.

    On reports nobody had read (docs/decisions/0008) names that both saw were right in 19 of 20 cases. Those of the rules alone were
    right in six of seven where the model holds a name for possible at all, and in one of four where it does not.
    """
    kept = [name for name in ruled if _stands(name, learnt)]
    # 某平台达人某某: two names the rules see are not one.
    joined = {other for other in learnt.names if sum(_overlap(other, name) for name in ruled) > 1}
    kept += [name for name in ruled if name not in kept and any(_overlap(name, other) for other in joined)]
    covered = {offset for name in kept for offset in range(name.start, name.end)}
    free = (name for name in learnt.names if name.kind == "enterprise" and covered.isdisjoint(range(name.start, name.end)))
    return [*kept, *(name for name in free if name.score >= _SURE or _corrects(name, ruled))]


def _stands(name: Candidate, learnt: Tagged) -> bool:
    others = [other for other in learnt.names if _overlap(name, other)]
    firms = [other for other in others if other.kind == "enterprise"]
    if any((other.start, other.end) == (name.start, name.end) for other in firms):
        return True
    if firms:
        return all(other.score < _SURER_BOUNDS for other in firms)
    listed = any(_LISTED in reason for reason in name.reasons)
    return listed or (not others and name.score >= _CERTAIN) or learnt.begins.get(name.start, 0) >= _POSSIBLE


def _corrects(name: Candidate, ruled: Sequence[Candidate]) -> bool:
    """Return whether the rules saw a firm there too, with other bounds."""
    return name.score >= _SURER_BOUNDS and any(_overlap(name, other) for other in ruled)


def _overlap(one: Candidate, other: Candidate) -> bool:
    return one.start < other.end and other.start < one.end
