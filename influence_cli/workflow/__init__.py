"""Composition: each command reads here from top to bottom. No formula, no file, no formatting."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from influence_cli.model.agreement import Agreement, Roster, SpecTerms
    from influence_cli.model.benchmark import Audit, BenchmarkSet, PublishedFigure
    from influence_cli.model.campaign import Campaign
    from influence_cli.model.comparison import Candidate, Comparison, ComparisonGate, SavedPlan
    from influence_cli.model.deal import DealQuestion, DealResult
    from influence_cli.model.errors import Problem
    from influence_cli.model.frontier import Frontier
    from influence_cli.model.plan import PlanResult
    from influence_cli.model.target import Target, TargetResult

__all__ = ["agree", "audit", "budget_steps", "compare", "deals", "frontier", "plan", "target"]


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


def agree(
    campaign: "Campaign",
    shared: "SpecTerms",
    *,
    version: str,
    contract: str | None = None,
    roster: "Roster | None" = None,
) -> "tuple[Agreement, ...]":
    """Write agreements; see :func:`influence_cli.workflow.agreeing.agree`."""
    from influence_cli.workflow.agreeing import agree as run

    return run(campaign, shared, version=version, contract=contract, roster=roster)


def audit(benchmarks: "BenchmarkSet", published: "tuple[PublishedFigure, ...]") -> "Audit":
    """Hold a benchmark set against published figures; see :func:`influence_cli.workflow.auditing.audit`."""
    from influence_cli.workflow.auditing import audit as run

    return run(benchmarks, published)


def compare(
    entries: "Sequence[Candidate | SavedPlan]",
    *,
    version: str,
    baseline: "SavedPlan | None" = None,
    metrics: Sequence[str] = (),
    gates: "Sequence[ComparisonGate]" = (),
    threads: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> "Comparison":
    """Set plans side by side; see :func:`influence_cli.workflow.comparing.compare`."""
    from influence_cli.workflow.comparing import compare as run

    return run(
        entries,
        version=version,
        baseline=baseline,
        metrics=metrics,
        gates=gates,
        threads=threads,
        progress=progress,
    )


def deals(
    campaign: "Campaign",
    question: "DealQuestion",
    *,
    version: str,
    warnings: "tuple[Problem, ...]" = (),
    progress: Callable[[int, int], None] | None = None,
) -> "DealResult":
    """Sweep base fee against commission; see :func:`influence_cli.workflow.dealing.deals`."""
    from influence_cli.workflow.dealing import deals as run

    return run(campaign, question, version=version, warnings=warnings, progress=progress)


def budget_steps(low: int, high: int, points: int, *, even: bool = False) -> tuple[int, ...]:
    """Budgets of a range; see :func:`influence_cli.workflow.budgeting.budget_steps`."""
    from influence_cli.workflow.budgeting import budget_steps as run

    return run(low, high, points, even=even)


def frontier(
    at: "Callable[[int], Campaign]",
    budgets: Sequence[int],
    *,
    version: str,
    jobs: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> "Frontier":
    """Plan a campaign at several budgets; see :func:`influence_cli.workflow.budgeting.frontier`."""
    from influence_cli.workflow.budgeting import frontier as run

    return run(at, budgets, version=version, jobs=jobs, progress=progress)


def target(
    at: "Callable[[int], Campaign]",
    wanted: "Target",
    *,
    version: str,
    warnings: "tuple[Problem, ...]" = (),
    threads: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> "TargetResult":
    """Find the smallest budget that reaches a target; see :func:`influence_cli.workflow.targeting.target`."""
    from influence_cli.workflow.targeting import target as run

    return run(at, wanted, version=version, warnings=warnings, threads=threads, progress=progress)
