"""The recipes of curves.md against the models they come from, run week by week with adstock until it is steady."""

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import influence_cli.spec.curves
from influence_cli.allocate.curves.respond import respond
from influence_cli.spec.curves import load_curves
from influence_cli.spec.source import Source

PAGE = (Path(influence_cli.spec.curves.__file__).parent / "curves.md").read_text(encoding="utf-8")
WEEKS = 13
SPENDS = (0.0, 5_000.0, 60_000.0, 200_000.0, 390_000.0)


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """Everything that the page defines; its own assertions run on the way."""
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(block, names)
    return names


def ours(response: dict[str, object]) -> Callable[[float], float]:
    """The curve as `influence allocate` reads it from a file."""
    text = json.dumps({"budget": 1, "channels": {"c": {"response": response}}})
    (channel,) = load_curves(Source("c.json", text.encode())).problem.channels
    return lambda spend: respond(channel.response, spend)


def steady(weekly: float, weights: list[float]) -> float:
    """Adstock of a spend that has been the same for as long as it is remembered."""
    weeks = [weekly] * (2 * len(weights))
    return sum(weight * weeks[-1 - lag] for lag, weight in enumerate(weights))


def check(found: dict[str, object], model: Callable[[float], float], within: float = 1e-9) -> None:
    curve = ours(found)
    most = max(model(spend) for spend in SPENDS)
    for spend in SPENDS:
        assert curve(spend) == pytest.approx(model(spend), rel=within, abs=within * most)


def test_robyn(page: dict[str, Any]) -> None:
    coef, alpha, gamma, least, most, theta = 7_500.0, 1.7, 0.6, 1_200.0, 48_000.0, 0.4
    adstocked = [least + (most - least) * step / 99 for step in range(100)]
    place = gamma * 99
    below = adstocked[math.floor(place)]
    inflexion = below + (place % 1) * (adstocked[math.ceil(place)] - below)  # R's quantile of the same sequence

    def model(spend: float) -> float:
        x = steady(spend / WEEKS, [theta**lag for lag in range(200)])
        return float(WEEKS * coef * x**alpha / (x**alpha + inflexion**alpha))

    check(page["from_robyn"](coef, alpha, gamma, least, most, theta, WEEKS), model)


def test_meridian(page: dict[str, Any]) -> None:
    beta, ec, slope, scale, cost, stdev, population, revenue = 0.35, 1.4, 1.3, 0.8, 0.006, 0.002, 3e6, 42.0
    geometric = [0.6**lag for lag in range(9)]
    weights = [weight / sum(geometric) for weight in geometric]

    def model(spend: float) -> float:
        units = spend / WEEKS / cost
        media = steady(units / (population * scale), weights)
        hill = media**slope / (media**slope + ec**slope)
        return float(WEEKS * beta * hill * stdev * population * revenue)

    check(page["from_meridian"](beta, ec, slope, scale, cost, stdev, population, revenue, WEEKS), model)


C, T, LENGTH, DECAY = 18_000.0, 52_000.0, 8, 0.55
GEOMETRIC = [DECAY**lag for lag in range(LENGTH)]
CARRYOVER = (1 - DECAY**LENGTH) / (1 - DECAY)


def in_pymc(saturation: Callable[[float], float]) -> Callable[[float], float]:
    return lambda spend: WEEKS * T * saturation(steady(spend / WEEKS / C, GEOMETRIC))


@pytest.mark.parametrize(
    ("recipe", "parameters", "saturation"),
    [
        (
            "from_pymc_hill",
            {"slope": 1.8, "kappa": 0.6, "beta": 0.3},
            lambda x: 0.3 * (1 - 0.6**1.8 / (0.6**1.8 + x**1.8)),
        ),
        ("from_pymc_michaelis_menten", {"alpha": 0.4, "lam": 0.9}, lambda x: 0.4 * x / (0.9 + x)),
        ("from_pymc_root", {"alpha": 0.45, "beta": 0.2}, lambda x: 0.2 * x**0.45),
    ],
)
def test_pymc_marketing_exactly(
    page: dict[str, Any], recipe: str, parameters: dict[str, float], saturation: Callable[[float], float]
) -> None:
    found = page[recipe](**parameters, channel_scale=C, target_scale=T, periods=WEEKS, carryover=CARRYOVER)
    check(found, in_pymc(saturation))


@pytest.mark.parametrize(
    ("shape", "saturation"),
    [
        (("logistic", 2.5, 0.4), lambda x: 0.4 * (1 - math.exp(-2.5 * x)) / (1 + math.exp(-2.5 * x))),
        (("tanh", 0.4, 1.1), lambda x: 0.4 * math.tanh(x / (0.4 * 1.1))),
    ],
)
def test_pymc_marketing_by_points(
    page: dict[str, Any], shape: tuple[str, float, float], saturation: Callable[[float], float]
) -> None:
    name, *parameters = shape
    curve = page["in_periods"](page[name](*parameters), C, T, WEEKS, CARRYOVER)
    check(page["sampled"](curve, 400_000.0), in_pymc(saturation), within=2e-4)
