"""The program's own files are found in a wheel and in a checkout alike."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import ontology, resources
from kg.errors import KgError
from kg.resources import resource_dir


def test_a_checkout_keeps_them_beside_the_package(tmp_path: Path) -> None:
    (tmp_path / "shapes").mkdir()
    (tmp_path / "kg").mkdir()
    assert resource_dir("shapes", tmp_path / "kg") == tmp_path / "shapes"


def test_a_wheel_keeps_them_inside_even_where_a_stranger_has_a_folder_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "kg" / "queries").mkdir(parents=True)
    assert resource_dir("queries", tmp_path / "kg") == tmp_path / "kg" / "queries"


def test_a_missing_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="reinstall"):
        resource_dir("ontology", tmp_path / "kg")


def test_the_running_program_has_its_ontology() -> None:
    assert (resource_dir("ontology") / "jixiao.ttl").is_file()


def test_a_wheel_reads_its_ontology_although_a_module_and_a_folder_share_the_name(tmp_path: Path) -> None:
    package = Path(resources.__file__).parent
    shutil.copytree(package, tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(resource_dir("ontology"), tmp_path / "kg" / "ontology", dirs_exist_ok=True)
    script = "from kg import ontology; print(ontology.graph_files()[0]); print(len(list(ontology.quads())))"
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    path, count = done.stdout.split()
    assert Path(path) == tmp_path / "kg" / "ontology" / "jixiao.ttl"
    assert int(count) == len(list(ontology.quads()))
