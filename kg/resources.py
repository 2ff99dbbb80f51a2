"""Where the ontology, the shapes and the queries lie: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from kg.errors import KgError

PACKAGE = Path(__file__).parent

Resource = Literal["ontology", "shapes", "queries"]


def resource_dir(name: Resource, package: Path = PACKAGE) -> Path:
    """Return the folder of that name: `kg/<name>` where a wheel put it, otherwise `<name>` beside the package in a checkout.

    Raises KgError if neither is there, which only a damaged installation can cause.
    """
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise KgError(f"{package / name}: the folder of {name} that belongs to the program is missing; reinstall jixiao-kg")
