"""Exports, pushes, the server and completion from the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **settings}
    return subprocess.run([sys.executable, "-m", "kg.cli", *arguments], capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize("command", ["push", "serve", "completion"])
def test_a_command_explains_itself_with_an_example(command: str) -> None:
    done = run(command, "--help")
    assert (done.returncode, f"Example: kg {command}" in done.stdout) == (0, True)


def test_an_export_of_some_years_goes_to_a_file(seeds_build: Path, tmp_path: Path) -> None:
    done = run("export", "-d", str(seeds_build), "-f", "ntriples", "--since", "2023", "-o", str(tmp_path / "some.nt"))
    assert done.returncode == 0
    all_of_it = run("export", "-d", str(seeds_build), "-f", "ntriples")
    assert 0 < len((tmp_path / "some.nt").read_text(encoding="utf-8").splitlines()) < len(all_of_it.stdout.splitlines())
    assert run("export", "-d", str(seeds_build), "--year", "1900").returncode == 2


def test_a_push_needs_an_address_without_credentials(seeds_build: Path) -> None:
    assert "--print-recipe" in run("push", "-d", str(seeds_build)).stderr
    refused = run("push", "http://someone:geheim-7@127.0.0.1:9/", "-d", str(seeds_build))
    assert refused.returncode == 2
    assert "geheim-7" not in refused.stderr and "KG_PUSH_PASSWORD" in refused.stderr


def test_a_recipe_is_printed_and_written(seeds_build: Path, tmp_path: Path) -> None:
    done = run("push", "--print-recipe", "qlever", "-d", str(seeds_build), "-o", str(tmp_path / "q"))
    assert (done.returncode, "qlever index" in done.stdout) == (0, True)
    assert (tmp_path / "q" / "Qleverfile").is_file()
    assert "choose one of" in run("push", "--print-recipe", "other", "-d", str(seeds_build)).stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_for_a_shell(shell: str) -> None:
    done = run("completion", shell)
    assert (done.returncode, "_KG_COMPLETE" in done.stdout) == (0, True)


def test_completion_knows_the_commands() -> None:
    command = "import sys; from kg.cli import cli; sys.exit(cli(prog_name='kg', complete_var='_KG_COMPLETE'))"
    environment = {**os.environ, "_KG_COMPLETE": "bash_complete", "COMP_WORDS": "kg pu", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, env=environment, check=False)
    assert "plain,push" in done.stdout


def test_serving_nothing_is_told(tmp_path: Path) -> None:
    done = run("serve", "-d", str(tmp_path / "none"))
    assert done.returncode == 2
    assert "no build here" in done.stderr


def test_queries_are_kept_in_files_with_headers_and_listed_by_topic(seeds_build: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text(
        "#+ summary: (en) Reports since a year\n#+ parameters:\n#+   from (integer, default 2000): the year\n#+ columns:\n#+   r: report\n"
        "PREFIX jx: <https://w3id.org/jixiao/ontology#>\nSELECT ?r WHERE { ?r jx:fiscalYear ?y "
        "FILTER(<http://www.w3.org/2001/XMLSchema#integer>(STR(?y)) >= COALESCE(?from, 2000)) } ORDER BY ?r\n",
        encoding="utf-8",
    )
    every = run("query", str(file), "-d", str(seeds_build), "-f", "csv").stdout.splitlines()
    some = run("query", str(file), "-p", "from=2024", "-d", str(seeds_build), "-f", "csv").stdout.splitlines()
    assert 1 < len(some) < len(every)
    assert run("query", str(file), "-p", "since=2024", "-d", str(seeds_build)).returncode == 2
    listed = run("query", "--list", "--topic", "accounts").stdout
    assert "three-public-funds" in listed and "enterprise-mentions" not in listed
    assert run("query", "reports", "-d", str(seeds_build), "-f", "markdown").stdout.startswith("| ")
