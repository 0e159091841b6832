"""Small random planning problems, and the outcome model written a second time for all decisions at once."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from influence_cli.allocate.optimal.planning_model import Payoff, PlanningModel
from influence_cli.allocate.optimal.problem import DecisionProblem, Pot
from influence_cli.allocate.optimal.rows import Row, Unit
from influence_cli.model.objective import RiskMeasure


@dataclass(frozen=True, slots=True)
class Shape:
    """What a random model looks like.

    Attributes:
        least: Smallest share of an audience one creator reaches.
        largest: Largest share.
        signs: Gains are ``positive``, ``negative`` or ``mixed``.
    """

    platforms: int = 2
    phases: int = 2
    cells: int = 4
    draws: int = 12
    least: float = 1e-4
    largest: float = 0.05
    repeat_value: float = 0.6
    lift: float = 0.0
    signs: str = "positive"
    reach: float = 0.0
    overlap: bool = True


def a_model(rng, shape):
    """A model in which creators of a draw differ as those of a tier do."""
    places = (shape.cells,)
    typical = np.exp(rng.uniform(np.log(shape.least), np.log(shape.largest), places))
    share = np.minimum(typical[:, None] * rng.lognormal(0.0, 0.5, (shape.cells, shape.draws)), shape.largest)
    remains = np.triu(rng.uniform(0.2, 1.0, (shape.phases, shape.phases)), 1)
    return PlanningModel(
        platforms=rng.integers(0, shape.platforms, places),
        phases=rng.integers(0, shape.phases, places),
        missed=-np.log1p(-share),
        audience=rng.uniform(1e5, 3e6, (shape.platforms, 1)) * rng.lognormal(0.0, 0.2, (1, shape.draws)),
        repeat_value=np.clip(shape.repeat_value * rng.uniform(0.8, 1.2, shape.draws), 0.0, 0.999),
        lift=shape.lift * rng.uniform(0.5, 1.0, shape.draws),
        remains=remains,
        overlap=shape.overlap,
    )


def a_payoff(rng, model, shape):
    """Gains go with reach, as orders do, with a spread of their own."""
    size = (model.cells, model.draws)
    gain = (0.2 + -np.expm1(-model.missed) * 40) * rng.lognormal(2.0, 0.6, size)
    if shape.signs == "negative":
        gain = -gain
    elif shape.signs == "mixed":
        gain = gain * rng.choice([-1.0, 1.0], size, p=[0.35, 0.65])
    return Payoff(
        gain=gain,
        flat=rng.normal(-1.0, 2.0, size),
        boost=rng.uniform(-0.2, 1.0, size),
        reach=shape.reach * rng.uniform(0.1, 1.0) * 1e-4,
    )


def a_problem(rng, shape, most=5, **changes):
    """A problem whose decisions can all be tried; money buys about half of what the cells would take."""
    model = a_model(rng, shape)
    costs = rng.integers(300, 3_000, shape.cells).astype(float)
    money = float(np.floor(rng.uniform(0.2, 0.7) * most * costs.sum()))
    plain = DecisionProblem(
        model=model,
        payoff=a_payoff(rng, model, shape),
        aversion=0.0,
        tail=0.1,
        constant=0.0,
        pot_weight=0.0,
        costs=costs,
        rows=(),
        pots=(),
        money=money,
        boost_most=0.0,
        least_spend=0.0,
        high=np.minimum(float(most), np.floor(money / costs)),
        risk=(),
    )
    return replace(plain, **changes)


def some_rows(rng, problem):
    """Limits of every kind around a decision that keeps them."""
    cells = len(problem.high)
    inside = np.floor(rng.uniform(0.0, 1.0, cells) * problem.high)
    while problem.costs @ inside > 0.8 * problem.money:
        inside = np.floor(inside / 2)
    here = (rng.random(cells) < 0.5).astype(float)
    spent = problem.costs * inside
    share = float(spent @ here / max(spent.sum(), 1.0))
    locked = int(rng.integers(cells))
    lock = np.zeros(cells)
    lock[locked] = 1.0
    kinds = [
        Row("at least", np.ones(cells), max(inside.sum() - 1, 0), np.inf, Unit.CREATORS),
        Row("at most", np.ones(cells), -np.inf, inside.sum() + 2, Unit.CREATORS),
        Row("some of these", here, inside @ here - 1, inside @ here + 1, Unit.CREATORS),
        Row("share at most", (here - min(share + 0.1, 1.0)) * problem.costs, -np.inf, 0.0, Unit.SHARE),
        Row("share at least", (here - max(share - 0.1, 0.0)) * problem.costs, 0.0, np.inf, Unit.SHARE),
        Row("spend", here * problem.costs, -np.inf, float(spent @ here) + 700.0, Unit.MONEY),
        Row("locked", lock, inside[locked], inside[locked], Unit.CREATORS),
    ]
    chosen = rng.permutation(len(kinds))[: int(rng.integers(1, 4))]
    return tuple(kinds[i] for i in chosen)


def some_pots(rng, problem):
    """Two contracts with money held, on half of the cells each."""
    first = rng.random(len(problem.high)) < 0.5
    return tuple(Pot(members, float(rng.integers(100, 2_000))) for members in (first, ~first))


def all_decisions(low, high):
    """Every whole-number decision of a box, [decision, cell]."""
    ends = zip(low, high, strict=True)
    return np.array(list(product(*(range(int(a), int(b) + 1) for a, b in ends))), dtype=float)


def drawn_for_all(model, payoff, counts, boost=None):
    """What many decisions are worth in each draw, [decision, draw]: sums written out with einsum.

    Args:
        model: The model.
        payoff: What is counted.
        counts: [decision, cell].
        boost: Money by decision, or None.
    """
    on = (model.platforms[None, :] == np.arange(len(model.audience))[:, None]).astype(float)
    share = 1.0 - np.exp(-model.missed)
    missed = np.einsum("pc,nc,cd->npd", on, counts, model.missed)
    met = np.einsum("pc,nc,cd->npd", on, counts, share)
    people = -np.expm1(-missed)
    # Repeats are counted by the mean frequency; below one nobody meets two creators.
    often = np.maximum(np.divide(met, people, out=np.ones_like(met), where=people > 0), 1.0)
    v = np.clip(model.repeat_value, 1e-9, 1 - 1e-6)
    worth = (1.0 - v**often) / (often * (1.0 - v)) if model.overlap else np.ones_like(often)
    warm = np.zeros((len(counts), len(model.remains), model.draws))
    everyone = np.maximum(model.audience.sum(axis=0), 1.0)
    for later in range(len(model.remains)):
        for earlier in range(len(model.remains)):
            then = counts * (model.phases == earlier)
            reached = -np.expm1(-np.einsum("pc,nc,cd->npd", on, then, model.missed))
            warm[:, later] += model.remains[earlier, later] * (reached * model.audience).sum(axis=1) / everyone
    lifted = 1.0 + model.lift * np.minimum(warm, 1.0)
    response = worth[:, model.platforms] * lifted[:, model.phases]
    total = np.einsum("nc,ncd->nd", counts, payoff.gain * response + payoff.flat)
    reached = people if model.overlap else np.minimum(met, 1.0)
    total += payoff.reach * (reached * model.audience).sum(axis=1)
    if boost is not None:
        heads = np.maximum(counts.sum(axis=1), 1.0)
        total += (boost / heads)[:, None] * (counts @ payoff.boost)
    return total


def tail_mean(drawn, share):
    """Mean of the lowest share of the draws of each decision, by the supremum of Rockafellar and Uryasev."""
    levels = drawn[:, :, None]
    below = np.maximum(levels - drawn[:, None, :], 0.0).mean(axis=2)
    return (drawn - below / share).max(axis=1)


def held_for_all(problem, counts):
    return sum((pot.amount * (counts[:, pot.members].sum(axis=1) > 0) for pot in problem.pots), np.zeros(len(counts)))


def worth_for_all(problem, counts, boost):
    """The objective of many decisions, kept limits or not, [decision]."""
    drawn = drawn_for_all(problem.model, problem.payoff, counts, boost)
    worth = drawn.mean(axis=1)
    if problem.aversion:
        worth = worth - problem.aversion * (worth - tail_mean(drawn, problem.tail))
    return worth + problem.constant + problem.pot_weight * held_for_all(problem, counts)


def allowed(problem, counts, boost, close=1e-9):
    """Which decisions keep all limits, [decision]."""
    spent = counts @ problem.costs + held_for_all(problem, counts) + boost
    kept = (spent <= problem.money * (1 + 1e-12)) & (spent >= problem.least_spend * (1 - 1e-12))
    kept &= (boost <= problem.boost_most) & ((boost == 0) | (counts.sum(axis=1) > 0))
    for row in problem.rows:
        total = counts @ row.coefficients
        slack = close * (1 + counts @ np.abs(row.coefficients))
        kept &= (total >= row.low - slack) & (total <= row.high + slack)
    for risk in problem.risk:
        drawn = drawn_for_all(problem.model, risk.payoff, counts, boost)
        drawn = drawn + risk.constant + (risk.boost * boost + risk.pots * held_for_all(problem, counts))[:, None]
        slack = close * max(abs(risk.limit.limit), 1.0)
        if risk.limit.measure is RiskMeasure.QUANTILE:
            kept &= np.quantile(drawn, risk.limit.level, axis=1) <= risk.limit.limit + slack
        else:
            kept &= tail_mean(drawn, risk.limit.level) >= risk.limit.limit - slack
    return kept


@dataclass(frozen=True, slots=True)
class Best:
    """The best decision among all; ``any_boost`` also tries boosts between nothing and everything."""

    value: float
    counts: np.ndarray | None
    any_boost: float


def best_of_all(problem):
    """Try every decision there is."""
    counts = all_decisions(np.zeros_like(problem.high), problem.high)
    spent = counts @ problem.costs + held_for_all(problem, counts)
    counts, spent = counts[spent <= problem.money], spent[spent <= problem.money]
    left = np.where(counts.sum(axis=1) > 0, np.minimum(problem.boost_most, problem.money - spent), 0.0)
    missing = np.clip(problem.least_spend - spent, 0.0, left)
    ends = [np.zeros_like(left)] + ([np.floor(left)] if problem.boost_most else [])
    between = [left, np.ceil(missing), *(part * left for part in (0.25, 0.5, 0.75))] if problem.boost_most else []
    values = []
    for boost in ends + between:
        worth = np.where(allowed(problem, counts, boost), worth_for_all(problem, counts, boost), -np.inf)
        values.append(worth)
    on_ends = np.max(values[: len(ends)], axis=0)
    place = int(np.argmax(on_ends))
    value = float(on_ends[place])
    return Best(value, counts[place] if np.isfinite(value) else None, float(np.max(values)))
