"""The best way to spend a budget on response curves."""

from influence_cli.allocate.curves.solve import allocate_curves
from influence_cli.model.curves import CurveAllocation, CurveProblem


def allocate(problem: CurveProblem) -> CurveAllocation:
    """Allocate a budget to channels.

    Raises:
        InfeasibleError: No allocation keeps every limit; the message names the clash and by how much.
    """
    return allocate_curves(problem)
