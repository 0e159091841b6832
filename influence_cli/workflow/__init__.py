"""Composition: each command reads here from top to bottom. No formula, no file, no formatting."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from influence_cli.model.benchmark import Audit, BenchmarkSet, PublishedFigure
    from influence_cli.model.campaign import Campaign
    from influence_cli.model.errors import Problem
    from influence_cli.model.plan import PlanResult

__all__ = ["audit", "plan"]


def plan(
    campaign: "Campaign",
    *,
    version: str,
    warnings: "tuple[Problem, ...]" = (),
    threads: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> "PlanResult":
    """Plan a campaign; see :func:`influence_cli.workflow.planning.plan`."""
    from influence_cli.workflow.planning import plan as run

    return run(campaign, version=version, warnings=warnings, threads=threads, progress=progress)


def audit(benchmarks: "BenchmarkSet", published: "tuple[PublishedFigure, ...]") -> "Audit":
    """Hold a benchmark set against published figures; see :func:`influence_cli.workflow.auditing.audit`."""
    from influence_cli.workflow.auditing import audit as run

    return run(benchmarks, published)
