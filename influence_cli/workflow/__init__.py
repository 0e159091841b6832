"""Composition: each command reads here from top to bottom. No formula, no file, no formatting."""

from influence_cli.workflow.audit import audit
from influence_cli.workflow.planning import plan

__all__ = ["audit", "plan"]
