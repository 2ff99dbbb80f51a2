"""Where a name counts as one name: everywhere, in a province, in a district, for one reporting unit, or in one report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from kg.lexicon import rows
from kg.link.locality import codes_of, gazetteer, home, leading_places
from kg.link.names import FIRMS, NameUse
from kg.link.normal import district, normal
from kg.link.parts import Parts, parts

# How a report speaks of its own unit; which organisation that is, its document alone says.
_SELF = re.compile(r"^(?:我|本)(?:局|中心|委|办|厅|院|所|站|队|校|街道|镇|乡|单位|部门|机关|会|馆)$")
# A level without its place: another body in every district. 园区, 管委会 and the like are the park the report is about.
_LEVEL = re.compile(r"^([省市区县州旗镇乡])(?=.)")
_HERE = re.compile(r"^(?:我|本|该|园区|管委会|链办|街道|党组|高新区|经开区)")
_FORMER = "原"
_CODE_SIZES = {"省": 2, "市": 4, "州": 4, "区": 6, "县": 6, "旗": 6}
# Two or three characters without place, industry or legal form name different firms in different provinces.
_SHORT = 3


class Keys:
    """Gives each use of a name the key under which it is the same name; built once from all uses."""

    def __init__(self, uses: Iterable[NameUse], split: frozenset[tuple[str, str]] = frozenset()) -> None:
        """Learn where each report is at home; names in `split`, as (report, form), count in their report alone."""
        self.units = {use.report: use.surface for use in sorted((u for u in uses if u.unit), key=lambda u: (u.report, u.surface))}
        self._homes = {report: home(unit) for report, unit in self.units.items()}
        self._split = split
        self._forms: dict[str, str] = {}
        self._parts: dict[str, Parts] = {}
        self._bodies: dict[tuple[str, str], str] = {}

    def home(self, report: str) -> str:
        """Return the division code a report is at home in, or ""."""
        return self._homes.get(report, "")

    def form(self, surface: str) -> str:
        """Return the normal form of a surface."""
        found = self._forms.get(surface)
        if found is None:
            found = self._forms[surface] = normal(surface)
        return found

    def parts(self, form: str) -> Parts:
        """Return the parts of a form."""
        found = self._parts.get(form)
        if found is None:
            found = self._parts[form] = parts(form)
        return found

    def key(self, surface: str, kind: str, report: str) -> str:
        """Return the key of a name: its normal form, with place, unit or report where the name is bound to one."""
        form = self.form(surface)
        if kind in FIRMS:
            return self._firm(form, report)
        found = self._bodies.get((form, report))
        if found is None:
            found = self._bodies[form, report] = f"{report}|{form}" if (report, form) in self._split else self._body(form, report)
        return found

    def _firm(self, form: str, report: str) -> str:
        if self._split and (report, form) in self._split:
            return f"{report}|{form}"
        return f"{self.home(report)[:2]}|{form}" if self.home(report) and self._is_short(form) else form

    def is_split(self, key: str) -> bool:
        """Return whether a key counts in one report alone, because the name means something else in another."""
        report, _, form = key.rpartition("|")
        return bool(report) and (report, form) in self._split

    def _is_short(self, form: str) -> bool:
        if len(form) > _SHORT + 2:
            return False
        here = self.parts(form)
        bare = not (here.place or here.legal or here.body or here.number or here.industry)
        return bare and len(here.core) <= _SHORT

    def _body(self, form: str, report: str) -> str:
        """Return the key of a public body: division code and contracted name, so that 区政府 and 某某区人民政府 are one."""
        unit = normal(self.units.get(report, ""))
        if unit and _SELF.match(form):
            return self._body(unit, report)
        if form.startswith(_FORMER) and len(form) > 3:
            now = self._body(form[1:], report)
            return f"{report}|{form}" if unit and now == self._body(unit, report) else now
        level = _LEVEL.match(form)
        if level:
            size, code = _CODE_SIZES.get(level[1], 9), self.home(report)
            place = code[:size] if len(code) >= size else _stated(unit, level[1]) or unit or report
            return f"{place}|{_contracted(form[1:])}" if len(form) > 2 or level[1] in _CODE_SIZES else f"{report}|{form}"
        if _HERE.match(form):
            return f"{unit or report}|{form}"
        return self._placed(form, report)

    def _placed(self, form: str, report: str) -> str:
        """Return the key of a body whose name begins with a place; the form itself where the place is none or several."""
        places = leading_places(form)
        if not places or not _titled(places[-1]):
            return form
        codes = codes_of(places)
        near = [code for code in codes if self.home(report)[:2] == code[:2]] if len(codes) > 1 else list(codes)
        rest = form[sum(map(len, places)) :]
        return f"{near[0]}|{_contracted(rest)}" if len(near) == 1 else form


def _stated(unit: str, level: str) -> str:
    """Return the place that `unit` begins with, down to `level`, where no gazetteer knows it; "" where it states none."""
    place = district(unit)
    return place[: place.rindex(level) + 1] if level in place else ""


@cache
def _titled(place: str) -> bool:
    """Return whether a place stands with its title (某某区, not 某某): without one it may be part of a trade or park name."""
    return place in gazetteer() and place[-1] in "省市区县州旗盟"


@cache
def _contracted(rest: str) -> str:
    for row in rows("contractions"):
        rest = rest.replace(row["long"], row["short"])
    return rest


def bare(key: str) -> str:
    """Return the form inside a key, without what it is bound to."""
    return key.rpartition("|")[2]


def by_form(keys: Mapping[str, object]) -> dict[str, list[str]]:
    """Return the keys of each form, sorted."""
    found: dict[str, list[str]] = {}
    for key in sorted(keys):
        found.setdefault(bare(key), []).append(key)
    return found
