"""Mutations of the samples through the whole way to a plan: a plan, or an error in words, and nothing else."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from influence_cli import spec, workflow
from influence_cli.benchmarks import load
from influence_cli.model.errors import InfluenceError
from influence_cli.report import plan_json, plan_table
from influence_cli.spec import lint_money, resolve
from tests.spec.mutations import bent, mutated

SAMPLES = {path.name: path.read_bytes() for path in (Path(__file__).parents[2] / "sample_campaigns").glob("*.yaml")}
NAMES = sorted(SAMPLES)

MOST = {"100-micro.yaml": 120}
"""Creators where a sample books more than the 30 that are enough for the others."""


@pytest.fixture(autouse=True, scope="module")
def _sets_are_read_once() -> Iterator[None]:
    """The packaged benchmark sets never change, and reading one takes longer than a small plan."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(load)
        patch.setattr(resolve, "load", once)
        patch.setattr(lint_money, "load", once)
        yield


def read(path: str) -> bytes:
    if path in SAMPLES:
        return SAMPLES[path]
    raise FileNotFoundError(2, "No such file or directory", path)


def planned(seed: int, *, draws: int = 5, most: int = 30) -> str:
    """What comes of one mutation: the plan as JSON, or the message.

    The creators are bounded because mutations turn budgets into quadrillions.
    """
    name = NAMES[seed % len(NAMES)]
    spoil = bent if seed % 3 else mutated
    bounds = (f"simulation.draws={draws}", f"allocation.creators.max={max(most, MOST.get(name, 0))}")
    try:
        parsed = spec.load(spec.Source(name, spoil(SAMPLES[name], seed)), read, bounds)
        result = workflow.plan(parsed.campaign, version="fuzz", warnings=parsed.warnings, threads=1)
    except InfluenceError as error:
        return str(error)
    assert plan_table(result, quiet=True)
    return plan_json(result)


@pytest.mark.parametrize("block", range(10))
def test_mutations_of_the_samples_are_planned_or_refused_in_words(block: int) -> None:
    outcomes = [planned(seed) for seed in range(block * 50, block * 50 + 50)]
    assert all(outcomes)
    assert any(outcome.startswith("{") for outcome in outcomes)


@pytest.mark.nightly
@pytest.mark.parametrize("block", range(40))
def test_many_mutations_of_the_samples_are_planned_or_refused_in_words(block: int) -> None:
    for seed in range(10_000 + block * 500, 10_000 + block * 500 + 500):
        assert planned(seed, draws=20, most=500), seed
