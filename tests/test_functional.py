"""Printed names of 类, 款 and 项 find their class, and only in the edition of their time."""

from __future__ import annotations

import pytest

from kg.functional import functional_class
from kg.lexicon import rows
from kg.schemes import concept_keys


def test_the_whole_path_decides_since_item_names_recur() -> None:
    assert functional_class(("科学技术支出", "科学技术管理事务", "行政运行"), 2020) == "2060101-2020"
    assert functional_class(("一般公共服务支出", "政府办公厅（室）及相关机构事务", "行政运行"), 2020) == "2010301-2020"
    assert functional_class(("行政运行",), 2020) == ""


def test_a_class_is_named_in_the_edition_of_its_year() -> None:
    assert functional_class(("资源勘探信息等支出",), 2019) == "215-2019"
    assert functional_class(("资源勘探工业信息等支出",), 2020) == "215-2020"
    assert functional_class(("资源勘探工业信息等支出",), 2019) == ""


def test_between_editions_the_last_one_holds() -> None:
    assert functional_class(("教育支出",), 2022) == "205-2020"


@pytest.mark.parametrize(("path", "year"), [((), 2020), (("教育支出",), None), (("教育支出",), 1990), (("无此科目支出",), 2020)])
def test_what_is_not_known_gives_no_class(path: tuple[str, ...], year: int | None) -> None:
    assert functional_class(path, year) == ""


def test_every_class_whose_parents_are_known_is_found_by_its_own_path() -> None:
    names = {(row["code"], row["year"]): row["name"] for row in rows("functional_classes")}
    for code, year in names:
        path = tuple(names.get((code[:length], year), "") for length in range(3, len(code) + 1, 2))
        if all(path):
            assert functional_class(path, int(year)) == f"{code}-{year}"


def test_every_key_is_a_concept_of_the_scheme() -> None:
    keys = concept_keys("functional-classification")
    assert {functional_class((row["name"],), int(row["year"])) for row in rows("functional_classes") if len(row["code"]) == 3} <= keys
