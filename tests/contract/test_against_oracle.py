"""The engine and an independent reading of the rules in Decimal agree to the cent."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from influence_cli.contract.engine import earned, owed
from influence_cli.contract.outcomes import Outcomes
from influence_cli.contract.rated import rated_orders
from influence_cli.contract.windows import spans
from influence_cli.model.contract import Commission, Contract, Window

from .generated import SALES, commissions, contracts, facts, outcomes, part
from .oracle import statements
from .oracle_commission import worths

usual = settings(max_examples=4 * settings().max_examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@usual
@given(contracts(), outcomes())
def test_every_line_payment_and_balance_is_the_oracles(contract: Contract, happened: Outcomes) -> None:
    result = owed(contract, happened)
    shape = (happened.creators, len(happened.months), happened.draws)
    lines = {name: np.broadcast_to(values, shape) for name, values in result.lines.items()}
    for draw in range(happened.draws):
        for creator, expected in enumerate(statements(contract, *facts(happened, draw))):
            actual = {name: values[creator, :, draw].tolist() for name, values in lines.items()}
            assert actual == expected.lines
            assert result.earned[creator, :, draw].tolist() == expected.earned
            assert result.paid[creator, :, draw].tolist() == expected.paid
            assert result.carried[creator, draw] == expected.carried


@usual
@given(contracts(), outcomes(), st.integers(0, 2**32 - 1))
def test_further_lines_come_before_caps_and_guarantee(contract: Contract, happened: Outcomes, seed: int) -> None:
    shape = (happened.creators, len(happened.months), happened.draws)
    refunds = -np.random.default_rng(seed).integers(0, 2_000, shape)
    result = earned(contract, happened, {"refunds": refunds, "fee": refunds[:1, :, :1]})
    lines = {name: np.broadcast_to(values, shape) for name, values in result.lines.items()}
    for draw in range(happened.draws):
        fees = [refunds[0, :, 0].tolist()] * happened.creators
        more = {"refunds": refunds[:, :, draw].tolist(), "fee": fees}
        for creator, expected in enumerate(statements(contract, *facts(happened, draw), more)):
            assert {name: values[creator, :, draw].tolist() for name, values in lines.items()} == expected.lines
            assert result.earned[creator, :, draw].tolist() == expected.earned


@usual
@given(commissions, outcomes())
def test_every_order_is_worth_what_the_oracle_says(commission: Commission, happened: Outcomes) -> None:
    happened = part(happened, np.arange(happened.creators), np.array([0]))
    lines = happened.order_lines
    assert lines is not None
    result = rated_orders(commission, happened.months, happened.creators, lines)
    columns = (result.base, result.amount, result.band, result.rate)
    assert all(column.dtype == np.int64 for column in columns)
    months, creators = facts(happened, 0)
    for number, creator in enumerate(creators):
        for month, expected in enumerate(worths(commission, months, creator)):
            mine = np.flatnonzero(lines.owner == number * len(months) + month)
            actual = list(zip(*(column[mine].tolist() for column in columns), strict=True))
            assert actual == [(worth.base, worth.amount, worth.band, worth.rate) for worth in expected]


@usual
@given(commissions, outcomes())
def test_the_orders_of_a_window_are_worth_what_the_engine_owes_for_it(
    commission: Commission, happened: Outcomes
) -> None:
    happened = sold_by_order(part(happened, np.arange(happened.creators), np.array([0])))
    lines = happened.order_lines
    assert lines is not None
    result = rated_orders(commission, happened.months, happened.creators, lines)
    worth = np.zeros(happened.creators * len(happened.months), dtype=np.int64)
    np.add.at(worth, lines.owner, result.amount)
    by_month = worth.reshape(happened.creators, -1)
    owed_for = earned(Contract("c", commission=commission), happened).earned[:, :, 0]
    single = (Window.ORDER, Window.ROLLING, Window.MONTH)
    over = Window.MONTH if commission.reset in single else commission.reset
    for span in spans(happened.months, over):
        months = slice(span.start, span.stop)
        assert by_month[:, months].sum(axis=1).tolist() == owed_for[:, months].sum(axis=1).tolist()


def sold_by_order(happened: Outcomes) -> Outcomes:
    """The same orders, and months that hold what these orders come to."""
    lines = happened.order_lines
    assert lines is not None
    shape = (happened.creators, len(happened.months), 1)
    totals = {name: np.zeros(math.prod(shape), dtype=np.int64) for name in SALES}
    for name, total in totals.items():
        np.add.at(total, lines.owner, getattr(lines, name))
    fields: dict[str, Any] = {name: total.reshape(shape) for name, total in totals.items()}
    return replace(happened, **fields)
