"""The command line as users meet it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments: str, cwd: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "kg.cli", *arguments], capture_output=True, text=True, cwd=cwd, input=stdin, check=False)


def test_version() -> None:
    assert run("version").stdout == "jixiao-kg 0.1.0\n"


@pytest.mark.parametrize("command", ["build", "validate", "query", "trace", "export", "evaluate", "stats", "doctor", "version"])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"Example: kg {command}" in done.stdout


def test_build_then_ask_from_any_folder(report_file: Path, tmp_path: Path) -> None:
    assert run("build", str(report_file), "-d", "out", cwd=tmp_path).returncode == 0
    assert run("validate", "-d", "out", cwd=tmp_path).returncode == 0
    reports = run("query", "reports", "-d", "out", "-f", "csv", cwd=tmp_path)
    assert "云岭市水务局" in reports.stdout
    assert "2022" in reports.stdout
    turtle = run("export", "-d", "out", "-f", "turtle", cwd=tmp_path)
    assert turtle.stdout.startswith("# ")
    stats = json.loads(run("stats", "-d", "out", "--json", cwd=tmp_path).stdout)
    assert list(stats["reports"]) == [report_file.stem]


def test_the_seeds_conform_in_the_publish_profile(seeds_build: Path) -> None:
    done = run("validate", "-d", str(seeds_build))
    assert done.returncode == 0, done.stdout
    assert "conforms in the publish profile" in done.stdout


def test_trace_lists_enterprises_of_several_agencies(seeds_build: Path) -> None:
    done = run("trace", "-d", str(seeds_build), "-f", "csv")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 1


def test_trace_of_a_name_nobody_has_is_a_no(seeds_build: Path) -> None:
    assert run("trace", "并无此名", "-d", str(seeds_build)).returncode == 1


def test_a_query_comes_from_standard_input(seeds_build: Path) -> None:
    done = run("query", "-", "-d", str(seeds_build), "-f", "csv", stdin="ASK { ?s ?p ?o }")
    assert "true" in done.stdout.lower()


def test_evaluate_prints_a_row_a_class(seeds_build: Path) -> None:
    done = run("evaluate", "--gold", str(ROOT / "tests" / "gold"), "-d", str(seeds_build), "--json")
    classes = {row["class"]: row for row in json.loads(done.stdout)}
    assert classes["spans"]["spurious"] == []
    assert classes["unit and year"]["found"] == 4


WRONG = {
    "no such path": (["build", "missing-folder"], "missing-folder"),
    "no build": (["query", "reports", "-d", "nowhere"], "nowhere"),
    "no such query": (["query", "report-list", "-d", "BUILD"], "report-list"),
    "not SPARQL": (["query", "SELECT ?x WHERE {", "-d", "BUILD"], "quer"),
    "an update": (["query", "DROP ALL", "-d", "BUILD"], "read"),
    "no such option": (["build", "--frobnicate", "x"], "--frobnicate"),
    "no such command": (["biuld"], "biuld"),
    "a parameter without a value": (["query", "reports", "-p", "x", "-d", "BUILD"], "NAME=VALUE"),
    "no gold": (["evaluate", "--gold", "EMPTY", "-d", "BUILD"], "gold.json"),
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_wrong_use_is_one_clear_line_and_exit_2(case: str, seeds_build: Path, tmp_path: Path) -> None:
    arguments, names = WRONG[case]
    (tmp_path / "empty").mkdir()
    done = run(*(str(seeds_build) if a == "BUILD" else str(tmp_path / "empty") if a == "EMPTY" else a for a in arguments), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert names in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unwritable_build_directory_is_one_clear_line(report_file: Path) -> None:
    done = run("build", str(report_file), "-d", "/proc/nowhere/build")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "/proc/nowhere/build" in done.stderr


def test_a_reader_that_goes_away_is_no_error(seeds_build: Path) -> None:
    command = f"{sys.executable} -m kg.cli export -f nquads -d {seeds_build} | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, env=os.environ, check=False)
    assert "Traceback" not in done.stderr
