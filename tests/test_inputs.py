"""Which files are read, and what reports are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.inputs import find, tasks


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_gives_its_readable_files_but_no_hidden_ones_and_no_list_of_them(tmp_path: Path) -> None:
    kept = [write(tmp_path / "a.txt", "a"), write(tmp_path / "deep" / "b.md", "b")]
    write(tmp_path / ".hidden" / "c.txt", "c")
    write(tmp_path / "MANIFEST.csv", "file,title\na.txt,A\n")
    write(tmp_path / "picture.png", "d")
    assert find([str(tmp_path)]) == tuple(sorted(kept))


def test_a_pattern_gives_what_it_matches(tmp_path: Path) -> None:
    wanted = write(tmp_path / "x1.txt", "1")
    write(tmp_path / "y.txt", "2")
    assert find([str(tmp_path / "x*.txt")]) == (wanted,)


@pytest.mark.parametrize("path", ["missing.txt", "nothing-*.txt"])
def test_a_path_that_is_not_there_is_named(path: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        find([str(tmp_path / path)])


def test_an_empty_folder_is_named_with_what_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"no report in this folder.*\.txt"):
        find([str(tmp_path)])


def test_two_files_of_one_name_get_identifiers_that_do_not_depend_on_order(tmp_path: Path) -> None:
    a, b = write(tmp_path / "1" / "report.txt", "one"), write(tmp_path / "2" / "report.txt", "two")
    forward, _ = tasks((a, b), "public")
    backward, _ = tasks((b, a), "public")
    assert forward == backward
    assert len({task.id for task in forward}) == 2
    assert all(task.id.startswith("report-") for task in forward)


def test_the_same_bytes_are_read_once_and_reported(tmp_path: Path) -> None:
    a, b = write(tmp_path / "a.txt", "same"), write(tmp_path / "b.txt", "same")
    made, repeats = tasks((a, b), "public")
    assert [task.path for task in made] == [a.as_posix()]
    assert b.as_posix() in repeats[0].path
