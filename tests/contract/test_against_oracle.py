"""The engine and an independent reading of the rules in Decimal agree to the cent."""

import numpy as np
from hypothesis import HealthCheck, given, settings

from influence_cli.contract.engine import owed
from influence_cli.contract.outcomes import Outcomes
from influence_cli.model.contract import Contract

from .generated import contracts, facts, outcomes
from .oracle import statements


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
