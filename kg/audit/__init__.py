"""What the reports contradict: rules over the graph, their findings with stated and computed figures and the quotes of both."""

from __future__ import annotations

from kg.audit.findings import Finding, Quote, audit, finding_quads
from kg.audit.rules import Rule, Severity, load_rules

__all__ = ["Finding", "Quote", "Rule", "Severity", "audit", "finding_quads", "load_rules"]
