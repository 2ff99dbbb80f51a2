"""Chinese public bodies' performance reports as an RDF knowledge graph, every fact with the exact words it rests on.

import kg

kg.build(["seeds"], "build")
graph = kg.open("build")
graph.query("enterprises-in-several-agencies").to_pandas()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Graph", "__version__", "build", "open"]

if TYPE_CHECKING:
    from kg.api import Graph, build, open


def __getattr__(name: str) -> Any:
    """Import the API on first use, so that `import kg.errors` and the like stay quick."""
    if name in ("Graph", "build", "open"):
        from kg import api

        return getattr(api, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
