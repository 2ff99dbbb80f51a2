"""For stores that want a file: the files they take and the commands that load them, to be read before they are run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kg.errors import PushError
from kg.vocabulary import PREFIXES

_QLEVER_SETTINGS: Final = {"ascii-prefixes-only": False, "num-triples-per-batch": 100_000}


def _oxigraph(_: str) -> dict[str, str]:
    return {
        "load.sh": "oxigraph load --location store --file kg.nq\n"
        "# then: oxigraph serve --location store --union-default-graph --bind 127.0.0.1:7878\n"
    }


def _virtuoso(_: str) -> dict[str, str]:
    return {
        # The graph given here is not used: N-Quads name their own. It may not be NULL.
        "load.sql": "ld_dir('.', 'kg.nq', 'urn:kg:unused');\nrdf_loader_run();\ncheckpoint;\n"
        "SELECT ll_file, ll_state, ll_error FROM DB.DBA.load_list;\n",
        "load.sh": "# This folder must be among DirsAllowed of virtuoso.ini and Virtuoso be started in it;\n"
        "# otherwise write the full path of the folder into load.sql.\n"
        '# The user is asked for its password; isql-vt is isql in other packages.\nisql-vt "${1:-1111}" dba < load.sql\n',
    }


def _fuseki(_: str) -> dict[str, str]:
    return {
        "load.sh": "# With the server stopped; DB2 is the folder of the TDB2 database.\ntdb2.tdbloader --loc DB2 kg.nq\n"
        "# then: fuseki-server --loc DB2 --set tdb2:unionDefaultGraph=true /kg\n"
    }


def _graphdb(_: str) -> dict[str, str]:
    return {"load.sh": "# With the server stopped; kg is the id of a repository that exists.\nimportrdf preload -f -i kg kg.nq\n"}


def _rdf4j(_: str) -> dict[str, str]:
    return {
        "load.sh": "# -n reads name and password from ~/.netrc; kg is the id of a repository that exists.\n"
        "curl -fn -X PUT -H 'Content-Type: application/n-quads' --data-binary @kg.nq \\\n"
        '  "${1:-http://localhost:8080/rdf4j-server}/repositories/kg/statements"\n'
    }


def _qlever(base: str) -> dict[str, str]:
    settings = json.dumps(_QLEVER_SETTINGS)
    text = f"""[data]
NAME = kg
DESCRIPTION = Facts of public bodies' performance reports, named below {base}
FORMAT = nq

[index]
INPUT_FILES = kg.nq
CAT_INPUT_FILES = cat ${{INPUT_FILES}}
SETTINGS_JSON = {settings}

[server]
PORT = 7001
ACCESS_TOKEN = ${{data:NAME}}

[runtime]
SYSTEM = docker
IMAGE = docker.io/adfreiburg/qlever:latest
"""
    return {"Qleverfile": text, "load.sh": "qlever index && qlever start\n"}


RECIPES: Final[dict[str, Callable[[str], dict[str, str]]]] = {
    "oxigraph": _oxigraph,
    "virtuoso": _virtuoso,
    "fuseki": _fuseki,
    "graphdb": _graphdb,
    "rdf4j": _rdf4j,
    "qlever": _qlever,
}


def recipe(build: Path, kind: str, output: Path, base: str) -> tuple[Path, ...]:
    """Write kg.nq, the files a store wants beside it and load.sh into the folder `output`; return their paths.

    Raises PushError for an unknown kind of store, or where the folder cannot be written.
    """
    make = RECIPES.get(kind)
    if make is None:
        raise PushError(f"{kind}: no recipe for that store; choose one of {', '.join(RECIPES)}")
    files = {**make(base), "prefixes.ttl": "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(PREFIXES.items()))}
    try:
        output.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(build / "graph" / "kg.nq", output / "kg.nq")
        for name, text in files.items():
            head = "#!/bin/sh\nset -e\n" if name == "load.sh" else ""
            (output / name).write_text(head + text, encoding="utf-8", newline="\n")
        (output / "load.sh").chmod(0o755)
    except OSError as error:
        raise PushError(f"{output}: cannot be written ({error.strerror}); choose another folder with -o") from error
    return (output / "kg.nq", *(output / name for name in files))
