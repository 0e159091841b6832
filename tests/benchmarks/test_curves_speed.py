"""Response curves: solve times, and how far other optimizers stay below the optimum. Reported, never judged.

Run with ``pytest tests/benchmarks/test_curves_speed.py -m nightly -s``; the two comparisons need the extra ``bench``.
"""

import importlib
import statistics
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from influence_cli.allocate.curves.solve import allocate_curves
from influence_cli.model.curves import CurveProblem, Hill
from tests.allocate.curves.problems import cases, hill_case, integer_case, value_of, within_limits

pytestmark = pytest.mark.nightly

_LARGEST = 64
"""Channels in a comparison at most: with 256 sequential quadratic programming takes minutes."""

Floats = NDArray[np.float64]
Row = tuple[Floats, Floats, Floats]
Optimizer = Callable[[CurveProblem, Row, Floats, Floats], Sequence[float] | None]
"""Budget and curves as columns, least and most, to spends, or None where it fails."""


@pytest.mark.parametrize("channels", [4, 16, 64, 256])
def test_solve_time_of_amounts(channels, benchmark):
    """The case of each size that takes most boxes."""
    problems = [hill_case(case) for case in cases("hill") if case["K"] == channels]
    hardest = max(problems, key=lambda problem: allocate_curves(problem).nodes)
    answer = benchmark.pedantic(allocate_curves, (hardest,), rounds=9, warmup_rounds=1)
    print(f"\n{channels} channels ({hardest.name}): {answer.nodes} boxes, gap {answer.gap:.1e}")


@pytest.mark.parametrize("budget", [20_000, 60_000, 200_000])
def test_solve_time_of_whole_units(budget, benchmark):
    problem = next(integer_case(case) for case in cases("integer") if case["budget"] == budget)
    answer = benchmark.pedantic(allocate_curves, (problem,), rounds=9, warmup_rounds=1)
    print(f"\n{len(problem.channels)} unit channels, budget {budget:,}: {answer.nodes} boxes, gap {answer.gap:.1e}")


def test_shortfall_of_scipy_slsqp():
    optimize = pytest.importorskip("scipy.optimize", reason="needs SciPy: pip install 'influence-cli[bench]'")

    def slsqp(problem: CurveProblem, curves: Row, least: Floats, most: Floats) -> Sequence[float] | None:
        """From an even split, money and response of order one, with gradients, as its documentation advises."""
        high, half, slope = curves[0] / curves[0].max(), curves[1] / problem.budget, curves[2]

        def loss(spend: Floats) -> tuple[float, Floats]:
            x = np.maximum(spend, 1e-12)
            share = 1 / (1 + (half / x) ** slope)
            return -float(high @ share), -high * slope / x * share * (1 - share)

        found = optimize.minimize(
            loss,
            np.clip(np.full(len(least), 1 / len(least)), least / problem.budget, most / problem.budget),
            jac=True,
            method="SLSQP",
            bounds=list(zip(least / problem.budget, most / problem.budget, strict=True)),
            constraints={"type": "eq", "fun": lambda x: x.sum() - 1, "jac": np.ones_like},
            options={"maxiter": 1000, "ftol": 1e-12},
        )
        return [float(x) * problem.budget for x in found.x] if found.success else None

    compare("SciPy SLSQP", slsqp)


def test_shortfall_of_pymc_marketing():
    """Its ``BudgetOptimizer`` with its defaults, over a model that holds the same curves without noise.

    The time includes building and compiling the model, as a user would wait for both.
    """
    advice = "needs pymc-marketing: pip install 'influence-cli[bench]'"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = pytest.importorskip("pymc_marketing.mmm.budget_optimizer", reason=advice)
        compare("pymc-marketing BudgetOptimizer", pymc_marketing(module))


def pymc_marketing(module: Any) -> Optimizer:
    arviz, pymc, dims = (importlib.import_module(name) for name in ("arviz", "pymc", "pymc.dims"))

    def optimize(problem: CurveProblem, curves: Row, least: Floats, most: Floats) -> Sequence[float] | None:
        names = [channel.name for channel in problem.channels]
        with pymc.Model(coords={"date": [0], "channel": names}) as model:
            data = dims.Data("channel_data", np.zeros((1, len(names))), dims=("date", "channel"))
            high, half, slope = (
                dims.Data(name, column, dims="channel")
                for name, column in zip(("high", "half", "slope"), curves, strict=True)
            )
            one = dims.Normal("one", 1.0, 1e-9)
            power = data**slope
            response = (high * power / (power + half**slope)).sum()
            dims.Deterministic("total_contribution", response * one)
        idata = arviz.from_dict(posterior={"one": np.ones((1, 1))})
        wrapper = module.CustomModelWrapper(base_model=model, idata=idata, channels=names)
        optimizer = module.BudgetOptimizer(model=wrapper, num_periods=1)
        try:
            spends, _ = optimizer.allocate_budget(
                problem.budget, dict(zip(names, zip(least, most, strict=True), strict=True))
            )
        except module.MinimizeException:
            return None
        return [float(spend) for spend in spends.values]

    return optimize


def compare(name: str, optimizer: Optimizer) -> None:
    """Print, for each kind and size, how far below the optimum it ends, next to our own."""
    rows: dict[tuple[str, int], list[tuple[float | None, float, float, float]]] = defaultdict(list)
    for case in cases("hill"):
        if case["K"] > _LARGEST:
            continue
        problem = hill_case(case)
        curves = [channel.response for channel in problem.channels if isinstance(channel.response, Hill)]
        high, half, slope = np.array([(c.maximum, c.half_saturation, c.slope) for c in curves]).T
        start = time.perf_counter()
        theirs = optimizer(problem, (high, half, slope), np.array(case["lb"]), np.array(case["ub"]))
        middle = time.perf_counter()
        ours = allocate_curves(problem)
        end = time.perf_counter()
        kept = theirs is not None and within_limits(problem, [max(0.0, x) for x in theirs], 1e-6)
        short = 1 - value_of(problem, [max(0.0, x) for x in theirs]) / case["optimum"] if theirs and kept else None
        rows[case["kind"], case["K"]].append(
            (short, middle - start, 1 - ours.objective / case["optimum"], end - middle)
        )
    print(f"\n{name}, shortfall below the optimum (failures: gave up or broke a limit), against allocate_curves")
    for (kind, size), found in rows.items():
        shorts = [row[0] for row in found if row[0] is not None]
        worst, median = (max(shorts), statistics.median(shorts)) if shorts else (float("nan"), float("nan"))
        print(
            f"{kind:>8} {size:>4}: worst {worst:7.2%}, median {median:7.2%}, failed {len(found) - len(shorts)} of "
            f"{len(found)}, {1e3 * statistics.median(row[1] for row in found):6.0f} ms; ours worst "
            f"{max(row[2] for row in found):.0e}, {1e3 * statistics.median(row[3] for row in found):4.0f} ms"
        )
        assert max(row[2] for row in found) <= 1e-6
