"""The recognisers as components of a blank Chinese spaCy pipeline over characters: token index equals code-point offset."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.model import Table
from kg.recognise.asides import asides
from kg.recognise.bodies import codes, firms, institutions, operators, party_branches, ventures
from kg.recognise.candidate import Candidate, settle
from kg.recognise.classes import WordClass, classified, lexicon
from kg.recognise.columns import by_columns
from kg.recognise.consistency import by_consistency, names_of
from kg.recognise.context import by_context, vouched
from kg.recognise.foreign import by_letters
from kg.recognise.items import by_items, by_quotes
from kg.recognise.patterns import by_suffix
from kg.recognise.statistical import agreed, by_training
from kg.recognise.words import Words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_DIVISIONS = frozenset("市县区镇乡")
_DIVISION_WORDS = frozenset({*_DIVISIONS, "市委", "市政府", "县委", "县政府", "区委", "区政府", "新区", "镇政府"})
FIRMS = frozenset({"enterprise", "research_institute"})


@cache
def host() -> Language:
    """Return the pipeline, built once: each component leaves its candidates in the document's user data."""
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    pipeline = spacy.blank("zh")
    pipeline.tokenizer = _characters(pipeline, Doc)
    for name, component in COMPONENTS:
        Language.component(f"kg_{name}", func=component)
        pipeline.add_pipe(f"kg_{name}")
    return pipeline


def _characters(pipeline: Language, doc_type: type[Doc]) -> Callable[[str], Doc]:
    def tokenize(text: str) -> Doc:
        doc = doc_type(pipeline.vocab, words=list(text), spaces=[False] * len(text))
        held, classes = classified(text)
        doc.user_data["text"] = text
        doc.user_data["words"] = held
        doc.user_data["classes"] = classes
        doc.user_data["owners"] = []
        doc.user_data["places"] = own_places(held)
        return doc

    return tokenize


def _material(doc: Doc) -> tuple[str, Words, bytes]:
    data: dict[Any, Any] = doc.user_data
    return data["text"], data["words"], data["classes"]


def text_of(doc: Doc, candidate: Candidate) -> str:
    """Return the characters of `candidate`."""
    text: str = doc.user_data["text"]
    return text[candidate.start : candidate.end]


def own_places(held: Words) -> frozenset[str]:
    """Return the places that a text itself names as a county, town or city: the word is no firm's there when it stands alone."""
    texts = held.texts
    names = {token[:-1] for token in texts if len(token) == 3 and token[-1] in _DIVISIONS}
    behind = [index for index, token in enumerate(texts) if token in _DIVISION_WORDS]
    names.update(texts[index - 1] for index in behind if index and len(texts[index - 1]) == 2)
    return frozenset(names)


def _leave(doc: Doc, name: str, candidates: Sequence[Candidate]) -> Doc:
    """Leave what component `name` found for the components behind it."""
    doc.user_data[name] = candidates
    return doc


def taken(doc: Doc, name: str) -> Sequence[Candidate]:
    """Return the candidates that component `name` left in `doc`."""
    found: Sequence[Candidate] = doc.user_data[name]
    return found


def _patterns(doc: Doc) -> Doc:
    return _leave(doc, "patterns", by_suffix(*_material(doc)))


def _bodies(doc: Doc) -> Doc:
    text, held, classes = _material(doc)
    branches, owners = party_branches(text, held, classes)
    doc.user_data["owners"] = owners
    named = [*codes(text), *by_letters(text), *by_quotes(text, held, classes)]
    return _leave(
        doc, "bodies", [*named, *institutions(text, held, classes), *operators(text, held, classes), *ventures(held, classes), *branches]
    )


def _context(doc: Doc) -> Doc:
    fixed = settle([*taken(doc, "patterns"), *taken(doc, "bodies"), *taken(doc, "columns")])
    covered = {offset for c in fixed for offset in range(c.start, c.end)}
    known = by_consistency(*_material(doc), firms(), "is a firm known throughout the country as {}")
    sure, doc.user_data["lists"] = by_context(*_material(doc), settle([c for c in (*fixed, *known) if c.kind in FIRMS]))
    found = [*by_items(*_material(doc)), *sure]
    doc.user_data["known"] = known
    # What follows a university or an office without a gap is its project (某大无人机项目), not a firm.
    behind = {c.end for c in fixed if c.kind not in FIRMS}
    own = doc.user_data["places"]
    free = [c for c in found if c.start not in behind and covered.isdisjoint(range(c.start, c.end)) and text_of(doc, c) not in own]
    return _leave(doc, "context", [*fixed, *free])


def _statistical(doc: Doc) -> Doc:
    """Hold what the rules of context found against what the model sees; formal names, lists of items and columns stand by themselves."""
    _, held, classes = _material(doc)
    found = taken(doc, "context")
    fixed, ruled = [c for c in found if c.recogniser != "context"], [c for c in found if c.recogniser == "context"]
    own = doc.user_data["places"]
    learnt = by_training(held, classes, {c.start for c in ruled})
    return _leave(doc, "context", [*fixed, *_free([c for c in agreed(ruled, learnt) if text_of(doc, c) not in own], fixed)])


def _consistency(doc: Doc) -> Doc:
    text, held, classes = _material(doc)
    known, certain = taken(doc, "known"), taken(doc, "context")
    owners = doc.user_data["owners"]
    beside = asides(text, held, classes, [c for c in (*certain, *known) if c.kind in FIRMS])
    certain = settle([*certain, *beside])
    kept = [c for c in _shortened(doc, certain, names_of(certain, text, owners)) if not _of_known_firm(doc, c, {k.start for k in known})]
    own = doc.user_data["places"]
    names = {name: found for name, found in names_of(kept, text, owners).items() if name not in own}
    again = by_consistency(text, held, classes, names)
    named = settle([*kept, *again, *known])
    beside_them = [c for c in vouched(doc.user_data["lists"], [c for c in named if c.kind in FIRMS], text) if text_of(doc, c) not in own]
    return _leave(doc, "consistency", settle([*named, *_free(beside_them, named)]))


def _of_known_firm(doc: Doc, c: Candidate, known: Container[int]) -> bool:
    """Return whether a name of the context only prolongs a firm known throughout the country by its product (某某|监护仪, 某某|翡翠郡)."""
    _, held, classes = _material(doc)
    if c.recogniser != "context" or c.start not in known:
        return False
    first, last = held.at(c.start), held.at(c.end - 1)
    if last == first or held.texts[first] not in lexicon().firms:
        return False
    # 某某|乳业, 某某|电池: an industry that ends the phrase belongs to the name.
    if classes[last] == WordClass.TAIL:
        return last + 1 < len(classes) and classes[last + 1] >= WordClass.APPOSITION
    return True


def _free(candidates: Sequence[Candidate], named: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates of which no character belongs to one of `named`."""
    covered = {offset for c in named for offset in range(c.start, c.end)}
    return [c for c in candidates if covered.isdisjoint(range(c.start, c.end))]


def _shortened(doc: Doc, candidates: Sequence[Candidate], names: Container[str]) -> list[Candidate]:
    """Return the candidates without those of the context that only prolong a name which stands on its own in the document."""
    text, held, classes = _material(doc)
    kept = []
    for c in candidates:
        cuts = (i for i in range(held.at(c.start), held.at(c.end - 1)) if text[c.start : held.end(i)] in names)
        cut = next(cuts, None)
        # A bare trade name may take one industry word more (某某 + 服饰); a name that has its industry takes no other.
        rest = classes[cut + 1 : held.at(c.end - 1) + 1] if cut is not None else []
        prolongs = (
            cut is not None and WordClass.OWN not in rest and (classes[cut] == WordClass.TAIL or any(k != WordClass.TAIL for k in rest))
        )
        behind = held.at(c.end - 1) + 1
        # 老某坊|卤味|熟食: what the firm makes, not what it is called, where more of it follows without a gap.
        product = cut is not None and held.texts[behind - 1] in lexicon().products and behind < len(classes)
        prolongs = prolongs or (product and classes[behind] >= WordClass.GENERAL)
        if c.recogniser != "context" or not prolongs:
            kept.append(c)
    return kept


COMPONENTS: tuple[tuple[str, Callable[[Doc], Doc]], ...] = (
    ("patterns", _patterns),
    ("bodies", _bodies),
    ("context", _context),
    ("statistical", _statistical),
    ("consistency", _consistency),
)


def organisations(text: str, tables: Sequence[Table] = ()) -> list[Candidate]:
    """Return the organisations named in `text`, none overlapping, left to right; `tables` are those that stand in it."""
    if not text:
        return []
    pipeline = host()
    doc = pipeline.make_doc(text)
    doc.user_data["columns"] = by_columns(text, tables)
    return list(taken(pipeline(doc), "consistency"))
