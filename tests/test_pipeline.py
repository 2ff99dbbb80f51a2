"""The run as a whole: same input same bytes, bad input loses nothing, a build is replaced whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.errors import BuildError, ReadError
from kg.pipeline import beside

ROOT = Path(__file__).parents[1]


def fingerprint(build: Path) -> dict[str, str]:
    """Return a hash of every file that must not differ between two builds of the same input."""
    files = [path for folder in ("graph", "tables", "texts", "facts") for path in sorted((build / folder).iterdir())]
    return {
        path.relative_to(build).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in [*files, build / "validation.ttl"]
    }


@pytest.mark.parametrize("seed", ["1", "77"])
def test_jobs_file_order_and_hash_seed_do_not_change_a_byte(seed: str, seeds_build: Path, tmp_path: Path) -> None:
    # The very paths of the first build, for a report's path is part of the output.
    files = [str(path) for path in sorted((ROOT / "seeds").glob("*.txt"), reverse=True)]
    command = [sys.executable, "-m", "kg.cli", "-q", "build", *files, "-d", str(tmp_path / "b"), "--jobs", "3"]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    assert fingerprint(tmp_path / "b") == fingerprint(seeds_build)


def test_only_what_changed_is_read_again(report_file: Path, tmp_path: Path) -> None:
    folder, build = report_file.parent, tmp_path / "b"
    other = folder / "other.txt"
    other.write_text(report_file.read_text(encoding="utf-8").replace("水务局", "林业局"), encoding="utf-8")
    assert kg.build([folder], build).reused == 0
    first = fingerprint(build)
    assert kg.build([folder], build).reused == 2
    assert fingerprint(build) == first
    other.write_text(other.read_text(encoding="utf-8").replace("98.6%", "97.1%"), encoding="utf-8")
    assert kg.build([folder], build).reused == 1
    changed = {name for name, value in fingerprint(build).items() if first[name] != value}
    assert "texts/other.txt" in changed
    assert f"texts/{report_file.stem}.txt" not in changed


BAD_FILES = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 20,
    "novel.txt": "那年冬天，他独自走过长街，雪落在屋檐上。她没有回头，只说了一句再见。".encode() * 30,
    "code.txt": b"def main():\n    return 42\n\nif __name__ == '__main__':\n    main()\n" * 10,
}


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_a_bad_file_is_named_and_the_others_are_built(name: str, report_file: Path, tmp_path: Path) -> None:
    (report_file.parent / name).write_bytes(BAD_FILES[name])
    built = kg.build([report_file.parent], tmp_path / "b")
    assert [head.id for head in built.reports] == [report_file.stem]
    assert [Path(failure.path).name for failure in built.failures] == [name]
    assert name in built.failures[0].reason
    manifest = json.loads((tmp_path / "b" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["left_out"][0]["reason"] == built.failures[0].reason


def test_nothing_but_bad_files_is_an_error_and_leaves_no_build(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(ReadError, match=r"empty\.txt"):
        kg.build([tmp_path / "empty.txt"], tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_a_folder_of_other_files_is_not_overwritten(report_file: Path, tmp_path: Path) -> None:
    precious = tmp_path / "thesis"
    precious.mkdir()
    (precious / "chapter.md").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError, match="holds other files"):
        kg.build([report_file], precious)
    assert (precious / "chapter.md").read_text(encoding="utf-8") == "mine"


def test_a_build_directory_that_is_a_file_is_refused(report_file: Path, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("x", encoding="utf-8")
    with pytest.raises(BuildError, match="is a file"):
        kg.build([report_file], tmp_path / "b")


def test_a_failure_while_writing_leaves_the_last_build(report_file: Path, tmp_path: Path) -> None:
    build = tmp_path / "b"
    kg.build([report_file], build)
    before = fingerprint(build)
    with pytest.raises(BuildError, match="disk full"), beside(build) as folder:
        (folder / "half").write_text("x", encoding="utf-8")
        raise OSError(28, "disk full")
    assert fingerprint(build) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "reports"]


def test_a_build_moved_aside_by_a_killed_run_is_put_back(report_file: Path, tmp_path: Path) -> None:
    build = tmp_path / "b"
    kg.build([report_file], build)
    build.rename(tmp_path / ".b.old")
    assert kg.build([report_file], build).reused == 1


def test_private_data_stands_in_no_output(report_file: Path, tmp_path: Path) -> None:
    kg.build([report_file], tmp_path / "b")
    for path in (tmp_path / "b").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"13912345678" not in content, path
            assert "陈小雨".encode() not in content, path


def test_the_full_profile_keeps_private_data(report_file: Path, tmp_path: Path) -> None:
    kg.build([report_file], tmp_path / "b", profile="full")
    assert "13912345678" in (tmp_path / "b" / "texts" / f"{report_file.stem}.txt").read_text(encoding="utf-8")


def test_at_least_98_percent_of_the_numbers_of_each_seed_are_covered(seeds_build: Path) -> None:
    reports = json.loads((seeds_build / "manifest.json").read_text(encoding="utf-8"))["reports"]
    shares = {name: entry["numbers"]["covered"] / entry["numbers"]["seen"] for name, entry in reports.items()}
    assert min(shares.values()) >= 0.98, shares
    for name, entry in reports.items():
        assert entry["numbers"]["seen"] - entry["numbers"]["covered"] == sum(entry["numbers"]["reasons"].values()), name
